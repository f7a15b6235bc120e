"""The slow record into the lake: one file of votes, ties, disputes or figures, one batch.

A source's file is read whole (the largest are a few million rows), and becomes one batch: its rows in the source's
tables, the rows set aside in ``rejects``, and what it covers in ``coverage``.

**Versions.** A dataset has one version at a time. Another file of the same source, ingested later, is a new version:
it holds from the day of its ingest, and a question as of an earlier day gets the old version's rows, all of them and
no others. `detente data remove` takes a version out, and the one before it holds again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.errors import DataError
from detente.sources import Reading, Source, source
from detente.sources.archives import digest_of
from detente.store.lake import SCHEMA_VERSION, Batch
from detente.store.reading import today
from detente.store.store import Store

__all__ = ["covered", "ingest_source"]

DENSE = ("votes", "indicators", "dyad_indicators")  # rows in every year: the first and last tell what is covered
ENDS = {"ties": "end", "incidents": "end"}


def ingest_source(store: Store, name: str, path: Path, *, retrieved: date | None = None) -> Batch:
    r"""Take one file of a source into the lake.

    Parameters
    ----------
    store : Store
        Where to.
    name : str
        The source: a key of `detente.sources.SOURCES`.
    path : pathlib.Path
        Its main file, or the folder in which that lies under a usual name.
    retrieved : datetime.date, optional
        Day of the ingest; by default today.

    Returns
    -------
    Batch
        What was kept and rejected. ``already`` if the same file was there before; ``replaced`` names the version
        that it follows.

    Raises
    ------
    UsageError
        If there is no such source.
    DataError
        If the file can't be read, lacks a column, or not one row can be kept.
    StoreError
        If the lake can't be written.

    Examples
    --------
    >>> import tempfile
    >>> header = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution\n"
    >>> rows = "767565,JPN,JAPAN,Y,2014-03-27,68,A/RES/68/262\n767565,XXX,ATLANTIS,Y,2014-03-27,68,A/RES/68/262\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "ga_voting.csv"
    ...     _ = file.write_text(header + rows)
    ...     store = Store.open(home=Path(folder) / "home")
    ...     batch = ingest_source(store, "undl_votes", file)
    ...     votes = store.read("votes", dataset="undl_votes")
    >>> batch.rows_in, batch.rows_ok, batch.rows_rejected, votes["state"].to_list()
    (2, 1, 1, ['JPN'])
    """
    known = source(name)
    main = known.find(Path(path))
    digest, size = _digest(known, main)
    if found := store.lake.find(known.name, known.table, digest):
        return replace(found, already=True)
    reading = known.read(main)
    if not reading.rows_in:
        raise DataError(f"{main} has no rows; nothing was taken in", value=main)
    if not reading.rows_kept:
        raise DataError(_none_kept(main, reading), value=main)
    span = covered(known, reading.frames)
    batch = Batch(
        batch=store.lake.free_id(known.name, known.table, digest),
        dataset=known.name,
        table=known.table,
        origin=str(main.resolve()),
        unit=known.name,
        digest=digest,
        bytes=size,
        rows_in=reading.rows_in,
        rows_ok=reading.rows_kept,
        rows_rejected=reading.rejects.height,
        schema_version=SCHEMA_VERSION,
        retrieved=retrieved or today(),
        covers_from=span[0],
        covers_until=span[1],
    )
    frames = {**reading.frames, "rejects": _rejects(reading, batch), "coverage": _coverage(known, reading, span)}
    return store.lake.commit(batch, frames, versions=True)


def covered(known: Source, frames: Mapping[str, pl.DataFrame]) -> tuple[date, date]:
    """Return the first and last day that a file covers.

    Where a source has rows for every year, its first and last row tell; where it may have none, as with disputes,
    the source says how far it goes, unless a newer file goes farther.

    Parameters
    ----------
    known : Source
        The source.
    frames : mapping of str to polars.DataFrame
        What was read, by table.

    Examples
    --------
    >>> str(covered(source("unga_votes"), {})[1])
    '2019-12-31'
    """
    said = [date(known.covers_from, 1, 1), date(known.covers_until, 12, 31)]
    days = [] if known.table in DENSE else list(said)
    for name, frame in frames.items():
        columns = [column for column in (table(name).when, ENDS.get(name)) if column]
        days += [
            day for column in columns for day in (frame[column].min(), frame[column].max()) if isinstance(day, date)
        ]
    first, last = min(days, default=said[0]), max(days, default=said[1])
    return date(first.year if known.table in DENSE else known.covers_from, 1, 1), date(last.year, 12, 31)


def _digest(known: Source, main: Path) -> tuple[str, int]:
    """Return the digest and size of a source's files: the main one's, and with it those that lie beside."""
    digest, size = digest_of(main)
    parts = [digest]
    for name in known.beside:
        other = main.with_name(name)
        if other != main and other.is_file():
            more, bytes_more = digest_of(other)
            parts.append(f"{name} {more}")
            size += bytes_more
    return (digest if len(parts) == 1 else hashlib.sha256("\n".join(parts).encode()).hexdigest()), size


def _rejects(reading: Reading, batch: Batch) -> pl.DataFrame:
    return reading.rejects.select(pl.lit(batch.batch).alias("batch"), *reading.rejects.columns)


def _coverage(known: Source, reading: Reading, span: tuple[date, date]) -> pl.DataFrame:
    scope, _, note = known.covers.partition("No row")
    rows = [
        {
            "dataset": known.name,
            "table": name,
            "scope": scope.strip().rstrip("."),
            "from": span[0],
            "until": span[1],
            "note": f"No row{note.rstrip('.')}",
            "known_on": span[0],
        }
        for name, frame in reading.frames.items()
        if not frame.is_empty()
    ]
    return pl.DataFrame(rows, schema=table("coverage").schema)


def _none_kept(path: Path, reading: Reading) -> str:
    said = [
        f"Row {line}: {f'{column} {value!r} ' if column else ''}{reason}"
        for line, column, value, reason in reading.rejects.head(3).iter_rows()
    ]
    return f"{path}: not one of its {reading.rows_in:,} rows can be kept, and nothing was taken in. {'; '.join(said)}"
