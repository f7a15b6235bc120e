"""Today and the as-of date, the date as of which records are read."""

from __future__ import annotations

from datetime import date, datetime

from detente.errors import UsageError

__all__ = ["as_of_day", "check_day", "first_day", "last_day", "parse_day", "today"]


def today() -> date:
    """Return today's date in the user's time zone."""
    return datetime.now().astimezone().date()


def parse_day(text: str) -> date:
    """Return a day written YYYY-MM-DD.

    Raises
    ------
    UsageError
        If it is written otherwise, or there is no such day.

    Examples
    --------
    >>> parse_day("2014-03-18")
    datetime.date(2014, 3, 18)
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise UsageError(f"invalid date {text!r}: expected YYYY-MM-DD, as in 2014-03-18", value=text)
    return day


def first_day(when: date | str | int) -> date:
    """Return a day, or the first day of a year.

    Parameters
    ----------
    when : datetime.date, str or int
        A day, its ISO form, or a year.

    Raises
    ------
    UsageError
        If it is none of these.

    Examples
    --------
    >>> first_day(2014), first_day("2014"), first_day("2014-03-18")
    (datetime.date(2014, 1, 1), datetime.date(2014, 1, 1), datetime.date(2014, 3, 18))
    """
    return _day_or_year(when, 1, 1)


def last_day(when: date | str | int) -> date:
    """Return a day, or the last day of a year; see `first_day`.

    Examples
    --------
    >>> last_day(2014), last_day("2014-03-18")
    (datetime.date(2014, 12, 31), datetime.date(2014, 3, 18))
    """
    return _day_or_year(when, 12, 31)


def _day_or_year(when: date | str | int, month: int, day: int) -> date:
    if isinstance(when, date):
        return check_day(when)
    text = str(when)
    if len(text) == 4 and text.isdecimal() and text.isascii() and text != "0000":
        return date(int(text), month, day)
    try:
        return parse_day(text)
    except UsageError:
        raise UsageError(
            f"invalid date {text!r}: expected a year or YYYY-MM-DD, as in 2014 or 2014-03-18", value=when
        ) from None


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
    day = parse_day(as_of) if isinstance(as_of, str) else check_day(as_of)
    if day > now:
        raise UsageError(f"{day} is in the future: expected today ({now}) or an earlier date", value=day)
    return day
