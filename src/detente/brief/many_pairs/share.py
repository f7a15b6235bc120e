"""A part of the pairs, written by a second process.

It reads its part from its standard input, one line of JSON, and reports each pair on its standard output, a line each.
It ends when its input is closed, however the first process ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from detente.brief.many_pairs.pair_files import PairRow, write_pairs
from detente.errors import DetenteError, StoreError
from detente.store import Store

__all__ = ["SecondProcess", "main", "second_process"]


class SecondProcess:
    """The other process, as the first one sees it."""

    def __init__(self, process: subprocess.Popen[str], report: Callable[[PairRow], None]) -> None:
        self.process, self.report = process, report
        self.rows: list[PairRow] = []
        self.error: str | None = None
        self.ended = False
        self.thread = threading.Thread(target=self._listen, daemon=True)

    def start(self, job: Mapping[str, Any]) -> None:
        """Send it its part, and listen to its reports."""
        self.thread.start()
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):  # it ended already, which `finished` finds
                self.process.stdin.write(json.dumps(job) + "\n")
                self.process.stdin.flush()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            message = json.loads(line)
            if "row" in message:
                self.rows.append(message["row"])
                self.report(message["row"])
            self.error = message.get("error", self.error)
            self.ended = self.ended or "ended" in message

    def finished(self) -> list[PairRow]:
        """Wait for its end and return its rows.

        Raises
        ------
        StoreError
            If it did not write all of its part.
        """
        self.thread.join()
        code = self.process.wait()
        if self.error is not None:
            raise StoreError(self.error, value=code)
        if not self.ended:
            raise StoreError(f"the second process ended early ({code}); the files that are there are whole", value=code)
        return self.rows

    def stop(self) -> None:
        """End it, if it is at work still."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is self.process.stdout:
                self.process.wait()
                self.thread.join()
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


@contextlib.contextmanager
def second_process(
    pairs: Sequence[tuple[str, str]],
    folder: Path,
    *,
    as_of: date,
    options: Mapping[str, Any],
    store: Store,
    report: Callable[[PairRow], None],
) -> Iterator[SecondProcess]:
    """Start a process that writes some pairs, and end it with the block."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from detente.brief.many_pairs.share import main; main()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    second = SecondProcess(process, report)
    job = {
        "pairs": list(pairs),
        "folder": str(folder),
        "as_of": as_of.isoformat(),
        "options": dict(options),
        "home": str(store.lake.home),
        "starter": str(store.pack.folder),
    }
    try:
        second.start(job)
        yield second
    finally:
        second.stop()


def main() -> None:
    """Write the part that standard input names, and report on standard output."""
    job = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        write_pairs(
            [(a, b) for a, b in job["pairs"]],
            Path(job["folder"]),
            as_of=date.fromisoformat(job["as_of"]),
            options=job["options"],
            store=Store.open(home=Path(job["home"]), starter=Path(job["starter"])),
            report=lambda row: _send({"row": row}),
        )
    except DetenteError as error:
        _send({"error": error.message})
        return
    except KeyboardInterrupt:
        return  # the first process reports it
    _send({"ended": True})


def _send(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _end_with_input() -> None:
    """End this process when the first one is gone or wants no more."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)
