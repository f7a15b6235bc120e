"""From a dataset's own columns to acts: days, states, classes, keys. One way for every dataset.

A dataset's module brings a frame with the columns of `RAW`, as the file has them; `acts_of` returns the columns
of the table ``events`` (without what only the store knows: the batch, the dataset, the version) and the rejects.
A row is rejected for the first of these faults: no id where the dataset gives ids, no day, a day the dataset
can't have, a code that is none, a count of reports that is none, an intensity that is no number.

What is *not* a fault, because the row is still a report of something:

- an actor that is of no state, or of none that existed then: ``source`` or ``target`` is null and the actor
  stays as written. What can't be placed is counted by reason in `Acts.unplaced`;
- a code that says that no class fits: ``cameo`` and ``quad`` are null, and `UNCLASSIFIED` is set;
- both actors of one state: acts at home are kept, and no measure between states counts them.

Flags, which add up: `DATE_MENDED` 1, `KNOWN_FROM_FILE` 2, `DATE_AFTER_ADDED` 4, `UNCLASSIFIED` 8.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl

from detente.catalog import PLOVER, QUADS, quad_of_cameo
from detente.identity import translate
from detente.identity.records import entities
from detente.sources.cameo import UNCLASSIFIABLE, plover_of_cameo
from detente.sources.keys import key_of
from detente.sources.lines import REJECTS, join_rejects

__all__ = [
    "DATE_AFTER_ADDED",
    "DATE_MENDED",
    "KNOWN_FROM_FILE",
    "RAW",
    "UNCLASSIFIED",
    "Acts",
    "Reading",
    "Repeats",
    "acts_of",
]

DATE_MENDED, KNOWN_FROM_FILE, DATE_AFTER_ADDED, UNCLASSIFIED = 1, 2, 4, 8

RAW = (
    "unit",
    "line",
    "id",
    "date",
    "known_on",
    "source_actor",
    "target_actor",
    "source_place",
    "target_place",
    "cameo",
    "quad",
    "plover",
    "intensity",
    "reports",
    "text",
    "also",
)
MADE = (
    "unit",
    "line",
    "id",
    "date",
    "known_on",
    "source",
    "target",
    "source_actor",
    "target_actor",
    "cameo",
    "quad",
    "plover",
    "intensity",
    "text",
    "reports",
    "key",
    "flags",
    "also",
)
MOST_REPORTS = 2**31 - 1
WHY = " why"
LISTED = {"quad": (pl.Enum(QUADS), str.lower), "plover": (pl.Enum(PLOVER), str.upper)}
DAYS = 1 << 32  # more than there are
SAME = ("unit", "id", "date", "source_actor", "target_actor", "cameo", "plover", "intensity", "reports", "text", "also")

Days = Callable[[str | int], date | None]
Write = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a dataset writes what `acts_of` reads.

    Parameters
    ----------
    scheme : str
        The scheme of the places (see `detente.identity.translate`).
    day : callable
        From what the column ``date`` holds to a day, or None.
    known : callable
        Likewise for ``known_on``.
    columns : mapping of str to str
        What the file calls the columns of `RAW`, for rejects.
    first : datetime.date
        No act is older.
    aliases : mapping of str to str
        Places that the dataset writes in a way of its own, and the name meant.
    mend : callable or None
        Mends the dates that the dataset is known to have got wrong: adds the column ``mended`` (Boolean).
    no_day : str
        What is told of a text that is no day: how days are written.
    quads : tuple of str
        The quad classes, as the file writes them.
    """

    scheme: str
    day: Days
    known: Days
    columns: Mapping[str, str] = field(default_factory=dict)
    first: date = date(1800, 1, 1)
    aliases: Mapping[str, str] = field(default_factory=dict)
    mend: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    no_day: str = "is no day"
    quads: tuple[str, ...] = QUADS


@dataclass(frozen=True, slots=True)
class Acts:
    """Rows read to the end.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns of the table ``events`` and ``unit``, ``line``, in the order of the file. States, quad classes and
        PLOVER types are Enums, the same in every frame.
    rejects : polars.DataFrame
        See `detente.sources.lines.REJECTS`.
    unplaced : dict of (int, str) to int
        How many actors were given no state, by unit and reason.
    """

    frame: pl.DataFrame
    rejects: pl.DataFrame
    unplaced: dict[tuple[int, str], int]


