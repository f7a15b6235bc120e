"""An assessment as plain data that a page is laid out from: numbered, linked and in words.

HTML and PDF are both laid out from this outline, so they say the same in the same order. It holds only strings,
numbers, lists and dictionaries. Every span that is bound to a figure or a record carries the anchor of its row in
the appendix.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from detente.assessment.document import (
    Acts,
    Assessment,
    Block,
    Chart,
    Grid,
    Judgement,
    Judgements,
    Paragraph,
    Section,
)
from detente.assessment.figures import Figure, Record
from detente.assessment.prose import Sentence, plain_date
from detente.publish.charts import numbered_marks
from detente.publish.tables import chart_table

__all__ = ["anchor", "bottom_line", "outline", "percent_range"]

Plain = dict[str, Any]
USUAL_COVERAGE = 0.90


def outline(assessment: Assessment) -> Plain:
    """Return the assessment as an outline.

    Parameters
    ----------
    assessment : Assessment
        What to lay out.

    Returns
    -------
    dict
        ``title``, ``pair``, ``as_of``, ``bottom``, ``sections``, ``missing``, ``figures``, ``records``,
        ``sources``; charts and tables are numbered through.
    """
    return _Outliner(assessment).whole()


def bottom_line(assessment: Assessment) -> tuple[Section, tuple[Section, ...]]:
    """Return the section that comes first, in a box, and the sections after it.

    It is the assessment's first section where that holds judgements; otherwise one made of its judgements.
    """
    first, *rest = assessment.sections or (Section("bottom-line", "Bottom line"),)
    if any(isinstance(block, Judgements) for block in first.blocks):
        return first, tuple(rest)
    made = Section("bottom-line", "Bottom line", (Judgements(assessment.judgements),))
    return made, assessment.sections


def anchor(kind: str, key: str) -> str:
    """Return the anchor of a figure, record, section or chart.

    Examples
    --------
    >>> anchor("figure", "temperature.JPN.RUS.2013")
    'figure-temperature.JPN.RUS.2013'
    """
    return f"{kind}-{re.sub(r'[^A-Za-z0-9._-]', '-', key)}"


def percent_range(lo: float, hi: float) -> str:
    """Write a range of probabilities.

    Examples
    --------
    >>> percent_range(0.8, 0.95)
    '80–95%'
    """
    return f"{100 * lo:.0f}–{100 * hi:.0f}%"


class _Outliner:
    """Walks the assessment once and counts its charts and tables."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.appendices = {"figure": assessment.figures.keys(), "record": assessment.records.keys()}
        self.charts = 0
        self.tables = 0
        self.told: set[str] = set()  # judgements that already carry their anchor

    def whole(self) -> Plain:
        a = self.assessment
        first, rest = bottom_line(a)
        return {
            "title": a.title,
            "pair": f"{a.names[0]} and {a.names[1]}",
            "names": list(a.names),
            "as_of": plain_date(a.as_of),
            "as_of_iso": a.as_of.isoformat(),
            "since": str(a.since),
            "events": a.events,
            "bottom": self.section(first),
            "sections": [self.section(section) for section in rest],
            "missing": [self.spans(sentence) for sentence in a.missing],
            "figures": [self.figure(figure) for figure in a.figures.values()],
            "records": [self.record(r) for r in sorted(a.records.values(), key=lambda r: (r.day, r.id))],
            "sources": [
                {
                    "anchor": anchor("source", s.id),
                    "id": s.id,
                    "title": s.title,
                    "origin": s.origin,
                    "licence": s.licence,
                    "citation": s.citation,
                    "covers": s.covers,
                    "known_on": plain_date(s.known_on),
                }
                for s in a.sources
            ],
        }

    def section(self, section: Section) -> Plain:
        return {
            "anchor": anchor("section", section.key),
            "title": section.title,
            "after": section.after_the_fact,
            "silence": self.spans(section.silence) if section.silence else None,
            "blocks": [self.block(block) for block in section.blocks],
        }

    def block(self, block: Block) -> Plain:
        match block:
            case Paragraph(sentence):
                return {"type": "paragraph", "spans": self.spans(sentence)}
            case Grid():
                return self.grid(block)
            case Acts(caption, records):
                return {"type": "acts", "caption": caption, "records": [self.record(r) for r in records]}
            case Judgements(items):
                return {"type": "judgements", "items": [self.judgement(item) for item in items]}
            case Chart():
                return self.chart(block)

    def grid(self, grid: Grid) -> Plain:
        self.tables += 1
        return {
            "type": "table",
            "number": self.tables,
            "caption": grid.caption,
            "header": list(grid.header),
            "align": list(grid.align.ljust(len(grid.header), "l")),
            "rows": [[self.spans(cell) for cell in row] for row in grid.rows],
        }

    def chart(self, chart: Chart) -> Plain:
        self.charts += 1
        header, rows = chart_table(chart, self.assessment.figures)
        marks = [
            {
                "number": m["number"],
                "when": plain_date(date.fromisoformat(str(m["date"]))),
                "iso": str(m["date"]),
                "label": str(m["label"]),
                "tone": str(m.get("tone", "neutral")),
                "target": self.target("record", str(m["record"])) if m.get("record") else None,
            }
            for m in numbered_marks(chart)
        ]
        return {
            "type": "chart",
            "number": self.charts,
            "key": chart.key,
            "anchor": anchor("chart", chart.key),
            "title": chart.title,
            "description": chart.description.text,
            "spans": self.spans(chart.description),
            "marks": marks,
            "note": NOTES[chart.kind],
            "header": header,
            "rows": rows,
        }

    def judgement(self, judgement: Judgement) -> Plain:
        fresh = judgement.key not in self.told
        self.told.add(judgement.key)
        p = judgement.probability
        return {
            "anchor": anchor("judgement", judgement.key) if fresh else None,
            "spans": _with_term(self.spans(judgement.sentence), judgement.term),
            "term": judgement.term,
            "range": percent_range(judgement.lo, judgement.hi),
            "lo": judgement.lo,
            "hi": judgement.hi,
            "probability": p.value,
            "number": format(p),
            "target": self.target("figure", p.id),
            "question": self.spans(judgement.question),
        }

    def figure(self, figure: Figure) -> Plain:
        exact = figure.lo is None or figure.hi is None
        interval = "" if exact else format(figure, "interval")
        if not exact and abs(figure.coverage - USUAL_COVERAGE) > 1e-9:
            interval += f" ({100 * figure.coverage:.0f}%)"
        known = {s.id for s in self.assessment.sources}
        return {
            "anchor": anchor("figure", figure.id),
            "id": figure.id,
            "label": figure.label,
            "value": format(figure),
            "interval": interval,
            "period": figure.period,
            "known_on": figure.known_on.isoformat(),
            "source": figure.source,
            "target": anchor("source", figure.source) if figure.source in known else None,
        }

    def record(self, record: Record) -> Plain:
        return {
            "anchor": anchor("record", record.id),
            "target": self.target("record", record.id),
            "id": record.id,
            "kind": record.kind,
            "when": record.when,
            "iso": record.day.isoformat(),
            "text": record.text,
            "document": record.document,
            "tone": record.tone,
        }

    def spans(self, sentence: Sentence) -> list[Plain]:
        return [
            {
                "text": span.text,
                "kind": span.kind,
                "target": span.ref if span.kind == "date" else self.target(span.kind, span.ref),
            }
            for span in sentence.spans
        ]

    def target(self, kind: str, key: str | None) -> str | None:
        """Return the anchor of a figure or record that is in the appendix, else None."""
        return anchor(kind, key) if key is not None and key in self.appendices.get(kind, ()) else None


HELD = "Bands around the lines hold 90% of probability."

NOTES = {
    "temperature": f"{HELD} Numbers under the plot stand for the acts in the list.",
    "words-deeds": HELD,
    "votes": f"{HELD} A κ of zero is what chance alone would give.",
    "neighbours": f"{HELD} All plots share one scale.",
    "fan": "The darker fan holds half of the outlook, the lighter one nine tenths; the broken line is its middle.",
}


def _with_term(spans: list[Plain], term: str) -> list[Plain]:
    """Mark the first place at which the probability word stands."""
    for i, span in enumerate(spans):
        at = span["text"].lower().find(term.lower())
        if span["kind"] == "text" and at >= 0:
            text = span["text"]
            parts = (text[:at], text[at : at + len(term)], text[at + len(term) :])
            cut = [
                {**span, "text": part, "kind": kind}
                for part, kind in zip(parts, ("text", "term", "text"), strict=True)
                if part
            ]
            return [*spans[:i], *cut, *spans[i + 1 :]]
    return spans
