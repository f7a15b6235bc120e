"""Sums of ticks by word, and the rows of the cube that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from detente.event_cube.ticks import Ticks
from detente.lake.packing import WORD, blocks, cells_of, texts_of

__all__ = ["SUMS", "Sums", "moved_sums", "rows_of", "sums_of", "sums_of_rows"]

Array = np.ndarray[Any, np.dtype[Any]]
SUMS = ("reports", "events", "records", "intensity", "rated")
SIGNED = 63  # bits of a number that can be summed


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums by word: arrays of int64 of one length."""

    word: Array
    reports: Array
    events: Array
    records: Array
    intensity: Array
    rated: Array


def sums_of(ticks: Ticks, events: Array) -> Sums:
    """Sum ticks by word.

    Parameters
    ----------
    ticks : Ticks
        At least one.
    events : numpy.ndarray of int8
        Events that each brings.
    """
    order, cells = _sorted(ticks)
    starts = _starts(cells)
    count = np.diff(np.append(starts, len(cells)))
    whole = _together(ticks, events, order, starts, count) if ticks.held is None else None
    if whole is None:
        whole = _apart(ticks, events, order, starts)
    records = count if ticks.held is None else _sum(ticks.held, order, starts)
    rated = records if ticks.rated is None else _sum(ticks.rated, order, starts)
    return Sums(ticks.packing.words(cells[starts]), whole[0], whole[1], records, whole[2], rated)


def _sorted(ticks: Ticks) -> tuple[Array, Array]:
    """Return the order of ticks by cell, and their cells in it."""
    number_bits = (len(ticks.cells) - 1).bit_length()
    if ticks.packing.bits + number_bits > WORD:
        order = np.argsort(ticks.cells)
        return order, ticks.cells[order]
    entries = np.empty(len(ticks.cells), np.uint64)  # with the tick's number below, several times faster to sort
    for block in blocks(len(entries)):
        numbers = np.arange(block.start, block.stop, dtype=np.uint64)
        np.bitwise_or(ticks.cells[block] << np.uint64(number_bits), numbers, out=entries[block])
    entries.sort()
    order = (entries & np.uint64((1 << number_bits) - 1)).view(np.int64)
    entries >>= np.uint64(number_bits)
    return order, entries


def _together(ticks: Ticks, events: Array, order: Array, starts: Array, count: Array) -> tuple[Array, ...] | None:
    """Sum reports, events and intensity in one go, each in bits of its own; None if these are too few."""
    most = int(count.max())
    least = int(ticks.intensity.min())
    event_bits = most.bit_length()
    report_bits = (int(ticks.reports.max()) * most).bit_length()
    intensity_bits = ((int(ticks.intensity.max()) - least) * most).bit_length()
    if ticks.reports.min() < 0 or event_bits + report_bits + intensity_bits > SIGNED:
        return None
    packed = np.empty(len(order), np.int64)
    for block in blocks(len(order)):
        both = ticks.intensity[block].astype(np.int64)
        both -= least
        both <<= report_bits
        both |= ticks.reports[block]
        both <<= event_bits
        np.bitwise_or(both, events[block], out=packed[block])
    total = np.add.reduceat(packed[order], starts)
    reports = (total >> event_bits) & ((1 << report_bits) - 1)
    intensity = (total >> (event_bits + report_bits)) + least * count
    return reports, total & ((1 << event_bits) - 1), intensity


def _apart(ticks: Ticks, events: Array, order: Array, starts: Array) -> tuple[Array, ...]:
    return tuple(_sum(of, order, starts) for of in (ticks.reports, events, ticks.intensity))


def _sum(of: Array, order: Array, starts: Array) -> Array:
    return np.add.reduceat(of[order], starts, dtype=np.int64)


def _starts(word: Array) -> Array:
    """Return where each word begins among sorted ones."""
    first = np.empty(len(word), bool)
    first[:1] = True
    np.not_equal(word[1:], word[:-1], out=first[1:])
    return np.flatnonzero(first)


def sums_of_rows(rows: pl.DataFrame) -> Sums:
    """Return rows of cube files, at least one, as sums by word.

    Raises
    ------
    Unfit
        If a state or a day does not fit the numbers.
    """
    cells, packing = cells_of(rows)
    return Sums(packing.words(cells), *(rows[name].to_numpy() for name in SUMS))


def moved_sums(words: Array, moved: Array) -> Sums:
    """Return events that come or go at words as sums of nothing else."""
    none = np.zeros(len(words), np.int64)
    return Sums(words, none, moved, none, none, none)


def rows_of(parts: Sequence[Sums], dataset: str) -> pl.DataFrame:
    """Return sums as rows of a cube file, dyad by dyad.

    Parameters
    ----------
    parts : sequence of Sums
        What to add up.
    dataset : str
        Whose.
    """
    word = np.concatenate([part.word for part in parts])
    order = np.argsort(word)
    word = word[order]
    starts = _starts(word)
    word = word[starts]
    columns = {"dataset": pl.repeat(dataset, len(word), dtype=pl.Enum([dataset]), eager=True), **texts_of(word)}
    for name in SUMS:
        whole = np.concatenate([getattr(part, name) for part in parts])[order]
        columns[name] = pl.Series(whole if len(starts) == len(whole) else np.add.reduceat(whole, starts))
    return pl.DataFrame(columns)
