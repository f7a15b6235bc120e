"""Rows of the table ``ties`` as records of a document: pacts, claims, rivalries, sanctions, exercises and visits."""

from __future__ import annotations

from datetime import date
from typing import Any

from detente.catalog import at_precision
from detente.documents.figures import Record
from detente.identity import display_name

__all__ = ["pact_spell_record", "tie_record"]

NAMES = {
    "claim": "territorial claim",
    "sanction": "sanctions",
    "sanction_threat": "threat of sanctions",
    "exercise": "joint exercise",
    "us_mission": "representation",
}
KINDS = {"sanction_threat": "sanction"}  # the kind of the record, where it is not that of the row
JOINED = {
    "claim": "from",
    "sanction": "against",
    "sanction_threat": "against",
    "visit": "to",
    "us_mission": "in",
}  # of directed ties
TONES = {
    "claim": "conflictual",
    "rivalry": "conflictual",
    "sanction": "conflictual",
    "sanction_threat": "conflictual",
    "exercise": "cooperative",
    "visit": "cooperative",
    "meeting": "cooperative",
}
# The land border, or the stretch of water at most, that the Correlates of War project's types of contiguity mean
CONTIGUITY = {1: "land border", 2: "12 miles of water", 3: "24 miles", 4: "150 miles", 5: "400 miles"}


def tie_record(row: dict[str, Any], day: date) -> Record:
    """Return a claim, rivalry, sanction, exercise, visit, meeting or contiguity of two states, with its dataset."""
    source, target = (display_name(row[end], day) for end in ("source", "target"))
    joined = f" {JOINED.get(row['kind'], 'toward')} " if row["directed"] else " and "
    text = f"{source}{joined}{target}: {NAMES.get(row['kind'], row['kind'])}"
    if row["kind"] == "contiguity" and row["level"] is not None:
        text += f" ({CONTIGUITY.get(int(row['level']), 'type not known')})"
    if row["title"]:
        text += f", {row['title']}"
    start = at_precision(row["start"], row["precision"], prose=True)
    end = start if row["end"] is None else at_precision(row["end"], row["precision"], prose=True)
    if end != start:
        text += f"; until {end}"
    return Record(
        f"{row['kind']}.{row['dataset']}.{row['id']}.{row['source']}.{row['target']}.{row['start']}",
        KINDS.get(row["kind"], row["kind"]),
        start,
        row["start"],
        text,
        "Facts compiled by hand" if row["dataset"] == "facts" else f"Dataset {row['dataset']}",
        min(row["known_on"], day),
        TONES.get(row["kind"], "neutral"),
        row["dataset"],
    )


def pact_spell_record(row: dict[str, Any], day: date) -> Record:
    """Return a spell of a pact in a dataset, a row of `PactAnswer.ties`."""
    names = {code: display_name(code, day) for code in (row["source"], row["target"])}
    bound = "both" if row["bound"] == "both" else f"{names[row['bound']]} alone"
    kind = row["kind"].replace("nonaggression", "non-aggression")
    text = f"{' and '.join(names.values())}: {kind}, binding {bound}"
    if row["end"] is not None:
        text += f"; until {at_precision(row['end'], row['precision'], prose=True)}"
    return Record(
        f"pact-spell.{row['dataset']}.{row['kind']}.{row['source']}.{row['target']}.{row['start']}",
        "pact",
        f"since {at_precision(row['start'], row['precision'], prose=True)}",
        row["start"],
        text,
        f"Dataset {row['dataset']}",
        min(date(row["start"].year, 12, 31), day),
        "cooperative",
        row["dataset"],
    )
