"""The lake: Parquet is the record, DuckDB the view; every read is as of a date."""

from detente.store.added import add_events
from detente.store.bulk import Ingested, ingest
from detente.store.citations import bibliography, citations
from detente.store.counts import counts
from detente.store.cube import dyad_days, refresh_cube
from detente.store.lake import Batch
from detente.store.records_in import ingest_source
from detente.store.starter import write_starter
from detente.store.store import Provenance, Store
from detente.store.upkeep import compact, remove, status, verify

__all__ = [
    "Batch",
    "Ingested",
    "Provenance",
    "Store",
    "add_events",
    "bibliography",
    "citations",
    "compact",
    "counts",
    "dyad_days",
    "ingest",
    "ingest_source",
    "refresh_cube",
    "remove",
    "status",
    "verify",
    "write_starter",
]
