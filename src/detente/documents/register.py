"""The register of one document: every figure and record it uses, each under one id."""

from __future__ import annotations

import re
from datetime import date

from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, Span
from detente.errors import DataError

__all__ = ["Register"]

NUMBER = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})|(?P<year>(?:1[5-9]|20)\d{2})(?![\d,.]\d)|\d[\d,]*(?:\.\d+)?")


class Register:
    """Figures and records by id, in the order they were first used."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}
        self.records: dict[str, Record] = {}

    @classmethod
    def of(cls, other: Register) -> Register:
        """Return a register that starts as a copy of another."""
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
        return self.add(new)

    def add(self, figure: Figure) -> Figure:
        """Register a figure that was made elsewhere."""
        old = self.figures.setdefault(figure.id, figure)
        if old != figure:
            raise DataError(f"two figures are called {figure.id}: {old.value} and {figure.value}", value=figure.id)
        return old

    def record(self, record: Record) -> Record:
        """Register a record and return it."""
        return self.records.setdefault(record.id, record)

    def bind(self, text: str, key: str, known_on: date, source: str) -> Sentence:
        """Return a text that another part wrote as a sentence: days and years as dates, other numbers as figures.

        Parameters
        ----------
        text : str
            The text.
        key : str
            What the ids of its figures begin with.
        known_on : datetime.date
            The first day on which its numbers could be known.
        source : str
            Id of their source.

        Examples
        --------
        >>> note = Register().bind("In 2014, 4 pairs have no reports.", "note", date(2014, 12, 31), "facts")
        >>> [(span.text, span.kind) for span in note.spans if span.ref]
        [('2014', 'date'), ('4', 'figure')]
        """
        spans: list[Span] = []
        at = 0
        for found in NUMBER.finditer(text):
            spans.append(Span(text[at : found.start()]))
            if found["day"] or found["year"]:
                spans.append(Span(found[0], found[0], "date"))
            else:
                value = float(found[0].replace(",", ""))
                figure = self.figure(
                    f"{key}.{found.start()}", f"Number in: {text}", value, "count", str(known_on.year), known_on, source
                )
                spans.append(Span(found[0], figure.id, "figure"))
            at = found.end()
        return Sentence(tuple(span for span in (*spans, Span(text[at:])) if span.text))
