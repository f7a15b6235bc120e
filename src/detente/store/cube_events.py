"""Distinct events among ticks: which of them bring an event, and what must be put right where keys come again.

Records of one cell with one key report one event: it is there while any of them is. Ticks are sorted by day and key,
so that those of one key are neighbours, a *run*:

- a key that comes once, or more than once with one word, brings its event with the first of its ticks;
- all other runs are *mixed*: a key of several days of knowledge or cells, one that came before, one that goes. Their
  ticks, with those of before, are walked through in the order of knowledge (`_moves`).

`Seen` remembers what was counted in this count so far, sorted alike, and finds the keys that come again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.store.cells import KNOWN_BITS, WORD, Packing, blocks
from detente.store.cube_ticks import Ticks

__all__ = ["Seen", "distinct_events"]

IN_MEMORY = 3_000_000  # ticks remembered in memory; beyond, the oldest are written down

Array = np.ndarray[Any, np.dtype[Any]]


def distinct_events(ticks: Ticks, seen: Seen) -> tuple[Array, Array, Array]:
    """Count the events that ticks bring, given those seen before, and remember the ticks.

    Parameters
    ----------
    ticks : Ticks
        What comes and goes.
    seen : Seen
        What was counted before of the same days; the ticks are added to it.

    Returns
    -------
    events : numpy.ndarray of int8
        By tick: 1 where it brings an event, -1 where it takes one, 0 where that is in what follows.
    words, moved : numpy.ndarray of int64
        Words, and how many events come or go at them on top.
    """
    events = np.ones(len(ticks.cells), np.int8) if ticks.held is None else ticks.held.copy()
    ordered = _Ordered.of(ticks)
    if ordered is None:
        return events, np.zeros(0, np.int64), np.zeros(0, np.int64)
    runs = _Runs.of(ordered)
    events[ordered.rows(runs.again)] = 0
    mixed = np.zeros(len(runs.starts), bool)
    mixed[runs.at(_unlike(ordered, runs))] = True
    found, before = seen.again(ordered, runs)
    mixed[found] = True
    rows = ordered.rows(runs.places(np.flatnonzero(mixed)))
    events[rows] = 0
    words, moved = _moves(ordered, rows, before)
    seen.add(ordered)
    return events, words, moved


@dataclass(frozen=True, slots=True)
class _Ordered:
    """Ticks with a key, in order of day and key.

    An entry of `sorted` has, from the highest bit down: the day less `first`, the key's highest bits, and the tick's
    number.
    """

    sorted: Array
    number_bits: int
    packing: Packing
    cells: Array
    key: Array
    held: Array | None

    @classmethod
    def of(cls, ticks: Ticks) -> _Ordered | None:
        """Sort ticks; None if there is none with a key."""
        number_bits = max(1, (len(ticks.key) - 1).bit_length())
        entries = np.empty(len(ticks.key), np.uint64)
        for block in blocks(len(entries)):
            kept = ticks.key[block].view(np.uint64) >> np.uint64(ticks.packing.day_bits + number_bits)
            kept <<= np.uint64(number_bits)
            kept |= ticks.packing.days(ticks.cells[block])
            kept |= np.arange(block.start, block.stop, dtype=np.uint64)
            entries[block] = kept
        if ticks.keyed is not None:
            entries = entries[ticks.keyed]
        if not len(entries):
            return None
        entries.sort()
        return cls(entries, number_bits, ticks.packing, ticks.cells, ticks.key, ticks.held)

    @property
    def first(self) -> int:
        """First day."""
        return self.packing.first

    @property
    def last(self) -> int:
        """Last day."""
        return self.packing.last

    @property
    def day_bits(self) -> int:
        """Bits of the day."""
        return self.packing.day_bits

    def words(self, rows: Array) -> Array:
        """Return the words of some ticks."""
        return self.packing.words(self.cells[rows])

    def rows(self, places: Array) -> Array:
        """Return the numbers of the ticks at some places in the order."""
        mask = np.uint64((1 << self.number_bits) - 1)
        found: Array = (self.sorted[places] & mask).view(np.int64)
        return found


@dataclass(frozen=True, slots=True)
class _Runs:
    """Neighbours in the order that share day and the key's highest bits."""

    prefix: Array  # day and key of each run
    starts: Array
    again: Array  # places that are not the first of their run
    size: int

    @classmethod
    def of(cls, ordered: _Ordered) -> _Runs:
        """Find them."""
        prefix = ordered.sorted >> np.uint64(ordered.number_bits)
        first = np.empty(len(prefix), bool)
        first[0] = True
        np.not_equal(prefix[1:], prefix[:-1], out=first[1:])
        starts = np.flatnonzero(first)
        return cls(prefix[starts], starts, np.flatnonzero(~first), len(prefix))

    def at(self, places: Array) -> Array:
        """Return the run that each place is in."""
        runs: Array = np.searchsorted(self.starts, places, "right") - 1
        return runs

    def places(self, runs: Array) -> Array:
        """Return all places of some runs."""
        stops = np.append(self.starts, self.size)[runs + 1]
        return _spread(self.starts[runs], stops)


