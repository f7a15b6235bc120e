"""Pacts, disputes, sanctions and incidents around the pair."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from itertools import product
from typing import Any

import polars as pl

from detente.answers.facts_coverage import as_recorded, binds, compiled_on, past_record, until_recorded
from detente.brief.evidence import Evidence, when
from detente.brief.sections.sanctions import in_force, sanctions_between, sanctions_blocks
from detente.documents.document import Block, Paragraph, RecordList, Section
from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, joined, say
from detente.documents.register import Register

__all__ = [
    "disputes_between",
    "in_force",
    "named",
    "pacts_between",
    "pacts_known_on",
    "rung_figure",
    "sanctions_between",
    "ties",
]

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
NAMES = ("Indonesia's",)  # first words of an issue that keep their capital
INCIDENTS = ("incident", "clash", "military", "exercise")
LATEST = 3  # incidents listed
BROAD = 20  # members beyond which a pledge of all not to attack one another says little of any two
MOST = 2  # disputes described
OWN = 2  # claimants of a dispute that is the pair's alone
TEN = 10  # years over which a dispute's rungs are compared


def ties(evidence: Evidence, register: Register, listed: Collection[str] = ()) -> Section:
    """Describe the pacts, disputes with their rungs, and sanctions between the two.

    Acts whose ids are in `listed` stand in another section.
    """
    key, title = "ties", "Pacts, disputes and sanctions"
    pacts = pacts_between(evidence, register, *evidence.pair)
    disputes = disputes_between(evidence)
    sanctions = sanctions_between(evidence, register)
    acts = [r for r in evidence.acts() if r.kind in INCIDENTS and evidence.shown(r.day.year)]
    incidents = [r for r in acts if r.id not in listed]
    a, b = (evidence.name(c) for c in evidence.pair)
    own = [d for d in disputes if evidence.contested(d["id"]) or len(d["claimants"].split(";")) <= OWN]
    described = (own or disputes)[:MOST]
    blocks: list[Block] = [Paragraph(_pacts(evidence, pacts))]
    blocks += [p for d in described for p in _dispute(evidence, register, d)]
    blocks += _also_open(evidence, register, [d for d in disputes if d not in described])
    if not disputes:
        none = say("No territorial dispute between {a} and {b} is on record", a=a, b=b)
        blocks.append(Paragraph(as_recorded(none, evidence.store, "disputes", evidence.pair, evidence.as_of)))
    blocks += sanctions_blocks(evidence, register, sanctions)
    if incidents:
        latest = tuple(register.record(r) for r in incidents[-LATEST:])
        which = ", the latest" if len(incidents) > LATEST else ""
        what = "Other incidents" if len(incidents) < len(acts) else "Incidents"
        blocks.append(RecordList(f"{what}, exercises and military acts, hand-compiled{which}", latest))
    return Section(key, title, tuple(blocks))


# Pacts

_Bond = tuple[dict[str, Any], dict[str, Any]]  # two states' memberships of one pact


def pacts_between(evidence: Evidence, register: Register, a: str, b: str) -> list[Record]:
    """Pacts that bind two states on the as-of date, each text once, the strongest obligations first."""
    merged: dict[str, list[_Bond]] = {}
    for one, other in product(evidence.memberships.get(a, ()), evidence.memberships.get(b, ())):
        if one["pact"] == other["pact"]:
            merged.setdefault(one["name"], []).append((one, other))
    order = list(KINDS)
    out = []
    for name, bonds in merged.items():
        kinds = sorted((one["kind"] for one, _ in bonds), key=order.index)
        start, exact = max(_began(bond) for bond in bonds)
        record = register.record(_pact((a, b), name, kinds, (start, exact), bonds[0]))
        out.append((order.index(kinds[0]), start, record))
    return [record for _, _, record in sorted(out, key=lambda t: (t[0], t[1], t[2].id))]


def pacts_known_on(evidence: Evidence) -> date:
    """Return the day on which the newest pact or membership in force was known; the as-of date where there is none."""
    rows = (row for rows in evidence.memberships.values() for row in rows)
    return max((max(row["known_on"], row["from_known_on"]) for row in rows), default=evidence.as_of)


def _began(bond: _Bond) -> tuple[date, str]:
    """Return when a pact began to bind both, and how exactly that is known."""
    return max((membership["from"], membership["from_precision"]) for membership in bond)


def _pact(pair: tuple[str, str], name: str, kinds: list[str], began: tuple[date, str], bond: _Bond) -> Record:
    one, other = bond
    first, second = sorted(pair)
    start, exact = began
    return Record(
        id=f"pact.{first}.{second}.{one['pact']}",
        kind=" and ".join(KINDS[k] for k in kinds),
        when=f"since {when(start, exact)}",
        day=start,
        text=name,
        document=one["document"],
        known_on=max(one["known_on"], one["from_known_on"], other["from_known_on"]),
        tone="cooperative",
    )


def _pacts(evidence: Evidence, pacts: list[Record]) -> Sentence:
    a, b = (evidence.name(c) for c in evidence.pair)
    if not pacts:
        none = say("No pact between {a} and {b} is on record", a=a, b=b)
        return as_recorded(none, evidence.store, "pacts", evidence.pair, evidence.as_of)
    subject = "A defence pact" if "defence" in pacts[0].kind else "No defence pact"
    bound = say(
        "{subject} {binds} {a} and {b}",
        subject=subject, binds=binds(evidence.store, evidence.pair, evidence.as_of, kind="defence"), a=a, b=b,
    )  # fmt: skip
    lead = as_recorded(bound, evidence.store, "pacts", evidence.pair, evidence.as_of, kind="defence")
    parts = [
        say("the {name}, a {kind} {name:when}", name=record, kind=record.kind)
        for record in pacts
        if not _broad(evidence, record)
    ]
    if not parts:
        return lead
    items = parts[0]
    for part in parts[1:]:
        items = say("{items}; {part}", items=items, part=part)
    past = past_record(evidence.store, "pacts", evidence.pair, evidence.as_of)
    between = "On record between them, without an end" if past else "In force between them"
    return lead + say("{between}: {items}.", between=between, items=items)


def _broad(evidence: Evidence, pact: Record) -> bool:
    """Whether a pact is a pledge of so many states, joined later, that it says little of the two: ASEAN's, for one."""
    if pact.kind != KINDS["nonaggression"]:
        return False
    name = pact.id.rsplit(".", 1)[-1]
    members = [row for rows in evidence.memberships.values() for row in rows if row["pact"] == name]
    founded = min(row["from"] for row in members)
    return len({row["state"] for row in members}) > BROAD and pact.day > founded


