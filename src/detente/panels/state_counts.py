"""Numbers of records of a state by period: wars, crises, disputes, vetoes, peace agreements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.panels.attributes import sides
from detente.panels.coverage import Coverage, coverage_of_frame, dense, spans_of, why_missing
from detente.panels.empty_cells import UNRECORDED
from detente.panels.flows import add_flows, add_shared
from detente.panels.panel import Figures, Panel
from detente.panels.store_additions import AdditionInput

__all__ = [
    "counted",
    "crises_added",
    "intrastate_wars_added",
    "participants_added",
    "peace_agreements_added",
    "vetoes_added",
    "wars_added",
]


def counted(panel: Panel, spells: pl.DataFrame, covers: Coverage, state: str) -> npt.NDArray[np.int16]:
    """Return the number of spells of each state that hold on a day of each period, by unit and period.

    Parameters
    ----------
    panel : Panel
        The panel.
    spells : polars.DataFrame
        ``start``, ``end`` (null: to the end of coverage) and the column of states.
    covers : Coverage
        Coverage of the dataset.
    state : str
        The column of states.
    """
    rows = panel.rows
    spans = spans_of(rows.periods, spells, covers)
    _, unit, at = rows.state_cells(rows.codes(spells[state].gather(spans.tie)), spans.when)
    placed = np.zeros(rows.members.code.shape, np.int16)
    np.add.at(placed, (unit, at), 1)
    return placed


def wars_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add wars between states: for states their number, for pairs whether they are at war with each other."""
    rows = given.rows.filter(pl.col("opponent").is_not_null())
    if panel.rows.kind == "states":
        return _of_years(panel, given, "cow_wars", "Wars between states to which it is a party")
    pairs = rows.rename({"state": "source", "opponent": "target"}).group_by("source", "target", "period").agg(
        ongoing=pl.lit(1.0), onset=pl.col("onset").any().cast(pl.Float64),
        initiator=pl.col("initiator").fill_null(value=False).any().cast(pl.Float64),
    )  # fmt: skip
    for name, doc in (("ongoing", "At war with each other"), ("onset", "A war between the two began")):
        panel = add_shared(
            panel, pairs, name=f"cow_war_{name}", dataset=given.dataset, unit="1 yes, 0 no", doc=doc,
            covers=given.covers, value=name, zero=True, validated=True,
        )  # fmt: skip
    return add_flows(
        panel, pairs, name="cow_war_initiator", dataset=given.dataset, unit="1 yes, 0 no",
        doc="On the side that began a war against the other that is fought in the year", covers=given.covers,
        value="initiator", zero=True, validated=True,
    )  # fmt: skip


def intrastate_wars_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add wars within states to which a state is a party, and those in the state itself."""
    panel = _of_years(panel, given, "cow_intra_wars", "Wars within states to which it is a party")
    own = replace(given, rows=given.rows.filter(pl.col("primary")))
    return _of_years(panel, own, "cow_own_wars", "Wars within the state itself")


def participants_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the militarised disputes in which a state takes part, and those that it enters, by day."""
    named = {
        "mid_participations": (
            given.rows.unique(["dispute", "state", "start"]),
            "Militarised disputes it takes part in",
        ),
        "mid_entries": (_begun(given.rows), "Militarised disputes that it enters"),
    }
    return _counts(panel, given, named, "disputes")


def crises_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the international crises in which a state is an actor, and those that begin for it, by day."""
    named = {
        "icb_crises": (given.rows, "International crises in which it is an actor"),
        "icb_crisis_onsets": (_begun(given.rows), "International crises that begin for it"),
    }
    return _counts(panel, given, named, "crises")


def vetoes_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the vetoes that a state cast in the Security Council; for pairs also those that both cast."""
    dated = given.rows.with_columns(start="date", end="date")
    panel = _counts(panel, given, {"vetoes": (dated, "Vetoes that it cast in the Security Council")}, "vetoes")
    if panel.rows.kind == "states":
        return panel
    key = ["draft", "date", "vote"]
    return _together(panel, given, key, "vetoes_together", "Drafts that both vetoed", zero=True)


def peace_agreements_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the peace agreements in a state's conflicts; for pairs also those on a conflict of both."""
    dated = given.rows.with_columns(start="date", end="date")
    doc = "Peace agreements in its conflicts, in processes that PA-X follows"
    panel = _counts(panel, given, {"peace_agreements": (dated, doc)}, "agreements", zero=False)
    if panel.rows.kind == "states":
        return panel
    both = "Peace agreements on a conflict of both"
    return _together(panel, given, ["id"], "peace_agreements_together", both, zero=False)


def _begun(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(end="start")


def _of_years(panel: Panel, given: AdditionInput, name: str, doc: str) -> Panel:
    """Add the number of wars of each state by year, and of those that begin."""
    end = pl.date(pl.col("period").dt.year(), 12, 31)
    rows = given.rows.with_columns(start="period", end=end)
    once = rows.unique(["war", "state", "period"], maintain_order=True)
    begun = rows.filter(pl.col("onset")).unique(["war", "state", "period"], maintain_order=True)
    named = {name: (once, doc), f"{name}_onsets": (begun, f"{doc}, in the year of their onset")}
    return _counts(panel, given, named, "wars")


def _counts(
    panel: Panel, given: AdditionInput, named: Mapping[str, tuple[pl.DataFrame, str]], unit: str, *, zero: bool = True
) -> Panel:
    """Add a number of spells for each name."""
    covered = given.covers or coverage_of_frame(given.rows, given.dataset)
    figures = []
    for name, (spells, doc) in named.items():
        placed = counted(panel, spells, covered, "state").astype(np.float64)
        if not zero:
            placed[placed == 0] = np.nan
        absent = why_missing(panel.rows, covered, 0 if zero else UNRECORDED)
        for side, ending, about in sides(panel.rows):
            column = covered.column(f"{name}{ending}", doc, unit, about, "zero" if zero else "none is recorded")
            values = dense(panel, placed, side)
            figures.append(Figures.of(column, values.astype(np.int16) if zero else values, absent))
    return panel.add(figures)


def _together(panel: Panel, given: AdditionInput, key: list[str], name: str, doc: str, *, zero: bool) -> Panel:
    """Add the number of records of both states of a pair."""
    own = given.rows.select(*key, "state", day="date").unique()
    both = own.join(own, on=key, suffix="_other").filter(pl.col("state") < pl.col("state_other"))
    unit = panel.rows.periods.unit
    begin = pl.col("day").dt.truncate({"year": "1y", "quarter": "1q", "month": "1mo"}[unit])
    counts = both.group_by("state", "state_other", begin.alias("period")).agg(value=pl.len().cast(pl.Float64))
    return add_shared(
        panel, counts.rename({"state": "source", "state_other": "target"}).with_columns(freq=pl.lit(unit)), name=name,
        dataset=given.dataset, unit="number", doc=doc, covers=given.covers, zero=zero, validated=True,
    )  # fmt: skip
