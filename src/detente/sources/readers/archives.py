"""Safe reading of untrusted files: plain, ``.gz``, or ``.zip`` with one or more files.

Decompressed data is yielded in blocks of at most `BLOCK` bytes, so that memory does not grow with the file.
Nothing is extracted to disk, so a name in an archive can't become a path; a name that points outside the archive is
still an error, since it suggests tampering. Also rejected:

- an archive of more than `Limits.members` files, an encrypted archive, and an archive within an archive;
- a file that declares a size above `Limits.bytes`, or decompresses to more than its declared size;
- a file larger than `FREE` that decompresses to more than `Limits.ratio` times its compressed size: text of events
  expands four- to twelve-fold, a zip bomb a thousand-fold.

Decompression is a seventh of the cost of an ingest. ISA-L is twice as fast as zlib and is used if it is installed.
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
with contextlib.suppress(ImportError):  # fall back to zlib
    fast = importlib.import_module("isal.isal_zlib")

__all__ = ["BLOCK", "Limits", "Member", "digest_of", "members"]

BLOCK = 4 << 20  # bytes of text per block
HEAD = 64 << 10  # bytes of text from which a format is recognised
READ = 1 << 20  # bytes read from the file at a time
FREE = 64 << 20  # bytes allowed at any compression ratio
NESTED = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".zst")
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
RAW_DEFLATE = -zlib.MAX_WBITS
GZIP_WINDOW = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on decompression.

    Parameters
    ----------
    bytes : int
        Maximum decompressed size of a file.
    ratio : float
        Maximum ratio of decompressed to compressed size.
    members : int
        Maximum number of files in an archive.
    """

    bytes: int = 64 << 30
    ratio: float = 200.0
    members: int = 10_000


@dataclass(frozen=True, slots=True)
class Member:
    """One file to read: a path, or a file in an archive.

    Parameters
    ----------
    path : pathlib.Path
        The file on disk.
    name : str
        The path's name without ``.gz``, or the name in the archive.
    entry : zipfile.ZipInfo or None
        The entry in the archive.
    limits : Limits
        Limits on decompression.
    """

    path: Path
    name: str
    entry: zipfile.ZipInfo | None
    limits: Limits

    def head(self) -> bytes:
        """Return the first bytes of the text."""
        return next(self.blocks(HEAD), b"")

    def blocks(self, size: int = BLOCK) -> Iterator[bytes]:
        """Yield the text in blocks of at most `size` bytes.

        Raises
        ------
        DataError
            If the file can't be read, is damaged, or exceeds the limits.
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
                f"{self.path} is damaged ({error}); download it and ingest it again", value=self.path
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
                    f"{self.path}: {self.name} expands beyond its declared size of {entry.file_size:,} bytes; not read",
                    value=self.path,
                )
            yield block
        if (check, size) != (entry.CRC, entry.file_size):
            raise zipfile.BadZipFile(f"checksum or size of {self.name} does not match the archive's index")

    def _checked(self, text: Iterator[bytes], packed: int | None) -> Iterator[bytes]:
        """Yield blocks, or raise once they exceed the limits."""
        size = 0
        for block in text:
            size += len(block)
            if size > self.limits.bytes:
                raise _too_large(self, self.limits.bytes)
            if packed is not None and size > max(FREE, self.limits.ratio * packed):
                raise DataError(
                    f"{self.path}: {self.name} expands to more than {self.limits.ratio:g} times its compressed size, "
                    "which is not plausible for a data file; not read",
                    value=self.path,
                )
            yield block


def members(path: Path, limits: Limits | None = None) -> list[Member]:
    r"""Return the files at a path: the file itself, or the files in an archive.

    Parameters
    ----------
    path : pathlib.Path
        A file: plain, ``.gz`` or ``.zip``, recognised by its first bytes and not by its name.
    limits : Limits, optional
        Limits on decompression.

    Returns
    -------
    list of Member
        In the archive's order; folders and hidden files are left out.

    Raises
    ------
    DataError
        If the file can't be read or exceeds the limits.

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
        raise DataError(f"{path} is a folder; give a file, or use `detente ingest` for folders", value=path) from None
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise DataError(f"{path} is not a valid zip archive ({error}); download it again", value=path) from None
    except OSError as error:
        raise DataError(f"{path} can't be read: {(error.strerror or str(error)).lower()}", value=path) from None
    if len(entries) > limits.members:
        raise DataError(f"{path} contains {len(entries):,} files; at most {limits.members:,} are allowed", value=path)
    in_archive = [Member(path, entry.filename, entry, limits) for entry in entries]
    for member in in_archive:
        _check(member)
    return [member for member in in_archive if not PurePosixPath(member.name).name.startswith((".", "__MACOSX"))]


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


def _check(member: Member) -> None:
    """Raise an error if the archive's index shows that a file must not be read."""
    entry = member.entry
    parts = PurePosixPath(member.name.replace("\\", "/")).parts
    if entry is None:
        return
    if not parts or parts[0].endswith(("/", ":")) or ".." in parts or "\0" in entry.orig_filename:
        raise DataError(
            f"{member.path} contains a file named {entry.orig_filename!r}, which points outside the archive; not read",
            value=entry.orig_filename,
        )
    if entry.flag_bits & 1:
        raise DataError(f"{member.path}: {member.name} is encrypted; decrypt it first", value=member.path)
    if member.name.lower().endswith(NESTED):
        raise DataError(
            f"{member.path} contains an archive, {member.name}; unpack it and ingest its files", value=member.path
        )
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DataError(
            f"{member.path}: {member.name} uses an unsupported compression method; compress it as zip or gz",
            value=entry.compress_type,
        )
    if entry.file_size > member.limits.bytes:
        raise _too_large(member, member.limits.bytes)
    if entry.file_size > max(FREE, member.limits.ratio * entry.compress_size):
        raise DataError(
            f"{member.path}: {member.name} would expand from {entry.compress_size:,} to {entry.file_size:,} bytes, "
            "which is not plausible for a data file; not read",
            value=member.path,
        )


def _too_large(member: Member, limit: int) -> DataError:
    return DataError(f"{member.path}: {member.name} expands to more than {limit:,} bytes; not read", value=member.path)


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
    """Decompress one stream, at most a block at a time."""
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
    """Decompress a gzip file, which may contain several streams."""
    with gzip.GzipFile(fileobj=file) as stream:
        while block := stream.read(block_size):
            yield block
