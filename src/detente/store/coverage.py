"""What datasets cover, as known on a day.

**Records** (votes, ties, disputes, figures): each file's stretches are measured when it is ingested (see
`detente.sources.coverage`) and kept in the table ``coverage``. Those of a store that an older Detente wrote were stated
and not measured; they are measured from the store's rows when they are read. Covered zeros of such a file are gone, so
that a year of zeros alone is not covered.

**Events**: a day is covered if an ingested file is about it (its name often says which days it is about; else it
is about those from its first act to its last), and if some act of that day is on record that was reported within a
month. An act that is reported years later does not show that its day is covered.

Nothing is covered beyond the day of the question, or beyond the last whole year where a dataset is known by year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import Any

import polars as pl

from detente.catalog import table
from detente.errors import StoreError
from detente.identity.records import entities
from detente.lake.about import about_of
from detente.lake.lake import Lake
from detente.lake.manifest import HOLDS
from detente.lake.parts import Part
from detente.sources import SOURCES
from detente.sources.coverage import covered
from detente.sources.events.acts import KNOWN_FROM_FILE
from detente.sources.events.files import FORMATS
from detente.sources.readers.literal_paths import scan_parquet

__all__ = ["LATE", "Spell", "as_known", "coverage_of", "days_shown", "joined", "measured", "spells"]

LATE = 31  # days after an act; what is reported later does not show that the act's day is covered
ONE = timedelta(days=1)
UNSTATED = (
    "The files do not say what they cover: no row may mean that nothing happened, that nothing was reported or that "
    "nothing was collected"
)
Days = list[tuple[date, date]]


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of days that a dataset of events covers without a gap.

    Parameters
    ----------
    dataset : str
        The dataset.
    format : str
        The format of its files; empty where it was added by hand.
    first, last : datetime.date
        Its ends.
    inputs : int
        Files that are about a day of it.
    """

    dataset: str
    format: str
    first: date
    last: date
    inputs: int


def joined(days: Iterable[date]) -> Days:
    """Return the first and last of each run of consecutive days.

    Examples
    --------
    >>> joined([date(2019, 1, 1), date(2019, 1, 2), date(2019, 1, 5)])[1]
    (datetime.date(2019, 1, 5), datetime.date(2019, 1, 5))
    """
    ordered = pl.Series(days, dtype=pl.Date).unique().sort()
    run = (ordered.diff() > ONE).fill_null(value=False).cum_sum()
    runs = pl.DataFrame({"day": ordered, "run": run}).group_by("run", maintain_order=True)
    return runs.agg(first=pl.col("day").min(), last=pl.col("day").max()).select("first", "last").rows()


def days_shown(files: Sequence[tuple[Part, Sequence[pl.Expr]]], day: date) -> dict[str, list[date]]:
    """Return the days on which acts known on a day took place, by dataset, leaving out acts reported late.

    Parameters
    ----------
    files : sequence of (Part, sequence of polars.Expr)
        Files of events, and what their rows must meet.
    day : datetime.date
        The day of the question.

    Raises
    ------
    StoreError
        If a file can't be read.
    """
    date_, known = pl.col("date"), pl.col("known_on")
    on_time = ((known - date_).dt.total_days() <= LATE) | (pl.col("flags") & KNOWN_FROM_FILE > 0)
    asked = [
        scan_parquet(part.path).filter(known <= day, on_time, *conditions).select(date_).unique()
        for part, conditions in files
    ]
    try:
        found = pl.collect_all(asked)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StoreError(f"a file of events can't be read: {error}; see: detente data verify") from None
    shown: dict[str, set[date]] = {}
    for (part, _), days in zip(files, found, strict=True):
        shown.setdefault(str(part.spans[0]["dataset"]), set()).update(days["date"])
    return {dataset: sorted(days) for dataset, days in shown.items()}


