"""What was asked: the day and the pair, checked once for every question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.errors import UsageError
from detente.identity import Directed, resolve_state

__all__ = ["asked_day", "asked_pair", "asked_states"]


def asked_day(as_of: date | str | None) -> date:
    """Return the day of the question: today if none is given.

    Parameters
    ----------
    as_of : datetime.date, str or None
        A day, or its ISO form.

    Raises
    ------
    UsageError
        The text is no day, or the day lies in the future.

    Examples
    --------
    >>> asked_day("2015-09-01")
    datetime.date(2015, 9, 1)
    """
    today = date.today()  # noqa: DTZ011 - the store's days have no zone
    if as_of is None:
        return today
    if isinstance(as_of, str):
        try:
            as_of = date.fromisoformat(as_of)
        except ValueError:
            raise UsageError(f"{as_of!r} is no day; write year, month and day, as in 2014-03-18", value=as_of) from None
    if as_of > today:
        raise UsageError(f"{as_of} lies in the future; as-of takes today, {today}, or an earlier day", value=as_of)
    return as_of


def asked_pair(first: str, second: str, day: date, scheme: str | None = None) -> tuple[str, str]:
    """Return the codes of two different states at a day, read in one scheme if one is named.

    Raises
    ------
    UnknownState, AmbiguousState, NotAStateThen
        A name that means no state, an organisation, several states, or none then.
    UsageError
        The same state twice.

    Examples
    --------
    >>> asked_pair("Japan", "Soviet Union", date(1985, 1, 1))
    ('JPN', 'RUS')
    """
    a, b = (resolve_state(text, day, scheme=scheme).code for text in (first, second))
    Directed(a, b)
    return a, b


def asked_states(names: Sequence[str], day: date, scheme: str | None = None) -> tuple[str, ...]:
    """Return the codes of one state, or of two different ones, at a day.

    Raises
    ------
    UsageError
        As of `asked_pair`.

    Examples
    --------
    >>> asked_states(["740"], date(2015, 1, 1), "cow")
    ('JPN',)
    """
    if len(names) == 1:
        return (resolve_state(names[0], day, scheme=scheme).code,)
    first, second = names
    return asked_pair(first, second, day, scheme)
