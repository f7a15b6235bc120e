"""Pull: fetch providers' files and ingest them. The public functions are in `detente.pull`.

A pull reads the provider's list of files, compares it with what is under ``raw/`` in the store's folder, fetches what
is missing, and ingests files as they arrive. It can be interrupted at any time: the next pull goes on from there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from detente.errors import NoAnswer, StoreError, UsageError
from detente.ingestion.cube import refresh_cubes
from detente.ingestion.events import ingest_events
from detente.ingestion.pull_answers import PullAnswer, PullPlan, ShippedAnswer
from detente.ingestion.source_file import ingest_source
from detente.lake.disk import free_bytes
from detente.lake.integrity import damaged_inputs
from detente.number_text import size_of
from detente.remote import (
    DATAVERSE,
    GDELT,
    GDELT_STORAGE,
    MOST_CONNECTIONS,
    STORAGE,
    DownloadLog,
    FallbackSite,
    FetchOutcome,
    FetchPlan,
    Inventory,
    RemoteFile,
    RetryPolicy,
    Site,
    fetch_files,
    plan_source,
    server_of,
    site_at,
    take_inventory,
)
from detente.remote.datasets import how_by_hand
from detente.sources import Source
from detente.sources.events.known_formats import format_of
from detente.store import Store

__all__ = [
    "FIRST_WAIT",
    "Planner",
    "Progress",
    "PullOptions",
    "pull_events",
    "pull_source",
    "refuse_overlap",
    "site_of",
]

GROUP = 672  # files ingested at a time: a week of quarter hours
FIRST_WAIT = 1.0  # seconds before a second attempt
TOKEN = "DETENTE_DATAVERSE_TOKEN"  # noqa: S105 - the variable's name

Progress = Callable[[int, int], None]
Planner = Callable[[Site, DownloadLog, RetryPolicy], FetchPlan]


@dataclass(frozen=True)
class PullOptions:
    """Options of every pull; see `detente.pull.gdelt`."""

    since: date | None = None
    until: date | None = None
    mirror: str | None = None
    connections: int = 4
    no_ingest: bool = False
    no_cube: bool = False
    dry_run: bool = False
    storage: Sequence[str] = ()
    progress: Progress | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise UsageError(
                f"since {self.since} is later than until {self.until}; give the earlier day first",
                value=(self.since, self.until),
            )
        if not 1 <= self.connections <= MOST_CONNECTIONS:
            raise UsageError(
                f"invalid connections {self.connections}: expected 1 to {MOST_CONNECTIONS}", value=self.connections
            )


class _Pull(NamedTuple):
    """What the steps of one pull share."""

    store: Store
    site: Site
    log: DownloadLog
    policy: RetryPolicy
    options: PullOptions


def _begin(store: Store, address: str, options: PullOptions) -> _Pull:
    policy = RetryPolicy(connections=options.connections, first_wait=FIRST_WAIT)
    return _Pull(store, site_of(options, address), DownloadLog(store.lake.home), policy, options)


def pull_events(
    provider: str, address: str, planner: Planner, options: PullOptions, store: Store
) -> PullPlan | PullAnswer:
    """Fetch a provider's files of events and ingest them.

    Parameters
    ----------
    provider : str
        ``gdelt``, ``icews`` or ``polecat``: the folder under ``raw/``.
    address : str
        The provider's own.
    planner : callable
        Lists the files, from the site, the log and the retry policy.
    options : PullOptions
        As given to the verb.
    store : Store
        Destination.

    Returns
    -------
    PullPlan or PullAnswer
        The plan for a dry run.

    Raises
    ------
    DataError
        If the list of files can't be fetched, or the provider can't be reached any more.
    NoAnswer
        If the provider has no file for these days.
    StoreError
        If the store can't be written, the disk is too small, or another pull of the provider is running.
    """
    pull = _begin(store, address, options)
    log = pull.log
    with log.alone(provider):
        plan = planner(pull.site, log, pull.policy)
        inventory = _with_damaged(take_inventory(plan, log), store)
        if options.dry_run:
            return _planned(plan, inventory, pull)
        answer = _fetch(plan, inventory, pull)
    if options.no_ingest:
        waiting = answer.of("fetched") or inventory.pending
        return replace(answer, to_ingest=log.raw / provider if waiting else None)
    if options.no_cube:
        return answer
    return replace(answer, cube=refresh_cubes(store, {file.source for file in plan.files}))


def pull_source(
    one: Source, options: PullOptions, store: Store, *, again: bool = False
) -> PullPlan | PullAnswer | ShippedAnswer:
    """Fetch the files of a source of slow records and ingest them.

    Parameters
    ----------
    one : Source
        The source.
    options : PullOptions
        As given to the verb.
    store : Store
        Destination.
    again : bool, optional
        Fetch the files even if they are there: they may have changed.

    Returns
    -------
    PullPlan, PullAnswer or ShippedAnswer
        The plan for a dry run; `ShippedAnswer` for a source that comes with Detente.

    Raises
    ------
    NoAnswer
        If its producer does not allow it to be fetched; says how to download it.
    DataError
        If the list of files can't be fetched, or not one row can be kept.
    StoreError
        If the store can't be written, or another pull of the source is running.
    """
    if one.shipped and not options.mirror:
        ingested = None if options.dry_run or options.no_ingest else ingest_source(store, one.name, one.shipped)
        return ShippedAnswer(one, one.shipped, ingested)
    server = server_of(one)
    if options.mirror is None and server is None:
        raise NoAnswer(f"{how_by_hand(one)}. Terms: {one.licence}", value=one.name)
    pull = _begin(store, server or "", options)
    log = pull.log
    with log.alone(one.name):
        plan = plan_source(pull.site, one, pull.policy)
        inventory = Inventory(plan.files, (), (), ()) if again else take_inventory(plan, log)
        if options.dry_run:
            return replace(_planned(plan, inventory, pull), source=one)
        answer = _fetch(plan, inventory, pull._replace(options=replace(options, no_ingest=True)))
        main = log.raw / plan.files[0].place
        batch = None
        if main.is_file() and not options.no_ingest:
            batch = ingest_source(store, one.name, main)
            log.ingested(plan.files)
    return replace(answer, source=one, batch=batch)


def refuse_overlap(files: Sequence[RemoteFile], log: DownloadLog) -> None:
    """Refuse files of one version of GDELT for days of which the store has the other.

    Raises
    ------
    UsageError
        If there are any.
    """
    first = [file for file in files if file.source == "gdelt1"]
    second = [file for file in files if file.source != "gdelt1"]
    for wanted, mine, other, sources in (
        (first, "1.0", "2.0", ("gdelt2", "gdelt2-translingual")),
        (second, "2.0", "1.0", ("gdelt1",)),
    ):
        held = {day for span in log.spans(sources) for day in _each(*span)}
        days = {day for file in wanted if file.first and file.last for day in _each(file.first, file.last)}
        if both := sorted(days & held):
            raise UsageError(
                f"the store already has GDELT {other} for {len(both):,} of these days, from {both[0]} to {both[-1]}. "
                f"GDELT {mine} codes the same news, so its events would be the same ones again. Choose other days "
                "with --since and --until, or allow both with --allow-overlap: they are two datasets, which must not "
                "be added up",
                value=both[0],
            )


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def site_of(options: PullOptions, address: str) -> Site:
    """Return the mirror, if one is named, or the provider at its own address."""
    if address == GDELT and options.mirror is None:
        return FallbackSite(*(site_at(place, connections=options.connections) for place in (GDELT, GDELT_STORAGE)))
    token = os.environ.get(TOKEN) if address == DATAVERSE else None
    return site_at(
        address if options.mirror is None else options.mirror,
        storage=(*STORAGE, *options.storage) if address == DATAVERSE else (),
        headers={"X-Dataverse-key": token} if token else None,
        connections=options.connections,
    )


def _planned(plan: FetchPlan, inventory: Inventory, pull: _Pull) -> PullPlan:
    raw = pull.log.raw
    return PullPlan(pull.site.name, raw, inventory.wanted, inventory.held, plan.gaps, plan.notes, free_bytes(raw))


def _with_damaged(inventory: Inventory, store: Store) -> Inventory:
    """Return the inventory with files whose rows in the lake are damaged or lost as pending."""
    inputs = damaged_inputs(store.lake.records)
    pending = {one.file.place for one in inventory.pending}
    held = [one for one in inventory.held if (one.file.source, one.file.name) in inputs]
    return replace(inventory, pending=[*inventory.pending, *(one for one in held if one.file.place not in pending)])


def _fetch(plan: FetchPlan, inventory: Inventory, pull: _Pull) -> PullAnswer:
    """Fetch what is wanted, and ingest it as it arrives."""
    site, log, options = pull.site, pull.log, pull.options
    _check_space(inventory.wanted, log.home)
    log.put_gaps(plan.gaps, site)
    log.put(inventory.unrecorded, site)
    answer = PullAnswer(site.name, log.raw, inventory.held, plan.gaps, plan.notes)
    began = time.monotonic()
    group: list[FetchOutcome] = []
    for n in range(0, 0 if options.no_ingest else len(inventory.pending), GROUP):
        _ingest(inventory.pending[n : n + GROUP], pull, answer)
    for outcome in fetch_files(inventory.wanted, site, log, pull.policy, _ticks(inventory.wanted, options)):
        answer.ended.append(outcome)
        if outcome.path and not options.no_ingest:
            group.append(outcome)
        if len(group) >= GROUP:
            _ingest(group, pull, answer)
            group = []
    _ingest(group, pull, answer)
    answer.seconds = time.monotonic() - began
    return answer


def _ticks(wanted: Sequence[RemoteFile], options: PullOptions) -> Callable[[int], None]:
    """Return what `fetch_files` calls as bytes arrive."""
    if options.progress is None or not wanted:
        return lambda _: None
    total = sum(file.bytes or 0 for file in wanted)
    progress = options.progress
    progress(0, total)
    return lambda gained: progress(gained, total)


def _ingest(group: Sequence[FetchOutcome], pull: _Pull, answer: PullAnswer) -> None:
    """Ingest files, each dataset's together; a file that can't be read does not stop the rest."""
    for source in sorted({one.file.source for one in group}):
        files = {one.path: one.file for one in group if one.file.source == source and one.path is not None}
        form = format_of(source)
        done = ingest_events(pull.store, list(files), format=None if form is None else form.name)
        unread = dict(done.failures)
        answer.unread += [(files[path].place, why.removeprefix(f"{path}: ")) for path, why in unread.items()]
        answer.ingested += done.units
        answer.rows_ok += done.rows_ok
        answer.rows_rejected += done.rows_rejected
        pull.log.ingested(file for path, file in files.items() if path not in unread)


def _check_space(wanted: Sequence[RemoteFile], home: Path) -> None:
    needed = sum(file.bytes or 0 for file in wanted)
    free = free_bytes(home)
    if needed > free:
        raise StoreError(
            f"{size_of(needed)} are to be fetched, and the disk of {home} has {size_of(free)} free. Choose fewer days "
            "with --since and --until, or set DETENTE_HOME to a folder on a larger disk",
            value=needed,
        )
