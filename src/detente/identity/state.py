"""A state at a date: its names, numbers and codes at that date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal

from detente.errors import UnknownState, UsageError
from detente.identity.records import Entity, NameRow, codes_of, entities, names_of

__all__ = ["EntityKind", "Spell", "State", "System", "as_day", "demonym", "display_name", "state_on", "states"]

EntityKind = Literal["state", "territory", "disputed", "organisation"]
System = Literal["cow", "gw"]

KINDS: tuple[EntityKind, ...] = ("state", "territory", "disputed", "organisation")
SYSTEMS: tuple[System, ...] = ("cow", "gw")
_NOT_OURS = frozenset({"user", "part"})


@dataclass(frozen=True, slots=True)
class Spell:
    """One spell of membership in a state list.

    Parameters
    ----------
    system : {'cow', 'gw'}
        Correlates of War, or Gleditsch and Ward.
    number : int
        The state's number in that list.
    start, end : date
        First and last day; an `end` of None is open.
    """

    system: System
    number: int
    start: date
    end: date | None

    def covers(self, on: date) -> bool:
        """Return whether the day falls within the spell."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class State:
    """A state, or another entity that records name, at a date.

    Parameters
    ----------
    code : str
        Detente's key: three letters, one per Correlates of War number, and the ISO 3166 alpha-3 code
        where the state has one today.
    name : str
        Short display name at the date ('Soviet Union' in 1985).
    official : str
        Official name at the date; the short name where none is recorded.
    demonym : str or None
        The adjective in English.
    kind : {'state', 'territory', 'disputed', 'organisation'}
        'disputed' means that members of the United Nations disagree on whether it is a state; `cow` and `gw`
        show whether each list counts it.
    cow, gw : int or None
        Number in each list; None if the state is not in the list at the date.
    iso2, iso3 : str or None
        ISO 3166-1 codes; None where ISO has assigned none (Kosovo).
    iso_numeric : int or None
        ISO 3166-1 number.
    fips, cameo : str or None
        FIPS 10-4 and CAMEO country codes.
    note : str
        One neutral sentence on an entity whose status needs one; otherwise empty.
    spells : tuple of Spell
        Every spell of membership in both lists, at all dates.
    """

    code: str
    name: str
    official: str
    demonym: str | None
    kind: EntityKind
    cow: int | None
    gw: int | None
    iso2: str | None
    iso3: str | None
    iso_numeric: int | None
    fips: str | None
    cameo: str | None
    note: str
    spells: tuple[Spell, ...]

    def __str__(self) -> str:
        return self.name


def as_day(on: date | str | None) -> date:
    """Return a date or ISO date as a date; None is today.

    Raises
    ------
    UsageError
        If it is not a date, or the text is not an ISO date.
    """
    if on is None:
        return datetime.now(tz=UTC).date()
    if isinstance(on, datetime):
        return on.date()
    if isinstance(on, date):
        return on
    try:
        return date.fromisoformat(on)
    except (TypeError, ValueError):
        raise UsageError(f"invalid date {on!r}: expected YYYY-MM-DD, as in 1991-12-26", value=on) from None


def entity(code: str) -> Entity:
    """Return the entity with the code, or raise `UnknownState`."""
    record = entities().get(code)
    if record is None:
        raise UnknownState(
            f"unknown state code {code!r}: expected three capital letters. resolve() turns names into codes.",
            value=code,
        )
    return record


@lru_cache(maxsize=8192)
def state_on(code: str, on: date) -> State:
    """Return the state at a date, whether or not a list has it then."""
    record = entity(code)
    codes = _codes_on(code, on)
    number = codes.get("iso_numeric")
    return State(
        code=code,
        name=_name_on(code, "short", on) or code,
        official=_name_on(code, "official", on) or _name_on(code, "short", on) or code,
        demonym=_name_on(code, "demonym", on),
        kind=next(kind for kind in KINDS if kind == record.kind),
        cow=_number_on(record, "cow", on),
        gw=_number_on(record, "gw", on),
        iso2=codes.get("iso2"),
        iso3=codes.get("iso3"),
        iso_numeric=None if number is None else int(number),
        fips=codes.get("fips"),
        cameo=codes.get("cameo"),
        note=record.note,
        spells=_spells(record),
    )


def _codes_on(code: str, on: date) -> dict[str, str]:
    """Return each scheme's first code for the date, without user-assigned codes and codes of a part."""
    codes: dict[str, str] = {}
    for row in codes_of().get(code, ()):
        if row.status not in _NOT_OURS and row.period.covers(on):
            codes.setdefault(row.scheme, row.foreign)
    return codes


def _name_on(code: str, use: str, on: date) -> str | None:
    """Return the name in use on the date; a name with dates precedes one without."""
    rows = [row for row in names_of().get(code, ()) if row.use == use and row.period.covers(on)]
    rows.sort(key=_is_undated)
    return rows[0].name if rows else None


def _is_undated(row: NameRow) -> bool:
    return row.period == (date.min, date.max)


def _number_on(entity: Entity, system: System, on: date) -> int | None:
    return next((s.number for s in entity.spells if s.system == system and s.period.covers(on)), None)


def _spells(entity: Entity) -> tuple[Spell, ...]:
    return tuple(
        Spell(system, s.number, s.period.start, None if s.period.end == date.max else s.period.end)
        for system in SYSTEMS
        for s in entity.spells
        if s.system == system
    )


def display_name(code: str, on: date | str | None = None) -> str:
    """Return the short name of a state at a date.

    Parameters
    ----------
    code : str
        Three-letter code.
    on : date or str, optional
        The day; today if omitted. The state need not have existed then.

    Returns
    -------
    str
        The short name in English.

    Raises
    ------
    UnknownState
        If no entity has the code.

    Examples
    --------
    >>> display_name("RUS", "1985-03-11")
    'Soviet Union'
    >>> display_name("RUS", "2015-01-01")
    'Russia'
    """
    return state_on(code, as_day(on)).name


def demonym(code: str, on: date | str | None = None) -> str:
    """Return the adjective of a state at a date, or its short name if it has none.

    Parameters
    ----------
    code : str
        Three-letter code.
    on : date or str, optional
        The day; today if omitted.

    Returns
    -------
    str
        The adjective in English.

    Raises
    ------
    UnknownState
        If no entity has the code.

    Examples
    --------
    >>> demonym("JPN")
    'Japanese'
    """
    state = state_on(code, as_day(on))
    return state.demonym or state.name


def states(on: date | str | None = None, system: System = "cow") -> tuple[State, ...]:
    """Return the members of a state list at a date, by number.

    Parameters
    ----------
    on : date or str, optional
        The day; today if omitted.
    system : {'cow', 'gw'}
        Correlates of War, or Gleditsch and Ward (microstates included).

    Returns
    -------
    tuple of State
        The members, in the order of their numbers.

    Raises
    ------
    UsageError
        If the system is unknown.

    Examples
    --------
    >>> [s.code for s in states("1820-01-01")][:3]
    ['USA', 'GBR', 'NLD']
    """
    if system not in SYSTEMS:
        raise UsageError(f"unknown state list {system!r}: expected 'cow' or 'gw'", value=system)
    day = as_day(on)
    members = []
    for entity in entities().values():
        number = _number_on(entity, system, day)
        if number is not None:
            members.append((number, entity.code))
    return tuple(state_on(code, day) for _, code in sorted(members))
