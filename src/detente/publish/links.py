"""Which words of a sentence link to the appendices.

A number links to its figure. Of a record only the date is a link, so that a sentence about three acts is not one long
link; a record without its date gets a small marker behind it. What stands beside its own number needs no second link:
the period of a figure whose value is linked in the same place, the name of a record whose date is. A period that is the
only mention of a figure there is its link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, Span

__all__ = ["MARKER", "anchor", "linked"]

Plain = dict[str, Any]

MARKER = "↓"
DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
SINCE = re.compile(r"^since ")


def anchor(kind: str, key: str) -> str:
    """Return the anchor of a figure, record, section or chart.

    Examples
    --------
    >>> anchor("figure", "temperature.JPN.RUS.2013")
    'figure-temperature.JPN.RUS.2013'
    """
    return f"{kind}-{re.sub(r'[^A-Za-z0-9._-]', '-', key)}"


def linked(
    sentences: Sequence[Sentence], figures: Mapping[str, Figure], records: Mapping[str, Record]
) -> list[list[Plain]]:
    """Return the spans of sentences that stand in one place (a paragraph, or the cells of a row), with their links.

    Parameters
    ----------
    sentences : sequence of Sentence
        What is read together.
    figures : mapping of str to Figure
        Figures of the appendix, by id; a span bound to none of them is plain text.
    records : mapping of str to Record
        Records of the appendix, by id.

    Returns
    -------
    list of list of dict
        For each sentence its spans: ``text``, ``kind`` (``text``, ``figure``, ``record``, ``marker`` or ``date``)
        and ``target``; a marker also has a ``label`` for screen readers.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.documents.prose import say
    >>> act = Record("visit", "visit", "1 May 2013", date(2013, 5, 1), "A visits B", "Gazette", date(2013, 5, 1))
    >>> spans = linked([say("{act:clause}.", act=act)], {}, {"visit": act})[0]
    >>> [(span["text"], span["kind"]) for span in spans]
    [('on ', 'text'), ('1 May 2013', 'record'), (', A visits B', 'text'), ('.', 'text')]
    """
    place = _Place([span for sentence in sentences for span in sentence.spans], figures, records)
    return [[piece for span in sentence.spans for piece in place.pieces(span)] for sentence in sentences]


class _Place:
    """What is read together, and which of its figures and records are linked by their own number or date."""

    def __init__(self, spans: Sequence[Span], figures: Mapping[str, Figure], records: Mapping[str, Record]) -> None:
        self.figures = figures
        self.records = records
        self.valued = {s.ref for s in spans if s.kind == "figure" and not _is_period(s, figures)}
        held = [(s, records[s.ref]) for s in spans if s.kind == "record" and s.ref is not None and s.ref in records]
        self.linked = {span.ref for span, record in held if _date_in(span.text, record)}

    def pieces(self, span: Span) -> list[Plain]:
        """Cut a span into what links to the appendix and what doesn't."""
        if span.kind == "date" or span.ref is None:
            return [_piece(span.text, span.kind, span.ref)]
        if span.kind == "figure" and span.ref in self.figures:
            beside = span.ref in self.valued and _is_period(span, self.figures)
            return [_piece(span.text, "text") if beside else _piece(span.text, "figure", anchor("figure", span.ref))]
        if span.kind == "record" and span.ref in self.records:
            return self.record(span.text, self.records[span.ref])
        return [_piece(span.text, "text")]

    def record(self, text: str, record: Record) -> list[Plain]:
        """Link a record's date, or the marker that stands for it once."""
        target = anchor("record", record.id)
        found = _date_in(text, record)
        if found is not None:
            a, b = found
            cut = (_piece(text[:a], "text"), _piece(text[a:b], "record", target), _piece(text[b:], "text"))
            return [piece for piece in cut if piece["text"]]
        if record.id in self.linked:
            return [_piece(text, "text")]
        self.linked.add(record.id)
        marker = {**_piece(MARKER, "marker", target), "label": f"Record: {record.text}"}
        return [_piece(text, "text"), marker]


def _piece(text: str, kind: str, target: str | None = None) -> Plain:
    return {"text": text, "kind": kind, "target": target}


def _is_period(span: Span, figures: Mapping[str, Figure]) -> bool:
    """Whether the span states a figure's period and not its value."""
    figure = figures.get(span.ref or "")
    return figure is not None and span.text == figure.period and span.text != format(figure)


def _date_in(text: str, record: Record) -> tuple[int, int] | None:
    """Return where the record's date stands in a text, or the last full date where its own does not."""
    when = SINCE.sub("", record.when)
    at = text.find(when)
    if when and at >= 0:
        return at, at + len(when)
    days = list(DAY.finditer(text))
    return days[-1].span() if days else None
