"""The document of a chronicle: acts compiled by hand and acts coded by machine, apart."""

from __future__ import annotations

import polars as pl

from detente.answers.chronicle import HAND, MACHINE, Chronicle
from detente.answers.documents.blocks.source_list import SourceList
from detente.documents.document import Document, Paragraph, RecordList, Section
from detente.documents.prose import say
from detente.documents.register import Register
from detente.identity import display_name
from detente.store import Store

__all__ = ["chronicle_document"]

TITLES = {HAND: "Hand-compiled acts", MACHINE: "Acts machine-coded from texts"}


def chronicle_document(answer: Chronicle, *, store: Store | None = None) -> Document:
    """Return the document of a chronicle.

    Parameters
    ----------
    answer : Chronicle
        As `detente.chronicle` returns it.
    store : Store, optional
        Where the sources are described; by default the starter pack with the user's own records.

    Examples
    --------
    >>> from detente.answers.chronicle import chronicle
    >>> document = chronicle_document(chronicle("Japan", "Russia", until=2012, as_of="2015-09-01"))
    >>> [section.title for section in document.sections]
    ['In short', 'Hand-compiled acts', 'Acts machine-coded from texts']
    """
    register, sources = Register(), SourceList(store or Store.open(), answer.as_of)
    names = tuple(display_name(code, answer.as_of) for code in answer.states)
    sentences, lists = [], []
    for coding, title in TITLES.items():
        rows = answer.of(coding)
        if rows.is_empty():
            continue
        for (dataset,), part in rows.group_by("dataset", maintain_order=True):
            newest = part.select(pl.col("known_on").max()).item()
            source = sources.cite("chronicle" if coding == HAND else "coded_acts", str(dataset), newest)
        count = register.figure(
            f"acts.{coding}", title, rows.height, "count", str(answer.as_of.year), newest, source
        )  # fmt: skip
        sentences.append(say("{who}: {n} {coding} acts.", who=" and ".join(names), n=count, coding=coding))
        records = tuple(register.record(record) for record in answer.records(coding))
        lists.append(Section(coding, title, (RecordList(title, records),)))
    summary = Section("summary", "In short", tuple(Paragraph(sentence) for sentence in sentences))
    return Document(
        title=f"{' and '.join(names)}: chronicle",
        kind="dated acts, and who recorded them",
        names=names,
        as_of=answer.as_of,
        sections=(summary, *lists),
        sources=sources.listed(),
        figures=register.figures,
        records=register.records,
    )
