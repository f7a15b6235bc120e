"""Named groups of states, with dates of membership and the document each rests on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from detente.errors import UsageError
from detente.identity.records import Period, normalise, period, read_rows
from detente.identity.state import as_day

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Group", "group", "group_spells", "groups"]


@dataclass(frozen=True, slots=True)
class Group:
    """A named group.

    Parameters
    ----------
    key : str
        What `group` takes: 'g7', 'nato', 'central-asia'.
    name : str
        Full name.
    document : str
        The public document that its membership rests on.
    note : str
        What a reader must know about how it is counted; may be empty.
    """

    key: str
    name: str
    document: str
    note: str


def groups() -> tuple[Group, ...]:
    """Return every group that Detente knows, by key.

    Returns
    -------
    tuple of Group
        The groups, in alphabetical order of their keys.

    Examples
    --------
    >>> [g.key for g in groups()][:3]
    ['anzus', 'asean', 'asia-pacific']
    """
    return tuple(found for _, found in sorted(_groups().items()))


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


def _key(name: str) -> str:
    wanted = normalise(name)
    for found in _groups().values():
        if wanted in {normalise(found.key), normalise(found.name)}:
            return found.key
    raise UsageError(f"No group is called {name!r}. Give one of: {', '.join(sorted(_groups()))}.", value=name)


@cache
def _groups() -> dict[str, Group]:
    return {
        row["group"]: Group(row["group"], row["name"], row["document"], row["note"]) for row in read_rows("groups.csv")
    }


@cache
def _members() -> dict[str, tuple[tuple[str, Period], ...]]:
    found: dict[str, list[tuple[str, Period]]] = {}
    for row in read_rows("group_members.csv"):
        found.setdefault(row["group"], []).append((row["code"], period(row["from"], row["to"])))
    return {key: tuple(members) for key, members in found.items()}
