"""Put what a table says where it belongs in a panel.

Figures of a year stand in every quarter or month of it. A tie is in each period on a day of which it held. What is
of both states alike is put in both directions of a pair; what goes from one to the other stays in its direction, and
a panel of pairs without direction has both, one column each way, or the stronger of the two: each addition says which.
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
from detente.panels.missing import OUTSIDE, UNLISTED, Reasons
from detente.panels.panel import Panel
from detente.panels.periods import MONTHS, Indices, Periods
from detente.panels.rows import CHUNK, Codes, Flags, Rows
from detente.panels.universe import System
from detente.sources.coverage import FREQS, days_shown

__all__ = [
    "Coverage",
    "Spans",
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
    """What a dataset covers.

    Parameters
    ----------
    dataset : str
        Its name.
    start, end : datetime.date
        First and last day. Periods that do not lie wholly between them are out of coverage.
    system : {'cow', 'gw'} or None, optional
        The list whose members it covers. Others have no value, not zero. None: any.
    gaps : tuple of (date, date), optional
        First and last day of each stretch between `start` and `end` that it does not cover.
    without : frozenset of str, optional
        Codes of members of the list that it leaves out.
    """

    dataset: str
    start: date
    end: date
    system: System | None = "cow"
    gaps: tuple[tuple[date, date], ...] = ()
    without: frozenset[str] = frozenset()

    def within(self, periods: Periods) -> Flags:
        """Return which periods it covers wholly.

        Examples
        --------
        >>> away = (date(1992, 1, 1), date(1993, 3, 1))
        >>> covers = Coverage("mine", date(1990, 1, 1), date(1995, 12, 31), gaps=(away,))
        >>> covers.within(Periods("year", 1990, 1996)).tolist()
        [True, True, False, False, True, True, False]
        """
        found = periods.within(self.start, self.end)
        for first, last in self.gaps:
            found &= (periods.ends < np.datetime64(first, "D")) | (periods.starts > np.datetime64(last, "D"))
        return found


def coverage_of_frame(frame: pl.DataFrame, dataset: str, system: System | None = "cow") -> Coverage:
    """Return the coverage that rows themselves show: the periods that some row is about, with the gaps between them.

    Raises
    ------
    UsageError
        If there are no rows, or they have no days.
    """
    if not frame.height:
        raise UsageError(f"There are no rows of {dataset}, so what they cover must be given.", value=dataset)
    if frame["period" if "period" in frame.columns else "start"].null_count() == frame.height:
        raise UsageError(f"The rows of {dataset} have no days.", value=dataset)
    return coverage_of_days(days_shown(frame), dataset, system)


def coverage_of_days(
    days: Sequence[tuple[date, date]],
    dataset: str,
    system: System | None = "cow",
    without: frozenset[str] = frozenset(),
) -> Coverage:
    """Return the coverage that consists of some stretches of days, in time order, and has gaps between them."""
    gaps = tuple((one[1] + timedelta(1), other[0] - timedelta(1)) for one, other in pairwise(days))
    return Coverage(dataset, days[0][0], days[-1][1], system, gaps, without)


def why_missing(rows: Rows, covers: Coverage, inside: int = 0) -> Reasons:
    """Return why each row has no value if it has none: out of coverage, not the dataset's state, or another reason.

    Parameters
    ----------
    rows : Rows
        The panel's rows.
    covers : Coverage
        What the dataset covers.
    inside : int, optional
        The reason inside the coverage. By default there is none: a missing row means zero.

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
    """Return figures as a column that is empty where there is none: NaN."""
    return pl.Series(name, values, nan_to_null=True)


def _suitable(frame: pl.DataFrame, periods: Periods) -> tuple[pl.DataFrame, int]:
    """Return the rows of the frequency that suits the panel, and how many of its periods each stands for."""
    have = frame["freq"].unique().to_list() if "freq" in frame.columns else ["year"]
    longer = sorted((freq for freq in have if FREQS.get(freq, 0) >= periods.months), key=FREQS.__getitem__)
    if have and not longer:
        raise UsageError(
            f"The figures are by {', '.join(have)}, and the panel by {periods.unit}; ask for a shorter unit.",
            value=have,
        )
    if not have:
        return frame, 1
    chosen = frame.filter(pl.col("freq") == longer[0]) if len(have) > 1 else frame
    return chosen, FREQS[longer[0]] // MONTHS[periods.unit]


