"""Distinct events among ticks: which of them bring an event, and what must be put right where keys come again.

Records of one cell with one key report one event: it is there while any of them is. Ticks are put in order of day and
key, so that those of one key are neighbours, a *run*:

- a key that comes once, or more than once with one word, brings its event with the first of its ticks;
- all other runs are *mixed*: a key of several days of knowledge or cells, one that came before, one that goes. Their
  ticks, with those of before, are walked through in the order of knowledge (`_moves`).

`Seen` remembers what was counted in this count so far, in the same order, and finds the keys that come again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.event_cube.ticks import Ticks
from detente.lake.packing import KNOWN_BITS, WORD, Packing, blocks

__all__ = ["Seen", "distinct_events"]

IN_MEMORY = 8_000_000  # ticks remembered in memory; beyond, the oldest are written down
FEW_SWAPS = 1_000  # neighbours out of order that are worth swapping one by one

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
    ordered, rows = _Ordered.of(ticks)
    if not len(rows):
        return events, np.zeros(0, np.int64), np.zeros(0, np.int64)
    first = ordered.first_of_runs()
    events[rows[~first]] = 0
    starts = np.flatnonzero(first)
    mixed = np.zeros(len(starts), bool)
    mixed[np.searchsorted(starts, ordered.unlike(first), "right") - 1] = True
    found, before = seen.again(ordered, starts)
    mixed[found] = True
    places = _spread(starts[mixed], np.append(starts, len(rows))[1:][mixed])
    events[rows[places]] = 0
    words, moved = _moves(ordered, places, before)
    seen.add(ordered)
    return events, words, moved


def _order(ticks: Ticks) -> tuple[Array, Array]:
    """Return the ticks that have a key in order of day and, but for its lowest bits, of key; and where days begin."""
    number_bits = (len(ticks.key) - 1).bit_length()
    entries = np.empty(len(ticks.key), np.uint64)  # day, the key's highest bits, the tick's number
    for block in blocks(len(entries)):
        entry = ticks.key[block].view(np.uint64) >> np.uint64(ticks.packing.day_bits + number_bits)
        entry <<= np.uint64(number_bits)
        entry |= ticks.packing.days(ticks.cells[block])
        entry |= np.arange(block.start, block.stop, dtype=np.uint64)
        entries[block] = entry
    if ticks.keyed is not None:
        entries = entries[ticks.keyed]
    entries.sort()
    days = np.arange(ticks.packing.last - ticks.packing.first + 1, dtype=np.uint64)
    bounds = np.searchsorted(entries, days << np.uint64(WORD - ticks.packing.day_bits))
    entries &= np.uint64((1 << number_bits) - 1)
    return entries.view(np.int64), np.append(bounds, len(entries))


@dataclass(frozen=True, slots=True)
class _Ordered:
    """Ticks with a key, in order of day and key.

    Parameters
    ----------
    key, cells : numpy.ndarray of uint64
    held : numpy.ndarray of int8 or None
        As in `Ticks`.
    packing : Packing
        Of the cells.
    bounds : numpy.ndarray of int64
        Where each day begins, from the packing's first, and, last, where all end.
    path : pathlib.Path or None
        File of the keys, once they are in one.
    """

    key: Array
    cells: Array
    held: Array | None
    packing: Packing
    bounds: Array
    path: Path | None = None

    @classmethod
    def of(cls, ticks: Ticks) -> tuple[_Ordered, Array]:
        """Put the ticks that have a key in order, and return which they are."""
        rows, bounds = _order(ticks)
        key = ticks.key.view(np.uint64).take(rows)
        _mend(rows, key, bounds)
        held = None if ticks.held is None else ticks.held.take(rows)
        return cls(key, ticks.cells.take(rows), held, ticks.packing, bounds), rows

    def first_of_runs(self) -> Array:
        """Return which ticks are the first of a key and day."""
        first = np.empty(len(self.key), bool)
        np.not_equal(self.key[1:], self.key[:-1], out=first[1:])
        first[self.bounds[self.bounds < len(first)]] = True
        return first

    def unlike(self, first: Array) -> Array:
        """Return the places of ticks that differ from the one before in their run, or that go."""
        differ = np.zeros(len(first), bool)
        np.not_equal(self.cells[1:], self.cells[:-1], out=differ[1:])
        differ &= ~first
        if self.held is not None:
            differ |= self.held < 0
        return np.flatnonzero(differ)

    def words(self, places: Array) -> Array:
        """Return the words of some ticks."""
        return self.packing.words(self.cells[places])

    def records(self, places: Array) -> Array:
        """Return how many records come with some ticks."""
        return np.ones(len(places), np.int64) if self.held is None else self.held[places].astype(np.int64)

    def keys_of(self, day: int) -> Array:
        """Return the keys of a day, counted from the packing's first."""
        start, stop = self.bounds[day : day + 2].tolist()
        if self.path is None:
            return self.key[start:stop]
        size = self.key.itemsize  # read, since what is mapped stays in memory
        return np.fromfile(self.path, self.key.dtype, stop - start, offset=start * size)

    def written(self, folder: Path, name: str) -> _Ordered:
        """Write the ticks to files, and return them as arrays over these files."""

        def kept(array: Array, what: str) -> Array:
            path = folder / f"{name}-{what}"
            array.tofile(path)
            return np.memmap(path, array.dtype, "r", shape=array.shape)

        held = None if self.held is None else kept(self.held, "held")
        key, cells = kept(self.key, "key"), kept(self.cells, "cells")
        return replace(self, key=key, cells=cells, held=held, path=folder / f"{name}-key")


