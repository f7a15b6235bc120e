"""What the datasets that the user ingested record between the two, by kind and dataset."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from detente.answers.dataset_coverage import Days
from detente.answers.dataset_records import RecordGroup
from detente.brief.evidence import Evidence
from detente.documents.document import Paragraph, Section
from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, Span, Year, say
from detente.documents.register import Register

__all__ = ["dataset_section", "dataset_years"]

NAMES = {  # of figures, as a reader knows them
    "arms": "arms delivered",
    "trade": "exports",
    "igos": "intergovernmental organisations of both",
    "mindist": "least distance of the territories",
    "capital_distance": "distance of the capitals",
    "leader_trips": "trips of leaders, both directions",
    "ofac_entities": "entities on OFAC’s sanctions lists with an address there",
    "ofac_additions": "entities added to OFAC’s lists in the month",
    "ofac_removals": "entities removed from OFAC’s lists in the month",
    "us_troops": "military personnel stationed there",
    "us_civilians": "civilian personnel stationed there",
}
COUNTED = ("trips", "organisations", "entities", "persons")  # units that the name of the figure says
AMOUNT = 100  # from which a figure is written without decimals


def dataset_section(evidence: Evidence, register: Register) -> Section | None:
    """Return a paragraph for each kind of record and for each figure, with the newest; None where there are none."""
    found = evidence.datasets
    if found.is_empty:
        return None
    kinds = [_kind(evidence, register, group) for group in found.groups]
    keys = ("dataset", "name", "freq", "unit")
    flows = [
        _flow(evidence, register, list(rows))
        for _, rows in groupby(found.flows.iter_rows(named=True), lambda row: [row[key] for key in keys])
    ]
    events = [_events(evidence, register, row) for row in found.events.iter_rows(named=True)]
    paragraphs = [Paragraph(text) for text in (*kinds, *flows, *events) if text is not None]
    return Section("datasets", "What the datasets record", tuple(paragraphs)) if paragraphs else None


def dataset_years(name: str, spans: Days) -> Sentence:
    """Name a dataset and the years that it covers."""
    text = _named(name)
    for i, (first, last) in enumerate(spans):
        text = say("{text}{mark}{first}", text=text, mark=", " if i else " ", first=Year(first.year))
        if last.year > first.year:
            text = say("{text}–{last}", text=text, last=Year(last.year))
    return text


def _named(name: str) -> Sentence:
    """Return the name of a dataset, whose digits are no figures."""
    return Sentence((Span(name, kind="name"),))


def _kind(evidence: Evidence, register: Register, group: RecordGroup) -> Sentence | None:
    """Say how many records of a kind each dataset has, and which is the newest."""
    shown = [register.record(record) for record in group.records if evidence.shown(record.day.year)]
    if not shown:
        return None
    by_dataset: dict[str, list[Record]] = {}
    for record in shown:
        by_dataset.setdefault(record.source or "", []).append(record)
    text = say("{title}:", title=group.title)
    for i, (dataset, own) in enumerate(sorted(by_dataset.items())):
        number = _count(register, f"records.{group.key}.{dataset}", f"{group.title} in {dataset}", own)
        part = say(
            "{number} in {dataset}, the newest {newest:when}: {newest}",
            number=number, dataset=_named(dataset), newest=own[-1],
        )  # fmt: skip
        text = say("{text}{mark} {part}", text=text, mark=";" if i else "", part=part)
    return say("{text}.", text=text)


def _count(register: Register, key: str, label: str, records: list[Record]) -> Figure:
    first, last = min(r.day for r in records).year, max(r.day for r in records).year
    period = f"{first}" if first == last else f"{first}–{last}"
    known_on = max(record.known_on for record in records)
    return register.figure(key, label, len(records), "count", period, known_on, records[0].source or "facts")


def _flow(evidence: Evidence, register: Register, rows: list[dict[str, Any]]) -> Sentence:
    """State the newest figure of each direction of a flow, or of a figure that the two share."""
    one = rows[0]
    what = NAMES.get(one["name"], one["name"].replace("_", " "))
    what = f"{what[:1].upper()}{what[1:]}" + ("" if one["unit"] in COUNTED else f", {one['unit']}")
    key = f"dataset.{one['dataset']}.{one['name']}"
    name = register.bind(what, f"{key}.{one['freq']}.name", one["known_on"], one["dataset"])
    text = say("{name} ({dataset}):", name=name, dataset=_named(one["dataset"]))
    for i, row in enumerate(rows):
        a, b = (evidence.label(row[end]) for end in ("source", "target"))
        between = f"{a} → {b}" if row["directed"] else f"{a} and {b}"
        whole = row["value"] == round(row["value"]) or abs(row["value"]) >= AMOUNT
        value = register.figure(
            f"{key}.{row['source']}.{row['target']}.{row['period']}",
            f"{what}, {between}",
            row["value"],
            "amount" if whole else "index",
            _period(row["period"], row["freq"]),
            row["known_on"],
            row["dataset"],
        )
        part = say("{between} {value} in {value:period}", between=between, value=value)
        text = say("{text}{mark} {part}", text=text, mark=";" if i else "", part=part)
    return say("{text}.", text=text)


def _period(day: date, freq: str) -> str:
    return {"year": f"{day:%Y}", "month": f"{day:%B %Y}"}.get(freq, day.isoformat())


def _events(evidence: Evidence, register: Register, row: dict[str, Any]) -> Sentence:
    a, b = (evidence.name(code) for code in evidence.pair)
    number = register.figure(
        f"dataset.{row['dataset']}.events",
        f"Events between {a} and {b} in {row['dataset']}",
        row["events"],
        "count",
        f"{row['first']} to {row['last']}",
        row["known_on"],
        row["dataset"],
    )
    return say(
        "The dataset {dataset} has {number} events between the two, from {first} to {last}.",
        dataset=_named(row["dataset"]), number=number, first=row["first"], last=row["last"],
    )  # fmt: skip
