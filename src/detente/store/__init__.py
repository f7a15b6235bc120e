"""The store: the pack, the facts and the lake as one record, read as of a date."""

from detente.store.store import Provenance, Store

__all__ = ["Provenance", "Store"]
