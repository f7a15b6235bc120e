"""Pull news: fetch daily pages of Wikipedia's current events, and ingest their texts and the acts coded from them.

Pages are ingested a few hundred at a time, as they arrive. Of a page with several revisions on the disk they go in
their order, one a pass, and a pass is recorded before the next begins, so that an older revision is never taken for a
newer one. A revision with the same texts as the one before it changes nothing: the texts were known since the earlier
one.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import polars as pl

from detente.dates import today
from detente.errors import DataError, NoAnswer, UsageError
from detente.ingestion import pull
from detente.ingestion.cube import refresh_cubes
from detente.ingestion.pull import PullOptions
from detente.ingestion.pull_answers import PullAnswer, PullPlan
from detente.ingestion.texts import ingest_texts
from detente.lake.disk import free_bytes
from detente.lake.integrity import damaged_inputs
from detente.remote import DownloadLog, FetchOutcome, RetryPolicy, Site, site_at
from detente.remote.daily_pages import (
    NEWS,
    WIKIPEDIA,
    DailyPages,
    fetch_day_after,
    fetch_pages,
    page_entry,
    page_file,
    plan_pages,
    revision_of,
)
from detente.remote.mediawiki import api_headers
from detente.sources.providers.current_events import ABOUT, FIRST_DAY, Page, page_title, read_page
from detente.store import Store

__all__ = ["pull_news"]

GROUP = 500  # pages ingested together
SHOWN = 3  # lines of pages quoted that could not be read
BETWEEN = " > "  # topics of a text


def pull_news(
    options: PullOptions, store: Store, *, again: bool = False, day_after: bool = False
) -> PullPlan | PullAnswer:
    """Fetch daily pages and ingest them; see `detente.pull.news`."""
    last = min(options.until or date.max, _yesterday())
    if last < max(options.since or FIRST_DAY, FIRST_DAY):
        raise NoAnswer(
            f"there is no page of these days: the first is of {FIRST_DAY}, and a day's page is fetched from the day "
            f"after on, so that the last is of {_yesterday()}",
            value=(options.since, options.until),
        )
    site = site_at(options.mirror or WIKIPEDIA, headers=api_headers(), connections=1)
    if site.listing("") is not None:
        raise UsageError(
            f"news is fetched through a wiki's API, and {site.name} is a folder; name an address with --mirror",
            value=options.mirror,
        )
    log = DownloadLog(store.lake.home)
    with log.alone(NEWS):
        plan = plan_pages(log, options.since, last, again=again)
        if options.dry_run:
            return _planned(plan, site, log)
        answer = PullAnswer(site.name, log.raw, [], (), [])
        run = _Run(store, log, plan, answer, ingest=not options.no_ingest, day_after=day_after)
        run.fetch(site, options)
        answer = run.finished()
    if not (options.no_ingest or options.no_cube):
        answer.cube = refresh_cubes(store, {NEWS})
    return answer


def _yesterday() -> date:
    """Return the last day that is over, in UTC and where the user is."""
    return min(datetime.now(UTC).date(), today()) - timedelta(days=1)


def _planned(plan: DailyPages, site: Site, log: DownloadLog) -> PullPlan:
    notes = []
    if plan.open:
        notes.append(f"Pages that may have been edited since, and are checked: {len(plan.open):,}.")
    held = [files[-1] for files in plan.held.values()]
    files = [page_file(day) for day in plan.wanted]
    return PullPlan(site.name, log.raw, files, held, (), [*notes, *_missing(plan)], free_bytes(log.raw))


def _missing(plan: DailyPages) -> list[str]:
    """Return a sentence on days that are known to have no page."""
    return [f"Days recorded before as having no page: {len(plan.missing):,}."] if plan.missing else []


@dataclass
class _Run:
    """One pull of pages: what is on the disk, and what is not yet ingested."""

    store: Store
    log: DownloadLog
    plan: DailyPages
    answer: PullAnswer
    ingest: bool
    day_after: bool
    revisions: dict[date, list[FetchOutcome]] = field(default_factory=dict)
    waiting: list[FetchOutcome] = field(default_factory=list)
    acts: int = 0
    empty: int = 0
    lines: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    def fetch(self, site: Site, options: PullOptions) -> None:
        """Fetch pages, and ingest them with those that wait from before."""
        began = time.monotonic()
        self.revisions = {day: list(files) for day, files in self.plan.held.items()}
        self.waiting = [*self.plan.pending, *self._damaged()]
        policy = RetryPolicy(connections=1, first_wait=pull.FIRST_WAIT)
        new = self.plan.pending
        for ended in chain([[]], fetch_pages(self.plan, site, self.log, policy)):
            self._add(ended, options)
            new = [*new, *(one for one in ended if one.state == "fetched")]
            if self.day_after:
                alone = [one for one in new if one.file.first and len(self.revisions[one.file.first]) == 1]
                for one in fetch_day_after(alone, site, self.log, policy):
                    self._add([one], options)
            new = []
            if self.ingest and len(self.waiting) >= GROUP:
                self.settle()
        if self.ingest:
            self.settle()
        self.answer.seconds = time.monotonic() - began

    def _add(self, ended: Sequence[FetchOutcome], options: PullOptions) -> None:
        """Note how pages ended; those that arrived wait to be ingested."""
        fetched = [one for one in ended if one.state == "fetched"]
        self.answer.ended += [one for one in ended if one.state != "held"]
        for one in fetched:
            if one.file.first is not None:
                files = self.revisions.setdefault(one.file.first, [])
                files.append(one)
                files.sort(key=lambda one: revision_of(one.file))
        self.waiting += fetched
        if options.progress is not None:
            options.progress(sum(one.bytes or 0 for one in fetched), 0)

    def _damaged(self) -> list[FetchOutcome]:
        """Return the files of pages whose rows in the lake are damaged or lost."""
        lost = {name for dataset, name in damaged_inputs(self.store.lake.records) if dataset == NEWS}
        titles = {day: page_title(day).rpartition("/")[2] for day in self.plan.held} if lost else {}
        pending = {one.file.place for one in self.plan.pending}
        files = [one for day, title in titles.items() if title in lost for one in self.revisions[day]]
        return [one for one in files if one.file.place not in pending]

    def _repeats(self, one: FetchOutcome, before: Sequence[FetchOutcome]) -> bool:
        """Return whether a page has the same texts as in the revision before, as far as that is on the disk."""
        try:
            return bool(before) and _texts(_read(one)) == _texts(_read(before[-1]))
        except DataError:
            return False

    def settle(self) -> None:
        """Ingest the pages that wait, a revision of each at a time, in their order."""
        waiting, self.waiting = self.waiting, []
        passes: list[dict[date, FetchOutcome]] = []
        for one in sorted(waiting, key=lambda one: (one.file.first or date.min, revision_of(one.file))):
            place = next((some for some in passes if one.file.first not in some), None)
            if place is None or one.file.first is None:
                passes.append(place := {})
            place[one.file.first or date.min] = one
        for some in passes:
            self._ingest(some)

    def _ingest(self, pages: Mapping[date, FetchOutcome]) -> None:
        rows: list[tuple[object, ...]] = []
        done = []
        for day, one in pages.items():
            files = self.revisions.get(day, [])
            before = [other for other in files if revision_of(other.file) < revision_of(one.file)]
            try:
                page = _read(one)
            except DataError as error:
                self.answer.unread.append((one.file.place, error.message))
                continue
            done.append(one)
            self._note(page)
            if not self._repeats(one, before):
                rows += _rows(page)
        if rows:
            texts = pl.DataFrame(rows, schema=SCHEMA, orient="row")
            ingested = ingest_texts(
                self.store, NEWS, texts, origin=NEWS, by_page=True, dated_versions=True, about=ABOUT
            )
            self.answer.rows_ok += ingested.texts_kept
            self.answer.rows_rejected += ingested.texts_rejected
            self.answer.unread += ingested.failures
            self.acts += ingested.acts
        self.answer.ingested += len(done)
        self.log.ingested(one.file for one in done)

    def _note(self, page: Page) -> None:
        self.empty += not page.items
        self.unknown |= set(page.unknown)
        self.lines += [f"line {line}: {text!r} {reason}" for line, text, reason in page.rejects]

    def finished(self) -> PullAnswer:
        """Return the answer, with what else there is to know."""
        fetched = {one.file.first for one in self.answer.of("fetched")}
        self.answer.held = [files[-1] for day, files in self.plan.held.items() if day not in fetched]
        self.answer.notes = [*_missing(self.plan), *self._notes()]
        return self.answer

    def _notes(self) -> Iterable[str]:
        if not self.ingest and self.waiting:
            yield f"Pages that are not ingested: {len(self.waiting):,}. Run the same command without --no-ingest."
        if self.answer.rows_ok:
            yield f"Acts coded from these texts: {self.acts:,}. Texts and acts: {ABOUT['licence']}."
        if self.empty:
            yield f"Pages without a text: {self.empty:,}."
        if self.lines:
            shown = "; ".join(self.lines[:SHOWN])
            yield f"Lines of pages that could not be used: {len(self.lines):,}, such as {shown}."
        if self.unknown:
            shown = ", ".join(sorted(self.unknown)[:10])
            yield f"Templates that are not known, of which the first argument was taken: {shown}."


SCHEMA = {
    "line": pl.Int64, "date": pl.Date, "known_on": pl.Date, "text": pl.String, "topic": pl.String, "page": pl.String,
    "revision": pl.String,
}  # fmt: skip


def _rows(page: Page) -> list[tuple[object, ...]]:
    """Return the texts of a page as rows of `SCHEMA`."""
    return [
        (n, one.day, one.known_on, one.text, _topic(one.section, one.topics), one.page, str(one.revision))
        for n, one in enumerate(page.items, start=1)
    ]


def _topic(section: str | None, topics: Sequence[str]) -> str | None:
    return BETWEEN.join([*([section] if section else []), *topics]) or None


def _texts(page: Page) -> list[tuple[str | None, tuple[str, ...], str]]:
    return [(item.section, item.topics, item.text) for item in page.items]


def _read(one: FetchOutcome) -> Page:
    if one.path is None:
        raise DataError(f"{one.file.place} is not on the disk", value=one.file.place)
    return read_page(*page_entry(one.path))
