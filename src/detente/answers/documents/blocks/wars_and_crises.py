"""Sanctions, wars and international crises as sections of records."""

from __future__ import annotations

from collections.abc import Callable

from detente.answers.conflict_records import crisis_record, war_record
from detente.answers.disputes import DisputeAnswer
from detente.answers.documents.blocks.source_list import SourceList
from detente.answers.tie_records import tie_record
from detente.documents.document import RecordList, Section
from detente.documents.register import Register

__all__ = ["wars_and_crises"]

Covers = Callable[[str, list[str]], str]


def wars_and_crises(answer: DisputeAnswer, register: Register, sources: SourceList, covers: Covers) -> list[Section]:
    """Return the sections of sanctions, wars and crises; none where the datasets record none.

    Parameters
    ----------
    answer : DisputeAnswer
        The disputes.
    register : Register
        Where the records are registered.
    sources : SourceList
        Where the datasets are cited.
    covers : callable
        Function of a title and datasets to the title with what they cover.
    """
    sections = []
    for name, table, title, frame, record in (
        ("sanctions", "ties", "Sanctions", answer.sanctions, tie_record),
        ("wars", "wars", "Wars", answer.wars, war_record),
        ("crises", "crises", "International crises", answer.crises, crisis_record),
    ):
        if frame.is_empty():
            continue
        datasets = sorted(set(frame["dataset"]))
        for dataset in datasets:
            sources.cite(table, dataset)
        records = tuple(register.record(record(row, answer.as_of)) for row in frame.iter_rows(named=True))
        sections.append(Section(name, covers(title, datasets), (RecordList(f"{title} by their first day", records),)))
    return sections
