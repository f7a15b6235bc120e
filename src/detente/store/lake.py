"""The lake: what the user adds. Parquet files are the record; a manifest says which of them exist.

::

    home/
      manifest.sqlite            batches, and the files of each
      lake/<table>/<batch>.parquet

A batch's files are written under temporary names, synced, renamed, and their folders synced; then one
transaction in the manifest makes them all visible at once. Readers open only what the manifest lists, so an
ingest that is killed leaves the lake as before or as after. Files that no manifest lists are swept when a
later ingest finds them a day old.

- The same input for the same dataset and table is recognised by its digest and changes nothing.
- A changed input from the same origin replaces the batch that came from there.

The manifest keeps SQLite's rollback journal: there is one writer at a time and few, tiny transactions, and,
unlike a write-ahead log, it works on network file systems and leaves one file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from detente.catalog import table
from detente.errors import StoreError
from detente.store.starter import Part, profile, write_parquet

__all__ = ["SCHEMA_VERSION", "Batch", "Lake", "batch_id"]

SCHEMA_VERSION = 1
ORPHAN_AGE = 86_400.0  # seconds; a file this old that no manifest lists belongs to no running ingest
LEVEL = 6  # zstd: ingest is paid for in processor time as well as in bytes

SCHEMA = """
CREATE TABLE batches (
    batch TEXT PRIMARY KEY, dataset TEXT NOT NULL, "table" TEXT NOT NULL, origin TEXT NOT NULL,
    digest TEXT NOT NULL, bytes INTEGER NOT NULL, rows_in INTEGER NOT NULL, rows_ok INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL, file TEXT NOT NULL, file_sha256 TEXT NOT NULL,
    schema_version INTEGER NOT NULL, retrieved TEXT NOT NULL,
    UNIQUE (dataset, "table", origin));
