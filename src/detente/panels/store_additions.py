"""The additions made from the store: the steps between a table's rows and a panel's columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.measures.portfolios import portfolio_similarity
from detente.measures.votes import agreement
from detente.panels.attributes import add_attributes, add_ratio
from detente.panels.conflicts import add_conflicts
from detente.panels.coverage import Coverage, coverage_of_frame
from detente.panels.dispute_selection import REDUCTION
from detente.panels.disputes import Initiators, add_mids
from detente.panels.flows import add_flows, add_shared
from detente.panels.panel import Panel
from detente.panels.periods import Periods
from detente.panels.ties import TieColumn, add_ties

__all__ = [
    "AdditionInput",
    "AdditionOptions",
    "agreement_added",
    "attributes_added",
    "capabilities_added",
    "conflicts_added",
    "counted_adder",
    "deviations_added",
    "flow_adder",
    "incidents_added",
    "mids_added",
    "shared_adder",
    "similarity_added",
    "temperature_added",
]


@dataclass(frozen=True, slots=True)
class AdditionOptions:
    """Options of additions.

    Parameters
    ----------
    rules : tuple of str
        Rules that choose one of several disputes in a year.
    initiators : {'joiners', 'side-a', 'originators'}
        Which states count as initiators of a dispute.
    conflict_types, conflict_issues : tuple of str
        Which armed conflicts count; by default all.
    conflict_intensity : {1, 2}
        Minimum intensity of armed conflicts that count.
    """

    rules: tuple[str, ...] = REDUCTION
    initiators: Initiators = "joiners"
    conflict_types: tuple[str, ...] = ()
    conflict_issues: tuple[str, ...] = ()
    conflict_intensity: int = 1


@dataclass(frozen=True, slots=True)
class AdditionInput:
    """The input of an addition.

    Parameters
    ----------
    rows : polars.DataFrame
        Rows of its table and dataset.
    dataset : str
        The dataset.
    covers : Coverage or None
        Coverage of the dataset.
    choices : AdditionOptions
        Options.
    """

    rows: pl.DataFrame
    dataset: str
    covers: Coverage | None
    choices: AdditionOptions = AdditionOptions()


def capabilities_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the components of capabilities and their index, and for pairs the ratio of the indices."""
    result = add_attributes(panel, given.rows, dataset=given.dataset, covers=given.covers, validated=True)
    return result if panel.rows.kind == "states" else add_ratio(result, "cinc")


def attributes_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add every indicator of a dataset of states."""
    return add_attributes(panel, given.rows, dataset=given.dataset, covers=given.covers, validated=True)


def deviations_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the standard deviation of every estimate of a dataset of states."""
    return add_attributes(
        panel, given.rows, dataset=given.dataset, covers=given.covers, validated=True, deviations=True
    )


def mids_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add disputes, with the chosen reduction rules and initiators."""
    return add_mids(
        panel,
        given.rows,
        dataset=given.dataset,
        covers=given.covers,
        validated=True,
        rules=given.choices.rules,
        initiators=given.choices.initiators,
    )


def conflicts_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add armed conflicts of the chosen types, issues and intensity."""
    return add_conflicts(
        panel,
        given.rows,
        dataset=given.dataset,
        covers=given.covers,
        validated=True,
        types=given.choices.conflict_types,
        issues=given.choices.conflict_issues,
        intensity=given.choices.conflict_intensity,
    )


def flow_adder(name: str, doc: str, *, zero: bool = False) -> Callable[[Panel, AdditionInput], Panel]:
    """Return a function that adds a flow, under a name that begins with the dataset's."""

    def make(panel: Panel, given: AdditionInput) -> Panel:
        unit = given.rows["unit"][0] if given.rows.height else ""
        whole = f"{given.dataset.partition('_')[0]}_{name}"
        return add_flows(
            panel,
            given.rows,
            name=whole,
            dataset=given.dataset,
            unit=unit,
            doc=doc,
            covers=given.covers,
            validated=True,
            zero=zero,
        )

    return make


def shared_adder(name: str, doc: str) -> Callable[[Panel, AdditionInput], Panel]:
    """Return a function that adds an indicator of a pair."""

    def make(panel: Panel, given: AdditionInput) -> Panel:
        unit = given.rows["unit"][0] if given.rows.height else ""
        return add_shared(
            panel, given.rows, name=name, dataset=given.dataset, unit=unit, doc=doc, covers=given.covers, validated=True
        )

    return make


