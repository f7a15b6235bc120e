"""The rows of a panel as numbers, so that figures find their row without a join.

Every row is a unit, or two, in a period; all three are small integers. A table of numbers, one cell for every
possible row, holds the row's place; a figure about (source, target, period) is put where that cell says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import UsageError
from detente.identity.records import entities
from detente.panels.periods import Indices, Periods
from detente.panels.universe import NONE, Membership, Rule, System, pairs_alive

__all__ = ["KINDS", "Kind", "Rows"]

Kind = Literal["states", "dyads", "directed-dyads"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """The rows of a panel, in the order of unit or pair, then period.

    Parameters
    ----------
    kind : {'states', 'dyads', 'directed-dyads'}
        What a row is of.
    system : {'cow', 'gw'}
        The list of states.
    rule : {'any', 'first', 'last'}
        What makes a member of a period.
    periods : Periods
        The calendar.
    members : Membership
        The units.
    one, other : arrays of int16
        Each row's unit, or its two; `other` is empty for states.
    when : array of int16
        Each row's period.
    """

    kind: Kind
    system: System
    rule: Rule
    periods: Periods
    members: Membership
    one: npt.NDArray[np.int16]
    other: npt.NDArray[np.int16]
    when: npt.NDArray[np.int16]

    @classmethod
    def of(cls, kind: Kind, system: System, rule: Rule, periods: Periods, members: Membership) -> Rows:
        """Return every row of a universe.

        Raises
        ------
        UsageError
            If there is no such kind.
        """
        if kind not in KINDS:
            raise UsageError(f"A panel is of {', '.join(KINDS)}, not of {kind!r}.", value=kind)
        if kind == "states":
            one, when = (found.astype(np.int16) for found in np.nonzero(members.alive))
            return cls(kind, system, rule, periods, members, one, np.empty(0, np.int16), when)
        alive = pairs_alive(members, directed=kind == "directed-dyads")
        one, other, when = (found.astype(np.int16) for found in np.nonzero(alive))
        if kind == "dyads":  # the code that comes first in the alphabet is a, whatever the order of the units
            turn = members.code[one, when] > members.code[other, when]
            one, other = np.where(turn, other, one), np.where(turn, one, other)
        return cls(kind, system, rule, periods, members, one, other, when)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.one)

    @property
    def sides(self) -> tuple[str, ...]:
        """The names of a row's states: ``state``; ``a`` and ``b``; or ``source`` and ``target``."""
        return {"states": ("state",), "dyads": ("a", "b"), "directed-dyads": ("source", "target")}[self.kind]

    def units(self, side: str) -> npt.NDArray[np.int16]:
        """Return each row's unit on one side."""
        return self.other if self.sides.index(side) else self.one

    def keep(self, rows: Flags) -> Rows:
        """Return some of the rows."""
        other = self.other[rows] if self.kind != "states" else self.other
        return Rows(
            self.kind, self.system, self.rule, self.periods, self.members, self.one[rows], other, self.when[rows]
        )

    def keys(self) -> pl.DataFrame:
        """Return the columns that name the rows: codes, numbers in the list, and the period."""
        codes = pl.Series(self.members.codes)
        named = [codes.gather(self.members.code[self.units(side), self.when]).alias(side) for side in self.sides]
        for side in self.sides:
            name = self.system if self.kind == "states" else f"{side}_{self.system}"
            named.append(pl.Series(name, self.members.number[self.units(side), self.when]))
        return pl.DataFrame([*named, *self.periods.columns(self.when)])

    @cached_property
    def runs(self) -> npt.NDArray[np.int64]:
        """Number of the unit or the pair, alike in all its rows whichever side comes first."""
        if self.kind == "states":
            return self.one.astype(np.int64)
        count = len(self.members.code)
        if self.kind == "directed-dyads":
            return self.one.astype(np.int64) * count + self.other
        low, high = np.minimum(self.one, self.other), np.maximum(self.one, self.other)
        return low.astype(np.int64) * count + high

    # Where figures go

    def codes(self, named: pl.Series) -> Indices:
        """Return the place of each code among those of the panel; −1 for one that is not in it."""
        places = named.cast(pl.Enum(self.members.codes), strict=False).to_physical().cast(pl.Int64)
        return np.asarray(places.fill_null(NONE).to_numpy())

    @cached_property
    def _unit_of(self) -> Indices:
        """Each code's unit; the last is for −1."""
        unit = np.full(len(self.members.codes) + 1, NONE, np.int64)
        own, when = np.nonzero(self.members.alive)
        unit[self.members.code[own, when]] = own
        return unit

    def state_cells(self, codes: Indices, when: Indices) -> tuple[Flags, Indices, Indices]:
        """Return which (code, period) are in the panel, and of those the unit and the period."""
        inside = (codes >= 0) & (when >= 0) & (when < self.periods.count)
        unit = self._unit_of[codes[inside]]
        borne = self.members.code[unit, when[inside]] == codes[inside]
        inside[inside] = borne
        return inside, unit[borne], when[inside]

    @cached_property
    def _places(self) -> npt.NDArray[np.int32]:
        """The row of every (unit, unit, period), −1 where there is none."""
        count = len(self.members.code)
        places = np.full((count, count, self.periods.count), NONE, np.int32)
        numbered = np.arange(self.count, dtype=np.int32)
        places[self.one, self.other, self.when] = numbered
        if self.kind == "dyads":
            places[self.other, self.one, self.when] = numbered
        return places

    def pair_rows(self, source: Indices, target: Indices, when: Indices) -> Indices:
        """Return the row of each (code, code, period), −1 where the panel has none."""
        inside = (source >= 0) & (target >= 0) & (when >= 0) & (when < self.periods.count)
        one, other = self._unit_of[source], self._unit_of[target]
        inside &= (one >= 0) & (other >= 0)
        at = np.where(inside, when, 0)
        inside &= (self.members.code[one, at] == source) & (self.members.code[other, at] == target)
        return np.where(inside, self._places[one, other, at], NONE)

    @cached_property
    def _lists(self) -> dict[str, Flags]:
        """What `listed` found, by system."""
        return {}

    def listed(self, system: System) -> Flags:
        """Return in which rows all states were members of a list on some day of the period."""
        if system not in self._lists:
            known = _listed(self.members.codes, self.periods, system)
            members = known[self.members.code, np.arange(self.periods.count)] & self.members.alive
            found = members[self.one, self.when]
            if self.kind != "states":
                found = found & members[self.other, self.when]
            self._lists[system] = found
        return self._lists[system]

    def within(self, start: date, end: date) -> Flags:
        """Return which rows' periods lie wholly between two days."""
        return np.asarray(self.periods.within(start, end)[self.when])


def _listed(codes: tuple[str, ...], periods: Periods, system: System) -> npt.NDArray[Any]:
    """Return in which periods a list has each code."""
    found = np.zeros((len(codes), periods.count), dtype=bool)
    first, last = periods.days
    for at, code in enumerate(codes):
        for spell in entities()[code].spells:
            if spell.system == system and spell.period.start <= last and spell.period.end >= first:
                days = np.array([max(spell.period.start, first), min(spell.period.end, last)], "datetime64[D]")
                begin, end = periods.index(days)
                found[at, begin : end + 1] = True
    return found
