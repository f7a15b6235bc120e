"""The rows of a panel as integers, so that values can be placed without a join.

Every row is a unit, or two, in a period; all three are small integers. A lookup array with a cell for every possible
row has the row's index, at which a value for (source, target, period) is placed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import UsageError
from detente.identity.records import entities
from detente.panels.periods import Indices, Periods
from detente.panels.universe import NONE, Membership, Rule, System, pairs_alive

__all__ = ["CHUNK", "KINDS", "PanelKind", "PanelRows", "take"]

PanelKind = Literal["states", "dyads", "directed-dyads"]
KINDS: tuple[PanelKind, ...] = get_args(PanelKind)

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int16]

CHUNK = 1 << 16  # rows filled at a time, so that the data stays in the processor's cache


class RunBounds(NamedTuple):
    """The position of each run's rows: see `PanelRows._run_bounds`."""

    start: npt.NDArray[np.int32]
    first: npt.NDArray[np.int32]
    size: npt.NDArray[np.int32]
    gaps: Flags


@dataclass(frozen=True)
class PanelRows:
    """The rows of a panel, in the order of unit or pair, then period.

    Parameters
    ----------
    kind : {'states', 'dyads', 'directed-dyads'}
        The unit of a row.
    system : {'cow', 'gw'}
        The list of states.
    rule : {'any', 'first', 'last'}
        The rule of membership in a period.
    periods : Periods
        The calendar.
    members : Membership
        The units.
    one, other : arrays of int16
        Each row's unit, or its two; `other` is empty for states.
    when : array of int16
        Each row's period.
    """

    kind: PanelKind
    system: System
    rule: Rule
    periods: Periods
    members: Membership
    one: npt.NDArray[np.int16]
    other: npt.NDArray[np.int16]
    when: npt.NDArray[np.int16]

    @classmethod
    def of(cls, kind: PanelKind, system: System, rule: Rule, periods: Periods, members: Membership) -> PanelRows:
        """Return every row of a universe.

        Raises
        ------
        UsageError
            If the kind is unknown.
        """
        if kind not in KINDS:
            raise UsageError(f"unknown kind of panel {kind!r}: expected one of {', '.join(KINDS)}", value=kind)
        if kind == "states":
            one, when = (result.astype(np.int16) for result in np.nonzero(members.alive))
            return cls(kind, system, rule, periods, members, one, np.empty(0, np.int16), when)
        alive = pairs_alive(members, directed=kind == "directed-dyads")
        first, second = np.indices(alive.shape[:2], np.int16)
        lengths = np.count_nonzero(alive, axis=2).ravel()
        one, other = np.repeat(first.ravel(), lengths), np.repeat(second.ravel(), lengths)
        when = np.broadcast_to(np.arange(periods.count, dtype=np.int16), alive.shape)[alive]
        if kind == "dyads":  # the code that comes first in the alphabet is a, whatever the order of the units
            turn = members.code[one, when] > members.code[other, when]
            one, other = np.where(turn, other, one), np.where(turn, one, other)
        return cls(kind, system, rule, periods, members, one, other, when)

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.one)

    @property
    def sides(self) -> tuple[str, ...]:
        """The names of a row's states: ``state``; ``a`` and ``b``; or ``source`` and ``target``."""
        return {"states": ("state",), "dyads": ("a", "b"), "directed-dyads": ("source", "target")}[self.kind]

    def units(self, side: str) -> npt.NDArray[np.int16]:
        """Return each row's unit on one side."""
        return self.other if self.sides.index(side) else self.one

    def keep(self, rows: Flags) -> PanelRows:
        """Return some of the rows."""
        other = self.other[rows] if self.kind != "states" else self.other
        return PanelRows(
            self.kind, self.system, self.rule, self.periods, self.members, self.one[rows], other, self.when[rows]
        )

    def keys(self) -> pl.DataFrame:
        """Return the key columns: codes, numbers in the list, and the period."""
        codes, places = pl.Series(self.members.codes), self.members.code.astype(np.uint32)
        named = [codes.gather(pl.Series(self.spread(places, side))).alias(side) for side in self.sides]
        for side in self.sides:
            name = self.system if self.kind == "states" else f"{side}_{self.system}"
            named.append(pl.Series(name, self.spread(self.members.number, side)))
        return pl.DataFrame([*named, *self.periods.columns(self.when)])

    @cached_property
    def runs(self) -> npt.NDArray[np.int32]:
        """Number of the unit or the pair, equal in all its rows in either order; it never decreases."""
        return self._run(self.one, self.other)

    def _run(self, one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> npt.NDArray[np.int32]:
        """Return the number of each unit, or of each pair of units."""
        if self.kind == "states":
            return one.astype(np.int32)
        if self.kind == "dyads":
            one, other = np.minimum(one, other), np.maximum(one, other)
        return one.astype(np.int32) * len(self.members.code) + other

    # Placement of values

    def spread(self, placed: npt.NDArray[Any], side: str) -> npt.NDArray[Any]:
        """Return the value of the state on one side for each row, from an array of units by periods."""
        return take(placed.ravel(), self.cells[side])

    @cached_property
    def cells(self) -> dict[str, npt.NDArray[np.int32]]:
        """For each side, the cell of every row in an array of units by periods."""
        return {side: self.units(side).astype(np.int32) * self.periods.count + self.when for side in self.sides}

    def codes(self, named: pl.Series) -> Codes:
        """Return the index of each code among those of the panel; −1 if it is not in the panel."""
        places = named.cast(pl.Enum(self.members.codes), strict=False).to_physical().cast(pl.Int16)
        return np.asarray(places.fill_null(NONE).to_numpy())

    @cached_property
    def _unit_of(self) -> Codes:
        """Each code's unit; the last is for −1."""
        unit = np.full(len(self.members.codes) + 1, NONE, np.int16)
        own, when = np.nonzero(self.members.alive)
        unit[self.members.code[own, when]] = own
        return unit

    def state_cells(self, codes: Codes, when: Indices) -> tuple[Flags, Codes, Indices]:
        """Return which (code, period) are in the panel, and of those the unit and the period."""
        inside = (codes >= 0) & (when >= 0) & (when < self.periods.count)
        unit = self._unit_of[codes[inside]]
        current = self.members.code[unit, when[inside]] == codes[inside]
        inside[inside] = current
        return inside, unit[current], when[inside]

    @cached_property
    def _run_bounds(self) -> RunBounds:
        """Start, first period and length of each run's rows, and which runs have gaps."""
        count = len(self.members.code) ** (1 if self.kind == "states" else 2)
        begin = np.flatnonzero(np.diff(self.runs, prepend=NONE))
        length = np.diff(begin, append=self.count)
        run = self.runs[begin]
        start, first, size = (np.zeros(count, np.int32) for _ in range(3))
        gaps = np.zeros(count, dtype=bool)
        start[run], first[run], size[run] = begin, self.when[begin], length
        gaps[run] = self.when[begin + length - 1] - self.when[begin] >= length
        return RunBounds(start, first, size, gaps)

    def pair_rows(self, source: Codes, target: Codes, when: Indices) -> npt.NDArray[np.int32]:
        """Return the row of each (code, code, period), −1 if the panel has none."""
        result = np.full(len(source), NONE, np.int32)
        one, other = self._unit_of[source], self._unit_of[target]
        inside = (one >= 0) & (other >= 0) & (when >= 0) & (when < self.periods.count)
        at = when.astype(np.int16) if inside.all() else np.where(inside, when, 0).astype(np.int16)
        code, periods = self.members.code.ravel(), self.periods.count
        inside &= code[one.astype(np.int32) * periods + at] == source
        inside &= code[other.astype(np.int32) * periods + at] == target
        known = np.flatnonzero(inside)
        result[known] = self._rows_of(self._run(one[known], other[known]), at[known])
        return result

    def _rows_of(self, run: npt.NDArray[np.int32], when: npt.NDArray[np.int16]) -> npt.NDArray[np.int32]:
        """Return the row of each (run, period), −1 if there is none: counted from the run's first row.

        Runs with gaps (Germany, absent from 1945 to 1990) have a separate lookup array.
        """
        known = self._run_bounds
        since = when - known.first[run]
        rows = np.where((since >= 0) & (since < known.size[run]), known.start[run] + since, NONE)
        if len(broken := np.flatnonzero(known.gaps[run])):
            rows[broken] = self._broken[(np.cumsum(known.gaps) - 1)[run[broken]], when[broken]]
        return rows

    @cached_property
    def _broken(self) -> npt.NDArray[np.int32]:
        """The row of every run with gaps in every period, −1 if there is none."""
        gaps = self._run_bounds.gaps
        rows = np.flatnonzero(gaps[self.runs])
        result = np.full((np.count_nonzero(gaps), self.periods.count), NONE, np.int32)
        result[(np.cumsum(gaps) - 1)[self.runs[rows]], self.when[rows]] = rows
        return result

    @cached_property
    def _lists(self) -> dict[str, Flags]:
        """Cached results of `listed`, by system."""
        return {}

    def listed(self, system: System) -> Flags:
        """Return the rows in which all states were members of a list on a day of the period."""
        if system not in self._lists:
            known = _listed(self.members.codes, self.periods, system)
            members = known[self.members.code, np.arange(self.periods.count)] & self.members.alive
            sides = [self.spread(members, side) for side in self.sides]
            self._lists[system] = np.logical_and.reduce(sides)
        return self._lists[system]

    def has(self, codes: Collection[str]) -> Flags:
        """Return the rows with a state that has one of the codes."""
        among = np.isin(np.asarray(self.members.codes), list(codes))
        result = np.zeros(self.count, dtype=bool)
        for side in self.sides:
            result |= among[self.members.code[self.units(side), self.when]]
        return result


def take(figures: npt.NDArray[Any], places: npt.NDArray[np.int32]) -> npt.NDArray[Any]:
    """Return the values at some indices, a part at a time."""
    result = np.empty(len(places), figures.dtype)
    for start in range(0, len(places), CHUNK):
        part = slice(start, start + CHUNK)
        np.take(figures, places[part], out=result[part], mode="clip")  # 'raise' would copy what it takes
    return result


def _listed(codes: tuple[str, ...], periods: Periods, system: System) -> npt.NDArray[Any]:
    """Return the periods in which a list has each code."""
    result = np.zeros((len(codes), periods.count), dtype=bool)
    first, last = periods.days
    for at, code in enumerate(codes):
        for spell in entities()[code].spells:
            if spell.system == system and spell.period.start <= last and spell.period.end >= first:
                days = np.array([max(spell.period.start, first), min(spell.period.end, last)], "datetime64[D]")
                begin, end = periods.index(days)
                result[at, begin : end + 1] = True
    return result
