"""Votes of the pack and of the user's files as one series, and the figures computed from them on demand.

A roll call of the pack gives way, whole, to the same roll call in a file that the user ingested: to the same number of
the same dataset, and to the same vote in a newer dataset (see `detente.sources.shaping.vote_series`). Nothing counts
twice.

The tables ``agreements`` and ``vote_gaps`` are not stored where there are votes: a pair's rows take a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente.catalog import table
from detente.measures.votes import agreement, gaps_by_year
from detente.measures.votes.vote_table import CALL, NO_VOTE, VoteTable
from detente.sources.shaping.vote_series import CALL as IDENTITY
from detente.sources.shaping.vote_series import SERIES, doubled
from detente.store.held_results import computed_from
from detente.store.packed_votes import as_table
from detente.store.scan import condition, scan

if TYPE_CHECKING:
    from detente.store.store import Store

__all__ = ["COMPUTED", "computed", "given_way", "vote_table"]

COMPUTED = ("agreements", "vote_gaps")
FIRST_YEAR = 1946
MOST_GAPS = 3  # roll calls that set a pair apart, per year
KEY = ["dataset", "rcid"]

GivenWay = tuple[pl.DataFrame, pl.DataFrame]


def given_way(store: Store, name: str, equals: Mapping[str, object], day: date) -> GivenWay | None:
    """Return the roll calls to leave out of a table: of the pack's, and of all datasets; None where there are none.

    Parameters
    ----------
    store : Store
        The store.
    name : str
        The table.
    equals : mapping of str to object
        Conditions of the query, of which the dataset matters.
    day : datetime.date
        Nothing known later is read.

    Returns
    -------
    (polars.DataFrame, polars.DataFrame) or None
        Each with ``dataset`` and ``rcid``.
    """
    if name not in SERIES or not store.lake.parts("votes"):
        return None
    named = {"dataset": equals["dataset"]} if "dataset" in equals else {}
    shipped, own = (_calls(store, place, named, day) for place in ("starter", "added"))
    replaced = shipped.join(own, on=KEY, how="semi").select(KEY)
    if isinstance(equals.get("dataset"), str):
        return replaced, replaced.clear()
    return replaced, doubled(pl.concat([shipped.join(replaced, on=KEY, how="anti"), own]))


def _calls(store: Store, place: str, named: Mapping[str, object], day: date) -> pl.DataFrame:
    """Return the roll calls of the pack, or of the user's files; from the votes where a dataset describes none."""
    known = [pl.col("known_on") <= day, *(condition(table("votes"), key, value) for key, value in named.items())]
    described: set[str | None] = set()
    frames = [table("votes").empty().select(IDENTITY)]
    for name in ("roll_calls", "votes"):
        for chosen in store.chosen(name, day, named):
            datasets = {span["dataset"] for span in chosen.part.spans}
            if chosen.part.place == place and not (name == "votes" and datasets <= described):
                described |= datasets
                frames.append(scan(chosen.part, known, IDENTITY))
    return pl.concat(frames).unique(KEY, keep="first", maintain_order=True)


def vote_table(store: Store, day: date, dataset: str | None = None) -> VoteTable:
    """Return all votes known on a day, of all datasets as one series or of one, as a table.

    Parameters
    ----------
    store : Store
        The store.
    day : datetime.date
        Nothing known later is read.
    dataset : str, optional
        The only dataset to read.
    """
    return computed_from(store, SERIES, ("votes", day, dataset), lambda: _vote_table(store, day, dataset))


def _vote_table(store: Store, day: date, dataset: str | None) -> VoteTable:
    named = {} if dataset is None else {"dataset": dataset}
    known = [pl.col("known_on") <= day, *(condition(table("votes"), key, value) for key, value in named.items())]
    replaced, twice = given_way(store, "votes", named, day) or (None, None)
    tables = []
    for chosen in store.chosen("votes", day, named):
        shipped = chosen.part.place == "starter"
        packed = store.pack.packed_votes if shipped else None
        rows = scan(chosen.part, known) if packed is None else packed.filter(*known)
        for out in (replaced if shipped else None, twice):
            rows = rows if out is None else rows.join(out, on=KEY, how="anti", maintain_order="left")
        tables.append(VoteTable.of(rows) if packed is None else as_table(rows))
    return _joined(tables or [VoteTable.of(table("votes").empty())])


def _joined(tables: Collection[VoteTable]) -> VoteTable:
    """Return the roll calls of several tables as one."""
    if len(tables) == 1:
        return next(iter(tables))
    states = sorted({state for one in tables for state in one.states})
    place = {state: at for at, state in enumerate(states)}
    calls = pl.concat([one.calls.select(CALL) for one in tables])
    cast = np.full((calls.height, len(states)), NO_VOTE, np.int8)
    start = 0
    for one in tables:
        cast[start : start + one.calls.height, [place[state] for state in one.states]] = one.cast
        start += one.calls.height
    order = calls["rcid"].arg_sort().to_numpy()
    return VoteTable(calls[order], tuple(states), cast[order])


def computed(store: Store, name: str, equals: Mapping[str, object], day: date) -> pl.DataFrame:
    """Return the rows of the table ``agreements`` or ``vote_gaps`` for the states of a query.

    Parameters
    ----------
    store : Store
        The store.
    name : str
        The table.
    equals : mapping of str to object
        Conditions on columns, of which ``a`` and ``b`` name the pairs; all pairs without them.
    day : datetime.date
        Nothing known later is read; a year's rows are known when it is over.

    Raises
    ------
    UsageError
        If a column or a value is invalid.
    """
    declared = table(name)
    conditions = [condition(declared, key, value) for key, value in equals.items()]
    votes = vote_table(store, day)
    one, other = (_named(equals.get(side), votes.states) for side in ("a", "b"))
    pairs = {(a, b) for a, b in product(one, other) if a < b}
    if not pairs:
        return declared.empty()
    if name == "agreements":
        rows = agreement(votes, pairs=pairs)
    else:
        calls = store.read("roll_calls", as_of=day)
        rows = gaps_by_year(votes, pairs, since=FIRST_YEAR, most=MOST_GAPS, roll_calls=calls)
    return rows.filter(pl.col("known_on") <= day, *conditions).select(declared.names).cast(declared.schema)  # type: ignore[arg-type]


def _named(value: object, states: Collection[str]) -> Collection[str]:
    if value is None:
        return states
    return {value} if isinstance(value, str) else set(value)  # type: ignore[call-overload]
