"""What the verbs of the ledger return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from detente.answers.document_answer import DocumentAnswer
from detente.documents.answer import Answer
from detente.ledger.chain import Contents, Fault
from detente.ledger.entries import Entry, Forecast, Resolution, plain_of
from detente.ledger.platforms import RejectedRow
from detente.ledger.scoring import ScoredForecast, by_author, calibration, frame_of

if TYPE_CHECKING:
    from detente.documents.document import Document
    from detente.store import Store

__all__ = ["ImportAnswer", "LedgerAnswer", "RecordedAnswer", "ScoreAnswer", "VerifyAnswer"]

ENTRIES: dict[str, Any] = {
    "kind": pl.String, "question": pl.String, "text": pl.String, "author": pl.String, "first": pl.Date, "last": pl.Date,
    "probability": pl.Float64, "lo": pl.Float64, "hi": pl.Float64, "word": pl.String, "outcome": pl.Float64,
    "decided_on": pl.Date, "as_of": pl.Date, "made_at": pl.Datetime("us", "UTC"),
    "recorded_at": pl.Datetime("us", "UTC"), "retrospective": pl.Boolean, "base_rate": pl.Float64, "rule": pl.String,
    "condition": pl.String, "document": pl.String, "origin": pl.String,
}  # fmt: skip


def entries_frame(entries: Sequence[Entry]) -> pl.DataFrame:
    """Return entries as a table: a row each, with nulls where a field is of the other kind."""
    rows = []
    for one in entries:
        row = {name: getattr(one, name, None) for name in ENTRIES}
        if isinstance(one, Forecast):
            rows.append(row | {"kind": "forecast", "retrospective": not one.before_window})
        else:
            rows.append(row | {"kind": "resolution"})
    return pl.DataFrame(rows, schema=ENTRIES) if rows else pl.DataFrame(schema=ENTRIES)


@dataclass(frozen=True)
class LedgerAnswer(Answer):
    """The entries of the ledger.

    Parameters
    ----------
    contents : Contents
        The file's.
    entries : tuple of Entry
        Those selected.
    """

    contents: Contents
    entries: tuple[Entry, ...]

    def frame(self) -> pl.DataFrame:
        """Return a row an entry."""
        return entries_frame(self.entries)

    def as_dict(self) -> dict[str, Any]:
        """Return the entries, the head and the faults."""
        return {
            "head": self.contents.head,
            "entries": [plain_of(one) for one in self.entries],
            "faults": [{"line": one.line, "reason": one.reason} for one in self.contents.faults],
        }


@dataclass(frozen=True)
class RecordedAnswer(Answer):
    """Entries that were written.

    Parameters
    ----------
    entries : tuple of Entry
        The entries; none if each had been written before.
    head : str or None
        Digest of the ledger's last line. Kept elsewhere, it shows later that nothing was cut or rewritten.
    open : int
        Questions that records don't decide yet; of a resolution alone.
    """

    entries: tuple[Entry, ...]
    head: str | None
    open: int = 0

    def frame(self) -> pl.DataFrame:
        """Return a row an entry."""
        return entries_frame(self.entries)

    def as_dict(self) -> dict[str, Any]:
        """Return the entries and the head."""
        return {"head": self.head, "entries": [plain_of(one) for one in self.entries], "open": self.open}

    @property
    def retrospective(self) -> int:
        """How many forecasts were made after their window had opened."""
        return sum(isinstance(one, Forecast) and not one.before_window for one in self.entries)


@dataclass(frozen=True)
class ImportAnswer(Answer):
    """Forecasts and resolutions of another platform that were written.

    Parameters
    ----------
    platform : str
        ``metaculus`` or ``gjp``.
    entries : tuple of Entry
        Those that are new.
    known : int
        Entries that the ledger had already.
    rejects : tuple of RejectedRow
        Rows without an entry, with the reason.
    rows : int
        Rows of the file of forecasts.
    head : str or None
        Digest of the ledger's last line.
    """

    platform: str
    entries: tuple[Entry, ...]
    known: int
    rejects: tuple[RejectedRow, ...]
    rows: int
    head: str | None

    def frame(self) -> pl.DataFrame:
        """Return a row an entry."""
        return entries_frame(self.entries)

    def as_dict(self) -> dict[str, Any]:
        """Return counts, the head and the rejects."""
        return {
            "platform": self.platform,
            "forecasts": sum(isinstance(one, Forecast) for one in self.entries),
            "resolutions": sum(isinstance(one, Resolution) for one in self.entries),
            "known": self.known,
            "rows": self.rows,
            "head": self.head,
            "rejects": [{"file": one.file, "line": one.line, "reason": one.reason} for one in self.rejects],
        }


@dataclass(frozen=True)
class ScoreAnswer(DocumentAnswer):
    """The scores of the ledger's forecasts.

    Parameters
    ----------
    as_of : datetime.date
        The day.
    forecasts : tuple of ScoredForecast
        The forecast of each author and question that counts.
    authors : tuple of str
        Authors compared; all if empty.
    faults : tuple of Fault
        Lines that could not be read, so that their entries are not scored.
    """

    as_of: date
    forecasts: tuple[ScoredForecast, ...]
    authors: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def frame(self) -> pl.DataFrame:
        """Return a row an author; see `detente.ledger.scoring.by_author`."""
        return by_author(self.questions(), self.authors)

    def questions(self) -> pl.DataFrame:
        """Return a row for each author and question."""
        return frame_of(self.forecasts)

    def calibration(self) -> pl.DataFrame:
        """Return how often events happened, by the probability they had been given."""
        return calibration(self.questions())

    def as_dict(self) -> dict[str, Any]:
        """Return the scores by author, the calibration, and each question."""
        return {
            "as_of": self.as_of,
            "authors": self.frame().to_dicts(),
            "calibration": self.calibration().to_dicts(),
            "questions": self.questions().to_dicts(),
            "faults": [{"line": one.line, "reason": one.reason} for one in self.faults],
        }

    def to_document(self, *, store: Store | None = None) -> Document:  # noqa: ARG002 - the ledger is the source
        """Return the scores as a page."""
        from detente.ledger.document import score_document  # noqa: PLC0415 - not needed for a table

        return score_document(self)


@dataclass(frozen=True)
class VerifyAnswer(Answer):
    """Whether the ledger is whole.

    Parameters
    ----------
    lines : int
        Whole lines.
    head : str or None
        Digest of the last.
    faults : tuple of Fault
        What is wrong, by line.
    torn : bool
        Whether the last line is unfinished; it was never acknowledged.
    """

    lines: int
    head: str | None
    faults: tuple[Fault, ...]
    torn: bool

    def frame(self) -> pl.DataFrame:
        """Return a row a fault."""
        rows = [(one.line, one.reason) for one in self.faults]
        return pl.DataFrame(rows, schema={"line": pl.Int64, "reason": pl.String}, orient="row")

    def as_dict(self) -> dict[str, Any]:
        """Return the counts, the head and the faults."""
        return {
            "lines": self.lines,
            "head": self.head,
            "torn": self.torn,
            "faults": [{"line": one.line, "reason": one.reason} for one in self.faults],
        }
