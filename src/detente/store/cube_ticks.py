"""Ticks as numbers: what the cube counts, read from the lake in arrays that sort fast.

A *tick* says that one more record is known of a cell from a day on, or one less (see ``sql/cube_ticks.sql``). Its
*word* is 63 bits: source, target, day, day of knowledge, quad class, CAMEO root and PLOVER type, so that ticks of one
cell and day of knowledge have one word, and words in order are cells in order. Days are counted from `BASE`; texts
are numbered as they come, from 2; 1 is a missing text.

DuckDB numbers the texts: it looks at each distinct text of a row group once, not at every row. Polars reads the
numbers. Data that don't fit the word (acts before `BASE`, hundreds of roots) raise `Unfit`; the SQL then counts them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from detente.catalog import PLOVER, QUADS
from detente.identity.records import entities
from detente.store.cube_engine import EventFile

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "BASE",
    "BITS",
    "DAY",
    "SHIFT",
    "Codes",
    "Holding",
    "Part",
    "TickReader",
    "Ticks",
    "Unfit",
    "day_number",
    "day_of",
    "parts_of",
]

EPOCH = date(1970, 1, 1)
BASE = (date(1880, 1, 1) - EPOCH).days
DAY = 16  # bits of a day: 179 years
BITS = {"source": 9, "target": 9, "quad": 3, "root": 5, "plover": 5}
SHIFT = {"source": 54, "target": 45, "day": 29, "known": 13, "quad": 10, "root": 5, "plover": 0}
TEXTS = {"source": "source", "target": "target", "quad": "quad", "root": "substr(cameo, 1, 2)", "plover": "plover"}
NUMBERS = ("date", "known_on", "key", "reports", "intensity")
PART = 1_000_000  # rows read at once: few enough to be sorted in the processor's cache
MISSING = 1  # number of a missing text
MOST_SCALED = 1e15  # beyond it thousandths of intensity are no exact whole numbers

Array = np.ndarray[Any, np.dtype[Any]]


class Unfit(Exception):
    """Ticks that don't fit a word."""


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


@dataclass(slots=True)
class Codes:
    """The numbers of texts, by column; texts are added as they turn up."""

    texts: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        states = sorted(entities())
        roots = [f"{root:02d}" for root in range(1, 21)]
        usual = {"source": states, "target": states, "quad": QUADS, "root": roots, "plover": PLOVER}
        self.texts = {name: list(texts) for name, texts in usual.items()}

    def add(self, name: str, texts: Iterable[str]) -> None:
        """Give numbers to more texts."""
        self.texts[name] += texts
        if len(self.texts[name]) + MISSING >= 1 << BITS[name]:
            raise Unfit

    def ranks(self, name: str) -> Array:
        """Return each number's place in the texts' order, a missing text last."""
        texts = self.texts[name]
        ranks = np.full(MISSING + 1 + len(texts), len(texts), np.int64)
        ranks[MISSING + 1 + np.array(sorted(range(len(texts)), key=texts.__getitem__))] = np.arange(len(texts))
        return ranks


@dataclass(frozen=True, slots=True)
class Ticks:
    """Ticks, one an entry of each array.

    Parameters
    ----------
    word, key : numpy.ndarray of int64
        Cell with day of knowledge, and the events' keys.
    keyed : numpy.ndarray of bool or None
        Which have a key; None if all do.
    held : numpy.ndarray of int8 or None
        1 for a record that comes, -1 for one that goes; None if all come.
    reports, intensity : numpy.ndarray of int64
        As they count: negative for a record that goes. Intensity in thousandths.
    rated : numpy.ndarray of int8 or None
        Records that have an intensity, counted; None where each has.
    """

    word: Array
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


def day_of(word: Array) -> Array:
    """Return the day of each word, counted from `BASE`."""
    return (word >> SHIFT["day"]) & ((1 << DAY) - 1)