def spells(lake: Lake, shown: Mapping[str, Sequence[date]], day: date) -> list[Spell]:
    """Return the stretches of days that the files of each dataset of events cover, in order.

    Parameters
    ----------
    lake : Lake
        Where the files are.
    shown : mapping of str to sequence of datetime.date
        The days that their rows show, from `days_shown`.
    day : datetime.date
        Versions that were replaced by then are left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> spells(Lake(Path("nowhere")), {}, date(2020, 1, 1))
    []
    """
    rows = lake.records.ask(
        "SELECT dataset, coalesce(format, ''), covers_from, covers_until, count(*) FROM batches b "  # noqa: S608 - HOLDS is ours
        f"WHERE \"table\" = 'events' AND {HOLDS} GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 4",
        {"day": day.isoformat()},
    )
    found: list[Spell] = []
    for name, group in groupby(rows, key=lambda row: str(row[0])):
        batches = [
            (form, date.fromisoformat(start or "0001-01-01"), date.fromisoformat(end or "9999-12-31"), count)
            for _, form, start, end, count in group
        ]
        claimed = pl.DataFrame({"first": [b[1] for b in batches], "last": [b[2] for b in batches]}).unique().rows()
        days = pl.Series(shown.get(name, []), dtype=pl.Date)
        inside = pl.zeros(len(days), dtype=pl.Boolean, eager=True)
        for first, last in _merged(claimed):
            inside |= days.is_between(first, last)
        for first, last in joined(days.filter(inside)):
            files = sum(count for _, start, end, count in batches if start <= last and end >= first)
            found.append(Spell(name, batches[0][0], first, last, files))
    return found


def _merged(spans: Iterable[tuple[date, date]]) -> Days:
    """Return spans with those that touch joined, in order."""
    merged: Days = []
    for first, last in sorted(spans):
        if merged and (merged[-1][1] == date.max or first <= merged[-1][1] + ONE):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def coverage_of(found: Sequence[Spell], lake: Lake) -> pl.DataFrame:
    """Return stretches of days of events as rows of the table ``coverage``."""
    rows = []
    for spell in found:
        form = FORMATS.get(spell.format)
        said = {} if form else about_of(lake, spell.dataset)
        rows.append(
            {
                "dataset": spell.dataset,
                "table": "events",
                "scope": f"Acts of all actors in {form.title if form else said.get('title', 'the files')}",
                "from": spell.first,
                "until": spell.last,
                "note": form.note if form else said.get("note", UNSTATED),
                "without": None,
                "by": "day",
                "known_on": spell.first,
            }
        )
    return pl.DataFrame(rows, schema=table("coverage").schema)


def measured(stated: pl.DataFrame, read: Callable[[str, str], pl.DataFrame]) -> pl.DataFrame:
    """Return coverage with what an older Detente stated of a source's file measured from the rows in the store.

    Parameters
    ----------
    stated : polars.DataFrame
        Rows of the table ``coverage`` that are kept in files.
    read : callable
        From a table and a dataset to its rows.
    """
    stated = stated.filter(pl.col("table") != "events")  # measured from their rows: see `spells`
    old = pl.col("by").is_null() & pl.col("dataset").is_in(list(SOURCES))
    found = [stated.filter(~old)]
    for dataset in stated.filter(old)["dataset"].unique().sort():
        tables = stated.filter(old, pl.col("dataset") == dataset)["table"].unique().sort()
        found.append(covered(SOURCES[dataset], {name: read(name, dataset) for name in tables}))
    return pl.concat(found)


def as_known(coverage: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return coverage as known on a day: what began by then, up to that day or to the last year that was over.

    Examples
    --------
    >>> row = {"dataset": "atop", "table": "ties", "scope": "", "from": date(1816, 1, 1), "until": date(2018, 12, 31)}
    >>> row |= {"note": "", "without": None, "by": "year", "known_on": date(1816, 12, 31)}
    >>> rows = pl.DataFrame([row], schema=table("coverage").schema)
    >>> as_known(rows, date(1950, 6, 1))["until"].item()
    datetime.date(1949, 12, 31)
    """
    year_end = date(day.year if (day.month, day.day) == (12, 31) else day.year - 1, 12, 31)
    last = pl.when(pl.col("by") == "year").then(pl.lit(year_end)).otherwise(pl.lit(day))
    cut = coverage.with_columns(until=pl.when(pl.col("until") > day).then(last).otherwise("until"))
    known = cut.filter(pl.col("known_on") <= day, pl.col("until") >= pl.col("from"))
    return known.with_columns(
        pl.struct("without", "until").map_elements(_members_by, return_dtype=pl.String).alias("without")
    )


def _members_by(row: Mapping[str, Any]) -> str | None:
    """Return the states left out that were members by the last day covered."""
    begun = _first_days()
    codes = [code for code in (row["without"] or "").split(";") if begun.get(code, date.max) <= row["until"]]
    return ";".join(codes) or None


@cache
def _first_days() -> dict[str, date]:
    """Return the first day of membership of each state that was ever a member of the Correlates of War list."""
    return {
        code: min(spell.period.start for spell in entity.spells if spell.system == "cow")
        for code, entity in entities().items()
        if any(spell.system == "cow" for spell in entity.spells)
    }
