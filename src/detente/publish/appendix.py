"""What the appendices list: figures that the text states, figures that only a chart draws, records cited."""

from __future__ import annotations

from collections.abc import Iterator

from detente.documents.document import Block, Chart, Document, Grid, Judgement, Judgements, Paragraph, RecordList
from detente.documents.figures import Figure
from detente.documents.network_drawing import NetworkDrawing
from detente.documents.prose import Sentence

__all__ = ["cited_records", "families", "stated_figures"]

REST = "Used on the way, neither stated nor drawn"


def stated_figures(document: Document) -> frozenset[str]:
    """Return the ids of the figures that prose, tables or judgements state."""
    stated = {figure for sentence in _sentences(document) for figure in sentence.figures}
    return frozenset(stated | {judgement.probability.id for judgement in _judgements(document)})


def cited_records(document: Document) -> frozenset[str]:
    """Return the ids of the records that prose cites, lists show or charts mark."""
    cited = {record for sentence in _sentences(document) for record in sentence.records}
    for block in _blocks(document):
        match block:
            case RecordList(_, records):
                cited |= {record.id for record in records}
            case Chart():
                cited |= {str(mark["record"]) for mark in block.marks if mark.get("record")}
            case _:
                pass
    return frozenset(cited)


def families(document: Document) -> list[tuple[str, list[Figure]]]:
    """Return the figures that no words state, by the chart that draws them first, under the chart's title."""
    stated = stated_figures(document)
    left = {id_: figure for id_, figure in document.figures.items() if id_ not in stated}
    found = []
    for chart in document.charts:
        drawn = dict.fromkeys(str(row["figure"]) for row in chart.rows if row.get("figure"))
        own = [left.pop(id_) for id_ in drawn if id_ in left]
        if own:
            found.append((chart.title, own))
    return [*found, (REST, list(left.values()))] if left else found


def _sentences(document: Document) -> Iterator[Sentence]:
    yield from document.missing
    yield from (section.silence for section in document.sections if section.silence is not None)
    for judgement in _judgements(document):
        yield from (judgement.sentence, judgement.question)
    for block in _blocks(document):
        match block:
            case Paragraph(sentence):
                yield sentence
            case Grid(_, _, rows, _):
                yield from (cell for row in rows for cell in row)
            case Chart() | NetworkDrawing():
                yield block.description
            case _:
                pass


def _judgements(document: Document) -> Iterator[Judgement]:
    yield from document.judgements
    yield from (item for block in _blocks(document) if isinstance(block, Judgements) for item in block.items)


def _blocks(document: Document) -> Iterator[Block]:
    return (block for section in document.sections for block in section.blocks)
