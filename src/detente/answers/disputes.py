"""The verb disputes: those compiled by hand with their rungs, and what the datasets in the store record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from detente.answers.dataset_coverage import Days, covered_days
from detente.answers.document_answer import DocumentAnswer
from detente.answers.facts_coverage import compiled_on, reach
from detente.answers.organisations import NOT_ANSWERED, organisation_in, resolve_parties, sanction_ties
from detente.answers.rows_of_states import between
from detente.answers.ruptures import SPAN as RUPTURE
from detente.answers.ruptures import read_ruptures
from detente.answers.wars_and_crises import no_crises, no_wars, read_crises, read_wars
from detente.catalog import dated_rows, table
from detente.dates import as_of_day
from detente.errors import NoAnswer
from detente.identity import display_name
from detente.store import Store

__all__ = ["RUNGS", "SANCTIONS", "DisputeAnswer", "by_dispute", "disputes", "read_disputes"]

RUNGS = ("settled", "quiet claim", "active contest", "coercive presence", "armed clash", "war")
ROWS = ("dataset", "what", "id", "title", "source", "target", "start", "precision", "end", "level", "document")
SANCTIONS = ("sanction", "sanction_threat")
SPAN = {"start": "precision", "end": "precision"}
SCHEMA = dict.fromkeys(ROWS, pl.String) | {"start": pl.Date, "end": pl.Date, "level": pl.Float64}


@dataclass(frozen=True)
class DisputeAnswer(DocumentAnswer):
    """The disputes of a state with all others, or between two states.

    Parameters
    ----------
    states : tuple of str
        One or two codes.
    as_of : datetime.date
        Nothing known later was used.
    disputes : tuple of dict
        Those compiled by hand, the highest rung first, each with its ``rungs`` in time order.
    mids : polars.DataFrame
        Militarised disputes in the datasets, a row a dispute and dataset: ``dataset``, ``dispute``, ``source`` and
        ``target`` (in the order of the alphabet), ``first``, ``last``, ``hostility``, ``target_hostility``,
        ``fatality``.
    incidents : polars.DataFrame
        Rows of the table ``incidents``.
    ties : polars.DataFrame
        Claims and rivalries of the table ``ties``.
    covered : dict of str to list of (datetime.date, datetime.date)
        The spans of days that each dataset covers, up to `as_of`.
    reach : str or None
        Where the disputes compiled by hand end or begin, or whom they leave out; None within their coverage.
    compiled_on : datetime.date
        The last day, up to `as_of`, that the disputes compiled by hand cover.
    ruptures : polars.DataFrame
        Diplomatic relations broken off or lowered, see `detente.answers.ruptures.read_ruptures`.
    wars, crises : polars.DataFrame
        See `detente.answers.wars_and_crises`.
    sanctions : polars.DataFrame
        Sanctions and threats of sanctions of the table ``ties``.
    """

    states: tuple[str, ...]
    as_of: date
    disputes: tuple[dict[str, Any], ...]
    mids: pl.DataFrame
    incidents: pl.DataFrame
    ties: pl.DataFrame
    covered: dict[str, Days]
    compiled_on: date
    ruptures: pl.DataFrame
    reach: str | None = None
    wars: pl.DataFrame = field(default_factory=no_wars)
    crises: pl.DataFrame = field(default_factory=no_crises)
    sanctions: pl.DataFrame = field(default_factory=table("ties").empty)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on record."""
        frames = (self.mids, self.incidents, self.ties, self.ruptures, self.wars, self.crises, self.sanctions)
        return not self.disputes and all(frame.is_empty() for frame in frames)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "states": self.states,
            "as_of": self.as_of,
            "disputes": [
                {**dispute, "rungs": dated_rows(dispute["rungs"], SPAN)}
                for dispute in dated_rows(self.disputes, {"since": "since_precision"})
            ],
            "disputes_reach": self.reach,
            "ruptures": dated_rows(self.ruptures.to_dicts(), RUPTURE),
            "militarised_disputes": self.mids.to_dicts(),
            "incidents": dated_rows(self.incidents.to_dicts(), SPAN),
            "wars": self.wars.to_dicts(),
            "crises": dated_rows(self.crises.to_dicts(), SPAN),
            "sanctions": dated_rows(self.sanctions.to_dicts(), SPAN),
            "claims_and_rivalries": dated_rows(self.ties.to_dicts(), SPAN),
            "covered_until": {name: days[-1][1] for name, days in self.covered.items()},
            "covered": self.covered,
        }

    def frame(self) -> pl.DataFrame:
        """Return all records as one table; ``level`` is in each record's own scale.

        Rungs 0 to 5 for disputes, hostility 1 to 5 for militarised disputes and incidents, violence 1 to 4 for crises,
        a claim's salience.
        """
        rungs = [
            {
                "dataset": "facts",
                "what": "rung",
                "id": dispute["id"],
                "title": dispute["name"],
                "start": rung["start"],
                "precision": rung["precision"],
                "level": float(rung["rung"]),
                "document": rung["document"],
            }
            for dispute in self.disputes
            for rung in dispute["rungs"]
        ]
        parts = [
            pl.DataFrame(rungs, schema_overrides=SCHEMA),
            self.ruptures.select(
                "id", "start", "precision", "end", "document",
                dataset=pl.lit("facts"), what=pl.lit("rupture"), title="text", source="a", target="b",
            ),
            self.mids.select(
                "dataset", "source", "target", what=pl.lit("militarised dispute"), id=pl.col("dispute").cast(pl.String),
                start="first", end="last", level=pl.max_horizontal("hostility", "target_hostility").cast(pl.Float64),
            ),
            self.incidents.select(
                "dataset", "source", "target", "start", "precision", "end", what=pl.lit("incident"),
                id=pl.format("{}/{}", "dispute", "incident"), level=pl.col("hostility").cast(pl.Float64),
            ),
            self.wars.select(
                "dataset", "title", source="state", target="opponent", what=pl.lit("war"),
                id=pl.col("war").cast(pl.String), start="first", end="last",
            ),
            self.crises.select(
                "dataset", "title", "start", "precision", "end", source="state", target="trigger",
                what=pl.lit("crisis"), id=pl.col("crisis").cast(pl.String), level=pl.col("violence").cast(pl.Float64),
            ),
            *(
                ties.select(
                    "dataset", "id", "title", "source", "target", "start", "precision", "end", "level", what="kind"
                )
                for ties in (self.ties, self.sanctions)
            ),
        ]  # fmt: skip
        empty = pl.DataFrame(schema=SCHEMA)
        return pl.concat([empty, *(part for part in parts if part.height)], how="diagonal").select(ROWS)


