"""What a file covers: the years that its rows show, as far as its producer says that they are whole.

A source says what its producer's complete file covers. A user's file may be a part of it, or a later edition, so its
own rows are looked at:

- A year is covered if a row of the file is about it: a row of the year, a spell that holds in it, an act on one of its
  days, or a row that says that there was nothing. A year without any row is unknown, not a year in which nothing
  happened; the source names the years in which the complete file has none (`Source.quiet`), which count if the file
  has rows before and after them.
- Rows later than the source's last year belong to a later edition, and extend the coverage. Where a later edition is
  dated by day, its last year is covered to its last row, for it may have been made in the middle of the year.
- Rows earlier than the source's first year extend it only in tables that have figures for every state: a rivalry of
  1494 does not mean that all rivalries of that time are known.
- Figures by month cover the months with a row, and no more of the last year.
- Roll calls are dated by day, and there are some every December: a file that stops earlier covers its last year to its
  last roll call only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from detente.catalog import table
from detente.identity.records import entities

if TYPE_CHECKING:
    from detente.sources.contract import Source

__all__ = [
    "DENSE",
    "FREQS",
    "Stretch",
    "by_month",
    "covered",
    "days_shown",
    "left_out",
    "runs_of",
    "stretches",
    "years_of",
    "years_shown",
]

DENSE = ("votes", "indicators", "dyad_indicators", "counts")  # rows of every state in every year
BY_DAY = (  # dated, and known, by day
    "votes", "roll_calls", "absences", "incidents", "mid_participants", "crises", "vetoes", "peace_agreements",
)  # fmt: skip
DECEMBER = 12
FREQS = {"year": 12, "quarter": 3, "month": 1}  # months


class Stretch(NamedTuple):
    """Days that are covered without a gap.

    Parameters
    ----------
    first, last : datetime.date
        Its ends.
    known_on : datetime.date
        First day on which a part of it could be known.
    by : {'day', 'year'}
        The periods in which more of it becomes known.
    """

    first: date
    last: date
    known_on: date
    by: str


def years_of(first: pl.Series, last: pl.Series | None = None) -> frozenset[int]:
    """Return the years of a column of days or years, or of spells from one such column to another.

    Examples
    --------
    >>> sorted(years_of(pl.Series([date(1990, 5, 1)]), pl.Series([date(1992, 1, 1)])))
    [1990, 1991, 1992]
    """
    begun = _year(first)
    if last is None:
        return frozenset(begun.drop_nulls().unique())
    until = _year(last).fill_null(begun)
    spans = pl.DataFrame({"first": begun, "last": until}).drop_nulls().unique()
    return frozenset(year for start, end in spans.iter_rows() for year in range(start, end + 1))


def _year(when: pl.Series) -> pl.Series:
    return when.dt.year() if when.dtype.is_temporal() else when.cast(pl.Int32)


def years_shown(frames: Mapping[str, pl.DataFrame], *, begins_yearly: bool = False) -> frozenset[int]:
    """Return the years that the rows of some tables are about.

    Ties without an end hold at least to the latest day of any.

    Parameters
    ----------
    frames : mapping of str to polars.DataFrame
        By table.
    begins_yearly : bool, optional
        Whether no year after the last begin of a tie counts.
    """
    found: set[int] = set()
    for name, frame in frames.items():
        when = table(name).when
        if when is None or frame.is_empty():
            continue
        if name == "ties":
            latest = max(day for day in (frame["start"].max(), frame["end"].max()) if isinstance(day, date))
            held, last = years_of(frame["start"], frame["end"].fill_null(latest)), max(years_of(frame["start"]))
            found |= {year for year in held if not begins_yearly or year <= last}
        else:
            found |= years_of(frame[when])
    return frozenset(found)


def runs_of(years: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of consecutive years.

    Examples
    --------
    >>> runs_of({1990, 1991, 1995})
    [(1990, 1991), (1995, 1995)]
    """
    ordered = sorted(set(years))
    breaks = [(one, other) for one, other in pairwise(ordered) if other > one + 1]
    firsts = [*ordered[:1], *(other for _, other in breaks)]
    lasts = [*(one for one, _ in breaks), *ordered[-1:]]
    return list(zip(firsts, lasts, strict=True))


