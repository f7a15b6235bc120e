"""One input during an ingest: its counts, its events by month, and the files that they are written to."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from detente.catalog import table
from detente.errors import DataError, mostly_rejected
from detente.lake.covered_days import LATE
from detente.lake.integrity import damaged_files
from detente.lake.lake import Batch, Lake, LakeFile
from detente.lake.parquet import write_texts
from detente.lake.parts import profile
from detente.number_text import number_of
from detente.sources.events.event_files import EventFile
from detente.sources.events.event_rows import KNOWN_FROM_FILE

__all__ = [
    "EVENTS",
    "IngestUnit",
    "RewrittenFiles",
    "Written",
    "by_month",
    "discard",
    "events_of",
    "parts_of",
    "profile_of",
    "rejects_of",
    "rewritten_files",
    "write_units",
]

EVENTS = "events"
LEVEL = 3  # zstd: a third of the time of 6, for a tenth more bytes
ROW_GROUP = 100_000

Written = tuple[LakeFile, frozenset[str]]  # a file on the disk, and the batches that have rows in it


@dataclass(slots=True)
class IngestUnit:
    """One input during an ingest.

    It may supersede the batch of an earlier version, which is still used as of earlier days; or remove a batch that
    never had rows; or restore its own batch, of which rows were lost, with its day of ingest and place among the
    versions.
    """

    number: int
    file: EventFile
    batch: Batch
    replaces: Batch | None = None
    removes: Batch | None = None
    since: date | None = None
    tally: dict[str, int] = field(default_factory=dict)
    rows_in: int = 0
    rows_ok: int = 0
    rejected: int = 0
    first: date | None = None
    last: date | None = None
    files: list[Written] = field(default_factory=list)

    @property
    def mends(self) -> bool:
        """Whether it rewrites the rows of its own batch."""
        return self.removes is not None and self.removes.batch == self.batch.batch

    def fault(self) -> str | None:
        """Return why it can't become visible, read to its end; None where it can."""
        before = self.replaces
        if before is not None and before.rows_ok and not self.rows_ok:
            rows = number_of(self.rows_in, "row")
            return f"all of its {rows} were rejected, so the version of {before.retrieved} stays"
        own = self.file.mapped is not None and self.file.mapped.own
        return "it has a header and no rows" if own and not self.rows_in else None

    def finished(self) -> Batch:
        """Return the batch it makes, or say that rows were lost."""
        if self.rows_in != self.rows_ok + self.rejected:
            raise DataError(
                f"of {self.rows_in} rows of {self.batch.origin} {self.rows_ok} were kept and {self.rejected} "
                "rejected; the rest was lost, an error of the reader: please report it",
                value=self.batch.origin,
            )
        shown = (self.first, self.last)
        covers = shown if mostly_rejected(self.rows_in, self.rejected) else self.file.named.covers or shown
        return replace(
            self.batch,
            rows_in=self.rows_in,
            rows_ok=self.rows_ok,
            rows_rejected=self.rejected,
            covers_from=covers[0],
            covers_until=covers[1],
            tally=dict(sorted(self.tally.items())),
            replaced=None if self.replaces is None else self.replaces.batch,
        )


def parts_of(units: Sequence[IngestUnit]) -> list[Written]:
    """Return the files that were written before their inputs were read to the end."""
    return [written for unit in units for written in unit.files]


@dataclass(slots=True)
class RewrittenFiles:
    """Changes to the files that hold rows of removed batches.

    Parameters
    ----------
    drop : list of str
        Files that are no longer used.
    rest : list of Written
        New files with the rows of the other batches.
    release : list of (str, str)
        Removed batches, and damaged files with rows of other batches, which are lost until these are ingested again.
        Such a file is no longer read, so that no row is read twice.
    """

    drop: list[str] = field(default_factory=list)
    rest: list[Written] = field(default_factory=list)
    release: list[tuple[str, str]] = field(default_factory=list)


def rewritten_files(lake: Lake, batches: set[str]) -> RewrittenFiles:
    """Remove batches from the files that hold their rows."""
    old = sorted({file for held in lake.records.held(batches).values() for file in held})
    found = RewrittenFiles()
    try:
        for file in old:
            holders = set(lake.records.holders(file))
            if holders <= batches:
                found.drop.append(file)
            elif damaged_files(lake.records, [file]):
                found.release += [(batch, file) for batch in sorted(holders & batches)]
                with contextlib.suppress(FileNotFoundError):
                    (lake.home / file).rename(lake.home / f"{file}.damaged")
            else:
                found.drop.append(file)
                found.rest += lake.without(lake.records.files("file = ?", (file,))[0], batches)
    except BaseException:
        discard(lake, found.rest)
        raise
    return found


