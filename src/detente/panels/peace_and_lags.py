"""Columns computed from earlier rows: time since an event, and lags.

**Peace years** count the periods without an event since the last one, up to the one before the row::

    event         0 0 1 1 0 0
    peace years   0 1 2 0 0 1

A unit or pair starts at 0 when it enters the panel or the producer's record of the event begins; both are
left-censored. If it is unknown whether there was an event, the count is unknown from the next period until the next
known event; so it is if a file begins later than its producer's record. There are three ways to treat a gap:

========  =========================================================================================
restart   a unit or pair that returns starts at 0 (Germany in 1990)
count     the missing periods count as peace
ignore    the missing periods are skipped and the count continues
========  =========================================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import UsageError
from detente.panels.empty_cells import EARLIER, OUTSIDE, UNRECORDED
from detente.panels.panel import Figures, Panel, PanelColumn
from detente.panels.row_index import PanelRows
from detente.sources import SOURCES

__all__ = ["GAPS", "Gaps", "add_lags", "add_peace_years"]

Gaps = Literal["restart", "count", "ignore"]
GAPS: tuple[Gaps, ...] = get_args(Gaps)

Counts = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


def add_peace_years(panel: Panel, event: str, *, gaps: Gaps = "restart", powers: int = 3, name: str = "") -> Panel:
    """Add the time since an event, and its powers.

    Parameters
    ----------
    panel : Panel
        A panel with the event.
    event : str
        An added column that is 0 without an event: ``cow_mid_ongoing``.
    gaps : {'restart', 'count', 'ignore'}
        How gaps in a unit's or pair's rows are treated: see this module.
    powers : int
        The highest power to add, for the polynomial of Carter and Signorino (2010); 1 adds none.
    name : str, optional
        Name of the column; by default ``<event>_spell``.

    Returns
    -------
    Panel
        With ``<event>_spell`` in periods, ``<event>_spell_2``, ``<event>_spell_3``.

    Raises
    ------
    UsageError
        If the column or the treatment of gaps is unknown.

    Examples
    --------
    >>> from detente.panels import add_majors, universe
    >>> result = add_majors(universe("states", since=1988, until=1992, among="JPN"))
    >>> add_peace_years(result, "major", powers=1).frame().select("major", "major_spell").rows()
    [(0, 0), (0, 1), (0, 2), (1, 3), (1, 0)]
    """
    if gaps not in GAPS:
        raise UsageError(f"unknown treatment of gaps {gaps!r}: expected one of {', '.join(GAPS)}", value=gaps)
    if powers < 1:
        raise UsageError(f"powers must be 1 or more, not {powers}", value=powers)
    given = panel.figures(event)
    spell, known = _since(panel.rows, given.values != 0, given.known, _cut(panel.rows, given), gaps)
    absent = given.why
    absent[absent == 0] = UNRECORDED  # if the event itself is known, an earlier one is not
    mask = pl.Series(known)
    base = name or f"{event}_spell"
    figures = []
    for power in range(1, powers + 1):
        ending = "" if power == 1 else f"_{power}"
        unit = f"{panel.rows.periods.unit}s" if power == 1 else f"{panel.rows.periods.unit}s to the power {power}"
        column = PanelColumn(
            f"{base}{ending}",
            f"Time without {event} since the last, since entry, or since the record begins; gaps: {gaps}",
            unit,
            given.column.about,
            given.column.dataset,
            "as for the event",
            given.column.covers_from,
            given.column.covers_until,
            given.column.gaps,
        )
        raised = pl.Series(column.name, _power(spell, power, panel.rows.periods.count))
        figures.append(Figures(column, pl.select(pl.when(mask).then(raised)).to_series(), absent))
    return panel.add(figures)


def _power(spell: Counts, power: int, most: int) -> npt.NDArray[Any]:
    """Return counts up to `most` to a power, in a type that is large enough."""
    kind = np.int32 if most**power <= np.iinfo(np.int32).max else np.int64
    return np.power(spell, power, dtype=kind)


def _cut(rows: PanelRows, given: Figures) -> Flags:
    """Return the rows at which a file begins later than the producer's record, if their unit existed before."""
    begins = given.column.covers_from
    known = SOURCES.get(given.column.dataset)
    if known is None or begins is None or begins.year <= known.covers_from:
        return np.zeros(rows.count, dtype=bool)
    before = np.zeros(rows.count, dtype=bool)
    before[1:] = (given.why == OUTSIDE)[:-1] & (rows.runs[1:] == rows.runs[:-1])
    return before


