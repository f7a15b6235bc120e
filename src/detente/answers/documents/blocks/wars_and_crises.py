"""Sanctions, wars and international crises as sections of records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from detente.answers.disputes import DisputeAnswer
from detente.answers.documents.blocks.source_list import SourceList
from detente.catalog import at_precision
from detente.documents.document import RecordList, Section
from detente.documents.figures import Record
from detente.documents.register import Register
from detente.identity import display_name

__all__ = ["wars_and_crises"]

VIOLENCE = {1: "no violence", 2: "minor clashes", 3: "serious clashes", 4: "war"}
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
        ("sanctions", "ties", "Sanctions", answer.sanctions, _sanction),
        ("wars", "wars", "Wars", answer.wars, _war),
        ("crises", "crises", "International crises", answer.crises, _crisis),
    ):
        if frame.is_empty():
            continue
        datasets = sorted(set(frame["dataset"]))
        for dataset in datasets:
            sources.cite(table, dataset)
        records = tuple(register.record(record(row, answer.as_of)) for row in frame.iter_rows(named=True))
        sections.append(Section(name, covers(title, datasets), (RecordList(f"{title} by their first day", records),)))
    return sections


def _sanction(row: dict[str, Any], day: date) -> Record:
    what = "threat of sanctions" if row["kind"] == "sanction_threat" else "sanctions"
    text = f"{display_name(row['source'], day)} against {display_name(row['target'], day)}: {what}"
    if row["title"]:
        text += f", {row['title']}"
    if row["end"] is not None:
        text += f"; until {at_precision(row['end'], row['precision'], prose=True)}"
    return Record(
        f"{row['kind']}.{row['dataset']}.{row['id']}.{row['source']}.{row['target']}.{row['start']}",
        "sanction",
        at_precision(row["start"], row["precision"], prose=True),
        row["start"],
        text,
        f"Dataset {row['dataset']}",
        min(row["known_on"], day),
        "conflictual",
    )


def _war(row: dict[str, Any], day: date) -> Record:
    first, last = row["first"].year, row["last"].year
    other = "a non-state party" if row["opponent"] is None else display_name(row["opponent"], day)
    title = row["title"] or f"War {row['war']}"
    parts = [f"{title} ({row['type']}): {display_name(row['state'], day)} and {other}"]
    if row["outcome"]:
        parts.append(f"outcome for {display_name(row['state'], day)}: {row['outcome']}")
    return Record(
        f"war.{row['dataset']}.{row['war']}.{row['state']}.{row['opponent'] or 'none'}",
        "war",
        str(first) if first == last else f"{first}–{last}",
        row["first"],
        "; ".join(parts),
        f"Dataset {row['dataset']}",
        min(date(last, 12, 31), day),
        "conflictual",
    )


def _crisis(row: dict[str, Any], day: date) -> Record:
    by = f", triggered by {display_name(row['trigger'], day)}" if row["trigger"] else ""
    violence = VIOLENCE.get(row["violence"])
    text = f"{row['title']}: a crisis for {display_name(row['state'], day)}{by}"
    return Record(
        f"crisis.{row['dataset']}.{row['crisis']}.{row['state']}.{row['start']}",
        "crisis",
        at_precision(row["start"], row["precision"], prose=True),
        row["start"],
        text + (f"; {violence}" if violence else ""),
        f"Dataset {row['dataset']}",
        min(row["known_on"], day),
        "conflictual",
    )
