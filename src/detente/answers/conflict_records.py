"""Rows of disputes, wars, crises and agreements in datasets as records of a document, each with its dataset."""

from __future__ import annotations

from datetime import date
from typing import Any

from detente.catalog import at_precision
from detente.documents.figures import Record
from detente.identity import display_name

__all__ = [
    "DEATHS",
    "HOSTILITY",
    "armed_conflict_record",
    "crisis_record",
    "incident_record",
    "mid_record",
    "participation_record",
    "peace_agreement_record",
    "veto_record",
    "war_record",
]

HOSTILITY = {1: "none", 2: "threat", 3: "display", 4: "use of force", 5: "war"}
DEATHS = {0: "none", 1: "1–25", 2: "26–100", 3: "101–250", 4: "251–500", 5: "501–999", 6: "1,000 or more"}
VIOLENCE = {1: "no violence", 2: "minor clashes", 3: "serious clashes", 4: "war"}
BOTH = {"both": "government and territory"}  # UCDP's word for the two issues together
BATTLE_DEATHS = {1: "25 to 999", 2: "1,000 or more"}


def mid_record(row: dict[str, Any], day: date) -> Record:
    """Return a militarised dispute, a row of `DisputeAnswer.mids`."""
    sides = "; ".join(
        f"{display_name(row[end], day)}: {HOSTILITY.get(row[hostility], 'not coded')}"
        for end, hostility in (("source", "hostility"), ("target", "target_hostility"))
    )
    deaths = DEATHS.get(row["fatality"])
    return _record(
        row,
        f"mid.{row['dataset']}.{row['dispute']}.{row['source']}.{row['target']}",
        row["first"],
        f"Dispute {row['dispute']}. Highest action of {sides}" + (f". Deaths: {deaths}" if deaths else ""),
        min(date(row["last"].year, 12, 31), day),
        kind="militarised dispute",
        when=_years(row["first"], row["last"]),
    )


def incident_record(row: dict[str, Any], day: date) -> Record:
    """Return an incident, a row of the table ``incidents``."""
    hostility = HOSTILITY.get(row["hostility"], "not coded")
    deaths = _deaths(row)
    return _record(
        row,
        f"incident.{row['dataset']}.{row['dispute']}.{row['incident']}.{row['source']}.{row['target']}",
        row["start"],
        f"{display_name(row['source'], day)} against {display_name(row['target'], day)}: {hostility}"
        + (f"; deaths {deaths}" if deaths else ""),
        min(row["known_on"], day),
        kind="incident",
        when=at_precision(row["start"], row["precision"], prose=True),
    )


def _deaths(row: dict[str, Any]) -> str | None:
    """Return the deaths of both sides, as a range where it is one."""
    least = [row[f"{side}deaths_least"] for side in ("", "target_")]
    most = [row[f"{side}deaths_most"] for side in ("", "target_")]
    if None in least or None in most:
        return None
    low, high = sum(least), sum(most)
    return str(low) if low == high else f"{low}–{high}"


def participation_record(row: dict[str, Any], day: date) -> Record:
    """Return two states' participation in one militarised dispute: see `detente.answers.dataset_records`."""
    a, b = (display_name(row[end], day) for end in ("source", "target"))
    where = "on opposite sides" if row["opposed"] else "on the same side"
    levels = "; ".join(
        f"{name}: {HOSTILITY.get(row[hostility], 'not coded')}"
        for name, hostility in ((a, "hostility"), (b, "target_hostility"))
    )
    return _record(
        row,
        f"participation.{row['dataset']}.{row['dispute']}.{row['source']}.{row['target']}.{row['start']}",
        row["start"],
        f"Dispute {row['dispute']}: {a} and {b} {where}. Highest action of {levels}",
        min(row["known_on"], day),
        kind="part in a militarised dispute",
        when=at_precision(row["start"], row["precision"], prose=True),
        tone="conflictual" if row["opposed"] else "cooperative",
    )


