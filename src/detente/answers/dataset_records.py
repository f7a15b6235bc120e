"""What the datasets in the user's store record between two states: disputes, ties, agreements, flows, events.

The facts compiled by hand, the votes and the temperatures are not repeated here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from detente.answers.conflict_records import (
    armed_conflict_record,
    crisis_record,
    incident_record,
    mid_record,
    participation_record,
    peace_agreement_record,
    veto_record,
    war_record,
)
from detente.answers.dataset_coverage import Days, merged
from detente.answers.disputes import SANCTIONS, by_dispute
from detente.answers.organisations import organisation_in, sanction_ties
from detente.answers.pacts import FACTS, KINDS, mutual_spells
from detente.answers.tie_records import pact_spell_record, tie_record
from detente.answers.wars_and_crises import read_crises, read_wars
from detente.documents.figures import Record
from detente.store import Store

__all__ = ["OF_ONE_STATE", "DatasetRecords", "RecordGroup", "dataset_records"]

# Datasets of one figure a state that are about another state: whose lists, whose soldiers
OF_ONE_STATE = {"ofac_entities": "USA", "us_troops": "USA"}
TIES = {  # kinds of tie: key and heading
    "exercise": ("exercises", "Joint exercises"),
    "visit": ("visits", "Visits"),
    "meeting": ("meetings", "Meetings"),
    "contiguity": ("contiguity", "Contiguity"),
    "us_mission": ("us-missions", "Representation of the United States"),
}
TABLES = (
    "mids", "incidents", "mid_participants", "wars", "crises", "armed_conflicts", "ties", "peace_agreements", "vetoes",
    "dyad_indicators", "indicators", "events",
)  # fmt: skip
FLOW = ("dataset", "name", "source", "target", "directed", "freq", "unit")
_Make = Callable[[dict[str, Any], date], Record]


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """Records of one kind, in time order.

    Parameters
    ----------
    key, title : str
        ``militarised-disputes``, and the same as a heading.
    records : tuple of Record
        Each with its dataset as the source.
    """

    key: str
    title: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class DatasetRecords:
    """What datasets record between two states.

    Parameters
    ----------
    groups : tuple of RecordGroup
        Records by kind; a kind without records is left out.
    flows : polars.DataFrame
        The newest figure of each flow, distance or number: ``dataset``, ``name``, ``source``, ``target``,
        ``directed``, ``freq``, ``unit``, ``period``, ``value``, ``known_on``, and ``since``, the first period.
    events : polars.DataFrame
        Events between the two by dataset: ``dataset``, ``events``, ``first``, ``last``, ``known_on``.
    covered : dict of str to list of (datetime.date, datetime.date)
        The spans of days that each dataset covers, up to the as-of date, those without a record of the two included.
    """

    groups: tuple[RecordGroup, ...] = ()
    flows: pl.DataFrame = field(default_factory=pl.DataFrame)
    events: pl.DataFrame = field(default_factory=pl.DataFrame)
    covered: dict[str, Days] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether no dataset records anything between the two."""
        return not self.groups and self.flows.is_empty() and self.events.is_empty()

    @property
    def datasets(self) -> tuple[str, ...]:
        """The datasets that record something between the two."""
        of_records = {record.source for group in self.groups for record in group.records if record.source}
        of_figures = {name for frame in (self.flows, self.events) if frame.height for name in frame["dataset"]}
        return tuple(sorted(of_records | of_figures))


def dataset_records(store: Store, pair: tuple[str, str], as_of: date) -> DatasetRecords:
    """Return what the datasets in the user's store record between two states.

    Parameters
    ----------
    store : Store
        The store to read.
    pair : (str, str)
        Codes of two states, in either order.
    as_of : datetime.date
        Nothing known later is read.

    Returns
    -------
    DatasetRecords

    Examples
    --------
    >>> dataset_records(Store.open(), ("JPN", "RUS"), date(2015, 9, 1)).is_empty
    True
    """
    if not any(store.lake.parts(name) for name in TABLES):
        return DatasetRecords()
    made = (
        RecordGroup(key, title, tuple(make(row, as_of) for row in rows.iter_rows(named=True)))
        for key, title, rows, make in _kinds(store, pair, as_of)
        if not rows.is_empty()
    )
    return DatasetRecords(
        tuple(made), _flows(store, pair, as_of), _events(store, pair, as_of), _covered(store, pair, as_of)
    )


