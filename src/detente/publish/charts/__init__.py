"""Charts: specifications, their layers, themes and renderings.

::

    bars           the chart of bars: one figure for each of some names
    calibration    the chart of how often events happened, by the probability they had been given
    fan            the chart of an outlook: the past as a line, the future as two bands and a median
    in_text        charts in characters
    ladder         the chart of the rungs of a dispute
    layers         the layers of charts: lines, intervals, bands, acts, text
    neighbours     the chart of neighbours: small plots on one scale
    over_time      charts of lines over time
    row_placement  a chart's rows on the time axis, lines cut at gaps, ends of axes
    scales         moments on the time axis, domains, and labels that do not touch
    sizes          the sizes of plots, in pixels
    specs          one Vega-Lite specification for each kind of chart
    tables         a chart's numbers as a small table
    theme          colours and type of a published document, light and dark
"""