def _mend(rows: Array, key: Array, bounds: Array) -> None:
    """Put rows in the order of their whole keys within each day: the lowest bits were not looked at."""
    last = np.unique(bounds[1:-1]) - 1  # of their days; what follows may be lower
    while len(down := np.setdiff1d(np.flatnonzero(key[1:] < key[:-1]), last, assume_unique=True)):
        if len(down) > FEW_SWAPS:
            order = np.lexsort((key, np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))))
            rows[:], key[:] = rows[order], key[order]
            return
        down = down[np.diff(down, prepend=-2) > 1]  # of neighbours in a row, the first two
        for array in (rows, key):
            array[down], array[down + 1] = array[down + 1], array[down]


def _moves(ordered: _Ordered, places: Array, before: tuple[Array, Array, Array]) -> tuple[Array, Array]:
    """Return the words at which events come or go, and how many.

    The same as ``moves`` in ``sql/cube.sql``, less the ticks themselves: `here` records of one cell and key from a
    day on, and `here_before` those counted before.
    """
    key = np.concatenate([ordered.key[places], before[1]])
    word = np.concatenate([ordered.words(places), before[0]])
    fresh = np.concatenate([ordered.records(places), np.zeros(len(before[0]), np.int64)])
    held = np.concatenate([np.zeros(len(places), np.int64), before[2]])
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


class Seen:
    """The ticks of one count so far.

    Parameters
    ----------
    folder : pathlib.Path
        For what does not stay in memory; emptied by whoever made it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pieces: list[_Ordered] = []
        self.written = 0
        self.rows = 0  # in memory

    def remember(self, ticks: Ticks) -> None:
        """Remember ticks that were counted before."""
        ordered, rows = _Ordered.of(ticks)
        if len(rows):
            self.add(ordered)

    def add(self, ordered: _Ordered) -> None:
        """Remember ticks."""
        self.pieces.append(ordered)
        self.rows += len(ordered.key)
        while self.rows > IN_MEMORY:
            oldest = self.pieces[self.written]
            self.rows -= len(oldest.key)
            self.pieces[self.written] = oldest.written(self.folder, f"{self.written}")
            self.written += 1

    def again(self, ordered: _Ordered, starts: Array) -> tuple[Array, tuple[Array, Array, Array]]:
        """Find keys that were seen before on the same day.

        Parameters
        ----------
        ordered : _Ordered
        starts : numpy.ndarray of int64
            Where its runs start.

        Returns
        -------
        runs : numpy.ndarray
            Those with such keys.
        before : tuple of numpy.ndarray
            Word, key and how many records come, of the ticks seen before.
        """
        keys, bounds = ordered.key[starts], np.searchsorted(starts, ordered.bounds)
        found: list[Array] = [np.zeros(0, np.int64)]
        words, again, held = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
        for piece in self.pieces:
            for mine, theirs in _common(keys, bounds, ordered.packing.first, piece):
                found.append(mine)
                words.append(piece.words(theirs))
                again.append(piece.key[theirs])
                held.append(piece.records(theirs))
        return np.concatenate(found), (np.concatenate(words), np.concatenate(again), np.concatenate(held))


def _common(keys: Array, bounds: Array, first: int, piece: _Ordered) -> Iterator[tuple[Array, Array]]:
    """Yield, by day, the runs and the places in a piece that share a key.

    Parameters
    ----------
    keys : numpy.ndarray of uint64
        Of runs, in order of day and key.
    bounds : numpy.ndarray of int64
        Where each day begins in them, from the day `first`.
    piece : _Ordered
        Ticks seen before.
    """
    begins = max(first, piece.packing.first)
    mine, theirs = bounds[begins - first :], piece.bounds[begins - piece.packing.first :]
    size = min(len(mine), len(theirs))
    for day in np.flatnonzero((np.diff(mine[:size]) > 0) & (np.diff(theirs[:size]) > 0)).tolist():
        runs, places = _shared(keys[mine[day] : mine[day + 1]], piece.keys_of(begins - piece.packing.first + day))
        if len(runs):
            yield runs + mine[day], places + theirs[day]


def _shared(one: Array, other: Array) -> tuple[Array, Array]:
    """Return the places, in each of two sorted arrays, of what is in both; in `one`, all are different."""
    if len(one) > len(other):
        begins = np.searchsorted(one, other)
        begins[begins == len(one)] = 0
        places = np.flatnonzero(one[begins] == other)
        return np.unique(begins[places]), places
    begins = np.searchsorted(other, one)
    begins[begins == len(other)] = 0
    places = np.flatnonzero(other[begins] == one)
    return places, _spread(begins[places], np.searchsorted(other, one[places], "right"))