def disputes(
    first: str,
    second: str | None = None,
    *,
    scheme: str | None = None,
    as_of: date | str | None = None,
    store: Store | None = None,
) -> DisputeAnswer:
    """Return the disputes of one state with all others, or between two states.

    Parameters
    ----------
    first : str
        Name or code of a state.
    second : str, optional
        Name or code of the other state.
    scheme : str, optional
        How states are written; by default names and codes are recognised. See `detente.resolve`.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    DisputeAnswer

    Raises
    ------
    UsageError
        A name that means no state, several, or none on the day; the same state twice.
    NoAnswer
        No dispute is on record.

    Examples
    --------
    >>> [(dispute["id"], dispute["rung"]) for dispute in disputes("Japan", "Russia", as_of="2015-09-01").disputes]
    [('kurils', 2)]
    """
    day = as_of_day(as_of)
    states = resolve_parties((first,) if second is None else (first, second), day, scheme)
    answer = read_disputes(store or Store.open(), states, day)
    if answer.is_empty:
        names = " and ".join(display_name(code, day) for code in states)
        if organisation_in(states) is not None:
            raise NoAnswer(f"no sanction of {names} was on record by {day}; {NOT_ANSWERED}", value=states)
        raise NoAnswer(
            f"no dispute or break of relations of {names} was on record by {day}"
            f"{f'; {answer.reach}' if answer.reach else ''}. Those compiled by hand are standing territorial "
            "questions; add a dataset with: detente ingest gml_mids FILE",
            value=states,
        )
    return answer


def read_disputes(store: Store, states: tuple[str, ...], day: date) -> DisputeAnswer:
    """Return the disputes of one code with all others, or between two; empty where none is on record."""
    every = store.read("ties", as_of=day, kind=("claim", "rivalry", *SANCTIONS)).filter(between(states))
    ordered = every.sort("kind", "start", "dataset", "id", "source", "target")
    ties, sanctions = (ordered.filter(pl.col("kind").is_in(SANCTIONS) == chosen) for chosen in (False, True))
    if organisation_in(states) is not None:
        sanctions = pl.concat([sanctions, sanction_ties(store, states, day)])
    mids, incidents = store.read("mids", as_of=day), store.read("incidents", as_of=day)
    wars, crises = read_wars(store, states, day), read_crises(store, states, day)
    datasets = {name for frame in (ties, sanctions, mids, incidents, wars, crises) for name in frame["dataset"]}
    covered = covered_days(store, datasets, day)
    limits = reach(store, "disputes", states, day)
    return DisputeAnswer(
        states,
        day,
        tuple(_compiled(store, states, day)),
        by_dispute(mids.filter(between(states))),
        incidents.filter(between(states)).sort("start", "dispute", "incident", "source", "target"),
        ties,
        covered,
        compiled_on(store, "disputes", states, day),
        read_ruptures(store, states, day),
        None if limits is None else limits.text,
        wars,
        crises,
        sanctions.sort("start", "dataset", "id", "kind", "source", "target"),
    )


def _compiled(store: Store, states: tuple[str, ...], day: date) -> list[dict[str, Any]]:
    """Return the disputes compiled by hand that involve the states, with the rungs that began by the day."""
    rungs = store.read("dispute_rungs", as_of=day).filter(pl.col("start") <= day).sort("start")
    involved = []
    for row in store.read("disputes", as_of=day).iter_rows(named=True):
        parties = {*row["claimants"].split(";"), *(row["holder"] or "").split(";")}
        if set(states) <= parties:
            steps = rungs.filter(pl.col("dispute") == row["id"]).drop("dispute", "known_on").to_dicts()
            involved.append({**row, "rung": steps[-1]["rung"] if steps else None, "rungs": steps})
    return sorted(involved, key=lambda row: (-1 if row["rung"] is None else row["rung"], row["id"]), reverse=True)


def by_dispute(mids: pl.DataFrame) -> pl.DataFrame:
    """Return one row a dispute and pair: its years, each side's highest hostility, and the highest band of deaths."""
    first = pl.col("source") < pl.col("target")
    named = mids.with_columns(a=pl.min_horizontal("source", "target"), b=pl.max_horizontal("source", "target"))
    return (
        named.group_by("dataset", "dispute", "a", "b")
        .agg(
            first=pl.col("period").min(),
            last=pl.col("period").max(),
            hostility=pl.col("hostility").filter(first).max(),
            target_hostility=pl.col("hostility").filter(~first).max(),
            fatality=pl.col("fatality").max(),
        )
        .rename({"a": "source", "b": "target"})
        .sort("dataset", "first", "dispute", "source", "target")
    )
