"""Fetch the files of a plan a few at a time, and record the outcome of each.

The log is written by the thread that reads the outcomes, once a second. A pull that is killed loses at most the
rows of one second, not the files: they are found by their digest on the next run.
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
from detente.remote.download_log import DownloadLog, unwritable
from detente.remote.fetch_plan import FetchOutcome, FetchPlan, RemoteFile
from detente.remote.retries import RetryPolicy
from detente.remote.sites import Site

__all__ = ["Inventory", "fetch_files", "take_inventory"]

AHEAD = 8  # files handed to the threads for each connection
HOPELESS = 8  # files in a row that failed because the provider could not be reached
SECOND = 1.0  # between writes of the log


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is to be fetched, and what is there.

    Parameters
    ----------
    wanted : sequence of RemoteFile
        Files to fetch.
    held : sequence of FetchOutcome
        Files that are on the disk and agree with the provider's list.
    unrecorded : sequence of FetchOutcome
        Those of `held` without a row in the log: a pull was killed as they arrived.
    pending : sequence of FetchOutcome
        Those of `held` that were not ingested yet.
    """

    wanted: Sequence[RemoteFile]
    held: Sequence[FetchOutcome]
    unrecorded: Sequence[FetchOutcome]
    pending: Sequence[FetchOutcome]


def take_inventory(plan: FetchPlan, log: DownloadLog) -> Inventory:
    """Divide a plan's files into those to fetch and those that are on the disk.

    Parameters
    ----------
    plan : FetchPlan
        The files.
    log : DownloadLog
        What was fetched before.

    Returns
    -------
    Inventory

    Examples
    --------
    >>> from pathlib import Path
    >>> from detente.remote.fetch_plan import RemoteFile
    >>> plan = FetchPlan([RemoteFile("gdelt1", "gdelt/v1", "1979.zip", "events/1979.zip")])
    >>> [file.name for file in take_inventory(plan, DownloadLog(Path("no-such-home"))).wanted]
    ['1979.zip']
    """
    rows = log.rows()
    found = [(file, rows.get(file.place), log.held(file, rows.get(file.place))) for file in plan.files]
    held = [(outcome, row) for _, row, outcome in found if outcome is not None]
    return Inventory(
        wanted=[file for file, _, outcome in found if outcome is None],
        held=[outcome for outcome, _ in held],
        unrecorded=[outcome for outcome, row in held if row is None or row.md5 != outcome.md5],
        pending=[outcome for outcome, row in held if row is None or row.md5 != outcome.md5 or not row.ingested],
    )


def fetch_files(
    wanted: Sequence[RemoteFile],
    site: Site,
    log: DownloadLog,
    policy: RetryPolicy,
    tick: Callable[[int], None] = lambda _: None,
) -> Iterator[FetchOutcome]:
    """Fetch files, and yield the outcome of each as it ends.

    Parameters
    ----------
    wanted : sequence of RemoteFile
        The files.
    site : Site
        Where they are.
    log : DownloadLog
        Where outcomes are recorded; the files go into its `raw`.
    policy : RetryPolicy
        How many at a time, and how to retry; if its `stop` is set, no more are begun.
    tick : callable, optional
        Called with the number of bytes as they arrive, from several threads.

    Yields
    ------
    FetchOutcome
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
    ...     site, log, policy = site_at(str(mirror)), DownloadLog(Path(folder, "home")), RetryPolicy()
    ...     plan = plan_gdelt(site, log.raw, policy, version=2)
    ...     start = take_inventory(plan, log)
    ...     done = list(fetch_files(start.wanted, site, log, policy))
    ...     again = take_inventory(plan, log)
    >>> [(one.file.name, one.state) for one in done], len(again.wanted), len(again.held)
    ([('20150218230000.export.CSV.zip', 'fetched')], 0, 1)
    """
    with ThreadPoolExecutor(policy.connections, thread_name_prefix="pull") as threads:
        try:
            sweep(wanted, log.raw)
            begin = partial(fetch_file, site, raw=log.raw, policy=policy, tick=tick)
            ended = _outcomes(wanted, lambda file: threads.submit(begin, file), AHEAD * policy.connections)
            yield from _recorded(ended, site, log)
        except OSError as error:
            raise unwritable(log.home, error) from error
        finally:
            policy.stop.set()  # whatever ended it, threads at work or waiting end soon


def _outcomes(
    wanted: Sequence[RemoteFile], begin: Callable[[RemoteFile], Future[FetchOutcome]], ahead: int
) -> Iterator[FetchOutcome | None]:
    """Yield outcomes as they come, and None where a second passes without one."""
    waiting = iter(wanted)
    running: set[Future[FetchOutcome]] = set()
    lost = 0
    while True:
        for file in islice(waiting, ahead - len(running)):
            running.add(begin(file))
        if not running:
            return
        done, running = wait(running, timeout=SECOND, return_when=FIRST_COMPLETED)
        if not done:
            yield None
        for future in done:
            outcome = future.result()
            yield outcome
            lost = lost + 1 if outcome.unreachable else 0
            if lost >= min(HOPELESS, len(wanted)):
                raise DataError(
                    f"gave up after {lost} files in a row; the last was {outcome.file.name}: {outcome.reason}. What "
                    "arrived stays; check the network and run the same command again, or give a mirror with --mirror",
                    value=outcome.file.name,
                )


def _recorded(outcomes: Iterator[FetchOutcome | None], site: Site, log: DownloadLog) -> Iterator[FetchOutcome]:
    """Record outcomes, a second's worth at a time, before passing them on."""
    kept: list[FetchOutcome] = []
    since = time.monotonic()
    try:
        for outcome in outcomes:
            kept += [outcome] if outcome is not None else []
            if kept and time.monotonic() - since >= SECOND:
                ready, kept, since = kept, [], time.monotonic()
                _record(ready, site, log)
                yield from ready
    finally:
        _record(kept, site, log)
    yield from kept


def _record(outcomes: Sequence[FetchOutcome], site: Site, log: DownloadLog) -> None:
    if outcomes:
        for folder in {one.path.parent for one in outcomes if one.path}:
            sync(folder)
        log.put(outcomes, site)
