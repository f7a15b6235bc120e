"""Files as they come, opened without trust: plain, ``.gz``, or ``.zip`` with one or more files in it.

What is inflated is handed on in blocks of at most `BLOCK` bytes, so that memory does not grow with the file.
Nothing is ever unpacked to the disk, so a name within an archive can't become a path; a name that tries to be
one is still refused, as a sign of a tampered archive. Refused too:

- an archive of more than `Limits.members` files, an encrypted one, and an archive within an archive;
- a file that says that it inflates to more than `Limits.bytes`, or that inflates to more than it says;
- a file that inflates to more than `Limits.ratio` times its size once it is larger than `FREE`: text of events
  inflates four- to twelve-fold, a bomb a thousand-fold.

Inflating is a seventh of the cost of an ingest; ISA-L does it twice as fast as zlib and is used where it is
installed.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import importlib
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any, BinaryIO

from detente.errors import DataError

fast: ModuleType = zlib
with contextlib.suppress(ImportError):  # then it is no faster
    fast = importlib.import_module("isal.isal_zlib")

__all__ = ["BLOCK", "Limits", "Member", "digest_of", "members"]

BLOCK = 4 << 20  # bytes of text handed on at a time
HEAD = 64 << 10  # bytes of text that a format is told from
READ = 1 << 20  # bytes of the file read at a time
FREE = 64 << 20  # bytes that may be inflated whatever the ratio
NESTED = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".zst")
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
RAW_DEFLATE = -zlib.MAX_WBITS
GZIP_WINDOW = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may inflate to.

    Parameters
    ----------
    bytes : int
        Bytes of text in one file.
    ratio : float
        Bytes of text to one byte of the file.
    members : int
        Files in an archive.
    """

    bytes: int = 64 << 30
    ratio: float = 200.0
    members: int = 10_000


@dataclass(frozen=True, slots=True)
class Member:
    """One file to be read: a path, or a file within an archive.

    Parameters
    ----------
    path : pathlib.Path
        The file on the disk.
    name : str
        What it is called: the path's name without ``.gz``, or its name within the archive.
    entry : zipfile.ZipInfo or None
        Where it lies in the archive.
    limits : Limits
        What it may inflate to.
    """

    path: Path
    name: str
    entry: zipfile.ZipInfo | None
    limits: Limits

    def head(self) -> bytes:
        """Return the first bytes of the text."""
        return next(self.blocks(HEAD), b"")

    def blocks(self, size: int = BLOCK) -> Iterator[bytes]:
        """Yield the text, blocks of at most `size` bytes.

        Raises
        ------
        DataError
            If it can't be read, is damaged, or inflates to more than it may.
        """
        try:
            with self.path.open("rb") as file:
                if self.entry is not None:
                    yield from self._unzip(file, self.entry, size)
                elif _starts(file)[:2] == GZIP:
                    yield from self._checked(_gunzip(file, size), os.fstat(file.fileno()).st_size)
                else:
                    yield from self._checked(_plain(file, size), None)
        except (zlib.error, zipfile.BadZipFile, EOFError, getattr(fast, "error", zlib.error)) as error:
            raise DataError(
                f"{self.path} is damaged ({error}); fetch it again and ingest it anew", value=self.path
            ) from None
        except OSError as error:
            raise DataError(f"{self.path} can't be read: {error.strerror or error}", value=self.path) from None

    def _unzip(self, file: BinaryIO, entry: zipfile.ZipInfo, block_size: int) -> Iterator[bytes]:
        file.seek(entry.header_offset)
        header = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
        file.seek(header[-2] + header[-1], os.SEEK_CUR)
        pieces = _piecewise(file, entry.compress_size)
        text = pieces if entry.compress_type == zipfile.ZIP_STORED else _inflate(pieces, RAW_DEFLATE, block_size)
        check, size = 0, 0
        for block in self._checked(text, entry.compress_size):
            check, size = fast.crc32(block, check), size + len(block)
            if size > entry.file_size:
                raise DataError(
                    f"{self.path}: {self.name} inflates to more than the {entry.file_size:,} bytes it says; refused",
                    value=self.path,
                )
            yield block
        if (check, size) != (entry.CRC, entry.file_size):
            raise zipfile.BadZipFile(f"{self.name} has not the check sum or the size that the archive says")

    def _checked(self, text: Iterator[bytes], packed: int | None) -> Iterator[bytes]:
        """Hand blocks on until they are more than the limits allow."""
        size = 0
        for block in text:
            size += len(block)
            if size > self.limits.bytes:
                raise _too_large(self, self.limits.bytes)
            if packed is not None and size > max(FREE, self.limits.ratio * packed):
                raise DataError(
                    f"{self.path}: {self.name} inflates to more than {self.limits.ratio:g} times its size, as no "
                    "file of events does; refused",
                    value=self.path,
                )
            yield block


