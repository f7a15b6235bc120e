"""Days: today, and the day as of which records are read."""

from __future__ import annotations

from datetime import date, datetime

from detente.errors import UsageError

__all__ = ["as_of_day", "check_day", "today"]


def today() -> date:
    """Return the day it is, where the user is."""
    return datetime.now().astimezone().date()


def check_day(as_of: date | None) -> date:
    """Return `as_of` as a day, today for None, or say that it is none.

    Raises
    ------
    UsageError
        If it is not a date.
    """
    if as_of is None:
        return today()
    if isinstance(as_of, datetime):
        return as_of.date()
    if not isinstance(as_of, date):
        raise UsageError(f"as_of is {as_of!r}, and must be a datetime.date", value=as_of)
    return as_of


def as_of_day(as_of: date | str | None) -> date:
    """Return the day as of which records are read: today for None.

    Parameters
    ----------
    as_of : datetime.date, str or None
        A date, or its ISO form.

    Raises
    ------
    UsageError
        The text is not a date in ISO form, or the day lies in the future.

    Examples
    --------
    >>> as_of_day("2015-09-01")
    datetime.date(2015, 9, 1)
    """
    now = today()
    if as_of is None:
        return now
    if isinstance(as_of, str):
        try:
            as_of = date.fromisoformat(as_of)
        except ValueError:
            raise UsageError(f"invalid date {as_of!r}: expected YYYY-MM-DD, as in 2014-03-18", value=as_of) from None
    if as_of > now:
        raise UsageError(f"{as_of} lies in the future; as-of takes today, {now}, or an earlier day", value=as_of)
    return as_of
