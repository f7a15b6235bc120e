"""What a pull left in a home: files by digest, events, and what the log says of each file."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from detente.store import Store

if TYPE_CHECKING:
    import polars as pl

START = datetime(2015, 2, 18, 23)  # noqa: DTZ001 - the provider's clock


def content(home: Path) -> dict[str, str]:
    """Return the raw files of a home by their digest."""
    files = [path for path in sorted((home / "raw").rglob("*")) if path.is_file() and not path.name.startswith(".")]
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.parent.name != "lists"
    }


def events(home: Path) -> pl.DataFrame:
    """Return the events in the lake of a home."""
    return Store.open(home).read("events").sort("dataset", "id")


def recorded(home: Path) -> dict[str, tuple[str, str]]:
    with contextlib.closing(sqlite3.connect(home / "manifest.sqlite", isolation_level=None)) as db:
        return {
            file: (state, reason) for file, state, reason in db.execute("SELECT file, state, reason FROM downloads")
        }
