"""The first sentence of a document whose records end long before the day it is about."""

from __future__ import annotations

from datetime import date, timedelta

from detente.documents.prose import Sentence, Year, say

__all__ = ["stale"]

FRESH = timedelta(days=550)  # a yearly record of the year before is not stale


def stale(last: date | None, as_of: date, what: str = "The records") -> Sentence | None:
    """Return a warning where the newest record is much older than the day of the question.

    Parameters
    ----------
    last : datetime.date or None
        Last day of which there is a record; None where there is none.
    as_of : datetime.date
        Day of the question.
    what : str
        What ends then, as the subject of a sentence in the plural, without digits.

    Examples
    --------
    >>> stale(date(2014, 12, 31), date(2026, 1, 1), "These votes").text
    'These votes end in 2014: what follows describes the years up to then, not 2026.'
    >>> stale(date(2014, 12, 31), date(2015, 9, 1)) is None
    True
    """
    if last is None or as_of - last <= FRESH:
        return None
    return say(
        "{what} end in {last}: what follows describes the years up to then, not {now}.",
        what=what, last=Year(last.year), now=Year(as_of.year),
    )  # fmt: skip
