"""Sums of ticks by word, and the rows of the cube that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from detente.store.cube_ticks import BASE, BITS, DAY, SHIFT, Codes, Ticks

__all__ = ["Sums", "moved_sums", "rows_of", "sums_of"]

Array = np.ndarray[Any, np.dtype[Any]]
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
    order = np.argsort(ticks.word)
    word = ticks.word[order]
    starts = _starts(word)
    count = np.diff(np.append(starts, len(word)))
    whole = _together(ticks, events, order, starts, count) if ticks.held is None else None
    if whole is None:
        whole = _apart(ticks, events, order, starts)
    records = count if ticks.held is None else _sum(ticks.held, order, starts)
    rated = records if ticks.rated is None else _sum(ticks.rated, order, starts)
    return Sums(word[starts], whole[0], whole[1], records, whole[2], rated)


def _together(ticks: Ticks, events: Array, order: Array, starts: Array, count: Array) -> tuple[Array, ...] | None:
    """Sum reports, events and intensity in one go, each in bits of its own; None if these are too few."""
    most = int(count.max())
    least = int(ticks.intensity.min())
    event_bits = most.bit_length()
    report_bits = (int(ticks.reports.max()) * most).bit_length()
    intensity_bits = ((int(ticks.intensity.max()) - least) * most).bit_length()
    if ticks.reports.min() < 0 or event_bits + report_bits + intensity_bits > SIGNED:
        return None
    packed = ticks.intensity - least
    packed <<= report_bits
    packed |= ticks.reports
    packed <<= event_bits
    packed |= events
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


def moved_sums(words: Array, moved: Array) -> Sums:
    """Return events that come or go at words as sums of nothing else."""
    none = np.zeros(len(words), np.int64)
    return Sums(words, none, moved, none, none, none)


def rows_of(parts: Sequence[Sums], codes: Codes, dataset: str) -> pl.DataFrame:
    """Return sums as rows of a cube file, dyad by dyad.

    Parameters
    ----------
    parts : sequence of Sums
        What to add up.
    codes : Codes
        The texts that words are made of.
    dataset : str
        Whose.
    """
    word = _in_order(np.concatenate([part.word for part in parts]), codes)
    order = np.argsort(word)
    word = word[order]
    starts = _starts(word)
    word = word[starts]
    days = (1 << DAY) - 1
    columns = {
        "dataset": pl.repeat(dataset, len(word), dtype=pl.String, eager=True),
        "source": _texts(word, "source", codes),
        "target": _texts(word, "target", codes),
        "day": _days((word >> SHIFT["day"]) & days),
        "known_on": _days((word >> SHIFT["known"]) & days),
        "quad": _texts(word, "quad", codes),
        "root": _texts(word, "root", codes),
        "plover": _texts(word, "plover", codes),
    }
    for name in ("reports", "events", "records", "intensity", "rated"):
        whole = np.concatenate([getattr(part, name) for part in parts])[order]
        columns[name] = pl.Series(whole if len(starts) == len(whole) else np.add.reduceat(whole, starts))
    return pl.DataFrame(columns)


def _in_order(word: Array, codes: Codes) -> Array:
    """Return words whose order is that of the texts, missing ones last."""
    days = ((1 << 2 * DAY) - 1) << SHIFT["known"]
    made: Array = word & days
    for name, bits in BITS.items():
        ranks = codes.ranks(name) << SHIFT[name]
        made |= ranks[(word >> SHIFT[name]) & ((1 << bits) - 1)]
    return made


def _texts(word: Array, name: str, codes: Codes) -> pl.Series:
    texts = pl.Series([*sorted(codes.texts[name]), None], dtype=pl.String)
    return texts.gather(((word >> SHIFT[name]) & ((1 << BITS[name]) - 1)).astype(np.uint32))


def _days(numbers: Array) -> pl.Series:
    return pl.Series((numbers + BASE).astype(np.int32)).cast(pl.Date)
