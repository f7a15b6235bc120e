"""The verb add facts: a user's own rows beside the facts that come with Detente, or in their place.

A file has the columns of one table of facts. Each row is added, or rejected with its line and the reason. A row with
the key of one that comes with Detente takes its place; a key that is in another file of the user's is rejected. The
same file again changes nothing; new content at the same path is a new version of it, and `detente data remove` removes
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

import polars as pl

from detente.catalog import Table, table
from detente.dates import today
from detente.documents.answer import Answer
from detente.errors import DataError, DocumentError, UsageError, mostly_rejected
from detente.ingestion.data_versions import record_version
from detente.ingestion.facts_rows import Row, fault_of, key_of, read_rows, table_for
from detente.lake.batches import Batch
from detente.lake.disk import recorded_path
from detente.lake.lake import SCHEMA_VERSION
from detente.sources.datasets import datasets
from detente.sources.readers.archives import digest_of
from detente.store.facts import typed_rows
from detente.store.store import Store

__all__ = ["AddedFacts", "add_facts"]


@dataclass(frozen=True, slots=True)
class AddedFacts(Answer):
    """What was added.

    Parameters
    ----------
    batch : Batch
        The batch: its dataset, table, rows and rejects. ``already`` if the same file was added before.
    added : tuple of str
        Keys of the new rows; the parts of a key are separated by blanks.
    corrected : mapping of str to dict
        By the key of each row that takes the place of one that comes with Detente: the columns that differ, each with
        the value before and now.
    rows : polars.DataFrame
        The rows kept.
    """

    batch: Batch
    added: tuple[str, ...]
    corrected: Mapping[str, dict[str, tuple[str, str]]]
    rows: pl.DataFrame

    @property
    def failed(self) -> bool:
        """Whether most of the rows were rejected."""
        return mostly_rejected(self.batch.rows_in, self.batch.rows_rejected)

    def frame(self) -> pl.DataFrame:
        """Return the rows kept."""
        return self.rows

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain data: what ``--json`` prints."""
        return {
            **self.batch.as_dict(),
            "added": list(self.added),
            "corrected": {
                key: {name: {"before": before, "now": now} for name, (before, now) in changes.items()}
                for key, changes in self.corrected.items()
            },
        }

    def report(self) -> str:
        """Return, as Markdown, what to send to the project so that the facts that come with Detente are corrected."""
        lines = [f"# Facts: {self.batch.table}", ""]
        lines += [f"- new: `{key}`" for key in self.added]
        for key, changes in self.corrected.items():
            lines.append(f"- correction: `{key}`" + ("" if changes else " (no cell differs)"))
            lines += [
                f"  - {name}: {before or '(blank)'} → {now or '(blank)'}" for name, (before, now) in changes.items()
            ]
        return "\n".join([*lines, "", "```csv", self.rows.write_csv().rstrip("\n"), "```", ""])


def add_facts(
    path: str | PathLike[str],
    *,
    dataset: str | None = None,
    report: str | PathLike[str] | None = None,
    store: Store | None = None,
) -> AddedFacts:
    r"""Add rows of facts, or correct those that come with Detente.

    Parameters
    ----------
    path : str or path
        A CSV file in UTF-8 with the columns of one table: ``pacts``, ``pact_members``, ``ruptures``, ``disputes``,
        ``dispute_rungs``, ``sanctions``, ``chronicle`` or ``assembly_votes``. Columns that may be missing may be left
        out, and ``verified``, which is then ``no``.
    dataset : str, optional
        Name of the dataset, by default that of the file.
    report : str or path, optional
        Write what to send to the project there, as Markdown.
    store : Store, optional
        Where to; by default the user's own.

    Returns
    -------
    AddedFacts

    Raises
    ------
    DataError
        If the file can't be read, has the columns of no table, or has no valid row.
    UsageError
        If the dataset's name is that of a dataset of Detente's, or the report can't be written there.
    StoreError
        If the store can't be written.

    Examples
    --------
    >>> import tempfile
    >>> header = "dispute,start,precision,known_on,rung,note,document\n"
    >>> rung = "kurils,2024-01-05,day,2024-01-05,2,A protest,Note of 5 January 2024\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "mine.csv").write_text(header + rung)
    ...     found = add_facts(Path(folder, "mine.csv"), store=Store.open(home=Path(folder) / "home"))
    >>> found.batch.table, found.added
    ('dispute_rungs', ('kurils 2024-01-05',))
    """
    store, file = store or Store.open(), Path(path)
    if report is not None:
        _check_report(Path(report), file)
    rows = read_rows(file)
    declared = table_for(rows[0])
    name = _own(dataset or file.name.split(".")[0])
    digest, size = digest_of(file)
    origin = recorded_path(file)
    new_id = store.lake.free_id(name, declared.name, digest)
    already = store.lake.find(name, declared.name, digest)
    before = store.lake.from_origin(name, declared.name, origin)
    kept, rejects = _checked(store, declared, rows, own=None if before is None else before.batch)
    if not kept:
        line, _, _, reason = rejects[0]
        count = "its only row was" if len(rows) == 1 else f"all {len(rows)} rows were"
        raise DataError(f"{file}: {count} rejected; the first reason, line {line}: {reason}", value=file)
    header = list(kept[0])
    frame = typed_rows(declared, header, [list(row.values()) for row in kept], file.name, range(len(kept)))
    batch = already or store.lake.commit(
        _batch(declared, frame, new_id, name, origin, digest, size, len(rejects)),
        {declared.name: frame, "rejects": _rejects(rejects, new_id)},
        versions=True,
    )
    record_version(store)
    shipped = {key_of(declared, row): row for row in _as_text(store.facts.table(declared.name))}
    keys = {key_of(declared, row): row for row in _as_text(frame)}
    answer = AddedFacts(
        batch=batch if already is None else replace(batch, already=True),
        added=tuple(" ".join(key) for key in keys if key not in shipped),
        corrected={" ".join(key): _changes(shipped[key], row) for key, row in keys.items() if key in shipped},
        rows=frame,
    )
    if report is not None:
        _write_report(Path(report), answer.report())
    return answer


