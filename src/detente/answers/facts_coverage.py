"""The coverage of the facts compiled by hand, and how sentences state it.

Inside their coverage, no row means that there is none. Outside it, a missing row means nothing, and a row without an
end means only that no end is on record; a sentence then states where the record ends or begins, or which states it
leaves out. What is covered is data: see `detente.store.facts_coverage`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from detente.documents.prose import Sentence, say
from detente.identity import display_name
from detente.store import Store
from detente.store.facts_coverage import FactsSpan

__all__ = ["as_recorded", "binds", "compiled_on", "compiled_since", "past_record", "reach", "until_recorded"]


def compiled_on(store: Store, table: str, states: Collection[str], day: date, *, kind: str | None = None) -> date:
    """Return the last day, up to a day, that the facts cover for all of some states.

    Parameters
    ----------
    store : Store
        The store with the facts.
    table : str
        The table of facts.
    states : collection of str
        Codes of the states; where it is empty, or one of them is not covered, those that the table was compiled for.
    day : datetime.date
        The day of the question.
    kind : str, optional
        Only this kind of row, such as ``defence``.

    Examples
    --------
    >>> compiled_on(Store.open(), "pacts", ["JPN", "RUS"], date(2015, 9, 1))
    datetime.date(2015, 9, 1)
    """
    return min(day, _span(store, table, states, kind).until)


def compiled_since(store: Store, table: str) -> date:
    """Return the first day from which everything in a table of facts was looked for.

    Examples
    --------
    >>> compiled_since(Store.open(), "sanctions")
    datetime.date(2005, 1, 1)
    """
    span = _span(store, table, (), None)
    return span.first if span.since is None else span.since


def _span(store: Store, table: str, states: Collection[str], kind: str | None) -> FactsSpan:
    coverage = store.facts.coverage
    span = (coverage.span(table, states, kind) if states else None) or coverage.span(table, kind=kind)
    return FactsSpan(date.max, None, date.min) if span is None else span


def past_record(store: Store, table: str, states: Collection[str], day: date, *, kind: str | None = None) -> bool:
    """Whether a day is later than what the facts cover for some states."""
    return compiled_on(store, table, states, day, kind=kind) < day


def binds(store: Store, states: Collection[str], day: date, *, kind: str | None = None) -> str:
    """Return the verb of a pact in force: past the record, only a pact on record binds."""
    return "on record binds" if past_record(store, "pacts", states, day, kind=kind) else "binds"


def reach(
    store: Store,
    table: str,
    states: Collection[str],
    day: date,
    *,
    kind: str | None = None,
    selection: bool = False,
) -> Sentence | None:
    """Return a clause that states where the facts end or begin, or which states they leave out; None inside coverage.

    Parameters
    ----------
    store : Store
        The store with the facts.
    table : str
        The table of facts.
    states : collection of str
        Codes of the states of the sentence.
    day : datetime.date
        The day of the statement.
    kind : str, optional
        Only this kind of row, such as ``defence``.
    selection : bool, optional
        Whether the table is a selection anyway, as the chronicle is, so that only where it ends is to be said.

    Examples
    --------
    >>> reach(Store.open(), "pacts", ["JPN", "RUS"], date(2015, 9, 1)) is None
    True
    >>> reach(Store.open(), "pacts", ["JPN", "RUS"], date(2000, 1, 1)).text
    'the record is complete only from 1 January 2005 on'
    """
    coverage = store.facts.coverage
    absent = sorted(display_name(code, day) for code in set(states) if coverage.span(table, [code], kind) is None)
    if absent:
        return say("the record does not cover {names}", names=" and ".join(absent))
    span = _span(store, table, states, kind)
    notes = "" if selection else " and ".join(span.notes)
    if day > span.until:
        ends = say("the record ends on {day}", day=span.until)
        return say("{ends} and has only {notes}", ends=ends, notes=notes) if notes else ends
    if notes:
        return say("the record has only {notes}", notes=notes)
    if span.since is not None and day < span.since:
        return say("the record is complete only from {day} on", day=span.since)
    return None


def as_recorded(
    text: Sentence, store: Store, table: str, states: Collection[str], day: date, *, kind: str | None = None
) -> Sentence:
    """Return a statement as a sentence, with the limit of the facts where they do not cover it.

    See `until_recorded` for a statement about a row.

    Examples
    --------
    >>> none = say("No pact between Japan and Russia is on record")
    >>> as_recorded(none, Store.open(), "pacts", ["JPN", "RUS"], date(2000, 1, 1)).text
    'No pact between Japan and Russia is on record; the record is complete only from 1 January 2005 on.'
    """
    how_far = reach(store, table, states, day, kind=kind)
    return say("{text}.", text=text) if how_far is None else say("{text}; {far}.", text=text, far=how_far)


def until_recorded(text: Sentence, store: Store, table: str, states: Collection[str], day: date) -> Sentence:
    """Return a statement about a row that is on record as a sentence, with the day on which the facts end.

    Examples
    --------
    >>> rung = say("It stood at the lowest rung")
    >>> until_recorded(rung, Store.open(), "disputes", ["JPN", "RUS"], date(2015, 9, 1)).text
    'It stood at the lowest rung.'
    """
    last = compiled_on(store, table, states, day)
    return say("{text}.", text=text) if last == day else say("{text}; the record ends on {day}.", text=text, day=last)
