"""The coder's lists, read once from ``resources/coding``: verbs by form, nouns that give a mention its role."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Form", "Verb", "forms", "heads", "rows", "sports", "verbs"]

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "coding"
IRREGULAR = {
    "meet": "met", "hold": "held", "begin": "began begun", "speak": "spoke spoken", "write": "wrote written",
    "withdraw": "withdrew withdrawn", "send": "sent", "give": "gave given", "sell": "sold", "buy": "bought",
    "lend": "lent", "cut": "cut", "break": "broke broken", "shut": "shut", "quit": "quit", "hit": "hit",
    "strike": "struck stricken", "shoot": "shot", "fight": "fought", "sink": "sank sunk", "seek": "sought",
    "fly": "flew flown", "tell": "told", "withhold": "withheld", "retake": "retook retaken", "drive": "drove driven",
    "leave": "left", "beat": "beat beaten", "pay": "paid", "take": "took taken", "make": "made", "forgive": "forgave forgiven", "freeze": "froze frozen", "slam": "slammed", "sue": "sued",
}  # fmt: skip
DOUBLED = frozenset("slam scrap slap kidnap ban cut shut quit hit permit stop swap repel bar drop".split())
VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Verb:
    """One row of the lexicon: what an act is called when a state does it."""

    verb: str
    companions: frozenset[str]
    type: str
    mode: str
    quad: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a verb: ``base``, ``third``, ``past`` (past tense or participle) or ``ing``."""

    verb: str
    tense: str


@cache
def verbs() -> dict[str, tuple[Verb, ...]]:
    """Return the rows of each verb; rows that need a companion word come first."""
    index: dict[str, list[Verb]] = {}
    for row in rows("verbs.csv"):
        companions = frozenset(row["with"].split("|")) - {""}
        index.setdefault(row["verb"], []).append(Verb(row["verb"], companions, row["type"], row["mode"], row["quad"]))
    return {verb: tuple(sorted(entries, key=lambda entry: not entry.companions)) for verb, entries in index.items()}


@cache
def forms() -> dict[str, Form]:
    """Return the verb that each form belongs to."""
    index: dict[str, Form] = {}
    for verb in verbs():
        past, third, ing = _past(verb), _third(verb), _ing(verb)
        for form in past:
            index.setdefault(form, Form(verb, "past"))
        index.setdefault(third, Form(verb, "third"))
        index.setdefault(ing, Form(verb, "ing"))
        index[verb] = Form(verb, "base") if verb not in past else Form(verb, "past")
    return {form: verb for form, verb in index.items() if form != "armed"}


@cache
def heads() -> dict[str, str]:
    """Return the class of each noun that a mention may qualify."""
    return {word: row["class"] for row in reversed(list(rows("heads.csv"))) for word in row["words"].split()}


@cache
def sports() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words, and the phrases of several words, that mark a sentence about sport."""
    listed = [row["word"].lower() for row in rows("sports.csv")]
    return frozenset(word for word in listed if " " not in word), tuple(word for word in listed if " " in word)


def rows(file: str) -> list[dict[str, str]]:
    """Return the rows of one of the lists."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _past(verb: str) -> tuple[str, ...]:
    if verb in IRREGULAR:
        return tuple(IRREGULAR[verb].split())
    if verb.endswith("e"):
        return (verb + "d",)
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return (verb[:-1] + "ied",)
    if verb in DOUBLED:
        return (verb + verb[-1] + "ed",)
    return (verb + "ed",) if verb not in {"cancel", "expel", "rebel"} else (verb + "led", verb + "ed")


def _ing(verb: str) -> str:
    if verb in DOUBLED or verb in {"expel", "begin"}:
        return verb + verb[-1] + "ing"
    return (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb) + "ing"