def _check_report(report: Path, file: Path) -> None:
    """Raise `UsageError` before anything is added where the report has no place, or would replace the file."""
    if report.resolve() == file.resolve():
        raise UsageError(f"the report {report} would replace the file of facts; choose another name", value=report)
    if report.is_dir() or not report.parent.is_dir():
        raise UsageError(f"the report {report} can't be written: no such folder, or it is one", value=report)


def _write_report(report: Path, text: str) -> None:
    try:
        report.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DocumentError(
            f"the rows were added, but the report {report} can't be written: {reason}; run the command again with "
            "another name",
            value=report,
        ) from None


def _own(name: str) -> str:
    if name == "facts" or name in datasets():
        raise UsageError(
            f"{name!r} is the name of a dataset of Detente's; choose another name with --dataset", value=name
        )
    return name


def _checked(
    store: Store, declared: Table, rows: list[Row], *, own: str | None
) -> tuple[list[Row], list[tuple[int, str | None, str | None, str]]]:
    """Return the rows kept, with all columns filled in, and the rejects: line, column, value, reason."""
    known = {"pact": _ids(store, "pacts"), "dispute": _ids(store, "disputes")}
    taken = _taken(store, declared, own)
    kept: dict[tuple[str, ...], Row] = {}
    rejects: list[tuple[int, str | None, str | None, str]] = []
    for line, cells in enumerate(rows, start=2):
        row = cells
        if None not in cells and None not in cells.values():
            row = {"verified": "no", **{name: cell.strip() for name, cell in cells.items()}}
            row |= {column.name: row.get(column.name, "") for column in declared.columns if column.nullable}
        fault = fault_of(declared, row, known)
        if fault is None and (key := key_of(declared, row)) in kept:
            fault = declared.key[0], "the same key occurs earlier in the file"
        elif fault is None and key in taken:
            fault = declared.key[0], f"in the file {taken[key]} that you added already; correct it there"
        if fault is None:
            kept[key] = row
        else:
            column, reason = fault
            value = row.get(column) if column else None
            rejects.append((line, column, value, reason))
    return list(kept.values()), rejects


def _ids(store: Store, name: str) -> frozenset[str]:
    return frozenset(store.read(name)["id"])


def _taken(store: Store, declared: Table, own: str | None) -> dict[tuple[str, ...], str]:
    """Return the keys of the rows in the user's other files, each with its file."""
    found: dict[tuple[str, ...], str] = {}
    for batch in store.lake.batches():
        if batch.table == declared.name and batch.superseded_on is None and batch.batch != own:
            rows = pl.read_parquet(store.lake.home / str(batch.file), columns=list(declared.key))
            found |= {key_of(declared, row): Path(batch.origin).name for row in _as_text(rows)}
    return found


def _as_text(frame: pl.DataFrame) -> list[Row]:
    """Return rows with their cells as a CSV file writes them."""
    return frame.select(pl.all().cast(pl.String).fill_null("")).to_dicts()


def _changes(before: Row, now: Row) -> dict[str, tuple[str, str]]:
    return {name: (before.get(name, ""), cell) for name, cell in now.items() if before.get(name, "") != cell}


def _rejects(rejects: list[tuple[int, str | None, str | None, str]], batch: str) -> pl.DataFrame:
    columns = table("rejects").schema
    return pl.DataFrame([(batch, *reject) for reject in rejects], schema=columns, orient="row")


def _batch(  # noqa: PLR0917 - a private list of what a batch is of
    declared: Table, frame: pl.DataFrame, batch: str, name: str, origin: str, digest: str, size: int, rejected: int
) -> Batch:
    days = frame[str(declared.when)]
    first, last = days.min(), days.max()
    return Batch(
        batch=batch,
        dataset=name,
        table=declared.name,
        origin=origin,
        digest=digest,
        bytes=size,
        rows_in=frame.height + rejected,
        rows_ok=frame.height,
        rows_rejected=rejected,
        schema_version=SCHEMA_VERSION,
        retrieved=today(),
        covers_from=first if isinstance(first, date) else None,
        covers_until=last if isinstance(last, date) else None,
    )
