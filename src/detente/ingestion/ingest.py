"""The verb ingest: add files of events, votes, pacts, disputes and indicators to the store.

**Files ingested again.** One rule holds for all of them:

- The same content changes nothing, whatever the file is called. For a table of events read by a mapping, the mapping is
  part of the content: the same file by another mapping is new content.
- New content of the same name and dataset is a new version. It supersedes the earlier version from the day on which
  it is ingested; a query as of an earlier day gets exactly the earlier version's rows. The name is the file name for a
  provider's events, the path for a user's table, and the source for votes, pacts, disputes and indicators, since a
  source has one file.
- A new version without a valid row is refused, and the earlier version stays. If there was never a valid row, the new
  version replaces the old one.

`detente data remove` removes a version, and the one before it is current again. A file that was parsed by an older
reader is parsed again when it is ingested again, as a new version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

import polars as pl

from detente.documents.answer import Answer
from detente.errors import DataError, NoAnswer, StoreError, UsageError, mostly_rejected
from detente.event_cube.cube import CubeRefresh
from detente.ingestion.cube import refresh_cubes
from detente.ingestion.event_ingest import EventIngestResult
from detente.ingestion.parallel import ingest_together
from detente.ingestion.pull_answers import pullable_sources
from detente.ingestion.source_file import ingest_source
from detente.lake.batches import Batch
from detente.sources.datasets import datasets
from detente.sources.events.known_formats import format_of
from detente.sources.recognition import recognise
from detente.sources.registry import SOURCES
from detente.store.store import Store

__all__ = ["IngestResult", "ingest"]

Paths = str | PathLike[str] | Iterable[str | PathLike[str]]


@dataclass(frozen=True, slots=True)
class IngestResult(Answer):
    """What an ingest did.

    Parameters
    ----------
    events : EventIngestResult
        The result of event files, and the files that could not be used.
    records : tuple of Batch
        Files of votes, pacts, disputes and figures, one batch each.
    counted : tuple of CubeRefresh
        What was added to the cube of each dataset of events.
    """

    events: EventIngestResult = field(default_factory=EventIngestResult)
    records: tuple[Batch, ...] = ()
    counted: tuple[CubeRefresh, ...] = ()

    @property
    def files(self) -> int:
        """Files ingested."""
        return self.events.units + sum(not batch.already for batch in self.records)

    @property
    def already(self) -> int:
        """Files that were in the store already."""
        return self.events.already + sum(batch.already for batch in self.records)

    @property
    def rows_kept(self) -> int:
        """Rows kept."""
        return self.events.rows_ok + sum(batch.rows_ok for batch in self.records if not batch.already)

    @property
    def rows_rejected(self) -> int:
        """Rows rejected."""
        return self.events.rows_rejected + sum(batch.rows_rejected for batch in self.records if not batch.already)

    @property
    def failed(self) -> bool:
        """Whether a file could not be used, or most of its rows were rejected."""
        wrong = any(mostly_rejected(batch.rows_in, batch.rows_rejected) for batch in self.records)
        return bool(self.events.failures or self.events.mostly_rejected or wrong)

    def frame(self) -> pl.DataFrame:
        """Return the rows kept: ``dataset``, ``table``, ``rows``."""
        rows = [(name, "events", count) for name, count in sorted(self.events.datasets.items())]
        rows += [(batch.dataset, batch.table, batch.rows_ok) for batch in self.records if not batch.already]
        return pl.DataFrame(rows, schema={"dataset": pl.String, "table": pl.String, "rows": pl.Int64}, orient="row")

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain data: what ``--json`` prints."""
        new = [batch for batch in self.records if not batch.already]
        sums = {
            "files": self.files,
            "already": self.already,
            "new_versions": self.events.replaced + sum(batch.replaced is not None for batch in new),
            "rows_in": self.events.rows_in + sum(batch.rows_in for batch in new),
            "rows_ok": self.rows_kept,
            "rows_rejected": self.rows_rejected,
        }
        return {**self.events.as_dict(), **sums, "records": [batch.as_dict() for batch in self.records]}