def _spread(frame: pl.DataFrame, periods: Periods, copies: int) -> tuple[pl.DataFrame, Indices]:
    """Return each row once for every period that it stands for, and the periods."""
    first = periods.index(frame["period"])
    if copies == 1:
        return frame, first
    again = np.repeat(np.arange(frame.height), copies)
    return frame[again], first[again] + np.tile(np.arange(copies), frame.height)


def place_states(rows: Rows, frame: pl.DataFrame, value: str = "value") -> Values:
    """Return figures of states as an array of units by periods, NaN where there is none.

    Parameters
    ----------
    rows : Rows
        The panel's rows.
    frame : polars.DataFrame
        ``state``, ``period``, a value and, unless all are of years, ``freq``.
    value : str
        The value's column.
    """
    suitable, copies = _suitable(frame, rows.periods)
    chosen, when = _spread(suitable, rows.periods, copies)
    inside, unit, at = rows.state_cells(rows.codes(chosen["state"]), when)
    placed = np.full(rows.members.code.shape, np.nan)
    placed[unit, at] = chosen[value].cast(pl.Float64).to_numpy()[inside]
    return placed


Way = Literal["forth", "back", "both"]


def place_pairs(rows: Rows, frame: pl.DataFrame, value: str, ways: Sequence[Way]) -> list[Values]:
    """Return figures of pairs by row, NaN where there is none.

    Parameters
    ----------
    rows : Rows
        The panel's rows, of pairs.
    frame : polars.DataFrame
        ``source``, ``target``, ``period``, a value and, unless all are of years, ``freq``.
    value : str
        The value's column.
    ways : sequence of {'forth', 'back', 'both'}
        Which figures a row takes: those from its first state to its second, those from the second to the first, or
        either, of which the greater counts. There is one array for each.
    """
    suitable, copies = _suitable(frame, rows.periods)
    found = [np.full(rows.count, np.nan) for _ in ways]
    for start in range(0, suitable.height, CHUNK):
        chosen, when = _spread(suitable[start : start + CHUNK], rows.periods, copies)
        source, target = rows.codes(chosen["source"]), rows.codes(chosen["target"])
        figures = chosen[value].cast(pl.Float64).to_numpy()
        for way, placed in zip(ways, found, strict=True):
            for one, other in _directions(source, target, way):
                at = rows.pair_rows(one, other, when)
                inside = at >= 0
                if rows.kind == "dyads" and way != "both":  # a pair has one row: take what runs from a to b
                    inside &= one < other
                if way == "both":
                    np.fmax.at(placed, at[inside], figures[inside])
                else:
                    placed[at[inside]] = figures[inside]
    return found


def _directions(source: Codes, target: Codes, way: Way) -> list[tuple[Codes, Codes]]:
    forth, back = (source, target), (target, source)
    return {"forth": [forth], "back": [back], "both": [forth, back]}[way]


class Spans(NamedTuple):
    """Ties, once for each period in which they hold: place in the frame of ties, and the period."""

    tie: Indices
    when: Indices


def spans_of(periods: Periods, ties: pl.DataFrame, covers: Coverage) -> Spans:
    """Return each tie once for every period on a day of which it held.

    One without an end lasts as long as the coverage.
    """
    ended = ties["end"].fill_null(covers.end)
    first = np.maximum(periods.index(ties["start"]), 0)
    last = np.minimum(periods.index(ended), periods.count - 1)
    length = np.maximum(last - first + 1, 0)
    tie = np.repeat(np.arange(ties.height), length)
    within = np.arange(len(tie)) - np.repeat(np.cumsum(length) - length, length)
    return Spans(tie, first[tie] + within)


def dense(panel: Panel, placed: npt.NDArray[Any], side: str) -> npt.NDArray[Any]:
    """Return, row by row, the figure of the state on one side, out of an array of units by periods."""
    return panel.rows.spread(placed, side)
