"""A brief on an organisation and a state: sanctions, acts and treaties; what it can't answer is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from detente.answers.chronicle import HAND, chronicle
from detente.answers.facts_coverage import past_record, reach
from detente.answers.organisations import NOT_ANSWERED, is_organisation, organisation_pacts, organisation_sanctions
from detente.brief.assessment import Assessment
from detente.brief.evidence import Evidence, when
from detente.brief.evidence_figures import title_case
from detente.brief.sections.dataset_records import dataset_section
from detente.brief.sections.sources import sources
from detente.documents.document import Paragraph, RecordList, Section
from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, plain_date, say
from detente.documents.register import Register
from detente.errors import NoAnswer

__all__ = ["assess_organisation"]


def assess_organisation(evidence: Evidence) -> Assessment:
    """Return the brief on an organisation and a state.

    Parameters
    ----------
    evidence : Evidence
        Of the two, one of whose codes is an organisation's.

    Raises
    ------
    NoAnswer
        If nothing of the two is on record.
    """
    register = Register()
    found = [
        section
        for section in (
            _sanction_lists(evidence, register),
            _acts(evidence, register),
            _treaties(evidence, register),
            dataset_section(evidence, register),
        )
        if section is not None
    ]
    if not found:
        names = " and ".join(evidence.name(one) for one in evidence.pair)
        raise NoAnswer(
            f"not covered: the store has no sanction, act or treaty of {names} that was known by "
            f"{plain_date(evidence.as_of)}; {NOT_ANSWERED}. Its members can be asked about: name one",
            value=evidence.pair,
        )
    a, b = (title_case(evidence.label(one)) for one in evidence.pair)
    first = min(record.day.year for record in register.records.values()) if register.records else evidence.as_of.year
    return Assessment(
        pair=evidence.pair,
        names=(a, b),
        as_of=evidence.as_of,
        since=evidence.since or first,
        horizon=evidence.horizon,
        events=evidence.events,
        subtitle=f"record from {evidence.since or first}",
        title=title_case(f"{evidence.name(evidence.pair[0])} and {evidence.name(evidence.pair[1])}"),
        sections=(_bottom_line(evidence, register), *found),
        judgements=(),
        sources=sources(evidence, register),
        missing=(say("{note}.", note=note),) if (note := _ends(evidence)) else (),
        figures=register.figures,
        records=register.records,
    )


def _bottom_line(evidence: Evidence, register: Register) -> Section:
    """Say how many sanctions are in force and have ended, and what a brief on an organisation has not."""
    a, b = (evidence.name(code) for code in evidence.pair)
    texts = [
        say(
            "Sanctions between {a} and {b} {state}: {number}, the first {first:when} and the newest {last:when}.",
            a=a, b=b, state=state, number=_number(evidence, register, state, records),
            first=records[0], last=records[-1],
        )
        for state, records in _sanctions(evidence, register).items()
    ]  # fmt: skip
    none = say("No sanctions between {a} and {b} are on record.", a=a, b=b)
    limits = say("{limits}; a brief on a member has them.", limits=title_case(NOT_ANSWERED))
    return Section("bottom-line", "Bottom line", tuple(Paragraph(text) for text in (*(texts or [none]), limits)))


def _number(evidence: Evidence, register: Register, state: str, records: Sequence[Record]) -> Figure:
    a, b = (evidence.name(code) for code in evidence.pair)
    return register.figure(
        f"sanctions.{state.replace(' ', '-')}", f"Sanctions between {a} and {b}, {state}", len(records), "count",
        evidence.as_of.isoformat(), max(record.known_on for record in records), "facts",
    )  # fmt: skip


def _ends(evidence: Evidence) -> Sentence | None:
    states = [code for code in evidence.pair if not is_organisation(code)]
    limit = reach(evidence.store, "sanctions", states, evidence.as_of)
    return None if limit is None else say("Sanctions: {limit}", limit=limit)


def _sanctions(evidence: Evidence, register: Register) -> dict[str, tuple[Record, ...]]:
    """Return the sanctions between the two, those in force and those that have ended, by their first day."""
    rows = organisation_sanctions(evidence.store, evidence.pair, evidence.as_of)
    over = (rows["end"] < evidence.as_of).fill_null(value=False)
    states = [code for code in evidence.pair if not is_organisation(code)]
    past = past_record(evidence.store, "sanctions", states, evidence.as_of)
    parts = {"without an end on record" if past else "in force": rows.filter(~over), "ended": rows.filter(over)}
    return {
        state: tuple(register.record(_sanction(row)) for row in part.iter_rows(named=True))
        for state, part in parts.items()
        if not part.is_empty()
    }


def _sanction_lists(evidence: Evidence, register: Register) -> Section | None:
    found = _sanctions(evidence, register)
    lists = tuple(RecordList(f"Sanctions {state}, by their first day", records) for state, records in found.items())
    return Section("sanctions", "Sanctions", lists) if lists else None


def _sanction(row: dict[str, Any]) -> Record:
    end = f" to {when(row['end'], row['end_precision'])}" if row["end"] else ""
    return Record(
        id=f"sanction.{row['id']}",
        kind="sanction",
        when=f"{when(row['start'], row['precision'])}{end}",
        day=row["start"],
        text=row["text"],
        document=row["document"],
        known_on=row["known_on"],
        tone="conflictual",
    )


def _acts(evidence: Evidence, register: Register) -> Section | None:
    """List the acts compiled by hand, without the sanctions, which are listed apart."""
    try:
        found = chronicle(*evidence.pair, coding="hand", scheme="code", as_of=evidence.as_of, store=evidence.store)
    except NoAnswer:
        return None
    listed = organisation_sanctions(evidence.store, evidence.pair, evidence.as_of)["id"].to_list()
    acts = found.acts.filter(~found.acts["id"].is_in(listed))
    if acts.is_empty():
        return None
    records = tuple(register.record(record) for record in replace(found, acts=acts).records(HAND))
    return Section("acts", "Acts", (RecordList("Dated acts between the two, hand-compiled", records),))


def _treaties(evidence: Evidence, register: Register) -> Section | None:
    rows = organisation_pacts(evidence.store, evidence.pair, evidence.as_of)
    if rows.is_empty():
        return None
    records = tuple(register.record(_treaty(row, evidence.as_of)) for row in rows.iter_rows(named=True))
    caption = "Treaties that bind the state and all members"
    return Section("treaties", "Treaties", (RecordList(caption, records),))


def _treaty(row: dict[str, Any], as_of: date) -> Record:
    return Record(
        id=f"treaty.{row['source']}.{row['target']}.{row['kind']}.{row['start']}",
        kind=f"{row['kind']} pact",
        when=f"since {when(row['start'], row['precision'])}",
        day=row["start"],
        text=f"{row['title']}: {row['kind'].replace('nonaggression', 'non-aggression')}",
        document=row["document"],
        known_on=min(row["start"], as_of),
        tone="cooperative",
    )
