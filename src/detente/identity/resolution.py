"""Resolve a name, code or number to one state at one date, or raise an error that says why not.

The rules, in order:

1. A number is a Correlates of War or Gleditsch–Ward number. A number that means different states in the two
   lists (260, 678, 970) needs a scheme.
2. Three letters that are one of our codes are that code, so a code resolves to itself. The abbreviations of
   the Correlates of War list, some of which mean another state (AUS is Austria there), are read only if they
   are not one of our codes; use the scheme 'cowabb' for data that contain them.
3. Two letters that are a usual abbreviation (UK, US, EU, UN) are that name. Other pairs are ISO 3166-1
   alpha-2 or FIPS 10-4 codes; a pair that means different states in the two needs a scheme. If ISO means a
   state of either list and FIPS a place in neither (AT: Austria, or Ashmore and Cartier Islands), it is
   the state.
4. Everything else is a name, alias or demonym, written in one of the ways of `detente.identity.name_forms`.

A code for both a region and a state (SAF: Southern Africa in CAMEO, South Africa for the Correlates of War) is
the state.

The dates of a name are binding, and so are those of a number that a list moved from one state to another or
replaced (Gleditsch–Ward 260 is West Germany from 21 September 1949, and Germany from 3 October 1990). A state's
present name may be used for earlier dates ('Russia' in 1985), but a former name only while it was in use:
'Soviet Union' in 2015 raises `NotAStateThen` and names Russia. A state exists at a date if either list has it
then.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from detente.errors import AmbiguousState, NotAStateThen, UnknownState, UsageError
from detente.identity.memberships import group_key, members_in_words
from detente.identity.name_forms import names_matching
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
from detente.identity.schemes import SCHEMES
from detente.identity.state import State, as_day, state_on
from detente.identity.unknown_names import either, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Meaning", "meanings", "resolve", "resolve_code", "resolve_during", "resolve_state"]

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
        The state, with its names and codes at the date.

    Raises
    ------
    UnknownState
        If nothing has the name; similar names are attached.
    AmbiguousState
        If several states have the name at the date, or two schemes disagree; they are attached.
    NotAStateThen
        If the state did not exist at the date, or did not have the name then.
    UsageError
        If the scheme or the date is invalid.

    Examples
    --------
    >>> resolve("Soviet Union", "1985-03-11").code
    'RUS'
    >>> resolve("AS", scheme="fips").name
    'Australia'
    """
    day = as_day(on)
    return state_on(_resolved(str(text).strip(), day, scheme), day)


def resolve_code(text: str, on: date) -> str:
    """Return the code of the state that `resolve_state` returns, without looking up its names and other codes.

    Examples
    --------
    >>> resolve_code("Soviet Union", date(1985, 3, 11))
    'RUS'
    """
    code = _resolved(text.strip(), on, None)
    return code if entities()[code].kind != "organisation" else resolve_state(text, on).code  # which raises


@lru_cache(maxsize=8192)
def _resolved(text: str, day: date, scheme: str | None) -> str:
    """Return the code of the state that a text means; see `resolve`."""
    if scheme is not None:
        return _only_code(text, day, meanings(text, scheme))
    if text.isascii() and text.isdigit():
        return _only_code(text, day, _meanings_of_number(text, day))
    key = normalise(text)
    if (code := key.upper()) in entities():
        return _only_code(text, day, (Meaning(code, _ALWAYS, code),))
    if len(key) == 2 and key.isascii() and key not in name_index():
        return _only_code(text, day, _meanings_of_pair(text, key.upper(), day))
    return _only_code(text, day, _meanings_of_name(text, key))


def resolve_state(text: str | int, on: date | str | None = None, *, scheme: str | None = None) -> State:
    """Return the state that a name, code or number means at a date; an organisation is an error.

    Parameters
    ----------
    text, on, scheme
        As for `resolve`.

    Returns
    -------
    State
        A state, territory or disputed entity, with its names and codes at the date.

    Raises
    ------
    UsageError
        As for `resolve`, and if the text names an organisation; the message says which options accept it.

    Examples
    --------
    >>> resolve_state("Hong Kong").kind
    'territory'
    >>> resolve_state("NATO", "1950-01-01")
    Traceback (most recent call last):
    ...
    detente.errors.UnknownState: 'NATO' is an organisation, not a state. Its members on 1950-01-01: ...
    """
    state = resolve(text, on, scheme=scheme)
    if state.kind == "organisation":
        key = group_key(state.name) or group_key(state.official)
        advice = "Name a state." if key is None else members_in_words(key, as_day(on))
        name = "" if state.name == str(text).strip() else f", {state.name}"
        raise UnknownState(f"{str(text)!r} is an organisation{name}, not a state. {advice}", value=text)
    return state


