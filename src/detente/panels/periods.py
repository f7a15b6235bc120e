"""The calendar of a panel: years, quarters or months, numbered from 0."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import UsageError

__all__ = ["UNITS", "Indices", "Periods", "Unit"]

Unit = Literal["year", "quarter", "month"]
Indices = npt.NDArray[np.int64]

UNITS: tuple[Unit, ...] = get_args(Unit)
MONTHS = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Periods:
    """Consecutive periods from the first of one year to the last of another.

    Parameters
    ----------
    unit : {'year', 'quarter', 'month'}
        Length of a period.
    first, last : int
        First and last year.

    Raises
    ------
    UsageError
        If the unit is unknown, or the years are invalid or in the wrong order.

    Examples
    --------
    >>> Periods("quarter", 1914, 1918).count
    20
    """

    unit: Unit
    first: int
    last: int

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise UsageError(f"unknown unit {self.unit!r}: expected one of {', '.join(UNITS)}", value=self.unit)
        if not 1 <= self.first <= self.last <= 9999:
            raise UsageError(
                f"invalid years {self.first} to {self.last}: the last must not be before the first",
                value=(self.first, self.last),
            )

    @property
    def months(self) -> int:
        """Length of a period in months."""
        return MONTHS[self.unit]

    @property
    def count(self) -> int:
        """Number of periods."""
        return (self.last - self.first + 1) * 12 // self.months

    @property
    def starts(self) -> npt.NDArray[np.datetime64]:
        """First day of each."""
        month = (self.first - 1970) * 12 + np.arange(self.count) * self.months
        return month.astype("datetime64[M]").astype("datetime64[D]")

    @property
    def ends(self) -> npt.NDArray[np.datetime64]:
        """Last day of each."""
        month = (self.first - 1970) * 12 + np.arange(1, self.count + 1) * self.months
        first_after: npt.NDArray[np.datetime64] = month.astype("datetime64[M]").astype("datetime64[D]")
        return np.asarray(first_after - np.timedelta64(1, "D"))

    @property
    def days(self) -> tuple[date, date]:
        """First day of the first period and last day of the last."""
        return date(self.first, 1, 1), date(self.last, 12, 31)

    def index(self, days: pl.Series | npt.NDArray[Any]) -> Indices:
        """Return the number of the period of each day; below 0 or past the last for days outside.

        Examples
        --------
        >>> from datetime import date
        >>> Periods("year", 1900, 1910).index(pl.Series([date(1904, 2, 8), date(1899, 12, 31)])).tolist()
        [4, -1]
        """
        result = days.to_numpy() if isinstance(days, pl.Series) else days
        month = result.astype("datetime64[M]").astype(np.int64) - (self.first - 1970) * 12
        return month // self.months

    def within(self, start: date, end: date) -> npt.NDArray[np.bool_]:
        """Return which periods are entirely between two days, both included."""
        return (self.starts >= np.datetime64(start, "D")) & (self.ends <= np.datetime64(end, "D"))

    def columns(self, at: npt.NDArray[Any]) -> list[pl.Series]:
        """Return the key columns of the periods numbered `at`: first day, year, and quarter or month."""
        starts = self.starts
        year = starts.astype("datetime64[Y]").astype(np.int64) + 1970
        part = starts.astype("datetime64[M]").astype(np.int64) % 12 // self.months + 1
        days = pl.Series("period", starts.astype(np.int64).astype(np.int32)[at]).cast(pl.Date)
        named = [days, pl.Series("year", year.astype(np.int16)[at])]
        if self.unit != "year":
            named.append(pl.Series(self.unit, part.astype(np.int8)[at]))
        return named
