"""What a pull returns: what it would fetch, what it fetched, and the sources there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from detente.documents.answer import Answer
from detente.errors import mostly_rejected
from detente.sources import SOURCES, Source

if TYPE_CHECKING:
    from detente.event_cube.cube import CubeRefresh
    from detente.lake.batches import Batch
    from detente.remote import FetchOutcome, ListGap, RemoteFile

__all__ = ["PullAnswer", "PullPlan", "ShippedAnswer", "SourcesAnswer", "by_source", "days_of", "pullable_sources"]

LOST = ("failed", "refused")


@dataclass(frozen=True)
class PullPlan(Answer):
    """What a pull would fetch.

    Parameters
    ----------
    site : str
        The provider or mirror.
    folder : pathlib.Path
        Where the files would go.
    files : sequence of RemoteFile
        The files to fetch.
    held : sequence of FetchOutcome
        Files that are there already.
    gaps : sequence of ListGap
        Files that the provider's calendar implies and its list lacks.
    notes : sequence of str
        What else to know, in sentences.
    free_bytes : int
        Free space on the disk.
    source : Source or None
        The source, where it is not one of events.
    """

    site: str
    folder: Path
    files: Sequence[RemoteFile]
    held: Sequence[FetchOutcome]
    gaps: Sequence[ListGap]
    notes: Sequence[str]
    free_bytes: int
    source: Source | None = None

    @property
    def bytes(self) -> int:
        """Bytes to fetch, of the files whose size is known."""
        return sum(file.bytes or 0 for file in self.files)

    def frame(self) -> pl.DataFrame:
        """Return a row a file to fetch: dataset, file, size in bytes, and the days that it covers."""
        return pl.DataFrame(
            [(file.source, file.place, file.bytes, file.first, file.last) for file in self.files],
            schema={
                "dataset": pl.String, "file": pl.String, "bytes": pl.Int64, "since": pl.Date, "until": pl.Date
            },
            orient="row",
        )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as plain data."""
        terms = {} if self.source is None else {"licence": self.source.licence, "origin": self.source.origin}
        return {
            "dry_run": True,
            "site": self.site,
            "folder": self.folder,
            "to_fetch": _sums(self.files),
            "sources": {name: _sums(files) for name, files in by_source(self.files).items()},
            "held": len(self.held),
            "unlisted": [gap.name for gap in self.gaps],
            "notes": list(self.notes),
            "free_bytes": self.free_bytes,
            **terms,
        }