# Disputes


def disputes_between(evidence: Evidence) -> list[dict[str, Any]]:
    """Disputes in which both states claim: first those they act on between them, the highest rung first."""
    a, b = evidence.pair
    rungs = {
        row["dispute"]: row["rung"] for row in evidence.rungs.iter_rows(named=True) if row["start"] <= evidence.as_of
    }
    both = [
        row
        for row in evidence.disputes.iter_rows(named=True)
        if {a, b} <= set(row["claimants"].split(";")) | set((row["holder"] or "").split(";"))
    ]
    acts = {row["id"]: evidence.contested(row["id"]) for row in both}
    return sorted(both, key=lambda row: (acts[row["id"]] == 0, -rungs.get(row["id"], 0), -acts[row["id"]], row["id"]))


def named(dispute: dict[str, Any]) -> str:
    """Name a dispute's object as a sentence takes it, with 'the' where English wants it."""
    return str(dispute["prose_name"] or dispute["name"])


def rung_figure(
    evidence: Evidence, register: Register, dispute: dict[str, Any]
) -> tuple[Figure, dict[str, Any]] | None:
    """Return a dispute's rung on the as-of date, and its row in the facts."""
    rows = evidence.rungs.filter((pl.col("dispute") == dispute["id"]) & (pl.col("start") <= evidence.as_of))
    if rows.is_empty():
        return None
    row = rows.row(-1, named=True)
    return _rung(register, dispute, row), row


def _rung(register: Register, dispute: dict[str, Any], row: dict[str, Any]) -> Figure:
    return register.figure(
        f"rung.{dispute['id']}.{row['start'].isoformat()}",
        f"Rung of the dispute over {named(dispute)}, from 0 (settled or dormant) to 5 (war)",
        row["rung"],
        "rung",
        when(row["start"], row["precision"]),
        row["known_on"],
        "facts",
    )


