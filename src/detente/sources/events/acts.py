"""From a dataset's own columns to acts: days, states, classes, keys. One way for every dataset.

A dataset's module brings a frame with the columns of `RAW`, as the file has them; `acts_of` returns the columns
of the table ``events`` (without what only the store knows: the batch, the dataset, the version) and the rejects.
A row is rejected for the first of these faults: no id where the dataset gives ids, no day, a day the dataset
can't have, an intensity that is not a number, a code that is none, or that disagrees with what else the row says of its
class, a count of reports that is none.

What is *not* a fault, because the row is still a report of something:

- an actor that is of no state, or of none that existed then: ``source`` or ``target`` is null and the actor
  stays as written. What can't be placed is counted by reason in `EventRows.unplaced`;
- a code that says that no class fits: ``cameo`` and ``quad`` are null, and `UNCLASSIFIED` is set;
- both actors of one state: acts at home are kept, and no measure between states counts them.

Flags, which add up: `DATE_MENDED` 1, `KNOWN_FROM_FILE` 2, `DATE_AFTER_ADDED` 4, `UNCLASSIFIED` 8.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import polars as pl

from detente.catalog import QUADS
from detente.identity import translate
from detente.identity.records import entities
from detente.sources.events.act_classes import classify
from detente.sources.events.keys import key_of
from detente.sources.readers.line_format import join_rejects
from detente.sources.shaping.column_forms import CERTAIN
from detente.sources.shaping.row_checks import Days, RowChecks

__all__ = [
    "DATE_AFTER_ADDED",
    "DATE_MENDED",
    "KNOWN_FROM_FILE",
    "RAW",
    "UNCLASSIFIED",
    "EventConventions",
    "EventRows",
    "acts_of",
    "finished",
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
    "root",
    "quad_class",
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
DAYS = 1 << 32  # more than there are


@dataclass(frozen=True, slots=True)
class EventConventions:
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
        What is told of a text that is not a date: how days are written.
    quads : tuple of str
        The quad classes, as the file writes them.
    codes : str
        How CAMEO codes are written: see `detente.sources.shaping.column_forms.code_of`.
    decimal : str
        The decimal mark of numbers that are text.
    signed : bool
        Whether conflict always has a negative intensity, so that a positive one shows a wrong code.
    own : bool
        Whether the rows are a user's own events, read by `detente.sources.events.own_acts`.
    """

    scheme: str
    day: Days
    known: Days
    columns: Mapping[str, str] = field(default_factory=dict)
    first: date = date(1800, 1, 1)
    aliases: Mapping[str, str] = field(default_factory=dict)
    mend: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    no_day: str = "is not a date"
    quads: tuple[str, ...] = QUADS
    codes: str = CERTAIN
    decimal: str = "."
    signed: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class EventRows:
    """Rows read to the end.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns of the table ``events`` and ``unit``, ``line``, in the order of the file. States, quad classes and
        PLOVER types are Enums, the same in every frame.
    rejects : polars.DataFrame
        See `detente.sources.readers.lines.REJECTS`.
    unplaced : dict of (int, str) to int
        How many actors were given no state, by unit and reason.
    """

    frame: pl.DataFrame
    rejects: pl.DataFrame
    unplaced: dict[tuple[int, str], int]


def acts_of(raw: pl.DataFrame, how: EventConventions, filed: Mapping[int, date | None], today: date) -> EventRows:
    """Read rows to the end.

    Parameters
    ----------
    raw : polars.DataFrame
        The columns of `RAW`.
    how : EventConventions
        How the dataset writes them.
    filed : mapping of int to datetime.date
        By unit, the day that the file's name gives; None where it gives none.
    today : datetime.date
        Days after tomorrow's are faults: clocks differ by no more than that.

    Returns
    -------
    EventRows
    """
    part = RowChecks(raw, how.columns, how.decimal)
    part.days("date", how.day, how.no_day)
    part.days("known_on", how.known, how.no_day)
    part.reject("date", pl.when(pl.col("date").is_null()).then(pl.lit("is missing")))
    part.rows = _known(how.mend(part.rows) if how.mend else part.rows.with_columns(mended=pl.lit(value=False)), filed)
    part.reject("date", _outside("date", how.first, today))
    part.reject("known_on", _outside("known_on", how.first, today))
    part.rows, unplaced = _placed(part.rows, how)
    part.number("intensity", pl.Float64())
    classify(part, how.codes, how.quads, signed=how.signed)
    part.number("reports", pl.Int64())
    return EventRows(finished(part.rows), join_rejects(part.rejects), unplaced)


def finished(rows: pl.DataFrame) -> pl.DataFrame:
    """Return checked rows with their key and flags: the columns of `EventRows.frame`."""
    key = key_of(rows["date"], rows["source_actor"], rows["target_actor"], _code(rows))
    states = pl.col("source", "target").cast(_states())
    return rows.with_columns(pl.col("reports").fill_null(1).cast(pl.Int32), states, key, _flags()).select(MADE)


def _code(rows: pl.DataFrame) -> pl.Series:
    """Return the finest class that each row has."""
    coarser = pl.any_horizontal(pl.col("plover", "quad").is_not_null())
    if rows.select((pl.col("cameo").is_null() & coarser).any()).item():
        return rows.select(pl.coalesce(pl.col("cameo", "plover", "quad").cast(pl.String))).to_series()
    return rows["cameo"]


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


def _placed(rows: pl.DataFrame, how: EventConventions) -> tuple[pl.DataFrame, dict[tuple[int, str], int]]:
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


# Flags


def _flags() -> pl.Expr:
    parts = {
        DATE_MENDED: pl.col("mended"),
        KNOWN_FROM_FILE: pl.col("by file"),
        DATE_AFTER_ADDED: pl.col("after"),
        UNCLASSIFIED: pl.col("quad").is_null(),
    }
    return pl.sum_horizontal(said.cast(pl.Int32) * bit for bit, said in parts.items()).cast(pl.Int32).alias("flags")
