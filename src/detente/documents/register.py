"""The register of one assessment: every figure and record it uses, each under one id."""

from __future__ import annotations

from datetime import date

from detente.documents.figures import Figure, Record
from detente.errors import DataError

__all__ = ["Register"]


class Register:
    """Figures and records by id, in the order they were first used."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}
        self.records: dict[str, Record] = {}

    @classmethod
    def of(cls, other: Register) -> Register:
        """Return a register that starts with what another holds, and leaves that one as it is."""
        new = cls()
        new.figures.update(other.figures)
        new.records.update(other.records)
        return new

    def figure(  # noqa: PLR0917 - the order in which a figure is read
        self,
        id: str,  # noqa: A002 - the name the brief uses
        label: str,
        value: float,
        unit: str,
        period: str,
        known_on: date,
        source: str,
        *,
        lo: float | None = None,
        hi: float | None = None,
        coverage: float = 0.90,
    ) -> Figure:
        """Register a figure and return it; the same id must always carry the same number.

        Raises
        ------
        DataError
            The id is taken by another number.
        """
        new = Figure(id, label, float(value), lo, hi, unit, period, known_on, source, coverage)
        return self.keep(new)

    def keep(self, figure: Figure) -> Figure:
        """Register a figure made elsewhere."""
        old = self.figures.setdefault(figure.id, figure)
        if old != figure:
            raise DataError(f"two figures are called {figure.id}: {old.value} and {figure.value}", value=figure.id)
        return old

    def record(self, record: Record) -> Record:
        """Register a record and return it."""
        return self.records.setdefault(record.id, record)
