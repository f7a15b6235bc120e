"""Results held in a store's memory, which are the same for every question until the records change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import TYPE_CHECKING, TypeVar

from detente.lake.estimate_cache import events_version

if TYPE_CHECKING:
    from detente.store.store import Store

__all__ = ["computed_from", "computed_once", "is_held", "remembered"]

MOST = 16  # results held; a brief and its retrospect need fourteen at most

T = TypeVar("T")


def remembered(store: Store, dataset: str, query: Hashable, compute: Callable[[], T]) -> T:
    """Return what was computed from a dataset's events, held in memory until its batches change.

    Parameters
    ----------
    store : Store
        Holds the results.
    dataset : str
        Dataset of events.
    query : hashable
        What else the result depends on.
    compute : callable
        Computes the result, which nobody may change.
    """
    return _recalled(store, (dataset, query), events_version(store.lake, dataset), compute)


def computed_once(store: Store, tables: Collection[str], query: Hashable, compute: Callable[[], T]) -> T:
    """Return what was computed from shipped tables, held in memory; computed anew where the lake has rows of them.

    Parameters
    ----------
    store : Store
        Holds the results.
    tables : collection of str
        The tables that the result is computed from.
    query : hashable
        What else the result depends on, and what it is.
    compute : callable
        Computes the result, which nobody may change.
    """
    if any(store.lake.parts(name) for name in tables):
        return compute()
    return _recalled(store, (*tables, query), "", compute)


def is_held(store: Store, tables: Collection[str], query: Hashable) -> bool:
    """Whether `computed_once` has a result in memory and would return it."""
    return (*tables, query) in store.memory and not any(store.lake.parts(name) for name in tables)


def computed_from(store: Store, tables: Collection[str], query: Hashable, compute: Callable[[], T]) -> T:
    """Return what was computed from tables of the pack and the lake, held in memory until the lake's files change.

    Parameters
    ----------
    store, tables, query, compute
        As for `computed_once`.
    """
    files = sorted(part.sha256 for name in tables for part in store.lake.parts(name))
    return _recalled(store, (*tables, query), "\n".join(files), compute)


def _recalled(store: Store, key: Hashable, version: str, compute: Callable[[], T]) -> T:
    """Return a result held in memory, computed where it is not there or is of another version."""
    if key not in store.memory or store.memory[key][0] != version:
        while len(store.memory) >= MOST:
            del store.memory[next(iter(store.memory))]
        store.memory[key] = version, compute()
    else:
        store.memory[key] = store.memory.pop(key)  # the result used longest ago is dropped first
    result: T = store.memory[key][1]
    return result
