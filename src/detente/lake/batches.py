"""Rows of the manifest: a batch, a Parquet file of the lake, and a change of both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from detente.catalog import table

__all__ = [
    "BATCH_COLUMNS",
    "FILE_COLUMNS",
    "Batch",
    "LakeChange",
    "LakeFile",
    "batch_of",
    "batch_row",
    "file_row",
    "iso",
    "stored_of",
]

DATES = ("retrieved", "covers_from", "covers_until", "superseded_on")
BATCH_COLUMNS = (
    "batch", "dataset", "table", "origin", "unit", "digest", "bytes", "rows_in", "rows_ok", "rows_rejected",
    "schema_version", "retrieved", "covers_from", "covers_until", "superseded_on", "format", "tally",
)  # fmt: skip
FILE_COLUMNS = ("file", "table", "dataset", "month", "bytes", "sha256", "rows", "profile")


@dataclass(frozen=True, slots=True)
class Batch:
    """One input that was ingested: a row of the table ``batches``, and what the ingest did.

    Parameters
    ----------
    batch : str
        Id.
    dataset, table, origin, digest : str
        Dataset, table of its rows, where it came from, and the SHA-256 of the input.
    bytes : int
        Size of the input.
    rows_in, rows_ok, rows_rejected : int
        Rows read, kept and rejected.
    schema_version : int
        Of the store's layout; of a source's file, of its reader: see `detente.sources.Source`.
    retrieved : datetime.date
        Day of the ingest.
    unit : str
        The name of the input, wherever it is; by default its origin.
    file, file_sha256 : str or None
        Its first Parquet file within the store's folder, and that file's digest; None where no row was kept.
    covers_from, covers_until : datetime.date or None
        First and last day that it covers.
    superseded_on : datetime.date or None
        Day on which a later version replaced it.
    format : str or None
        Its format.
    tally : mapping of str to int
        Actors without a state, by reason.
    already : bool
        True if the same input was ingested before and nothing changed.
    replaced : str or None
        The batch that this one replaced.
    parts_rejected : int
        Rows kept without a part that was rejected.
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
    schema_version: int
    retrieved: date
    unit: str = ""
    file: str | None = None
    file_sha256: str | None = None
    covers_from: date | None = None
    covers_until: date | None = None
    superseded_on: date | None = None
    format: str | None = None
    tally: Mapping[str, int] = field(default_factory=dict)
    already: bool = False
    replaced: str | None = None
    parts_rejected: int = 0

    def as_row(self) -> dict[str, Any]:
        """Return the batch as a row of the table ``batches``."""
        return {name: getattr(self, name) for name in table("batches").names}

    def as_dict(self) -> dict[str, Any]:
        """Return the batch as plain data, for ``--json``."""
        row = {f.name: getattr(self, f.name) for f in fields(self)}
        days = {name: row[name].isoformat() if row[name] else None for name in DATES}
        return {**row, **days, "tally": dict(self.tally)}


@dataclass(frozen=True, slots=True)
class LakeFile:
    """One Parquet file of the lake.

    Parameters
    ----------
    file : str
        Its path within the store's folder.
    table : str
        The table of its rows.
    dataset : str or None
        The dataset of all its rows; None where they are of several.
    month : str or None
        YYYYMM in which its rows became known; None where they are of several months.
    bytes : int
        Size.
    sha256 : str
        Digest.
    rows : int
        Rows.
    profile : mapping
        Its content: see `detente.lake.parts.profile`.
    """

    file: str
    table: str
    dataset: str | None
    month: str | None
    bytes: int
    sha256: str
    rows: int
    profile: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LakeChange:
    """One change of the lake: all of it becomes visible, or nothing.

    Parameters
    ----------
    batches : sequence of Batch
        New batches.
    files : sequence of LakeFile
        New files, already on the disk under their names.
    holdings : sequence of (str, str)
        Which new or old batch has rows in which new file.
    drop_files : sequence of str
        Files to take out of use. Each must still be in use.
    drop_batches : sequence of str
        Batches to remove. Each must still be there. One that is also among `batches` keeps its place in the order of
        arrival.
    supersede : mapping of str to datetime.date or None
        Batches that a later version replaces, and from when; None makes one current again.
    keep_files : sequence of str
        Other files that the change was computed from: each must still be in use.
    release : sequence of (str, str)
        Batches whose rows in a damaged file are rewritten, and that file; it stays listed, as damaged, while others
        have rows in it.
    """

    batches: Sequence[Batch] = ()
    files: Sequence[LakeFile] = ()
    holdings: Sequence[tuple[str, str]] = ()
    drop_files: Sequence[str] = ()
    drop_batches: Sequence[str] = ()
    supersede: Mapping[str, date | None] = field(default_factory=dict)
    keep_files: Sequence[str] = ()
    release: Sequence[tuple[str, str]] = ()


def batch_of(row: Sequence[Any]) -> Batch:
    """Return a row of ``batches``, with its first file and that file's digest, as a batch."""
    values = dict(zip((*BATCH_COLUMNS, "file", "file_sha256"), row, strict=True))
    days = {name: date.fromisoformat(values[name]) if values[name] else None for name in DATES}
    return Batch(**{**values, **days, "tally": json.loads(values["tally"])})


def stored_of(row: Sequence[Any]) -> LakeFile:
    """Return a row of ``files`` as a stored file."""
    values = dict(zip(FILE_COLUMNS, row, strict=True))
    return LakeFile(**{**values, "profile": json.loads(values["profile"])})


def batch_row(batch: Batch) -> tuple[Any, ...]:
    """Return a batch as a row of ``batches``."""
    values = {name: getattr(batch, name) for name in BATCH_COLUMNS}
    values |= {name: iso(values[name]) for name in DATES}
    return tuple({**values, "unit": batch.unit or batch.origin, "tally": json.dumps(dict(batch.tally))}.values())


def file_row(file: LakeFile) -> tuple[Any, ...]:
    """Return a stored file as a row of ``files``."""
    values = {name: getattr(file, name) for name in FILE_COLUMNS}
    return tuple({**values, "profile": json.dumps(dict(file.profile))}.values())


def iso(day: date | None) -> str | None:
    """Return a day as the manifest writes it."""
    return None if day is None else day.isoformat()