def events_of(frame: pl.DataFrame, units: Sequence[IngestUnit], dataset: str) -> pl.DataFrame:
    """Return the rows of some inputs as rows of the table ``events``, and the month they became known."""
    numbers = pl.Series([unit.number for unit in units], dtype=pl.UInt32)
    if frame["unit"].n_unique() != len(units) or not frame["unit"].is_in(numbers.implode()).all():
        frame = frame.filter(pl.col("unit").is_in(numbers.implode()))
    frame = _as_versions(frame, units).with_columns(
        _batches(frame["unit"], units), pl.lit(dataset).cast(pl.Categorical).alias("dataset")
    )
    if frame["id"].null_count():
        made = pl.format("{}-{}", pl.col("batch").cast(pl.String), "line")
        frame = frame.with_columns(pl.coalesce("id", made).alias("id"))
    return frame.select(table(EVENTS).names)


def _as_versions(frame: pl.DataFrame, units: Sequence[IngestUnit]) -> pl.DataFrame:
    """Make the rows of new versions known from their version's day; acts reported in time still show a day covered."""
    days = {unit.number: unit.since for unit in units if unit.since is not None}
    if not days:
        return frame
    known = pl.col("known_on")
    since = pl.col("unit").replace_strict(days, default=None, return_dtype=pl.Date)
    in_time = (since > known) & ((known - pl.col("date")).dt.total_days() <= LATE)
    flag = (
        pl.when(in_time.fill_null(value=False)).then(pl.lit(KNOWN_FROM_FILE, pl.Int32)).otherwise(pl.lit(0, pl.Int32))
    )
    return frame.with_columns(pl.max_horizontal(known, since).alias("known_on"), pl.col("flags").or_(flag))


def _batches(numbers: pl.Series, units: Sequence[IngestUnit]) -> pl.Series:
    """Return the batch that each row is of, by the number of its input."""
    first = min(unit.number for unit in units)
    names: list[str | None] = [None] * (1 + max(unit.number for unit in units) - first)
    for unit in units:
        names[unit.number - first] = unit.batch.batch
    return pl.Series("batch", names, dtype=pl.Categorical).gather(numbers - first)


def by_month(rows: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """Return rows by the month in which they became known."""
    if rows.is_empty():
        return []
    first, last = rows.select(pl.col("known_on").min().alias("a"), pl.col("known_on").max().alias("b")).row(0)
    if (first.year, first.month) == (last.year, last.month):
        return [(f"{first:%Y%m}", rows)]
    month = pl.col("known_on").dt.strftime("%Y%m").alias("month")
    parts = rows.with_columns(month).partition_by("month", as_dict=True, include_key=False)
    return [(str(name), part) for (name,), part in sorted(parts.items())]


def profile_of(rows: pl.DataFrame, dataset: str) -> dict[str, Any]:
    """Return what `detente.lake.parts.profile` says of events of one dataset, sooner."""
    first, last = rows.select(pl.col("date").min().alias("first"), pl.col("date").max().alias("last")).row(0)
    span = {"dataset": dataset, "rows": rows.height, "first": str(first), "last": str(last)}
    return {"rows": rows.height, "spans": [span], "vintages": []}


def rejects_of(rejects: pl.DataFrame, units: Sequence[IngestUnit]) -> pl.DataFrame:
    """Return the rejects of some inputs as rows of the table ``rejects``."""
    names = pl.DataFrame(
        {"unit": [unit.number for unit in units], "batch": [unit.batch.batch for unit in units]},
        schema={"unit": pl.UInt32, "batch": pl.String},
    )
    return rejects.join(names, on="unit", maintain_order="left").select(table("rejects").names)


# Writing


def write_units(
    lake: Lake, units: Sequence[IngestUnit], frame: pl.DataFrame | None, rejects: pl.DataFrame
) -> list[Written]:
    """Write the rows of some inputs: a file a dataset and month of knowledge, and one of rejects."""
    files: list[Written] = []
    try:
        for dataset in sorted({unit.batch.dataset for unit in units}):
            mine = [unit for unit in units if unit.batch.dataset == dataset]
            if frame is not None:
                for month, part in by_month(events_of(frame, mine, dataset)):
                    files.append(_write(lake, part, EVENTS, dataset, month))
            part = rejects_of(rejects, mine)
            if part.height:
                files.append(_write(lake, part, "rejects", dataset, None))
    except BaseException:
        discard(lake, files)
        raise
    return files


def _write(lake: Lake, rows: pl.DataFrame, name: str, dataset: str, month: str | None) -> Written:
    folder = f"lake/{name}/{dataset}" + (f"/{month}" if month else "")
    file = f"{folder}/{rows['batch'][0]}-{secrets.token_hex(4)}.parquet"
    events = name == EVENTS
    with lake.placing(file) as temporary:
        write_texts(rows, temporary, level=LEVEL, row_group=ROW_GROUP)
    described = profile_of(rows, dataset) if events else profile(rows, table(name))
    stored = lake.stored(file, name, rows.height, described, dataset=dataset, month=month)
    return stored, frozenset(rows["batch"].unique())


def discard(lake: Lake, files: Sequence[Written]) -> None:
    """Delete files that did not become visible."""
    lake.discard(stored.file for stored, _ in files)
