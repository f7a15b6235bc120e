"""Which cube files there are, and which batches of events they count.

The cube is made of files under ``cube/<dataset>/`` in the store's folder; their sum is the cube. The manifest
lists them beside the batches they count, each with the day from which a later version replaced it, if that is
counted too. A change of the cube is one transaction, which fails if another process changed it meanwhile.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.errors import StoreError
from detente.lake.disk import sync, why_of
from detente.lake.lake import Lake

__all__ = ["CubeChanged", "CubeFile", "CubeState", "covering_files", "publish", "read_cube", "seal"]

FOLDER = "cube"
ORPHAN_AGE = 86_400.0  # seconds; a file this old that the manifest does not list belongs to no running process

SCHEMA = """
CREATE TABLE IF NOT EXISTS cube_files (
    file TEXT PRIMARY KEY, dataset TEXT NOT NULL, label TEXT NOT NULL, rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS cube_batches (
    dataset TEXT NOT NULL, batch TEXT NOT NULL, superseded_on TEXT, PRIMARY KEY (dataset, batch)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cube_changes (dataset TEXT PRIMARY KEY, changes INTEGER NOT NULL);
"""
# As many of each as of both together: the cube counts exactly the current batches
COVERED = """
SELECT (SELECT count(*) FROM batches WHERE dataset = :dataset AND "table" = 'events'),
    (SELECT count(*) FROM cube_batches WHERE dataset = :dataset),
    (SELECT count(*) FROM batches b JOIN cube_batches c ON c.dataset = b.dataset AND c.batch = b.batch
        AND c.superseded_on IS b.superseded_on WHERE b.dataset = :dataset AND b."table" = 'events')
"""


class CubeChanged(StoreError):
    """Another process changed the cube, or the batches it counts, while this one computed."""


@dataclass(frozen=True, slots=True)
class CubeFile:
    """One file of the cube.

    Parameters
    ----------
    file : str
        Its path within the store's folder.
    label : str
        Month in which its batches became known, as yyyymm.
    rows, bytes : int
        Its size.
    sha256 : str
        Its digest.
    """

    file: str
    label: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CubeState:
    """The cube of one dataset as the manifest lists it.

    Parameters
    ----------
    dataset : str
        Its name.
    files : tuple of CubeFile
        Its files.
    counted : mapping of str to datetime.date or None
        The batches in it, each with the day from which a later version replaces it.
    changes : int
        How often it was changed.
    """

    dataset: str
    files: tuple[CubeFile, ...]
    counted: Mapping[str, date | None]
    changes: int


def read_cube(lake: Lake, dataset: str) -> CubeState:
    """Return the cube of a dataset as the manifest lists it; empty where there is none.

    Raises
    ------
    StoreError
        If the manifest can't be read.
    """
    if not lake.manifest.exists():
        return CubeState(dataset, (), {}, 0)
    with _manifest(lake) as db:
        return _state(db, dataset)


def covering_files(lake: Lake, dataset: str) -> list[CubeFile] | None:
    """Return the files of a dataset's cube; None where the cube is not up to date.

    Raises
    ------
    StoreError
        If the manifest can't be read.
    """
    if not lake.manifest.exists():
        return None
    with _manifest(lake) as db:
        if not _exists(db):
            return None
        there, counted, same = db.execute(COVERED, {"dataset": dataset}).fetchone()
        return _files(db, dataset) if 0 < there == counted == same else None


def publish(
    lake: Lake,
    before: CubeState,
    counted: Mapping[str, date | None],
    files: Sequence[CubeFile],
    dropped: Sequence[CubeFile] = (),
    *,
    more: Collection[str] | None = None,
) -> CubeState:
    """Make a change of the cube visible: files come, files go, batches are counted.

    Parameters
    ----------
    lake : Lake
        The lake with the manifest.
    before : CubeState
        The cube that the change was computed from.
    counted : mapping of str to datetime.date or None
        The batches that the cube counts afterwards.
    files, dropped : sequence of CubeFile
        What comes and what goes.
    more : collection of str, optional
        Where `counted` says something else than `before`, if that is known.

    Returns
    -------
    CubeState
        The cube after the refresh.

    Raises
    ------
    CubeChanged
        If the cube is no longer `before`; nothing is changed.
    StoreError
        If the manifest can't be written.
    """
    with _manifest(lake) as db:
        db.execute("BEGIN IMMEDIATE")
        try:
            for statement in SCHEMA.split(";"):
                db.execute(statement)
            _check_unchanged(db, before)
            gone = [old.file for old in dropped if old.file not in {file.file for file in files}]
            db.executemany("DELETE FROM cube_files WHERE file = ?", [(file,) for file in gone])
            db.executemany("INSERT OR REPLACE INTO retired VALUES (?, ?)", [(file, time.time()) for file in gone])
            db.executemany("DELETE FROM retired WHERE file = ?", [(file.file,) for file in files])
            rows = [(f.file, before.dataset, f.label, f.rows, f.bytes, f.sha256) for f in files]
            db.executemany("INSERT INTO cube_files VALUES (?, ?, ?, ?, ?, ?)", rows)
            less = before.counted.keys() - counted.keys() if more is None else ()
            uncounted = [(before.dataset, name) for name in less]
            db.executemany("DELETE FROM cube_batches WHERE (dataset, batch) = (?, ?)", uncounted)
            new = counted.items() - before.counted.items() if more is None else [(name, counted[name]) for name in more]
            days = [(before.dataset, name, day.isoformat() if day else None) for name, day in new]
            db.executemany("INSERT OR REPLACE INTO cube_batches VALUES (?, ?, ?)", days)
            db.execute("INSERT OR REPLACE INTO cube_changes VALUES (?, ?)", (before.dataset, before.changes + 1))
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:  # on a full disk SQLite has rolled back by itself
                db.execute("ROLLBACK")
            raise
    _sweep(lake)
    kept = [file for file in before.files if file.file not in set(gone)]
    after = sorted([*kept, *files], key=lambda file: (file.label, file.file))
    return CubeState(before.dataset, tuple(after), counted, before.changes + 1)


def seal(lake: Lake, label: str, temporary: Path, rows: int) -> CubeFile:
    """Give a written file a name that no other has, whatever is in it, and put it on the disk."""
    data = hashlib.sha256()
    with temporary.open("rb") as source:
        while block := source.read(1 << 20):
            data.update(block)
    path = temporary.with_name(f"{label}-{secrets.token_hex(8)}.parquet")
    size = temporary.stat().st_size
    sync(temporary)
    temporary.replace(path)
    for folder in (path.parent, path.parent.parent, lake.home):
        sync(folder)
    return CubeFile(path.relative_to(lake.home).as_posix(), label, rows, size, data.hexdigest())


def _check_unchanged(db: sqlite3.Connection, before: CubeState) -> None:
    if _changes(db, before.dataset) != before.changes:
        raise CubeChanged(
            f"another process changed the cube of {before.dataset} at the same time; run the command again",
            value=before.dataset,
        )


def _state(db: sqlite3.Connection, dataset: str) -> CubeState:
    if not _exists(db):
        return CubeState(dataset, (), {}, 0)
    db.execute("BEGIN")  # so that all is of one moment
    batches = db.execute("SELECT batch, superseded_on FROM cube_batches WHERE dataset = ?", (dataset,)).fetchall()
    files, changes = _files(db, dataset), _changes(db, dataset)
    db.execute("COMMIT")
    counted = {name: date.fromisoformat(day) if day else None for name, day in batches}
    return CubeState(dataset, tuple(files), counted, changes)


def _exists(db: sqlite3.Connection) -> bool:
    return bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'cube_changes'").fetchall())


def _files(db: sqlite3.Connection, dataset: str) -> list[CubeFile]:
    rows = db.execute(
        "SELECT file, label, rows, bytes, sha256 FROM cube_files WHERE dataset = ? ORDER BY label, file", (dataset,)
    ).fetchall()
    return [CubeFile(*row) for row in rows]


def _changes(db: sqlite3.Connection, dataset: str) -> int:
    found = db.execute("SELECT changes FROM cube_changes WHERE dataset = ?", (dataset,)).fetchone()
    return int(found[0]) if found else 0


@contextlib.contextmanager
def _manifest(lake: Lake) -> Iterator[sqlite3.Connection]:
    mode = "rw" if os.access(lake.manifest, os.W_OK) and os.access(lake.home, os.W_OK) else "ro"
    try:
        with contextlib.closing(
            sqlite3.connect(f"{lake.manifest.absolute().as_uri()}?mode={mode}", uri=True, timeout=30.0)
        ) as db:
            db.isolation_level = None  # transactions are begun by name
            db.execute("PRAGMA synchronous = FULL")
            yield db
    except sqlite3.Error as error:
        what, advice = why_of(error)
        raise StoreError(
            f"the store's manifest {lake.manifest} can't be read or written: {what}. {advice}", value=lake.manifest
        ) from error


def _sweep(lake: Lake) -> None:
    """Remove files that the manifest does not list and no process can be writing or reading any more."""
    lake.sweep()
    with _manifest(lake) as db:
        listed = {file for (file,) in db.execute("SELECT file FROM cube_files UNION SELECT file FROM retired")}
    horizon = time.time() - ORPHAN_AGE
    for path in (lake.home / FOLDER).glob("*/*.parquet*"):
        with contextlib.suppress(FileNotFoundError):
            if path.relative_to(lake.home).as_posix() not in listed and path.stat().st_mtime < horizon:
                path.unlink()
