"""The document that `assess` returns: a brief on a pair of states."""

from __future__ import annotations

from dataclasses import dataclass

from detente.documents.document import Document, Judgements, Section

__all__ = ["Assessment"]


@dataclass(frozen=True, kw_only=True)
class Assessment(Document):
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
        """The bottom line: the first section where it holds judgements, otherwise one made of the judgements."""
        if self._begins_with_judgements:
            return self.sections[0]
        return Section("bottom-line", "Bottom line", (Judgements(self.judgements),))

    @property
    def body(self) -> tuple[Section, ...]:
        """The sections after the bottom line."""
        return self.sections[1:] if self._begins_with_judgements else self.sections

    @property
    def _begins_with_judgements(self) -> bool:
        return bool(self.sections) and any(isinstance(block, Judgements) for block in self.sections[0].blocks)

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
