"""What the cube's SQL runs on: its texts, the lake's files as views, DuckDB within bounds, and the files it writes."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import polars as pl

from detente.errors import StoreError
from detente.event_cube.cube_files import FOLDER, CubeFile, seal
from detente.lake.disk import why_of
from detente.lake.integrity import check_once, mending
from detente.lake.lake import Lake
from detente.lake.parquet import write_texts

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "COLUMNS",
    "MENDING",
    "LakeEventFile",
    "as_store_error",
    "check_cube_files",
    "check_events",
    "engine",
    "event_batches",
    "event_files",
    "events_text",
    "sql_text",
    "ticks_text",
    "write_cube_file",
    "write_cube_frame",
]

SQL = Path(__file__).parent / "sql"
COLUMNS = (
    "dataset", "source", "target", "day", "known_on", "quad", "root", "plover",
    "reports", "events", "records", "intensity", "rated",
)  # fmt: skip
EVENT_COLUMNS = "date, known_on, source, target, cameo, quad, plover, intensity, reports, key"
NO_MONTH = "000000"  # label of files that lie in no month's folder
MENDING = "`detente cube` rebuilds it from the events"
MEMORY = "1GB"  # beyond it DuckDB goes to temporary files
LEVEL = 1  # zstd: the rows are few and lie sorted
ROW_GROUP = 40_000  # rows; small enough that one dyad touches few


@dataclass(frozen=True, slots=True)
class LakeEventFile:
    """One Parquet file of events: where it is, its digest, whose rows it holds, and between which days of act."""

    path: Path
    sha256: str
    batches: frozenset[str]
    label: str
    rows: int
    first: date | None
    last: date | None


# What the lake holds


def event_batches(lake: Lake, dataset: str) -> dict[str, date | None]:
    """Return a dataset's batches of events, each with the day from which a later version replaces it."""
    rows = lake.records.ask(
        "SELECT batch, superseded_on FROM batches WHERE dataset = ? AND \"table\" = 'events' ORDER BY rowid", (dataset,)
    )
    return {batch: date.fromisoformat(day) if day else None for batch, day in rows}


def event_files(lake: Lake, dataset: str) -> list[LakeEventFile]:
    """Return the Parquet files of a dataset's events, as the manifest lists them."""
    rows = lake.records.ask(
        "SELECT f.file, f.sha256, f.month, f.rows, f.profile, group_concat(h.batch) FROM files f JOIN holdings h "
        "USING (file) WHERE f.\"table\" = 'events' AND f.dataset = ? GROUP BY f.file ORDER BY f.rowid",
        (dataset,),
    )
    found = []
    for file, sha256, month, count, profiled, batches in rows:
        first, last = _span(json.loads(profiled))
        holders = frozenset(batches.split(","))
        found.append(LakeEventFile(lake.home / file, sha256, holders, month or NO_MONTH, count, first, last))
    return found


def _span(profiled: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Return the first and last day that a file's profile gives."""
    spans = [span for span in profiled.get("spans", ()) if span["first"]]
    first = min((date.fromisoformat(span["first"]) for span in spans), default=None)
    return first, max((date.fromisoformat(span["last"]) for span in spans), default=None)


def check_events(lake: Lake, files: Iterable[LakeEventFile]) -> None:
    """Check files of events against their digests, once a process.

    Raises
    ------
    StoreError
        For the first that is damaged.
    """
    for file in files:
        if fault := check_once(file.path, file.sha256):
            name = file.path.relative_to(lake.home).as_posix()
            raise StoreError(f"{name} {fault}. {mending(lake.records, name)}", value=name)


def check_cube_files(lake: Lake, files: Iterable[CubeFile]) -> None:
    """Check files of the cube against their digests, once a process.

    Raises
    ------
    StoreError
        For the first that is damaged.
    """
    for file in files:
        if fault := check_once(lake.home / file.file, file.sha256):
            raise StoreError(f"{file.file} {fault}. {MENDING}", value=file.file)


# The texts


def sql_text(name: str) -> str:
    """Return one of the SQL texts."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def ticks_text(events: str) -> str:
    """Return the text that makes ticks of the view `events`."""
    return sql_text("cube_ticks").replace("FROM events", f"FROM {events}")


def events_text(view: str, files: Sequence[LakeEventFile], batches: Mapping[str, date | None]) -> str:
    """Return the text that makes events of a view of files: rows of some batches, with the days of replacement."""
    cases = " ".join(f"WHEN '{batch}' THEN DATE '{day}'" for batch, day in batches.items() if day)
    until = f"CASE batch {cases} END" if cases else "CAST(NULL AS DATE)"
    others = any(file.batches - batches.keys() for file in files)
    chosen = f" WHERE batch IN ({', '.join(repr(batch) for batch in batches)})" if others else ""
    return f"SELECT {EVENT_COLUMNS}, {until} AS known_until FROM {view}{chosen}"  # noqa: S608 - ids and days of ours


# DuckDB


@contextlib.contextmanager
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open DuckDB with bounded memory and a temporary folder of its own."""
    import duckdb  # noqa: PLC0415 - help should not wait for it

    with tempfile.TemporaryDirectory(prefix="detente-") as folder, duckdb.connect() as db:
        db.execute("SET temp_directory = $folder", {"folder": folder})
        db.execute(f"SET memory_limit = '{MEMORY}'")
        yield db


@contextlib.contextmanager
def as_store_error(home: Path) -> Iterator[None]:
    """Tell an engine's or the disk's error as one of the store."""
    try:
        yield
    except _errors() as error:
        what, advice = why_of(error)
        message = f"the cube in {home / FOLDER} can't be read or written: {what}. {advice}. {MENDING}"
        raise StoreError(message, value=home) from error


def _errors() -> tuple[type[Exception], ...]:
    import duckdb  # noqa: PLC0415 - counting as numbers does not need it

    return (duckdb.Error, pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


def write_cube_file(db: duckdb.DuckDBPyConnection, lake: Lake, dataset: str, label: str, query: str) -> CubeFile:
    """Write what a query gives as a file of the cube; it must give it dyad by dyad."""
    rows = pl.DataFrame(db.sql(query)).insert_column(0, pl.lit(dataset).alias("dataset"))
    return write_cube_frame(lake, dataset, label, rows)


def write_cube_frame(lake: Lake, dataset: str, label: str, rows: pl.DataFrame) -> CubeFile:
    """Write rows as a file of the cube; they must lie dyad by dyad."""
    folder = lake.home / FOLDER / dataset
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{label}-{uuid4().hex}.parquet.tmp"
    try:
        write_texts(rows, temporary, level=LEVEL, row_group=ROW_GROUP)
        return seal(lake, label, temporary, rows.height)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
