"""Pacts, disputes, sanctions and incidents around the pair."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import polars as pl

from detente.answers.facts_coverage import as_recorded, binds, compiled_on, past_record, until_recorded
from detente.brief.evidence import Evidence, when
from detente.documents.document import Block, Paragraph, RecordList, Section
from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.errors import UsageError
from detente.identity import group

__all__ = ["disputes_between", "in_force", "named", "pacts_between", "rung_figure", "sanctions_between", "ties"]

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
LATEST = 8  # incidents and sanctions listed
TEN = 10  # years over which a dispute's rungs are compared


def ties(evidence: Evidence, register: Register) -> Section:
    """Describe the pacts, disputes with their rungs, and sanctions between the two."""
    key, title = "ties", "Pacts, disputes and sanctions"
    pacts = pacts_between(evidence, register, *evidence.pair)
    disputes = disputes_between(evidence)
    sanctions = sanctions_between(evidence, register)
    incidents = [r for r in evidence.acts() if r.kind in INCIDENTS and evidence.shown(r.day.year)]
    a, b = (evidence.name(c) for c in evidence.pair)
    blocks: list[Block] = [Paragraph(_pacts(evidence, pacts))]
    blocks += [p for d in disputes for p in _dispute(evidence, register, d)]
    if not disputes:
        none = say("No territorial dispute between {a} and {b} is on record", a=a, b=b)
        blocks.append(Paragraph(as_recorded(none, evidence.store, "disputes", evidence.pair, evidence.as_of)))
    blocks += _sanctions(evidence, register, sanctions)
    if incidents:
        latest = tuple(register.record(r) for r in incidents[-LATEST:])
        which = ", the latest" if len(incidents) > LATEST else ""
        blocks.append(RecordList(f"Incidents, exercises and other military acts, hand-compiled{which}", latest))
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
    items = say("the {name}, a {kind} {name:when}", name=pacts[0], kind=pacts[0].kind)
    for record in pacts[1:]:
        items = say("{items}; the {name}, a {kind} {name:when}", items=items, name=record, kind=record.kind)
    past = past_record(evidence.store, "pacts", evidence.pair, evidence.as_of)
    between = "On record between them, without an end" if past else "In force between them"
    return lead + say("{between}: {items}.", between=between, items=items)


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
    record = register.record(
        Record(
            id=f"dispute.{dispute['id']}",
            kind="territorial dispute",
            when=f"since {when(dispute['since'], dispute['since_precision'])}",
            day=dispute["since"],
            text=named(dispute),
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
        since="from" if _past(evidence) else "since",
        rung=rung,
        rung_word=LADDER[row["rung"]],
        why=why,
    )
    where = until_recorded(where, evidence.store, "disputes", evidence.pair, evidence.as_of)
    return [Paragraph(text + where + _rung_history(evidence, register, dispute, row["rung"]))]


def _past(evidence: Evidence) -> bool:
    """Whether the as-of date is later than the disputes compiled by hand."""
    return past_record(evidence.store, "disputes", evidence.pair, evidence.as_of)


def _lower(text: str) -> str:
    """Lower the first letter of a clause, unless it starts with a name."""
    return text if text.split(" ", 1)[0] in NAMES else text[:1].lower() + text[1:]


def _rung_history(evidence: Evidence, register: Register, dispute: dict[str, Any], now: int) -> Sentence:
    """Compare the rung with those of the ten years before, including the one at their start."""
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
    return say("It {had} not stood higher in ten years.", had="had" if past else "has")


# Sanctions


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


def _sanctions(evidence: Evidence, register: Register, found: list[tuple[Record, dict[str, Any]]]) -> list[Block]:
    """Say whether sanctions are in force, and list the latest: those in force, or else those that have ended."""
    a, b = (evidence.name(c) for c in evidence.pair)
    past = past_record(evidence.store, "sanctions", evidence.pair, evidence.as_of)

    def recorded(text: Sentence) -> Sentence:
        return as_recorded(text, evidence.store, "sanctions", evidence.pair, evidence.as_of)

    if not found:
        return [Paragraph(recorded(say("No sanctions between {a} and {b} are on record", a=a, b=b)))]
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