def days_shown(frame: pl.DataFrame) -> list[tuple[date, date]]:
    """Return the first and last day of each stretch that the rows of one frame show without a gap.

    A period without any row is in none of them. Spells show the years in which one holds; one without an end holds to
    the latest day of any.

    Parameters
    ----------
    frame : polars.DataFrame
        Rows with ``period`` (and ``freq``, unless all are of years), ``start`` and ``end``, or ``date``; at least one.

    Examples
    --------
    >>> days_shown(pl.DataFrame({"period": [date(1990, 1, 1), date(1992, 1, 1)]}))
    [(datetime.date(1990, 1, 1), datetime.date(1990, 12, 31)), (datetime.date(1992, 1, 1), datetime.date(1992, 12, 31))]
    """
    if "period" in frame.columns:
        length = pl.col("freq").replace_strict(FREQS, return_dtype=pl.Int32) if "freq" in frame.columns else pl.lit(12)
        first = pl.col("period").dt.year().cast(pl.Int32) * 12 + pl.col("period").dt.month() - 1
        spans = frame.select(first=first, length=length).unique()
        shown = runs_of(start + at for start, months in spans.iter_rows() for at in range(months))
        return [(_month(one), _month(other + 1) - timedelta(1)) for one, other in shown]
    if "end" in frame.columns:
        latest = max(day for day in (frame["start"].max(), frame["end"].max()) if isinstance(day, date))
        years = years_of(frame["start"], frame["end"].fill_null(latest))
    else:
        years = years_of(frame["date"])
    return [(date(one, 1, 1), date(other, 12, 31)) for one, other in runs_of(years)]


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def covered(known: Source, frames: Mapping[str, pl.DataFrame], years: frozenset[int] | None = None) -> pl.DataFrame:
    """Return what a file of a source covers: rows of the table ``coverage``, one for each stretch of each table.

    Parameters
    ----------
    known : Source
        The source.
    frames : mapping of str to polars.DataFrame
        The rows read, by table.
    years : frozenset of int, optional
        The years that the file's rows show; by default those that the frames show.

    Examples
    --------
    >>> from detente.sources import source
    >>> rows = pl.DataFrame({"state": ["JPN", "JPN"], "period": [date(1990, 1, 1), date(1993, 1, 1)]})
    >>> covered(source("cow_nmc"), {"indicators": rows})["until"].to_list()
    [datetime.date(1990, 12, 31), datetime.date(1993, 12, 31)]
    """
    scope, _, note = known.covers.partition("No row")
    shown = years_shown(frames, begins_yearly=known.begins_yearly) if years is None else years
    rows = [
        {
            "dataset": known.name,
            "table": name,
            "scope": scope.strip().rstrip("."),
            "from": stretch.first,
            "until": stretch.last,
            "note": f"No row{note.rstrip('.')}",
            "without": ";".join(left_out(known, name, frame, shown)) or None,
            "by": stretch.by,
            "known_on": stretch.known_on,
        }
        for name, frame in frames.items()
        if not frame.is_empty()
        for stretch in stretches(known, name, shown, frames)
    ]
    return pl.DataFrame(rows, schema=table("coverage").schema)


def stretches(known: Source, name: str, years: frozenset[int], frames: Mapping[str, pl.DataFrame]) -> list[Stretch]:
    """Return the stretches that a file of a source covers in one of its tables; see this module.

    Parameters
    ----------
    known : Source
        The source.
    name : str
        The table.
    years : frozenset of int
        The years that the file's rows show.
    frames : mapping of str to polars.DataFrame
        Its rows, by table.

    Examples
    --------
    >>> from detente.sources import source
    >>> [one[:2] for one in stretches(source("cow_mids"), "mids", frozenset(range(1990, 2002)), {})]
    [(datetime.date(1990, 1, 1), datetime.date(2001, 12, 31))]
    """
    if name in frames and by_month(frames[name]):
        return [Stretch(first, last, first, "day") for first, last in days_shown(frames[name])]
    quiet = {year for year in known.quiet if min(years, default=0) < year < max(years, default=0)}
    covered = {year for year in years | quiet if known.table in DENSE or year >= known.covers_from}
    by_day = name in BY_DAY
    latest = frames[known.table][table(known.table).when or ""].max() if by_day and frames else None
    found = []
    for first, last in runs_of(covered):
        start, end = date(first, 1, 1), date(last, 12, 31)
        claimed = last <= known.covers_until and known.table not in DENSE
        if isinstance(latest, date) and latest.year == last and latest.month < DECEMBER and not claimed:
            end = latest
        found.append(Stretch(start, end, start if by_day else date(first, 12, 31), "day" if by_day else "year"))
    return found


def by_month(frame: pl.DataFrame) -> bool:
    """Whether the rows are figures of months.

    Examples
    --------
    >>> by_month(pl.DataFrame({"freq": ["month"]})), by_month(pl.DataFrame({"freq": ["year"]}))
    (True, False)
    """
    return frame.height > 0 and "freq" in frame.columns and frame["freq"].eq("month").all()


def left_out(known: Source, name: str, frame: pl.DataFrame, years: frozenset[int]) -> tuple[str, ...]:
    """Return the members of the state system in some years of which a table of figures of all states has no row.

    Empty where no row means zero: there a state without a row had none of what the source records.

    Examples
    --------
    >>> from detente.sources import source
    >>> left_out(source("sipri_register"), "dyad_indicators", table("dyad_indicators").empty(), frozenset({1990}))
    ()
    """
    if name not in DENSE or known.no_row == "zero" or not years:
        return ()
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    members = {
        code
        for code, entity in entities().items()
        if any(
            spell.system == "cow" and spell.period.start <= last and spell.period.end >= first
            for spell in entity.spells
        )
    }
    sides = [side for side in ("state", "source", "target") if side in frame.columns]
    return tuple(sorted(members.difference(*(frame[side].unique() for side in sides))))
