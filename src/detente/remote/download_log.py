"""The log of downloads: the table ``downloads`` of the lake's manifest, a row for each file requested.

::

    file       path under raw/
    source     gdelt1, gdelt2, gdelt2-translingual, icews, polecat, news, or another dataset
    state      held, missing, unlisted, refused, failed
    url        where it is published, without user name, password and query
    bytes, md5, mtime_ns     of the file on the disk, so that a later pull need not read it again
    checksum   in the provider's list
    first, last, published   days it covers, and day of publication, where known
    reason     why it is missing
    checked    when it was last requested, UTC
    ingested   1 once it was ingested

A file that arrived just before the pull was killed may have no row; its digest is then computed and compared with
the provider's list.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from detente.errors import StoreError
from detente.remote.download import file_digest
from detente.remote.fetch_plan import FETCHED, HELD, FetchOutcome, ListGap, RemoteFile
from detente.remote.sites import Site

__all__ = ["UNLISTED", "Download", "DownloadLog", "unwritable"]

UNLISTED = "unlisted"

SCHEMA = """
CREATE TABLE IF NOT EXISTS downloads (
    file TEXT PRIMARY KEY, source TEXT NOT NULL, state TEXT NOT NULL, url TEXT NOT NULL, bytes INTEGER, md5 TEXT,
    mtime_ns INTEGER, checksum TEXT, first TEXT, last TEXT, published TEXT, reason TEXT, checked TEXT NOT NULL,
    ingested INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID
"""
INSERT = """
INSERT INTO downloads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (file) DO UPDATE SET source = excluded.source, state = excluded.state, url = excluded.url,
    bytes = excluded.bytes, md5 = excluded.md5, mtime_ns = excluded.mtime_ns, checksum = excluded.checksum,
    first = excluded.first, last = excluded.last, published = excluded.published, reason = excluded.reason,
    checked = excluded.checked,
    ingested = CASE WHEN downloads.md5 IS excluded.md5 THEN downloads.ingested ELSE 0 END
"""
INSERT_GAP = f"{INSERT} WHERE downloads.state <> 'held'"


@dataclass(frozen=True, slots=True)
class Download:
    """A row of the log: what a pull needs of it."""

    state: str
    bytes: int | None
    md5: str | None
    mtime_ns: int | None
    checksum: str | None
    ingested: int
    checked: str


@dataclass(frozen=True)
class DownloadLog:
    """The log in the manifest of the store at `home`; files are in ``home/raw``."""

    home: Path

    @property
    def raw(self) -> Path:
        """The folder of raw files."""
        return self.home / "raw"

    def rows(self) -> dict[str, Download]:
        """Return every row by its file."""
        if not (self.home / "manifest.sqlite").exists():
            return {}
        with self._open() as db:
            columns = "file, state, bytes, md5, mtime_ns, checksum, ingested, checked"
            read = db.execute(f"SELECT {columns} FROM downloads").fetchall()  # noqa: S608 - our own names
        return {file: Download(*rest) for file, *rest in read}

    def held(self, file: RemoteFile, row: Download | None) -> FetchOutcome | None:
        """Return the outcome of a file that is on the disk and is the one listed; None for any other.

        A file whose row has its size and time of change is not read again.
        """
        path = self.raw / file.folder / file.name
        try:
            state = path.stat()
        except OSError:
            return None
        if file.bytes is not None and file.bytes != state.st_size:
            return None
        known = row is not None and (row.state, row.bytes, row.mtime_ns) == (HELD, state.st_size, state.st_mtime_ns)
        if known and row is not None and file.checksum in (None, row.checksum, f"md5:{row.md5}"):
            return FetchOutcome(file, HELD, path, state.st_size, row.md5)
        if file.checksum is None:
            return None  # it can't be checked
        md5 = file_digest(path)
        algorithm, _, expected = file.checksum.partition(":")
        found = md5 if algorithm == "md5" else file_digest(path, algorithm)
        return FetchOutcome(file, HELD, path, state.st_size, md5) if found == expected else None

    def put(self, outcomes: Iterable[FetchOutcome], site: Site, forget: Iterable[str] = ()) -> None:
        """Record how files ended, in one transaction, and forget the rows of other files."""
        now = _now()
        rows = [
            (
                one.file.place, one.file.source, HELD if one.state == FETCHED else one.state,
                site.address(one.file.path),
                one.bytes, one.md5, one.path.stat().st_mtime_ns if one.path else None, one.file.checksum,
                _text(one.file.first), _text(one.file.last), _text(one.file.published), one.reason, now, 0,
            )
            for one in outcomes
        ]  # fmt: skip
        self._put(rows, forget=forget)

    def put_gaps(self, gaps: Iterable[ListGap], site: Site) -> None:
        """Record what the provider's list lacks; a file that is on the disk nevertheless stays recorded as held."""
        now, why = _now(), "not in the provider's list"
        rows = [
            (gap.place, gap.source, UNLISTED, site.address(gap.name), *[None] * 4, day, day, None, why, now, 0)
            for gap in gaps
            for day in [_text(gap.day)]
        ]
        self._put(rows, INSERT_GAP)

    def damaged(self) -> dict[str, str]:
        """Return the files that differ from those that arrived, and what is wrong with each.

        A file that was ingested may be deleted. Nothing is written, so that this works on a read-only disk.
        """
        found = {}
        for file, md5, ingested in self._held():
            path = self.raw / file
            if ingested and not path.exists():
                continue
            try:
                if file_digest(path) != md5:
                    found[file] = "is damaged: its MD5 differs from that of the file that arrived"
            except OSError as error:
                missing = isinstance(error, FileNotFoundError)
                found[file] = "is missing" if missing else f"can't be read: {(error.strerror or str(error)).lower()}"
        return found

    def _held(self) -> list[tuple[str, str, int]]:
        manifest = self.home / "manifest.sqlite"
        if not manifest.exists():
            return []
        with contextlib.closing(sqlite3.connect(f"{manifest.absolute().as_uri()}?mode=ro", uri=True)) as db:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'downloads'").fetchall():
                return []
            return db.execute("SELECT file, md5, ingested FROM downloads WHERE state = ?", (HELD,)).fetchall()

    def distrust(self, files: Iterable[str]) -> None:
        """Forget the times of change of files, so that a later pull reads them again."""
        with self._open() as db:
            db.executemany("UPDATE downloads SET mtime_ns = NULL WHERE file = ?", [(file,) for file in files])

    def ingested(self, files: Iterable[RemoteFile]) -> None:
        """Record that the rows of files were handed to the lake."""
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            db.executemany("UPDATE downloads SET ingested = 1 WHERE file = ?", [(file.place,) for file in files])
            db.execute("COMMIT")

    def last_checked(self, source: str) -> datetime | None:
        """Return when a file of a source was last requested, or compared with the provider's list; None if never."""
        if not (self.home / "manifest.sqlite").exists():
            return None
        with self._open() as db:
            (found,) = db.execute("SELECT max(checked) FROM downloads WHERE source = ?", (source,)).fetchone()
        return None if found is None else datetime.fromisoformat(found)

    def note_checked(self, source: str) -> None:
        """Record that the files of a source were compared with the provider's now."""
        with self._open() as db:
            db.execute("UPDATE downloads SET checked = ? WHERE source = ?", (_now(), source))

    def spans(self, sources: Iterable[str]) -> list[tuple[date, date]]:
        """Return the days covered by the files of the sources that are on the disk."""
        if not (self.home / "manifest.sqlite").exists():
            return []
        wanted = tuple(sources)
        marks = ", ".join("?" * len(wanted))
        with self._open() as db:
            rows = db.execute(
                f"SELECT DISTINCT first, last FROM downloads WHERE state = ? AND source IN ({marks}) "  # noqa: S608
                "AND first IS NOT NULL AND last IS NOT NULL",
                (HELD, *wanted),
            ).fetchall()
        return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in rows]

    @contextlib.contextmanager
    def alone(self, provider: str) -> Iterator[None]:
        """Hold a lock on ``raw/<provider>``; it is released when the process ends, in whatever way.

        Raises
        ------
        StoreError
            If another pull holds the lock, or the folder can't be written.
        """
        folder = self.raw / provider
        try:
            folder.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(folder / ".lock.sqlite", timeout=0.0, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise unwritable(self.home, error) from error
        with contextlib.closing(db):
            try:
                db.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise unwritable(self.home, error) from error
                raise StoreError(
                    f"another pull of {provider} is running in {folder}; wait until it is done, or stop it",
                    value=folder,
                ) from None
            yield

    def _put(self, rows: Iterable[tuple[object, ...]], statement: str = INSERT, forget: Iterable[str] = ()) -> None:
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            db.executemany("DELETE FROM downloads WHERE file = ?", [(file,) for file in forget])
            db.executemany(statement, rows)
            db.execute("COMMIT")

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self.home / "manifest.sqlite", timeout=60.0, isolation_level=None)
            with contextlib.closing(db):
                db.execute("PRAGMA synchronous = FULL")
                db.execute(SCHEMA)
                yield db
        except (OSError, sqlite3.Error) as error:
            raise unwritable(self.home, error) from error


def unwritable(home: Path, error: Exception) -> StoreError:
    """Return the error of a store that can't be written, with what to do."""
    why = (getattr(error, "strerror", None) or str(error)).lower()
    return StoreError(
        f"the store in {home} can't be written: {why}. What arrived before stays; free space or fix the folder's "
        "permissions, or set DETENTE_HOME to another folder, and run the same command again",
        value=home,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
