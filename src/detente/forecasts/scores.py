"""Scores of forecasts against what happened; lower is better in all of them, and parameters are always given.

Each function checks one forecast and its outcome; `crps_rows` scores many at once for a backtest. Each is a line of
arithmetic, written here so that a brief that scores an outlook need not load the library of scores that the tests
compare them with (scoringrules).
"""

from __future__ import annotations

from math import inf, isfinite, log
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["brier", "crps", "crps_rows", "interval_score", "log_score", "quantile_score"]


def brier(outcome: float, probability: float) -> float:
    """Brier score (p − o)², 0 is perfect (Brier 1950).

    Parameters
    ----------
    outcome : float
        1 if the event happened, 0 if it did not.
    probability : float
        Its forecast probability, from 0 to 1.

    Raises
    ------
    UsageError
        The outcome is neither 0 nor 1, or the probability lies outside 0 to 1.

    Examples
    --------
    >>> brier(1.0, 0.8)
    0.04
    """
    _check_binary(outcome, probability)
    return round((probability - outcome) ** 2, 10)


def log_score(outcome: float, probability: float) -> float:
    """Logarithmic score of a probability, −ln of what it gave to the outcome (Good 1952); 0 is perfect.

    Infinite where what happened had been given no chance at all.

    Parameters
    ----------
    outcome : float
        1 if the event happened, 0 if it did not.
    probability : float
        Its forecast probability, from 0 to 1.

    Raises
    ------
    UsageError
        The outcome is neither 0 nor 1, or the probability lies outside 0 to 1.

    Examples
    --------
    >>> round(log_score(1.0, 0.8), 4), log_score(0.0, 1.0)
    (0.2231, inf)
    """
    _check_binary(outcome, probability)
    given = probability if outcome else 1 - probability
    return -log(given) if given > 0 else inf


def crps(outcome: float, draws: ArrayLike) -> float:
    """Continuous ranked probability score of an ensemble, in the outcome's unit; 0 is perfect.

    The estimator is the unbiased one, by probability-weighted moments (Zamo & Naveau 2018).

    Parameters
    ----------
    outcome : float
        What happened.
    draws : array, shape (S,)
        The forecast's draws, at least two: one draw says nothing of the spread.

    Raises
    ------
    UsageError
        Fewer than two draws, or a number that is not finite.

    Examples
    --------
    >>> import numpy as np
    >>> round(crps(0.0, np.array([-1.0, 0.0, 1.0])), 3)
    0.0
    """
    members = np.asarray(draws, dtype=np.float64)
    if members.ndim != 1 or members.size < 2:
        raise UsageError(f"the draws have shape {members.shape}; give two or more draws in a row", value=members.shape)
    _check_finite("outcome", outcome)
    if not np.isfinite(members).all():
        stray = float(members[~np.isfinite(members)][0])
        raise UsageError(f"a draw is {stray}; leave out draws without a value before scoring", value=stray)
    return float(crps_rows(np.array([outcome]), members[None, :])[0])


def crps_rows(outcomes: NDArray[np.float64], draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """CRPS of many ensembles at once; see `crps`, which checks one.

    Parameters
    ----------
    outcomes : ndarray, shape (N,)
        What happened.
    draws : ndarray, shape (N, S)
        The draws of each forecast, finite.

    Examples
    --------
    >>> crps_rows(np.array([0.0, 1.0]), np.array([[0.0, 0.0], [0.0, 2.0]])).tolist()
    [0.0, 0.0]
    """
    size, ordered = draws.shape[1], np.sort(draws, axis=1)
    first = (ordered * np.arange(size)).sum(axis=1) / (size * (size - 1))
    return np.asarray(np.abs(outcomes[:, None] - ordered).sum(axis=1) / size + ordered.sum(axis=1) / size - 2 * first)


def interval_score(outcome: float, lo: float, hi: float, coverage: float) -> float:
    """Interval score of a central interval (Gneiting & Raftery 2007); lower is better.

    Parameters
    ----------
    outcome, lo, hi : float
        What happened, and the interval's ends, the lower first.
    coverage : float
        Its probability content, between 0 and 1, such as 0.9.

    Raises
    ------
    UsageError
        The lower end lies above the upper, the coverage is not between 0 and 1, or a number is not finite.

    Examples
    --------
    >>> round(interval_score(1.2, 0.0, 1.0, 0.9), 6)
    5.0
    """
    for name, value in (("outcome", outcome), ("lo", lo), ("hi", hi)):
        _check_finite(name, value)
    if lo > hi:
        raise UsageError(f"the interval runs from {lo} to {hi}; give the lower end first", value=(lo, hi))
    if not 0 < coverage < 1:
        raise UsageError(f"coverage is {coverage}, and must lie between 0 and 1, such as 0.9", value=coverage)
    outside = max(lo - outcome, 0.0) + max(outcome - hi, 0.0)
    return float(hi - lo + 2 / (1 - coverage) * outside)


def quantile_score(outcome: float, quantile: float, level: float) -> float:
    """Quantile (pinball) score 2 (1{y ≤ q} − α)(q − y) (Gneiting & Raftery 2007); 0 is perfect.

    With the factor 2, its mean over evenly spaced levels tends to the CRPS.

    Parameters
    ----------
    outcome, quantile : float
        What happened, and the forecast quantile.
    level : float
        The quantile's level α, between 0 and 1.

    Raises
    ------
    UsageError
        The level is not between 0 and 1, or a number is not finite.

    Examples
    --------
    >>> round(quantile_score(1.0, 0.0, 0.9), 6), round(quantile_score(0.0, 1.0, 0.9), 6)
    (1.8, 0.2)
    """
    for name, value in (("outcome", outcome), ("quantile", quantile)):
        _check_finite(name, value)
    if not 0 < level < 1:
        raise UsageError(f"level is {level}, and must lie between 0 and 1, such as 0.9", value=level)
    return 2 * ((outcome <= quantile) - level) * (quantile - outcome)


def _check_binary(outcome: float, probability: float) -> None:
    if outcome not in (0, 1):
        raise UsageError(f"invalid outcome {outcome}: expected 1 (it happened) or 0 (it did not)", value=outcome)
    if not 0 <= probability <= 1:
        raise UsageError(f"probability is {probability}, and must lie between 0 and 1", value=probability)


def _check_finite(name: str, value: float) -> None:
    if not isfinite(value):
        raise UsageError(f"invalid {name} {value}: expected a finite number", value=value)
