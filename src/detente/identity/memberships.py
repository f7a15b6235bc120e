"""Named groups of states, with dates of membership and the source document of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from detente.errors import UsageError
from detente.identity.records import Period, entities, names_of, normalise, period, read_rows
from detente.identity.state import as_day, display_name

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Group", "group", "group_key", "group_spells", "groups", "members_in_words"]


@dataclass(frozen=True, slots=True)
class Group:
    """A named group.

    Parameters
    ----------
    key : str
        Key for `group`: 'g7', 'nato', 'central-asia'.
    name : str
        Full name.
    document : str
        The public document that states its membership.
    note : str
        How membership is counted, where that needs explaining; may be empty.
    """

    key: str
    name: str
    document: str
    note: str


def groups() -> tuple[Group, ...]:
    """Return all groups, by key.

    Returns
    -------
    tuple of Group
        The groups, in alphabetical order of their keys.

    Examples
    --------
    >>> [g.key for g in groups()][:3]
    ['anzus', 'asean', 'asia-pacific']
    """
    return tuple(group for _, group in sorted(_groups().items()))


def group(name: str, on: date | str | None = None) -> tuple[str, ...]:
    """Return the members of a group at a date.

    Parameters
    ----------
    name : str
        Key or full name of the group, in any case.
    on : date or str, optional
        The day; today if left out.

    Returns
    -------
    tuple of str
        Three-letter codes in alphabetical order; empty if the group had no members on the day. A member
        may be an organisation (the European Union in the G20).

    Raises
    ------
    UsageError
        If there is no such group.

    Examples
    --------
    >>> group("g7", on="2020-01-01")
    ('CAN', 'DEU', 'FRA', 'GBR', 'ITA', 'JPN', 'USA')
    """
    key = _key(name)
    day = as_day(on)
    return tuple(sorted(code for code, spell in _members()[key] if spell.covers(day)))


def group_spells(name: str) -> tuple[tuple[str, date, date], ...]:
    """Return every spell of membership in a group, at all dates.

    Parameters
    ----------
    name : str
        Key or full name of the group, in any case.

    Returns
    -------
    tuple of (str, date, date)
        Code, first day and last day; open ends are `date.min` and `date.max`.

    Raises
    ------
    UsageError
        If there is no such group.

    Examples
    --------
    >>> [code for code, first, _ in group_spells("g7") if first.year == 1976]
    ['CAN']
    """
    return tuple((code, spell.start, spell.end) for code, spell in _members()[_key(name)])


def group_key(name: str) -> str | None:
    """Return the key of a group by key or name; for an organisation, by any of its names.

    Examples
    --------
    >>> group_key("EU"), group_key("EEC"), group_key("Japan")
    ('eu', 'eu', None)
    """
    return _keys().get(normalise(name))


def members_in_words(name: str, on: date) -> str:
    """Return a sentence with a group's members on a date and the options that accept the group.

    Parameters
    ----------
    name : str
        Key or name of a group.
    on : date
        The day.

    Examples
    --------
    >>> print(members_in_words("aukus", as_day("2022-01-01")))
    Its members on 2022-01-01: Australia, United Kingdom, United States. Name one of them, or give 'aukus' to an ...
    """
    key = _key(name)
    members = ", ".join(sorted(display_name(code, on) for code in group(key, on)))
    advice = (
        f"Its members on {on}: {members}. Name one of them, or give" if members else f"It had no members on {on}. Give"
    )
    return (
        f"{advice} {key!r} to an option that takes groups: votes RESOLUTION --group, architecture --group, profile "
        "--over, panel --among."
    )


def _key(name: str) -> str:
    key = group_key(name)
    if key is not None:
        return key
    raise UsageError(f"unknown group {name!r}: expected one of {', '.join(sorted(_groups()))}", value=name)


@cache
def _keys() -> dict[str, str]:
    """Return the key of each group by normalised name, with the names of the organisation of the same name."""
    keys = {normalise(name): group.key for group in _groups().values() for name in (group.key, group.name)}
    for code, rows in names_of().items():
        if entities()[code].kind == "organisation":
            names = {normalise(row.name) for row in rows}
            for key in {keys[name] for name in names if name in keys}:
                keys |= dict.fromkeys(names - keys.keys(), key)
    return keys


@cache
def _groups() -> dict[str, Group]:
    return {
        row["group"]: Group(row["group"], row["name"], row["document"], row["note"]) for row in read_rows("groups.csv")
    }


@cache
def _members() -> dict[str, tuple[tuple[str, Period], ...]]:
    spells: dict[str, list[tuple[str, Period]]] = {}
    for row in read_rows("group_members.csv"):
        spells.setdefault(row["group"], []).append((row["code"], period(row["from"], row["to"])))
    return {key: tuple(members) for key, members in spells.items()}