class TickReader:
    """Reads ticks through one connection.

    Parameters
    ----------
    db : duckdb.DuckDBPyConnection
        What to read with; from here on, with one thread.
    """

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        db.execute("SET threads = 1")  # so that rows come in the files' order
        self.db = db
        self.codes = Codes()
        self.told: dict[str, list[str]] = {}

    def read(
        self,
        part: Part,
        whole: AbstractSet[str],
        others: Mapping[str, Holding],
        days: Sequence[int] | None = None,
    ) -> Ticks:
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
            Only acts of these days, counted from `BASE`.

        Raises
        ------
        Unfit
            If something does not fit a word.
        """
        special = sorted({name for file in part.files for name in file.batches - whole})
        rows = self._rows(part, special, days)
        key, intensity = rows["key"], rows["intensity"]
        keyed = None if not key.null_count() else key.is_not_null().to_numpy()
        rated = None if not intensity.null_count() else intensity.is_not_null().cast(pl.Int8).to_numpy()
        reports = rows["reports"].cast(pl.Int64).to_numpy()
        ticks = Ticks(_words(rows), key.fill_null(0).to_numpy(), keyed, None, reports, _scaled(intensity), rated)
        if not special:
            return ticks
        holdings = [Holding(), *(others.get(name, Holding(comes=False)) for name in special)]
        return _replaced(ticks, rows["batch"].fill_null(0).to_numpy(), holdings)

    def _rows(self, part: Part, special: Sequence[str], days: Sequence[int] | None) -> pl.DataFrame:
        """Return rows with their texts numbered."""
        paths = [str(file.path) for file in part.files]
        self.db.read_parquet(paths, file_row_number=True).create_view("part", replace=True)
        rows = self._numbered(part, special, days)
        while absent := [name for name in TEXTS if rows[name].null_count()]:
            for name in absent:
                self.codes.add(name, self._strangers(TEXTS[name], self.codes.texts[name]))
            rows = self._numbered(part, special, days)
        if days is not None:
            return rows
        numbers = pl.scan_parquet(paths, glob=False).select(NUMBERS)
        if part.stop is not None:
            numbers = numbers.slice(part.start, part.stop - part.start)
        return rows.hstack(numbers.collect().get_columns())

    def _numbered(self, part: Part, special: Sequence[str], days: Sequence[int] | None) -> pl.DataFrame:
        """Return the numbers of texts by DuckDB; of some days, the other columns too."""
        columns, conditions = [], []
        for name, text in TEXTS.items():
            self._tell(name, self.codes.texts[name])
            columns.append(f"list_position(getvariable('{name}'), {text}) AS {name}")
        if special:
            self._tell("special", special)
            columns.append("list_position(getvariable('special'), batch) - 1 AS batch")
        if days is not None:
            self._tell("days", [(EPOCH + timedelta(days=day + BASE)).isoformat() for day in days])
            columns += NUMBERS
            conditions.append("date IN CAST(getvariable('days') AS DATE[])")
        if part.stop is not None:
            conditions.append(f"file_row_number >= {part.start} AND file_row_number < {part.stop}")
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return pl.DataFrame(self.db.sql(f"SELECT {', '.join(columns)} FROM part{where}"))  # noqa: S608 - names of ours

    def _tell(self, name: str, values: Sequence[str]) -> None:
        """Set a variable to a missing text and these; DuckDB takes it for a constant, and looks at distinct texts."""
        if self.told.get(name) != [*values]:
            self.told[name] = [*values]
            given = json.dumps([None, *values])
            self.db.execute(f"SET VARIABLE {name} = CAST(CAST($given AS JSON) AS VARCHAR[])", {"given": given})

    def _strangers(self, text: str, known: Sequence[str]) -> list[str]:
        """Return the texts that have no number yet."""
        rows = self.db.sql(f"SELECT DISTINCT {text} FROM part WHERE {text} IS NOT NULL").fetchall()  # noqa: S608
        return sorted({found for (found,) in rows} - set(known))


def _replaced(ticks: Ticks, batch: Array, holdings: Sequence[Holding]) -> Ticks:
    """Return ticks as their batches count: those that come, and those that go."""
    untils = [day_number(holding.until) if holding.until else -1 for holding in holdings]
    if max(untils) >= 1 << DAY:
        raise Unfit
    until = np.array(untils, np.int64)[batch]
    comes = np.flatnonzero(np.array([holding.comes for holding in holdings])[batch])
    goes = np.flatnonzero(until >= 0)
    word = ticks.word[goes]
    known = (word >> SHIFT["known"]) & ((1 << DAY) - 1)
    word += (np.maximum(known, until[goes]) - known) << SHIFT["known"]
    rated = np.ones(len(ticks.word), np.int8) if ticks.rated is None else ticks.rated

    def both(of: Array, sign: int = 1) -> Array:
        return np.concatenate([of[comes], sign * of[goes]])

    return Ticks(
        np.concatenate([ticks.word[comes], word]),
        both(ticks.key),
        None if ticks.keyed is None else np.concatenate([ticks.keyed[comes], ticks.keyed[goes]]),
        np.repeat(np.array([1, -1], np.int8), [len(comes), len(goes)]),
        both(ticks.reports, -1),
        both(ticks.intensity, -1),
        both(rated, -1),
    )


# Numbers


def _words(rows: pl.DataFrame) -> Array:
    """Pack what tells a cell and its day of knowledge into one number."""
    number = {name: rows[name].to_numpy() for name in TEXTS}
    word: Array = (number["source"] << BITS["target"] | number["target"]).astype(np.int64)
    for name in ("date", "known_on"):
        days = rows[name].to_physical().to_numpy() - BASE
        if len(days) and (days.min() < 0 or days.max() >= 1 << DAY):
            raise Unfit
        word <<= DAY
        word |= days
    word <<= SHIFT["known"]
    word |= number["quad"] << SHIFT["quad"] | number["root"] << SHIFT["root"] | number["plover"]
    return word


def _scaled(intensity: pl.Series) -> Array:
    """Return intensity in thousandths, rounded half up by the arithmetic of the SQL; 0 where there is none."""
    given = intensity.fill_null(0.0).to_numpy()
    scaled = given * 1000.0
    scaled += 0.5
    np.floor(scaled, out=scaled)
    if len(scaled) and not (scaled.min() > -MOST_SCALED and scaled.max() < MOST_SCALED):
        raise Unfit
    return scaled.astype(np.int64)
