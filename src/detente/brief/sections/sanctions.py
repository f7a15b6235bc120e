"""Sanctions of one of the two on the other, and of groups that one of them is in: a part of the ties."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from detente.answers.facts_coverage import as_recorded, past_record
from detente.brief.evidence import Evidence, when
from detente.documents.document import Block, Paragraph, RecordList
from detente.documents.figures import Record
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.errors import UsageError
from detente.identity import group

__all__ = ["in_force", "sanctions_between", "sanctions_blocks"]

LATEST = 6  # sanctions listed


def sanctions_between(evidence: Evidence, register: Register) -> list[tuple[Record, dict[str, Any]]]:
    """Sanctions of one on the other, in force or ended, on the as-of date."""
    a, b = evidence.pair
    out = []
    either = (_may_name("sender", a) & _may_name("target", b)) | (_may_name("sender", b) & _may_name("target", a))
    for row in evidence.sanctions.filter(either, pl.col("start") <= evidence.as_of).iter_rows(named=True):
        senders, targets = (_members(row[side], row["start"]) for side in ("sender", "target"))
        if (a in senders and b in targets) or (b in senders and a in targets):
            out.append((register.record(_sanction(row)), row))
    return out


def in_force(evidence: Evidence, sanction: dict[str, Any]) -> bool:
    """Whether a sanction is in force on the as-of date."""
    return sanction["end"] is None or sanction["end"] >= evidence.as_of


def _may_name(side: str, code: str) -> pl.Expr:
    """Whether a side of a sanction names a state, or a group that may have it as a member."""
    return pl.col(side).str.contains(code, literal=True) | pl.col(side).str.contains("group:", literal=True)


def _members(party: str, day: date) -> set[str]:
    out: set[str] = set()
    for code in party.split(";"):
        if not code.startswith("group:"):
            out.add(code)
            continue
        try:
            out |= set(group(code.removeprefix("group:"), day))
        except UsageError as error:
            raise UsageError(f"sanction party {code}: {error.message}", value=code) from None
    return out


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


def sanctions_blocks(evidence: Evidence, register: Register, found: list[tuple[Record, dict[str, Any]]]) -> list[Block]:
    """Say whether either's own sanctions are in force, and list the latest; then those of a group that one is in."""
    own = [(record, row) for record, row in found if not _by_group(row)]
    grouped = [(record, row) for record, row in found if _by_group(row)]
    return [*_own_sanctions(evidence, register, own, others=bool(grouped)), *_of_groups(evidence, grouped)]


def _by_group(sanction: dict[str, Any]) -> bool:
    """Whether a group of states, not one of the two, is the sender or the target."""
    return any("group:" in sanction[side] for side in ("sender", "target"))


def _of_groups(evidence: Evidence, found: list[tuple[Record, dict[str, Any]]]) -> list[Block]:
    """List the sanctions of a group that one of the two is in: they are the group's, not one's on the other."""
    standing = [record for record, row in found if in_force(evidence, row)]
    if not standing:
        return []
    past = past_record(evidence.store, "sanctions", evidence.pair, evidence.as_of)
    state = "without an end on record" if past else "in force"
    return [RecordList(f"Sanctions of a group that one of them is in, {state}", tuple(standing[-LATEST:]))]


def _own_sanctions(
    evidence: Evidence, register: Register, found: list[tuple[Record, dict[str, Any]]], *, others: bool
) -> list[Block]:
    a, b = (evidence.name(c) for c in evidence.pair)
    past = past_record(evidence.store, "sanctions", evidence.pair, evidence.as_of)

    def recorded(text: Sentence) -> Sentence:
        return as_recorded(text, evidence.store, "sanctions", evidence.pair, evidence.as_of)

    if not found:
        none = say("No sanctions between {a} and {b} are on record", a=a, b=b)
        alone = say("No sanctions of {a} or {b} alone on the other are on record", a=a, b=b)
        return [Paragraph(recorded(alone if others else none))]
    standing = [record for record, row in found if in_force(evidence, row)]
    if not standing:
        ended = "All sanctions on record between {a} and {b} have ended"
        now = "No sanctions stand now between {a} and {b}: those on record have ended"
        text = recorded(say(ended if past else now, a=a, b=b))
        return [Paragraph(text), *_listed(evidence, register, "ended", [r for r, _ in found])]
    tail = "; others have ended" if len(standing) < len(found) else ""
    if past:
        text = recorded(say("Sanctions between {a} and {b} are on record without an end{tail}", a=a, b=b, tail=tail))
        return [Paragraph(text), *_listed(evidence, register, "without an end on record", standing)]
    text = say("Sanctions stand between {a} and {b}{tail}.", a=a, b=b, tail=tail)
    return [Paragraph(text), *_listed(evidence, register, "in force", standing)]


def _listed(evidence: Evidence, register: Register, state: str, records: list[Record]) -> list[Block]:
    """List the latest sanctions, and say how many are left out."""
    a, b = (evidence.name(c) for c in evidence.pair)
    listed = RecordList(f"Sanctions between {a} and {b}, {state}", tuple(records[-LATEST:]))
    rest = len(records) - len(listed.records)
    if not rest:
        return [listed]
    left = register.figure(
        f"sanctions.{state.replace(' ', '-')}.left-out", f"Earlier sanctions between {a} and {b}, {state}", rest,
        "count",
        when(records[rest - 1].day, "year"), max(r.known_on for r in records[:rest]), "facts",
    )  # fmt: skip
    ones = "one is" if rest == 1 else "ones are"
    return [listed, Paragraph(say("The list shows the latest; {left} earlier {ones} left out.", left=left, ones=ones))]
