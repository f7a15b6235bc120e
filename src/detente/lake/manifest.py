"""The manifest: which batches and files the lake has. SQLite, one file, one short transaction a change.

::

    batches    one input that was ingested; several inputs may share a Parquet file
    files      the Parquet files that readers open
    holdings   which file holds rows of which batch
    retired    files that a change took out of use, kept for a while for readers that began before it
    renamed    datasets that an older Detente called otherwise: what they were called, and are called now

Batches are in the order of arrival, which is that of their row ids; a clock that was set back does not change it. Of
the versions of one input, one is current on each day: from its day of retrieval, a new version replaces every version
before it, also those with later days (see `HOLDS`).

Everything that changes the lake goes through `Manifest.publish`: it checks, inside the transaction, that what
the change was computed from is unchanged, and raises `Conflict` if another process was quicker. No process waits
for a lock longer than such a transaction takes, and the one that loses computes its change again.

The manifest keeps SQLite's rollback journal: there is one writer at a time and few, tiny transactions, and,
unlike a write-ahead log, it works on network file systems and leaves one file.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from detente.errors import StoreError
from detente.lake.batch_rows import Conflict, check_still, end_earlier, insert, update
from detente.lake.batches import (
    BATCH_COLUMNS,
    FILE_COLUMNS,
    Batch,
    LakeChange,
    LakeFile,
    batch_of,
    batch_row,
    file_row,
    iso,
    stored_of,
)
from detente.lake.disk import is_of_the_disk, unreadable

__all__ = ["HOLDS", "SCHEMA_VERSION", "Batch", "Conflict", "LakeChange", "LakeFile", "Manifest"]

SCHEMA_VERSION = 3
# Whether batch b is current on :day: of the versions of one input, the first that no other had replaced by then
HOLDS = """(
b.rowid IN (SELECT min(rowid) FROM batches WHERE superseded_on > :day GROUP BY dataset, "table", unit)
OR b.superseded_on IS NULL
    AND (b.dataset, b."table", b.unit) NOT IN (SELECT dataset, "table", unit FROM batches WHERE superseded_on > :day))
"""
Row = TypeVar("Row")
Values = Sequence[object] | Mapping[str, object]

BUSY = 60.0  # seconds to wait for another process's transaction

SCHEMA = """
CREATE TABLE batches (
    batch TEXT PRIMARY KEY, dataset TEXT NOT NULL, "table" TEXT NOT NULL, origin TEXT NOT NULL, unit TEXT NOT NULL,
    digest TEXT NOT NULL, bytes INTEGER NOT NULL, rows_in INTEGER NOT NULL, rows_ok INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL, schema_version INTEGER NOT NULL, retrieved TEXT NOT NULL,
    covers_from TEXT, covers_until TEXT, superseded_on TEXT, format TEXT, tally TEXT NOT NULL DEFAULT '{}');
CREATE UNIQUE INDEX units ON batches (dataset, "table", unit) WHERE superseded_on IS NULL;
CREATE INDEX digests ON batches (digest);
CREATE TABLE files (
    file TEXT PRIMARY KEY, "table" TEXT NOT NULL, dataset TEXT, month TEXT, bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL, rows INTEGER NOT NULL, profile TEXT NOT NULL);
CREATE TABLE holdings (
    batch TEXT NOT NULL REFERENCES batches (batch), file TEXT NOT NULL REFERENCES files (file),
    PRIMARY KEY (batch, file)) WITHOUT ROWID;
CREATE INDEX held ON holdings (file);
CREATE TABLE retired (file TEXT PRIMARY KEY, since REAL NOT NULL);
CREATE TABLE renamed (old TEXT PRIMARY KEY, new TEXT NOT NULL);
"""

# From layout 1, in which a batch had files of its own and no versions
UPGRADE = """
ALTER TABLE batches RENAME TO old_batches;
ALTER TABLE files RENAME TO old_files;
{schema}
INSERT INTO batches SELECT batch, dataset, "table", origin, origin, digest, bytes, rows_in, rows_ok, rows_rejected,
    schema_version, retrieved, NULL, NULL, NULL, NULL, '{{}}' FROM old_batches ORDER BY rowid;
