"""Structural data: capabilities, trade shares, pacts and days covered, from the user's datasets or the starter pack.

Each reader returns a frame as of a day and the id of the source of its figures.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from detente.measures.obligations import obligations
from detente.measures.profiles import capability_shares
from detente.measures.third_states import trade_shares
from detente.store import Store
from detente.store.memory import computed_once

__all__ = [
    "TRADE_TABLES",
    "Days",
    "SourcedFrame",
    "between",
    "capabilities",
    "covered_days",
    "covers",
    "in_years",
    "merged",
    "pact_ties",
    "trade",
]

Days = list[tuple[date, date]]

CAPABILITIES = "cow_nmc"
TRADE = ("cow_trade", "itpde")
TRADE_TABLES = ("dyad_indicators", "trade_shares")


@dataclass(frozen=True)
class SourcedFrame:
    """A frame and the id of its source; the frame is empty where the store has no rows."""

    frame: pl.DataFrame
    source: str


def capabilities(store: Store, as_of: date) -> SourcedFrame:
    """Return shares of the world's capabilities: ``state``, ``period``, ``share``, ``components``, ``known_on``."""
    rows = store.read("indicators", as_of=as_of, dataset=CAPABILITIES)
    if rows.is_empty():
        return SourcedFrame(store.read("capabilities", as_of=as_of), "capabilities")
    known = rows.group_by("state", "period").agg(pl.col("known_on").max())
    return SourcedFrame(
        capability_shares(rows).join(known, on=["state", "period"], maintain_order="left"), CAPABILITIES
    )


def trade(store: Store, as_of: date) -> SourcedFrame:
    """Return shares of each state's trade by partner: ``state``, ``partner``, ``period``, ``share``, ``known_on``."""
    for dataset in TRADE:
        rows = store.read("dyad_indicators", as_of=as_of, dataset=dataset)
        if not rows.is_empty():
            known = rows.group_by("period").agg(pl.col("known_on").max())
            return SourcedFrame(trade_shares(rows).join(known, on="period", maintain_order="left"), dataset)
    return SourcedFrame(store.read("trade_shares", as_of=as_of), "trade-shares")


def pact_ties(store: Store, as_of: date) -> SourcedFrame:
    """Return the ties made by treaties, with their documents: see `detente.measures.obligations`."""

    def ties() -> pl.DataFrame:
        return obligations(store.read("pacts", as_of=as_of), store.read("pact_members", as_of=as_of))

    return SourcedFrame(computed_once(store, ("pacts", "pact_members"), ("ties", as_of), ties), "facts")


def between(states: tuple[str, ...]) -> pl.Expr:
    """Return a condition for rows of one state with any other, or between two states, in either direction."""
    if len(states) == 1:
        return (pl.col("source") == states[0]) | (pl.col("target") == states[0])
    return pl.col("source").is_in(states) & pl.col("target").is_in(states)


def covered_days(store: Store, datasets: Collection[str], day: date, *, table: str | None = None) -> dict[str, Days]:
    """Return the stretches of days that each dataset covers, in one of its tables or in any, as known on a day.

    Datasets that cover nothing yet are left out.
    """
    found: dict[str, Days] = {}
    for dataset in sorted(datasets):
        of = {"dataset": dataset} if table is None else {"dataset": dataset, "table": table}
        rows = store.read("coverage", as_of=day, **of).select("from", "until").unique().sort("from", "until")
        if rows.height:
            found[dataset] = merged(rows.rows())
    return found


def merged(days: Days) -> Days:
    """Return sorted stretches of days with those that overlap, or follow each other, as one.

    Examples
    --------
    >>> merged([(date(1990, 1, 1), date(2001, 12, 31)), (date(2001, 1, 1), date(2003, 12, 31))])
    [(datetime.date(1990, 1, 1), datetime.date(2003, 12, 31))]
    """
    found: Days = []
    for first, last in days:
        if found and first <= found[-1][1] + timedelta(1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def covers(days: Days, first: date, last: date) -> bool:
    """Whether one of the stretches contains all days from `first` to `last`.

    Examples
    --------
    >>> covers([(date(1990, 1, 1), date(2001, 12, 31))], date(2001, 1, 1), date(2002, 12, 31))
    False
    """
    return any(start <= first and last <= end for start, end in days)


def in_years(days: Days) -> str:
    """Return stretches of days as text, by year.

    Examples
    --------
    >>> in_years([(date(1990, 1, 1), date(2001, 12, 31)), (date(2003, 1, 1), date(2003, 12, 31))])
    '1990–2001, 2003'
    """
    return ", ".join(f"{a.year}–{b.year}" if a.year < b.year else f"{a.year}" for a, b in days)
