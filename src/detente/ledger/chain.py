"""The file of the ledger: one JSON object a line, each with its own digest and that of the line before.

A line is written whole and synced to the disk before it is acknowledged. What a killed process left of its last line is
moved to ``ledger-torn.jsonl`` by the next write, and is not read. Each line ends with ``previous``, the SHA-256 of the
line before, and ``digest``, that of the line itself without it, so a changed byte is found and named. A chain alone
doesn't show that its tail was cut, nor that the whole was written anew; a head, the digest of the last line, that is
kept elsewhere does. It doesn't prove when a line was written, nor by whom.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from detente.errors import StoreError, UsageError
from detente.lake.disk import sync, unreadable, unwritable
from detente.ledger.entries import Entry, entry_of, plain_of

__all__ = ["FILE", "Contents", "Fault", "LedgerFile"]

FILE, TORN, LOCK = "ledger.jsonl", "ledger-torn.jsonl", "ledger.lock.sqlite"
EMPTY = hashlib.sha256(b"").hexdigest()  # 'previous' of the first line
WAIT = 60.0  # seconds for another writer


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of one line."""

    line: int
    reason: str


@dataclass(frozen=True)
class Contents:
    """What the file holds.

    Parameters
    ----------
    entries : tuple of Entry
        Of the lines without a fault, in their order.
    faults : tuple of Fault
        Lines that were changed, and breaks of the chain.
    heads : tuple of str
        The digest of each line; the last is the head.
    torn : bytes
        An unfinished last line, which was never acknowledged.
    """

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    heads: tuple[str, ...]
    torn: bytes

    @property
    def head(self) -> str | None:
        """The digest of the last line; None of an empty ledger."""
        return self.heads[-1] if self.heads else None

    def faults_of_head(self, head: str) -> tuple[Fault, ...]:
        """Return a fault if the ledger doesn't hold a line with the digest of a head that was kept elsewhere.

        Raises
        ------
        UsageError
            If the head is shorter than 8 characters, or no hexadecimal number.
        """
        wanted = head.strip().lower()
        if len(wanted) < 8 or set(wanted) - set("0123456789abcdef"):
            raise UsageError(f"invalid head {head!r}: expected 8 to 64 hexadecimal digits, as `ledger add` prints them",
                             value=head)  # fmt: skip
        if any(own.startswith(wanted) for own in self.heads):
            return ()
        reason = f"no line has the head {wanted}: lines were cut off the end, or the ledger was written anew"
        return (Fault(len(self.heads), reason),)


@dataclass(frozen=True)
class LedgerFile:
    """The ledger in the folder of the store at `home`."""

    home: Path

    @cached_property
    def path(self) -> Path:
        """The file."""
        return self.home / FILE

    def read(self) -> Contents:
        """Return the entries, and the faults of the file.

        Raises
        ------
        StoreError
            If the file can't be read.

        Examples
        --------
        >>> LedgerFile(Path("nowhere")).read().entries
        ()
        """
        whole, torn = _lines(self._bytes())
        entries, faults = [], []
        before: str | None = EMPTY
        for number, line in enumerate(whole, start=1):
            entry, reason = _read(line)
            if entry is None:
                faults.append(Fault(number, reason))
            else:
                if before is not None and _field(line, "previous") != before:
                    faults.append(Fault(number, "lines before this one are missing or in another order"))
                entries.append(entry)
            before = None if entry is None else _digest(line)  # what follows a changed line has another's digest
        return Contents(tuple(entries), tuple(faults), tuple(_digest(line) for line in whole), torn)

    def whole_lines(self) -> bytes:
        """Return the lines as they are, without an unfinished last one."""
        content = self._bytes()
        return content[: len(content) - len(_lines(content)[1])]

    def append(self, entries: Sequence[Entry]) -> str:
        """Write entries at the end, and return the new head once they are on the disk.

        Raises
        ------
        StoreError
            If the file can't be written; then none of the entries is acknowledged.
        """
        if not entries:
            raise UsageError("there is no entry to write", value=entries)
        with self._alone():
            try:
                return self._append(entries)
            except OSError as error:
                raise unwritable(self.home, error, "no entry was added to the ledger") from None

    def _append(self, entries: Sequence[Entry]) -> str:
        content = self._bytes()
        whole, torn = _lines(content)
        if torn:
            with (self.home / TORN).open("ab") as kept:
                kept.write(torn + b"\n")
            sync(self.home / TORN)
            os.truncate(self.path, len(content) - len(torn))
        before, lines = _digest(whole[-1]) if whole else EMPTY, []
        for entry in entries:
            lines.append(_line(entry, before))
            before = _digest(lines[-1])
        is_new = not self.path.exists()
        with self.path.open("ab", buffering=0) as file:
            text = b"".join(line + b"\n" for line in lines)
            written = file.write(text)
            while written < len(text):  # a disk that takes a part only
                written += file.write(text[written:])
            os.fsync(file.fileno())
        if is_new:
            sync(self.home)
        return before

    def _bytes(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise unreadable(self.home, error) from None

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the writers' lock; it is released when the process ends, in whatever way."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self.home / LOCK, timeout=WAIT, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise unwritable(self.home, error, "no entry was added to the ledger") from None
        with contextlib.closing(db):
            try:
                db.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise unwritable(self.home, error, "no entry was added to the ledger") from None
                raise StoreError(
                    f"another process is writing the ledger in {self.home}; try again", value=self.home
                ) from None
            yield


def _lines(content: bytes) -> tuple[list[bytes], bytes]:
    """Return the whole lines, and what follows the last."""
    *whole, torn = content.split(b"\n")
    return whole, torn


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _line(entry: Entry, previous: str) -> bytes:
    body = plain_of(entry) | {"previous": previous}
    return _canonical(body | {"digest": _digest(_canonical(body))})


def _canonical(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _read(line: bytes) -> tuple[Entry | None, str]:
    """Return the entry of a line, or the reason why it has none."""
    try:
        plain = json.loads(line)
        digest = plain.pop("digest")
        same = _canonical(plain | {"digest": _digest(_canonical(plain))}) == line
        plain.pop("previous")
    except (ValueError, KeyError, AttributeError, TypeError):
        return None, "the line is not an entry: it was changed"
    if not same:
        return None, f"the line was changed: its digest is not {str(digest)[:8]}"
    try:
        return entry_of(plain), ""
    except UsageError as error:
        return None, error.message


def _field(line: bytes, name: str) -> Any:
    return json.loads(line)[name]
