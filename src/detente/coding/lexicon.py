"""The coder's lists, read once from ``resources/coding``: verbs by form, nouns that give a mention its role."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Form", "Verb", "forms", "heads", "nouns", "rows", "sports", "verbs", "words"]

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "coding"
VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Verb:
    """One row of the lexicon: what an act is called when a state does it."""

    verb: str
    companions: frozenset[str]
    type: str
    mode: str
    quad: str
    by: str = ""


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
        verb = Verb(row["verb"], companions, row["type"], row["mode"], row["quad"], row["by"])
        index.setdefault(row["verb"], []).append(verb)
    return {
        verb: tuple(sorted(entries, key=lambda entry: (not entry.companions, not entry.by)))
        for verb, entries in index.items()
    }


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
    """Return the class of each noun that a mention may qualify, and of its plural in -s."""
    listed = {word: row["class"] for row in reversed(rows("heads.csv")) for word in row["words"].split()}
    return {word + "s": kind for word, kind in listed.items() if not word.endswith("s")} | listed


@cache
def nouns() -> dict[str, Verb]:
    """Return what a noun names: talks, an agreement, fighting."""
    return {r["noun"]: Verb(r["noun"], frozenset(), r["type"], r["mode"], r["quad"]) for r in rows("nouns.csv")}


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of a class, such as ``preposition``."""
    return _classes()[kind]


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {row["class"]: frozenset(row["words"].split()) for row in rows("words.csv")}


@cache
def sports() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words, and the phrases of several words, that mark a sentence about sport."""
    listed = [row["word"].lower() for row in rows("sports.csv")]
    return frozenset(word for word in listed if " " not in word), tuple(word for word in listed if " " in word)


def rows(file: str) -> list[dict[str, str]]:
    """Return the rows of one of the lists."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    return {row["verb"]: (row["past"], row["doubles"]) for row in rows("irregular.csv")}


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _past(verb: str) -> tuple[str, ...]:
    past, doubles = _irregular().get(verb, ("", ""))
    if past:
        return tuple(past.split())
    if verb.endswith("e"):
        return (verb + "d",)
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return (verb[:-1] + "ied",)
    if doubles:
        return (verb + verb[-1] + "ed",)
    return (verb + "ed",) if verb not in {"cancel", "expel", "rebel"} else (verb + "led", verb + "ed")


def _ing(verb: str) -> str:
    if _irregular().get(verb, ("", ""))[1] or verb in {"expel", "begin"}:
        return verb + verb[-1] + "ing"
    return (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb) + "ing"
