"""The share of each period that a dataset covers: a year with 85 covered days is not a full year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

__all__ = ["STEPS", "covered_shares", "periods_between"]

STEPS = {"year": "1y", "quarter": "1q", "month": "1mo", "week": "1w"}


def periods_between(first: date, last: date, freq: str) -> list[date]:
    """Return the first day of every period from one to another, both included.

    Examples
    --------
    >>> periods_between(date(2013, 11, 1), date(2014, 1, 1), "month")
    [datetime.date(2013, 11, 1), datetime.date(2013, 12, 1), datetime.date(2014, 1, 1)]
    """
    return pl.date_range(first, last, STEPS[freq], eager=True).to_list()


def covered_shares(coverage: pl.DataFrame, periods: Sequence[date], freq: str) -> pl.DataFrame:
    """Return the share of each period's days that a dataset covers.

    Parameters
    ----------
    coverage : polars.DataFrame
        Rows of the table ``coverage`` of one dataset: ``from`` and ``until`` of each spell.
    periods : sequence of datetime.date
        First day of each period.
    freq : {'year', 'quarter', 'month', 'week'}
        Length of a period.

    Returns
    -------
    polars.DataFrame
        ``period`` and ``covered``, from 0 to 1; null everywhere where `coverage` has no row.

    Examples
    --------
    >>> spells = pl.DataFrame({"from": [date(2018, 12, 1)], "until": [date(2019, 3, 31)]})
    >>> covered_shares(spells, [date(2018, 1, 1), date(2019, 1, 1)], "year")["covered"].round(3).to_list()
    [0.085, 0.247]
    """
    axis = pl.Series("period", list(periods), pl.Date)
    if coverage.is_empty():
        return pl.DataFrame({"period": axis, "covered": pl.Series([None] * len(axis), dtype=pl.Float64)})
    spells, shares = _merged(coverage), []
    for period, stop in zip(axis, axis.dt.offset_by(STEPS[freq]), strict=True):
        days = sum(max(0, (min(stop, after) - max(period, first)).days) for first, after in spells)
        shares.append(days / (stop - period).days)
    return pl.DataFrame({"period": axis, "covered": pl.Series(shares, dtype=pl.Float64)})


def _merged(coverage: pl.DataFrame) -> list[tuple[date, date]]:
    """Return the first day of each spell and the day after its last, those that overlap as one."""
    merged: list[tuple[date, date]] = []
    for first, last in sorted(coverage.select("from", "until").rows()):
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], _next(last))
        else:
            merged.append((first, _next(last)))
    return merged


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