def _since(rows: PanelRows, event: Flags, known: Flags, cut: Flags, gaps: Gaps) -> tuple[Counts, Flags]:
    """Return the count for each row, and whether it is known."""
    place = np.arange(rows.count, dtype=np.int32)
    clock = rows.when.astype(np.int32) if gaps == "count" else place
    enters = np.ones(rows.count, dtype=bool)
    enters[1:] = rows.runs[1:] != rows.runs[:-1]
    if gaps == "restart":
        enters[1:] |= rows.when[1:] != rows.when[:-1] + 1
    after = np.zeros(rows.count, dtype=bool)  # the row before had an event
    after[1:] = (event & known)[:-1] & ~enters[1:]
    base = np.maximum.accumulate(np.where(after | (_first(known, enters) & (enters | ~cut)), place, 0))
    start = np.where(after[base], clock[base - 1] + 1, clock[base])
    unknown = np.cumsum(~known, dtype=np.int32)
    sure = known & (unknown == unknown[base] - ~known[base])
    return np.where(sure, clock - start, 0), sure & known[base]


def _first(known: Flags, enters: Flags) -> Flags:
    """Return which rows are the first known of their run."""
    count = np.cumsum(known, dtype=np.int32)
    run = np.cumsum(enters, dtype=np.int32) - 1
    before: Counts = (count - known)[enters][run]
    return np.asarray(known & (count - before == 1))


def add_lags(panel: Panel, names: Sequence[str], by: int = 1) -> Panel:
    """Add values of an earlier period of the same unit or pair.

    Parameters
    ----------
    panel : Panel
        A panel with the columns.
    names : sequence of str
        Added columns.
    by : int
        The lag in periods, 1 or more.

    Returns
    -------
    Panel
        With ``<name>_lag<by>``: empty if the panel has no row exactly that many periods earlier, or that row has no
        value.

    Raises
    ------
    UsageError
        If a column was not added, or `by` is less than 1.

    Examples
    --------
    >>> from detente.panels import add_majors, universe
    >>> result = add_majors(universe("states", since=1990, until=1992, among="JPN"))
    >>> add_lags(result, ["major"]).frame().select("major", "major_lag1").rows()
    [(0, None), (1, 0), (1, 1)]
    """
    if by < 1:
        raise UsageError(f"a lag must be 1 period or more, not {by}", value=by)
    rows = panel.rows
    # rows of a run are in time order, so the row `by` periods earlier is at most `by` rows before
    at = np.full(rows.count, -1, np.int64)
    for back in range(1, by + 1):
        place = np.arange(back, rows.count)
        same = rows.runs[back:] == rows.runs[:-back]
        same &= rows.when[back:].astype(np.int64) - rows.when[:-back] == by
        at[place[same]] = place[same] - back
    figures = []
    for name in names:
        given = panel.figures(name)
        why = given.why[at]
        why[at < 0] = EARLIER
        described = given.column.as_dict() | {
            "name": f"{name}_lag{by}",
            "doc": f"{given.column.doc}, {by} {rows.periods.unit}{'s' if by > 1 else ''} earlier",
        }
        figures.append(Figures.of(PanelColumn(**described), np.where(at >= 0, given.values[at], 0), why))
    return panel.add(figures)