CREATE TABLE files (
    batch TEXT NOT NULL REFERENCES batches (batch), "table" TEXT NOT NULL, file TEXT NOT NULL UNIQUE,
    bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, profile TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """One input that was taken in: a row of the table ``batches``, and what the ingest did.

    Parameters
    ----------
    batch : str
        Id.
    dataset, table, origin, digest : str
        What it is, where its rows are, where it came from, and the SHA-256 of the input.
    bytes : int
        Size of the input.
    rows_in, rows_ok, rows_rejected : int
        Rows read, kept and rejected.
    file, file_sha256 : str
        The Parquet file within the store's folder, and its digest.
    schema_version : int
        Of the store's layout.
    retrieved : datetime.date
        Day of the ingest.
    already : bool
        True if the same input was there before and nothing changed.
    replaced : str or None
        The batch from the same origin that this one replaced.
    """

    batch: str
    dataset: str
    table: str
    origin: str
    digest: str
    bytes: int
    rows_in: int
    rows_ok: int
    rows_rejected: int
    file: str
    file_sha256: str
    schema_version: int
    retrieved: date
    already: bool = False
    replaced: str | None = None

    def as_row(self) -> dict[str, Any]:
        """Return the batch as a row of the table ``batches``."""
        return {name: getattr(self, name) for name in table("batches").names}

    def as_dict(self) -> dict[str, Any]:
        """Return the batch as plain data, for ``--json``."""
        row = {f.name: getattr(self, f.name) for f in fields(self)}
        return {**row, "retrieved": self.retrieved.isoformat()}


def batch_id(dataset: str, name: str, digest: str) -> str:
    """Return the id of the batch that an input of this digest makes for a dataset's table."""
    return hashlib.sha256(f"{dataset}\n{name}\n{digest}".encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Lake:
    """The lake in folder `home`. Nothing is created before the first batch."""

    home: Path

    @property
    def manifest(self) -> Path:
        """The manifest's file."""
        return self.home / "manifest.sqlite"

    # Reading

    def batches(self) -> list[Batch]:
        """Return the visible batches, oldest first."""
        with self._reading() as db:
            if db is None:
                return []
            names = table("batches").names
            rows = db.execute(f"SELECT {_quoted(names)} FROM batches ORDER BY rowid").fetchall()  # noqa: S608
        return [_batch(dict(zip(names, row, strict=True))) for row in rows]

    def parts(self, name: str | None = None) -> list[Part]:
        """Return the visible files, or those that hold table `name`, oldest batch first."""
        with self._reading() as db:
            if db is None:
                return []
            rows = db.execute(
                'SELECT f."table", f.file, f.bytes, f.sha256, f.profile FROM files f '
                "JOIN batches b USING (batch) ORDER BY b.rowid, f.rowid"
            ).fetchall()
        return [self._part(*row) for row in rows if name in (None, row[0])]

    def find(self, dataset: str, name: str, digest: str) -> Batch | None:
        """Return the visible batch made of an input, if there is one and its file is whole."""
        wanted = batch_id(dataset, name, digest)
        found = next((b for b in self.batches() if b.batch == wanted), None)
        if found is None:
            return None
        with contextlib.suppress(OSError):
            if hashlib.sha256((self.home / found.file).read_bytes()).hexdigest() == found.file_sha256:
                return found
        return None

    def from_origin(self, dataset: str, name: str, origin: str) -> Batch | None:
        """Return the visible batch that came from an origin, if there is one."""
        key = (dataset, name, origin)
        return next((b for b in self.batches() if (b.dataset, b.table, b.origin) == key), None)

    def _part(self, name: str, file: str, size: int, sha256: str, profiled: str) -> Part:
        said = json.loads(profiled)
        return Part(
            table=name,
            path=self.home / file,
            size=size,
            sha256=sha256,
            place="added",
            rows=said["rows"],
            spans=tuple(said["spans"]),
            vintages=tuple(said["vintages"]),
        )

    # Writing

    def commit(self, batch: Batch, frames: Mapping[str, pl.DataFrame]) -> Batch:
        """Write a batch's frames and make them visible, replacing the batch of the same origin.

        Parameters
        ----------
        batch : Batch
            What it is; ``file``, ``file_sha256`` and ``replaced`` are filled in here.
        frames : mapping of str to polars.DataFrame
            By table; each is validated. The batch's own table must be among them.

        Returns
        -------
        Batch
            As it now stands.

        Raises
        ------
        TableError
            If a frame does not fit its table.
        StoreError
            If the store can't be written.
        """
        fitted = {name: table(name).validate(frame) for name, frame in frames.items()}
        try:
            self._make_home()
            self._sweep()
            written = {name: self._write(name, batch.batch, frame) for name, frame in fitted.items()}
            path, digest, _ = written[batch.table]
            batch = replace(batch, file=path.relative_to(self.home).as_posix(), file_sha256=digest)
            return self._publish(batch, fitted, written)
        except (OSError, sqlite3.Error, pl.exceptions.ComputeError) as error:
            raise StoreError(
                f"the store in {self.home} can't be written: {error}; nothing was added. Free space or fix "
                "the folder's permissions, or name another folder in DETENTE_HOME",
                value=self.home,
            ) from error

    def _make_home(self) -> None:
        (self.home / "lake").mkdir(parents=True, exist_ok=True)
        with contextlib.closing(self._connect("rwc")) as db, db:
            db.execute("BEGIN IMMEDIATE")
            if not _tables(db):
                for statement in SCHEMA.split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _sweep(self) -> None:
        listed = {part.path for part in self.parts()}
        horizon = time.time() - ORPHAN_AGE
        for path in (self.home / "lake").glob("*/*.parquet*"):
            if path not in listed and path.stat().st_mtime < horizon:
                path.unlink(missing_ok=True)

    def _write(self, name: str, batch: str, frame: pl.DataFrame) -> tuple[Path, str, int]:
        folder = self.home / "lake" / name
        folder.mkdir(exist_ok=True)
        temporary, path = folder / f"{batch}.parquet.{os.getpid()}", folder / f"{batch}.parquet"
        try:
            write_parquet(frame, table(name), temporary, level=LEVEL)
            data = temporary.read_bytes()
            _sync(temporary)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        for place in (folder, folder.parent, self.home):
            _sync(place)
        return path, hashlib.sha256(data).hexdigest(), len(data)

    def _publish(
        self, batch: Batch, frames: Mapping[str, pl.DataFrame], written: Mapping[str, tuple[Path, str, int]]
    ) -> Batch:
        rows = [
            (
                batch.batch,
                name,
                path.relative_to(self.home).as_posix(),
                size,
                digest,
                json.dumps(profile(frames[name], table(name))),
            )
            for name, (path, digest, size) in written.items()
        ]
        with contextlib.closing(self._connect("rw")) as db, db:
            db.execute("BEGIN IMMEDIATE")
            old = db.execute(
                'SELECT batch FROM batches WHERE (dataset, "table", origin) = (?, ?, ?) OR batch = ?',
                (batch.dataset, batch.table, batch.origin, batch.batch),
            ).fetchall()
            for (name,) in old:
                db.execute("DELETE FROM files WHERE batch = ?", (name,))
                db.execute("DELETE FROM batches WHERE batch = ?", (name,))
            row = {**batch.as_row(), "retrieved": batch.retrieved.isoformat()}
            marks = ", ".join("?" * len(row))
            db.execute(f"INSERT INTO batches ({_quoted(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
            db.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)
        return replace(batch, replaced=next((name for (name,) in old if name != batch.batch), None))

    # The manifest

    def _connect(self, mode: str) -> sqlite3.Connection:
        db = sqlite3.connect(f"{self.manifest.absolute().as_uri()}?mode={mode}", uri=True, timeout=30.0)
        db.isolation_level = None  # transactions are begun by name
        db.execute("PRAGMA synchronous = FULL")
        return db

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """Open the manifest to read; None where there is none yet."""
        if not self.manifest.exists():
            if self.home.exists() and not self.home.is_dir():
                raise StoreError(
                    f"the store's folder {self.home} is not a folder; name another in DETENTE_HOME",
                    value=self.home,
                )
            yield None
            return
        try:
            # A journal left by a killed ingest is rolled back by whoever opens the file next, which takes
            # the right to write; a store on a read-only medium has none to roll back.
            mode = "rw" if os.access(self.manifest, os.W_OK) and os.access(self.home, os.W_OK) else "ro"
            with contextlib.closing(self._connect(mode)) as db:
                version = db.execute("PRAGMA user_version").fetchone()[0]
                if version > SCHEMA_VERSION:
                    raise StoreError(
                        f"the store in {self.home} is from a newer Detente (layout {version}; this one "
                        f"reads {SCHEMA_VERSION}); upgrade, or name another folder in DETENTE_HOME",
                        value=version,
                    )
                yield db if _tables(db) else None
        except sqlite3.Error as error:
            raise StoreError(
                f"the store's manifest {self.manifest} can't be read: {error}; move the folder away and add "
                "your files again, or name another folder in DETENTE_HOME",
                value=self.manifest,
            ) from error


def _tables(db: sqlite3.Connection) -> bool:
    return bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'batches'").fetchall())


def _quoted(names: Mapping[str, object] | tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _batch(row: dict[str, Any]) -> Batch:
    return Batch(**{**row, "retrieved": date.fromisoformat(row["retrieved"])})


def _sync(path: Path) -> None:
    """Ask the system to put a file or folder on the disk."""
    folder = path.is_dir()
    if folder and os.name == "nt":
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
