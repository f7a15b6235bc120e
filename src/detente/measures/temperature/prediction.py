"""One period ahead: the class counts that a fit expects, given how many reports there will be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, logsumexp

from detente.measures.temperature.estimation import Fit
from detente.measures.temperature.likelihood import log_pmf, shares
from detente.measures.temperature.scales import GRID

__all__ = ["log_scores", "standing_ahead", "transform"]

Array = NDArray[np.float64]


def standing_ahead(fitted: Fit, *, draws: int, seed: int) -> Array:
    """Draw every dyad's standing in the period after the last.

    Parameters
    ----------
    fitted : Fit
        A fitted model.
    draws, seed : int
        How many, and for the generator.

    Returns
    -------
    ndarray, shape (draws, D)
        On the working scale: the last standing, plus an innovation at a scale drawn from the dyad's posterior.
    """
    rng = np.random.default_rng(seed)
    last, sd = fitted.paths.mean[:, -1], np.sqrt(fitted.paths.var[:, -1])
    size = (draws, len(last))
    step = rng.standard_normal(size)
    if np.isfinite(fitted.freedom):
        step /= np.sqrt(rng.gamma(fitted.freedom / 2, 2 / fitted.freedom, size))
    pick = (rng.random((*size, 1)) > fitted.scale_weights.cumsum(1)).sum(-1)
    return np.asarray(last + sd * rng.standard_normal(size) + GRID[np.minimum(pick, len(GRID) - 1)] * step)


def log_scores(fitted: Fit, standing: Array, n: Array, *, source: int = 0) -> Array:
    """Log predictive probability of each dyad's counts, given their total.

    Parameters
    ----------
    fitted : Fit
        A fitted model.
    standing : ndarray, shape (draws, D)
        From `standing_ahead`.
    n : ndarray, shape (C, D)
        Reports by class.
    source : int
        Which source reports.

    Returns
    -------
    ndarray, shape (D,)
        Natural logarithms, averaged over draws as probabilities.
    """
    loadings = fitted.of_source[source]
    dispersion = loadings.dispersion(n.sum(0))
    each = np.empty_like(standing)
    for i, x in enumerate(standing):
        each[i] = log_pmf(n, shares(x, loadings.intercept[0], loadings.slope), dispersion)
    return np.asarray(logsumexp(each, axis=0) - np.log(len(each)))


def transform(fitted: Fit, standing: Array, n: Array, some: NDArray[np.bool_], *, seed: int, source: int = 0) -> Array:
    """Randomised probability integral transform of the reports of some classes, given the total.

    Parameters
    ----------
    fitted, standing, n, source
        As for `log_scores`.
    some : ndarray of bool, shape (C,)
        Classes to add, such as conflict.
    seed : int
        For the generator.

    Returns
    -------
    ndarray, shape (D,)
        Uniform on (0, 1) where the forecast is calibrated.
    """
    rng = np.random.default_rng(seed)
    loadings, total, seen = fitted.of_source[source], n.sum(0), n[some].sum(0)
    whole = total.astype(np.int64)
    dispersion = np.minimum(loadings.dispersion(total), 1e9)
    below, upto = np.zeros_like(total), np.zeros_like(total)
    for x in standing:
        expected = np.clip(shares(x, loadings.intercept[0], loadings.slope)[some].sum(0), 1e-9, 1 - 1e-9)
        realised = rng.beta(dispersion * expected, dispersion * (1 - expected))
        upto += bdtr(seen, whole, realised) / len(standing)
        below += np.where(seen > 0, bdtr(np.maximum(seen - 1, 0), whole, realised), 0.0) / len(standing)
    return np.asarray(below + rng.random(len(total)) * (upto - below))
