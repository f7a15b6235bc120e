"""The document model: what every answer becomes before it is printed.

A `Document` is a list of `Section`, each a list of blocks: paragraphs, tables, dated records, charts, network drawings
and, in a brief, judgements. Its figures and records are what the numbers in it are bound to. Nothing here knows how a
page is laid out, and nothing that lays out a page computes a statistic.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from detente.documents.figures import Figure, Record
from detente.documents.network_drawing import NetworkDrawing
from detente.documents.permalink import Permalink
from detente.documents.prose import Sentence

__all__ = [
    "Block",
    "Chart",
    "ChartKind",
    "CitedSource",
    "Document",
    "Drawing",
    "Grid",
    "Judgement",
    "Judgements",
    "Paragraph",
    "RecordList",
    "Section",
]

ChartKind = Literal[
    "temperature", "words-deeds", "votes", "neighbours", "fan", "lines", "bars", "ladder", "calibration"
]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table: a header row and rows of sentences; `align` has one 'l' or 'r' a column."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    align: str


@dataclass(frozen=True, slots=True)
class RecordList:
    """A dated list of records."""

    caption: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows. `publish.charts` turns it into one Vega-Lite specification.

    Parameters
    ----------
    kind : ChartKind
        Which specification.
    key : str
        Unique within the document; names files and anchors.
    title : str
        What the reader sees, without numbers that aren't in the data. In a brief it states the finding.
    description : Sentence
        What the chart shows, in words, for those who can't see it.
    rows : tuple of dict
        Long data; columns by kind (see `publish.charts`). Each row's ``figure`` names the figure it draws.
    marks : tuple of dict
        Annotated acts: ``date``, ``label`` (short), ``tone``, ``record``; ``when``, the date in words, by default the
        day.
    bands : tuple of dict
        Named levels: ``name``, ``lo``, ``hi`` (None for open ends).
    subtitle : str
        The measure, its unit and the time, where the title states a finding; pages then print it instead of the
        description.
    """

    kind: ChartKind
    key: str
    title: str
    description: Sentence
    rows: tuple[dict[str, object], ...]
    marks: tuple[dict[str, object], ...] = ()
    bands: tuple[dict[str, object], ...] = ()
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A forecast in a probability word bound to a range.

    Parameters
    ----------
    key : str
        Stable id: ``outlook.temperature.JPN.RUS.below-cool.2016``.
    sentence : Sentence
        The judgement as read, term and range included.
    term : str
        The ICD 203 word: ``very likely``.
    lo, hi : float
        The word's range, as probabilities.
    probability : Figure
        The number the word was chosen for.
    question : str
        What settles it, so that it can be scored.
    target : mapping of str to object
        The target as plain data, with which it is resolved later: see `detente.forecasts.Target.from_dict`.
    """

    key: str
    sentence: Sentence
    term: str
    lo: float
    hi: float
    probability: Figure
    question: Sentence
    target: Mapping[str, object] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """Return the judgement as plain data."""
        return {
            "id": self.key,
            "text": self.sentence.text,
            "term": self.term,
            "lo": self.lo,
            "hi": self.hi,
            "probability": self.probability.value,
            "settled_by": self.question.text,
            "figures": list(dict.fromkeys((*self.sentence.figures, self.probability.id))),
        }


@dataclass(frozen=True, slots=True)
class Judgements:
    """The bottom line: a list of judgements, each its own line."""

    items: tuple[Judgement, ...]


Drawing = Chart | NetworkDrawing
Block = Paragraph | Grid | RecordList | Chart | NetworkDrawing | Judgements


@dataclass(frozen=True, slots=True)
class Section:
    """One question answered; `silence` says why the records don't answer it, where they don't."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    silence: Sentence | None = None
    after_the_fact: bool = False  # uses records from after the as-of date (the retrospect alone)


@dataclass(frozen=True, slots=True)
class CitedSource:
    """Where figures or records come from."""

    id: str
    title: str
    origin: str
    licence: str
    citation: str
    covers: str  # what, from when to when
    known_on: date  # the newest record used