def acts_of(raw: pl.DataFrame, how: Reading, filed: Mapping[int, date | None], today: date) -> Acts:
    """Read rows to the end.

    Parameters
    ----------
    raw : polars.DataFrame
        The columns of `RAW`.
    how : Reading
        How the dataset writes them.
    filed : mapping of int to datetime.date
        By unit, the day that the file's name gives; None where it gives none.
    today : datetime.date
        Days after tomorrow's are faults: clocks differ by no more than that.

    Returns
    -------
    Acts
    """
    part = _Parting(raw, how.columns)
    part.days("date", how.day, how.no_day)
    part.days("known_on", how.known, how.no_day)
    part.reject("date", pl.when(pl.col("date").is_null()).then(pl.lit("is missing")))
    part.rows = _known(how.mend(part.rows) if how.mend else part.rows.with_columns(mended=pl.lit(value=False)), filed)
    part.reject("date", _outside("date", how.first, today))
    part.reject("known_on", _outside("known_on", how.first, today))
    part.rows, unplaced = _placed(part.rows, how)
    _classify(part, how)
    part.reject("reports", _no_count())
    part.reject("intensity", _no_number())
    rows = part.rows
    key = key_of(rows["date"], rows["source_actor"], rows["target_actor"], _code(rows))
    frame = rows.with_columns(
        pl.col("reports").fill_null(1).cast(pl.Int32), pl.col("intensity").cast(pl.Float64), key, _flags()
    ).select(MADE)
    return Acts(frame, join_rejects(part.rejects), unplaced)


def _code(rows: pl.DataFrame) -> pl.Series:
    """Return the finest class that each row has."""
    coarser = pl.any_horizontal(pl.col("plover", "quad").is_not_null())
    if rows.select((pl.col("cameo").is_null() & coarser).any()).item():
        return rows.select(pl.coalesce(pl.col("cameo", "plover", "quad").cast(pl.String))).to_series()
    return rows["cameo"]


class _Parting:
    """Rows that are right so far, and the rejects so far."""

    def __init__(self, raw: pl.DataFrame, columns: Mapping[str, str]) -> None:
        self.rows = raw
        self.columns = columns
        self.rejects: list[pl.DataFrame] = []
        self.written: dict[str, pl.DataFrame] = {}

    def days(self, name: str, parse: Days, no_day: str) -> None:
        """Read a column of days; what the file has is kept for rejects."""
        given = self.rows[name]
        if given.dtype == pl.Date:
            return
        if given.dtype == pl.Null:
            self.rows = self.rows.with_columns(pl.lit(None, pl.Date).alias(name))
            return
        distinct = given.drop_nulls().unique()
        meant = pl.Series([parse(value) for value in distinct], dtype=pl.Date)
        read = given.replace_strict(distinct, meant, default=None, return_dtype=pl.Date)
        bad = read.is_null() & given.is_not_null()
        if bad.any():
            self.reject(name, pl.when(pl.Series(bad)).then(pl.lit(no_day)))
            read = read.filter(~bad)
        self.rows = self.rows.with_columns(read.alias(name))

    def reject(self, name: str, why: pl.Expr) -> None:
        """Set aside the rows for which `why` is not null."""
        told = self.rows.select(why.cast(pl.String).alias(WHY)).to_series()
        if told.null_count() == len(told):
            return
        bad = told.is_not_null()
        self.rejects.append(
            self.rows.filter(bad).select(
                "unit",
                "line",
                pl.lit(self.columns.get(name, name)).alias("column"),
                pl.col(name).cast(pl.String).alias("value"),
                told.filter(bad).alias("reason"),
            )
        )
        self.rows = self.rows.filter(~bad)


# Days


