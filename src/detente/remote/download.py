"""Fetch one file: resume where it broke off, check it against the provider's list, move it into place.

What arrives goes to ``.<name>.<digest>.part`` beside the file's place. The name holds the digest that the
provider's list gives, so that a part is only resumed toward the content it began as; where the list gives none,
a failed attempt leaves nothing. The part is checked, synced and renamed: a file under its own name is complete. Its
folder is synced before the log records the file.

If the digest or the size differs from the list's, the part is deleted and the file fetched once more from its
beginning.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from detente.remote.errors import NotFound, Refused, Unavailable
from detente.remote.fetch_plan import FAILED, FETCHED, MISSING, REFUSED, FetchOutcome, RemoteFile
from detente.remote.retries import Interrupted, RetryPolicy
from detente.remote.sites import ResponseBody, Site

__all__ = [
    "ALGORITHMS",
    "LARGEST",
    "TRIES",
    "fetch_file",
    "file_digest",
    "part_name",
    "read_body",
    "read_bytes",
    "sweep",
    "sync",
]

LARGEST = 8 << 30  # bytes; no file of these providers is nearly as large
WRONG_TWICE = 2
TRIES = 4  # for a list: someone is waiting for it
WINDOW, SLOWEST = 120.0, 200  # seconds, and bytes a second over them
ALGORITHMS = ("md5", "sha-1", "sha-256", "sha-512")

Tick = Callable[[int], None]


def fetch_file(
    site: Site, file: RemoteFile, raw: Path, policy: RetryPolicy, tick: Tick = lambda _: None
) -> FetchOutcome:
    """Fetch a file into its place under `raw`.

    Parameters
    ----------
    site : Site
        Where it is.
    file : RemoteFile
        The file.
    raw : pathlib.Path
        The folder of raw files.
    policy : RetryPolicy
        How often to retry, and how long to wait.
    tick : callable, optional
        Called with the number of bytes as they arrive; a negative number discards bytes.

    Returns
    -------
    FetchOutcome
        Fetched, missing, refused or failed.

    Raises
    ------
    OSError
        If it can't be written.
    Interrupted
        If the pull was stopped.
    """
    if file.barred:
        return FetchOutcome(file, REFUSED, reason=file.barred)
    if file.bytes is not None and file.bytes > LARGEST:
        return FetchOutcome(file, REFUSED, reason=f"listed with {file.bytes:,} bytes; at most {LARGEST:,} are fetched")
    folder = raw / file.folder
    folder.mkdir(parents=True, exist_ok=True)
    transfer = _Transfer(site, file, folder, policy, tick)
    try:
        return transfer.run()
    except NotFound as error:
        state, reason = MISSING, str(error)
    except Refused as error:
        state, reason = REFUSED, str(error)
    except (_Mismatch, Unavailable) as error:
        state, reason = FAILED, str(error)
    return FetchOutcome(file, state, reason=reason, unreachable=transfer.unreachable)


def part_name(file: RemoteFile) -> str:
    """Return the name of what has arrived of a file."""
    return f".{file.name}.{(file.checksum or 'unsure')[-12:]}.part"


def sweep(files: Sequence[RemoteFile], raw: Path) -> None:
    """Remove parts of earlier versions of these files."""
    parts = {file.place: part_name(file) for file in files}
    for folder in {file.folder for file in files}:
        for part in (raw / folder).glob(".*.part"):
            name = part.name[1:].removesuffix(".part").rpartition(".")[0]
            if parts.get(f"{folder}/{name}", part.name) != part.name:
                part.unlink(missing_ok=True)


def file_digest(path: Path, algorithm: str = "md5") -> str:
    """Return a file's digest in hexadecimal.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    algorithm : str, optional
        As the provider names it: ``md5``, ``sha-1``, ``sha-256`` or ``sha-512``.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: _hasher(algorithm)).hexdigest()


def read_bytes(site: Site, path: str, policy: RetryPolicy, most: int) -> bytes:
    """Return a small file whole.

    Raises
    ------
    NotFound, Refused, Unavailable
        If it can't be fetched; `Refused` if it has more than `most` bytes.
    """

    def attempt() -> bytes:
        with site.open(path) as body:
            return read_body(body, most)

    return policy.retry(attempt, tries=TRIES)