def resolve_during(
    text: str | int, start: date | str, end: date | str | None = None, *, scheme: str | None = None
) -> State:
    """Return the state that a name, code or number means in a period: on the last day on which it means one.

    Parameters
    ----------
    text, scheme
        As for `resolve`.
    start, end : date or str
        First and last day of the period; the end is today if omitted.

    Returns
    -------
    State
        The state on the last day of the period on which the name is in use: over 1816 to 2020 'Germany' is Germany
        as it is since 1990, 'Soviet Union' is Russia (RUS), and 'West Germany' is `BRD`.

    Raises
    ------
    UnknownState
        If nothing has the name, or it is an organisation.
    AmbiguousState
        If several states have the name on that last day.
    NotAStateThen
        If no state has the name on any day of the period.

    Examples
    --------
    >>> resolve_during("Soviet Union", "1950-01-01", "1999-12-31").code
    'RUS'
    >>> resolve_during("Austria", "1850-01-01", "1900-12-31").name
    'Austria-Hungary'
    """
    first, last = as_day(start), as_day(end)
    first_error: NotAStateThen | None = None
    for day in (last, *_last_days(str(text).strip(), first, last, scheme)):
        try:
            return resolve_state(text, day, scheme=scheme)
        except NotAStateThen as error:
            first_error = first_error or error
    reasons = first_error.message.partition(". ")[2] if first_error else ""
    raise NotAStateThen(f"No state is called {str(text)!r} from {first} to {last}. {reasons}".rstrip(), value=text)