INSERT INTO files SELECT f.file, f."table", b.dataset, NULL, f.bytes, f.sha256, json_extract(f.profile, '$.rows'),
    f.profile FROM old_files f JOIN old_batches b USING (batch) ORDER BY f.rowid;
INSERT INTO holdings SELECT batch, file FROM old_files;
DROP TABLE old_files;
DROP TABLE old_batches
"""


@dataclass(frozen=True)
class Manifest:
    """The manifest at `path`. Nothing is created before the first change."""

    path: Path

    # Reading

    def batches(self, where: str = "", values: Values = (), newest: int | None = None) -> list[Batch]:
        """Return the batches that meet a condition on the table ``batches``, oldest first, or only the newest."""
        columns = ", ".join(f'b."{name}"' for name in BATCH_COLUMNS)
        query = (
            f"SELECT {columns}, f.file, f.sha256 FROM batches b LEFT JOIN files f ON f.file = "  # noqa: S608
            "(SELECT min(h.file) FROM holdings h JOIN files g USING (file) WHERE h.batch = b.batch "
            f'AND g."table" = b."table") {where and "WHERE " + where} ORDER BY b.rowid'
        )
        if newest is None:
            return self._rows(batch_of, query, values)
        return self._rows(batch_of, f"{query} DESC LIMIT {int(newest)}", values)[::-1]

    def files(self, where: str = "", values: Sequence[object] = ()) -> list[LakeFile]:
        """Return the files in use that meet a condition on the table ``files``, oldest first."""
        columns = ", ".join(f'"{name}"' for name in FILE_COLUMNS)
        query = f"SELECT {columns} FROM files {where and 'WHERE ' + where} ORDER BY rowid"  # noqa: S608
        return self._rows(stored_of, query, values)

    def held(self, batches: Iterable[str]) -> dict[str, list[str]]:
        """Return the files that hold rows of these batches, by batch."""
        found: dict[str, list[str]] = {}
        for batch in batches:
            found[batch] = [file for (file,) in self._all("SELECT file FROM holdings WHERE batch = ?", (batch,))]
        return found

    def holders(self, file: str) -> list[str]:
        """Return the batches that have rows in a file."""
        return [batch for (batch,) in self._all("SELECT batch FROM holdings WHERE file = ?", (file,))]

    def retired(self) -> dict[str, float]:
        """Return the files taken out of use, and when (seconds since 1970)."""
        return dict(self._all("SELECT file, since FROM retired", ()))

    def renamed(self) -> dict[str, str]:
        """Return the datasets to which an older Detente gave other names: those names, and the names now."""
        return dict(self._all("SELECT old, new FROM renamed ORDER BY old", ()))

    def described(self) -> list[str]:
        """Return the datasets that have a description beside the lake: see `detente.lake.dataset_descriptions`."""
        if not self._all("SELECT 1 FROM sqlite_master WHERE name = 'described'", ()):
            return []
        return [dataset for (dataset,) in self._all("SELECT dataset FROM described ORDER BY dataset", ())]

    def describe(self, dataset: str) -> None:
        """Record that a dataset has a description."""
        with contextlib.closing(self._connect("rw")) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS described (dataset TEXT PRIMARY KEY) WITHOUT ROWID")
            db.execute("INSERT OR IGNORE INTO described VALUES (?)", (dataset,))

    def data_version(self) -> str:
        """Return the version of the pack's data with which something was last ingested, empty if none is recorded."""
        if not self._all("SELECT 1 FROM sqlite_master WHERE name = 'used_with'", ()):
            return ""
        return max((str(version) for (version,) in self._all("SELECT version FROM used_with", ())), default="")

    def used_with(self, version: str) -> None:
        """Record the version of the pack's data with which something was ingested."""
        with contextlib.closing(self._connect("rw")) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS used_with (version TEXT PRIMARY KEY) WITHOUT ROWID")
            db.execute("INSERT OR IGNORE INTO used_with VALUES (?)", (version,))

    def damage(self) -> list[str]:
        """Return what SQLite finds wrong with the manifest's file."""
        return [str(found) for (found,) in self._all("PRAGMA integrity_check", ()) if found != "ok"]

    def distrust(self, files: Iterable[str]) -> None:
        """Forget the times of change of files, so that their digests are checked the next time."""
        with contextlib.closing(self._connect("rw")) as db, db:
            db.executemany(
                "UPDATE files SET profile = json_remove(profile, '$.mtime_ns') WHERE file = ?", [(f,) for f in files]
            )

    def datasets_with(self, name: str) -> tuple[str, ...]:
        """Return the datasets with batches of a table, sorted."""
        rows = self.ask('SELECT DISTINCT dataset FROM batches WHERE "table" = ? ORDER BY dataset', (name,))
        return tuple(dataset for (dataset,) in rows)

    def ask(self, query: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query; none where there is no manifest yet."""
        return self._all(query, values)

    def _rows(self, made: Callable[[Sequence[Any]], Row], query: str, values: Values) -> list[Row]:
        try:
            return [made(row) for row in self._all(query, values)]
        except (ValueError, TypeError) as error:  # a row without a valid date or JSON where there should be one
            raise self._damaged(error) from error

    def _all(self, query: str, values: Values) -> list[tuple[Any, ...]]:
        with self._reading() as db:
            return [] if db is None else db.execute(query, values).fetchall()

    # Writing

    def create(self) -> None:
        """Create the manifest where there is none, and upgrade an older one."""
        with contextlib.closing(self._connect("rwc")) as db:
            self._check(db)
            if db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
                return
            with db:
                db.execute("BEGIN IMMEDIATE")
                version = db.execute("PRAGMA user_version").fetchone()[0]
                if version == SCHEMA_VERSION:
                    return
                self._upgrade(db, version)

    def _upgrade(self, db: sqlite3.Connection, version: int) -> None:
        """Give a manifest of an older layout, or a new one, this layout."""
        if version < 2:
            text = UPGRADE.format(schema=SCHEMA) if version == 1 else SCHEMA
            for statement in text.split(";"):
                db.execute(statement)
        if version == 1:
            self._mend_events(db)
        if version == 2:
            db.execute("CREATE TABLE renamed (old TEXT PRIMARY KEY, new TEXT NOT NULL)")
        if version:
            from detente.lake.upgrade import rename_datasets  # noqa: PLC0415 - once in a store's life

            rename_datasets(db)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _mend_events(self, db: sqlite3.Connection) -> None:
        """Put files with all columns in the place of those that layout 1 wrote."""
        from detente.lake.upgrade import mended_events  # noqa: PLC0415 - once in a store's life

        files = dict(db.execute("SELECT file, sha256 FROM files WHERE \"table\" = 'events'").fetchall())
        try:
            mended = mended_events(self.path.parent, files)
        except OSError as error:
            raise StoreError(
                f"the store in {self.path.parent} has an older layout and can't be brought up to date: {error}; "
                "nothing was changed. Free space or fix the folder's permissions, and try again",
                value=self.path.parent,
            ) from error
        for one in mended:
            found = (one.new, one.bytes, one.sha256, one.old)
            db.execute("UPDATE files SET file = ?, bytes = ?, sha256 = ? WHERE file = ?", found)
            db.execute("UPDATE holdings SET file = ? WHERE file = ?", (one.new, one.old))
            db.execute("INSERT OR REPLACE INTO retired VALUES (?, ?)", (one.old, time.time()))

    def publish(self, change: LakeChange) -> None:
        """Make a change visible.

        Raises
        ------
        Conflict
            If another process changed what it was computed from.
        sqlite3.Error
            If the manifest can't be written.
        """
        with contextlib.closing(self._connect("rw")) as db, db:
            db.execute("BEGIN IMMEDIATE")
            check_still(db, change)
            now = time.time()
            for file in change.drop_files:
                db.execute("DELETE FROM holdings WHERE file = ?", (file,))
                db.execute("DELETE FROM files WHERE file = ?", (file,))
                db.execute("INSERT OR REPLACE INTO retired VALUES (?, ?)", (file, now))
            db.executemany("DELETE FROM holdings WHERE (batch, file) = (?, ?)", change.release)
            empty = "DELETE FROM files WHERE file = ?1 AND NOT EXISTS (SELECT 1 FROM holdings WHERE file = ?1)"
            db.executemany(empty, {(file,) for _, file in change.release})
            again = {batch.batch for batch in change.batches}.intersection(change.drop_batches)
            for batch in change.drop_batches:
                db.execute("DELETE FROM holdings WHERE batch = ?", (batch,))
                if batch not in again:
                    db.execute("DELETE FROM batches WHERE batch = ?", (batch,))
            for batch, day in change.supersede.items():
                db.execute("UPDATE batches SET superseded_on = ? WHERE batch = ?", (iso(day), batch))
            if change.batches:  # where a version is removed, the change has the ends of the others
                end_earlier(db, change)
            update(db, [batch_row(batch) for batch in change.batches if batch.batch in again])
            new = [batch_row(batch) for batch in change.batches if batch.batch not in again]
            insert(db, "batches", BATCH_COLUMNS, new)
            db.executemany("DELETE FROM retired WHERE file = ?", [(file.file,) for file in change.files])
            insert(db, "files", FILE_COLUMNS, [file_row(file) for file in change.files])
            db.executemany("INSERT OR IGNORE INTO holdings VALUES (?, ?)", change.holdings)

    def forget(self, files: Iterable[str]) -> None:
        """Forget retired files that are gone from the disk."""
        with contextlib.closing(self._connect("rw")) as db, db:
            db.executemany("DELETE FROM retired WHERE file = ?", [(file,) for file in files])

    # The file

    def _connect(self, mode: str) -> sqlite3.Connection:
        db = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY)
        db.isolation_level = None  # transactions are explicit
        try:
            db.execute("PRAGMA synchronous = FULL")
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _check(self, db: sqlite3.Connection) -> int:
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"the store in {self.path.parent} is from a newer Detente (layout {version}; this one "
                f"reads {SCHEMA_VERSION}); upgrade, or set DETENTE_HOME to another folder",
                value=version,
            )
        return version

    def _is_there(self) -> bool:
        home = self.path.parent
        try:
            os.stat(self.path)  # noqa: PTH116 - for its error: a folder that can't be read is not an empty one
        except (FileNotFoundError, NotADirectoryError):
            if home.exists() and not home.is_dir():
                raise StoreError(
                    f"the store's folder {home} is not a folder; set DETENTE_HOME to another folder", value=home
                ) from None
            return False
        except OSError as error:
            raise unreadable(home, error) from error
        return True

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """Open the manifest to read; None where there is none yet."""
        home = self.path.parent
        if not self._is_there():
            yield None
            return
        try:
            # A journal left by a killed ingest is rolled back by the next process that opens the file, which needs
            # write permission; a store on a read-only medium has no journal.
            writable = os.access(self.path, os.W_OK) and os.access(home, os.W_OK)
            with contextlib.closing(self._connect("rw" if writable else "ro")) as db:
                version = self._check(db)
                if 0 < version < SCHEMA_VERSION and writable:
                    self.create()
                elif version == 1:
                    raise StoreError(
                        f"the store in {home} has an older layout and can't be written to be brought up to date; "
                        "make the folder writable once",
                        value=home,
                    )
                elif version == 2:  # on a read-only medium
                    with contextlib.closing(sqlite3.connect(":memory:")) as copy:
                        db.backup(copy)
                        self._upgrade(copy, version)
                        yield copy
                    return
                yield db if version else None
        except sqlite3.Error as error:
            if not os.access(self.path, os.R_OK):
                denied = PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self.path))
                raise unreadable(home, denied) from error
            if is_of_the_disk(error):
                raise unreadable(home, error) from error
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> StoreError:
        return StoreError(
            f"the store's manifest {self.path} can't be read: {error}; move the folder away and add your files again, "
            "or set DETENTE_HOME to another folder",
            value=self.path,
        )
