"""Sanctions of the EU, the United States and the UN, and threats of them, by the state that they are against."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import polars as pl

from detente.panels.attributes import sides
from detente.panels.coverage import Coverage, coverage_of_frame, dense, why_missing
from detente.panels.panel import Figures, Panel
from detente.panels.state_counts import counted
from detente.panels.store_additions import AdditionInput

__all__ = ["sanctions_received_added"]

SENDERS = {"eu": ("EU", "the EU"), "us": ("US", "the United States"), "un": ("UN", "the UN")}
KINDS = {
    "sanctions": ("sanction", "Sanctions in force by {}"),
    "sanction_threats": ("sanction_threat", "Threats of sanctions standing, by {}"),
}


def sanctions_received_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the cases of each sender against a state on a day of the period; the EU's members are one sender."""
    covered = given.covers or coverage_of_frame(given.rows, given.dataset)
    return panel.add(figures for figures in _figures(panel, given.rows, covered))


def _figures(panel: Panel, ties: pl.DataFrame, covers: Coverage) -> Iterator[Figures]:
    absent = why_missing(panel.rows, covers)
    for (sender, (mark, words)), (name, (kind, doc)) in product(SENDERS.items(), KINDS.items()):
        own = ties.filter(pl.col("kind") == kind, pl.col("id").str.ends_with(f"/{mark}"))
        cases = own.unique(["id", "target", "start"], keep="first", maintain_order=True)
        placed = counted(panel, cases, covers, "target")
        for side, ending, about in sides(panel.rows):
            column = covers.column(f"{sender}_{name}{ending}", doc.format(words), "cases", about)
            yield Figures.of(column, dense(panel, placed, side), absent)
