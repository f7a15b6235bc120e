"""The compiled records of the state system, read once from ``resources/states``.

Eleven files; ``sources.csv`` names the sources of each:

=================  ==========================================================================
states.csv         one row per entity: code, kind, note; ``since``/``until`` if no list has it
spells.csv         one row per spell of membership: system (cow or gw), number, start, end
names.csv          one row per name: short, official, alias or demonym, with the dates of its use
spellings.csv      one row per spelling in a published list (ISO 3166, World Bank, UN, UCDP, Gleditsch–Ward)
places.csv         one row per place that is not a state but is often listed like one, with a sentence on it
codes.csv          one row per foreign code: scheme, code, the state it means, and when
succession.csv     which state succeeded which
group_members.csv  one row per spell of membership in a group (with groups.csv)
major_powers.csv   one row per spell in which the Correlates of War list counts a state as a major power
capitals.csv       one row per spell in which a state had one capital, with its coordinates
=================  ==========================================================================

Dates are inclusive at both ends. An empty start or end is open and becomes `date.min` or `date.max`, so that
comparisons need no special case. Two traps: Gleditsch and Ward use one number across a change for which the
Correlates of War list has two (260 for West Germany and Germany, 678 for the Yemen Arab Republic and Yemen), so
their spells are split where our codes change; and ISO reused alpha-2 codes (CS, SK), so a code without a date is
not a key.
"""

from __future__ import annotations

import csv
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CodeRow",
    "Entity",
    "NameRow",
    "Period",
    "code_index",
    "codes_of",
    "entities",
    "name_index",
    "names_of",
    "neighbours",
    "normalise",
    "period",
    "places",
    "read_rows",
    "spell_index",
]

_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "states"


class Period(NamedTuple):
    """A span of days, both ends included."""

    start: date
    end: date

    def covers(self, on: date) -> bool:
        """Return whether the day falls within the period."""
        return self.start <= on <= self.end


class SpellRow(NamedTuple):
    """One spell of membership in one of the two state lists."""

    code: str
    system: str
    number: int
    period: Period


class Entity(NamedTuple):
    """A state, territory, disputed entity or organisation, at all dates."""

    code: str
    kind: str
    note: str
    spells: tuple[SpellRow, ...]
    lifetime: tuple[Period, ...]

    def exists(self, on: date) -> bool:
        """Return whether the entity is in either list, or in its own record, on the date."""
        return any(period.covers(on) for period in self.lifetime)


class NameRow(NamedTuple):
    """One name of one entity and the period in which it was used."""

    code: str
    name: str
    use: str
    period: Period


class CodeRow(NamedTuple):
    """One foreign code and the entity it means; a region's code means none."""

    scheme: str
    foreign: str
    code: str
    period: Period
    status: str


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one of the files in ``resources/states``."""
    with (_FOLDER / name).open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def period(start: str, end: str) -> Period:
    """Return the period between two ISO dates, either of which may be empty."""
    return Period(
        date.fromisoformat(start) if start else date.min,
        date.fromisoformat(end) if end else date.max,
    )


def normalise(text: str) -> str:
    """Return a name without case, accents, punctuation and a leading or trailing article.

    Examples
    --------
    >>> normalise("The São Tomé & Príncipe")
    'sao tome and principe'
    >>> normalise("U.S.S.R.")
    'ussr'
    >>> normalise("Bahamas (the)")
    'bahamas'
    """
    plain = text if text.isascii() else _without_accents(text)
    plain = plain.casefold().replace("&", " and ")
    plain = "".join(c if c.isalnum() else "" if c in ".'’‘ʻ`" else " " for c in plain)
    words = ["saint" if word == "st" else word for word in plain.split()]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 1 and words[-1] == "the":
        words = words[:-1]
    return " ".join(words)


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@cache
def entities() -> dict[str, Entity]:
    """Return every entity by its code."""
    spells: dict[str, list[SpellRow]] = {}
    for row in read_rows("spells.csv"):
        spell = SpellRow(row["code"], row["system"], int(row["number"]), period(row["start"], row["end"]))
        spells.setdefault(spell.code, []).append(spell)
    index = {}
    for row in read_rows("states.csv"):
        own = tuple(spells.get(row["code"], ()))
        lifetime = _merge([s.period for s in own]) if own else (period(row["since"], row["until"]),)
        index[row["code"]] = Entity(row["code"], row["kind"], row["note"], own, lifetime)
    return index


def _merge(periods: list[Period]) -> tuple[Period, ...]:
    """Join periods that overlap or touch."""
    merged: list[Period] = []
    for one in sorted(periods):
        last = merged[-1] if merged else None
        if last is not None and (last.end == date.max or one.start.toordinal() <= last.end.toordinal() + 1):
            merged[-1] = Period(last.start, max(last.end, one.end))
        else:
            merged.append(one)
    return tuple(merged)


@cache
def names_of() -> dict[str, tuple[NameRow, ...]]:
    """Return the names of each entity, in file order; for a published list's spelling, the use is the list."""
    index: dict[str, list[NameRow]] = {}
    for file, use in (("names.csv", "use"), ("spellings.csv", "list")):
        for row in read_rows(file):
            name = NameRow(row["code"], row["name"], row[use], period(row["from"], row["to"]))
            index.setdefault(name.code, []).append(name)
    return {code: tuple(rows) for code, rows in index.items()}


@cache
def name_index() -> dict[str, tuple[NameRow, ...]]:
    """Return the names by normalised form."""
    index: dict[str, list[NameRow]] = {}
    for rows in names_of().values():
        for row in rows:
            index.setdefault(normalise(row.name), []).append(row)
    return {key: tuple(rows) for key, rows in index.items()}


@cache
def places() -> dict[str, str]:
    """Return a sentence on each place that is not a state, by normalised name."""
    return {normalise(row["name"]): row["note"] for row in read_rows("places.csv")}


@cache
def code_index() -> dict[str, dict[str, tuple[CodeRow, ...]]]:
    """Return the foreign codes by scheme and code."""
    index: dict[str, dict[str, list[CodeRow]]] = {}
    for row in read_rows("codes.csv"):
        code = CodeRow(row["scheme"], row["code"], row["state"], period(row["from"], row["to"]), row["status"])
        index.setdefault(code.scheme, {}).setdefault(code.foreign, []).append(code)
    return {scheme: {code: tuple(rows) for code, rows in by_code.items()} for scheme, by_code in index.items()}


@cache
def codes_of() -> dict[str, tuple[CodeRow, ...]]:
    """Return the foreign codes of each entity, in the order of the file."""
    index: dict[str, list[CodeRow]] = {}
    for by_code in code_index().values():
        for rows in by_code.values():
            for row in rows:
                index.setdefault(row.code, []).append(row)
    return {code: tuple(rows) for code, rows in index.items()}


@cache
def spell_index() -> dict[tuple[str, int], tuple[SpellRow, ...]]:
    """Return the spells by system and number."""
    index: dict[tuple[str, int], list[SpellRow]] = {}
    for entity in entities().values():
        for spell in entity.spells:
            index.setdefault((spell.system, spell.number), []).append(spell)
    return {key: tuple(spells) for key, spells in index.items()}


@cache
def neighbours() -> dict[str, tuple[str, ...]]:
    """Return the predecessors and successors of each code."""
    index: dict[str, list[str]] = {}
    for row in read_rows("succession.csv"):
        index.setdefault(row["predecessor"], []).append(row["successor"])
        index.setdefault(row["successor"], []).append(row["predecessor"])
    return {code: tuple(dict.fromkeys(others)) for code, others in index.items()}
