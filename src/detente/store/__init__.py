"""The lake: Parquet is the record, DuckDB the view; every read is as of a date."""

from detente.store.lake import Batch
from detente.store.starter import write_starter
from detente.store.store import Provenance, Store

__all__ = ["Batch", "Provenance", "Store", "write_starter"]