def _dispute(evidence: Evidence, register: Register, dispute: dict[str, Any]) -> list[Paragraph]:
    record = register.record(_dispute_record(dispute))
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
            when=when(row["start"], row["precision"]),
            day=row["start"],
            text=(row["note"] or LADDER[row["rung"]]).rstrip("."),
            document=row["document"],
            known_on=row["known_on"],
        )
    )
    if row["rung"] == 0:
        text = say("The dispute over {name} is settled or dormant by agreement", name=record)
        text = say(
            "{text} since {rung:period} ({why}). In question was {issue}.", text=text, rung=rung, why=why, issue=issue
        )
        return [Paragraph(text)]
    where = say(
        "It {stands} at rung {rung} of five, {rung_word}, {since} {rung:period} ({why})",
        stands="stood" if _past(evidence) else "stands",
        since="latest entry" if _unchanged(evidence, row) else "from" if _past(evidence) else "since",
        rung=rung,
        rung_word=LADDER[row["rung"]],
        why=why,
    )
    where = until_recorded(where, evidence.store, "disputes", evidence.pair, evidence.as_of)
    return [Paragraph(text + where + _rung_history(evidence, register, dispute, row["rung"]))]


def _unchanged(evidence: Evidence, row: dict[str, Any]) -> bool:
    """Whether a dispute was at a row's rung before it, too."""
    own = evidence.rungs.filter(pl.col("dispute") == row["dispute"], pl.col("start") < row["start"])
    return not own.is_empty() and own["rung"][-1] == row["rung"]


def _dispute_record(dispute: dict[str, Any]) -> Record:
    return Record(
        id=f"dispute.{dispute['id']}",
        kind="territorial dispute",
        when=f"since {when(dispute['since'], dispute['since_precision'])}",
        day=dispute["since"],
        text=named(dispute),
        document=dispute["document"],
        known_on=dispute["known_on"],
    )


def _past(evidence: Evidence) -> bool:
    """Whether the as-of date is later than the disputes compiled by hand."""
    return past_record(evidence.store, "disputes", evidence.pair, evidence.as_of)


def _lower(text: str) -> str:
    """Lower the first letter of a clause, unless it starts with a name."""
    return text if text.split(" ", 1)[0] in NAMES else text[:1].lower() + text[1:]


def _rung_history(evidence: Evidence, register: Register, dispute: dict[str, Any], now: int) -> Sentence:
    """State the highest rung of the ten years before, or the rung from which the dispute rose to the present one."""
    rows = evidence.rungs.filter((pl.col("dispute") == dispute["id"]) & (pl.col("start") <= evidence.as_of))
    day, past = compiled_on(evidence.store, "disputes", evidence.pair, evidence.as_of), _past(evidence)
    began = pl.date(day.year - TEN, day.month, min(day.day, 28))
    within = rows.filter(pl.coalesce(pl.col("start").shift(-1), pl.lit(day)) >= began)
    top = within.sort("rung", "start", descending=[True, True]).row(0, named=True)
    if top["rung"] > now:
        peak = _rung(register, dispute, top)
        ten = "the ten years before the record ends" if past else "the last ten years"
        return say("Its highest rung of {ten} was {peak}, from {peak:period}.", ten=ten, peak=peak)
    if within["rung"].n_unique() == 1:
        began_earlier = rows["start"][0] <= date(day.year - TEN, day.month, 1)
        span = "for ten years" if began_earlier else "since it began"
        return say("It {had} kept to that rung {span}.", had="had" if past else "has", span=span)
    lower = _rung(register, dispute, within.filter(pl.col("rung") < now).row(-1, named=True))
    return say("Before that it was last at a lower rung, {lower}, from {lower:period}.", lower=lower)


def _also_open(evidence: Evidence, register: Register, disputes: list[dict[str, Any]]) -> list[Paragraph]:
    """Name the other disputes that both are in, and their rungs, in one sentence."""
    parts = []
    for dispute in disputes:
        record = register.record(_dispute_record(dispute))
        found = rung_figure(evidence, register, dispute)
        parts.append(
            say("{name}", name=record)
            if found is None
            else say("{name} (rung {rung}, {rung:period})", name=record, rung=found[0])
        )
    if not parts:
        return []
    text = say("Also on record: {parts}", parts=joined(parts))
    return [Paragraph(until_recorded(text, evidence.store, "disputes", evidence.pair, evidence.as_of))]
