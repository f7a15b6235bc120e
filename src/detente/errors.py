"""The errors that Detente raises.

::

    DetenteError                    exit code
    ├── NoAnswer                        1     a valid query without an answer in the records
    ├── UsageError                      2     an invalid query
    │   ├── UnknownState                2     a name that resolves to no state (candidates attached)
    │   ├── AmbiguousState              2     a name that resolves to several
    │   └── NotAStateThen               2     a state that did not exist at the date
    └── DataError                       3     records that can't be read or are inconsistent
        ├── TableError                  3     a frame that does not fit its table in the catalog
        ├── StoreError                  3     a store that can't be read or written
        ├── DocumentError               3     a document that can't be written
        └── UnboundNumber               3     prose with a number that is bound to no figure

Any other exception is a bug and ends with exit code 70. Each error has the offending value as an attribute;
its message names the value, what is allowed and what to do next.

A command also ends with exit code 3 if most rows of a file were rejected (`mostly_rejected`). The rows kept are
then in the store, and the report starts with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polars import DataFrame

__all__ = [
    "AmbiguousState",
    "DataError",
    "DetenteError",
    "DocumentError",
    "NoAnswer",
    "NotAStateThen",
    "StoreError",
    "TableError",
    "UnboundNumber",
    "UnknownState",
    "UsageError",
    "check_choice",
    "mostly_rejected",
]


class DetenteError(Exception):
    """Base class of all errors that Detente raises.

    Parameters
    ----------
    message : str
        The offending value, what is allowed and what to do next.
    value : object, optional
        The offending value.
    """

    exit_code: int = 70

    def __init__(self, message: str, *, value: object = None) -> None:
        super().__init__(message)
        self.message = message
        self.value = value

    def as_dict(self) -> dict[str, object]:
        """Return the error as plain data, for ``--json``."""
        return {"error": type(self).__name__, "message": self.message, "exit_code": self.exit_code}


class NoAnswer(DetenteError):
    """The query is valid, but the records have no answer."""

    exit_code = 1


class UsageError(DetenteError):
    """The query is invalid."""

    exit_code = 2


class UnknownState(UsageError):
    """A name that resolves to no state.

    Parameters
    ----------
    message : str
        As for `DetenteError`.
    value : object, optional
        The name given.
    candidates : sequence of str, optional
        Similar names, best first.
    """

    def __init__(self, message: str, *, value: object = None, candidates: Sequence[str] = ()) -> None:
        super().__init__(message, value=value)
        self.candidates = tuple(candidates)

    def as_dict(self) -> dict[str, object]:
        """Return the error as plain data, candidates included."""
        return {**super().as_dict(), "candidates": list(self.candidates)}


class AmbiguousState(UnknownState):
    """A name that resolves to several states."""


class NotAStateThen(UsageError):
    """A state that did not exist at the date of the query."""


class DataError(DetenteError):
    """Records that can't be read or are inconsistent."""

    exit_code = 3


class TableError(DataError):
    """A frame that does not fit its table in the catalog.

    Parameters
    ----------
    message : str
        As for `DetenteError`.
    value : object, optional
        The first offending value.
    rows : polars.DataFrame, optional
        The offending rows, numbered from 0 in the column ``row``; None if the error is not about rows.
    """

    def __init__(self, message: str, *, value: object = None, rows: DataFrame | None = None) -> None:
        super().__init__(message, value=value)
        self.rows = rows


class StoreError(DataError):
    """A store that can't be read or written."""


class DocumentError(DataError):
    """A document that can't be written in one of its formats."""


class UnboundNumber(DataError):
    """Prose with a number that is bound to no figure."""


def mostly_rejected(rows_in: int, rejected: int) -> bool:
    """Whether more than half of a file's rows were rejected: it was probably read in the wrong format.

    Such a file covers what its kept rows cover, not what its producer declares.

    Parameters
    ----------
    rows_in, rejected : int
        Rows of the file, and how many of them were rejected.

    Examples
    --------
    >>> mostly_rejected(5652, 5490), mostly_rejected(4, 2), mostly_rejected(0, 0)
    (True, False, False)
    """
    return 2 * rejected > rows_in


def check_choice(name: str, value: object, allowed: Iterable[object]) -> None:
    """Check that an option has one of the values that it takes.

    Parameters
    ----------
    name : str
        The option.
    value : object
        What was given.
    allowed : iterable
        The values that it takes.

    Raises
    ------
    UsageError
        If it is another.

    Examples
    --------
    >>> check_choice("freq", "year", ("year", "month"))
    """
    values = list(allowed)
    if value not in values:
        raise UsageError(f"invalid {name} {value!r}: expected one of {', '.join(map(str, values))}", value=value)
