"""Structural data: capabilities, trade shares and pacts, from the user's datasets or the starter pack.

Each reader returns a frame as of a day and the id of the source of its figures.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from detente.measures.obligations import obligations
from detente.measures.profiles import capability_shares
from detente.measures.third_state_pull import trade_shares
from detente.store import Store
from detente.store.held_results import computed_once

__all__ = ["TRADE_TABLES", "SourcedFrame", "capabilities", "pact_ties", "trade"]

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


def trade(store: Store, as_of: date, states: Collection[str] | None = None) -> SourcedFrame:
    """Return shares of each state's trade by partner: ``state``, ``partner``, ``period``, ``share``, ``known_on``.

    With `states`, those of these states alone.
    """
    some = {} if states is None else {"state": sorted(states)}
    for dataset in TRADE:
        rows = store.read("dyad_indicators", as_of=as_of, dataset=dataset)
        if not rows.is_empty():
            known = rows.group_by("period").agg(pl.col("known_on").max())
            shares = trade_shares(rows).join(known, on="period", maintain_order="left")
            wanted = pl.lit(value=True) if states is None else pl.col("state").is_in(some["state"])
            return SourcedFrame(shares.filter(wanted), dataset)
    return SourcedFrame(store.read("trade_shares", as_of=as_of, **some), "trade-shares")


def pact_ties(store: Store, as_of: date) -> SourcedFrame:
    """Return the ties made by treaties, with their documents: see `detente.measures.obligations`."""

    def ties() -> pl.DataFrame:
        return obligations(store.read("pacts", as_of=as_of), store.read("pact_members", as_of=as_of))

    return SourcedFrame(computed_once(store, ("pacts", "pact_members"), ("ties", as_of), ties), "facts")