def members(path: Path, limits: Limits | None = None) -> list[Member]:
    r"""Return the files that a path holds: itself, or those in the archive.

    Parameters
    ----------
    path : pathlib.Path
        A file: plain, ``.gz`` or ``.zip``, told by its first bytes and not by its name.
    limits : Limits, optional
        What it may inflate to.

    Returns
    -------
    list of Member
        In the archive's order; folders and hidden files are left out.

    Raises
    ------
    DataError
        If it can't be read or is refused; says why.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "20190121.export.CSV.zip"
    ...     with zipfile.ZipFile(file, "w") as archive:
    ...         archive.writestr("20190121.export.CSV", "1\t20190121\n")
    ...     [(m.name, b"".join(m.blocks())) for m in members(file)]
    [('20190121.export.CSV', b'1\t20190121\n')]
    """
    limits = limits or Limits()
    try:
        with path.open("rb") as file:
            if _starts(file) not in ZIP:
                name = path.name[:-3] if path.name.lower().endswith(".gz") else path.name
                return [Member(path, name, None, limits)]
            with zipfile.ZipFile(file) as archive:
                entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except IsADirectoryError:
        raise DataError(f"{path} is a folder; name a file, or let `detente ingest` walk it", value=path) from None
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise DataError(f"{path} is no sound zip archive ({error}); fetch it again", value=path) from None
    except OSError as error:
        raise DataError(f"{path} can't be read: {(error.strerror or str(error)).lower()}", value=path) from None
    if len(entries) > limits.members:
        raise DataError(
            f"{path} holds {len(entries):,} files, and at most {limits.members:,} are read; refused", value=path
        )
    found = [Member(path, entry.filename, entry, limits) for entry in entries]
    for member in found:
        _refuse(member)
    return [member for member in found if not PurePosixPath(member.name).name.startswith((".", "__MACOSX"))]


def digest_of(path: Path) -> tuple[str, int]:
    """Return a file's SHA-256 and size.

    Raises
    ------
    DataError
        If it can't be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size
    except OSError as error:
        raise DataError(f"{path} can't be read: {(error.strerror or str(error)).lower()}", value=path) from None


def _refuse(member: Member) -> None:
    """Refuse a file in an archive for what the archive's index says of it."""
    entry = member.entry
    parts = PurePosixPath(member.name.replace("\\", "/")).parts
    if entry is None:
        return
    if not parts or parts[0].endswith(("/", ":")) or ".." in parts or "\0" in entry.orig_filename:
        raise DataError(
            f"{member.path} holds a file named {entry.orig_filename!r}, which points outside the archive; refused",
            value=entry.orig_filename,
        )
    if entry.flag_bits & 1:
        raise DataError(f"{member.path}: {member.name} is encrypted; unlock it first", value=member.path)
    if member.name.lower().endswith(NESTED):
        raise DataError(
            f"{member.path} holds an archive, {member.name}; unpack it and ingest what is in it", value=member.path
        )
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DataError(
            f"{member.path}: {member.name} is packed in a way that is not read; pack it anew as zip or gz",
            value=entry.compress_type,
        )
    if entry.file_size > member.limits.bytes:
        raise _too_large(member, member.limits.bytes)
    if entry.file_size > max(FREE, member.limits.ratio * entry.compress_size):
        raise DataError(
            f"{member.path}: {member.name} says that it inflates from {entry.compress_size:,} to {entry.file_size:,} "
            "bytes, as no file of events does; refused",
            value=member.path,
        )


def _too_large(member: Member, limit: int) -> DataError:
    return DataError(f"{member.path}: {member.name} inflates to more than {limit:,} bytes; refused", value=member.path)


def _starts(file: BinaryIO) -> bytes:
    start = file.read(4)
    file.seek(0)
    return start


def _plain(file: BinaryIO, block_size: int) -> Iterator[bytes]:
    while block := file.read(block_size):
        yield block


def _piecewise(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size and (piece := file.read(min(READ, size))):
        size -= len(piece)
        yield piece


def _inflate(pieces: Iterator[bytes], window: int, block_size: int) -> Iterator[bytes]:
    """Inflate one stream, never more than a block at a time."""
    engine: Any = fast.decompressobj(window)
    for piece in pieces:
        waiting = piece
        while waiting and not engine.eof:
            if block := engine.decompress(waiting, block_size):
                yield block
            waiting = engine.unconsumed_tail
    while not engine.eof and (block := engine.decompress(b"", block_size)):
        yield block
    if not engine.eof:
        raise EOFError("it ends too early")


def _gunzip(file: BinaryIO, block_size: int) -> Iterator[bytes]:
    """Inflate a gzip file, which may hold several streams in a row."""
    with gzip.GzipFile(fileobj=file) as stream:
        while block := stream.read(block_size):
            yield block
