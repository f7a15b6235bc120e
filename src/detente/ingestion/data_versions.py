"""Which version of the pack's data a store was last added to with: what changed since then is for its user to know."""

from __future__ import annotations

from detente.store import Store
from detente.store.pack import DataChange

__all__ = ["changed_since_used", "record_version"]


def record_version(store: Store) -> None:
    """Record the version of the pack's data that the store is used with, if anything was ever ingested into it."""
    version = store.pack.data.version
    if version and store.lake.manifest.exists() and store.lake.records.data_version() != version:
        store.lake.records.used_with(version)


def changed_since_used(store: Store) -> tuple[DataChange, ...]:
    """Return which of the pack's figures changed since something was last ingested into the store.

    Of a store that an older Detente wrote, which did not record the version, that is all that ever changed; of one into
    which nothing was ingested, nothing.
    """
    if not store.lake.records.batches(newest=1):
        return ()
    return store.pack.data.since(store.lake.records.data_version())
