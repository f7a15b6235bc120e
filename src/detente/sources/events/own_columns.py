"""The built-in mapping: a table of a user's own events with these columns is read without a mapping file.

Columns, in any order and in capitals or not (others are ignored)::

    date      required   day of the act, YYYY-MM-DD
    source    required   the state that acts: name, code or number, read at the row's date
    target    required   the state acted toward
    quad      this or    verbal_cooperation, material_cooperation, verbal_conflict, material_conflict
    cameo     this       CAMEO code; its root gives the quad class. The column shows whether leading zeros were lost
    plover               PLOVER event type
    id                   unique in the dataset; by default the batch and the line
    known_on             day from which it could be known, not before date; by default the date
    reports              whole number of at least 1; by default 1
    intensity            number, as the dataset gives it
    text                 what happened

Unlike a mapping of a user's, which keeps an actor of no known state as written, it keeps only acts of one state toward
another: see `detente.sources.events.own_event_rows`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.errors import DataError, UsageError
from detente.identity import SCHEMES
from detente.sources.events.mapping_file import NAME, EventMapping
from detente.sources.shaping.column_forms import CODE_FORMS

__all__ = ["COLUMNS", "OwnColumns", "check_name", "columns_lacking", "dataset_name", "own_mapping"]

REQUIRED = ("date", "source", "target")
CLASSES = ("quad", "cameo")
OPTIONAL = ("plover", "id", "known_on", "reports", "intensity", "text")
COLUMNS = (*REQUIRED, *CLASSES, *OPTIONAL)
NAME_RULE = "small letters a to z, digits, '-', '_' and '.', beginning with a letter or digit"


@dataclass(frozen=True, slots=True)
class OwnColumns:
    """How the columns of a table of a user's own are written, where the user says so.

    Parameters
    ----------
    scheme : str, optional
        The scheme of ``source`` and ``target``: see `detente.identity.resolve`. By default names and codes are
        recognised.
    codes : str, optional
        How ``cameo`` is written: see `detente.sources.shaping.column_forms.code_of`. By default the whole column shows
        it.
    dataset : str, optional
        Name of the dataset; by default the file's.

    Raises
    ------
    UsageError
        If there is no such scheme, or no such form of codes.
    """

    scheme: str | None = None
    codes: str | None = None
    dataset: str | None = None

    def __post_init__(self) -> None:
        """Check both."""
        if self.scheme not in (None, *SCHEMES):
            raise UsageError(f"invalid scheme {self.scheme!r}: expected one of {', '.join(SCHEMES)}", value=self.scheme)
        if self.codes not in (None, *CODE_FORMS):
            raise UsageError(f"invalid codes {self.codes!r}: expected one of {', '.join(CODE_FORMS)}", value=self.codes)


def own_mapping(names: Sequence[str], path: Path, own: OwnColumns) -> EventMapping | None:
    """Return the mapping of a table with these columns; None if it lacks one that is required.

    Parameters
    ----------
    names : sequence of str
        The names of its columns.
    path : pathlib.Path
        The file, whose name is the dataset's where the user does not name one.
    own : OwnColumns
        How its columns are written.

    Raises
    ------
    DataError
        If two columns have one of the names.
    UsageError
        If the file's name can't be a dataset's.

    Examples
    --------
    >>> own_mapping(["Date", "Source", "Target", "Quad"], Path("My events.csv"), OwnColumns()).columns["quad"]
    'Quad'
    >>> own_mapping(["date", "source", "target"], Path("mine.csv"), OwnColumns()) is None
    True
    """
    theirs: dict[str, str] = {}
    for name in names:
        ours = name.strip().lower()
        if ours in theirs and ours in COLUMNS:
            raise DataError(f"{path}: its header names {ours} more than once", value=ours)
        theirs[ours] = name
    if not (theirs.keys() >= set(REQUIRED) and any(name in theirs for name in CLASSES)):
        return None
    return EventMapping(
        dataset=own.dataset or dataset_name(path),
        columns={ours: theirs[ours] for ours in COLUMNS if ours in theirs},
        scheme=own.scheme or "",
        day="%Y-%m-%d",
        codes=own.codes,
        decimal=".",
        own=True,
    )


def columns_lacking(names: Sequence[str]) -> str | None:
    """Return what a table needs to be one of a user's own events; None where it has nothing of one.

    Examples
    --------
    >>> columns_lacking(["date", "source", "target", "code"])
    'quad or cameo'
    """
    here = {name.strip().lower() for name in names}
    lacking = [name for name in REQUIRED if name not in here]
    if len(lacking) == len(REQUIRED):
        return None
    lacking += [] if any(name in here for name in CLASSES) else [" or ".join(CLASSES)]
    return ", ".join(lacking)


def dataset_name(path: Path) -> str:
    """Return the name of the dataset that a file makes: its own, in small letters without accents.

    Raises
    ------
    UsageError
        If the file's name has letters of another script, or none.

    Examples
    --------
    >>> dataset_name(Path("My Événements (2014).csv"))
    'my-evenements-2014'
    """
    stem = path.stem if path.suffix.lower() not in (".gz", ".zip") else Path(path.stem).stem
    letters = "".join(c for c in unicodedata.normalize("NFKD", stem) if not unicodedata.combining(c))
    name = re.sub(r"[^a-z0-9._]+", "-", letters.lower()).strip("-._")
    if not name or any(c.isalnum() and not c.isascii() for c in letters):
        raise UsageError(
            f"{path.name!r} is not a valid dataset name: expected {NAME_RULE}; give one with --dataset mine",
            value=path.name,
        )
    return name


def check_name(name: str) -> str:
    """Return a dataset's name, or raise if it is not one.

    Raises
    ------
    UsageError
        If it is not; says what such a name consists of.
    """
    if not NAME.fullmatch(name):
        raise UsageError(f"{name!r} is not a valid dataset name: expected {NAME_RULE}", value=name)
    return name
