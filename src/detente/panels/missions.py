"""The level at which the United States are represented in a state, as an addition to panels."""

from __future__ import annotations

import polars as pl

from detente.panels.attributes import MISSING, sides
from detente.panels.coverage import coverage_of_frame, place_states, why_missing
from detente.panels.empty_cells import UNRECORDED
from detente.panels.panel import Figures, Panel, PanelColumn, UnitValues
from detente.panels.store_additions import AdditionInput

__all__ = ["missions_added"]

DOC, UNIT = "Representation of the United States in the state", "0 none to 8 embassy"


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
    placed, absent = place_states(panel.rows, levels, "value"), why_missing(panel.rows, covers, UNRECORDED)
    return panel.add(
        Figures(
            PanelColumn(
                f"us_mission{ending}", DOC, UNIT, about, given.dataset, MISSING, covers.start, covers.end, covers.gaps
            ),
            UnitValues(placed.ravel(), panel.rows.cells[side]),
            absent,
        )
        for side, ending, about in sides(panel.rows)
    )
