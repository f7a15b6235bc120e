"""Diplomatic relations that were broken off or lowered, and whether they were restored, from the table ``ruptures``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from detente.answers.facts_coverage import compiled_on
from detente.catalog import at_precision
from detente.documents.figures import Record
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.store import Store

__all__ = ["COLUMNS", "SPAN", "read_ruptures", "relations_between", "rupture_record"]

COLUMNS = (
    "id",
    "a",
    "b",
    "level",
    "start",
    "precision",
    "end",
    "end_precision",
    "text",
    "document",
    "known_on",
    "standing",
)
SPAN = {"start": "precision", "end": "end_precision"}
STANDING = {
    "severed": "Diplomatic relations between {a} and {b} have been broken off since {start:when}: {text}",
    "downgraded": "Diplomatic relations between {a} and {b} have stood at a lower level since {start:when}: {text}",
    "recalled": "Diplomatic relations between {a} and {b} have been without an ambassador since {start:when}: {text}",
}
LAST_KNOWN = {
    "severed": "Diplomatic relations between {a} and {b} were broken off ({start:when}: {text})",
    "downgraded": "Diplomatic relations between {a} and {b} were lowered ({start:when}: {text})",
    "recalled": "Diplomatic relations between {a} and {b} were left without an ambassador ({start:when}: {text})",
}
RESTORED = {
    "severed": "Diplomatic relations between {a} and {b} were broken off from {start:when} ({text}).",
    "downgraded": "Diplomatic relations between {a} and {b} stood at a lower level from {start:when} ({text}).",
    "recalled": "Diplomatic relations between {a} and {b} were without an ambassador from {start:when} ({text}).",
}


def read_ruptures(store: Store, states: tuple[str, ...], day: date) -> pl.DataFrame:
    """Return the breaks of one state with all others, or between two, that had begun by a day, in time order.

    Parameters
    ----------
    store : Store
        The store to read.
    states : tuple of str
        One or two codes.
    day : datetime.date
        Nothing known later is read. ``standing`` is true where no end was on record then, or it was yet to come.

    Examples
    --------
    >>> rows = read_ruptures(Store.open(), ("IRN", "SAU"), date(2018, 1, 1))
    >>> rows.select("level", "start", "standing").row(-1)
    ('severed', datetime.date(2016, 1, 3), True)
    """
    own = pl.col("a").is_in(states) | pl.col("b").is_in(states)
    if len(states) == 2:
        own = pl.col("a").is_in(states) & pl.col("b").is_in(states)
    rows = store.read("ruptures", as_of=day).filter(own, pl.col("start") <= day)
    standing = pl.col("end").is_null() | (pl.col("end") > day)
    return rows.with_columns(standing=standing).select(COLUMNS).sort("start", "id")


def relations_between(
    store: Store, register: Register, states: tuple[str, str], names: tuple[str, str], day: date
) -> Sentence | None:
    """Say whether relations between two states are broken off, or when they were last restored.

    Parameters
    ----------
    store : Store
        The store to read.
    register : Register
        Takes the records that the sentence cites.
    states, names : (str, str)
        Codes, and how a sentence names them.
    day : datetime.date
        Nothing known later is read.

    Returns
    -------
    Sentence or None
        None where no break is on record.
    """
    rows = read_ruptures(store, states, day).to_dicts()
    a, b = names
    standing = [row for row in rows if row["standing"]]
    if standing:
        row = standing[-1]
        start = register.record(rupture_record(row))
        last = compiled_on(store, "ruptures", states, day)
        if last == day:
            return say(STANDING[row["level"]] + ".", a=a, b=b, start=start, text=start)
        known = say(LAST_KNOWN[row["level"]], a=a, b=b, start=start, text=start)
        return say("{known}; no restoration is on record, which ends on {day}.", known=known, day=last)
    ended = [row for row in rows if not _passed_on(row, rows)]
    if not ended:
        return None
    row = max(ended, key=lambda row: (row["end"], row["start"]))
    start = register.record(rupture_record(row))
    return say(RESTORED[row["level"]], a=a, b=b, start=start, text=start)


def _passed_on(row: dict[str, Any], rows: Iterable[dict[str, Any]]) -> bool:
    """Whether a break ended only because relations passed to another level."""
    return any(row["end"] == other["start"] for other in rows)


def rupture_record(row: dict[str, Any]) -> Record:
    """Return a row of `read_ruptures` as a record, dated from its start to its end."""
    began = at_precision(row["start"], row["precision"], prose=True)
    ended = "" if row["standing"] else at_precision(row["end"], row["end_precision"], prose=True)
    return Record(
        id=f"rupture.{row['id']}",
        kind="rupture",
        when=began if row["standing"] else f"{began} to {ended}",
        day=row["start"],
        text=row["text"],
        document=row["document"],
        known_on=row["known_on"],
        tone="conflictual",
    )
