"""Trends of agreement: a straight line through yearly figures, and figures of several years pooled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING

import numpy as np

from detente.catalog.frame_checks import require_columns
from detente.errors import UsageError
from detente.measures.intervals import student_quantile

if TYPE_CHECKING:
    import polars as pl

__all__ = ["PooledAgreement", "Slope", "pooled_agreement", "slope"]

FEWEST = 3  # points of a line with an error


@dataclass(frozen=True, slots=True)
class Slope:
    """Slope of a line a unit of time, and the ends of its confidence interval."""

    value: float
    lo: float
    hi: float


def slope(times: Sequence[float], values: Sequence[float], *, coverage: float = 0.9) -> Slope:
    """Return the slope of the least-squares line through points, with its Student-t interval.

    With n points, residuals e and S = Σ (t − mean t)², the standard error is √(Σ e² / (n − 2) / S), and the interval is
    the slope ± its (1 + coverage) / 2 quantile of Student's t with n − 2 degrees of freedom. It takes the residuals to
    be independent and equally spread.

    Parameters
    ----------
    times, values : sequence of float
        The points, such as years and shares of agreement.
    coverage : float, optional
        Probability content of the interval, between 0 and 1.

    Returns
    -------
    Slope
        In units of `values` a unit of `times`.

    Raises
    ------
    UsageError
        Fewer than three points, more times than values or fewer, times that are all the same, or an invalid coverage.

    Examples
    --------
    >>> line = slope([2010, 2011, 2012, 2013], [0.5, 0.6, 0.6, 0.7])
    >>> round(line.value, 3), round(line.lo, 3), round(line.hi, 3)
    (0.06, 0.019, 0.101)
    """
    if len(times) != len(values) or len(times) < FEWEST:
        raise UsageError(
            f"{len(times)} times and {len(values)} values: expected as many of both, {FEWEST} or more",
            value=(len(times), len(values)),
        )
    x, y = np.asarray(times, dtype=np.float64), np.asarray(values, dtype=np.float64)
    x = x - x.mean()
    spread = float(x @ x)
    if spread == 0:
        raise UsageError(f"the times are all {times[0]}: expected different ones", value=times[0])
    value = float(x @ y / spread)
    residual = float(((y - y.mean() - value * x) ** 2).sum())
    half = sqrt(residual / (len(y) - 2) / spread) * student_quantile((1 + coverage) / 2, len(y) - 2)
    return Slope(value, value - half, value + half)


@dataclass(frozen=True, slots=True)
class PooledAgreement:
    """Agreement of a pair over several years.

    Parameters
    ----------
    raw, kappa, chance : float
        Raw agreement, agreement beyond chance, and agreement by chance alone; the last two are NaN where undefined.
    raw_half, kappa_half : float
        Half the width of the 90% interval of raw agreement and of κ.
    """

    raw: float
    kappa: float
    chance: float
    raw_half: float
    kappa_half: float


def pooled_agreement(years: pl.DataFrame) -> PooledAgreement:
    """Pool a pair's yearly agreement, each year weighted by its roll calls.

    With weights w, D = 1 − raw and E = D / (1 − κ), the disagreement by chance alone, the pooled κ is 1 − Σ w D / Σ w E
    and the agreement by chance 1 − Σ w E. In a year in which the two never differ, D is 0 and κ is 1 whatever E is: E,
    and with it both figures, is undefined. The years' intervals are taken to be independent.

    Parameters
    ----------
    years : polars.DataFrame
        As the table ``agreements``, of one pair: ``votes``, ``raw``, ``raw_lo``, ``raw_hi``, ``kappa``, ``kappa_lo``
        and ``kappa_hi``, without missing values.

    Returns
    -------
    PooledAgreement

    Raises
    ------
    TableError
        A column is missing.
    UsageError
        There are no years.

    Examples
    --------
    >>> import polars as pl
    >>> same = {"raw_lo": 0.5, "raw_hi": 0.9, "kappa_lo": 0.2, "kappa_hi": 0.6}
    >>> rows = [{"votes": 30, "raw": 0.7, "kappa": 0.4, **same}, {"votes": 10, "raw": 0.5, "kappa": 0.2, **same}]
    >>> pooled = pooled_agreement(pl.DataFrame(rows))
    >>> round(pooled.raw, 3), round(pooled.kappa, 3), round(pooled.chance, 3)
    (0.65, 0.341, 0.469)
    """
    columns = ("votes", "raw", "raw_lo", "raw_hi", "kappa", "kappa_lo", "kappa_hi")
    require_columns(years, columns, "years of agreement")
    if years.is_empty():
        raise UsageError("no years of agreement to pool: expected one or more", value=0)
    held = {name: years[name].to_numpy().astype(np.float64) for name in columns}
    weight = held["votes"] / held["votes"].sum()
    apart = 1 - held["raw"]
    defined = bool((held["kappa"] < 1).all())
    by_chance = float((weight * apart / (1 - held["kappa"])).sum()) if defined else nan
    halves = (
        sqrt(float(((weight * (held[f"{name}_hi"] - held[f"{name}_lo"]) / 2) ** 2).sum())) for name in ("raw", "kappa")
    )
    kappa = 1 - float((weight * apart).sum()) / by_chance if by_chance else nan
    return PooledAgreement(float((weight * held["raw"]).sum()), kappa, 1 - by_chance, *halves)
