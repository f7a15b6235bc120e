"""Pacts, disputes, sanctions and incidents around the pair."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from detente.assessment.document import Acts, Block, Paragraph, Section
from detente.assessment.evidence import Evidence, when
from detente.assessment.figures import Figure, Record
from detente.assessment.prose import Sentence, say
from detente.assessment.readings import title_case
from detente.assessment.register import Register
from detente.errors import UsageError
from detente.identity import group

__all__ = ["disputes_between", "pacts_between", "rung_figure", "sanctions_between", "ties"]

KINDS = {
    "defence": "defence pact",
    "neutrality": "neutrality pact",
    "nonaggression": "non-aggression pledge",
    "consultation": "pact to consult",
}
LADDER = (
    "settled or dormant by agreement",
    "a quiet claim, restated on paper",
    "an active contest of protests, laws and visits",
    "a coercive presence of patrols, exercises or sanctions",
    "an armed clash",
    "a war",
)
PLAIN = ("Sovereignty", "Status", "Delimitation", "Control", "Rights", "Whether", "The", "Where", "Ownership", "Course")
INCIDENTS = ("incident", "military", "exercise")
LAST_INCIDENTS = 8


def ties(evidence: Evidence, register: Register) -> Section:
    """Say what binds the two, what divides them, and at which rung it stands."""
    key, title = "ties", "Pacts, disputes and sanctions"
    pacts = pacts_between(evidence, register, *evidence.pair)
    disputes = disputes_between(evidence)
    sanctions = sanctions_between(evidence, register)
    incidents = [register.record(r) for r in evidence.acts() if r.kind in INCIDENTS and evidence.shown(r.day.year)][
        -LAST_INCIDENTS:
    ]
    a, b = (evidence.name(c) for c in evidence.pair)
    blocks: list[Block] = [Paragraph(_pacts(pacts, a, b))]
    blocks += [p for d in disputes for p in _dispute(evidence, register, d)]
    if not disputes:
        blocks.append(Paragraph(say("No territorial dispute between {a} and {b} is on record.", a=a, b=b)))
    blocks += _sanctions(sanctions, a, b)
    if incidents:
        blocks.append(Acts("Incidents, exercises and other military acts on record", tuple(incidents)))
    return Section(key, title, tuple(blocks))


# Pacts


def pacts_between(evidence: Evidence, register: Register, a: str, b: str) -> list[Record]:
    """Pacts that bind two states on the as-of date, each text once, the strongest obligations first."""
    frame, day = evidence.pacts, evidence.as_of
    open_ = frame.filter(
        (pl.col("from") <= day)
        & (pl.col("until").is_null() | (pl.col("until") >= day))
        & (pl.col("end").is_null() | (pl.col("end") >= day))
    )
    both = open_.filter(pl.col("state") == a).join(open_.filter(pl.col("state") == b), on="pact", suffix="_b")
    merged: dict[str, list[dict[str, Any]]] = {}
    for row in both.iter_rows(named=True):
        merged.setdefault(row["name"], []).append(row)
    order = list(KINDS)
    out = []
    for name, rows in merged.items():
        kinds = sorted((r["kind"] for r in rows), key=order.index)
        start = max(max(r["from"], r["from_b"]) for r in rows)
        out.append((order.index(kinds[0]), start, register.record(_pact(a, b, name, kinds, start, rows[0]))))
    return [record for _, _, record in sorted(out, key=lambda t: (t[0], t[1], t[2].id))]


def _pact(a: str, b: str, name: str, kinds: list[str], start: date, row: dict[str, Any]) -> Record:
    first, second = sorted((a, b))
    return Record(
        id=f"pact.{first}.{second}.{row['pact']}",
        kind=" and ".join(KINDS[k] for k in kinds),
        when=f"since {when(start, 'day')}",
        day=start,
        text=name,
        document=row["document"],
        known_on=max(row["known_on"], row["from_known_on"], row["from_known_on_b"]),
        tone="cooperative",
    )


def _pacts(pacts: list[Record], a: str, b: str) -> Sentence:
    if not pacts:
        return say("No pact between {a} and {b} is on record.", a=a, b=b)
    lead = "A defence pact binds" if "defence" in pacts[0].kind else "No defence pact binds"
    items = say("the {name} ({kind}, {since:when})", name=pacts[0], kind=pacts[0].kind, since=pacts[0])
    for record in pacts[1:]:
        items = say(
            "{items}; the {name} ({kind}, {since:when})", items=items, name=record, kind=record.kind, since=record
        )
    return say("{lead} {a} and {b}. In force between them: {items}.", lead=lead, a=a, b=b, items=items)


# Disputes


def disputes_between(evidence: Evidence) -> list[dict[str, Any]]:
    """Disputes in which both states claim."""
    a, b = evidence.pair
    return [
        row
        for row in evidence.disputes.iter_rows(named=True)
        if {a, b} <= set(row["claimants"].split(";")) | set((row["holder"] or "").split(";"))
    ]


def rung_figure(
    evidence: Evidence, register: Register, dispute: dict[str, Any]
) -> tuple[Figure, dict[str, Any]] | None:
    """The rung a dispute stands at on the as-of date, and the row that says so."""
    rows = evidence.rungs.filter((pl.col("dispute") == dispute["id"]) & (pl.col("start") <= evidence.as_of))
    if rows.is_empty():
        return None
    row = rows.row(-1, named=True)
    figure = register.figure(
        f"rung.{dispute['id']}.{row['start'].isoformat()}",
        f"Rung of the dispute over {dispute['name']}, from 0 (settled or dormant) to 5 (war)",
        row["rung"],
        "rung",
        f"since {when(row['start'], 'day')}",
        row["known_on"],
        "facts",
    )
    return figure, row


def _dispute(evidence: Evidence, register: Register, dispute: dict[str, Any]) -> list[Paragraph]:
    record = register.record(
        Record(
            id=f"dispute.{dispute['id']}",
            kind="territorial dispute",
            when=f"since {when(dispute['since'], dispute['since_precision'])}",
            day=dispute["since"],
            text=dispute["name"],
            document=dispute["document"],
            known_on=dispute["known_on"],
        )
    )
    issue = Record(
        id=f"dispute.{dispute['id']}.issue",
        kind="what is in question",
        when=record.when,
        day=record.day,
        text=_lower(dispute["issue"].rstrip(".")),
        document=dispute["document"],
        known_on=dispute["known_on"],
    )
    register.record(issue)
    found = rung_figure(evidence, register, dispute)
    text = say("The dispute over {name} has stood open {name:when}. In question: {issue}.", name=record, issue=issue)
    if found is None:
        return [Paragraph(text)]
    rung, row = found
    why = register.record(
        Record(
            id=f"rung.{dispute['id']}.{row['start'].isoformat()}.note",
            kind="rung of a dispute",
            when=when(row["start"], "day"),
            day=row["start"],
            text=(row["note"] or LADDER[row["rung"]]).rstrip("."),
            document=row["document"],
            known_on=row["known_on"],
        )
    )
    if row["rung"] == 0:
        text = say(
            "The dispute over {name} is settled or dormant by agreement. In question: {issue}.",
            name=record,
            issue=issue,
        )
    where = say(
        "It stands at rung {rung} of five, {rung_word}, {rung:period} ({why}).",
        rung=rung,
        rung_word=LADDER[row["rung"]],
        why=why,
    )
    return [Paragraph(text + where + _rung_history(evidence, register, dispute))]


def _lower(text: str) -> str:
    """Lower the first letter of a clause, unless it starts with a name."""
    return text[:1].lower() + text[1:] if text.split(" ", 1)[0] in PLAIN else text


def _rung_history(evidence: Evidence, register: Register, dispute: dict[str, Any]) -> Sentence:
    """The highest rung in the ten years before."""
    rows = evidence.rungs.filter(
        (pl.col("dispute") == dispute["id"])
        & (pl.col("start") <= evidence.as_of)
        & (pl.col("start").dt.year() >= evidence.as_of.year - 10)
    )
    if rows.height < 2:
        return say("It has not moved in ten years.")
    top = rows.sort("rung", "start", descending=[True, True]).row(0, named=True)
    peak = register.figure(
        f"rung.{dispute['id']}.{top['start'].isoformat()}",
        f"Rung of the dispute over {dispute['name']}, from 0 (settled or dormant) to 5 (war)",
        top["rung"],
        "rung",
        f"since {when(top['start'], 'day')}",
        top["known_on"],
        "facts",
    )
    return say("Its highest rung of the last ten years was {peak}, {peak:period}.", peak=peak)


# Sanctions


def sanctions_between(evidence: Evidence, register: Register) -> list[tuple[Record, dict[str, Any]]]:
    """Sanctions of one on the other that stand, or had stood, on the as-of date."""
    a, b = evidence.pair
    out = []
    for row in evidence.sanctions.iter_rows(named=True):
        senders, targets = (_members(row[side], row["start"]) for side in ("sender", "target"))
        if (a in senders and b in targets) or (b in senders and a in targets):
            out.append((register.record(_sanction(row)), row))
    return out


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
    end = f" to {when(row['end'], 'day')}" if row["end"] else ""
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


def _sanctions(sanctions: list[tuple[Record, dict[str, Any]]], a: str, b: str) -> list[Block]:
    if not sanctions:
        return [Paragraph(say("No sanctions between {a} and {b} are on record.", a=a, b=b))]
    standing = [record for record, row in sanctions if row["end"] is None]
    ended = len(sanctions) - len(standing)
    state = "Sanctions stand between" if standing else "No sanctions stand now between"
    tail = " others have ended" if ended and standing else " those on record have ended" if ended else ""
    text = (
        say("{state} {a} and {b};{tail}.", state=state, a=a, b=b, tail=tail)
        if tail
        else say("{state} {a} and {b}.", state=state, a=a, b=b)
    )
    return [Paragraph(text), Acts(f"Sanctions between {title_case(a)} and {b}", tuple(r for r, _ in sanctions))]