def _unlike(ordered: _Ordered, runs: _Runs) -> Array:
    """Return the places of ticks that differ from the one before in their run, or that go."""
    first = np.ones(runs.size + 1, bool)
    first[runs.again] = False
    members = np.flatnonzero(~(first[:-1] & first[1:]))  # of runs of more than one
    rows = ordered.rows(members)
    cells, key = ordered.cells[rows], ordered.key[rows]
    differ = (cells[1:] != cells[:-1]) | (key[1:] != key[:-1])
    differ &= ~first[members[1:]]
    places: Array = members[1:][differ]
    if ordered.held is not None:
        everywhere = ordered.rows(np.arange(runs.size))
        places = np.concatenate([places, np.flatnonzero(ordered.held[everywhere] < 0)])
    return places


def _moves(ordered: _Ordered, rows: Array, before: tuple[Array, Array, Array]) -> tuple[Array, Array]:
    """Return the words at which events come or go, and how many.

    The same as ``moves`` in ``sql/cube.sql``, less the ticks themselves: `here` records of one cell and key from a
    day on, and `here_before` those counted before.
    """
    key = np.concatenate([ordered.key[rows], before[1]])
    word = np.concatenate([ordered.words(rows), before[0]])
    fresh = np.ones(len(rows), np.int64) if ordered.held is None else ordered.held[rows].astype(np.int64)
    fresh = np.concatenate([fresh, np.zeros(len(before[0]), np.int64)])
    held = np.concatenate([np.zeros(len(rows), np.int64), before[2]])
    if not len(key):
        return word, fresh
    cell, known = word & ~KNOWN_BITS, word & KNOWN_BITS
    order = np.lexsort((known, cell, key))
    key, cell, known = key[order], cell[order], known[order]
    begins_event = np.concatenate([[True], (key[1:] != key[:-1]) | (cell[1:] != cell[:-1])])
    step = np.flatnonzero(begins_event | np.concatenate([[True], known[1:] != known[:-1]]))
    event = np.flatnonzero(begins_event[step])
    fresh, held = np.add.reduceat(fresh[order], step), np.add.reduceat(held[order], step)
    of_event = np.repeat(np.arange(len(event)), np.diff(np.append(event, len(step))))

    def so_far(change: Array) -> Array:
        total: Array = np.cumsum(change)
        total -= (total[event] - change[event])[of_event]
        return total

    here, here_before = so_far(fresh + held), so_far(held)
    moved = (here > 0).astype(np.int64) - (here - fresh - held > 0) - (here_before > 0) + (here_before - held > 0)
    return word[order[step[moved != 0]]], moved[moved != 0]


def _spread(starts: Array, stops: Array) -> Array:
    """Return the whole numbers of some ranges, one range after the other."""
    lengths = stops - starts
    ends = np.cumsum(lengths)
    numbers: Array = np.arange(ends[-1] if len(ends) else 0)
    numbers += np.repeat(starts - (ends - lengths), lengths)
    return numbers


# What was seen before


@dataclass(slots=True)
class _Piece:
    """Ticks seen before; in memory, or in files of a temporary folder."""

    ordered: _Ordered
    bounds: Array  # by day from the first: where it begins in the order, and, last, where the order ends
    path: Path | None = None  # of the order, once it is in a file

    def start(self, day: int) -> int:
        """Return the place at which a day begins."""
        return int(self.bounds[day - self.ordered.first])

    def entries(self, day: int) -> Array:
        """Return the entries of one day."""
        start, stop = self.start(day), self.start(day + 1)
        if self.path is None:
            return self.ordered.sorted[start:stop]
        size = np.dtype(np.uint64).itemsize  # read, since what is mapped stays in memory
        return np.fromfile(self.path, np.uint64, stop - start, offset=start * size)

    def write(self, folder: Path, name: str) -> None:
        """Move the ticks to files."""

        def kept(array: Array, what: str) -> Array:
            path = folder / f"{name}-{what}"
            array.tofile(path)
            return np.memmap(path, array.dtype, "r", shape=array.shape)

        held = self.ordered.held
        self.ordered = replace(
            self.ordered,
            sorted=kept(self.ordered.sorted, "sorted"),
            cells=kept(self.ordered.cells, "cells"),
            key=kept(self.ordered.key, "key"),
            held=None if held is None else kept(held, "held"),
        )
        self.path = folder / f"{name}-sorted"


