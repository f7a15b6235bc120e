"""An ingest shared by two processes, where there is enough to do for both.

Each process runs an ingest of its own over its share of the files (see `detente.ingestion.events`); the manifest keeps
them apart, as it does any two ingests at once. Files of one name stay in one share, in their order, since the second is
a new version of the first. The second process reads its share from its standard input and reports each batch on its
standard output, one line of JSON each. It ends when its input is closed, however the first process ends.

A process that is killed leaves the lake as any ingest does: without the inputs that were not done.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import IO, Any

from detente.errors import DataError, DetenteError, StoreError, UsageError
from detente.ingestion.events import EventIngestResult, ingest_events
from detente.ingestion.inputs import walk
from detente.sources.events.event_format import plain_name
from detente.store.store import Store

__all__ = ["ENOUGH", "ingest_together", "main", "shares"]

ENOUGH = 24 << 20  # bytes of files for each process, below which starting a second one costs more than it saves
MINE = 0.53  # the first process's share: the other has to start first
KINDS: dict[str, type[DetenteError]] = {kind.__name__: kind for kind in (DataError, StoreError, UsageError)}


def ingest_together(
    store: Store,
    paths: Sequence[Path],
    *,
    format: str | None = None,  # noqa: A002 - what it is called on the command line
    mapping: Path | None = None,
    dataset: str | None = None,
    scheme: str | None = None,
    codes: str | None = None,
    retrieved: date | None = None,
    report: Callable[[int], None] = lambda _: None,
    processes: int = 2,
) -> EventIngestResult:
    """Ingest files of events, by two processes if there is enough to do for both.

    Parameters, result and errors are those of `detente.ingestion.events.ingest_events`, except that `report` is called
    with the number of rows of each batch, possibly from another thread; `processes` is 2 or 1. The lake holds the same
    events afterwards, in other files.

    Examples
    --------
    >>> ingest_together(Store.open(home=Path("nowhere")), []).units
    0
    """
    unread: list[tuple[Path, str]] = []
    files = list(walk(paths, unread, store.lake))
    mine, other = shares(files) if processes > 1 else (files, [])

    def ingest_share(files: Sequence[Path]) -> EventIngestResult:
        return ingest_events(
            store,
            files,
            format=format,
            mapping=mapping,
            dataset=dataset,
            scheme=scheme,
            codes=codes,
            retrieved=retrieved,
            report=lambda batch: report(batch.rows_in),
        )

    if not other:
        done = ingest_share(mine)
        done.failures[:0] = unread
        return done
    job = {
        "home": str(store.lake.home),
        "paths": [str(path) for path in other],
        "format": format,
        "mapping": None if mapping is None else str(mapping),
        "dataset": dataset,
        "scheme": scheme,
        "codes": codes,
        "retrieved": retrieved.isoformat() if retrieved else None,
    }
    with _second(job, report) as second:
        done = ingest_share(mine)
        done.failures[:0] = unread
        return _sum(done, second.ended())


def shares(files: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Part files in two of about the same size, those of one name together; all in the first, where they are small.

    Examples
    --------
    >>> shares([Path("nowhere.zip")])
    ([PosixPath('nowhere.zip')], [])
    """
    groups: dict[str, list[tuple[Path, int]]] = {}
    for path in files:
        groups.setdefault(plain_name(path.name), []).append((path, _size(path)))
    whole = sum(size for group in groups.values() for _, size in group)
    few = len(groups) < 2 or whole < 2 * ENOUGH or (os.cpu_count() or 1) < 2
    mine: list[Path] = []
    other: list[Path] = []
    before = 0
    for group in groups.values():
        size = sum(size for _, size in group)
        share = mine if few or not mine or before + size / 2 < whole * MINE else other
        share += [path for path, _ in group]
        before += size
    return mine, other


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


class _Second:
    """The other process, as the first one sees it."""

    def __init__(self, process: subprocess.Popen[str], report: Callable[[int], None]) -> None:
        self.process, self.report = process, report
        self.done: dict[str, Any] | None = None
        self.error: DetenteError | None = None
        self.thread = threading.Thread(target=self._listen, daemon=True)

    def start(self, job: Mapping[str, Any]) -> None:
        """Send it its job, and listen to its reports."""
        self.thread.start()
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):  # it ended already, which `ended` finds
                self.process.stdin.write(json.dumps(job) + "\n")
                self.process.stdin.flush()

    def stop(self) -> None:
        """End it, if it is at work still."""
        _close(self.process.stdin)
        self.process.wait()
        self.thread.join()
        _close(self.process.stdout)

    def _listen(self) -> None:
        for line in _stream(self.process.stdout):
            message = json.loads(line)
            if "rows" in message:
                self.report(message["rows"])
            elif "done" in message:
                self.done = message["done"]
            elif "error" in message:
                self.error = KINDS.get(message["error"], StoreError)(message["message"])

    def ended(self) -> dict[str, Any]:
        """Wait for its end and return what it did."""
        self.thread.join()
        code = self.process.wait()
        if self.error is not None:
            raise self.error
        if self.done is None:
            raise StoreError(
                f"the second process of the ingest ended early ({code}); what became visible stays. Run the same "
                "command again to do the rest",
                value=code,
            )
        return self.done


@contextlib.contextmanager
def _second(job: dict[str, Any], report: Callable[[int], None]) -> Iterator[_Second]:
    process = subprocess.Popen(
        [sys.executable, "-m", "detente.ingestion.parallel"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    second = _Second(process, report)
    try:
        second.start(job)
        yield second
    finally:
        second.stop()


def _close(pipe: IO[str] | None) -> None:
    if pipe is not None:
        with contextlib.suppress(OSError):
            pipe.close()


def _stream(pipe: IO[str] | None) -> Iterator[str]:
    if pipe is not None:
        yield from pipe


def _sum(first: EventIngestResult, second: dict[str, Any]) -> EventIngestResult:
    """Return what both did: numbers added up, names and files together."""
    for each in fields(first):
        ours, theirs = getattr(first, each.name), second[each.name]
        if isinstance(ours, dict):
            for key, count in theirs.items():
                ours[key] = ours.get(key, 0) + count
        elif isinstance(ours, set):
            ours.update(theirs)
        elif isinstance(ours, list):
            if each.name == "failures":
                ours += [(Path(path), why) for path, why in theirs]
            else:
                ours += [Path(one) for one in theirs] if each.name == "unknown" else theirs
        else:
            setattr(first, each.name, ours + theirs)
    return first


# The other process


def main() -> None:
    """Ingest the share that standard input names, and report on standard output."""
    job = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        done = ingest_events(
            Store.open(home=Path(job["home"])),
            [Path(path) for path in job["paths"]],
            format=job["format"],
            mapping=None if job["mapping"] is None else Path(job["mapping"]),
            dataset=job["dataset"],
            scheme=job["scheme"],
            codes=job["codes"],
            retrieved=date.fromisoformat(job["retrieved"]) if job["retrieved"] else None,
            report=lambda batch: _send({"rows": batch.rows_in}),
        )
    except DetenteError as error:
        _send({"error": type(error).__name__, "message": error.message})
        return
    except KeyboardInterrupt:
        return  # the first process reports it
    _send({"done": asdict(done)})


def _send(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, default=lambda value: sorted(value) if isinstance(value, set) else str(value)))
    sys.stdout.write("\n")
    sys.stdout.flush()


def _end_with_input() -> None:
    """End this process when the first one is gone or wants no more."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    main()
