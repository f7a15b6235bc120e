"""What the appendices list: the figures that words state, those that only a chart draws, the records cited."""

from __future__ import annotations

from collections.abc import Iterator

from detente.documents.document import Acts, Assessment, Block, Chart, Grid, Judgement, Judgements, Paragraph
from detente.documents.figures import Figure
from detente.documents.prose import Sentence

__all__ = ["cited_records", "families", "stated_figures"]

REST = "Used on the way, neither stated nor drawn"


def stated_figures(assessment: Assessment) -> frozenset[str]:
    """Return the ids of the figures that prose, tables or judgements state."""
    said = {figure for sentence in _sentences(assessment) for figure in sentence.figures}
    return frozenset(said | {judgement.probability.id for judgement in _judgements(assessment)})


def cited_records(assessment: Assessment) -> frozenset[str]:
    """Return the ids of the records that prose cites, lists show or charts mark."""
    said = {record for sentence in _sentences(assessment) for record in sentence.records}
    for block in _blocks(assessment):
        match block:
            case Acts(_, records):
                said |= {record.id for record in records}
            case Chart():
                said |= {str(mark["record"]) for mark in block.marks if mark.get("record")}
            case _:
                pass
    return frozenset(said)


def families(assessment: Assessment) -> list[tuple[str, list[Figure]]]:
    """Return the figures that no words state, by the chart that draws them first, under the chart's title."""
    stated = stated_figures(assessment)
    left = {id_: figure for id_, figure in assessment.figures.items() if id_ not in stated}
    found = []
    for chart in assessment.charts:
        drawn = dict.fromkeys(str(row["figure"]) for row in chart.rows if row.get("figure"))
        own = [left.pop(id_) for id_ in drawn if id_ in left]
        if own:
            found.append((chart.title, own))
    return [*found, (REST, list(left.values()))] if left else found


def _sentences(assessment: Assessment) -> Iterator[Sentence]:
    yield from assessment.missing
    yield from (section.silence for section in assessment.sections if section.silence is not None)
    for judgement in _judgements(assessment):
        yield from (judgement.sentence, judgement.question)
    for block in _blocks(assessment):
        match block:
            case Paragraph(sentence):
                yield sentence
            case Grid(_, _, rows, _):
                yield from (cell for row in rows for cell in row)
            case Chart():
                yield block.description
            case _:
                pass


def _judgements(assessment: Assessment) -> Iterator[Judgement]:
    yield from assessment.judgements
    yield from (item for block in _blocks(assessment) if isinstance(block, Judgements) for item in block.items)


def _blocks(assessment: Assessment) -> Iterator[Block]:
    return (block for section in assessment.sections for block in section.blocks)
