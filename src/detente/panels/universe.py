"""The rows of a panel: the members of a state list, and the pairs of members that existed on the same day.

Membership is by days. A state is in a period under one of three rules:

========  ================================================================================
any       it was a member on any day of the period; a pair, if both were on the same day
first     it was a member on the first day of the period
last      it was a member on the last day of the period
========  ================================================================================

A row is a *unit* in a period. A unit is a state. In the list of Gleditsch and Ward, where one number may cover several
of our codes, the states that share a number in turn are one unit (West Germany and Germany, the Yemen Arab Republic and
Yemen), and so are the numbers that one state had in turn (Yugoslavia and Serbia). A unit has the code and the number
that it had last in the period, or first under the rule 'first'.

The lists end in 2016 (Correlates of War) and 2017 (Gleditsch and Ward). Members at the end continue after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from detente.errors import UsageError
from detente.identity import group_spells, groups, resolve_during
from detente.identity.records import entities
from detente.identity.state import SYSTEMS, System
from detente.panels.periods import Periods

__all__ = ["RULES", "Membership", "Rule", "System", "memberships", "pairs_alive"]

Rule = Literal["any", "first", "last"]
RULES: tuple[Rule, ...] = get_args(Rule)

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int16]

NONE = -1


class UnitSpell(NamedTuple):
    """One spell of one state in a list, restricted to the requested days."""

    code: str
    number: int
    start: date
    end: date


@dataclass(frozen=True)
class Membership:
    """The units of a panel and when they are in it.

    Parameters
    ----------
    codes : tuple of str
        The states' codes, in alphabetical order.
    code, number : arrays of shape (units, periods)
        Index in `codes` of the unit's code in the period, and its number in the list; −1 if it is not a member.
    spans : tuple of arrays
        For each period the units that were members on a day of it, with the first and last such day, one row per spell.
    """

    codes: tuple[str, ...]
    code: Numbers
    number: Numbers
    spans: tuple[tuple[npt.NDArray[np.int64], npt.NDArray[np.datetime64], npt.NDArray[np.datetime64]], ...]

    @property
    def alive(self) -> Flags:
        """Which unit is in which period."""
        return np.asarray(self.code != NONE)


def memberships(
    system: System,
    periods: Periods,
    rule: Rule = "any",
    among: str | Iterable[str] | None = None,
    scheme: str | None = None,
) -> Membership:
    """Return the members of a state list by period.

    Parameters
    ----------
    system : {'cow', 'gw'}
        Correlates of War, or Gleditsch and Ward.
    periods : Periods
        The calendar.
    rule : {'any', 'first', 'last'}
        The rule of membership in a period: see this module.
    among : str or iterable of str, optional
        Only these states or groups. A group's members count while they belong to it; a state's name is resolved on
        the last day of the calendar on which it is in use: see `detente.identity.resolve_during`.
    scheme : str, optional
        Scheme of the states in `among`: see `detente.identity.resolve`.

    Raises
    ------
    UsageError
        If the system or rule is unknown, or `among` has no members.

    Examples
    --------
    >>> result = memberships("cow", Periods("year", 1989, 1991), among=["DEU", "BRD"])
    >>> result.codes, result.alive.tolist()
    (('BRD', 'DEU'), [[True, True, False], [False, True, True]])
    """
    if system not in SYSTEMS:
        raise UsageError(f"unknown state list {system!r}: expected 'cow' or 'gw'", value=system)
    if rule not in RULES:
        raise UsageError(f"unknown rule of membership {rule!r}: expected one of {', '.join(RULES)}", value=rule)
    stays = _stays(system, None if among is None else _wanted(among, periods, scheme))
    unit_of = _units(stays)
    ordered = sorted({stay.code for stay in stays})
    place = {code: at for at, code in enumerate(ordered)}
    count = len(set(unit_of.values()))
    code = np.full((count, periods.count), NONE, np.int16)
    number = code.copy()
    spans: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.datetime64], npt.NDArray[np.datetime64]]] = []
    starts, ends = periods.starts, periods.ends
    own = np.array([unit_of[stay.code] for stay in stays], np.int64)
    first = np.array([stay.start for stay in stays], "datetime64[D]")
    last = np.array([stay.end for stay in stays], "datetime64[D]")
    for at in range(periods.count):
        live = np.flatnonzero(_lives(first, last, starts[at], ends[at], rule))
        for one in live[::-1] if rule == "first" else live:
            code[own[one], at] = place[stays[one].code]
            number[own[one], at] = stays[one].number
        spans.append((own[live], np.maximum(first[live], starts[at]), np.minimum(last[live], ends[at])))
    return Membership(tuple(ordered), code, number, tuple(spans))


def _lives(
    first: npt.NDArray[np.datetime64],
    last: npt.NDArray[np.datetime64],
    start: np.datetime64,
    end: np.datetime64,
    rule: Rule,
) -> Flags:
    """Return which spells count in the period."""
    if rule == "first":
        end = start
    if rule == "last":
        start = end
    return np.asarray((first <= end) & (last >= start))


def pairs_alive(members: Membership, *, directed: bool) -> Flags:
    """Return the periods of each pair in which both were members on the same day.

    Parameters
    ----------
    members : Membership
        The members.
    directed : bool
        True: every ordered pair. False: only those whose first unit comes first.

    Returns
    -------
    array of bool of shape (units, units, periods)

    Examples
    --------
    >>> result = memberships("cow", Periods("year", 1975, 1975), among=["RVN", "SUR", "USA"])
    >>> result.codes, pairs_alive(result, directed=False).sum()  # South Vietnam ended before Suriname began
    (('RVN', 'SUR', 'USA'), np.int64(2))
    """
    count = len(members.code)
    alive = np.zeros(
        (len(members.spans), count, count), dtype=bool
    )  # period first, so that each is contiguous in memory
    for at, (own, first, last) in enumerate(members.spans):
        meet = first[:, None] <= last[None, :]
        meet &= meet.T
        meet &= (own[:, None] != own[None, :]) if directed else (own[:, None] < own[None, :])
        one, other = np.nonzero(meet)
        alive[at].ravel()[own[one] * count + own[other]] = True
    return np.ascontiguousarray(alive.transpose(1, 2, 0))


def _stays(system: System, wanted: dict[str, list[tuple[date, date]]] | None) -> list[UnitSpell]:
    """Return the spells in a list, restricted to the requested days, by code and time."""
    stays = []
    for code, entity in sorted(entities().items()):
        for spell in entity.spells:
            if spell.system != system:
                continue
            for start, end in [(date.min, date.max)] if wanted is None else wanted.get(code, []):
                begin, until = max(start, spell.period.start), min(end, spell.period.end)
                if begin <= until:
                    stays.append(UnitSpell(code, spell.number, begin, until))
    if not stays:
        raise UsageError(f"none of the states was ever a member of the list {system!r}", value=wanted)
    return sorted(stays, key=lambda stay: (stay.start, stay.code))


def _wanted(among: str | Iterable[str], periods: Periods, scheme: str | None) -> dict[str, list[tuple[date, date]]]:
    """Return the spans of days in which each requested state counts."""
    names: Sequence[str] = [among] if isinstance(among, str) else list(among)
    keys = {name.casefold() for group in groups() for name in (group.key, group.name)}
    span = periods.starts[0].item(), periods.ends[-1].item()
    wanted: dict[str, list[tuple[date, date]]] = {}
    for name in names:
        if name.casefold() in keys:
            for code, start, end in group_spells(name):
                wanted.setdefault(code, []).append((start, end))
        else:
            wanted.setdefault(_code(name, span, scheme), []).append((date.min, date.max))
    return wanted


def _code(name: str, span: tuple[date, date], scheme: str | None) -> str:
    """Return the code of a state, which may have ended."""
    if scheme is None and name in entities():
        return name
    try:
        return resolve_during(name, *span, scheme=scheme).code
    except UsageError as error:
        error.message += f" Groups are {', '.join(group.key for group in groups())}."
        error.args = (error.message,)
        raise


def _units(stays: Sequence[UnitSpell]) -> dict[str, int]:
    """Return the unit of each code: codes that share a number are one unit; units are ordered by their first code."""
    leader = {stay.code: stay.code for stay in stays}
    holders: dict[int, str] = {}
    for stay in stays:
        kept, joined = sorted((leader[stay.code], leader[holders.setdefault(stay.number, stay.code)]))
        leader = {code: kept if lead == joined else lead for code, lead in leader.items()}
    order = {code: at for at, code in enumerate(sorted(set(leader.values())))}
    return {code: order[lead] for code, lead in leader.items()}