class Seen:
    """The ticks of one count so far.

    Parameters
    ----------
    folder : pathlib.Path
        For what does not stay in memory; emptied by whoever made it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pieces: list[_Piece] = []
        self.written = 0
        self.rows = 0  # in memory

    def remember(self, ticks: Ticks) -> None:
        """Remember ticks that were counted before."""
        if (ordered := _Ordered.of(ticks)) is not None:
            self.add(ordered)

    def add(self, ordered: _Ordered) -> None:
        """Remember ticks."""
        days = np.arange(ordered.last - ordered.first + 1, dtype=np.uint64) << np.uint64(WORD - ordered.day_bits)
        bounds = np.append(np.searchsorted(ordered.sorted, days), len(ordered.sorted))
        self.pieces.append(_Piece(ordered, bounds))
        self.rows += len(ordered.key)
        while self.rows > IN_MEMORY:
            oldest = self.pieces[self.written]
            self.rows -= len(oldest.ordered.key)
            oldest.write(self.folder, f"{self.written}")
            self.written += 1

    def again(self, ordered: _Ordered, runs: _Runs) -> tuple[Array, tuple[Array, Array, Array]]:
        """Find keys that were seen before.

        Returns
        -------
        runs : numpy.ndarray
            Those with such keys, by the highest bits, so that a few of another key may be among them.
        before : tuple of numpy.ndarray
            Word, key and how many records come, of the ticks seen before with the same highest bits.
        """
        found: list[Array] = [np.zeros(0, np.int64)]
        words, keys, held = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for piece in self.pieces:
            for mine, theirs in _common(ordered, runs, piece):
                found.append(mine)
                rows = piece.ordered.rows(theirs)
                words.append(piece.ordered.words(rows))
                keys.append(piece.ordered.key[rows])
                held.append(
                    np.ones(len(rows), np.int64)
                    if piece.ordered.held is None
                    else piece.ordered.held[rows].astype(np.int64)
                )
        return np.concatenate(found), (np.concatenate(words), np.concatenate(keys), np.concatenate(held))


def _common(ordered: _Ordered, runs: _Runs, piece: _Piece) -> Iterator[tuple[Array, Array]]:
    """Yield, by day, the runs and the places in a piece that share the key's highest bits."""
    other = piece.ordered
    first, last = max(ordered.first, other.first), min(ordered.last, other.last)
    if first > last:
        return
    bits = WORD - ordered.day_bits - ordered.number_bits
    other_bits = WORD - other.day_bits - other.number_bits
    least = min(bits, other_bits)
    days = np.arange(first - ordered.first, last - ordered.first + 2, dtype=np.uint64) << np.uint64(bits)
    bounds = np.searchsorted(runs.prefix, days)
    there = np.flatnonzero(
        (np.diff(bounds) > 0) & (np.diff(piece.bounds[first - other.first : last - other.first + 2]) > 0)
    )
    for day in there.tolist():
        start, stop = int(bounds[day]), int(bounds[day + 1])
        mine = _Keys(runs.prefix[start:stop], bits - least, least)
        theirs = _Keys(piece.entries(first + day), WORD - other.day_bits - least, least)
        ours, others = mine.among(theirs) if stop - start <= len(theirs.entries) else theirs.among(mine)[::-1]
        if len(ours):
            yield ours + start, others + piece.start(first + day)


@dataclass(frozen=True, slots=True)
class _Keys:
    """Sorted entries of one day: from the bit `low` up they have so many bits of the key, and above these the day."""

    entries: Array
    low: int
    bits: int

    def among(self, others: _Keys) -> tuple[Array, Array]:
        """Return the places of entries whose key's bits others have too, and the places of those others.

        All of self are looked up in the others, which should be the longer.
        """
        wanted = self.entries >> np.uint64(self.low)
        wanted &= np.uint64((1 << self.bits) - 1)
        wanted <<= np.uint64(others.low)
        wanted |= others.entries[0] >> np.uint64(others.low + others.bits) << np.uint64(others.low + others.bits)
        begins = np.searchsorted(others.entries, wanted)
        begins[begins == len(others.entries)] = 0
        below = np.uint64((1 << others.low) - 1)
        wanted |= below
        here = np.flatnonzero(others.entries[begins] | below == wanted)
        ends = np.searchsorted(others.entries, wanted[here], "right")
        return here, np.unique(_spread(begins[here], ends))