@dataclass(frozen=True, kw_only=True)
class Document:
    """An answer in words, tables and charts, as of a date.

    Parameters
    ----------
    title : str
        What it is about.
    kind : str
        What kind of document it is: ``votes in the General Assembly``.
    subtitle : str
        What else stands under the title beside the as-of date; empty for nothing.
    names : tuple of str
        The states or the group that it is about, in words.
    as_of : datetime.date
        Nothing known later was used, except in sections marked as after the fact.
    sections : tuple of Section
        In reading order; see `lead`.
    judgements : tuple of Judgement
        Forecasts; empty in all but briefs.
    sources : tuple of CitedSource
        Sources of the figures and records, with what to cite.
    missing : tuple of Sentence
        What the records do not cover.
    figures, records : dict
        By id, everything that prose, tables and charts are bound to.
    permalink : Permalink, optional
        What makes the document again.
    """

    title: str
    kind: str
    subtitle: str = ""
    names: tuple[str, ...]
    as_of: date
    sections: tuple[Section, ...]
    judgements: tuple[Judgement, ...] = ()
    sources: tuple[CitedSource, ...]
    missing: tuple[Sentence, ...] = ()
    figures: dict[str, Figure] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    permalink: Permalink | None = None

    def section(self, key: str) -> Section:
        """Return the section named `key`."""
        return next(s for s in self.sections if s.key == key)

    @property
    def subject(self) -> str:
        """The states or the group in one phrase."""
        return " and ".join(self.names)

    @property
    def noun(self) -> str:
        """What the document is called in its own text, and its files in a folder."""
        return "document"

    @property
    def description(self) -> str:
        """What the document holds, in a phrase without the date, for file properties."""
        return f"{self.title}: {self.kind}"

    @property
    def lead(self) -> Section | None:
        """The section that comes first, set apart from the others; None where there is none."""
        return self.sections[0] if self.sections else None

    @property
    def body(self) -> tuple[Section, ...]:
        """The sections after the lead."""
        return self.sections[1:]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts, in reading order."""
        return tuple(b for s in self.sections for b in s.blocks if isinstance(b, Chart))

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """All charts and network drawings, in reading order."""
        return tuple(b for s in self.sections for b in s.blocks if isinstance(b, Chart | NetworkDrawing))

    def as_dict(self) -> dict[str, object]:
        """Return the document as plain data."""
        return {
            "kind": self.kind,
            "title": self.title,
            "names": list(self.names),
            "as_of": self.as_of.isoformat(),
            **self._contents(),
        }

    def _contents(self) -> dict[str, object]:
        return {
            "sections": [_section(s) for s in self.sections],
            "figures": [f.as_dict() for f in self.figures.values()],
            "records": [r.as_dict() for r in self.records.values()],
            "sources": [{**dataclasses.asdict(s), "known_on": s.known_on.isoformat()} for s in self.sources],
            "missing": [m.text for m in self.missing],
            **({"permalink": self.permalink.as_dict()} if self.permalink is not None else {}),
        }


def _section(section: Section) -> dict[str, object]:
    return {
        "key": section.key,
        "title": section.title,
        "silence": section.silence.text if section.silence else None,
        "after_the_fact": section.after_the_fact,
        "blocks": [_block(b) for b in section.blocks],
    }


def _block(block: Block) -> dict[str, object]:
    match block:
        case Paragraph(sentence):
            return {
                "type": "paragraph",
                "text": sentence.text,
                "figures": list(sentence.figures),
                "records": list(sentence.records),
            }
        case Grid(caption, header, rows, _):
            return {
                "type": "table",
                "caption": caption,
                "header": list(header),
                "rows": [[cell.text for cell in row] for row in rows],
                "figures": list(dict.fromkeys(f for row in rows for cell in row for f in cell.figures)),
            }
        case RecordList(caption, records):
            return {"type": "acts", "caption": caption, "records": [r.id for r in records]}
        case Judgements(items):
            return {"type": "judgements", "ids": [j.key for j in items]}
        case Chart():
            return {
                "type": "chart",
                "kind": block.kind,
                "key": block.key,
                "title": block.title,
                "subtitle": block.subtitle,
                "description": block.description.text,
                "rows": list(block.rows),
                "marks": list(block.marks),
                "bands": list(block.bands),
            }
        case NetworkDrawing():
            return {"type": "network", **block.as_dict()}
