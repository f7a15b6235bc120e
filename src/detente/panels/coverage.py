"""Coverage of datasets, and the placement of a table's rows in a panel.

Yearly values are repeated in every quarter or month of the year. A tie is in every period on a day of which it held.
Values of a pair are in both directions; values from one state to another stay in their direction, and an undirected
panel has both, in one column each way, or the stronger of the two: each addition documents which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import UsageError
from detente.panels.empty_cells import OUTSIDE, UNLISTED, Reasons
from detente.panels.panel import Panel, PanelColumn
from detente.panels.periods import MONTHS, Indices, Periods
from detente.panels.row_index import CHUNK, Codes, Flags, PanelRows
from detente.panels.universe import System
from detente.sources.coverage import FREQS, days_shown

__all__ = [
    "Coverage",
    "TiePeriods",
    "coverage_of_days",
    "coverage_of_frame",
    "dense",
    "known_cells",
    "place_pairs",
    "place_states",
    "spans_of",
    "why_missing",
]

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of a dataset.

    Parameters
    ----------
    dataset : str
        Name of the dataset.
    start, end : datetime.date
        First and last day. Periods that are not entirely between them are out of coverage.
    system : {'cow', 'gw'} or None, optional
        The list whose members it covers. Other states have no value, not zero. None: any.
    gaps : tuple of (date, date), optional
        First and last day of each gap between `start` and `end`.
    without : frozenset of str, optional
        Codes of members of the list that it does not cover.
    """

    dataset: str
    start: date
    end: date
    system: System | None = "cow"
    gaps: tuple[tuple[date, date], ...] = ()
    without: frozenset[str] = frozenset()

    def column(self, name: str, doc: str, unit: str, about: str, absent: str = "zero") -> PanelColumn:
        """Return the description of a panel column from this dataset."""
        return PanelColumn(name, doc, unit, about, self.dataset, absent, self.start, self.end, self.gaps)

    def within(self, periods: Periods) -> Flags:
        """Return which periods are entirely covered.

        Examples
        --------
        >>> away = (date(1992, 1, 1), date(1993, 3, 1))
        >>> covers = Coverage("mine", date(1990, 1, 1), date(1995, 12, 31), gaps=(away,))
        >>> covers.within(Periods("year", 1990, 1996)).tolist()
        [True, True, False, False, True, True, False]
        """
        result = periods.within(self.start, self.end)
        for first, last in self.gaps:
            result &= (periods.ends < np.datetime64(first, "D")) | (periods.starts > np.datetime64(last, "D"))
        return result


def coverage_of_frame(frame: pl.DataFrame, dataset: str, system: System | None = "cow") -> Coverage:
    """Return the coverage measured from rows: the periods with a row, with the gaps between them.

    Raises
    ------
    UsageError
        If there are no rows, or they have no days.
    """
    if not frame.height:
        raise UsageError(f"there are no rows of {dataset}; give its coverage as covers=", value=dataset)
    if frame["period" if "period" in frame.columns else "start"].null_count() == frame.height:
        raise UsageError(f"the rows of {dataset} have no dates", value=dataset)
    return coverage_of_days(days_shown(frame), dataset, system)


def coverage_of_days(
    days: Sequence[tuple[date, date]],
    dataset: str,
    system: System | None = "cow",
    without: frozenset[str] = frozenset(),
) -> Coverage:
    """Return the coverage given by spans of days in time order, with the gaps between them."""
    gaps = tuple((one[1] + timedelta(1), other[0] - timedelta(1)) for one, other in pairwise(days))
    return Coverage(dataset, days[0][0], days[-1][1], system, gaps, without)


def why_missing(rows: PanelRows, covers: Coverage, inside: int = 0) -> Reasons:
    """Return the reason for each row, if it has no value: out of coverage, not a covered state, or another reason.

    Parameters
    ----------
    rows : PanelRows
        The panel's rows.
    covers : Coverage
        Coverage of the dataset.
    inside : int, optional
        The reason inside the coverage. None by default: a missing row means zero.

    Returns
    -------
    array of uint8
    """
    why = np.full(rows.count, inside, np.uint8)
    if covers.system is not None:
        why[~rows.listed(covers.system)] = UNLISTED
    if covers.without:
        why[rows.has(covers.without)] = UNLISTED
    why[~covers.within(rows.periods)[rows.when]] = OUTSIDE
    return why


def known_cells(name: str, values: Values) -> pl.Series:
    """Return values as a column with NaN as null."""
    return pl.Series(name, values, nan_to_null=True)


