"""Every error that Detente raises on purpose.

::

    DetenteError                    exit code
    ├── NoAnswer                        1     the question is sound; the records hold no answer
    ├── UsageError                      2     the question is wrong, or asked wrongly
    │   ├── UnknownState                2     a name that resolves to no state (candidates attached)
    │   ├── AmbiguousState              2     a name that resolves to several
    │   └── NotAStateThen               2     a state that did not exist at the date
    └── DataError                       3     records that can't be read, or break their own rules
        ├── TableError                  3     a frame that does not fit its table in the catalog
        ├── StoreError                  3     a store that can't be read or written
        ├── DocumentError               3     a document that can't be made
        └── UnboundNumber               3     prose that states a number bound to no figure

Anything else that escapes is a bug and ends with exit code 70. Each error carries the offending
value as an attribute, says what is allowed, and what to do next.

Exit code 3 also ends a command that read a file most of whose rows were rejected (`mostly_rejected`): the rows
that were kept are in the store, and the first line of the report says what happened.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    "mostly_rejected",
]


class DetenteError(Exception):
    """Base of all errors raised on purpose.

    Parameters
    ----------
    message : str
        What came in, what is allowed, what to do next.
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
    """The question is sound, but the records hold no answer to it."""

    exit_code = 1


class UsageError(DetenteError):
    """The question is wrong, or asked wrongly."""

    exit_code = 2


class UnknownState(UsageError):
    """A name that resolves to no state.

    Parameters
    ----------
    message : str
        As for `DetenteError`.
    value : object, optional
        The name that came in.
    candidates : sequence of str, optional
        Near names, best first.
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
    """A state that did not exist at the date asked about."""


class DataError(DetenteError):
    """Records that can't be read, or that break their own rules."""

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
        The offending rows, numbered from 0 in the column ``row``; None where it is no row that is wrong.
    """

    def __init__(self, message: str, *, value: object = None, rows: DataFrame | None = None) -> None:
        super().__init__(message, value=value)
        self.rows = rows


class StoreError(DataError):
    """A store that can't be read or written."""


class DocumentError(DataError):
    """A document, or one form of a brief, that can't be made."""


class UnboundNumber(DataError):
    """Prose that states a number bound to no figure."""


def mostly_rejected(rows_in: int, rejected: int) -> bool:
    """Whether more than half of a file's rows were rejected, so that the file may not be what it was read as.

    Such a file's coverage is that of the rows kept, whatever its producer says it covers.

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
