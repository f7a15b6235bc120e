"""From a provider's columns to rows of the table ``events``: dates, states, classes, keys; the same for every dataset.

A dataset's module gives a frame with the columns of `RAW`, with values as in the file. `event_rows` returns the columns
of the table ``events`` (except the batch, dataset and version, which the store adds) and the rejects.
A row is rejected for the first of these errors: a missing id where the dataset has ids, a missing date, a date outside
the dataset's range, an intensity that is not a number, an invalid code or one that contradicts the row's class, an
invalid count of reports.

These are *not* errors, because the row still reports an event:

- an actor that belongs to no state, or to none at that date: ``source`` or ``target`` is null and the actor
  stays as written. Such actors are counted by reason in `EventRows.unplaced`;
- a code that means that no class applies: ``cameo`` and ``quad`` are null, and `UNCLASSIFIED` is set;
- both actors of one state: domestic events are kept, and no measure between states counts them.

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
from detente.sources.events.event_classes import classify
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
    "event_rows",
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
EVENT_COLUMNS = (
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
DAYS = 1 << 32  # more days than any date has


@dataclass(frozen=True, slots=True)
class EventConventions:
    """How a dataset writes states, dates, codes and numbers.

    Parameters
    ----------
    scheme : str
        The scheme of the places (see `detente.identity.translate`).
    day : callable
        Parser of the column ``date``; returns None for an invalid value.
    known : callable
        Parser of the column ``known_on``.
    columns : mapping of str to str
        Names in the file of the columns of `RAW`, for rejects.
    first : datetime.date
        The dataset's first date; earlier rows are rejected.
    aliases : mapping of str to str
        The dataset's own spellings of places, and the standard name.
    repair : callable or None
        Repairs known errors in the dataset's dates, and adds the column ``mended`` (Boolean).
    invalid_date : str
        Reason given for a reject whose date is invalid; says how dates are written.
    quads : tuple of str
        The quad classes, as the file writes them.
    codes : str
        How CAMEO codes are written: see `detente.sources.shaping.column_forms.code_of`.
    decimal : str
        The decimal mark of numbers that are text.
    signed : bool
        Whether conflict always has a negative intensity, so that a positive one shows a wrong code.
    own : bool
        Whether the rows are a user's own events, read by `detente.sources.events.own_event_rows`.
    """

    scheme: str
    day: Days
    known: Days
    columns: Mapping[str, str] = field(default_factory=dict)
    first: date = date(1800, 1, 1)
    aliases: Mapping[str, str] = field(default_factory=dict)
    repair: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    invalid_date: str = "is not a date"
    quads: tuple[str, ...] = QUADS
    codes: str = CERTAIN
    decimal: str = "."
    signed: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class EventRows:
    """Checked rows of events, and the rejects.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns of the table ``events`` and ``unit``, ``line``, in the order of the file. States, quad classes and
        PLOVER types are Enums, the same in every frame.
    rejects : polars.DataFrame
        See `detente.sources.readers.lines.REJECTS`.
    unplaced : dict of (int, str) to int
        Count of actors without a state, by unit and reason.
    """

    frame: pl.DataFrame
    rejects: pl.DataFrame
    unplaced: dict[tuple[int, str], int]


def event_rows(
    raw: pl.DataFrame, conventions: EventConventions, filed: Mapping[int, date | None], today: date
) -> EventRows:
    """Check rows, and translate dates, states and classes.

    Parameters
    ----------
    raw : polars.DataFrame
        The columns of `RAW`.
    conventions : EventConventions
        The dataset's conventions.
    filed : mapping of int to datetime.date
        By unit, the date in the file's name, or None.
    today : datetime.date
        Dates after tomorrow are rejected.

    Returns
    -------
    EventRows
    """
    checks = RowChecks(raw, conventions.columns, conventions.decimal)
    checks.days("date", conventions.day, conventions.invalid_date)
    checks.days("known_on", conventions.known, conventions.invalid_date)
    checks.reject("date", pl.when(pl.col("date").is_null()).then(pl.lit("is missing")))
    checks.rows = _known(
        conventions.repair(checks.rows) if conventions.repair else checks.rows.with_columns(mended=pl.lit(value=False)),
        filed,
    )
    checks.reject("date", _outside("date", conventions.first, today))
    checks.reject("known_on", _outside("known_on", conventions.first, today))
    checks.rows, unplaced = _placed(checks.rows, conventions)
    checks.number("intensity", pl.Float64())
    classify(checks, conventions.codes, conventions.quads, signed=conventions.signed)
    checks.number("reports", pl.Int64())
    return EventRows(finished(checks.rows), join_rejects(checks.rejects), unplaced)


def finished(rows: pl.DataFrame) -> pl.DataFrame:
    """Return checked rows with their key and flags: the columns of `EventRows.frame`."""
    key = key_of(rows["date"], rows["source_actor"], rows["target_actor"], _code(rows))
    states = pl.col("source", "target").cast(_states())
    return rows.with_columns(pl.col("reports").fill_null(1).cast(pl.Int32), states, key, _flags()).select(EVENT_COLUMNS)


def _code(rows: pl.DataFrame) -> pl.Series:
    """Return the finest class that each row has."""
    coarser = pl.any_horizontal(pl.col("plover", "quad").is_not_null())
    if rows.select((pl.col("cameo").is_null() & coarser).any()).item():
        return rows.select(pl.coalesce(pl.col("cameo", "plover", "quad").cast(pl.String))).to_series()
    return rows["cameo"]


# Days


def _known(rows: pl.DataFrame, filed: Mapping[int, date | None]) -> pl.DataFrame:
    """Fill in when a row became known: its own date of knowledge, else its file's date, else the date of the event."""
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
        .then(pl.lit(f"is before {first}, the first day of the dataset"))
        .when(pl.col(name) > last)
        .then(pl.lit(f"is after {today}"))
    )


# States


def _placed(rows: pl.DataFrame, conventions: EventConventions) -> tuple[pl.DataFrame, dict[tuple[int, str], int]]:
    """Add each actor's state at the date of the event, and count the reasons of those without one."""
    sides = {"source": _cells(rows, "source_place"), "target": _cells(rows, "target_place")}
    seen = {side: cells.drop_nulls().unique("cell") for side, cells in sides.items()}
    distinct = pl.concat(cells.select(pl.col("place").cast(pl.String), "date") for cells in seen.values()).unique()
    names = distinct["place"].replace(dict(conventions.aliases)) if conventions.aliases else distinct["place"]
    found = translate(names, conventions.scheme, distinct["date"])
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
    """Return each row's place and date, and an integer key of the two for a faster look-up."""
    number = pl.col("place").to_physical().cast(pl.Int64) * DAYS + pl.col("date").to_physical()
    return rows.select(pl.col(place).cast(pl.Categorical).alias("place"), "date").with_columns(number.alias("cell"))


@cache
def _states() -> pl.Enum:
    return pl.Enum(sorted(entities()))


# Flags


def _flags() -> pl.Expr:
    conditions = {
        DATE_MENDED: pl.col("mended"),
        KNOWN_FROM_FILE: pl.col("by file"),
        DATE_AFTER_ADDED: pl.col("after"),
        UNCLASSIFIED: pl.col("quad").is_null(),
    }
    return (
        pl.sum_horizontal(condition.cast(pl.Int32) * bit for bit, condition in conditions.items())
        .cast(pl.Int32)
        .alias("flags")
    )
