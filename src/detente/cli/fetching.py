"""What the verbs under ``detente pull`` do: plan, fetch, hand to the lake, report."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import click

from detente.amounts import number_of, size_of
from detente.cli.counting import keep_cube
from detente.cli.fetch_report import foreseen, free_bytes, happened, title_of
from detente.cli.output import emit, emit_json, say
from detente.errors import StoreError, UsageError
from detente.ingestion.events import ingest
from detente.lake.integrity import damaged_inputs
from detente.remote import (
    DATAVERSE,
    GDELT,
    GDELT_STORAGE,
    STORAGE,
    Manners,
    Outcome,
    Plan,
    Record,
    RemoteFile,
    Site,
    StandIn,
    Start,
    carry_out,
    site_at,
    starting_from,
)
from detente.sources.events.known_formats import format_of
from detente.store import Store

__all__ = ["FIRST_WAIT", "UNREAD", "Asked", "Tally", "advice", "fetch", "refuse_overlap", "run", "site_of"]

GROUP = 672  # files handed to the lake at a time: a week of quarter hours
FIRST_WAIT = 1.0  # seconds before a second attempt
UNREAD = 3
TOKEN = "DETENTE_DATAVERSE_TOKEN"  # noqa: S105 - the variable's name

Planner = Callable[[Site, Record, Manners], Plan]


@dataclass(frozen=True)
class Asked:
    """The options that the providers share."""

    first: date | None
    last: date | None
    mirror: str | None
    connections: int
    no_ingest: bool
    dry_run: bool
    as_json: bool
    storage: Sequence[str] = ()
    no_cube: bool = False

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise UsageError(
                f"--from {self.first} lies after --to {self.last}; give the earlier day first",
                value=(self.first, self.last),
            )


@dataclass
class Tally:
    """What a pull did."""

    start: Start
    ended: list[Outcome] = field(default_factory=list)
    taken_in: int = 0
    rows_ok: int = 0
    rows_rejected: int = 0
    unread: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def of(self, *states: str) -> list[Outcome]:
        """Return the files that ended in one of the states."""
        return [one for one in self.ended if one.state in states]


def run(provider: str, asked: Asked, plan: Planner, address: str) -> None:
    """Carry out a pull, or say what it would do.

    Parameters
    ----------
    provider : str
        ``gdelt``, ``icews`` or ``polecat``: the folder under ``raw/``.
    asked : Asked
        The options.
    plan : callable
        From site, record and manners to the plan.
    address : str
        The provider's own.

    Raises
    ------
    click.exceptions.Exit
        With exit code 3, after the report, if files could not be had or read.
    """
    record = Record(Store.open().lake.home)
    manners = Manners(connections=asked.connections, first_wait=FIRST_WAIT)
    site = site_of(asked, address)
    if not asked.as_json and sys.stderr.isatty():
        say(f"reading the list of files of {site.name}")
    with record.alone(provider):
        planned = plan(site, record, manners)
        start = _with_damaged(starting_from(planned, record), record)
        if asked.dry_run:
            _show(foreseen(planned, start, site.name, record.raw), asked)
            return
        tally = fetch(planned, start, asked, site=site, record=record, manners=manners)
    left = record.raw / provider if asked.no_ingest and (tally.of("fetched") or start.pending) else None
    _show(happened(planned, tally, site.name, record.raw, left), asked)
    if not (asked.no_ingest or asked.no_cube):
        keep_cube(Store.open(record.home), {file.source for file in planned.files})
    lost = tally.of("failed", "refused")
    if lost or tally.unread:
        if not asked.as_json:
            say(advice(lost, tally))
        raise click.exceptions.Exit(UNREAD)


def _with_damaged(start: Start, record: Record) -> Start:
    """Return the start with the files whose rows in the lake are damaged or lost, to be ingested again."""
    inputs = damaged_inputs(Store.open(record.home).lake.records)
    pending = {one.file.place for one in start.pending}
    held = [one for one in start.held if (one.file.source, one.file.name) in inputs]
    return replace(start, pending=[*start.pending, *(one for one in held if one.file.place not in pending)])


def refuse_overlap(files: Sequence[RemoteFile], record: Record) -> None:
    """Refuse files of one version of GDELT for days that the other has brought already.

    Raises
    ------
    UsageError
        If there are any.
    """
    first = [file for file in files if file.source == "gdelt1"]
    second = [file for file in files if file.source != "gdelt1"]
    for wanted, other, sources in (
        (first, "2.0", ("gdelt2", "gdelt2-translingual")),
        (second, "1.0", ("gdelt1",)),
    ):
        if not wanted:
            continue
        held = {day for span in record.spans(sources) for day in _each(*span)}
        both = sorted(
            {day for file in wanted if file.first and file.last for day in _each(file.first, file.last) if day in held}
        )
        if both:
            mine = "1.0" if other == "2.0" else "2.0"
            raise UsageError(
                f"the store already has GDELT {other} for {len(both):,} of these days, from {both[0]} to {both[-1]}. "
                f"GDELT {mine} codes the same news, so its events would be the same ones again. Ask for other days "
                "with --from and --to; or say --allow-overlap to have both side by side, as two datasets that are "
                "not to be added up",
                value=both[0],
            )


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def site_of(asked: Asked, address: str) -> Site:
    """Return the mirror that was asked for, or the provider at its own address."""
    if address == GDELT and asked.mirror is None:
        return StandIn(*(site_at(place, connections=asked.connections) for place in (GDELT, GDELT_STORAGE)))
    token = os.environ.get(TOKEN) if address == DATAVERSE else None
    return site_at(
        address if asked.mirror is None else asked.mirror,
        storage=(*STORAGE, *asked.storage) if address == DATAVERSE else (),
        headers={"X-Dataverse-key": token} if token else None,
        connections=asked.connections,
    )


def fetch(plan: Plan, start: Start, asked: Asked, *, site: Site, record: Record, manners: Manners) -> Tally:
    """Fetch what is wanted, and hand it to the lake as it comes."""
    _check_space(start.wanted, record.home)
    record.put_gaps(plan.gaps, site)
    record.put(start.unrecorded, site)
    tally = Tally(start)
    began = time.monotonic()
    group: list[Outcome] = []
    try:
        for n in range(0, 0 if asked.no_ingest else len(start.pending), GROUP):
            _hand_over(start.pending[n : n + GROUP], record, tally)
        with _progress(start.wanted, asked) as tick:
            for outcome in carry_out(start.wanted, site, record, manners, tick):
                tally.ended.append(outcome)
                if outcome.path and not asked.no_ingest:
                    group.append(outcome)
                if len(group) >= GROUP:
                    _hand_over(group, record, tally)
                    group = []
            _hand_over(group, record, tally)
    except KeyboardInterrupt:
        say("what arrived stays; run the same command again to go on")
        raise
    tally.seconds = time.monotonic() - began
    return tally


def _hand_over(group: Sequence[Outcome], record: Record, tally: Tally) -> None:
    """Take files into the lake, each source's together; a file that can't be read does not stop the rest."""
    for source in sorted({one.file.source for one in group}):
        files = {one.path: one.file for one in group if one.file.source == source and one.path is not None}
        form = format_of(source)
        done = ingest(Store.open(record.home), list(files), format=None if form is None else form.name)
        unread = dict(done.failures)
        tally.unread += [(files[path].place, why.removeprefix(f"{path}: ")) for path, why in unread.items()]
        tally.taken_in += done.units
        tally.rows_ok += done.rows_ok
        tally.rows_rejected += done.rows_rejected
        record.ingested(file for path, file in files.items() if path not in unread)


def _check_space(wanted: Sequence[RemoteFile], home: Path) -> None:
    needed = sum(file.bytes or 0 for file in wanted)
    free = free_bytes(home)
    if needed > free:
        raise StoreError(
            f"{size_of(needed)} are to be fetched, and the disk of {home} has {size_of(free)} free. Ask for fewer days "
            "with --from and --to, or name a folder on a larger disk in DETENTE_HOME",
            value=needed,
        )


@contextmanager
def _progress(wanted: Sequence[RemoteFile], asked: Asked) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error where that is a terminal, and give what moves it."""
    if asked.as_json or not wanted or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        DownloadColumn,
        Progress,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = ("{task.description}", BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        titles = ", ".join(dict.fromkeys(title_of(file.source).partition(",")[0] for file in wanted))
        task = bar.add_task(titles, total=sum(file.bytes or 0 for file in wanted) or None)
        yield lambda gained: bar.advance(task, gained)


def _show(report: tuple[str, dict[str, object]], asked: Asked) -> None:
    text, data = report
    if asked.as_json:
        emit_json(data)
    else:
        emit(text)


def advice(lost: Sequence[Outcome], tally: Tally) -> str:
    """Return what to do about files that could not be had or read."""
    parts = []
    refused = sum(one.state == "refused" for one in lost)
    if refused < len(lost):
        parts.append(
            f"{number_of(len(lost) - refused, 'file')} could not be had; run the same command again to ask anew"
        )
    if refused:
        parts.append(f"{number_of(refused, 'file')} will not be had, however often asked for; the report says why")
    if tally.unread:
        parts.append(
            f"{number_of(len(tally.unread), 'file')} could not be read; what the provider gave lies under raw/"
        )
    return ". ".join(part[0].upper() + part[1:] if n else part for n, part in enumerate(parts))
