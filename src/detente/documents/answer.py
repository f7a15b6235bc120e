"""What every verb returns: a table, the same as plain data, and a page for notebooks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from detente.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Answer"]


class Answer(ABC):
    """The answer to one question. Each verb returns a subclass with fields of its own."""

    __slots__ = ()

    is_document: ClassVar[bool] = False  # whether all of it is a document: plain data as JSON of the document

    @abstractmethod
    def frame(self) -> pl.DataFrame:
        """Return the main table, in Polars."""

    @abstractmethod
    def as_dict(self) -> Any:
        """Return the answer as plain data: what ``--json`` prints, with dates as `datetime.date`."""

    def to_pandas(self) -> Any:
        """Return the main table as a `pandas.DataFrame`. Dates become ``datetime64``.

        Raises
        ------
        UsageError
            If pandas is not installed.
        """
        try:
            import pandas  # noqa: ICN001, PLC0415 - not a dependency
        except ImportError:
            raise UsageError(
                "pandas is not installed; install it with: pip install pandas. frame() returns the same table in "
                "Polars",
                value="pandas",
            ) from None
        return pandas.DataFrame({column.name: column.to_numpy() for column in self.frame()})

    def _repr_html_(self) -> str:
        """Return the answer as a notebook shows it."""
        return str(self.frame()._repr_html_())
