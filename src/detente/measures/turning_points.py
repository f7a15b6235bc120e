"""Turning points: the probability for each period that a path moved to a new level.

A *path* is one draw of a quantity over the periods (a temperature, an agreement). A *segment* is a run of periods
around one level. A *turning point* is the first period of a new segment.

For one path y_1, …, y_T the model is a product partition (Barry & Hartigan 1992): a new segment starts at each
period after the first with probability p = 1 / length, independently of the past, so lengths are geometric. Within a
segment y_t ~ N(μ, σ²), and each segment has its own μ and σ²::

    σ² ~ inverse gamma(a, b)       a = 2, b = noise²: the expected variance is noise²
    μ | σ² ~ N(centre, σ² / κ)     κ = (noise / spread)²

The segment's marginal likelihood m(s, t) is then exact, and two recursions over all partitions (Fearnhead 2006) give
every probability without sampling::

    F_t = Σ_{s ≤ t} F_{s−1} p^[s>1] (1−p)^{t−s} m(s, t)            F_0 = 1
    B_t = Σ_{u ≥ t} (1−p)^{u−t} m(t, u) (p B_{u+1} if u < T else 1)
    Pr(a segment starts at t | y) = p F_{t−1} B_t / F_T

Averaging over draws of the path includes the uncertainty of the path itself.

References
----------
Barry, D. & Hartigan, J. A. (1992). Product partition models for change point problems. Annals of Statistics
20(1), 260–279.
Fearnhead, P. (2006). Exact and efficient Bayesian inference for multiple changepoint problems. Statistics and
Computing 16(2), 203–213.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import lgamma

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from detente.errors import UsageError

__all__ = ["turning_points"]

SHAPE = 2.0  # of the prior of a segment's variance: its mean is finite, its variance is not
LEVEL = 0.90
BLOCK = 40_000  # cells of one array of draws × starts × ends, which fit the processor's cache
TINY = float(np.finfo(np.float64).tiny)  # smaller probabilities underflow

Floats = NDArray[np.float64]


def turning_points(
    draws: ArrayLike,
    periods: Sequence[date] | pl.Series,
    *,
    length: float = 10.0,
    noise: float = 0.25,
    spread: float = 1.0,
) -> pl.DataFrame:
    """Return the probability for each period that a new level starts, and the size of the change.

    Parameters
    ----------
    draws : array of float, shape (draws, periods)
        Posterior draws of whole paths. A single path is one row.
    periods : sequence of date
        First day of each period, in order.
    length : float, optional
        Expected number of periods between turning points, over 1. A shorter length finds more.
    noise : float, optional
        Expected standard deviation within a segment, in the units of the draws.
    spread : float, optional
        Expected standard deviation of levels, in the units of the draws; temperature has 1.

    Returns
    -------
    polars.DataFrame
        One row for each period but the first: ``period``; ``probability`` that a segment starts in it; ``change``, the
        mean of that segment minus the mean of the one before, given that it starts, in the units of the draws; ``lo``
        and ``hi``, the 90% interval of the change over draws, weighted by their probability of the turning point.
        Neighbouring periods share probability: a slow drift spreads one turning point over many periods. ``change`` and
        its ends are null if no draw has the turning point.

    Raises
    ------
    UsageError
        If the draws are not a matrix of finite numbers with a column per period, the periods are not in order, or a
        parameter is invalid.

    Examples
    --------
    >>> path = [[0.4, 0.5, 0.4, 0.5, -1.0, -1.1, -0.9, -1.0]]
    >>> years = [date(year, 1, 1) for year in range(2010, 2018)]
    >>> turns = turning_points(path, years)
    >>> turns.sort("probability").row(-1)[0], round(turns["change"][3], 2)
    (datetime.date(2014, 1, 1), -1.45)
    """
    paths, starts = _checked(draws, periods)
    prior = _Prior.of(paths, length, noise, spread)
    step = max(1, BLOCK // max(1, paths.shape[1]) ** 2)
    parts = [_turns(paths[at : at + step], prior) for at in range(0, len(paths), step)]
    probability = np.concatenate([part[0] for part in parts])
    change = np.concatenate([part[1] for part in parts])
    size, low, high = _over_draws(change, probability)
    columns = {"probability": probability.mean(axis=0), "change": size, "lo": low, "hi": high}
    frame = pl.DataFrame({"period": starts[1:]} | columns, schema_overrides={"period": pl.Date})
    return frame.with_columns(pl.col("change", "lo", "hi").fill_nan(None))


@dataclass(frozen=True, slots=True)
class _Prior:
    """The prior of a segment's level and variance, and of where segments start."""

    centre: float
    weight: float
    shape: float
    rate: float
    start: float
    stay: float

    @classmethod
    def of(cls, paths: Floats, length: float, noise: float, spread: float) -> _Prior:
        for name, value, least in (("length", length, 1.0), ("noise", noise, 0.0), ("spread", spread, 0.0)):
            if not (np.isfinite(value) and value > least):
                raise UsageError(f"invalid {name} {value}: expected a number above {least:g}", value=value)
        return cls(
            centre=float(paths.mean()),
            weight=(noise / spread) ** 2,
            shape=SHAPE,
            rate=(SHAPE - 1) * noise**2,
            start=float(-np.log(length)),
            stay=float(np.log1p(-1 / length)),
        )


