"""Rows of the manifest in SQLite: whether a change still applies, and its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from detente.lake.batches import BATCH_COLUMNS, LakeChange

__all__ = ["Conflict", "check_still", "end_earlier", "insert", "update"]


class Conflict(Exception):
    """Another process changed what a change was computed from: compute it again."""


def check_still(db: sqlite3.Connection, change: LakeChange) -> None:
    """Raise `Conflict` where another process has changed a batch or file that a change is about."""
    for file in (*change.drop_files, *change.keep_files):
        if not db.execute("SELECT 1 FROM files WHERE file = ?", (file,)).fetchone():
            raise Conflict(file)
    gone = set(change.drop_batches)
    for batch in (*change.drop_batches, *change.supersede):
        if not db.execute("SELECT 1 FROM batches WHERE batch = ?", (batch,)).fetchone():
            raise Conflict(batch)
    for new in change.batches:
        rows = db.execute("SELECT batch FROM batches WHERE batch = ?", (new.batch,)).fetchall()
        if new.superseded_on is None:
            rows += db.execute(
                'SELECT batch FROM batches WHERE dataset = ? AND "table" = ? AND unit = ? AND superseded_on IS NULL',
                (new.dataset, new.table, new.unit or new.origin),
            ).fetchall()
        if {batch for (batch,) in rows} - gone - set(change.supersede):
            raise Conflict(new.batch)


def end_earlier(db: sqlite3.Connection, change: LakeChange) -> None:
    """End versions that would be current beyond the day of a new one on that day, where the clock was set back."""
    (latest,) = db.execute("SELECT max(superseded_on) FROM batches").fetchone()
    for batch, day in change.supersede.items():
        if day is not None and day.isoformat() < latest:
            db.execute(
                'UPDATE batches SET superseded_on = ?1 WHERE superseded_on > ?1 AND (dataset, "table", unit) = '
                '(SELECT dataset, "table", unit FROM batches WHERE batch = ?2)',
                (day.isoformat(), batch),
            )


def update(db: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows of batches in place of those with their ids."""
    assigned = ", ".join(f'"{column}" = ?' for column in BATCH_COLUMNS)
    db.executemany(f"UPDATE batches SET {assigned} WHERE batch = ?", [(*row, row[0]) for row in rows])  # noqa: S608


def insert(db: sqlite3.Connection, name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Add rows to a table of the manifest."""
    quoted, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    db.executemany(f"INSERT INTO {name} ({quoted}) VALUES ({marks})", rows)  # noqa: S608 - our own names
