"""What tests of the ingest share: take files in, and look at what became of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from detente.ingestion.events import Ingested, ingest
from detente.store import Store

if TYPE_CHECKING:
    import polars as pl

DAY = date(2026, 1, 31)
LATER = date(2026, 3, 1)


def take(store: Store, *paths: Path, day: date = DAY, **options: object) -> Ingested:
    """Take files in, and check that no row is lost."""
    done = ingest(store, paths, retrieved=day, **options)  # type: ignore[arg-type]
    assert done.rows_in == done.rows_ok + done.rows_rejected
    return done


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
