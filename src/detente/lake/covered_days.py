"""Which days the files of a dataset of events cover.

A day is covered if an ingested file is about it (its name often gives its days; otherwise it is about the days from
its first act to its last), and if some act of that day was reported within a month. An act that is reported years
later does not show that its day is covered. A day with a text is covered, whatever was coded from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import polars as pl

from detente.errors import StoreError
from detente.lake.lake import Lake
from detente.lake.manifest import HOLDS
from detente.lake.parts import Part
from detente.sources.readers.literal_paths import scan_parquet

__all__ = ["LATE", "CoveredPeriod", "covered_periods", "days_shown", "joined"]

LATE = 31  # days after an act; what is reported later does not show that the act's day is covered
ONE = timedelta(days=1)
Days = list[tuple[date, date]]


@dataclass(frozen=True, slots=True)
class CoveredPeriod:
    """A period that a dataset of events covers without a gap.

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
    """Return the days with an act or text that was known by a date, by dataset; acts reported late are left out.

    Parameters
    ----------
    files : sequence of (Part, sequence of polars.Expr)
        Files of events and of texts, and the conditions that their rows must meet.
    day : datetime.date
        The as-of date.

    Raises
    ------
    StoreError
        If a file can't be read.
    """
    if not files:
        return {}
    from detente.sources.events.event_rows import KNOWN_FROM_FILE  # noqa: PLC0415 - readers load with files of events only

    date_, known = pl.col("date"), pl.col("known_on")
    on_time = ((known - date_).dt.total_days() <= LATE) | (pl.col("flags") & KNOWN_FROM_FILE > 0)
    rows: dict[str, list[pl.LazyFrame]] = {}
    for part, conditions in files:
        shown = scan_parquet(part.path).filter(known <= day, on_time if part.table == "events" else True, *conditions)
        rows.setdefault(str(part.spans[0]["dataset"]), []).append(shown.select(date_))
    try:  # one query a dataset: taking unique days file by file costs several times as much
        found = pl.collect_all([pl.concat(each).unique().sort("date") for each in rows.values()])
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StoreError(f"a file of events can't be read: {error}; see: detente data verify") from None
    return {dataset: days["date"].to_list() for dataset, days in zip(rows, found, strict=True)}


def covered_periods(lake: Lake, shown: Mapping[str, Sequence[date]], day: date) -> list[CoveredPeriod]:
    """Return the periods that the files of each dataset of events cover, in order.

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
    >>> covered_periods(Lake(Path("nowhere")), {}, date(2020, 1, 1))
    []
    """
    rows = lake.records.ask(
        "SELECT dataset, coalesce(format, ''), covers_from, covers_until, count(*) FROM batches b "  # noqa: S608 - HOLDS is ours
        f"WHERE \"table\" = 'events' AND {HOLDS} GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 4",
        {"day": day.isoformat()},
    )
    found: list[CoveredPeriod] = []
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
            found.append(CoveredPeriod(name, batches[0][0], first, last, files))
    return found


def _merged(spans: Iterable[tuple[date, date]]) -> Days:
    """Return spans in order, with those that touch merged."""
    merged: Days = []
    for first, last in sorted(spans):
        if merged and (merged[-1][1] == date.max or first <= merged[-1][1] + ONE):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
