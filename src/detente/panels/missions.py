"""The level at which the United States are represented in a state, as an addition to panels."""

from __future__ import annotations

import polars as pl

from detente.catalog import table
from detente.panels.attributes import add_attributes
from detente.panels.coverage import coverage_of_frame
from detente.panels.panel import Panel
from detente.panels.store_additions import AdditionInput

__all__ = ["missions_added"]


def missions_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the level on the last day of each period, from 0 (none) to 8 (embassy)."""
    periods = panel.rows.periods
    covers = given.covers or coverage_of_frame(given.rows, given.dataset)
    starts = pl.DataFrame({"period": periods.starts[covers.within(periods)]}).select(pl.col("period").cast(pl.Date))
    days = starts.with_columns(day=pl.col("period").dt.offset_by(f"{periods.months}mo").dt.offset_by("-1d"))
    held = given.rows.join_where(
        days, pl.col("start") <= pl.col("day"), pl.col("end").is_null() | (pl.col("end") >= pl.col("day"))
    )
    rows = held.group_by("target", "period", "day").agg(pl.col("level").max())
    figures = rows.select(
        pl.lit(given.dataset).alias("dataset"), pl.lit("us_mission").alias("name"), pl.col("target").alias("state"),
        "period", pl.lit(periods.unit).alias("freq"), pl.col("level").alias("value"),
        pl.lit(None, pl.Float64).alias("sd"),
        pl.lit("0 none to 8 embassy").alias("unit"), pl.col("day").alias("known_on"),
    ).select(table("indicators").names)  # fmt: skip
    return add_attributes(panel, figures, dataset=given.dataset, names=("us_mission",), covers=covers, validated=True)
