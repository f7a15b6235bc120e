"""Additions to panels of states that come from spells or from lists of events: representation, and elections."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from detente.panels.attributes import MISSING, sides
from detente.panels.coverage import Coverage, coverage_of_frame, dense, place_states, why_missing
from detente.panels.empty_cells import UNRECORDED
from detente.panels.panel import Figures, Panel, PanelColumn, UnitValues
from detente.panels.store_additions import AdditionInput

__all__ = ["elections_added", "missions_added"]

MISSION = ("us_mission", "Representation of the United States in the state", "0 none to 8 embassy")
VOTES = {
    "elections": "National elections and referendums held",
    "executive_elections": "Elections of the executive held",
    "legislative_elections": "Elections of the legislature held",
    "referendums": "Referendums held",
}


def missions_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the level on the last day of each period, from 0 (none) to 8 (embassy)."""
    periods = panel.rows.periods
    covers = given.covers or coverage_of_frame(given.rows, given.dataset)
    starts = pl.DataFrame({"period": periods.starts[covers.within(periods)]}).select(pl.col("period").cast(pl.Date))
    days = starts.with_columns(day=pl.col("period").dt.offset_by(f"{periods.months}mo").dt.offset_by("-1d"))
    held = given.rows.join_where(
        days, pl.col("start") <= pl.col("day"), pl.col("end").is_null() | (pl.col("end") >= pl.col("day"))
    )
    levels = held.group_by("target", "period").agg(pl.col("level").max().alias("value"))
    levels = levels.rename({"target": "state"}).with_columns(freq=pl.lit(periods.unit))
    return panel.add(_figures(panel, levels, MISSION, covers, zero=False))


def elections_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the numbers of votes held in each year; a covered year without one is 0."""
    covers = given.covers or coverage_of_frame(given.rows, given.dataset)
    return panel.add(
        figures
        for name, doc in VOTES.items()
        for figures in _figures(
            panel, given.rows.filter(pl.col("name") == name), (name, doc, "votes held"), covers, zero=True
        )
    )


def _figures(
    panel: Panel, rows: pl.DataFrame, column: tuple[str, str, str], covers: Coverage, *, zero: bool
) -> Iterator[Figures]:
    """Yield a column for each side of the panel; what is covered without a row is 0, or missing."""
    name, doc, unit = column
    placed = place_states(panel.rows, rows, "value")
    absent = why_missing(panel.rows, covers) if zero else why_missing(panel.rows, covers, UNRECORDED)
    values = np.nan_to_num(placed) if zero else placed
    for side, ending, about in sides(panel.rows):
        described = PanelColumn(
            f"{name}{ending}", doc, unit, about, covers.dataset, "zero" if zero else MISSING,
            covers.start, covers.end, covers.gaps,
        )  # fmt: skip
        if zero:
            yield Figures.of(described, dense(panel, values, side), absent)
        else:
            yield Figures(described, UnitValues(values.ravel(), panel.rows.cells[side]), absent)
