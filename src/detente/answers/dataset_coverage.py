"""The stretches of days that datasets cover, and whether they contain a period."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from detente.store import Store

__all__ = ["Days", "covered_days", "covers", "in_years", "merged"]

Days = list[tuple[date, date]]


def covered_days(store: Store, datasets: Collection[str], day: date, *, table: str | None = None) -> dict[str, Days]:
    """Return the stretches of days that each dataset covers, in one of its tables or in any, as known on a day.

    Datasets that cover nothing yet are left out.
    """
    found: dict[str, Days] = {}
    for dataset in sorted(datasets):
        of = {"dataset": dataset} if table is None else {"dataset": dataset, "table": table}
        rows = store.read("coverage", as_of=day, **of).select("from", "until").unique().sort("from", "until")
        if rows.height:
            found[dataset] = merged(rows.rows())
    return found


def merged(days: Days) -> Days:
    """Return sorted stretches of days with those that overlap, or follow each other, as one.

    Examples
    --------
    >>> merged([(date(1990, 1, 1), date(2001, 12, 31)), (date(2001, 1, 1), date(2003, 12, 31))])
    [(datetime.date(1990, 1, 1), datetime.date(2003, 12, 31))]
    """
    found: Days = []
    for first, last in days:
        if found and first <= found[-1][1] + timedelta(1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def covers(days: Days, first: date, last: date) -> bool:
    """Whether one of the stretches contains all days from `first` to `last`.

    Examples
    --------
    >>> covers([(date(1990, 1, 1), date(2001, 12, 31))], date(2001, 1, 1), date(2002, 12, 31))
    False
    """
    return any(start <= first and last <= end for start, end in days)


def in_years(days: Days) -> str:
    """Return stretches of days as text, by year.

    Examples
    --------
    >>> in_years([(date(1990, 1, 1), date(2001, 12, 31)), (date(2003, 1, 1), date(2003, 12, 31))])
    '1990–2001, 2003'
    """
    return ", ".join(f"{a.year}–{b.year}" if a.year < b.year else f"{a.year}" for a, b in days)
