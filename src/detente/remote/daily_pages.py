"""Daily pages of 'Portal:Current events': which are to be fetched, and each revision as a file under ``raw/news``.

A file holds one page with one revision, as the wiki's API returned it: JSON, compressed with gzip, under the page's
day and the revision's id (``2026-03-28.10001.wikipage``; `detente ingest` reads no file with this ending). Another
revision is another file, so that none is lost before it is ingested. A day without a page has a row in the log,
under its date alone, and no file.

A page is edited for days. Until a month after its day (`SETTLES`) each pull asks whether its revision is still the
one on the disk, without its text; later only on request. The same goes for days without a page.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from detente.errors import DataError
from detente.remote.download import file_digest, sync
from detente.remote.download_log import Download, DownloadLog, unwritable
from detente.remote.fetch_plan import FAILED, FETCHED, HELD, MISSING, REFUSED, FetchOutcome, RemoteFile
from detente.remote.mediawiki import MOST_TITLES, WikiPage, query_pages
from detente.remote.retries import RetryPolicy
from detente.remote.sites import Site
from detente.sources.providers.current_events import FIRST_DAY, LARGEST, page_title, titled_day

__all__ = [
    "NEWS",
    "WIKIPEDIA",
    "DailyPages",
    "fetch_day_after",
    "fetch_pages",
    "page_entry",
    "page_file",
    "plan_pages",
    "revision_of",
]

WIKIPEDIA = "https://en.wikipedia.org"
NEWS = "news"
SETTLES = timedelta(days=30)
T = TypeVar("T")
NAME = re.compile(r"news/\d{4}/(\d{4}-\d{2}-\d{2})\.(\d{1,18})\.wikipage")


@dataclass(frozen=True, slots=True)
class DailyPages:
    """The pages of a stretch of days.

    Parameters
    ----------
    wanted : sequence of datetime.date
        Days whose page is to be fetched.
    open : sequence of FetchOutcome
        The newest files of pages on the disk of which the wiki may have a newer revision.
    held : mapping of datetime.date to sequence of FetchOutcome
        The pages on the disk: the files of each, oldest revision first.
    pending : sequence of FetchOutcome
        Files that were not ingested yet.
    missing : sequence of datetime.date
        Days that had no page a month later.
    """

    wanted: Sequence[date]
    open: Sequence[FetchOutcome]
    held: Mapping[date, Sequence[FetchOutcome]]
    pending: Sequence[FetchOutcome]
    missing: Sequence[date]


def plan_pages(log: DownloadLog, first: date | None, last: date, *, again: bool = False) -> DailyPages:
    """Divide days into those whose page is to be fetched, may be outdated, and is settled.

    Parameters
    ----------
    log : DownloadLog
        What was fetched before.
    first, last : datetime.date
        Days, both included; by default from the first page that there is.
    again : bool, optional
        Ask again for pages and missing days that are settled.

    Returns
    -------
    DailyPages

    Examples
    --------
    >>> plan = plan_pages(DownloadLog(Path("no-such-home")), date(2026, 3, 28), date(2026, 3, 30))
    >>> len(plan.wanted), len(plan.held)
    (3, 0)
    """
    rows = log.rows()
    files: dict[date, list[tuple[int, str]]] = {}
    for place in rows:
        if match := NAME.fullmatch(place):
            files.setdefault(date.fromisoformat(match[1]), []).append((int(match[2]), place))
    wanted: list[date] = []
    missing: list[date] = []
    unsettled: list[FetchOutcome] = []
    held: dict[date, list[FetchOutcome]] = {}
    pending: list[FetchOutcome] = []
    day = max(first or FIRST_DAY, FIRST_DAY)
    while day <= last:
        here = [
            (outcome, rows[place])
            for revision, place in sorted(files.get(day, ()))
            if (outcome := log.held(page_file(day, revision), rows[place])) is not None
        ]
        pending += [outcome for outcome, row in here if not row.ingested]
        row = here[-1][1] if here else rows.get(page_file(day).place)
        settled = row is not None and not again and _is_settled(day, row)
        if here:
            held[day] = [outcome for outcome, _ in here]
            unsettled += [] if settled else [here[-1][0]]
        else:
            (missing if settled else wanted).append(day)
        day += timedelta(days=1)
    return DailyPages(wanted, unsettled, held, pending, missing)


def fetch_pages(plan: DailyPages, site: Site, log: DownloadLog, policy: RetryPolicy) -> Iterator[list[FetchOutcome]]:
    """Fetch pages, as many as one request allows at a time, and yield how each ended, already recorded.

    Parameters
    ----------
    plan : DailyPages
        The pages.
    site : Site
        The wiki, made with `detente.remote.mediawiki.api_headers`.
    log : DownloadLog
        Where outcomes are recorded; the files go into its `raw`.
    policy : RetryPolicy
        How to retry.

    Yields
    ------
    list of FetchOutcome
        Fetched, held (of pages that were asked for again and have not changed), missing, refused or failed.

    Raises
    ------
    DataError
        If the wiki can't be reached, or does not answer as MediaWiki does.
    StoreError
        If files can't be written.
    """
    try:
        wanted = list(plan.wanted)
        for some in _batches(plan.open):
            same, changed = _compared(some, site, policy)
            log.put(same, site)
            wanted += changed
            yield same
        for days in _batches(sorted(wanted)):
            yield _recorded(_queried(days, site, policy, content=True), site, log)
    except OSError as error:
        raise unwritable(log.home, error) from error


def fetch_day_after(
    pages: Iterable[FetchOutcome], site: Site, log: DownloadLog, policy: RetryPolicy
) -> Iterator[FetchOutcome]:
    """Fetch pages as they were at the end of the day after their own, where they were edited since.

    Parameters
    ----------
    pages : iterable of FetchOutcome
        Files of pages on the disk.
    site, log, policy
        As of `fetch_pages`.

    Yields
    ------
    FetchOutcome
        Fetched, and already recorded. A page that did not exist then has none.

    Raises
    ------
    DataError, StoreError
        As of `fetch_pages`.
    """
    try:
        for one in pages:
            if one.path is None:
                continue
            day, entry = page_entry(one.path)
            end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=2) - timedelta(seconds=1)
            if datetime.fromisoformat(entry["revisions"][0]["timestamp"]) > end:
                found = [
                    (day, page)
                    for day, page in _queried([day], site, policy, content=True, saved_by=end)
                    if page.entry is not None
                ]
                yield from _recorded(found, site, log)
    except OSError as error:
        raise unwritable(log.home, error) from error


def _recorded(pages: Iterable[tuple[date, WikiPage]], site: Site, log: DownloadLog) -> list[FetchOutcome]:
    """Write pages into their files and record them."""
    ended = [_kept(day, page, log.raw) for day, page in pages]
    for folder in {one.path.parent for one in ended if one.path}:
        sync(folder)
    found = [page_file(one.file.first).place for one in ended if one.path and one.file.first]
    log.put(ended, site, forget=found)
    return ended


def page_entry(path: Path) -> tuple[date, dict[str, Any]]:
    """Return the day of a file and the page in it.

    Raises
    ------
    DataError
        If it can't be read.
    """
    try:
        with gzip.open(path) as file:
            data = file.read(8 * LARGEST)
        return date.fromisoformat(path.name.partition(".")[0]), json.loads(data)
    except (OSError, EOFError, ValueError) as error:
        raise DataError(f"{path} can't be read: {error}", value=path) from None


def revision_of(file: RemoteFile) -> int:
    """Return the id of the revision in a file, by its name."""
    return int(file.name.split(".")[1])


def page_file(day: date, revision: int | None = None, published: date | None = None) -> RemoteFile:
    """Return the file of a page's revision; without one, what stands for the day in the log."""
    name = f"{day}" if revision is None else f"{day}.{revision}.wikipage"
    path = f"wiki/{page_title(day).replace(' ', '_')}"
    return RemoteFile(NEWS, f"{NEWS}/{day.year}", name, path, first=day, last=day, published=published)


