"""What the store holds: an overview, its batches, the days covered, rejected rows, and what to cite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from detente.citations import bibliography, citations
from detente.dates import check_day
from detente.documents.answer import Answer
from detente.errors import NoAnswer
from detente.ingestion.data_versions import changed_since_used
from detente.ingestion.maintenance import status
from detente.ingestion.source_file import read_by_older
from detente.lake.batches import Batch
from detente.lake.covered_days import CoveredPeriod
from detente.store import Provenance, Store
from detente.store.facts_coverage import FactsCoverage
from detente.store.pack import DataChange, DataVersion

__all__ = [
    "BatchesAnswer",
    "CitationsAnswer",
    "CoverageAnswer",
    "OverviewAnswer",
    "RejectsAnswer",
    "RemovalAnswer",
    "StatusAnswer",
    "batches_of",
    "citations_for",
    "coverage_of",
    "overview_of",
    "status_of",
]

NEWEST = 20  # batches in an overview


@dataclass(frozen=True)
class OverviewAnswer(Answer):
    """What the store holds, and what it covers.

    Parameters
    ----------
    as_of : datetime.date or None
        Only what was known on this day.
    home : pathlib.Path
        The store's folder.
    contents : polars.DataFrame
        A row a table and dataset; see `detente.store.Store.contents`.
    vintages : polars.DataFrame
        The vintages of the temperatures.
    coverage : polars.DataFrame
        The table ``coverage``.
    batches : sequence of Batch
        The newest files that were ingested.
    batch_count : int
        How many there are.
    outdated : sequence of str
        Datasets whose file an older Detente read, which should be ingested again.
    renamed : dict of str to str
        Datasets to which an older Detente gave other names: those names, and the names now.
    sources : sequence of Provenance
        Where the rows come from.
    """

    as_of: date | None
    home: Path
    contents: pl.DataFrame = field(repr=False)
    vintages: pl.DataFrame = field(repr=False)
    coverage: pl.DataFrame = field(repr=False)
    batches: Sequence[Batch] = field(repr=False)
    batch_count: int
    outdated: Sequence[str]
    renamed: dict[str, str]
    sources: Sequence[Provenance] = field(repr=False)

    def frame(self) -> pl.DataFrame:
        """Return a row a table and dataset: rows, and the first and last day."""
        return self.contents

    def as_dict(self) -> dict[str, Any]:
        """Return the overview as plain data."""
        return {
            "as_of": self.as_of,
            "home": self.home,
            "contents": self.contents.to_dicts(),
            "vintages": self.vintages.to_dicts(),
            "coverage": self.coverage.to_dicts(),
            "batches": [batch.as_row() for batch in self.batches],
            "batch_count": self.batch_count,
            "read_by_older": list(self.outdated),
            "renamed": self.renamed,
            "sources": [source.as_dict() for source in self.sources],
        }


@dataclass(frozen=True)
class BatchesAnswer(Answer):
    """The files and computations that rows came from.

    Parameters
    ----------
    batches : sequence of Batch
        Oldest first.
    """

    batches: Sequence[Batch]

    def frame(self) -> pl.DataFrame:
        """Return a row a batch: the columns of the table ``batches``, and the day on which each was replaced."""
        rows = [{**batch.as_row(), "superseded_on": batch.superseded_on} for batch in self.batches]
        return pl.DataFrame(rows, infer_schema_length=None)

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the batches as plain data."""
        return [batch.as_dict() for batch in self.batches]


@dataclass(frozen=True)
class CoverageAnswer(Answer):
    """Which days the files of datasets cover.

    Parameters
    ----------
    spells : sequence of CoveredPeriod
        Days of events that are covered without a gap.
    records : polars.DataFrame
        From when to when the files of other datasets reach: rows of the table ``coverage``.
    """

    spells: Sequence[CoveredPeriod]
    records: pl.DataFrame = field(repr=False)

    def frame(self) -> pl.DataFrame:
        """Return a row a stretch of days: dataset, table, and its first and last day."""
        events = [(spell.dataset, "events", spell.first, spell.last) for spell in self.spells]
        schema = {"dataset": pl.String, "table": pl.String, "from": pl.Date, "until": pl.Date}
        columns = [pl.col(name).cast(dtype) for name, dtype in schema.items()]
        return pl.concat([pl.DataFrame(events, schema=schema, orient="row"), self.records.select(columns)])

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the stretches as plain data."""
        events = [{"dataset": s.dataset, "from": s.first, "until": s.last, "files": s.inputs} for s in self.spells]
        return events + self.records.to_dicts()


@dataclass(frozen=True)
class FactsCoverageAnswer(Answer):
    """What the facts that come with Detente cover.

    Parameters
    ----------
    coverage : FactsCoverage
        The rows of ``coverage.csv``.
    """

    coverage: FactsCoverage

    def frame(self) -> pl.DataFrame:
        """Return a row a table, kind and group of states: table, kind, states, from, until, extent and note."""
        rows = [
            {
                "table": row.table,
                "kind": row.kind,
                "states": "*" if row.states is None else ";".join(sorted(row.states)),
                "except": ";".join(sorted(row.except_for)) or None,
                "from": row.since,
                "until": row.until,
                "extent": "all" if row.whole else "part",
                "note": row.note or None,
            }
            for row in self.coverage.rows
        ]
        text = dict.fromkeys(("table", "kind", "states", "except"), pl.String())
        schema = {**text, "from": pl.Date(), "until": pl.Date(), "extent": pl.String(), "note": pl.String()}
        return pl.DataFrame(rows, schema=schema)

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the rows as plain data."""
        return self.frame().to_dicts()


