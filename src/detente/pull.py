"""The verbs ``detente pull …``: fetch data from their providers into the store, and ingest them.

``detente pull gdelt`` is `gdelt`, and so on for `icews`, `polecat` and `news`. ``detente pull NAME`` of any other
source is `source`, with the name as its first argument, and ``detente pull`` alone is `sources`, which lists them.
Options have the names of the command line's::

    import detente

    detente.pull.gdelt(since="2015-02-18", until="2015-03-31", dry_run=True).frame()
    detente.pull.source("unga_votes")

A pull can be interrupted: what arrived stays, and the next one goes on from there. Files that can't be fetched or read
do not stop the rest; `PullAnswer.complete` says whether there were any.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.dates import first_day, last_day
from detente.errors import UsageError, check_choice
from detente.ingestion.pull import Progress, PullOptions, pull_events, pull_source, refuse_overlap
from detente.ingestion.pull_answers import PullAnswer, PullPlan, ShippedAnswer, SourcesAnswer, pullable_sources
from detente.ingestion.pull_news import pull_news
from detente.remote import (
    DATAVERSE,
    GDELT,
    STREAMS,
    DownloadLog,
    FetchPlan,
    RetryPolicy,
    Site,
    plan_dataset,
    plan_gdelt,
)
from detente.sources.events.known_formats import format_of
from detente.store import Store

__all__ = [
    "Progress",
    "PullAnswer",
    "PullPlan",
    "ShippedAnswer",
    "SourcesAnswer",
    "gdelt",
    "icews",
    "news",
    "polecat",
    "source",
    "sources",
]

Day = date | str | int | None


def gdelt(
    *,
    since: Day = None,
    until: Day = None,
    version: int | None = None,
    stream: str = "english",
    newest: bool = False,
    allow_overlap: bool = False,
    mirror: str | None = None,
    connections: int = 4,
    no_ingest: bool = False,
    no_cube: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    store: Store | None = None,
) -> PullPlan | PullAnswer:
    """Fetch GDELT's events, 1.0 and 2.0, and ingest them.

    Parameters
    ----------
    since, until : datetime.date, str or int, optional
        First and last day, as a date, in ISO form, or as a year; by default all that the provider has.
    version : {1, 2}, optional
        Only GDELT 1.0 or 2.0; by default 1.0 before 18 February 2015 and 2.0 from then on. Both code the same news:
        their events must not be added up.
    stream : {'english', 'translingual', 'both'}, optional
        Of GDELT 2.0: events from English sources, or from 65 other languages by machine translation.
    newest : bool, optional
        Only the newest quarter hour of GDELT 2.0.
    allow_overlap : bool, optional
        Fetch days of one version of which the store has the other.
    mirror : str, optional
        Address of a mirror with the provider's layout, or a folder with its files.
    connections : int, optional
        Files fetched at a time, at most 16.
    no_ingest : bool, optional
        Only fetch the files; ingest them later with ``detente ingest``.
    no_cube : bool, optional
        Do not count the events; count them later with ``detente cube``.
    dry_run : bool, optional
        Fetch nothing, and return what would be fetched.
    progress : callable, optional
        Called as bytes arrive, from several threads, with the number that arrived (negative where bytes are discarded)
        and the number expected in all, 0 where that is not known.
    store : Store, optional
        By default the user's.

    Returns
    -------
    PullPlan or PullAnswer
        The plan for a dry run.

    Raises
    ------
    UsageError
        If options do not go together, or the store has the other version for some of the days.
    NoAnswer
        If there is no file for these days.
    DataError
        If the list of files can't be fetched, or the provider can't be reached any more.
    StoreError
        If the store can't be written, the disk is too small, or another pull of GDELT is running.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "20150218230000.export.CSV.zip").write_bytes(b"events")
    ...     home = Store.open(home=Path(folder, "home"))
    ...     plan = gdelt(mirror=folder, dry_run=True, store=home)
    >>> plan.frame()["file"].to_list()
    ['gdelt/v2/201502/20150218230000.export.CSV.zip']
    """
    check_choice("version", version, (None, 1, 2))
    check_choice("stream", stream, STREAMS)
    if newest and (since or until or version == 1):
        raise UsageError("newest is one quarter hour of GDELT 2.0, and does not go with since, until or version 1")
    options = PullOptions(
        since=_first(since), until=_last(until), mirror=mirror, connections=connections, no_ingest=no_ingest,
        no_cube=no_cube, dry_run=dry_run, progress=progress,
    )  # fmt: skip

    def planner(site: Site, log: DownloadLog, policy: RetryPolicy) -> FetchPlan:
        days = {"first": options.since, "last": options.until}
        plan = plan_gdelt(site, log.raw, policy, version=version, stream=stream, newest=newest, **days)
        if not allow_overlap:
            refuse_overlap(plan.files, log)
        return plan

    return pull_events("gdelt", GDELT, planner, options, store or Store.open())


def icews(
    *,
    since: Day = None,
    until: Day = None,
    mirror: str | None = None,
    storage: Sequence[str] = (),
    connections: int = 4,
    no_ingest: bool = False,
    no_cube: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    store: Store | None = None,
) -> PullPlan | PullAnswer:
    """Fetch the ICEWS events, 1995 to 2023, from the Harvard Dataverse, and ingest them.

    Parameters
    ----------
    since, until, mirror, connections, no_ingest, no_cube, dry_run, progress, store : optional
        See `gdelt`.
    storage : sequence of str, optional
        Other hosts to which the Dataverse may redirect downloads, over https.

    Returns
    -------
    PullPlan or PullAnswer
        The plan for a dry run.

    Raises
    ------
    UsageError, NoAnswer, DataError, StoreError
        See `gdelt`.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "events.1995.20150313082510.tab.zip").write_bytes(b"events")
    ...     plan = icews(mirror=folder, dry_run=True, store=Store.open(home=Path(folder, "home")))
    >>> plan.frame()["until"].item()
    datetime.date(1995, 12, 31)
    """
    options = PullOptions(
        since=_first(since), until=_last(until), mirror=mirror, storage=storage, connections=connections,
        no_ingest=no_ingest, no_cube=no_cube, dry_run=dry_run, progress=progress,
    )  # fmt: skip
    return _dataverse("icews", options, store)


def polecat(
    *,
    since: Day = None,
    until: Day = None,
    mirror: str | None = None,
    storage: Sequence[str] = (),
    connections: int = 4,
    no_ingest: bool = False,
    no_cube: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    store: Store | None = None,
) -> PullPlan | PullAnswer:
    """Fetch the POLECAT events, from 2018 on, from the Harvard Dataverse, and ingest them.

    Parameters
    ----------
    since, until, mirror, storage, connections, no_ingest, no_cube, dry_run, progress, store : optional
        See `icews` and `gdelt`.

    Returns
    -------
    PullPlan or PullAnswer
        The plan for a dry run.

    Raises
    ------
    UsageError, NoAnswer, DataError, StoreError
        See `gdelt`.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "ngecEventsDV-2022.txt.zip").write_bytes(b"events")
    ...     plan = polecat(mirror=folder, dry_run=True, store=Store.open(home=Path(folder, "home")))
    >>> plan.as_dict()["to_fetch"]["files"]
    1
    """
    options = PullOptions(
        since=_first(since), until=_last(until), mirror=mirror, storage=storage, connections=connections,
        no_ingest=no_ingest, no_cube=no_cube, dry_run=dry_run, progress=progress,
    )  # fmt: skip
    return _dataverse("polecat", options, store)


def news(
    *,
    since: Day = None,
    until: Day = None,
    again: bool = False,
    day_after: bool = False,
    mirror: str | None = None,
    no_ingest: bool = False,
    no_cube: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    store: Store | None = None,
) -> PullPlan | PullAnswer:
    """Fetch daily pages of Wikipedia's 'Portal:Current events', and ingest their texts and the acts coded from them.

    A page edited later is a new version, known from the day of the edit: as of an earlier day the version before it
    answers. A day without a page is recorded as missing.

    Parameters
    ----------
    since, until : datetime.date, str or int, optional
        First and last day, as a date, in ISO form, or as a year; by default from the first page to yesterday.
    again : bool, optional
        Also check pages, and days without a page, that were last checked a month after their day or later.
    day_after : bool, optional
        Also fetch pages that are new here and were edited since as they were at the end of the day after their own:
        what was known then is otherwise unknown. One request a page.
    mirror : str, optional
        Address of another wiki with these pages; its API is at ``w/api.php`` below it.
    no_ingest, no_cube, dry_run, progress, store : optional
        See `gdelt`. A dry run requests nothing.

    Returns
    -------
    PullPlan or PullAnswer
        The plan for a dry run.

    Raises
    ------
    UsageError
        If an option or the contact in the environment is invalid.
    NoAnswer
        If there is no page of these days.
    DataError
        If the wiki can't be reached, refuses the request, or does not answer as MediaWiki does; what arrived stays.
    StoreError
        If the store can't be written, or another pull of news is running.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     home = Store.open(home=Path(folder))
    ...     plan = news(since="2026-03-28", until="2026-03-29", dry_run=True, store=home)
    >>> plan.as_dict()["to_fetch"]["files"]
    2
    """
    options = PullOptions(
        since=_first(since), until=_last(until), mirror=mirror, connections=1, no_ingest=no_ingest, no_cube=no_cube,
        dry_run=dry_run, progress=progress,
    )  # fmt: skip
    return pull_news(options, store or Store.open(), again=again, day_after=day_after)


def _first(since: Day) -> date | None:
    return None if since is None else first_day(since)


def _last(until: Day) -> date | None:
    return None if until is None else last_day(until)


def _dataverse(name: str, options: PullOptions, store: Store | None) -> PullPlan | PullAnswer:
    def planner(site: Site, _: DownloadLog, policy: RetryPolicy) -> FetchPlan:
        return plan_dataset(site, name, policy, first=options.since, last=options.until)

    return pull_events(name, DATAVERSE, planner, options, store or Store.open())


def source(
    name: str,
    *,
    again: bool = False,
    mirror: str | None = None,
    storage: Sequence[str] = (),
    no_ingest: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    store: Store | None = None,
) -> PullPlan | PullAnswer | ShippedAnswer:
    """Fetch one source, and ingest it: votes, pacts, disputes, figures, or events in a Dataverse.

    Parameters
    ----------
    name : str
        The source; `sources` lists them.
    again : bool, optional
        Fetch the file even if it is there: it may have changed.
    mirror : str, optional
        Another address with the same paths, or a folder with the source's files.
    storage : sequence of str, optional
        Other hosts to which downloads may be redirected, over https.
    no_ingest, dry_run, progress, store : optional
        See `gdelt`.

    Returns
    -------
    PullPlan, PullAnswer or ShippedAnswer
        The plan for a dry run; `ShippedAnswer` for a source whose file comes with Detente.

    Raises
    ------
    UsageError
        If there is no such source.
    NoAnswer
        If it must be downloaded by hand; says where.
    DataError, StoreError
        See `gdelt`.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "UNVotes2021.csv").write_bytes(b"rcid,session,date,unres,ccode,vote")
    ...     plan = source("unga_votes", mirror=folder, dry_run=True, store=Store.open(home=Path(folder, "home")))
    >>> plan.as_dict()["origin"]
    'https://doi.org/10.7910/DVN/LEJUQZ'
    """
    options = PullOptions(
        mirror=mirror, storage=storage, connections=2, no_ingest=no_ingest, dry_run=dry_run, progress=progress
    )
    form = format_of(name)
    if form is not None and form.dataverse is not None:
        return _dataverse(name, options, store)
    known = pullable_sources()
    if name not in known:
        raise UsageError(f"there is no source {name!r}; `detente pull` lists them", value=name)
    return pull_source(known[name], options, store or Store.open(), again=again)


def sources() -> SourcesAnswer:
    """Return the sources of votes, pacts, disputes and figures: years, terms, and how to get each.

    Examples
    --------
    >>> sources().frame().filter(name="unga_votes")["access"].item()
    'fetched'
    """
    return SourcesAnswer(tuple(pullable_sources().values()))