def _is_settled(day: date, row: Download) -> bool:
    """Return whether a day's page, or that there is none, was last checked a month after the day or later."""
    checked = datetime.fromisoformat(row.checked).date()
    return row.state in (HELD, MISSING) and checked >= day + SETTLES


def _batches(every: Sequence[T]) -> Iterator[Sequence[T]]:
    return (every[n : n + MOST_TITLES] for n in range(0, len(every), MOST_TITLES))


def _queried(
    days: Sequence[date], site: Site, policy: RetryPolicy, *, content: bool, saved_by: datetime | None = None
) -> Iterator[tuple[date, WikiPage]]:
    """Yield the page of each day; one that redirects to a page of anything but the day is missing."""
    pages = query_pages(site, [page_title(day) for day in days], policy, content=content, saved_by=saved_by)
    for day, page in zip(days, pages, strict=True):
        title = page.title if page.entry is None else page.entry["title"]
        if titled_day(title) == day:
            yield day, page
        else:
            reason = f"redirects to {title!r}, which is not a page of that day alone"
            yield day, replace(page, entry=None, reason=reason, missing=True)


def _compared(held: Sequence[FetchOutcome], site: Site, policy: RetryPolicy) -> tuple[list[FetchOutcome], list[date]]:
    """Return the pages on the disk whose revision is the newest, and the days of the others."""
    by_day = {one.file.first: one for one in held if one.file.first}
    same, changed = [], []
    for day, page in _queried(list(by_day), site, policy, content=False):
        one = by_day[day]
        if page.missing or page.revision == revision_of(one.file):  # what was deleted meanwhile stays here
            same.append(one)
        else:
            changed.append(day)
    return same, changed


def _kept(day: date, page: WikiPage, raw: Path) -> FetchOutcome:
    """Write a page into its file."""
    if page.entry is None or page.revision is None:
        hidden = "hidden" in page.reason
        state = MISSING if page.missing else REFUSED if hidden else FAILED
        return FetchOutcome(page_file(day), state, reason=page.reason)
    saved = datetime.fromisoformat(page.entry["revisions"][0]["timestamp"])
    file = page_file(day, page.revision, saved.astimezone(UTC).date())
    path = raw / file.folder / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = gzip.compress(json.dumps(page.entry, ensure_ascii=False, sort_keys=True).encode(), mtime=0)
    part = path.with_name(f".{file.name}.part")
    part.write_bytes(data)
    sync(part)
    part.replace(path)
    return FetchOutcome(file, FETCHED, path, len(data), file_digest(path))