@dataclass(frozen=True)
class RejectsAnswer(Answer):
    """The rows that were rejected.

    Parameters
    ----------
    rows : polars.DataFrame
        The table ``rejects``.
    """

    rows: pl.DataFrame = field(repr=False)

    def frame(self) -> pl.DataFrame:
        """Return a row a rejected row: batch, line, column, value and reason."""
        return self.rows

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the rows as plain data."""
        return self.rows.to_dicts()


@dataclass(frozen=True)
class StatusAnswer(Answer):
    """What was ingested, in numbers.

    Parameters
    ----------
    home : pathlib.Path
        The store's folder.
    datasets : sequence of dict
        A row a dataset and table; see `detente.ingestion.maintenance.status`.
    outdated : sequence of str
        Datasets whose file an older Detente read, which should be ingested again.
    data : DataVersion
        The version of the data that come with Detente.
    changed : sequence of DataChange
        Which of those figures changed since something was last ingested; none if nothing was.
    """

    home: Path
    datasets: Sequence[dict[str, Any]]
    outdated: Sequence[str]
    data: DataVersion
    changed: Sequence[DataChange] = ()

    def frame(self) -> pl.DataFrame:
        """Return a row a dataset and table: files, rows, versions and bytes."""
        rows = [{key: value for key, value in row.items() if key != "unplaced"} for row in self.datasets]
        return pl.DataFrame(rows, infer_schema_length=None)

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers as plain data."""
        return {
            "home": self.home,
            "data": self.data.as_dict(),
            "changed_since_last_ingested": [asdict(change) for change in self.changed],
            "datasets": list(self.datasets),
            "read_by_older": list(self.outdated),
        }


@dataclass(frozen=True)
class RemovalAnswer(Answer):
    """A batch that was removed.

    Parameters
    ----------
    batch : Batch
        As it was.
    along : tuple of Batch
        What was removed with it: of texts the acts coded from them, of such acts the texts.
    """

    batch: Batch
    along: tuple[Batch, ...] = ()

    def frame(self) -> pl.DataFrame:
        """Return a row for each batch removed: the columns of the table ``batches``."""
        return pl.DataFrame([one.as_row() for one in (self.batch, *self.along)], infer_schema_length=None)

    def as_dict(self) -> dict[str, Any]:
        """Return the batch as plain data, with the ids of those removed with it."""
        return {**self.batch.as_dict(), "removed_with": [one.batch for one in self.along]}


@dataclass(frozen=True)
class CitationsAnswer(Answer):
    """What to cite for datasets.

    Parameters
    ----------
    entries : sequence of Provenance
        In the order of the datasets.
    """

    entries: Sequence[Provenance]

    @property
    def bibtex(self) -> str:
        """The entries as BibTeX, each key once."""
        return bibliography(self.entries)

    def frame(self) -> pl.DataFrame:
        """Return a row an entry: dataset, title, citation and BibTeX."""
        rows = [(", ".join(one.datasets), one.title, one.citation, one.bibtex) for one in self.entries]
        schema = dict.fromkeys(("dataset", "title", "citation", "bibtex"), pl.String)
        return pl.DataFrame(rows, schema=schema, orient="row")

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the entries as plain data."""
        return [entry.as_dict() for entry in self.entries]


def overview_of(store: Store, as_of: date | None) -> OverviewAnswer:
    """Return what a store holds; see `detente.data.overview`."""
    held = [batch for batch in store.lake.held_on(check_day(as_of)) if not _is_later(batch, as_of)]
    return OverviewAnswer(
        as_of=as_of,
        home=store.lake.home,
        contents=store.contents(as_of),
        vintages=store.vintages("temperatures", as_of),
        coverage=store.coverage(as_of),
        batches=held[-NEWEST:],
        batch_count=len(held),
        outdated=read_by_older(store),
        renamed=store.lake.records.renamed(),
        sources=store.sources(as_of=as_of),
    )


def _is_later(batch: Batch, day: date | None) -> bool:
    """Whether all that a batch is about happened after a day."""
    return day is not None and batch.covers_from is not None and batch.covers_from > day


def batches_of(store: Store, dataset: str | None, newest: int | None = None) -> BatchesAnswer:
    """Return the batches of a dataset, or of all; see `detente.data.batches`."""
    _check_dataset(store, dataset)
    where, values = ("b.dataset = ?", (dataset,)) if dataset else ("", ())
    return BatchesAnswer(store.lake.records.batches(where, values, newest))


def coverage_of(store: Store, dataset: str | None) -> CoverageAnswer | FactsCoverageAnswer:
    """Return which days files cover, or what the facts do; see `detente.data.coverage`."""
    if dataset == "facts":
        return FactsCoverageAnswer(store.facts.coverage)
    _check_dataset(store, dataset)
    return CoverageAnswer(store.days_covered(None, dataset), store.recorded_coverage(dataset))


def status_of(store: Store) -> StatusAnswer:
    """Return what was ingested in numbers; see `detente.data.status`."""
    data, changed = store.pack.data, changed_since_used(store)
    return StatusAnswer(store.lake.home, status(store), read_by_older(store), data, changed)


def citations_for(store: Store, datasets: Sequence[str]) -> CitationsAnswer:
    """Return what to cite for datasets, or for all in the store; see `detente.data.cite`."""
    return CitationsAnswer(citations(store, datasets or None))


def _check_dataset(store: Store, dataset: str | None) -> None:
    """Check that files of a dataset were ingested.

    Raises
    ------
    NoAnswer
        If none was.
    """
    if dataset is None:
        return
    there = sorted(name for (name,) in store.lake.records.ask("SELECT DISTINCT dataset FROM batches"))
    if dataset not in there:
        has = f"it has {', '.join(there)}" if there else "nothing was ingested yet"
        raise NoAnswer(f"the lake has no dataset {dataset!r}; {has}", value=dataset)