@dataclass
class PullAnswer(Answer):
    """What a pull fetched and ingested.

    Parameters
    ----------
    site : str
        The provider or mirror.
    folder : pathlib.Path
        Where the files are.
    held : sequence of FetchOutcome
        Files that were there before.
    gaps : sequence of ListGap
        Files that the provider's calendar implies and its list lacks.
    notes : sequence of str
        What else to know, in sentences.
    ended : list of FetchOutcome
        How each file to fetch ended; see `detente.remote.fetch_plan`.
    ingested, rows_ok, rows_rejected : int
        Files ingested, and their rows kept and rejected.
    unread : list of (str, str)
        Files that were fetched and can't be read, and why.
    seconds : float
        How long it took.
    to_ingest : pathlib.Path or None
        The folder of files that were fetched and not ingested.
    cube : tuple of CubeRefresh
        What was counted.
    source, batch : Source, Batch, optional
        The source, where it is not one of events, and the batch that its file made.
    """

    site: str
    folder: Path
    held: Sequence[FetchOutcome]
    gaps: Sequence[ListGap]
    notes: Sequence[str]
    ended: list[FetchOutcome] = field(default_factory=list)
    ingested: int = 0
    rows_ok: int = 0
    rows_rejected: int = 0
    unread: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0
    to_ingest: Path | None = None
    cube: tuple[CubeRefresh, ...] = ()
    source: Source | None = None
    batch: Batch | None = None

    def of(self, *states: str) -> list[FetchOutcome]:
        """Return the files that ended in one of the states."""
        return [one for one in self.ended if one.state in states]

    @property
    def lost(self) -> list[FetchOutcome]:
        """The files that could not be fetched."""
        return self.of(*LOST, *(("missing",) if self.source is not None else ()))

    @property
    def complete(self) -> bool:
        """Whether every file was fetched and read, and most of its rows kept."""
        rejected = mostly_rejected(self.rows_ok + self.rows_rejected, self.rows_rejected)
        if self.batch is not None:
            rejected = mostly_rejected(self.batch.rows_in, self.batch.rows_rejected)
        return not (self.lost or self.unread or rejected)

    def frame(self) -> pl.DataFrame:
        """Return a row a file: dataset, file, state, size in bytes, and why it was not fetched."""
        return pl.DataFrame(
            [(o.file.source, o.file.place, o.state, o.bytes, o.reason) for o in (*self.held, *self.ended)],
            schema=dict.fromkeys(("dataset", "file", "state"), pl.String) | {"bytes": pl.Int64, "reason": pl.String},
            orient="row",
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        fetched = self.of("fetched")
        batch = {} if self.source is None else {"batch": None if self.batch is None else self.batch.as_dict()}
        return {
            "dry_run": False,
            "site": self.site,
            "folder": self.folder,
            "fetched": {"files": len(fetched), "bytes": sum(one.bytes or 0 for one in fetched)},
            "held": len(self.held),
            "missing": [one.file.place for one in self.of("missing")],
            "unlisted": [gap.name for gap in self.gaps],
            "refused": [_reason(one) for one in self.of("refused")],
            "failed": [_reason(one) for one in self.of("failed")],
            "notes": list(self.notes),
            "ingested": {"files": self.ingested, "rows_ok": self.rows_ok, "rows_rejected": self.rows_rejected},
            "unread": [{"file": place, "reason": why} for place, why in self.unread],
            **batch,
        }


@dataclass(frozen=True)
class ShippedAnswer(Answer):
    """A source whose file comes with Detente: nothing is fetched.

    Parameters
    ----------
    source : Source
        The source.
    file : pathlib.Path
        Its file.
    batch : Batch or None
        The batch that it made; None where it was not ingested.
    """

    source: Source
    file: Path
    batch: Batch | None = None

    def frame(self) -> pl.DataFrame:
        """Return one row: dataset, file, and rows kept and rejected."""
        rows = (None, None) if self.batch is None else (self.batch.rows_ok, self.batch.rows_rejected)
        return pl.DataFrame(
            [(self.source.name, str(self.file), *rows)],
            schema={"dataset": pl.String, "file": pl.String, "rows_ok": pl.Int64, "rows_rejected": pl.Int64},
            orient="row",
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        if self.batch is not None:
            return {"file": self.file, "batch": self.batch.as_dict()}
        return {"file": self.file, "licence": self.source.licence, "origin": self.source.origin}


@dataclass(frozen=True)
class SourcesAnswer(Answer):
    """The sources that can be pulled by name.

    Parameters
    ----------
    sources : tuple of Source
        In the order of their names.
    """

    sources: tuple[Source, ...]

    def frame(self) -> pl.DataFrame:
        """Return a row a source: name, table, years covered, how to get it, title and licence."""
        return pl.DataFrame(
            [
                (one.name, one.table, one.covers_from, one.covers_until, access_of(one), one.title, one.licence)
                for one in self.sources
            ],
            schema={
                "name": pl.String,
                "table": pl.String,
                "covers_from": pl.Int64,
                "covers_until": pl.Int64,
                "access": pl.String,
                "title": pl.String,
                "licence": pl.String,
            },
            orient="row",
        )

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the sources as plain data."""
        return [_source_data(one) for one in self.sources]


def pullable_sources() -> dict[str, Source]:
    """Return the sources that are ingested as they are, by name; counts are made of events instead."""
    return {name: one for name, one in sorted(SOURCES.items()) if one.table != "counts"}


def access_of(one: Source) -> str:
    """Return how a source's file is obtained: ``shipped``, ``fetched`` or ``by hand``."""
    if one.shipped:
        return "shipped"
    return "by hand" if one.fetch is None else "fetched"


def by_source(files: Iterable[RemoteFile]) -> dict[str, list[RemoteFile]]:
    """Return files by the dataset that they are of."""
    found: dict[str, list[RemoteFile]] = {}
    for file in files:
        found.setdefault(file.source, []).append(file)
    return found


def days_of(files: Sequence[RemoteFile]) -> tuple[date | None, date | None]:
    """Return the first and last day that files cover, as far as their names say."""
    first = min((file.first for file in files if file.first), default=None)
    return first, max((file.last for file in files if file.last), default=None)


def _sums(files: Sequence[RemoteFile]) -> dict[str, object]:
    first, last = days_of(files)
    return {"files": len(files), "bytes": sum(file.bytes or 0 for file in files), "from": first, "until": last}


def _reason(one: FetchOutcome) -> Mapping[str, object]:
    return {"file": one.file.place, "reason": one.reason}


def _source_data(one: Source) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "tables": list(one.tables),
        "origin": one.origin,
        "licence": one.licence,
        "redistributable": one.redistributable,
        "covers": one.covers,
        "covers_from": one.covers_from,
        "covers_until": one.covers_until,
        "no_row": one.no_row,
        "files": list(one.files),
        "fetched": one.fetch is not None,
        "by_hand": one.by_hand or None,
        "citation": one.citation,
        "bibtex": one.bibtex,
    }
