"""A plan, carried out: files fetched a few at a time, each recorded as it ends.

The record is written by the thread that asks for the outcomes, a second's worth at a time. A pull that is killed
loses at most the rows of that second, not the files: they are found by their digest when it is run again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from itertools import islice

from detente.errors import DataError
from detente.remote.download import fetch_file, sweep, sync
from detente.remote.files import Outcome, Plan, RemoteFile
from detente.remote.ledger import Record, unwritable
from detente.remote.retries import Manners
from detente.remote.sites import Site

__all__ = ["Start", "carry_out", "starting_from"]

AHEAD = 8  # files handed to the threads for each connection
HOPELESS = 8  # files in a row that could not be had because the provider could not be reached
MOMENT = 1.0  # seconds between writes of the record


@dataclass(frozen=True, slots=True)
class Start:
    """Where a pull starts from.

    Parameters
    ----------
    wanted : sequence of RemoteFile
        Files to fetch.
    held : sequence of Outcome
        Files that are there already and agree with the provider's list.
    unrecorded : sequence of Outcome
        Those of `held` that the record lacks: a pull was killed as they arrived.
    pending : sequence of Outcome
        Those of `held` whose rows were not handed to the lake yet.
    """

    wanted: Sequence[RemoteFile]
    held: Sequence[Outcome]
    unrecorded: Sequence[Outcome]
    pending: Sequence[Outcome]


def starting_from(plan: Plan, record: Record) -> Start:
    """Part a plan's files into those to fetch and those that are there.

    Parameters
    ----------
    plan : Plan
        The files.
    record : Record
        What was had before.

    Returns
    -------
    Start

    Examples
    --------
    >>> from pathlib import Path
    >>> from detente.remote.files import RemoteFile
    >>> plan = Plan([RemoteFile("gdelt1", "gdelt/v1", "1979.zip", "events/1979.zip")])
    >>> [file.name for file in starting_from(plan, Record(Path("no-such-home"))).wanted]
    ['1979.zip']
    """
    rows = record.rows()
    found = [(file, rows.get(file.place), record.held(file, rows.get(file.place))) for file in plan.files]
    held = [(outcome, row) for _, row, outcome in found if outcome is not None]
    return Start(
        wanted=[file for file, _, outcome in found if outcome is None],
        held=[outcome for outcome, _ in held],
        unrecorded=[outcome for outcome, row in held if row is None or row.md5 != outcome.md5],
        pending=[outcome for outcome, row in held if row is None or row.md5 != outcome.md5 or not row.ingested],
    )


def carry_out(
    wanted: Sequence[RemoteFile],
    site: Site,
    record: Record,
    manners: Manners,
    tick: Callable[[int], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Fetch files, and yield how each one ended, in the order in which they end.

    Parameters
    ----------
    wanted : sequence of RemoteFile
        The files.
    site : Site
        Where they are.
    record : Record
        Where it is written down; the files go into its `raw`.
    manners : Manners
        How many at a time, and how to wait; if its `stop` is set, no more are begun.
    tick : callable, optional
        Called with the number of bytes as they arrive, from several threads.

    Yields
    ------
    Outcome
        Already recorded.

    Raises
    ------
    DataError
        If the provider can't be reached any more.
    StoreError
        If files can't be written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from detente.remote import plan_gdelt, site_at
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     mirror = Path(folder, "mirror")
    ...     mirror.mkdir()
    ...     _ = Path(mirror, "20150218230000.export.CSV.zip").write_bytes(b"events")
    ...     site, record, manners = site_at(str(mirror)), Record(Path(folder, "home")), Manners()
    ...     plan = plan_gdelt(site, record.raw, manners, version=2)
    ...     start = starting_from(plan, record)
    ...     done = list(carry_out(start.wanted, site, record, manners))
    ...     again = starting_from(plan, record)
    >>> [(one.file.name, one.state) for one in done], len(again.wanted), len(again.held)
    ([('20150218230000.export.CSV.zip', 'fetched')], 0, 1)
    """
    with ThreadPoolExecutor(manners.connections, thread_name_prefix="pull") as threads:
        try:
            sweep(wanted, record.raw)
            begin = partial(fetch_file, site, raw=record.raw, manners=manners, tick=tick)
            ended = _outcomes(wanted, lambda file: threads.submit(begin, file), AHEAD * manners.connections)
            yield from _recorded(ended, site, record)
        except OSError as error:
            raise unwritable(record.home, error) from error
        finally:
            manners.stop.set()  # whatever ended it, threads at work or waiting end soon


def _outcomes(
    wanted: Sequence[RemoteFile], begin: Callable[[RemoteFile], Future[Outcome]], ahead: int
) -> Iterator[Outcome | None]:
    """Yield outcomes as they come, and None where a moment passes without one."""
    waiting = iter(wanted)
    running: set[Future[Outcome]] = set()
    lost = 0
    while True:
        for file in islice(waiting, ahead - len(running)):
            running.add(begin(file))
        if not running:
            return
        done, running = wait(running, timeout=MOMENT, return_when=FIRST_COMPLETED)
        if not done:
            yield None
        for future in done:
            outcome = future.result()
            yield outcome
            lost = lost + 1 if outcome.unreachable else 0
            if lost >= min(HOPELESS, len(wanted)):
                raise DataError(
                    f"gave up after {lost} files in a row: the last, {outcome.file.name}, {outcome.reason}. What "
                    "arrived stays; check the network and run the same command again, or name a mirror with --mirror",
                    value=outcome.file.name,
                )


def _recorded(outcomes: Iterator[Outcome | None], site: Site, record: Record) -> Iterator[Outcome]:
    """Write outcomes down, a moment's worth at a time, before passing them on."""
    kept: list[Outcome] = []
    since = time.monotonic()
    try:
        for outcome in outcomes:
            kept += [outcome] if outcome is not None else []
            if kept and time.monotonic() - since >= MOMENT:
                ready, kept, since = kept, [], time.monotonic()
                _write_down(ready, site, record)
                yield from ready
    finally:
        _write_down(kept, site, record)
    yield from kept


def _write_down(outcomes: Sequence[Outcome], site: Site, record: Record) -> None:
    if outcomes:
        for folder in {one.path.parent for one in outcomes if one.path}:
            sync(folder)
        record.put(outcomes, site)