def _checked(draws: ArrayLike, periods: Sequence[date] | pl.Series) -> tuple[Floats, list[date]]:
    paths = np.asarray(draws, dtype=np.float64)
    starts = list(periods)
    if paths.ndim != 2 or not paths.size or paths.shape[1] != len(starts):
        raise UsageError(
            f"the draws have shape {paths.shape} for {len(starts)} periods: expected draws × periods",
            value=paths.shape,
        )
    if not np.isfinite(paths).all():
        raise UsageError("a draw is not finite; leave out periods without a value", value=float("nan"))
    if any(later <= earlier for earlier, later in pairwise(starts)):
        raise UsageError("the periods must be unique and in order; sort them and the draws", value=starts)
    return paths, starts


def _turns(paths: Floats, prior: _Prior) -> tuple[Floats, Floats]:
    """Return each path's probability of a start at each period but the first, and the change there."""
    evidence, means = _segments(paths, prior)
    forward, backward = _recursions(evidence, prior)
    last = paths.shape[1]
    probability = np.exp(prior.start + forward[:, 1:last] + backward[:, 1:last] - forward[:, -1:])
    change = np.empty_like(probability)
    for t in range(1, last):
        before = np.exp(forward[:, :t] + evidence[:, :t, t - 1] + _starts(t, prior) - forward[:, t : t + 1])
        follow = np.append(np.full(last - t - 1, prior.start), 0.0)
        after = np.exp(evidence[:, t, t:] + backward[:, t + 1 :] + follow - backward[:, t : t + 1])
        change[:, t - 1] = (after * means[:, t, t:]).sum(axis=1) - (before * means[:, :t, t - 1]).sum(axis=1)
    return probability, change


def _segments(paths: Floats, prior: _Prior) -> tuple[Floats, Floats]:
    """Return, for each path, start s and end t: log m(s, t) with the log prior of staying, and the mean.

    Cells with s > t are −∞ and 0.
    """
    count, last = paths.shape
    off = paths - prior.centre
    zero = np.zeros((count, 1))
    sums = np.concatenate([zero, np.cumsum(off, axis=1)], axis=1)
    squares = np.concatenate([zero, np.cumsum(off**2, axis=1)], axis=1)
    n = np.arange(last)[None, :] - np.arange(last)[:, None] + 1.0
    real = n > 0
    n = np.where(real, n, 1.0)
    mean = (sums[:, None, 1:] - sums[:, :-1, None]) / n
    within = np.maximum(squares[:, None, 1:] - squares[:, :-1, None] - n * mean**2, 0.0)
    weight, shape = prior.weight + n, prior.shape + n / 2
    log_gamma = np.array([lgamma(prior.shape + size / 2) for size in range(last + 1)])[n.astype(np.intp)]
    rate = prior.rate + within / 2 + prior.weight * n * mean**2 / (2 * weight)
    constant = (
        log_gamma
        - lgamma(prior.shape)
        + prior.shape * np.log(prior.rate)
        + np.log(prior.weight / weight) / 2
        - n / 2 * np.log(2 * np.pi)
        + (n - 1) * prior.stay
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        evidence = np.where(real, constant - shape * np.log(rate), -np.inf)
    return evidence, np.where(real, mean, 0.0)


def _starts(count: int, prior: _Prior) -> Floats:
    """Return the log prior of a start at each of the first periods; at the very first it is certain."""
    return np.concatenate([[0.0], np.full(count - 1, prior.start)])


def _recursions(evidence: Floats, prior: _Prior) -> tuple[Floats, Floats]:
    """Return log F_0, …, F_T and log B_1, …, B_{T+1} of each path, with B_{T+1} = 1."""
    count, last, _ = evidence.shape
    forward, backward = np.zeros((count, last + 1)), np.zeros((count, last + 1))
    for t in range(1, last + 1):
        forward[:, t] = _log_sum(forward[:, :t] + evidence[:, :t, t - 1] + _starts(t, prior))
    for t in range(last - 1, -1, -1):
        follow = np.append(np.full(last - t - 1, prior.start), 0.0)
        backward[:, t] = _log_sum(evidence[:, t, t:] + backward[:, t + 1 :] + follow)
    return forward, backward


def _log_sum(logs: Floats) -> Floats:
    """Return the logarithm of each row's sum of numbers given by finite logarithms."""
    top = logs.max(axis=1)
    total: Floats = top + np.log(np.exp(logs - top[:, None]).sum(axis=1))
    return total


def _over_draws(change: Floats, probability: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the mean and the 90% interval of each column, its draws weighted by their probability."""
    total = probability.sum(axis=0)
    defined = total > TINY
    share = probability / np.where(defined, total, 1.0)
    order = np.argsort(change, axis=0)
    ordered = np.take_along_axis(change, order, axis=0)
    reached = np.cumsum(np.take_along_axis(share, order, axis=0), axis=0)
    ends = []
    for level in ((1 - LEVEL) / 2, (1 + LEVEL) / 2):
        at = np.minimum((reached < level).sum(axis=0), len(change) - 1)
        ends.append(np.where(defined, ordered[at, np.arange(change.shape[1])], np.nan))
    return np.where(defined, (share * change).sum(axis=0), np.nan), ends[0], ends[1]
