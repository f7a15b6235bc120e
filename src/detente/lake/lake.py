"""The lake: what the user adds, as Parquet files, and a manifest of those in use.

::

    home/
      manifest.sqlite                                   see `detente.lake.manifest`
      lake/events/<dataset>/<month known>/<name>.parquet
      lake/<table>/<batch>.parquet

Files are written under temporary names, synced, renamed, and their folders synced; then one transaction in the
manifest makes a change visible at once. Readers open only what the manifest lists, so an ingest that is killed
leaves the lake as before or as after. Files that no manifest lists are deleted when a later ingest finds them a
day old; files that a change took out of use are deleted after ten minutes, for readers that began before it.

- The same input for the same dataset and table is recognised by its digest and changes nothing.
- A changed input that was *added* (`Lake.commit`) replaces the batch of the same origin.
- A changed input that was *ingested* is a new version: the old one stays current for as-of dates before it
  (see `detente.ingestion.events` for events, `detente.ingestion.source_file` for the rest).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from detente.catalog import table
from detente.errors import StoreError
from detente.lake.disk import is_full, sync, unwritable
from detente.lake.integrity import check_files, file_digest, is_damaged
from detente.lake.manifest import HOLDS, SCHEMA_VERSION, Batch, Conflict, LakeChange, LakeFile, Manifest
from detente.lake.parts import Part, as_named, profile, write_parquet
from detente.sources.readers.literal_paths import scan_parquet

__all__ = ["SCHEMA_VERSION", "SHARED", "Batch", "Conflict", "Lake", "LakeChange", "LakeFile", "batch_id", "file_digest"]

SHARED = ("events", "texts", "coded_acts")  # tables in whose files several inputs may have rows
ORPHAN_AGE = 86_400.0  # seconds; a file this old that no manifest lists belongs to no running ingest
RETIRED_AGE = 600.0  # seconds that a retired file is kept for its readers
LEVEL = 6  # zstd: a balance of processor time and bytes
TRIES = 20  # times that a change is computed again because another process was quicker


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

    @property
    def records(self) -> Manifest:
        """The manifest."""
        return Manifest(self.manifest)

    # Reading

    def batches(self) -> list[Batch]:
        """Return the visible batches, oldest first, including superseded ones."""
        return self.records.batches()

    def held_on(self, day: date, where: str = "true", newest: int | None = None) -> list[Batch]:
        """Return the batches current on a day, oldest first, or only the newest: of each input, one version."""
        return self.records.batches(f"{HOLDS} AND ({where})", {"day": day.isoformat()}, newest)

    def parts(self, name: str | None = None, dataset: str | None = None) -> list[Part]:
        """Return the visible files, or those that hold rows of a table or dataset, oldest first."""
        equals = {key: value for key, value in {"table": name, "dataset": dataset}.items() if value is not None}
        where = " AND ".join(f'("{key}" = ? OR "{key}" IS NULL)' for key in equals)
        return [self._part(stored) for stored in self.records.files(where, list(equals.values()))]

    def find(self, dataset: str, name: str, digest: str) -> Batch | None:
        """Return the current batch of an input, if there is one; None if any batch of it is damaged."""
        made = self._made_of(dataset, name, digest)
        if any(is_damaged(self.records, batch) for batch in made):
            return None
        return next((batch for batch in made if batch.superseded_on is None), None)

    def damaged(self, dataset: str, name: str, digest: str) -> Batch | None:
        """Return a damaged batch of an input, current or not, if there is one."""
        return next((batch for batch in self._made_of(dataset, name, digest) if is_damaged(self.records, batch)), None)

    def _made_of(self, dataset: str, name: str, digest: str) -> list[Batch]:
        return self.records.batches('(b.dataset, b."table", b.digest) = (?, ?, ?)', (dataset, name, digest))

    def from_origin(self, dataset: str, name: str, origin: str) -> Batch | None:
        """Return the current batch that came from an origin, if there is one."""
        entry = (dataset, name, origin)
        found = self.records.batches('(b.dataset, b."table", b.unit) = (?, ?, ?) AND b.superseded_on IS NULL', entry)
        return found[0] if found else None

    def superseded(self, day: date) -> dict[str, frozenset[str]]:
        """Return, by the name of their file, the batches that a later version had replaced by a day."""
        rows = self.records.ask(
            "SELECT h.file, b.batch FROM batches b JOIN holdings h USING (batch) WHERE b.superseded_on <= ?",
            (day.isoformat(),),
        )
        found: dict[str, set[str]] = {}
        for file, batch in rows:
            found.setdefault(file.rsplit("/", 1)[-1], set()).add(batch)
        return {file: frozenset(batches) for file, batches in found.items()}

    def outdated(self, day: date) -> frozenset[str]:
        """Return the names of files of which another version is current on a day.

        Of the versions of one input the first is current until the second came, and so on. Tables of `SHARED` are not
        among them: in their files several inputs have rows (see `superseded`).
        """
        rows = self.records.ask(
            'SELECT b.dataset, b."table", b.unit, b.rowid, b.superseded_on, f.file FROM files f CROSS JOIN holdings h '  # noqa: S608 - our own names
            "USING (file) CROSS JOIN batches b USING (batch) "
            f'WHERE f."table" NOT IN {(*SHARED, "rejects")} AND b."table" NOT IN {SHARED} ORDER BY b.rowid'
        )
        holding: dict[tuple[str, str, str], int] = {}
        for *unit, number, until, _ in rows:
            if until is None or until > day.isoformat():
                holding.setdefault((unit[0], unit[1], unit[2]), number)
        return frozenset(file for *unit, number, _, file in rows if holding.get((unit[0], unit[1], unit[2])) != number)

    def free_id(self, dataset: str, name: str, digest: str) -> str:
        """Return a new batch's id: that of a damaged batch of the same input, which is to be rewritten, if any.

        A version that comes back after another one gets an id of its own. Call this before `find`: two processes that
        ingest an input at the same time then write the same batch.
        """
        if damaged := self.damaged(dataset, name, digest):
            return damaged.batch
        query = 'SELECT count(*) FROM batches WHERE (dataset, "table", digest) = (?, ?, ?)'
        ((count,),) = self.records.ask(query, (dataset, name, digest)) or [(0,)]
        return batch_id(dataset, name, f"{digest}\n{count}" if count else digest)

    def _part(self, stored: LakeFile) -> Part:
        return Part(
            table=stored.table,
            path=self.home / stored.file,
            size=stored.bytes,
            sha256=stored.sha256,
            place="added",
            rows=stored.rows,
            spans=tuple(stored.profile.get("spans", ())),
            vintages=tuple(stored.profile.get("vintages", ())),
        )

    # Writing

    def commit(self, batch: Batch, frames: Mapping[str, pl.DataFrame], *, versions: bool = False) -> Batch:
        """Write a batch's frames and make them visible, replacing the batch of the same origin.

        Parameters
        ----------
        batch : Batch
            The batch; ``file``, ``file_sha256`` and ``replaced`` are set here. One that is there already is
            rewritten, in its own place among the versions.
        frames : mapping of str to polars.DataFrame
            By table; each is validated. The batch's own table must be among them.
        versions : bool, optional
            Keep the batch that is replaced, as the version current until the new one's day.

        Returns
        -------
        Batch
            As it is now.

        Raises
        ------
        TableError
            If a frame does not fit its table.
        StoreError
            If the store can't be written.
        """
        fitted = {name: table(name).validate(frame) for name, frame in frames.items()}
        with self.writing("nothing was added"):
            self.prepare()
            again = self.records.batches("b.batch = ?", (batch.batch,))
            for before in again:
                batch = replace(batch, retrieved=before.retrieved, superseded_on=before.superseded_on)
            ending = f"-{secrets.token_hex(4)}" if again else ""
            places = {name: f"lake/{name}/{batch.batch}{ending}.parquet" for name in fitted}
            with self._only_if_done(places.values()):
                written = [
                    self.write_file(frame, name, places[name], dataset=batch.dataset) for name, frame in fitted.items()
                ]
                own = next(stored for stored in written if stored.table == batch.table)
                batch = replace(batch, unit=batch.unit or batch.origin, file=own.file, file_sha256=own.sha256)
                return self._publish(batch, written, versions=versions)

    @contextlib.contextmanager
    def _only_if_done(self, files: Iterable[str]) -> Iterator[None]:
        """Delete the files that were not there before, unless all goes well."""
        ours = [file for file in files if not (self.home / file).exists()]
        try:
            yield
        except BaseException:
            self.discard(ours)
            raise

    def _publish(self, batch: Batch, written: Sequence[LakeFile], *, versions: bool) -> Batch:
        """Make the batch visible in place of the one of the same origin, and of itself if it is there."""
        for _ in range(TRIES):
            old = self.records.batches(
                'b.batch = ? OR ((b.dataset, b."table", b.unit) = (?, ?, ?) AND b.superseded_on IS NULL)',
                (batch.batch, batch.dataset, batch.table, batch.unit),
            )
            again = any(b.batch == batch.batch for b in old)
            past = [b.batch for b in old if b.batch != batch.batch and not (versions and again)]
            gone = [b.batch for b in old if b.batch == batch.batch or (not versions and b.batch in past)]
            held = {file for files in self.records.held(gone).values() for file in files}
            with contextlib.suppress(Conflict):
                self.records.publish(
                    LakeChange(
                        batches=[batch],
                        files=written,
                        holdings=[(batch.batch, stored.file) for stored in written],
                        drop_files=sorted(held),
                        drop_batches=gone,
                        supersede=dict.fromkeys(past, batch.retrieved) if versions else {},
                    )
                )
                return replace(batch, replaced=next(iter(past), None))
        raise StoreError(
            f"the store in {self.home} is constantly being changed by other processes; nothing was added. Try again",
            value=self.home,
        )

    def discard(self, files: Iterable[str]) -> None:
        """Delete files that did not become visible: none that the manifest lists, and none if it can't be read."""
        for file in files:
            with contextlib.suppress(OSError, StoreError):
                if not self.records.files("file = ?", (file,)):
                    (self.home / file).unlink(missing_ok=True)

    def prepare(self) -> None:
        """Create the folder and the manifest if need be, and delete what was left behind."""
        (self.home / "lake").mkdir(parents=True, exist_ok=True)
        self.records.create()
        self.sweep()

    def sweep(self) -> None:
        """Delete files that no manifest lists and no process can still be writing or reading."""
        now = time.time()
        retired = self.records.retired()
        past = {file for file, since in retired.items() if since < now - RETIRED_AGE}
        for file in past:
            (self.home / file).unlink(missing_ok=True)
        if past:
            self.records.forget(past)
        for path in self.orphans():
            with contextlib.suppress(FileNotFoundError):  # another process has just renamed it
                if path.stat().st_mtime < now - ORPHAN_AGE:
                    path.unlink()

    def orphans(self) -> list[Path]:
        """Return the files in the lake's folder that are neither in use nor just taken out of use."""
        listed = {stored.file for stored in self.records.files()} | set(self.records.retired())
        folder = self.home / "lake"
        found = [path for path in folder.rglob("*.parquet*") if path.is_file()]
        return sorted(path for path in found if path.relative_to(self.home).as_posix() not in listed)

    def write_file(
        self,
        frame: pl.DataFrame,
        name: str,
        file: str,
        *,
        dataset: str | None = None,
        month: str | None = None,
    ) -> LakeFile:
        """Write one Parquet file to the disk, safely; it is not read before it is published.

        Parameters
        ----------
        frame : polars.DataFrame
            Rows that fit the table.
        name : str
            The table.
        file : str
            The file's path within the store's folder.
        dataset, month : str, optional
            Of all its rows: see `LakeFile`.

        Raises
        ------
        OSError
            If it can't be written.
        """
        declared = table(name)
        with self.placing(file) as temporary:
            write_parquet(frame, declared, temporary, level=LEVEL)
        return self.stored(file, name, frame.height, profile(frame, declared), dataset=dataset, month=month)

    def without(self, stored: LakeFile, batches: Collection[str]) -> list[tuple[LakeFile, frozenset[str]]]:
        """Write a file's rows of other batches as a new file, and return it with those batches; none if there are none.

        Raises
        ------
        StoreError
            If the file is damaged, or its rows have no batch.
        """
        if not set(self.records.holders(stored.file)) - set(batches):
            return []
        check_files(self.records, [stored])
        declared = table(stored.table)
        if "batch" not in declared.names:
            raise StoreError(
                f"{stored.file} has rows of several batches that can't be distinguished", value=stored.file
            )
        others = ~pl.col("batch").is_in(list(batches))
        rows = as_named(scan_parquet(self.home / stored.file), self._part(stored)).filter(others).collect()
        file = f"{stored.file.rsplit('/', 1)[0]}/{rows['batch'][0]}-{secrets.token_hex(4)}.parquet"
        with self.placing(file) as temporary:
            rows.write_parquet(temporary, compression="zstd", compression_level=LEVEL)
        entry = profile(rows, declared)
        new = self.stored(file, stored.table, rows.height, entry, dataset=stored.dataset, month=stored.month)
        return [(new, frozenset(rows["batch"].unique()))]

    def stored(
        self,
        file: str,
        name: str,
        rows: int,
        profiled: Mapping[str, Any],
        *,
        dataset: str | None = None,
        month: str | None = None,
    ) -> LakeFile:
        """Return the manifest's entry for a file on the disk."""
        path = self.home / file
        stat = path.stat()
        entry = {**profiled, "mtime_ns": stat.st_mtime_ns}
        return LakeFile(file, name, dataset, month, stat.st_size, file_digest(path), rows, entry)

    @contextlib.contextmanager
    def placing(self, file: str) -> Iterator[Path]:
        """Yield a temporary path to write to; then sync it, rename it to `file`, and sync the folders.

        Raises
        ------
        OSError
            If it can't be written, also where an engine reports a full disk as another error.
        """
        path = self.home / file
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        ours = [temporary] if path.exists() else [temporary, path]
        try:
            yield temporary
            sync(temporary)
            temporary.replace(path)
            place = path.parent
            while place != self.home.parent:
                sync(place)
                place = place.parent
        except BaseException as error:
            full = isinstance(error, (pl.exceptions.PolarsError, StoreError)) and is_full(path.parent)
            for left in ours:
                with contextlib.suppress(OSError):
                    left.unlink(missing_ok=True)
            if full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error
            raise

    @contextlib.contextmanager
    def writing(self, outcome: str) -> Iterator[None]:
        """Raise errors of the disk as a `StoreError` with the outcome."""
        try:
            yield
        except (OSError, sqlite3.Error, pl.exceptions.PolarsError) as error:
            raise unwritable(self.home, error, outcome) from error
