"""The document that `assess` returns: a brief on a pair of states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from detente.documents.answer import Answer
from detente.documents.document import Document, Judgements, Section

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Assessment"]

COLUMNS = ("id", "label", "value", "lo", "hi", "coverage", "unit", "period", "known_on", "source")
NUMBERS = ("value", "lo", "hi", "coverage")


@dataclass(frozen=True, kw_only=True)
class Assessment(Document, Answer):
    """How two states stand, how they got there, and what is likely next, as of a date.

    Parameters
    ----------
    pair : (str, str)
        Codes of the two states.
    since : int
        First year shown.
    horizon : int
        Years of outlook.
    events : str
        The event dataset behind the temperature.
    """

    is_document: ClassVar[bool] = True
    kind: str = "brief on a pair of states"
    pair: tuple[str, str]
    since: int
    horizon: int
    events: str

    @property
    def noun(self) -> str:
        """What the brief is called in its own text, and its files in a folder."""
        return "brief"

    @property
    def description(self) -> str:
        """What the brief holds, in a phrase without the date, for file properties."""
        return f"How {self.subject} stand"

    @property
    def lead(self) -> Section:
        """The bottom line: the first section where it is one, otherwise a section made of the judgements."""
        if self._begins_with_bottom_line:
            return self.sections[0]
        return Section("bottom-line", "Bottom line", (Judgements(self.judgements),))

    @property
    def body(self) -> tuple[Section, ...]:
        """The sections after the bottom line."""
        return self.sections[1:] if self._begins_with_bottom_line else self.sections

    @property
    def _begins_with_bottom_line(self) -> bool:
        return bool(self.sections) and self.sections[0].key == "bottom-line"

    def frame(self) -> pl.DataFrame:
        """Return the figures, a row each, with intervals, units, periods and sources."""
        import polars as pl  # noqa: PLC0415 - a brief on the terminal needs no frame of its figures

        schema = dict.fromkeys(COLUMNS, pl.String) | dict.fromkeys(NUMBERS, pl.Float64) | {"known_on": pl.Date}
        rows = [tuple(getattr(figure, column) for column in COLUMNS) for figure in self.figures.values()]
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _repr_html_(self) -> str:
        """Return the brief as a notebook shows it, charts included."""
        from detente.publish import notebook_html  # noqa: PLC0415 - only in notebooks

        return notebook_html(self)

    def as_dict(self) -> dict[str, object]:
        """Return the brief as plain data."""
        return {
            "pair": list(self.pair),
            "names": list(self.names),
            "as_of": self.as_of.isoformat(),
            "since": self.since,
            "horizon": self.horizon,
            "events": self.events,
            "title": self.title,
            "judgements": [judgement.as_dict() for judgement in self.judgements],
            **self._contents(),
        }
