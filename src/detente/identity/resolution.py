"""From what a person or a dataset writes to one state at one date, or an error that says why not.

The rules, in order:

1. A number is a Correlates of War or Gleditsch–Ward number. Where the two lists give it to different
   states (260, 678, 970) it needs a scheme.
2. Three letters that are one of our codes are that code, so resolving a code gives it back. The
   abbreviations of the Correlates of War list, some of which mean another state (AUS is Austria there),
   are read only where no code is spelled so; name the scheme 'cowabb' for data that use them.
3. Two letters that are a usual abbreviation (UK, US, EU, UN) are that name. Other pairs are ISO 3166-1
   alpha-2 or FIPS 10-4 codes; a pair that means different states in the two needs a scheme. Where ISO means a
   state of either list and FIPS a place that is on neither (AT: Austria, or Ashmore and Cartier Islands), it is
   the state.
4. Everything else is a name, alias or demonym, in one of the forms of `detente.identity.name_forms`.

A code that stands for a region as well as for a state (SAF: Southern Africa in CAMEO, South Africa for the
Correlates of War) is the state.

A name's dates bind, and so do those of a number that a list moved from one state to another or gave up for
another number (Gleditsch–Ward 260 is West Germany from 21 September 1949, and Germany from 3 October 1990).
A state's present name may be used for earlier dates ('Russia' in 1985), but a former name only for the time
of its use: 'Soviet Union' in 2015 raises `NotAStateThen` and names Russia. A state exists at a date if either
list has it then.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from detente.errors import AmbiguousState, NotAStateThen, UnknownState, UsageError
from detente.identity.hints import either, unknown
from detente.identity.memberships import group_key, members_in_words
from detente.identity.name_forms import named
from detente.identity.records import (
    Entity,
    Period,
    SpellRow,
    code_index,
    entities,
    name_index,
    neighbours,
    normalise,
    spell_index,
)
from detente.identity.state import State, as_day, state_on

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SCHEMES", "Meaning", "meanings", "resolve", "resolve_during", "resolve_state"]

SCHEMES = ("code", "name", "cow", "gw", "iso3", "iso2", "iso_numeric", "fips", "cameo", "cowabb")

_ALWAYS = Period(date.min, date.max)
_SCHEME_TITLES = {"iso2": "ISO 3166", "fips": "FIPS 10-4", "cow": "Correlates of War", "gw": "Gleditsch–Ward"}
_REGION = "region: "


class Meaning(NamedTuple):
    """One entity that a text may mean, and when; a region's code has an empty `code`."""

    code: str
    period: Period
    label: str


def resolve(text: str | int, on: date | str | None = None, *, scheme: str | None = None) -> State:
    """Return the state that a name, code or number means at a date.

    Parameters
    ----------
    text : str or int
        A name, alias or demonym in English; a three-letter code; an ISO or FIPS two-letter code; a
        Correlates of War or Gleditsch–Ward number.
    on : date or str, optional
        The day; today if left out.
    scheme : str, optional
        Read `text` in one scheme only: 'code', 'name', 'cow', 'gw', 'iso3', 'iso2', 'iso_numeric',
        'fips', 'cameo' or 'cowabb'.

    Returns
    -------
    State
        The state as it stood on the day.

    Raises
    ------
    UnknownState
        If nothing is called so; near names are attached.
    AmbiguousState
        If several states are called so at the date, or two schemes disagree; they are attached.
    NotAStateThen
        If what the text means did not exist at the date, or was not called so.
    UsageError
        If the scheme or the date can't be read.

    Examples
    --------
    >>> resolve("Soviet Union", "1985-03-11").code
    'RUS'
    >>> resolve("AS", scheme="fips").name
    'Australia'
    """
    day = as_day(on)
    asked = str(text).strip()
    if scheme is not None:
        return _settle(asked, day, meanings(asked, scheme))
    if asked.isascii() and asked.isdigit():
        return _settle(asked, day, _number(asked, day))
    key = normalise(asked)
    if key.upper() in entities():
        return _settle(asked, day, meanings(key, "code"))
    if len(key) == 2 and key.isascii() and key not in name_index():
        return _settle(asked, day, _two_letters(asked, key.upper(), day))
    return _settle(asked, day, _named(asked, key))


def resolve_state(text: str | int, on: date | str | None = None, *, scheme: str | None = None) -> State:
    """Return the state that a name, code or number means at a date; an organisation is refused.

    Parameters
    ----------
    text, on, scheme
        As of `resolve`.

    Returns
    -------
    State
        A state, territory or disputed entity as it stood on the day.

    Raises
    ------
    UsageError
        As of `resolve`, and if the text names an organisation; the message says how to give its members.

    Examples
    --------
    >>> resolve_state("Hong Kong").kind
    'territory'
    >>> resolve_state("NATO", "1950-01-01")
    Traceback (most recent call last):
    ...
    detente.errors.UnknownState: 'NATO' is an organisation, not a state. Its members on 1950-01-01: ...
    """
    found = resolve(text, on, scheme=scheme)
    if found.kind == "organisation":
        key = group_key(found.name) or group_key(found.official)
        rest = "Name a state." if key is None else members_in_words(key, as_day(on))
        named = "" if found.name == str(text).strip() else f", {found.name}"
        raise UnknownState(f"{str(text)!r} is an organisation{named}, not a state. {rest}", value=text)
    return found


