"""Rival forecasts of next year's class counts: persistence, the dyad's mean, its decayed mean, and Goldstein's scores.

Each is fitted by maximum likelihood on the last two years before the origin, its smoothing toward the overall shares
and the two parameters of its dispersion included, so that none loses for want of calibration.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from detente.measures.temperature import log_pmf

Array = NDArray[np.float64]

GOLDSTEIN = np.array([2.8, 6.0, -3.0, -7.5])  # typical Goldstein scores of the four quad classes
FITTED_ON = 4000  # dyads a year that the rivals' parameters are fitted on


def _dispersion(theta: Array, total: Array) -> Array:
    return 1 / (np.exp(-theta[0]) + np.exp(theta[1]) / total)


def _persistence(theta: Array, past: Array, overall: Array) -> Array:
    seen, k = past[:, :, -1], np.exp(theta[2])
    return (seen + k * overall[:, None]) / (seen.sum(0) + k)


def _mean(theta: Array, past: Array, overall: Array) -> Array:
    seen, k = past.sum(2), np.exp(theta[2])
    return (seen + k * overall[:, None]) / (seen.sum(0) + k)


def _decayed(theta: Array, past: Array, overall: Array) -> Array:
    keep = 1 / (1 + np.exp(-theta[3]))
    seen, k = past @ keep ** np.arange(past.shape[2])[::-1], np.exp(theta[2])
    return (seen + k * overall[:, None]) / (seen.sum(0) + k)


def _goldstein(theta: Array, past: Array, overall: Array) -> Array:
    """A multinomial logit on last year's Goldstein mean, itself shrunk where reports are few."""
    seen, k = past[:, :, -1], np.exp(theta[2])
    mean = (GOLDSTEIN @ seen + k * (GOLDSTEIN @ overall)) / (seen.sum(0) + k)
    logit = np.log(overall)[:, None] + np.r_[0, theta[3:6]][:, None] + np.r_[0, theta[6:9]][:, None] * mean
    p = np.exp(logit - logit.max(0))
    return p / p.sum(0)


RIVALS = {
    "persistence": (_persistence, [2.5, 0.5, 1.5]),
    "mean": (_mean, [2.5, 0.5, 1.5]),
    "decayed mean": (_decayed, [2.5, 0.5, 1.5, 1.0]),
    "Goldstein": (_goldstein, [2.5, 0.5, 1.5, 0.0, 0.3, 0.5, 0.0, -0.1, -0.15]),
}


def scores(name: str, past: Array, n: Array) -> Array:
    """Log score of one rival's forecast of counts n (C, D) from the past (C, D, T)."""
    shares, start = RIVALS[name]
    overall = past.sum((1, 2)) / past.sum()
    training = []
    for t in (past.shape[2] - 2, past.shape[2] - 1):
        seen = np.flatnonzero(past[:, :, t].sum(0) > 0)
        some = seen[np.linspace(0, len(seen) - 1, min(FITTED_ON, len(seen))).astype(int)]
        training.append((past[:, some, :t], past[:, some, t]))

    def loss(theta: Array) -> float:
        return -sum(
            float(log_pmf(then, shares(theta, before, overall), _dispersion(theta, then.sum(0))).mean())
            for before, then in training
        )

    best = minimize(loss, np.array(start), method="BFGS", options={"gtol": 1e-3, "maxiter": 60}).x
    return log_pmf(n, shares(best, past, overall), _dispersion(best, np.maximum(n.sum(0), 1)))