def ingest(
    paths: Paths,
    source: str | None = None,
    *,
    map: str | PathLike[str] | None = None,  # noqa: A002 - as on the command line
    dataset: str | None = None,
    scheme: str | None = None,
    codes: str | None = None,
    no_cube: bool = False,
    processes: int = 2,
    progress: Callable[[int], None] | None = None,
    store: Store | None = None,
) -> IngestResult:
    r"""Ingest files of events, votes, pacts, disputes and figures.

    Each file is recognised by its columns: a provider's file, or a table of your own events with the columns date,
    source, target, and quad or cameo (see `detente.sources.events.own_columns`).

    Parameters
    ----------
    paths : str, path, or iterable of them
        Files (plain, ``.gz``, ``.zip``, Parquet, Stata) or folders, which are searched.
    source : str, optional
        The dataset that the files are of, for files whose columns leave it open: a name in
        `detente.sources.datasets.datasets`.
    map : str or path, optional
        A mapping file for a table of events with other columns: see `detente.sources.events.mapping_file`.
    dataset : str, optional
        Name of the dataset of events; by default the provider's, the mapping's, or that of your file.
    scheme : str, optional
        How states are written in a table of your own, such as ``iso3``; by default names and codes are recognised.
    codes : {'full', 'roots', 'without_zeros'}, optional
        How CAMEO codes are written in a table of your own; by default the column shows it.
    no_cube : bool, optional
        Leave the counts of events as they are.
    processes : int, optional
        2 to share the files of a large ingest between two processes, 1 not to.
    progress : callable, optional
        Called with the number of rows of each file of events, possibly from another thread.
    store : Store, optional
        Where to; by default the user's own.

    Returns
    -------
    IngestResult
        A file that can't be used is among its failures and does not stop the others.

    Raises
    ------
    UsageError
        If a name or an option is not one of those allowed.
    DataError
        If a path does not exist, or the one file of a source can't be used.
    NoAnswer
        If the folders hold no file to ingest.
    StoreError
        If the store can't be written; what was ingested before stays.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.csv"
    ...     rows = "2014-03-18,Russia,Ukraine,190\n2014-03-18,Atlantis,Japan,010\n"
    ...     _ = file.write_text("date,source,target,cameo\n" + rows)
    ...     result = ingest(file, store=Store.open(home=Path(folder) / "home"))
    >>> result.frame().rows(), result.rows_rejected
    ([('mine', 'events', 1)], 1)
    """
    files = [Path(paths)] if isinstance(paths, (str, PathLike)) else [Path(path) for path in paths]
    store = store or Store.open()
    given = {"map": map, "dataset": dataset, "scheme": scheme, "codes": codes}
    form = None
    if source is not None:
        owner = format_of(source)
        if owner is None:
            _check_options(given, (), f"{source} has a fixed format")
            return IngestResult(records=(_ingest_one(store, source, files),))
        _check_options(given, ("dataset",), f"{source} has a fixed format")
        form, dataset = owner.name, dataset or source
        if not files:
            raise UsageError(f"give the files of {source}, or the folder they are in", value=source)
    elif map is not None:
        _check_options(given, ("map", "dataset"), "set it in the mapping")
    done = ingest_together(
        store,
        files,
        format=form,
        mapping=None if map is None else Path(map),
        dataset=dataset,
        scheme=scheme,
        codes=codes,
        report=progress or (lambda _: None),
        processes=processes,
    )
    records = _recognised(store, done) if not (form or map or dataset) else []
    if not (done.units or done.already or done.failures or records):
        where = f"{files[0]} holds" if len(files) == 1 else "these folders hold"
        raise NoAnswer(
            f"{where} no file to ingest; files in folders are used if they end in .zip, .gz, .csv, .tsv, "
            ".tab, .txt, .parquet or .dta. Give another folder, or the files themselves",
            value=files,
        )
    counted = [] if no_cube else refresh_cubes(store, done.touched)
    return IngestResult(done, tuple(records), tuple(counted))


def _check_options(given: dict[str, Any], allowed: Sequence[str], why: str) -> None:
    """Refuse options that exclude each other."""
    if wrong := [f"--{name}" for name, value in given.items() if value is not None and name not in allowed]:
        raise UsageError(f"leave out {' and '.join(wrong)}: {why}", value=wrong)


def _ingest_one(store: Store, name: str, files: Sequence[Path]) -> Batch:
    """Ingest the one file of a source."""
    known = pullable_sources().get(name)
    if known is None:
        shipped = name in datasets()
        what = "comes with Detente, and has no file to ingest" if shipped else "is not a dataset that Detente knows"
        raise UsageError(f"{name!r} {what}; `detente pull` lists the sources", value=name)
    if len(files) != 1:
        given, usual = f"{len(files)} were given" if files else "none was given", " or ".join(known.files)
        raise UsageError(
            f"{name} takes one file, or the folder it is in, and {given}; its usual name is {usual}. "
            f"See: detente pull {name} --dry-run",
            value=len(files),
        )
    return ingest_source(store, name, files[0])


def _recognised(store: Store, done: EventIngestResult) -> list[Batch]:
    """Ingest files of other sources than events, recognised by their columns.

    Files that can't be used stay among the failures, with the reason. A file that is read together with another one
    is not a failure.
    """
    batches: list[Batch] = []
    why = dict(done.failures)
    for path in done.unknown:
        try:
            found = recognise(path, pullable_sources())
            if len(found) == 1:
                batches.append(ingest_source(store, found[0].name, path))
                del why[path]
            elif found:
                ways = ", or ".join(f"detente ingest {one.name} {path}" for one in found)
                why[path] = f"{path} has the columns of several sources; give one of them: {ways}"
            else:
                why[path] += "; for votes, pacts, disputes or figures, give the source: detente ingest SOURCE FILE"
        except StoreError:
            raise
        except DataError as error:
            why[path] = error.message
    beside = {Path(batch.origin).parent / name for batch in batches for name in SOURCES[batch.dataset].beside}
    done.failures[:] = [
        (path, why[path]) for path in dict(done.failures) if path in why and path.resolve() not in beside
    ]
    return batches