def resolve_during(
    text: str | int, start: date | str, end: date | str | None = None, *, scheme: str | None = None
) -> State:
    """Return the state that a name, code or number means in a span of days: on the last of them that has it.

    Parameters
    ----------
    text, scheme
        As of `resolve`.
    start, end : date or str
        First and last day of the span; an end left out is today.

    Returns
    -------
    State
        The state as it stood on the last day of the span on which it goes by the name: over 1816 to 2020 'Germany'
        is Germany as it is since 1990, 'Soviet Union' is Russia (RUS), and 'West Germany' is `BRD`.

    Raises
    ------
    UnknownState
        If nothing is called so, or it is an organisation.
    AmbiguousState
        If several states are called so on that last day.
    NotAStateThen
        If none is on any day of the span.

    Examples
    --------
    >>> resolve_during("Soviet Union", "1950-01-01", "1999-12-31").code
    'RUS'
    >>> resolve_during("Austria", "1850-01-01", "1900-12-31").name
    'Austria-Hungary'
    """
    first, last = as_day(start), as_day(end)
    refused: NotAStateThen | None = None
    for day in (last, *_last_days(str(text).strip(), first, last, scheme)):
        try:
            return resolve_state(text, day, scheme=scheme)
        except NotAStateThen as error:
            refused = refused or error
    reasons = refused.message.partition(". ")[2] if refused else ""
    raise NotAStateThen(f"No state goes by {str(text)!r} from {first} to {last}. {reasons}".rstrip(), value=text)


def _last_days(asked: str, first: date, last: date, scheme: str | None) -> list[date]:
    """Return the days of a span on which a meaning of the text, or a state that it means, ends; the latest first."""
    schemes = SCHEMES if scheme is None else (scheme,)
    ends = {
        min(meaning.period.end, lived.end)
        for one in schemes
        for meaning in meanings(asked, one)
        if meaning.code
        for lived in entities()[meaning.code].lifetime
    }
    return sorted((day for day in ends if first <= day < last), reverse=True)


def meanings(text: str, scheme: str) -> tuple[Meaning, ...]:
    """Return everything that a text means in one scheme, at all dates.

    Parameters
    ----------
    text : str
        The foreign code or name.
    scheme : str
        One of `SCHEMES`.

    Returns
    -------
    tuple of Meaning
        Empty if the scheme does not have the text.

    Raises
    ------
    UsageError
        If there is no such scheme.

    Examples
    --------
    >>> [m.code for m in meanings("SU", "fips")]
    ['SDN']
    """
    if scheme not in SCHEMES:
        raise UsageError(f"No scheme is called {scheme!r}. Give one of: {', '.join(SCHEMES)}.", value=scheme)
    if scheme == "name":
        return tuple(Meaning(r.code, r.period, r.name) for r in named(text))
    wanted = text.strip().upper()
    if scheme == "code":
        return (Meaning(wanted, _ALWAYS, wanted),) if wanted in entities() else ()
    if scheme in {"cow", "gw", "iso_numeric"}:
        wanted = wanted.removesuffix(".0").zfill(3)
    if scheme in {"cow", "gw"}:
        spells = spell_index().get((scheme, int(wanted)), ()) if _is_number(wanted) else ()
        return tuple(dict.fromkeys(Meaning(s.code, _numbered(s), f"{scheme} {int(wanted)}") for s in spells))
    rows = code_index()[scheme].get(wanted, ())
    return tuple(Meaning(r.code, r.period, wanted if r.code else r.status.removeprefix(_REGION)) for r in rows)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _numbered(spell: SpellRow) -> Period:
    """Return when a number means its state: in the spell, if the number or the state had another in the list."""
    codes = {one.code for one in spell_index()[spell.system, spell.number]}
    numbers = {one.number for one in entities()[spell.code].spells if one.system == spell.system}
    return spell.period if len(codes) > 1 or len(numbers) > 1 else _ALWAYS


def _number(asked: str, day: date) -> tuple[Meaning, ...]:
    """Return the meaning of a bare number, or raise if the two lists disagree on it."""
    number = int(asked)
    cow = spell_index().get(("cow", number), ())
    gw = spell_index().get(("gw", number), ())
    gw = tuple(spell for spell in gw if spell.period.covers(day)) or gw
    codes = tuple(dict.fromkeys(spell.code for spell in (*cow, *gw)))
    if len(codes) > 1:
        pairs = [(s.system, s.code) for s in (*cow, *gw)]
        _clash(asked, day, tuple(dict.fromkeys(pairs)))
    return tuple(Meaning(code, _ALWAYS, asked) for code in codes)