def _known(rows: pl.DataFrame, filed: Mapping[int, date | None]) -> pl.DataFrame:
    """Fill in when a row became known: as it says, else the day of its file, else the day of the act."""
    days = {unit: day for unit, day in filed.items() if day is not None}
    by_file = pl.col("unit").replace_strict(days, default=None, return_dtype=pl.Date) if days else pl.lit(None, pl.Date)
    given = pl.col("known_on")
    return rows.with_columns(
        pl.max_horizontal(pl.coalesce(given, by_file, "date"), "date").alias("known_on"),
        (given.is_null() & by_file.is_not_null()).alias("by file"),
        (given < pl.col("date")).fill_null(value=False).alias("after"),
    )


def _outside(name: str, first: date, today: date) -> pl.Expr:
    last = today + timedelta(days=1)
    return (
        pl.when(pl.col(name) < first)
        .then(pl.lit(f"lies before {first}, where the dataset begins"))
        .when(pl.col(name) > last)
        .then(pl.lit(f"lies after {today}"))
    )


# States


def _placed(rows: pl.DataFrame, how: Reading) -> tuple[pl.DataFrame, dict[tuple[int, str], int]]:
    """Give each actor its state at the day of the act, and count the reasons of those that have none."""
    sides = {"source": _cells(rows, "source_place"), "target": _cells(rows, "target_place")}
    seen = {side: cells.drop_nulls().unique("cell") for side, cells in sides.items()}
    distinct = pl.concat(cells.select(pl.col("place").cast(pl.String), "date") for cells in seen.values()).unique()
    names = distinct["place"].replace(dict(how.aliases)) if how.aliases else distinct["place"]
    found = translate(names, how.scheme, distinct["date"])
    meant = distinct.with_columns(found["code"].cast(_states()), found["reason"])
    unplaced: dict[tuple[int, str], int] = {}
    for side, cells in sides.items():
        mine = seen[side].with_columns(pl.col("place").cast(pl.String)).join(meant, on=["place", "date"], how="left")
        state = cells["cell"].replace_strict(mine["cell"], mine["code"], default=None, return_dtype=_states())
        rows = rows.with_columns(state.alias(side))
        none = rows.select("unit", cells["cell"]).filter(state.is_null()).group_by("unit", "cell").len()
        for unit, reason, count in none.join(mine, on="cell", how="left").select("unit", "reason", "len").iter_rows():
            why = unit, reason or "missing"
            unplaced[why] = unplaced.get(why, 0) + count
    return rows, unplaced


def _cells(rows: pl.DataFrame, place: str) -> pl.DataFrame:
    """Return each row's place and day, and a number for the two, which is faster to look up."""
    number = pl.col("place").to_physical().cast(pl.Int64) * DAYS + pl.col("date").to_physical()
    return rows.select(pl.col(place).cast(pl.Categorical).alias("place"), "date").with_columns(number.alias("cell"))


@cache
def _states() -> pl.Enum:
    return pl.Enum(sorted(entities()))


# Classes


def _classify(part: _Parting, how: Reading) -> None:
    """Read code and class; a code that says 'no class fits' is kept, a text that is no code is rejected."""
    codes = part.rows["cameo"].drop_nulls().unique().to_list() if part.rows["cameo"].dtype != pl.Null else []
    known = [code for code in codes if quad_of_cameo(code) is not None]
    none = [code for code in codes if code in UNCLASSIFIABLE]
    wrong = [code for code in codes if code not in {*known, *none}]
    if wrong:
        part.reject("cameo", pl.when(pl.col("cameo").is_in(wrong)).then(pl.lit("is no CAMEO code")))
    _check_listed(part, "quad", f"is not one of {', '.join(how.quads)}")
    _check_listed(part, "plover", "is no event type of PLOVER")
    rows = part.rows
    code = _places(rows["cameo"], known)
    by_code = {"quad": [quad_of_cameo(text) for text in known], "plover": [plover_of_cameo(text) for text in known]}
    part.rows = rows.with_columns(
        pl.Series("cameo", known, dtype=pl.String).gather(code),
        *(
            _listed(rows[name], listed, write).fill_null(pl.Series(by_code[name], dtype=listed).gather(code))
            for name, (listed, write) in LISTED.items()
        ),
    )


def _check_listed(part: _Parting, name: str, why: str) -> None:
    """Reject rows with a text that is not in a list."""
    listed, write = LISTED[name]
    texts = part.rows[name].cast(pl.String).drop_nulls().unique().to_list()
    if wrong := [text for text in texts if write(text) not in listed.categories]:
        part.reject(name, pl.when(pl.col(name).cast(pl.String).is_in(wrong)).then(pl.lit(why)))


