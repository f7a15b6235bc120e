"""Stored temperatures held in memory as a whole, for questions about many pairs in a row.

One pair needs a few thousand of a vintage's 700,000 rows, which are read from the file; that takes 50 ms each time. A
vintage in memory takes 50 MB.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import product

import polars as pl

from detente.catalog import table
from detente.store import Store
from detente.store.held_results import computed_once, is_held

__all__ = ["hold_temperatures", "stored_temperatures"]

TABLES = ("temperatures",)
_Parts = dict[tuple[object, ...], pl.DataFrame]


def hold_temperatures(store: Store, dataset: str, as_of: date, freq: str = "year") -> None:
    """Read a dataset's stored temperatures into memory, as known on a day; none of a dataset of the user's.

    Parameters
    ----------
    store : Store
        The store, in whose memory they stay.
    dataset : str
        Name of the dataset.
    as_of : datetime.date
        Nothing known later is read.
    freq : {'year', 'quarter', 'month', 'week'}, optional
        Length of a period.
    """

    def parts() -> _Parts:
        rows = store.read("temperatures", as_of=as_of, dataset=dataset, freq=freq)
        return rows.partition_by("score", "source", as_dict=True)

    computed_once(store, TABLES, _query(dataset, as_of, freq), parts)


def stored_temperatures(
    store: Store, dataset: str, as_of: date, *, freq: str, among: Collection[str] | None, scores: Sequence[str]
) -> pl.DataFrame:
    """Return stored temperatures of some scores, among some states or all, from memory if they are there."""
    query = _query(dataset, as_of, freq)
    if among is None or not is_held(store, TABLES, query):
        states = {} if among is None else {"source": sorted(among), "target": sorted(among)}
        return store.read("temperatures", as_of=as_of, score=list(scores), dataset=dataset, freq=freq, **states)
    parts: _Parts = computed_once(store, TABLES, query, dict)
    chosen = [parts[key] for key in product(sorted(scores), sorted(among)) if key in parts]
    rows = pl.concat([table("temperatures").empty(), *chosen])
    return rows.filter(pl.col("target").is_in(sorted(among)))


def _query(dataset: str, as_of: date, freq: str) -> tuple[object, ...]:
    return "whole", dataset, freq, as_of
