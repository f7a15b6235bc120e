"""The lake: Parquet is the record, DuckDB the view; every read is as of a date."""

from detente.store.counts import counts
from detente.store.ingest import add_events
from detente.store.lake import Batch
from detente.store.starter import write_starter
from detente.store.store import Provenance, Store

__all__ = ["Batch", "Provenance", "Store", "add_events", "counts", "write_starter"]
