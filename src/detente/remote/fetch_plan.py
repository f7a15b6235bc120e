"""A file at a provider, a plan of files to fetch, and the outcome of each.

An outcome's state is one of::

    fetched   arrived in this run and agrees with the provider's list
    held      was there before
    missing   the provider lists it, or its calendar implies it, and does not have it
    refused   permanently unavailable: the provider does not allow the download, or its size is absurd
    failed    not available this time: try again
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

__all__ = ["FAILED", "FETCHED", "HELD", "MISSING", "REFUSED", "FetchOutcome", "FetchPlan", "ListGap", "RemoteFile"]

FETCHED, HELD, MISSING, REFUSED, FAILED = "fetched", "held", "missing", "refused", "failed"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file at a provider.

    Parameters
    ----------
    source : str
        ``gdelt1``, ``gdelt2``, ``gdelt2-translingual``, ``icews`` or ``polecat``.
    folder, name : str
        Where it goes under ``raw/``.
    path : str
        Where it is at the provider, below its address.
    bytes : int or None
        Size in the provider's list; None where the list does not give it.
    checksum : str or None
        Digest in the provider's list, as ``md5:`` and hexadecimal digits; None where the list does not give it.
    first, last : datetime.date or None
        The days it covers, by its name; None where the name does not give them.
    published : datetime.date or None
        Day of publication, where the list gives it.
    barred : str or None
        Why the provider does not allow its download, where the list says so.
    """

    source: str
    folder: str
    name: str
    path: str
    bytes: int | None = None
    checksum: str | None = None
    first: date | None = None
    last: date | None = None
    published: date | None = None
    barred: str | None = None

    @property
    def place(self) -> str:
        """The file's path under ``raw/``."""
        return f"{self.folder}/{self.name}"

    def overlaps(self, first: date | None, last: date | None) -> bool:
        """Return whether it may cover any of the days from `first` to `last`."""
        before = first is not None and self.last is not None and self.last < first
        after = last is not None and self.first is not None and self.first > last
        return not (before or after)


@dataclass(frozen=True, slots=True)
class ListGap:
    """A stretch of the provider's calendar for which its list has no file.

    Parameters
    ----------
    source, folder, name : str
        The file that would be there, as of `RemoteFile`.
    day : datetime.date
        Its day.
    """

    source: str
    folder: str
    name: str
    day: date

    @property
    def place(self) -> str:
        """The file's path under ``raw/``."""
        return f"{self.folder}/{self.name}"


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """The files that a pull fetches.

    Parameters
    ----------
    files : sequence of RemoteFile
        In order of time.
    gaps : sequence of ListGap
        What the provider's list lacks.
    notes : sequence of str
        What the user should know, in sentences.
    """

    files: Sequence[RemoteFile] = ()
    gaps: Sequence[ListGap] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """The outcome of one file.

    Parameters
    ----------
    file : RemoteFile
        The file.
    state : str
        See the module.
    path : pathlib.Path or None
        Where it is; None unless fetched or held.
    bytes, md5 : int, str or None
        Its size and MD5 on the disk.
    reason : str or None
        Why it is not there.
    unreachable : bool
        True where it failed because the provider could not be reached at all.
    """

    file: RemoteFile
    state: str
    path: Path | None = None
    bytes: int | None = None
    md5: str | None = None
    reason: str | None = None
    unreachable: bool = False
