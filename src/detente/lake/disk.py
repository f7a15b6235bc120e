"""Errors of the disk, in words: full, read-only, or permission denied; and what to do.

SQLite, Polars and DuckDB each have their own messages, and Polars sometimes reports another error: a Parquet file that
can't be written to its end is out of specification to it. `Lake.placing` therefore checks the free space.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from detente.errors import StoreError

__all__ = ["free_bytes", "is_full", "is_of_the_disk", "recorded_path", "sync", "unreadable", "unwritable", "why_of"]

LEFT = 1 << 16  # bytes; a disk with less free space is full
ELSEWHERE = "set DETENTE_HOME to another folder"
# the error: its numbers, what the engines' messages contain, and what to do
FAULTS = {
    "the disk is full": (
        {errno.ENOSPC, errno.EDQUOT},
        ("no space left", "disk is full", "os error 28"),
        "Free space on it, or set DETENTE_HOME to a folder on another disk",
    ),
    "the folder is read-only": (
        {errno.EROFS},
        ("read-only file system", "readonly database", "os error 30"),
        f"Make it writable, or {ELSEWHERE}",
    ),
    "permission denied": (
        {errno.EACCES, errno.EPERM},
        ("permission denied", "os error 13"),
        f"Give yourself permission to read and write it, or {ELSEWHERE}",
    ),
}
OTHER = f"Free space or fix the folder's permissions, or {ELSEWHERE}"


def why_of(error: Exception) -> tuple[str, str]:
    """Return what went wrong, and what to do about it.

    Examples
    --------
    >>> why_of(OSError(28, "No space left on device"))[0]
    'the disk is full'
    >>> why_of(ValueError("odd"))[0]
    'odd'
    """
    number, text = getattr(error, "errno", None), str(error).lower()
    for what, (numbers, texts, advice) in FAULTS.items():
        if number in numbers or any(one in text for one in texts):
            return what, advice
    return (getattr(error, "strerror", None) or str(error)), OTHER


def is_of_the_disk(error: Exception) -> bool:
    """Whether an error is the disk's, and not that of a file on it."""
    return why_of(error)[0] in FAULTS


def unwritable(home: Path, error: Exception, outcome: str) -> StoreError:
    """Return the error of a store that can't be written, with the outcome and what to do."""
    what, advice = why_of(error)
    return StoreError(f"the store in {home} can't be written: {what}; {outcome}. {advice}", value=home)


def unreadable(home: Path, error: Exception) -> StoreError:
    """Return the error of a store whose folder can't be read, with what to do."""
    what, advice = why_of(error)
    return StoreError(f"the store in {home} can't be read: {what}. {advice}", value=home)


def free_bytes(folder: Path) -> int:
    """Return the free space on the disk of a folder, which need not exist yet."""
    place = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    return shutil.disk_usage(place).free


def is_full(folder: Path) -> bool:
    """Whether a folder's disk has almost no free space."""
    try:
        return shutil.disk_usage(folder).free < LEFT
    except OSError:
        return False


def recorded_path(path: Path) -> str:
    r"""Return the path of a file as text that can be stored: bytes of a name that are not UTF-8 as escapes.

    Examples
    --------
    >>> print(recorded_path(Path("/data/m\udcff.csv")))
    /data/m\udcff.csv
    """
    return str(path.resolve()).encode("utf-8", "backslashreplace").decode()


def sync(path: Path) -> None:
    """Flush a file or folder to the disk."""
    folder = path.is_dir()
    if folder and os.name == "nt":
        return  # Windows can't open folders
    handle = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
