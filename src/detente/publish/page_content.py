"""A document as plain data that a page is laid out from: numbered, linked and in words.

HTML, PDF, Word and Markdown are laid out from this outline, so they say the same in the same order. It holds only
strings, numbers, lists and dictionaries. Spans that are bound to a figure or a record carry the anchor of its row in
the appendix; `detente.publish.links` says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.documents.document import (
    Block,
    Chart,
    CitedSource,
    Document,
    Grid,
    Judgement,
    Judgements,
    Paragraph,
    RecordList,
    Section,
)
from detente.documents.figures import Figure, Record
from detente.documents.network_drawing import NetworkDrawing
from detente.documents.prose import Sentence, plain_date
from detente.publish.appendix import cited_records, families, stated_figures
from detente.publish.charts.row_placement import numbered_marks
from detente.publish.charts.specs import runs_off
from detente.publish.charts.tables import chart_table
from detente.publish.links import anchor, linked

__all__ = ["in_order", "outline", "percent_range", "source_note"]

Plain = dict[str, Any]
USUAL_COVERAGE = 0.90


def outline(document: Document, *, linked: bool = True) -> Plain:
    """Return the document as an outline.

    Parameters
    ----------
    document : Document
        What to lay out.
    linked : bool, optional
        Whether numbers and acts link to the appendices.

    Returns
    -------
    dict
        ``title``, ``kind``, ``noun``, ``subject``, ``subtitle``, ``description``, ``as_of``, ``lead``, ``sections``,
        ``missing``, ``after`` (the sections that use later records), ``figures`` (those that words
        state), ``families`` (the others, by the chart that draws them), ``records`` (those cited), ``uncited``,
        ``sources``; charts and tables are numbered through.
    """
    return _Outliner(document, linked=linked).whole()


def in_order(sections: Sequence[Section]) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """Return the sections as known at the date, then those written after the fact, which come last."""
    return tuple(s for s in sections if not s.after_the_fact), tuple(s for s in sections if s.after_the_fact)


def source_note(source: CitedSource, *, short: bool = False) -> str:
    """Say in sentences what a source covers, where it comes from and on what terms; `short`: its newest record."""
    newest = f"newest record {plain_date(source.known_on)}"
    covers = f"{source.covers.rstrip('.')}; {newest}" if source.covers else ""
    parts = (newest,) if short else (covers, source.origin, source.citation, source.licence)
    return " ".join(f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in parts if part)


def percent_range(lo: float, hi: float) -> str:
    """Write a range of probabilities.

    Examples
    --------
    >>> percent_range(0.8, 0.95)
    '80–95%'
    """
    return f"{100 * lo:.0f}–{100 * hi:.0f}%"


class _Outliner:
    """Walks the document once and counts its charts and tables."""

    def __init__(self, document: Document, *, linked: bool = True) -> None:
        self.document = document
        self.figures = document.figures if linked else {}
        self.records = document.records if linked else {}
        self.cited = cited_records(document)
        self.charts = 0
        self.tables = 0
        self.anchored: set[str] = set()  # judgements that already carry their anchor

    def whole(self) -> Plain:
        a = self.document
        then, after = in_order(a.body)
        stated = stated_figures(a)
        records = sorted(a.records.values(), key=lambda r: (r.day, r.id))
        return {
            "title": a.title,
            "kind": a.kind,
            "noun": a.noun,
            "subject": a.subject,
            "subtitle": a.subtitle,
            "description": a.description,
            "as_of": plain_date(a.as_of),
            "as_of_iso": a.as_of.isoformat(),
            "lead": self.section(a.lead) if a.lead else None,
            "sections": [self.section(section) for section in then],
            "missing": [self.spans(sentence) for sentence in a.missing],
            "after": [self.section(section) for section in after],
            "figures": [self.figure(figure) for figure in a.figures.values() if figure.id in stated],
            "families": [
                {"title": title, "figures": [self.figure(figure) for figure in own]} for title, own in families(a)
            ],
            "records": [self.record(r) for r in records if r.id in self.cited],
            "uncited": [self.record(r) for r in records if r.id not in self.cited],
            "sources": [
                {"anchor": anchor("source", s.id), "id": s.id, "title": s.title, "text": source_note(s)}
                for s in a.sources
            ],
            "permalink": (
                {"command": a.permalink.command, "versions": a.permalink.versions} if a.permalink is not None else None
            ),
        }

    def section(self, section: Section) -> Plain:
        return {
            "anchor": anchor("section", section.key),
            "title": section.title,
            "after": section.after_the_fact,
            "silence": self.spans(section.silence) if section.silence else None,
            "blocks": self.blocks(section),
        }

    def blocks(self, section: Section) -> list[Plain]:
        """Lay out a section's blocks; a chart is `tabled` where its tables state every figure that it draws."""
        tables = [block for block in section.blocks if isinstance(block, Grid)]
        stated = {figure for grid in tables for row in grid.rows for cell in row for figure in cell.figures}
        laid = [self.block(block) for block in section.blocks]
        for block, out in zip(section.blocks, laid, strict=True):
            if isinstance(block, Chart):
                drawn = {row.get("figure") for row in block.rows if row.get("value") is not None}
                out["tabled"] = bool(drawn) and None not in drawn and drawn <= stated
        return laid

    def block(self, block: Block) -> Plain:
        match block:
            case Paragraph(sentence):
                return {"type": "paragraph", "spans": self.spans(sentence)}
            case Grid():
                return self.grid(block)
            case RecordList(caption, records):
                return {"type": "acts", "caption": caption, "records": [self.record(r) for r in records]}
            case Judgements(items):
                return {"type": "judgements", "items": [self.judgement(item) for item in items]}
            case Chart():
                return self.chart(block)
            case NetworkDrawing():
                return self.network(block)

    def grid(self, grid: Grid) -> Plain:
        self.tables += 1
        return {
            "type": "table",
            "number": self.tables,
            "caption": grid.caption,
            "header": list(grid.header),
            "align": list(grid.align.ljust(len(grid.header), "l")),
            "stacked": len(grid.header) >= MANY and any(len(row[0].text) > LONG for row in grid.rows),
            "rows": [linked(row, self.figures, self.records) for row in grid.rows],
        }

    def chart(self, chart: Chart) -> Plain:
        self.charts += 1
        header, rows = chart_table(chart, self.document.figures)
        marks = [
            {
                "number": m["number"],
                "when": str(m["when"]),
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
            "kind": chart.kind,
            "anchor": anchor("chart", chart.key),
            "title": chart.title,
            "subtitle": chart.subtitle,
            "description": chart.description.text,
            "spans": [] if chart.subtitle else self.spans(chart.description),
            "marks": marks,
            "note": _note(chart),
            "tabled": False,
            "header": header,
            "align": ["l"] * len(header) if chart.kind == "ladder" else ["l", *"r" * (len(header) - 1)],
            "rows": rows,
        }

    def network(self, network: NetworkDrawing) -> Plain:
        """Lay out a network as a chart is: its table lists who is tied to whom."""
        from detente.publish.networks.specs import network_table  # noqa: PLC0415 - charts need no graph layout

        self.charts += 1
        header, rows = network_table(network)
        return {
            "type": "chart",
            "number": self.charts,
            "key": network.key,
            "kind": "network",
            "anchor": anchor("chart", network.key),
            "title": network.title,
            "subtitle": "",
            "description": network.description.text,
            "spans": self.spans(network.description),
            "marks": [],
            "note": "",
            "tabled": False,
            "header": header,
            "align": ["l"] * len(header),
            "rows": rows,
        }

    def judgement(self, judgement: Judgement) -> Plain:
        fresh = judgement.key not in self.anchored
        self.anchored.add(judgement.key)
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
        usual = exact or abs(figure.coverage - USUAL_COVERAGE) < 1e-9
        known = {s.id for s in self.document.sources}
        return {
            "anchor": anchor("figure", figure.id),
            "id": figure.id,
            "label": figure.label,
            "value": format(figure),
            "interval": "" if exact else format(figure, "interval"),
            "share": "" if usual else f"{100 * figure.coverage:.0f}%",
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
            "coding": record.coding,
        }

    def spans(self, sentence: Sentence) -> list[Plain]:
        return linked([sentence], self.figures, self.records)[0]

    def target(self, kind: str, key: str | None) -> str | None:
        """Return the anchor of a figure or record that is in the appendix, else None."""
        held = self.figures if kind == "figure" else self.records
        return anchor(kind, key) if key is not None and key in held else None


MANY, LONG = 4, 40  # columns and letters of a table that a narrow screen shows as one entry a row

BANDS = "Bands around the lines hold 90% of probability."
CUT = " A band that is cut off at the edge of a plot runs on beyond its scale."

NOTES = {
    "temperature": BANDS,
    "words-deeds": BANDS,
    "votes": f"{BANDS} A κ of zero is what chance alone would give.",
    "neighbours": f"{BANDS} All plots share one scale.",
    "lines": "",
    "calibration": "On the broken line, events happen as often as forecast. Bars hold 90% of probability.",
    "bars": "",
    "ladder": "Each step is a day from which the dispute stood at another rung.",
    "fan": "The darker fan holds half of the outlook, the lighter one nine tenths; the broken line is its middle.",
}


def _note(chart: Chart) -> str:
    """Say what is drawn beside the values."""
    acts = (
        " Numbers under the plot stand for the acts in the list." if chart.kind == "temperature" and chart.marks else ""
    )
    return NOTES[chart.kind] + acts + (CUT if runs_off(chart) else "")


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