def war_record(row: dict[str, Any], day: date) -> Record:
    """Return a war, a row of `detente.answers.wars_and_crises.read_wars`."""
    other = "a non-state party" if row["opponent"] is None else display_name(row["opponent"], day)
    title = row["title"] or f"War {row['war']}"
    parts = [f"{title} ({row['type']}): {display_name(row['state'], day)} and {other}"]
    if row["outcome"]:
        parts.append(f"outcome for {display_name(row['state'], day)}: {row['outcome']}")
    return _record(
        row,
        f"war.{row['dataset']}.{row['war']}.{row['state']}.{row['opponent'] or 'none'}",
        row["first"],
        "; ".join(parts),
        min(date(row["last"].year, 12, 31), day),
        kind="war",
        when=_years(row["first"], row["last"]),
    )


def crisis_record(row: dict[str, Any], day: date) -> Record:
    """Return an international crisis, a row of the table ``crises``."""
    by = f", triggered by {display_name(row['trigger'], day)}" if row["trigger"] else ""
    violence = VIOLENCE.get(row["violence"])
    text = f"{row['title']}: a crisis for {display_name(row['state'], day)}{by}"
    return _record(
        row,
        f"crisis.{row['dataset']}.{row['crisis']}.{row['state']}.{row['start']}",
        row["start"],
        text + (f"; {violence}" if violence else ""),
        min(row["known_on"], day),
        kind="crisis",
        when=at_precision(row["start"], row["precision"], prose=True),
    )


def armed_conflict_record(row: dict[str, Any], day: date) -> Record:
    """Return two states' part in one armed conflict: see `detente.answers.dataset_records`."""
    a, b = (display_name(row[end], day) for end in ("source", "target"))
    where = "on opposite sides" if row["opposed"] else "on the same side"
    about = f" over {BOTH.get(row['issue'], row['issue'])}" if row["issue"] else ""
    deaths = BATTLE_DEATHS.get(row["intensity"])
    text = f"Conflict {row['conflict']}{about} ({row['type']}): {a} and {b} {where}"
    return _record(
        row,
        f"conflict.{row['dataset']}.{row['conflict']}.{row['source']}.{row['target']}.{row['opposed']:d}",
        row["first"],
        text + (f"; deaths in battle in the worst year: {deaths}" if deaths else ""),
        min(row["known_on"], day),
        kind="armed conflict",
        when=_years(row["first"], row["last"]),
        tone="conflictual" if row["opposed"] else "cooperative",
    )


def peace_agreement_record(row: dict[str, Any], day: date) -> Record:
    """Return a peace agreement that concerns two states, a row of the table ``peace_agreements``."""
    details = ", ".join(part for part in (row["process"], row["status"]) if part)
    return _record(
        row,
        f"peace-agreement.{row['dataset']}.{row['id']}",
        row["date"],
        row["title"] + (f" ({details})" if details else ""),
        min(row["known_on"], day),
        kind="peace agreement",
        when=at_precision(row["date"], "day", prose=True),
        tone="cooperative",
    )


def veto_record(row: dict[str, Any], day: date) -> Record:
    """Return a draft of the Security Council that two states vetoed together."""
    title = f": {row['title']}" if row["title"] else ""
    return _record(
        row,
        f"veto.{row['dataset']}.{row['draft']}.{row['date']}.{row['vote']}",
        row["date"],
        f"Both vetoed {row['draft']}{title}",
        min(row["known_on"], day),
        kind="veto",
        when=at_precision(row["date"], "day", prose=True),
        tone="cooperative",
    )


def _record(
    row: dict[str, Any], key: str, day: date, text: str, known_on: date, *, kind: str, when: str,
    tone: str = "conflictual",
) -> Record:  # fmt: skip
    return Record(key, kind, when, day, text, f"Dataset {row['dataset']}", known_on, tone, row["dataset"])


def _years(first: date, last: date) -> str:
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