def _suitable(frame: pl.DataFrame, periods: Periods) -> tuple[pl.DataFrame, int]:
    """Return the rows of the frequency that fits the panel, and the number of its periods that each covers."""
    have = frame["freq"].unique().to_list() if "freq" in frame.columns else ["year"]
    longer = sorted((freq for freq in have if FREQS.get(freq, 0) >= periods.months), key=FREQS.__getitem__)
    if have and not longer:
        raise UsageError(
            f"values by {', '.join(have)} do not fit a panel by {periods.unit}; use a shorter unit",
            value=have,
        )
    if not have:
        return frame, 1
    chosen = frame.filter(pl.col("freq") == longer[0]) if len(have) > 1 else frame
    return chosen, FREQS[longer[0]] // MONTHS[periods.unit]


def _spread(frame: pl.DataFrame, periods: Periods, copies: int) -> tuple[pl.DataFrame, Indices]:
    """Return each row once for every period that it covers, and the periods."""
    first = periods.index(frame["period"])
    if copies == 1:
        return frame, first
    again = np.repeat(np.arange(frame.height), copies)
    return frame[again], first[again] + np.tile(np.arange(copies), frame.height)


def place_states(rows: PanelRows, frame: pl.DataFrame, value: str = "value") -> Values:
    """Return values of states as an array of units by periods, NaN if missing.

    Parameters
    ----------
    rows : PanelRows
        The panel's rows.
    frame : polars.DataFrame
        ``state``, ``period``, a value and, unless all are yearly, ``freq``.
    value : str
        The value column.
    """
    suitable, copies = _suitable(frame, rows.periods)
    chosen, when = _spread(suitable, rows.periods, copies)
    inside, unit, at = rows.state_cells(rows.codes(chosen["state"]), when)
    placed = np.full(rows.members.code.shape, np.nan)
    placed[unit, at] = chosen[value].cast(pl.Float64).to_numpy()[inside]
    return placed


Way = Literal["forth", "back", "both"]


def place_pairs(rows: PanelRows, frame: pl.DataFrame, value: str, ways: Sequence[Way]) -> list[Values]:
    """Return values of pairs by row, NaN if missing.

    Parameters
    ----------
    rows : PanelRows
        The panel's rows, of pairs.
    frame : polars.DataFrame
        ``source``, ``target``, ``period``, a value and, unless all are yearly, ``freq``.
    value : str
        The value column.
    ways : sequence of {'forth', 'back', 'both'}
        Which values a row gets: from its first state to its second, from the second to the first, or the larger of the
        two. There is one array for each.
    """
    suitable, copies = _suitable(frame, rows.periods)
    result = [np.full(rows.count, np.nan) for _ in ways]
    for start in range(0, suitable.height, CHUNK):
        chosen, when = _spread(suitable[start : start + CHUNK], rows.periods, copies)
        source, target = rows.codes(chosen["source"]), rows.codes(chosen["target"])
        figures = chosen[value].cast(pl.Float64).to_numpy()
        for way, placed in zip(ways, result, strict=True):
            for one, other in _directions(source, target, way):
                at = rows.pair_rows(one, other, when)
                inside = at >= 0
                if rows.kind == "dyads" and way != "both":  # a pair has one row: use the value from a to b
                    inside &= one < other
                if way == "both":
                    np.fmax.at(placed, at[inside], figures[inside])
                else:
                    placed[at[inside]] = figures[inside]
    return result


def _directions(source: Codes, target: Codes, way: Way) -> list[tuple[Codes, Codes]]:
    forth, back = (source, target), (target, source)
    return {"forth": [forth], "back": [back], "both": [forth, back]}[way]


class TiePeriods(NamedTuple):
    """Ties, once per period in which they hold: index in the frame of ties, and the period."""

    tie: Indices
    when: Indices


def spans_of(periods: Periods, ties: pl.DataFrame, covers: Coverage) -> TiePeriods:
    """Return each tie once per period on a day of which it held.

    A tie without an end lasts to the end of coverage.
    """
    ended = ties["end"].fill_null(covers.end)
    first = np.maximum(periods.index(ties["start"]), 0)
    last = np.minimum(periods.index(ended), periods.count - 1)
    length = np.maximum(last - first + 1, 0)
    tie = np.repeat(np.arange(ties.height), length)
    within = np.arange(len(tie)) - np.repeat(np.cumsum(length) - length, length)
    return TiePeriods(tie, first[tie] + within)


def dense(panel: Panel, placed: npt.NDArray[Any], side: str) -> npt.NDArray[Any]:
    """Return the value of the state on one side for each row, from an array of units by periods."""
    return panel.rows.spread(placed, side)
