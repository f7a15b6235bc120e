"""What tests of the ingest share: take files in, and look at what became of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DataError
from detente.ingestion.events import EventIngestResult, ingest_events
from detente.lake.lake import Batch
from detente.store import Store

if TYPE_CHECKING:
    import polars as pl

DAY = date(2026, 1, 31)
LATER = date(2026, 3, 1)


def take(store: Store, *paths: Path, day: date = DAY, **options: object) -> EventIngestResult:
    """Take files in, and check that no row is lost."""
    done = ingest_events(store, paths, retrieved=day, **options)  # type: ignore[arg-type]
    assert done.rows_in == done.rows_ok + done.rows_rejected
    return done


def ingest_own(
    store: Store,
    path: Path,
    *,
    dataset: str | None = None,
    scheme: str | None = None,
    codes: str | None = None,
    day: date | None = None,
) -> Batch:
    """Ingest a table of a user's own, and return its batch, or raise why it can't be used."""
    done = ingest_events(store, [path], dataset=dataset, scheme=scheme, codes=codes, retrieved=day)
    for _, why in done.failures:
        raise DataError(why, value=path)
    assert done.rows_in == done.rows_ok + done.rows_rejected
    (name,) = done.touched
    batch = store.lake.records.batches("b.dataset = ? AND b.superseded_on IS NULL", (name,))[-1]
    versions = store.lake.records.batches("b.dataset = ? AND b.unit = ?", (name, batch.unit))
    before = versions[-2].batch if len(versions) > 1 else None
    return replace(batch, already=bool(done.already), replaced=before if done.replaced else None)


def events(store: Store, as_of: date | None = None) -> pl.DataFrame:
    """Return the events known on a day after every ingest."""
    return store.read("events", as_of=as_of or LATER)


def reasons(store: Store) -> list[tuple[int, str | None, str | None, str]]:
    """Return the rejects by line."""
    return store.rejects().sort("line").select("line", "column", "value", "reason").rows()


def write(path: Path, *rows: str) -> Path:
    """Write lines."""
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path