def _kinds(store: Store, pair: tuple[str, str], day: date) -> Iterator[tuple[str, str, pl.DataFrame, _Make]]:
    """Return the kinds of record in reading order: key, title, rows in time order, and what makes a record of one."""
    mids, incidents, ties = (
        store.read(name, as_of=day, source=pair, target=pair) for name in ("mids", "incidents", "ties")
    )
    incidents = incidents.sort("start", "dataset", "dispute", "incident", "source")
    ties = ties.sort("start", "dataset", "id", "source", "target")
    sanctions = ties.filter(pl.col("kind").is_in(SANCTIONS))
    if organisation_in(pair) is not None:
        sanctions = sanction_ties(store, pair, day).filter(pl.col("dataset") != FACTS)
    spells = mutual_spells(ties.filter(pl.col("kind").is_in(KINDS))).sort("start", "dataset", "kind")
    yield "wars", "Wars", read_wars(store, pair, day), war_record
    yield "armed-conflicts", "Armed conflicts", _armed_conflicts(store, pair, day), armed_conflict_record
    yield "crises", "International crises", read_crises(store, pair, day), crisis_record
    yield "militarised-disputes", "Militarised disputes", by_dispute(mids), mid_record
    yield "participations", "Parts in militarised disputes", _participations(store, pair, day), participation_record
    yield "incidents", "Militarised incidents", incidents, incident_record
    yield "sanctions", "Sanctions and threats of sanctions", sanctions, tie_record
    yield "claims", "Territorial claims", ties.filter(pl.col("kind") == "claim"), tie_record
    yield "rivalries", "Rivalries", ties.filter(pl.col("kind") == "rivalry"), tie_record
    yield "pact-spells", "Pacts", spells, pact_spell_record
    yield "peace-agreements", "Peace agreements", _agreements(store, pair, day), peace_agreement_record
    yield "vetoes", "Vetoes of both", _vetoes(store, pair, day), veto_record
    for kind, (key, title) in TIES.items():
        yield key, title, ties.filter(pl.col("kind") == kind), tie_record