def _two_letters(asked: str, pair: str, day: date) -> tuple[Meaning, ...]:
    """Return the meaning of a bare two-letter code, or raise if ISO and FIPS disagree on it."""
    rows = [row for scheme in ("iso2", "fips") for row in code_index()[scheme].get(pair, ())]
    valid = [row for row in rows if row.period.covers(day)]
    if any(row.scheme == "iso2" and entities()[row.code].spells for row in valid):
        valid = [row for row in valid if row.scheme == "iso2" or entities()[row.code].spells]
    if len({row.code for row in valid}) > 1:
        _clash(asked, day, tuple(dict.fromkeys((row.scheme, row.code) for row in valid)))
    return tuple(Meaning(row.code, row.period, pair) for row in valid or rows)


def _named(asked: str, key: str) -> tuple[Meaning, ...]:
    """Return the meanings of a name, with those three-letter codes that are not ours."""
    found = list(meanings(asked, "name"))
    if len(key) == 3 and key.isascii():
        found += [m for scheme in ("iso3", "cowabb", "cameo") for m in meanings(key, scheme)]
    return tuple(found)


def _settle(asked: str, day: date, found: tuple[Meaning, ...]) -> State:
    """Return the one state that the meanings leave at the date, or raise."""
    if not found:
        raise unknown(asked, day)
    states = tuple(meaning for meaning in found if meaning.code)
    if not states:
        raise UnknownState(
            f"{asked!r} stands for a region ({found[0].label}), not for a state. Name a state.",
            value=asked,
        )
    live = dict.fromkeys(m.code for m in states if m.period.covers(day) and entities()[m.code].exists(day))
    if not live:
        _not_then(asked, day, states)
    if len(live) > 1:
        _ambiguous(asked, day, tuple(live))
    return state_on(next(iter(live)), day)


def _ambiguous(asked: str, day: date, codes: tuple[str, ...]) -> NoReturn:
    candidates = tuple(_described(entities()[code], day) for code in sorted(codes))
    raise AmbiguousState(
        f"{asked!r} on {day} may be {either(candidates)}. Name one of them, or give its code.",
        value=asked,
        candidates=candidates,
    )


def _clash(asked: str, day: date, pairs: tuple[tuple[str, str], ...]) -> NoReturn:
    meant = [f"{state_on(code, day).name} ({code}) in {_SCHEME_TITLES[scheme]}" for scheme, code in pairs]
    schemes = " or ".join(f"scheme={scheme!r}" for scheme in dict.fromkeys(scheme for scheme, _ in pairs))
    codes = dict.fromkeys(code for _, code in pairs)
    raise AmbiguousState(
        f"{asked!r} is {' and '.join(meant)}. Give {schemes} (--scheme on the command line), or a name.",
        value=asked,
        candidates=tuple(_described(entities()[code], day) for code in codes),
    )


def _not_then(asked: str, day: date, found: Iterable[Meaning]) -> NoReturn:
    reasons = dict.fromkeys(_reason(meaning, day) for meaning in found)
    raise NotAStateThen(" ".join((f"No state goes by {asked!r} on {day}.", *reasons)), value=asked)


def _reason(meaning: Meaning, day: date) -> str:
    """Say why one meaning fails at the date, and where to look instead."""
    entity = entities()[meaning.code]
    name = state_on(meaning.code, day).name
    if entity.exists(day):
        return (
            f"{meaning.label!r} was in use {_in_words((meaning.period,))}; "
            f"on that day the state is {name} ({meaning.code})."
        )
    told = f"{name} ({meaning.code}) is on record {_in_words(entity.lifetime)}."
    others = [code for code in neighbours().get(meaning.code, ()) if entities()[code].exists(day)]
    if not others:
        return told
    return f"{told} On that day see {either([f'{state_on(c, day).name} ({c})' for c in others])}."


def _described(entity: Entity, day: date) -> str:
    years = ", ".join(_years(period) for period in entity.lifetime)
    return f"{state_on(entity.code, day).name} ({entity.code}), {years}"


def _years(period: Period) -> str:
    if period == _ALWAYS:
        return "undated"
    first = "" if period.start == date.min else str(period.start.year)
    return f"{first}–{'' if period.end == date.max else period.end.year}"


def _in_words(periods: tuple[Period, ...]) -> str:
    return " and ".join(_span(period) for period in periods)


def _span(period: Period) -> str:
    if period == _ALWAYS:
        return "at all dates"
    if period.start == date.min:
        return f"until {period.end}"
    if period.end == date.max:
        return f"from {period.start} on"
    return f"from {period.start} to {period.end}"
