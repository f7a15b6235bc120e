"""Dates at their precision: known to the day, the month or the year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

__all__ = ["at_precision", "dated_rows"]

LETTERS = {"day": 10, "month": 7, "year": 4}
PROSE = {"day": "{d.day} {d:%B %Y}", "month": "{d:%B %Y}", "year": "{d:%Y}"}


def at_precision(day: date, precision: str | None, *, prose: bool = False) -> str:
    """Write a date at its precision, as ISO 8601 does or in prose.

    Parameters
    ----------
    day : datetime.date
        The date; its first day where it is known to the month or year.
    precision : str or None
        ``day``, ``month`` or ``year``; None is a day.
    prose : bool, optional
        Whether to write the month as a word.

    Examples
    --------
    >>> at_precision(date(1992, 5, 1), "month"), at_precision(date(1992, 1, 1), "year")
    ('1992-05', '1992')
    >>> at_precision(date(1992, 5, 25), "day", prose=True)
    '25 May 1992'
    """
    known = precision or "day"
    return PROSE[known].format(d=day) if prose else day.isoformat()[: LETTERS[known]]


def dated_rows(rows: Iterable[Mapping[str, Any]], dates: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return rows with dates written at their precision, for JSON.

    Parameters
    ----------
    rows : iterable of mapping
        Rows of a table.
    dates : mapping of str to str
        Date columns, each with its precision column.

    Examples
    --------
    >>> dated_rows([{"start": date(1992, 1, 1), "precision": "year"}], {"start": "precision"})
    [{'start': '1992', 'precision': 'year'}]
    """
    return [
        {**row, **{name: at_precision(row[name], row.get(how)) for name, how in dates.items() if row.get(name)}}
        for row in rows
    ]