def _of_both(rows: pl.DataFrame, pair: tuple[str, str], by: tuple[str, ...]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of the state first in the alphabet, and those of the other, of what both are part of."""
    a, b = sorted(pair)
    one, other = (rows.filter(pl.col("state") == code) for code in (a, b))
    return one.join(other, on=by, how="semi"), other.join(one, on=by, how="semi")


def _participations(store: Store, pair: tuple[str, str], day: date) -> pl.DataFrame:
    """Return one row a dispute and side in which both take part."""
    by = ("dataset", "dispute")
    one, other = _of_both(store.read("mid_participants", as_of=day, state=pair), pair, by)
    both = one.join(other, on=by, suffix="_other")
    return (
        both.with_columns(
            opposed=(pl.col("side_a") != pl.col("side_a_other")).fill_null(value=True),
            began=pl.max_horizontal("start", "start_other"),
            exact=pl.when(pl.col("start") >= pl.col("start_other")).then("precision").otherwise("precision_other"),
            known=pl.max_horizontal("known_on", "known_on_other"),
        )
        .group_by(*by, "opposed")
        .agg(
            pl.col("began").min().alias("start"),
            pl.col("exact").sort_by("began").first().alias("precision"),
            pl.col("hostility").max(),
            pl.col("hostility_other").max().alias("target_hostility"),
            pl.col("known").min().alias("known_on"),
        )
        .with_columns(source=pl.lit(min(pair)), target=pl.lit(max(pair)))
        .sort("start", "dataset", "dispute", "opposed")
    )


def _armed_conflicts(store: Store, pair: tuple[str, str], day: date) -> pl.DataFrame:
    """Return one row a conflict and constellation of the two: on opposite sides, or on the same one."""
    by = ("dataset", "conflict", "period")
    one, other = _of_both(store.read("armed_conflicts", as_of=day, state=pair), pair, by)
    both = one.join(other, on=by, suffix="_other").with_columns(opposed=pl.col("side") != pl.col("side_other"))
    return (
        both.sort("period")
        .group_by("dataset", "conflict", "opposed")
        .agg(
            pl.col("type", "issue").last(),
            pl.col("intensity").max(),
            first=pl.col("period").min(),
            last=pl.col("period").max(),
            known_on=pl.max_horizontal("known_on", "known_on_other").max(),
        )
        .with_columns(source=pl.lit(min(pair)), target=pl.lit(max(pair)))
        .sort("first", "dataset", "conflict", "opposed")
    )


def _agreements(store: Store, pair: tuple[str, str], day: date) -> pl.DataFrame:
    """Return the peace agreements that name both states, once each."""
    one, _ = _of_both(store.read("peace_agreements", as_of=day, state=pair), pair, ("dataset", "id"))
    return one.sort("date", "dataset", "id")


def _vetoes(store: Store, pair: tuple[str, str], day: date) -> pl.DataFrame:
    """Return the drafts that both states vetoed, once each."""
    one, _ = _of_both(store.read("vetoes", as_of=day, state=pair), pair, ("dataset", "date", "draft", "vote"))
    return one.sort("date", "dataset", "draft", "vote")


def _flows(store: Store, pair: tuple[str, str], day: date) -> pl.DataFrame:
    """Return the newest figure of each flow between the two, or of one state about the other."""
    rows = store.read("dyad_indicators", as_of=day, source=pair, target=pair)
    frames = [rows.select(*FLOW, "period", "value", "known_on")]
    for dataset, of in OF_ONE_STATE.items():
        if of in pair:
            about = pair[1 - pair.index(of)]
            own = store.read("indicators", as_of=day, dataset=dataset, state=about)
            own = own.with_columns(source=pl.lit(of), target=pl.lit(about), directed=pl.lit(value=True))
            frames.append(own.select(*FLOW, "period", "value", "known_on"))
    every = pl.concat(frames).drop_nulls("value").sort("period")
    newest = every.group_by(FLOW, maintain_order=True).agg(
        pl.col("period", "value", "known_on").last(), since=pl.col("period").first()
    )
    return newest.sort("dataset", "name", "source", "target", "freq")


def _covered(store: Store, pair: tuple[str, str], day: date) -> dict[str, Days]:
    """Return the days that the datasets about pairs of states cover."""
    rows = store.read("coverage", as_of=day, table=[name for name in TABLES if name != "events"])
    other = [name for name, of in OF_ONE_STATE.items() if of not in pair]
    about_pairs = (pl.col("table") != "indicators") | pl.col("dataset").is_in(list(OF_ONE_STATE))
    rows = rows.filter(about_pairs, ~pl.col("dataset").is_in(other))
    spans = rows.select("dataset", "from", "until").unique().sort("dataset", "from", "until")
    return {
        str(name): merged(own.select("from", "until").rows())
        for (name,), own in spans.group_by("dataset", maintain_order=True)
    }


def _events(store: Store, pair: tuple[str, str], day: date) -> pl.DataFrame:
    """Return how many events of each dataset are between the two."""
    columns = ("dataset", "date", "known_on", "source", "target")
    rows = store.rows("events", {"source": pair, "target": pair}, columns=columns, as_of=day)
    rows = rows.filter(pl.col("source") != pl.col("target"))
    return (
        rows.group_by("dataset")
        .agg(events=pl.len(), first=pl.col("date").min(), last=pl.col("date").max(), known_on=pl.col("known_on").max())
        .sort("dataset")
    )
