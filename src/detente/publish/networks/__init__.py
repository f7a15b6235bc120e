"""Pictures and pages of networks, on a plane or a map.

::

    canvas  points, lines and names in pixels
    layout  where the states of a network stand in a drawing
    maps    a map that draws no border: capitals as points, open disputes as diamonds
    specs   a network drawing as a Vega-Lite specification: who is tied to whom, on a plane or on a map
"""
