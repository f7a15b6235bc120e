"""Ticks as numbers: what the cube counts, read from the lake in arrays that sort fast.

A *tick* says that one more record is known of a cell from a day on, or one less (see ``sql/cube_ticks.sql``). Cells
are packed as `detente.lake.packing` has it. Data that don't fit (acts before 1880, states of no list) raise `Unfit`;
the SQL then counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from detente.event_cube.engine import EventFile
from detente.lake.packing import BASE, EPOCH, NUMBERS, THOUSANDTHS, Packing, numbered, numbers_in
from detente.sources.readers.literal_paths import scan_parquet

__all__ = ["Holding", "Part", "Ticks", "day_number", "parts_of", "read_ticks"]

SAID = ("source", "target", "cameo", "quad", "plover", "intensity")  # what numbers are made of
VALUES = ("date", "known_on", "key", "reports")
PART = 1_000_000  # rows read at once: few enough to be sorted in the processor's cache

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Holding:
    """How a batch is to be counted: whether its records come, and the day from which they are gone."""

    comes: bool = True
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Files of events, or the rows of one file from `start` to `stop`, that are read at once."""

    files: tuple[EventFile, ...]
    start: int = 0
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class Ticks:
    """Ticks, one an entry of each array; at least one.

    Parameters
    ----------
    cells : numpy.ndarray of uint64
        Cells with their days of knowledge, packed.
    packing : Packing
        How.
    key : numpy.ndarray of int64
        The events' keys.
    keyed : numpy.ndarray of bool or None
        Which have a key; None if all do.
    held : numpy.ndarray of int8 or None
        1 for a record that comes, -1 for one that goes; None if all come.
    reports, intensity : numpy.ndarray of int32
        As they count: negative for a record that goes. Intensity in thousandths.
    rated : numpy.ndarray of int8 or None
        Records that have an intensity, counted; None where each has.
    """

    cells: Array
    packing: Packing
    key: Array
    keyed: Array | None
    held: Array | None
    reports: Array
    intensity: Array
    rated: Array | None


def parts_of(files: Sequence[EventFile]) -> Iterator[Part]:
    """Cut files into parts of about as many rows."""
    small: list[EventFile] = []
    rows = 0
    for file in files:
        if small and rows + file.rows > PART:
            yield Part(tuple(small))
            small, rows = [], 0
        if file.rows > PART:
            yield from (Part((file,), start, start + PART) for start in range(0, file.rows, PART))
        else:
            small.append(file)
            rows += file.rows
    if small:
        yield Part(tuple(small))


def day_number(day: date) -> int:
    """Return a day's number, counted from `BASE`."""
    return (day - EPOCH).days - BASE


def read_ticks(
    part: Part,
    whole: AbstractSet[str],
    others: Mapping[str, Holding],
    days: Sequence[int] | None = None,
) -> Ticks | None:
    """Read the ticks of some batches.

    Parameters
    ----------
    part : Part
        Where from.
    whole : set of str
        Batches whose records come, and stay.
    others : mapping of str to Holding
        Other batches, and how they count. Rows of batches in neither are left out.
    days : sequence of int, optional
        Only acts of these days, counted from `detente.lake.packing.BASE`.

    Returns
    -------
    Ticks or None
        None if there are none.

    Raises
    ------
    Unfit
        If something does not fit the numbers.
    """
    special = sorted({name for file in part.files for name in file.batches - whole})
    rows = _rows(part, days, batch=bool(special))
    how = None if not special else _Counting.of(rows["batch"], special, others)
    if not (rows.height if how is None else len(how.rows)):
        return None

    def counted(values: Array) -> Array:
        return values if how is None else values[how.rows]

    source, target, classes = map(counted, numbers_in(rows))
    day, known = (counted(rows[name].to_physical().to_numpy()) - np.int32(BASE) for name in ("date", "known_on"))
    if how is not None:
        np.maximum(known, how.until, out=known)
    cells, packing = Packing.of(source, target, classes, day, known)
    key, intensity = rows["key"], rows[THOUSANDTHS]
    ticks = Ticks(
        cells,
        packing,
        counted(key.fill_null(0).to_numpy()),
        counted(key.is_not_null().to_numpy()) if key.null_count() else None,
        None,
        counted(rows["reports"].to_numpy()),
        counted(intensity.fill_null(0).to_numpy()),
        counted(intensity.is_not_null().cast(pl.Int8).to_numpy()) if intensity.null_count() else None,
    )
    return ticks if how is None else how.signed(ticks)


# Reading


def _rows(part: Part, days: Sequence[int] | None, *, batch: bool) -> pl.DataFrame:
    """Return the numbers of a part's cells, and what is summed."""
    frames = pl.concat([_file(file.path, part, batch=batch) for file in part.files])
    if days is not None:
        wanted = pl.Series([day + BASE for day in days], dtype=pl.Int32).cast(pl.Date)
        frames = frames.filter(pl.col("date").is_in(wanted.implode()))
    return frames.collect()


def _file(path: Path, part: Part, *, batch: bool) -> pl.LazyFrame:
    rows = scan_parquet(path)
    if part.stop is not None:
        rows = rows.slice(part.start, part.stop - part.start)
    texts = [pl.col("batch").cast(pl.String)] if batch else []
    wanted = (*NUMBERS, THOUSANDTHS, *VALUES)
    if set(wanted) <= set(rows.collect_schema()):
        return rows.select(*wanted, *texts)
    made = numbered(rows.select(*SAID, *VALUES, *texts).collect())  # the file was written without numbers
    return made.drop(SAID).lazy().select(*wanted, *(["batch"] if batch else []))


# Batches that do not simply come


@dataclass(frozen=True, slots=True)
class _Counting:
    """How rows count: those that come, then those that go.

    Parameters
    ----------
    rows : numpy.ndarray of int64
        Which rows.
    held : numpy.ndarray of int8
        1 for a row that comes, -1 for one that goes.
    until : numpy.ndarray of int32
        The first day, counted from `BASE`, from which each can count.
    """

    rows: Array
    held: Array
    until: Array

    @classmethod
    def of(cls, batch: pl.Series, special: Sequence[str], others: Mapping[str, Holding]) -> _Counting:
        """Tell how the rows of batches count; all batches but the `special` ones come whole."""
        holdings = [Holding(), *(others.get(name, Holding(comes=False)) for name in special)]
        numbers = batch.replace_strict(special, range(1, len(holdings)), default=0, return_dtype=pl.Int32).to_numpy()
        until = np.array([day_number(holding.until) if holding.until else -1 for holding in holdings], np.int32)
        comes = np.flatnonzero(np.array([holding.comes for holding in holdings])[numbers])
        goes = np.flatnonzero(until[numbers] >= 0)
        return cls(
            np.concatenate([comes, goes]),
            np.repeat(np.array([1, -1], np.int8), [len(comes), len(goes)]),
            np.concatenate([np.zeros(len(comes), np.int32), until[numbers[goes]]]),
        )

    def signed(self, ticks: Ticks) -> Ticks:
        """Return ticks with their sums turned where they go."""
        rated = np.ones(len(ticks.cells), np.int8) if ticks.rated is None else ticks.rated
        return replace(
            ticks,
            held=self.held,
            reports=ticks.reports * self.held,
            intensity=ticks.intensity * self.held,
            rated=rated * self.held,
        )