def counted_adder(name: str, kind: str, doc: str) -> Callable[[Panel, AdditionInput], Panel]:
    """Return a function that adds the number of ties of a kind."""

    def make(panel: Panel, given: AdditionInput) -> Panel:
        measures = {name: TieColumn((kind,), "count", doc)}
        return add_ties(panel, given.rows, measures, dataset=given.dataset, covers=given.covers, validated=True)

    return make


def incidents_added(panel: Panel, given: AdditionInput) -> Panel:
    """Count incidents by the period in which they began."""
    unit = panel.rows.periods.unit
    begun = pl.col("start").dt.truncate({"year": "1y", "quarter": "1q", "month": "1mo"}[unit])
    counted = given.rows.group_by("source", "target", begun.alias("period")).agg(
        pl.len().alias("incidents"), pl.col("hostility").max().alias("incident_hostility")
    )
    rows = counted.with_columns(pl.lit(unit).alias("freq"))
    columns = {
        "incidents": ("Militarised incidents, by their first day", "incidents"),
        "incident_hostility": ("Highest hostility of these", "0 none, 2 threat to 5 war"),
    }
    for name, (doc, of) in columns.items():
        panel = add_flows(
            panel, rows, name=name, dataset=given.dataset, unit=of, doc=doc,
            covers=given.covers, validated=True, value=name, zero=True,
        )  # fmt: skip
        if panel.rows.kind == "states":
            break  # hostility can't be summed
    return panel


SIMILARITIES = {
    "s_abs": ("s", "S, absolute distances"),
    "s_sq": ("s_squared", "S, squared distances"),
    "kappa": ("kappa", "kappa"),
    "pi": ("pi", "pi"),
}


def similarity_added(panel: Panel, given: AdditionInput) -> Panel:
    """Compare portfolios of pacts, valued 0 to 3, in each year that the dataset covers."""
    periods, covers = panel.rows.periods, given.covers or coverage_of_frame(given.rows, given.dataset)
    covered = Periods("year", periods.first, periods.last)
    years = [covered.first + int(at) for at in np.flatnonzero(covers.within(covered))]
    prefix = given.dataset.removesuffix("_alliances")
    if years:
        result = portfolio_similarity(given.rows, years).filter(pl.col("source") < pl.col("target"))
    else:
        result = given.rows.head(0).select("source", "target", period="start", **dict.fromkeys(SIMILARITIES, "level"))
    for figure, (name, doc) in SIMILARITIES.items():
        panel = add_shared(
            panel, result.drop_nulls(figure), name=f"{prefix}_{name}", dataset=given.dataset,
            unit="1 for the same portfolio", doc=f"Similarity of pact portfolios: {doc}", covers=covers, value=figure,
            validated=True,
        )  # fmt: skip
    return panel


def agreement_added(panel: Panel, given: AdditionInput) -> Panel:
    """Compare votes by year; the pack's figures are used if the store has no votes."""
    figures = {"raw": ("agreement", "Agreement in votes of the General Assembly", "0 to 1")}
    figures["kappa"] = ("agreement_kappa", "The same beyond chance", "kappa")
    rows = given.rows
    if "vote" in rows.columns:
        figures["pi"] = ("agreement_pi", "The same beyond chance, another way", "pi")
        figures["votes"] = ("agreement_votes", "Divided votes in which both took part", "votes")
        rows = agreement(rows, figures=("raw", "kappa", "pi"))
    rows = rows.rename({"a": "source", "b": "target"})
    for value, (name, doc, unit) in figures.items():
        panel = add_shared(
            panel, rows.drop_nulls(value), name=name, dataset=given.dataset, unit=unit, doc=doc, covers=given.covers,
            validated=True, value=value,
        )  # fmt: skip
    return panel


def temperature_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the temperature of all acts, words and deeds together."""
    rows = given.rows.filter(pl.col("score") == "all")
    doc = "Temperature of one toward the other"
    unit = "standard deviations from the average conduct"
    return add_flows(
        panel,
        rows,
        name="temperature",
        dataset=given.dataset,
        unit=unit,
        doc=doc,
        covers=given.covers,
        validated=True,
        value="mean",
    )
