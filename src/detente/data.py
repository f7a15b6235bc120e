"""The verbs ``detente data …``: what the store holds and covers, and how to maintain it.

``detente data verify`` is `verify`, and so on; ``detente data`` alone is `overview`. Options have the names of the
command line's, and `store` comes last::

    import detente

    detente.data.overview(as_of="2015-09-01").frame()
    detente.data.verify().faults
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from detente.dates import parse_day
from detente.ingestion import maintenance
from detente.ingestion.data_answers import (
    BatchesAnswer,
    CitationsAnswer,
    CoverageAnswer,
    FactsCoverageAnswer,
    OverviewAnswer,
    RejectsAnswer,
    RemovalAnswer,
    StatusAnswer,
    batches_of,
    citations_for,
    coverage_of,
    overview_of,
    status_of,
)
from detente.ingestion.maintenance import CompactAnswer
from detente.ingestion.verification import VerifyAnswer
from detente.store import Store

__all__ = [
    "BatchesAnswer",
    "CitationsAnswer",
    "CompactAnswer",
    "CoverageAnswer",
    "FactsCoverageAnswer",
    "OverviewAnswer",
    "RejectsAnswer",
    "RemovalAnswer",
    "StatusAnswer",
    "VerifyAnswer",
    "batches",
    "cite",
    "compact",
    "coverage",
    "overview",
    "rejects",
    "remove",
    "starter",
    "status",
    "verify",
]


def overview(*, as_of: date | str | None = None, store: Store | None = None) -> OverviewAnswer:
    """Return what the store holds and what it covers.

    Parameters
    ----------
    as_of : datetime.date or str, optional
        Only what was known on this day; by default today.
    store : Store, optional
        By default the user's.

    Returns
    -------
    OverviewAnswer

    Raises
    ------
    UsageError
        If the day is invalid.
    StoreError
        If the store can't be read.

    Examples
    --------
    >>> contents = overview(as_of="2014-03-18").frame()
    >>> contents.filter(table="pacts")["place"].item()
    'facts'
    """
    return overview_of(store or Store.open(), parse_day(as_of) if isinstance(as_of, str) else as_of)


def status(*, store: Store | None = None) -> StatusAnswer:
    """Return what was ingested in numbers: files, rows, versions and bytes of each dataset.

    Parameters
    ----------
    store : Store, optional
        By default the user's.

    Returns
    -------
    StatusAnswer

    Raises
    ------
    StoreError
        If the store can't be read.

    Examples
    --------
    >>> status(store=Store.open(home=Path("nowhere"))).frame().height
    0
    """
    return status_of(store or Store.open())


def batches(dataset: str | None = None, *, store: Store | None = None) -> BatchesAnswer:
    """Return the batches: one for each file or computation that rows came from.

    Parameters
    ----------
    dataset : str, optional
        Only those of this dataset.
    store : Store, optional
        By default the user's.

    Returns
    -------
    BatchesAnswer

    Raises
    ------
    NoAnswer
        If nothing of the dataset was ingested.
    StoreError
        If the store can't be read.

    Examples
    --------
    >>> batches(store=Store.open(home=Path("nowhere"))).batches
    []
    """
    return batches_of(store or Store.open(), dataset)


def coverage(dataset: str | None = None, *, store: Store | None = None) -> CoverageAnswer | FactsCoverageAnswer:
    """Return which days ingested files cover: of events with their gaps, of other records from when to when.

    Parameters
    ----------
    dataset : str, optional
        Only this dataset; ``facts`` for the facts that come with Detente, by table, kind and states.
    store : Store, optional
        By default the user's.

    Returns
    -------
    CoverageAnswer or FactsCoverageAnswer

    Raises
    ------
    NoAnswer
        If nothing of the dataset was ingested.
    StoreError
        If the store can't be read.

    Examples
    --------
    >>> coverage(store=Store.open(home=Path("nowhere"))).frame().columns
    ['dataset', 'table', 'from', 'until']
    """
    return coverage_of(store or Store.open(), dataset)


def rejects(batch: str | None = None, *, store: Store | None = None) -> RejectsAnswer:
    """Return the rows that were rejected, each with the reason.

    Parameters
    ----------
    batch : str, optional
        Only those of this batch.
    store : Store, optional
        By default the user's.

    Returns
    -------
    RejectsAnswer

    Raises
    ------
    UsageError
        If there is no such batch.
    StoreError
        If the store can't be read.

    Examples
    --------
    >>> rejects(store=Store.open(home=Path("nowhere"))).frame().height
    0
    """
    return RejectsAnswer((store or Store.open()).rejects(batch))


def cite(datasets: Sequence[str] = (), *, store: Store | None = None) -> CitationsAnswer:
    """Return what to cite for datasets.

    Parameters
    ----------
    datasets : sequence of str, optional
        Their names; by default all in the store.
    store : Store, optional
        By default the user's.

    Returns
    -------
    CitationsAnswer

    Raises
    ------
    UsageError
        If there is no such dataset.

    Examples
    --------
    >>> print(cite(["undl_votes"]).bibtex.splitlines()[0])
    @misc{detente-unga-votes,
    """
    return citations_for(store or Store.open(), datasets)


def verify(*, content: bool = False, store: Store | None = None) -> VerifyAnswer:
    """Check every file of the store: digests, rows, and files that no manifest lists.

    Parameters
    ----------
    content : bool, optional
        Also digest what each dataset holds, to compare two stores.
    store : Store, optional
        By default the user's.

    Returns
    -------
    VerifyAnswer

    Raises
    ------
    StoreError
        If the manifest can't be read.

    Examples
    --------
    >>> verify(store=Store.open(home=Path("nowhere"))).faults
    ()
    """
    return maintenance.verify(store or Store.open(), with_content=content)


def compact(dataset: str | None = None, *, store: Store | None = None) -> CompactAnswer:
    """Merge and sort each month's files of events, so that a dyad is read faster.

    Parameters
    ----------
    dataset : str, optional
        Only this dataset.
    store : Store, optional
        By default the user's.

    Returns
    -------
    CompactAnswer

    Raises
    ------
    NoAnswer
        If nothing of the dataset was ingested.
    StoreError
        If the lake can't be written; nothing is lost then.

    Examples
    --------
    >>> compact(store=Store.open(home=Path("nowhere"))).months
    0
    """
    store = store or Store.open()
    batches_of(store, dataset, newest=1)
    return maintenance.compact(store, dataset)


def remove(batch: str, *, store: Store | None = None) -> RemovalAnswer:
    """Remove a batch from the store; the version before it, if any, is current again.

    Texts and the acts coded from them are two batches, and are removed together.

    Parameters
    ----------
    batch : str
        Its id, or the beginning of it.
    store : Store, optional
        By default the user's.

    Returns
    -------
    RemovalAnswer

    Raises
    ------
    UsageError
        If no batch, or more than one, has an id that begins so.
    StoreError
        If the lake can't be written.

    Examples
    --------
    >>> remove("6d45d6bab2c6", store=Store.open(home=Path("nowhere")))
    Traceback (most recent call last):
    ...
    detente.errors.UsageError: there is no batch '6d45d6bab2c6'; `detente data batches` lists them
    """
    gone, *along = maintenance.remove(store or Store.open(), batch)
    return RemovalAnswer(gone, tuple(along))


def starter(
    sources: Path,
    folder: Path | None = None,
    *,
    only: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Path:
    """Compute the starter pack from the sources, in vintages.

    Parameters
    ----------
    sources : pathlib.Path
        Folder of the sources, laid out as ``events/`` and ``votes/``.
    folder : pathlib.Path, optional
        Where the pack goes; by default into the package itself.
    only : sequence of str, optional
        Compute only these parts: ``conduct``, ``votes``, ``ideal-points``, ``system``. The others stay as they are.
    progress : callable, optional
        Called with a line of text at each step.

    Returns
    -------
    pathlib.Path
        The pack's manifest.

    Raises
    ------
    DataError
        If a source's file is missing or can't be read.

    Examples
    --------
    >>> starter(Path("nowhere"), Path("nowhere"))
    Traceback (most recent call last):
    ...
    detente.errors.DataError: ...
    """
    from detente.starter import STARTER, build  # noqa: PLC0415 - its measures take a while to load

    return build(sources, folder or STARTER, report=progress, only=only)