def read_body(body: ResponseBody, most: int) -> bytes:
    """Return the bytes of an open file, of which there may be `most`.

    Raises
    ------
    Refused
        If there are more.
    """
    if body.total is not None and body.total > most:
        raise Refused(f"{body.total:,} bytes; at most {most:,} are read")
    read = bytearray()
    for chunk in body.chunks:
        read += chunk
        if len(read) > most:
            raise Refused(f"more than {most:,} bytes")
    return bytes(read)


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows can't open folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Mismatch(Exception):
    """What arrived differs from the provider's list."""


@dataclass
class _Transfer:
    site: Site
    file: RemoteFile
    folder: Path
    policy: RetryPolicy
    tick: Tick
    arrived: int = 0
    validator: str | None = None
    unreachable: bool = False
    part: Path = field(init=False)

    def __post_init__(self) -> None:
        self.part = self.folder / part_name(self.file)
        if self.file.checksum is None:
            self.part.unlink(missing_ok=True)

    def run(self) -> FetchOutcome:
        for turn in range(WRONG_TWICE):
            try:
                self.policy.retry(self._attempt, lambda: self.arrived)
                md5 = self._check()
            except Unavailable as error:
                self.unreachable = error.unreachable
                raise
            except _Mismatch:
                self._restart()
                if turn + 1 == WRONG_TWICE:
                    raise
            else:
                return self._settle(md5)
        raise AssertionError  # the loop returns or raises

    def _attempt(self) -> None:
        """Bring the part to its full length, or raise the reason why not."""
        resumable = self.file.checksum or self.validator  # what arrived can be checked, or is still the same file
        start = self.part.stat().st_size if resumable and self.part.exists() else 0
        self._count(start)
        if self.file.bytes is not None and start >= self.file.bytes > 0:
            return
        try:
            with self.site.open(self.file.path, start, self.validator) as body:
                self._append(body, start)
        except Unavailable as error:
            if error.restart:
                self._restart()
            raise

    def _append(self, body: ResponseBody, requested: int) -> None:
        most = LARGEST if self.file.bytes is None else self.file.bytes
        if body.total is not None and body.total > most:
            raise _Mismatch(self._sizes(body.total))
        self.validator = body.validator
        with self.part.open("r+b" if body.start and requested else "wb") as out:
            out.seek(body.start)
            out.truncate()
            self._count(body.start)
            self._write(out, body, most)
        if body.total is not None and self.arrived < body.total:
            raise Unavailable(f"connection broke off after {self.arrived:,} of {body.total:,} bytes")

    def _write(self, out: BinaryIO, body: ResponseBody, most: int) -> None:
        since, before = time.monotonic(), self.arrived
        for chunk in body.chunks:
            if self.policy.stop.is_set():
                raise Interrupted
            if (now := time.monotonic()) - since > WINDOW:
                if self.arrived - before < WINDOW * SLOWEST:
                    raise Unavailable(f"slower than {SLOWEST} bytes a second")
                since, before = now, self.arrived
            if self.arrived + len(chunk) > most:
                raise _Mismatch(f"more than the {most:,} bytes that it should have")
            out.write(chunk)
            self._count(self.arrived + len(chunk))

    def _check(self) -> str:
        """Return the part's MD5 once it agrees with the list."""
        size = self.part.stat().st_size
        if self.file.bytes is not None and size != self.file.bytes:
            raise _Mismatch(self._sizes(size))
        md5 = file_digest(self.part)
        if self.file.checksum is not None:
            algorithm, _, expected = self.file.checksum.partition(":")
            found = md5 if algorithm == "md5" else file_digest(self.part, algorithm)
            if found != expected.lower():
                raise _Mismatch(f"{algorithm.upper()} is {found}, and {expected} in the provider's list")
        return md5

    def _settle(self, md5: str) -> FetchOutcome:
        path = self.folder / self.file.name
        sync(self.part)
        self.part.replace(path)
        return FetchOutcome(self.file, FETCHED, path=path, bytes=self.arrived, md5=md5)

    def _restart(self) -> None:
        self.part.unlink(missing_ok=True)
        self.validator = None
        self._count(0)

    def _count(self, arrived: int) -> None:
        self.tick(arrived - self.arrived)
        self.arrived = arrived

    def _sizes(self, found: int) -> str:
        listed = self.file.bytes
        expected = f"at most {LARGEST:,}" if listed is None else f"{listed:,} as in the provider's list"
        return f"{found:,} bytes, expected {expected}"


def _hasher(algorithm: str) -> hashlib._Hash:
    names = {"md5": "md5", "sha-1": "sha1", "sha-256": "sha256", "sha-512": "sha512"}
    return hashlib.new(names[algorithm], usedforsecurity=False)