def _listed(column: pl.Series, listed: pl.Enum, write: Write) -> pl.Series:
    """Return texts as texts of a list."""
    if column.null_count() == len(column):
        return pl.repeat(None, len(column), dtype=listed, eager=True).alias(column.name)
    given = column.cast(pl.String)
    texts = given.drop_nulls().unique().to_list()
    return pl.Series(column.name, [write(text) for text in texts], dtype=listed).gather(_places(given, texts))


def _places(column: pl.Series, texts: list[str]) -> pl.Series:
    """Return each cell's place among some texts; null for any other."""
    if not texts:
        return pl.repeat(None, len(column), dtype=pl.UInt32, eager=True)
    places = pl.Series(range(len(texts)), dtype=pl.UInt32)
    return column.replace_strict(texts, places, default=None, return_dtype=pl.UInt32)


# Numbers


def _no_count() -> pl.Expr:
    given = pl.col("reports")
    return pl.when(~given.is_between(1, MOST_REPORTS)).then(pl.lit("is no number of reports, which is at least 1"))


def _no_number() -> pl.Expr:
    return pl.when(~pl.col("intensity").cast(pl.Float64).is_finite()).then(pl.lit("is no finite number"))


def _flags() -> pl.Expr:
    parts = {
        DATE_MENDED: pl.col("mended"),
        KNOWN_FROM_FILE: pl.col("by file"),
        DATE_AFTER_ADDED: pl.col("after"),
        UNCLASSIFIED: pl.col("quad").is_null(),
    }
    return pl.sum_horizontal(said.cast(pl.Int32) * bit for bit, said in parts.items()).cast(pl.Int32).alias("flags")


class Repeats:
    """Finds rows that repeat an earlier row of their file in all that is read of them.

    Only rows with an id of the dataset's can be told to be copies: without ids, two equal rows are two reports.
    """

    def __init__(self) -> None:
        self._seen: dict[int, list[np.ndarray]] = {}

    def part(self, frame: pl.DataFrame, spanning: Collection[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the rows without copies, and the copies as rejects.

        Parameters
        ----------
        frame : polars.DataFrame
            Of `Acts`.
        spanning : collection of int
            The units that other frames bring rows of too.
        """
        copies = self._within(frame)
        for unit in spanning:
            copies = copies | self._before(frame, unit)
        if not copies.any():
            return frame, pl.DataFrame(schema=REJECTS)
        told = frame.filter(copies).select(
            "unit",
            "line",
            pl.lit(None, pl.String).alias("column"),
            pl.col("id").cast(pl.String).alias("value"),
            pl.lit("repeats an earlier row of the file").alias("reason"),
        )
        return frame.filter(~copies), told

    def forget(self, unit: int) -> None:
        """Forget a unit that is read to its end."""
        self._seen.pop(unit, None)

    @staticmethod
    def _within(frame: pl.DataFrame) -> pl.Series:
        copies = pl.zeros(frame.height, dtype=pl.Boolean, eager=True)
        if frame["id"].drop_nulls().n_unique() == frame.height - frame["id"].null_count():
            return copies
        twice = frame.select("unit", "id").is_duplicated() & frame["id"].is_not_null()
        if not twice.any():
            return copies
        at = twice.arg_true()
        later = ~frame[at].select(pl.struct(SAME).is_first_distinct()).to_series()
        return copies.scatter(at.filter(later), True)

    def _before(self, frame: pl.DataFrame, unit: int) -> pl.Series:
        mine = (frame["unit"] == unit) & frame["id"].is_not_null()
        marks = frame.filter(mine).select(SAME).hash_rows(seed=1).to_numpy()
        seen = self._seen.setdefault(unit, [])
        again = np.zeros(marks.size, bool)
        for earlier in seen:
            again |= np.isin(marks, earlier)
        seen.append(np.unique(marks))
        return pl.zeros(frame.height, dtype=pl.Boolean, eager=True).scatter(mine.arg_true(), pl.Series(again))
