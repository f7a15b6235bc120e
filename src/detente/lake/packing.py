"""Cells as numbers: what files of events carry for the cube, and how the cube packs it to sort it.

A *cell* is source, target, day, quad class, CAMEO root and PLOVER type. Texts are slow to read and to compare, so a
file of events carries three small numbers beside them (`NUMBERS`), made when it is written:

- ``source_number``, ``target_number``: the place of the state's code among all codes of three letters, from AAA = 1;
- ``class_number``: quad class, root and PLOVER type in 3, 5 and 5 bits, each from 1 in the order of its list.

0 is a missing text; a text that has no number (not three capital letters, a class of no list) makes it null. The
numbers mean the same in every file and version: lists only grow at their ends. ``thousandths`` is the intensity as the
cube sums it.

`Packing` puts the cells of some rows, with their days of knowledge, in as few bits as these rows need. Its `words` make
numbers of them that are the same whatever the rows: 63 bits, namely source, target, day, day of knowledge, class. What
does not fit (a null, a code that is no state's here, a day before 1880) is `Unfit`, and counted by SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from detente.catalog import PLOVER, QUADS, table
from detente.identity.records import entities

__all__ = [
    "BASE",
    "EPOCH",
    "KNOWN_BITS",
    "NUMBERS",
    "THOUSANDTHS",
    "WORD",
    "Packing",
    "Unfit",
    "blocks",
    "cells_of",
    "numbered",
    "numbers_in",
    "texts_of",
]

NUMBERS = ("source_number", "target_number", "class_number")
THOUSANDTHS = "thousandths"
ROOTS = tuple(f"{root:02d}" for root in range(1, 21))
UNNUMBERED = -1
LETTERS = 26
CODE = 3  # letters of a state's code

EPOCH = date(1970, 1, 1)
BASE = (date(1880, 1, 1) - EPOCH).days  # days are counted from here
DAY = 16  # bits of a day: 179 years
CLASS_BITS = 13
STATE = 9  # bits of a state among those known here
CLASS = {"quad": (10, 3, QUADS), "root": (5, 5, ROOTS), "plover": (0, 5, PLOVER)}  # first bit, bits, list
SHIFT = {"source": 54, "target": 45, "day": 29, "known": 13}
KNOWN_BITS = ((1 << DAY) - 1) << SHIFT["known"]
WORD = 64
BLOCK = 32_768  # rows
UNKNOWN = (1 << STATE) - 1  # a code of three letters that is no state's

Array = np.ndarray[Any, np.dtype[Any]]


class Unfit(Exception):
    """Rows that don't fit the numbers."""


# In files


def numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the numbers of their cells, and intensity in thousandths, to rows of events.

    Parameters
    ----------
    rows : polars.DataFrame
        With source, target, cameo, quad and plover, as texts or Enums, and intensity.

    Returns
    -------
    polars.DataFrame
        The rows with `NUMBERS` (Int16; 0 for a missing text, null where a text has no number) and thousandths (Int32,
        rounded half up by the arithmetic of the SQL; null where intensity is missing or out of the catalog's range).
    """
    within = table("events").column("intensity").holds(pl.col("intensity"))
    scaled = (pl.when(within).then("intensity") * 1000.0 + 0.5).floor()
    return _with_cells(rows).with_columns(scaled.cast(pl.Int32, strict=False).alias(THOUSANDTHS))


def _with_cells(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the numbers of their cells to rows."""
    root = _class_number("root")
    parts = (
        _numbers(rows["quad"], _class_number("quad")),
        _numbers(rows["cameo"], lambda code: root(code[:2])),
        _numbers(rows["plover"], _class_number("plover")),
    )
    return rows.with_columns(
        _numbers(rows["source"], _place).alias("source_number"),
        _numbers(rows["target"], _place).alias("target_number"),
        (parts[0] + parts[1] + parts[2]).alias("class_number"),
    )


def cells_of(rows: pl.DataFrame) -> tuple[Array, Packing]:
    """Return the packed cells of rows of the cube, at least one, and how they are packed.

    Raises
    ------
    Unfit
        If a state or a day does not fit the numbers.
    """
    source, target, classes = numbers_in(_with_cells(rows.rename({"root": "cameo"})))
    day, known = (rows[name].to_physical().to_numpy() - np.int32(BASE) for name in ("day", "known_on"))
    return Packing.of(source, target, classes, day, known)


def numbers_in(rows: pl.DataFrame) -> tuple[Array, Array, Array]:
    """Return the columns `NUMBERS` of rows as arrays.

    Raises
    ------
    Unfit
        If a text has no number.
    """
    if any(rows[name].null_count() for name in NUMBERS):
        raise Unfit
    source, target, classes = (rows[name].to_numpy() for name in NUMBERS)
    return source, target, classes


def _class_number(name: str) -> Callable[[str], int | None]:
    shift, _, texts = CLASS[name]
    return {text: number << shift for number, text in enumerate(texts, 1)}.get


def _place(code: str) -> int | None:
    """Return a code's place among all of three letters."""
    if len(code) != CODE or not (code.isascii() and code.isalpha() and code.isupper()):
        return None
    first, second, third = (ord(letter) - ord("A") for letter in code)
    return 1 + (first * LETTERS + second) * LETTERS + third


def _numbers(texts: pl.Series, number_of: Callable[[str], int | None]) -> pl.Series:
    """Return each text's number: 0 for a missing text, null for one that has none."""
    distinct = texts.dtype.categories if isinstance(texts.dtype, pl.Enum) else texts.drop_nulls().unique()
    found = [number_of(text) for text in distinct]
    numbers = pl.Series([UNNUMBERED if number is None else number for number in found], dtype=pl.Int16)
    if isinstance(texts.dtype, pl.Enum):
        told = numbers.gather(texts.to_physical())
    elif not found:
        told = pl.zeros(len(texts), pl.Int16, eager=True)
    else:
        told = texts.cast(pl.String).replace_strict(distinct.cast(pl.String), numbers, return_dtype=pl.Int16)
    told = told.fill_null(0)
    return told.set(told == UNNUMBERED, None) if None in found else told


# In the cube


@dataclass(frozen=True, slots=True)
class Packing:
    """How the cells of some rows, with their days of knowledge, are packed.

    A packed cell has, from the highest bit down: source and target, day, day of knowledge, class. Days are counted
    from the first there is.

    Parameters
    ----------
    first, last : int
        First and last day of an act, counted from `BASE`.
    known : int
        First day of knowledge, likewise.
    known_bits, class_bits : int
        Bits of a day of knowledge and of a class.
    classes : numpy.ndarray of int64 or None
        What a class stands for, if not for the number in the file.
    """

    first: int
    last: int
    known: int
    known_bits: int
    class_bits: int
    classes: Array | None

    @property
    def day_bits(self) -> int:
        """Bits of a day of an act."""
        return max(1, (self.last - self.first).bit_length())

    @property
    def bits(self) -> int:
        """Bits of a packed cell."""
        return 2 * STATE + self.day_bits + self.known_bits + self.class_bits

    @classmethod
    def of(cls, source: Array, target: Array, classes: Array, day: Array, known: Array) -> tuple[Array, Packing]:
        """Pack rows.

        Parameters
        ----------
        source, target, classes : numpy.ndarray of int16
            The numbers in the file.
        day, known : numpy.ndarray of int32
            Days of the act and of knowledge, counted from `BASE`; at least one row.

        Returns
        -------
        cells : numpy.ndarray of uint64
            Packed cells.
        packing : Packing

        Raises
        ------
        Unfit
            If a day or a state does not fit.
        """
        spans = [(int(days.min()), int(days.max())) for days in (day, known)]
        if min(spans)[0] < 0 or max(last for _, last in spans) >> DAY:
            raise Unfit
        (first, last), (known_first, known_last) = spans
        packing = cls(first, last, known_first, (known_last - known_first).bit_length(), CLASS_BITS, None)
        if packing.bits + (len(day) - 1).bit_length() > WORD:
            packing, classes = packing.narrowed(classes)
        cells = np.empty(len(day), np.uint64)
        for block in blocks(len(day)):
            cells[block] = packing.packed(source[block], target[block], classes[block], day[block], known[block])
        return cells, packing

    def packed(self, source: Array, target: Array, classes: Array, day: Array, known: Array) -> Array:
        """Return rows as packed cells; see `of`."""
        pair, states = _ranks().take(source), _ranks().take(target)
        if pair.max() == UNKNOWN or states.max() == UNKNOWN:
            raise Unfit
        pair <<= np.uint32(STATE)
        pair |= states
        days = (day - self.first).view(np.uint32)
        days <<= np.uint32(self.known_bits)
        days |= (known - self.known).view(np.uint32)
        cells: Array = pair.astype(np.uint64)
        cells <<= np.uint64(self.day_bits + self.known_bits)
        cells |= days
        cells <<= np.uint64(self.class_bits)
        cells |= classes.view(np.uint16)
        return cells

    def narrowed(self, classes: Array) -> tuple[Packing, Array]:
        """Return a packing with only the classes there are, and the classes by it."""
        there = np.flatnonzero(np.bincount(classes))
        place = np.zeros(there[-1] + 1, np.int16)
        place[there] = np.arange(len(there))
        return replace(self, class_bits=(len(there) - 1).bit_length(), classes=there), place.take(classes)

    def words(self, cells: Array) -> Array:
        """Return packed cells as words: numbers of int64 that mean the same whatever the rows."""
        left = cells.view(np.int64)

        def lowest(bits: int) -> Array:
            nonlocal left
            found: Array = left & ((1 << bits) - 1)
            left = left >> bits
            return found

        word: Array = lowest(self.class_bits)
        word = word if self.classes is None else self.classes[word]
        word |= (lowest(self.known_bits) + self.known) << SHIFT["known"]
        word |= (lowest(self.day_bits) + self.first) << SHIFT["day"]
        word |= left << SHIFT["target"]
        return word

    def days(self, cells: Array) -> Array:
        """Return the days of packed cells, counted from the first, in the highest bits; all others are 0."""
        days: Array = cells << np.uint64(WORD - self.bits + 2 * STATE)
        days &= np.uint64(((1 << self.day_bits) - 1) << (WORD - self.day_bits))
        return days

    def days_of(self, cells: Array) -> list[int]:
        """Return the days that packed cells are of, counted from `BASE`, each once, in order."""
        days = self.days(cells) >> np.uint64(WORD - self.day_bits)
        return [day + self.first for day in np.flatnonzero(np.bincount(days.view(np.int64))).tolist()]


def blocks(size: int) -> Iterator[slice]:
    """Yield slices that make up a size, each small enough for the processor's cache through several steps."""
    for start in range(0, size, BLOCK):
        yield slice(start, min(start + BLOCK, size))


@cache
def _states() -> tuple[str, ...]:
    return tuple(sorted(entities()))


@cache
def _ranks() -> Array:
    """Return, by a code's place among all codes, its place among the states known here, from 1."""
    ranks = np.full(1 + LETTERS**CODE, UNKNOWN, np.uint32)
    ranks[0] = 0
    for rank, code in enumerate(_states(), 1):
        if (place := _place(code)) is not None:
            ranks[place] = rank
    return ranks


def texts_of(words: Array) -> dict[str, pl.Series]:
    """Return what words say, as columns of the cube.

    Parameters
    ----------
    words : numpy.ndarray of int64
        See `Packing.words`.

    Returns
    -------
    dict of str to polars.Series
        source, target, quad, root and plover (Enum), day and known_on (Date).
    """

    def bits(shift: int, count: int) -> Array:
        found: Array = (words >> shift) & ((1 << count) - 1)
        return found

    def texts(shift: int, count: int, listed: tuple[str, ...]) -> pl.Series:
        return pl.Series([None, *listed], dtype=pl.Enum(listed)).gather(bits(shift, count).astype(np.uint32))

    columns = {side: texts(SHIFT[side], STATE, _states()) for side in ("source", "target")}
    for name, of in (("day", "day"), ("known_on", "known")):
        columns[name] = pl.Series((bits(SHIFT[of], DAY) + BASE).astype(np.int32)).cast(pl.Date)
    for name, (shift, count, listed) in CLASS.items():
        columns[name] = texts(shift, count, listed)
    return columns
