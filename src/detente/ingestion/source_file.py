"""Ingest one file of a source other than events: votes, ties, disputes or indicators.

A source's file is read whole (the largest have a few million rows) and becomes one batch: its rows in the source's
tables, rejected rows in ``rejects``, and what it covers in ``coverage``.

**Versions.** A dataset has one version at a time. Another file of the same source, ingested later, is a new version.
It is current from the day of its ingest; a question as of an earlier day gets exactly the old version's rows.
`detente data remove` removes a version, and the one before it is current again. A file that an older reader
parsed is parsed again when it is ingested again, and this is a new version, too.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from detente.dates import today
from detente.errors import DataError
from detente.ingestion.data_versions import record_version
from detente.lake.disk import recorded_path
from detente.lake.lake import Batch
from detente.sources import SOURCES, ParsedFile, Source, source
from detente.sources.coverage import covered
from detente.sources.readers.archives import digest_of
from detente.store.store import Store

__all__ = ["ingest_source", "read_by_older"]


def ingest_source(store: Store, name: str, path: Path, *, retrieved: date | None = None) -> Batch:
    r"""Ingest one file of a source.

    Parameters
    ----------
    store : Store
        The store that receives it.
    name : str
        The source: a key of `detente.sources.SOURCES`.
    path : pathlib.Path
        Its main file, or the folder in which that lies under a usual name.
    retrieved : datetime.date, optional
        Day of the ingest; by default today.

    Returns
    -------
    Batch
        What was kept and rejected. ``already`` if the same file was ingested before by this version of the reader;
        ``replaced`` names the version that it supersedes.

    Raises
    ------
    UsageError
        If there is no such source.
    DataError
        If the file can't be read, lacks a column, or has no valid row.
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
    ...     votes = store.read("votes", dataset="undl_votes", rcid=767565)
    >>> batch.rows_in, batch.rows_ok, batch.rows_rejected, votes["state"].to_list()
    (2, 1, 1, ['JPN'])
    """
    known = source(name)
    main = known.find(Path(path))
    digest, size = _digest(known, main)
    new_id = store.lake.free_id(known.name, known.table, digest)  # before the lake is searched: see `Lake.free_id`
    if found := _ingested_before(store, known, digest):
        return replace(found, already=True)
    parsed = known.read(main)
    if not parsed.rows_in:
        raise DataError(f"{main} has no rows; nothing was ingested", value=main)
    if not parsed.rows_kept:
        raise DataError(_none_kept(main, parsed), value=main)
    if found := _ingested_before(store, known, digest):  # ingested by another process meanwhile
        return replace(found, already=True)
    extent = covered(known, parsed.frames, parsed.years)
    batch = Batch(
        batch=new_id,
        dataset=known.name,
        table=known.table,
        origin=recorded_path(main),
        unit=known.name,
        digest=digest,
        bytes=size,
        rows_in=parsed.rows_in,
        rows_ok=parsed.rows_kept,
        rows_rejected=parsed.rejects.height,
        schema_version=known.reader,
        retrieved=retrieved or today(),
        covers_from=_day(extent["from"].min()),
        covers_until=_day(extent["until"].max()),
    )
    frames = {**parsed.frames, "rejects": _rejects(parsed, batch), "coverage": extent}
    kept = store.lake.commit(batch, frames, versions=True)
    record_version(store)
    return replace(kept, parts_rejected=parsed.parts_rejected.height)


def read_by_older(store: Store) -> list[str]:
    """Return the sources whose file was parsed by an older reader, and should be ingested again."""
    query = (
        "SELECT dataset, schema_version FROM batches WHERE unit = dataset AND superseded_on IS NULL ORDER BY dataset"
    )
    current = store.lake.records.ask(query)
    return [name for name, reader in current if name in SOURCES and reader < SOURCES[name].reader]


def _ingested_before(store: Store, known: Source, digest: str) -> Batch | None:
    """Return the current batch that this version of the reader made of a file; None if there is none."""
    found = store.lake.find(known.name, known.table, digest)
    return found if found is not None and found.schema_version >= known.reader else None


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


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


def _rejects(parsed: ParsedFile, batch: Batch) -> pl.DataFrame:
    every = pl.concat([parsed.rejects, parsed.parts_rejected]).sort("line")
    return every.select(pl.lit(batch.batch).alias("batch"), *every.columns)


def _none_kept(path: Path, parsed: ParsedFile) -> str:
    examples = [
        f"Line {line}: {f'{column} {value!r} ' if column else ''}{reason}"
        for line, column, value, reason in parsed.rejects.head(3).iter_rows()
    ]
    return f"{path}: all {parsed.rows_in:,} rows were rejected; nothing was ingested. {'; '.join(examples)}"
