"""Today and the as-of date, the date as of which records are read."""

from __future__ import annotations

from datetime import date, datetime

from detente.errors import UsageError

__all__ = ["as_of_day", "check_day", "today"]


def today() -> date:
    """Return today's date in the user's time zone."""
    return datetime.now().astimezone().date()


def check_day(as_of: date | None) -> date:
    """Return `as_of` as a date: today for None.

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
        raise UsageError(f"invalid as_of {as_of!r}: expected a datetime.date", value=as_of)
    return as_of


def as_of_day(as_of: date | str | None) -> date:
    """Return the as-of date: today for None.

    Parameters
    ----------
    as_of : datetime.date, str or None
        A date, or its ISO form.

    Raises
    ------
    UsageError
        If the text is not an ISO date, or the date is in the future.

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
        raise UsageError(f"{as_of} is in the future: expected today ({now}) or an earlier date", value=as_of)
    return as_of
