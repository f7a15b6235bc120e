"""The verb chronicle: dated acts between states, those compiled by hand and those coded by machine from texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

import polars as pl

from detente.answers.document_answer import DocumentAnswer
from detente.answers.facts_coverage import reach
from detente.answers.organisations import (
    NOT_ANSWERED,
    organisation_in,
    organisation_sanctions,
    party_name,
    resolve_parties,
)
from detente.catalog import at_precision
from detente.dates import as_of_day, first_day, last_day
from detente.documents.figures import Record
from detente.errors import NoAnswer, check_choice
from detente.identity import display_name
from detente.store import Store

__all__ = ["CODINGS", "HAND", "MACHINE", "Chronicle", "chronicle", "coded_acts", "coded_records"]

HAND, MACHINE = "hand-compiled", "machine-coded"
CODINGS = ("all", "hand", "machine")
FACTS = "facts"
# PLOVER's types of act as nouns, for acts that come without the sentence which tells of them
ACTS = {
    "AGREE": "agreement", "CONSULT": "consultation", "SUPPORT": "support", "CONCEDE": "concession",
    "COOPERATE": "cooperation", "AID": "aid", "RETREAT": "retreat", "REQUEST": "demand", "ACCUSE": "accusation",
    "REJECT": "refusal", "THREATEN": "threat", "PROTEST": "protest", "SANCTION": "sanction",
    "MOBILIZE": "mobilisation", "COERCE": "coercion", "ASSAULT": "assault",
}  # fmt: skip
SCHEMA: dict[str, pl.DataType] = {
    "coding": pl.String(),
    "dataset": pl.String(),
    "id": pl.String(),
    "date": pl.Date(),
    "precision": pl.String(),
    "end_date": pl.Date(),
    "known_on": pl.Date(),
    "actors": pl.String(),
    "targets": pl.String(),
    "kind": pl.String(),
    "tone": pl.String(),
    "mode": pl.String(),
    "text": pl.String(),
    "document": pl.String(),
    "page": pl.String(),
    "revision": pl.String(),
    "rule": pl.String(),
    "matched": pl.String(),
}


@dataclass(frozen=True)
class Chronicle(DocumentAnswer):
    """Dated acts of a state, or between two.

    Parameters
    ----------
    states : tuple of str
        One or two codes.
    as_of : datetime.date
        Nothing known later was used.
    acts : polars.DataFrame
        A row an act, by date: ``coding`` (``hand-compiled`` or ``machine-coded``), ``dataset`` (``facts`` for those
        compiled by hand), ``id``, ``date`` and its ``precision``, ``end_date``, ``known_on``, ``actors``, ``targets``
        (null for joint acts), ``kind``, ``tone``, ``mode``, ``text``, ``document``; of those coded by machine
        ``page``, ``revision``, ``rule`` and ``matched``.
    reach : str or None
        Where the acts compiled by hand end or begin, or whom they leave out; None within their coverage.
    """

    states: tuple[str, ...]
    as_of: date
    acts: pl.DataFrame = field(repr=False)
    reach: str | None = None

    def of(self, coding: str) -> pl.DataFrame:
        """Return the acts that were compiled by hand, or coded by machine."""
        return self.acts.filter(pl.col("coding") == coding)

    def records(self, coding: str | None = None) -> tuple[Record, ...]:
        """Return the acts as records of a document, in their order: those of one coding, or all."""
        acts = self.acts if coding is None else self.of(coding)
        return tuple(_record(row) for row in acts.iter_rows(named=True))

    def frame(self) -> pl.DataFrame:
        """Return the acts."""
        return self.acts

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "states": self.states,
            "as_of": self.as_of,
            "hand_compiled_reach": self.reach,
            "acts": self.acts.to_dicts(),
        }


def chronicle(
    first: str,
    second: str | None = None,
    *,
    since: date | str | int | None = None,
    until: date | str | int | None = None,
    coding: str = "all",
    dataset: str | None = None,
    scheme: str | None = None,
    as_of: date | str | None = None,
    store: Store | None = None,
) -> Chronicle:
    """Return dated acts of one state toward others and theirs toward it, or between two states.

    Parameters
    ----------
    first : str
        Name or code of a state.
    second : str, optional
        Name or code of the other state.
    since, until : datetime.date, str or int, optional
        First and last day, or year.
    coding : {'all', 'hand', 'machine'}, optional
        Only acts compiled by hand, or coded by machine from texts.
    dataset : str, optional
        Of the acts coded by machine, only those of this dataset.
    scheme : str, optional
        How states are written; by default names and codes are recognised. See `detente.resolve`.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    store : Store, optional
        By default the facts with the user's own records.

    Returns
    -------
    Chronicle

    Raises
    ------
    UsageError
        A name that means no state, several, or none on the day; an option that is none.
    NoAnswer
        No act is on record.

    Examples
    --------
    >>> found = chronicle("Japan", "Russia", since=2014, until=2014, as_of="2015-09-01")
    >>> found.frame()["coding"].unique().sort().to_list()
    ['hand-compiled', 'machine-coded']
    """
    check_choice("coding", coding, CODINGS)
    day = as_of_day(as_of)
    states = resolve_parties((first,) if second is None else (first, second), day, scheme)
    store = store or Store.open()
    frames = [pl.DataFrame(schema=SCHEMA)]
    if coding != "machine":
        frames.append(_hand_compiled(store, states, day))
    if coding != "hand":
        frames.append(_machine_coded(coded_acts(store, states, day, dataset)))
    start, end = (first_day(since) if since else date.min), (last_day(until) if until else date.max)
    acts = pl.concat(frames).filter(pl.col("date").is_between(start, end)).sort("date", "coding", "dataset", "id")
    how_far = reach(store, "chronicle", states, day, selection=True)
    if acts.is_empty() and organisation_in(states) is not None:
        names = " and ".join(display_name(code, day) for code in states)
        raise NoAnswer(f"no act of {names} was on record by {day}; {NOT_ANSWERED}", value=states)
    if acts.is_empty():
        raise NoAnswer(
            f"no act {'of' if second is None else 'between'} {' and '.join(states)} was on record by {day}"
            f"{f'; {how_far.text}' if how_far else ''}. To add acts coded from texts: detente code FILE --dataset NAME",
            value=states,
        )
    return Chronicle(states, day, acts, None if how_far is None else how_far.text)


def coded_acts(store: Store, states: tuple[str, ...], as_of: date, dataset: str | None = None) -> pl.DataFrame:
    """Return the rows of ``coded_acts`` of one state with any other, or between two, by date."""
    named = {} if dataset is None else {"dataset": dataset}
    if len(states) == 2:
        pair = list(states)
        return store.read("coded_acts", as_of=as_of, source=pair, target=pair, **named).sort("date", "id")
    sides = [store.read("coded_acts", as_of=as_of, **{side: states[0]}, **named) for side in ("source", "target")]
    return pl.concat(sides).sort("date", "id")


def coded_records(rows: pl.DataFrame) -> list[Record]:
    """Return rows of ``coded_acts`` as records of a document, in their order."""
    return [_record(row) for row in _machine_coded(rows).iter_rows(named=True)]


def _hand_compiled(store: Store, states: tuple[str, ...], day: date) -> pl.DataFrame:
    rows = store.read("chronicle", as_of=day)
    parties = rows.select(
        actors=pl.col("actors").str.split(";"), targets=pl.col("targets").fill_null("").str.split(";")
    )
    named = [party_name(code, day) for code in states]
    a, b = named[0], named[-1]
    joint = rows["targets"].is_null()
    acts, struck = pl.col("actors").list, pl.col("targets").list
    if len(states) == 1:
        found = acts.contains(a) | struck.contains(a)
    else:
        toward = (acts.contains(a) & struck.contains(b)) | (acts.contains(b) & struck.contains(a))
        found = pl.when(joint).then(acts.contains(a) & acts.contains(b)).otherwise(toward)
    kept = rows.filter(parties.select(found).to_series())
    if organisation_in(states) is not None:
        kept = pl.concat([kept, _as_acts(organisation_sanctions(store, states, day))], how="diagonal")
    own = {"coding": pl.lit(HAND), "dataset": pl.lit(FACTS)}
    none = {name: pl.lit(None, dtype) for name, dtype in SCHEMA.items() if name not in (*kept.columns, *own)}
    return kept.with_columns(**own, **none).select(SCHEMA.keys())


def _as_acts(sanctions: pl.DataFrame) -> pl.DataFrame:
    """Return sanctions as acts on their first day."""
    constants = {"kind": "sanction", "tone": "conflictual", "mode": "deeds"}
    named = sanctions.select(
        "id", "precision", "known_on", "text", "document", date="start", actors="sender", targets="target"
    )
    return named.with_columns(pl.lit(value).alias(name) for name, value in constants.items())


def _machine_coded(rows: pl.DataFrame) -> pl.DataFrame:
    quad = pl.col("quad")
    place = pl.coalesce(
        pl.format("{}, revision {}", "page", "revision"), "page", pl.format("text {}", "text_id"), pl.lit("a text")
    )
    none = pl.lit(None, pl.String)
    names = {code: display_name(code) for code in {*rows["source"], *rows["target"]}}
    name = {side: pl.col(side).replace(names) for side in ("source", "target")}
    act = pl.col("plover").replace(ACTS).str.to_lowercase()
    return rows.select(
        pl.lit(MACHINE).alias("coding"),
        "dataset",
        "id",
        "date",
        pl.lit("day").alias("precision"),
        pl.lit(None, pl.Date).alias("end_date"),
        "known_on",
        pl.col("source").alias("actors"),
        pl.col("target").alias("targets"),
        pl.col("plover").str.to_lowercase().alias("kind"),
        pl.when(quad.str.ends_with("cooperation"))
        .then(pl.lit("cooperative"))
        .otherwise(pl.lit("conflictual"))
        .alias("tone"),
        pl.when(quad.str.starts_with("verbal")).then(pl.lit("words")).otherwise(pl.lit("deeds")).alias("mode"),
        pl.coalesce("sentence", pl.format("{} toward {}: {} (‘{}’)", name["source"], name["target"], act, "matched"))
        .str.strip_chars_end(". ")
        .alias("text"),
        pl.format(
            "Machine-coded from {} of {}, by the rule {} on the words ‘{}’", place, "dataset", "rule", "matched"
        ).alias("document"),
        pl.coalesce("page", none).alias("page"),
        pl.coalesce("revision", none).alias("revision"),
        "rule",
        "matched",
    )


def _record(row: dict[str, Any]) -> Record:
    machine = row["coding"] == MACHINE
    key = blake2b(f"{row['dataset']} {row['id']}".encode(), digest_size=6).hexdigest() if machine else row["id"]
    return Record(
        id=f"coded.{key}" if machine else f"chronicle.{key}",
        kind=row["kind"],
        when=at_precision(row["date"], row["precision"], prose=True),
        day=row["date"],
        text=row["text"],
        document=row["document"],
        known_on=row["known_on"],
        tone=row["tone"],
        source=row["dataset"],
        coding=row["coding"],
    )
