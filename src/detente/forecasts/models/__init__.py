"""Forecast models, each behind the contract of `detente.forecasts.contract`.

::

    baselines    naive forecasts, the bar that a model must clear
    hazard       constant hazards: how often a state of affairs ended, per year at risk
    local_level  the local level model: a random walk seen through noise
    trait        the outlook of a temperature: the thermometer's own state space, run forward
"""