def _last_days(text: str, first: date, last: date, scheme: str | None) -> list[date]:
    """Return the days of a period on which a meaning of the text, or the state it means, ends; latest first."""
    schemes = SCHEMES if scheme is None else (scheme,)
    ends = {
        min(meaning.period.end, lived.end)
        for one in schemes
        for meaning in meanings(text, one)
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
        Empty if the scheme does not contain the text.

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
        raise UsageError(f"unknown scheme {scheme!r}: expected one of {', '.join(SCHEMES)}", value=scheme)
    if scheme == "name":
        return tuple(Meaning(r.code, r.period, r.name) for r in names_matching(text))
    wanted = text.strip().upper()
    if scheme == "code":
        return (Meaning(wanted, _ALWAYS, wanted),) if wanted in entities() else ()
    if scheme in {"cow", "gw", "iso_numeric"}:
        wanted = wanted.removesuffix(".0").zfill(3)
    if scheme in {"cow", "gw"}:
        spells = spell_index().get((scheme, int(wanted)), ()) if _is_meanings_of_number(wanted) else ()
        return tuple(dict.fromkeys(Meaning(s.code, _period_of_number(s), f"{scheme} {int(wanted)}") for s in spells))
    rows = code_index()[scheme].get(wanted, ())
    return tuple(Meaning(r.code, r.period, wanted if r.code else r.status.removeprefix(_REGION)) for r in rows)


def _is_meanings_of_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _period_of_number(spell: SpellRow) -> Period:
    """Return when a number means its state: only in the spell if the list reused the number or renumbered the state."""
    codes = {one.code for one in spell_index()[spell.system, spell.number]}
    numbers = {one.number for one in entities()[spell.code].spells if one.system == spell.system}
    return spell.period if len(codes) > 1 or len(numbers) > 1 else _ALWAYS


def _meanings_of_number(text: str, day: date) -> tuple[Meaning, ...]:
    """Return the meaning of a number without a scheme, or raise if the two lists disagree."""
    number = int(text)
    cow = spell_index().get(("cow", number), ())
    gw = spell_index().get(("gw", number), ())
    gw = tuple(spell for spell in gw if spell.period.covers(day)) or gw
    codes = tuple(dict.fromkeys(spell.code for spell in (*cow, *gw)))
    if len(codes) > 1:
        pairs = [(s.system, s.code) for s in (*cow, *gw)]
        _clash(text, day, tuple(dict.fromkeys(pairs)))
    return tuple(Meaning(code, _ALWAYS, text) for code in codes)


def _meanings_of_pair(text: str, pair: str, day: date) -> tuple[Meaning, ...]:
    """Return the meaning of a two-letter code without a scheme, or raise if ISO and FIPS disagree."""
    rows = [row for scheme in ("iso2", "fips") for row in code_index()[scheme].get(pair, ())]
    valid = [row for row in rows if row.period.covers(day)]
    if any(row.scheme == "iso2" and entities()[row.code].spells for row in valid):
        valid = [row for row in valid if row.scheme == "iso2" or entities()[row.code].spells]
    if len({row.code for row in valid}) > 1:
        _clash(text, day, tuple(dict.fromkeys((row.scheme, row.code) for row in valid)))
    return tuple(Meaning(row.code, row.period, pair) for row in valid or rows)


def _meanings_of_name(text: str, key: str) -> tuple[Meaning, ...]:
    """Return the meanings of a name, and of three letters that are not one of our codes."""
    candidates = list(meanings(text, "name"))
    if len(key) == 3 and key.isascii():
        candidates += [m for scheme in ("iso3", "cowabb", "cameo") for m in meanings(key, scheme)]
    return tuple(candidates)


def _only_code(text: str, day: date, candidates: tuple[Meaning, ...]) -> str:
    """Return the code of the only state that the text means at the date, or raise."""
    if not candidates:
        raise unknown(text, day)
    states = tuple(meaning for meaning in candidates if meaning.code)
    if not states:
        raise UnknownState(
            f"{text!r} is the code of a region ({candidates[0].label}), not of a state. Name a state.",
            value=text,
        )
    live = dict.fromkeys(m.code for m in states if m.period.covers(day) and entities()[m.code].exists(day))
    if not live:
        _not_then(text, day, states)
    if len(live) > 1:
        _ambiguous(text, day, tuple(live))
    return next(iter(live))


def _ambiguous(text: str, day: date, codes: tuple[str, ...]) -> NoReturn:
    candidates = tuple(_describe(entities()[code], day) for code in sorted(codes))
    raise AmbiguousState(
        f"{text!r} on {day} may be {either(candidates)}. Name one of them, or give its code.",
        value=text,
        candidates=candidates,
    )


def _clash(text: str, day: date, pairs: tuple[tuple[str, str], ...]) -> NoReturn:
    meant = [f"{state_on(code, day).name} ({code}) in {_SCHEME_TITLES[scheme]}" for scheme, code in pairs]
    schemes = " or ".join(f"scheme={scheme!r}" for scheme in dict.fromkeys(scheme for scheme, _ in pairs))
    codes = dict.fromkeys(code for _, code in pairs)
    raise AmbiguousState(
        f"{text!r} is {' and '.join(meant)}. Give {schemes} (--scheme on the command line), or a name.",
        value=text,
        candidates=tuple(_describe(entities()[code], day) for code in codes),
    )


def _not_then(text: str, day: date, candidates: Iterable[Meaning]) -> NoReturn:
    reasons = dict.fromkeys(_reason(meaning, day) for meaning in candidates)
    raise NotAStateThen(" ".join((f"No state is called {text!r} on {day}.", *reasons)), value=text)


def _reason(meaning: Meaning, day: date) -> str:
    """Return why one meaning does not hold at the date, and which states to use instead."""
    entity = entities()[meaning.code]
    name = state_on(meaning.code, day).name
    if entity.exists(day):
        return (
            f"{meaning.label!r} was in use {_in_words((meaning.period,))}; "
            f"on that day the state is {name} ({meaning.code})."
        )
    existed = f"{name} ({meaning.code}) is on record {_in_words(entity.lifetime)}."
    others = [code for code in neighbours().get(meaning.code, ()) if entities()[code].exists(day)]
    if not others:
        return existed
    return f"{existed} On that day see {either([f'{state_on(c, day).name} ({c})' for c in others])}."


def _describe(entity: Entity, day: date) -> str:
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
