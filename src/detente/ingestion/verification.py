"""Verify the store: every file against the manifest."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from detente.catalog import table
from detente.documents.answer import Answer
from detente.errors import StoreError, UsageError
from detente.event_cube.verification import check_cube
from detente.lake.dataset_descriptions import damaged_about
from detente.lake.integrity import fault_of, mending
from detente.lake.lake import Batch, Lake, LakeFile
from detente.remote import DownloadLog
from detente.sources.readers.literal_paths import duckdb_parquet, scan_parquet
from detente.store.store import Store

__all__ = ["VerifyAnswer", "content", "verify"]

EVENTS = "events"


@dataclass(frozen=True)
class VerifyAnswer(Answer):
    """What a check of the store found.

    Parameters
    ----------
    batches, files, bytes, rows : int
        What was checked.
    faults : tuple of str
        What is wrong, in sentences; empty if the store is whole.
    orphans : tuple of str
        Files that no manifest lists: what a killed ingest left behind. They are harmless, and deleted a day later.
    content : dict of str to str
        Digests of what each dataset holds, where they were requested and nothing is wrong.
    """

    batches: int
    files: int
    bytes: int
    rows: int
    faults: tuple[str, ...]
    orphans: tuple[str, ...]
    content: dict[str, str] = field(default_factory=dict)

    def frame(self) -> pl.DataFrame:
        """Return a row a fault."""
        return pl.DataFrame({"fault": list(self.faults)}, schema={"fault": pl.String})

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return asdict(self)


def verify(store: Store, *, with_content: bool = False) -> VerifyAnswer:
    """Check every file against the manifest: digests, rows, and each batch's rows.

    That is the lake's files, the cube's, the descriptions of datasets, what was fetched under ``raw/``, and the
    manifest's own file. Damaged files are noted, so that a pull does not assume by size and time of change that they
    are intact.

    Parameters
    ----------
    store : Store
        The lake.
    with_content : bool, optional
        Also digest what each dataset holds; see `content`.

    Returns
    -------
    VerifyAnswer

    Examples
    --------
    >>> verify(Store.open(home=Path("nowhere"))).faults
    ()
    """
    lake, faults = store.lake, []
    faults += [f"the manifest is damaged: {fault}" for fault in lake.records.damage()]
    files, batches = lake.records.files(), {batch.batch: batch for batch in lake.batches()}
    damaged = []
    found: dict[tuple[str, str], int] = {}
    for stored in files:
        fault = _fault_of(lake, stored)
        if fault:
            faults.append(fault)
            damaged.append(stored.file)
            continue
        if "batch" in table_names(stored.table):
            for name, rows in _rows_by_batch(lake.home / stored.file):
                found[stored.table, name] = found.get((stored.table, name), 0) + rows
                if name not in batches:
                    faults.append(f"{stored.file} has rows of a batch, {name}, that the manifest does not list")
    reported = {batch for file in damaged for batch in lake.records.holders(file)}
    for batch in batches.values():
        if batch.batch not in reported:
            faults += _faults_of(batch, found)
    faults += damaged_about(lake)
    faults += check_cube(store.lake)
    faults += _faults_of_downloads(DownloadLog(lake.home))
    if damaged:
        with contextlib.suppress(OSError, sqlite3.Error):  # a read-only store
            lake.records.distrust(damaged)
    return VerifyAnswer(
        batches=len(batches),
        files=len(files),
        bytes=sum(stored.bytes for stored in files),
        rows=sum(stored.rows for stored in files),
        faults=tuple(faults),
        orphans=tuple(path.relative_to(lake.home).as_posix() for path in lake.orphans()),
        content=content(store) if with_content and not faults else {},
    )


def table_names(name: str) -> tuple[str, ...]:
    """Return a table's columns; none for one that the catalog does not have."""
    try:
        return table(name).names
    except UsageError:
        return ()


def _fault_of(lake: Lake, stored: LakeFile) -> str | None:
    path = lake.home / stored.file
    try:
        if fault := fault_of(path, stored.sha256):
            return f"{stored.file} {fault}. {mending(lake.records, stored.file)}"
        rows = scan_parquet(path).select(pl.len()).collect().item()
    except (OSError, pl.exceptions.PolarsError) as error:
        return f"{stored.file} can't be read: {error}"
    if rows != stored.rows:
        return f"{stored.file} has {rows} rows, and {stored.rows} in the manifest"
    return None


def _faults_of_downloads(log: DownloadLog) -> list[str]:
    """Return the fetched files that differ from those that arrived. One that was ingested may be deleted."""
    damaged = log.damaged()
    if damaged:
        with contextlib.suppress(StoreError):
            log.distrust(damaged)
    advice = "Run the same `detente pull` again, which fetches it again"
    return [f"raw/{file} {fault}. {advice}" for file, fault in damaged.items()]


def _rows_by_batch(path: Path) -> list[tuple[str, int]]:
    return scan_parquet(path).group_by("batch").len().collect().rows()


def _faults_of(batch: Batch, found: dict[tuple[str, str], int]) -> Iterator[str]:
    if batch.rows_in != batch.rows_ok + batch.rows_rejected:
        yield f"batch {batch.batch}: rows kept and rejected do not add up to the {batch.rows_in} rows read"
    listed = {batch.table: batch.rows_ok, "rejects": batch.rows_rejected}
    for name, rows in listed.items():
        here = found.get((name, batch.batch), 0)
        # a source's rejects are its rejected rows, and rejected parts of rows kept
        consistent = here >= rows if name == "rejects" and batch.table != EVENTS else here == rows
        if "batch" in table_names(name) and not consistent:
            yield f"batch {batch.batch}: {here} rows of {name}, and {rows} in the manifest"


def content(store: Store) -> dict[str, str]:
    """Return a digest of each dataset's events, the same however they are spread over files.

    Two lakes with the same inputs have the same digests, in whatever order they were ingested and however often
    interrupted, with the same version of DuckDB.
    """
    import duckdb  # noqa: PLC0415 - only here

    files: dict[str, list[Path]] = {}
    for stored in store.lake.records.files('"table" IN (?, ?)', (EVENTS, "rejects")):
        files.setdefault(f"{stored.dataset} {stored.table}", []).append(store.lake.home / stored.file)
    found = {}
    with duckdb.connect() as db:
        for name, paths in sorted(files.items()):
            duckdb_parquet(db, sorted(paths)).create_view("rows", replace=True)
            query = "SELECT count(*), sum(CAST(hash(rows) AS HUGEINT)) FROM rows"
            count, total = db.sql(query).fetchall()[0]
            found[name] = hashlib.sha256(f"{count} {total}".encode()).hexdigest()[:16]
    return found
