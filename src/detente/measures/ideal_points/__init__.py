"""Ideal points: each state's position on the one dimension that best orders votes in the General Assembly.

::

    ballots    the votes that count, and their layout in memory
    choices    the ordered probit: the probability of a ballot given an item's parameters and a seat's position
    estimates  ideal points with intervals and draws: the estimator
    paths      random walks of all states at once: exact smoothing, and exact draws
    sampler    draws from the posterior: Gibbs sampling with whole paths drawn at once
    start      a fast first guess: coordinate ascent on a Gaussian approximation to the posterior
    vintages   ideal points as known on several days: each vintage from the votes known by then
"""

from detente.measures.ideal_points.ballots import Ballots
from detente.measures.ideal_points.estimates import IdealPoints, ideal_points
from detente.measures.ideal_points.vintages import ideal_point_vintages

__all__ = ["Ballots", "IdealPoints", "ideal_point_vintages", "ideal_points"]
