"""The coverage of the facts compiled by hand, and how sentences state it.

Inside their coverage, no row means that there is none. Outside it, a missing row means nothing, and a row without an
end means only that no end is on record; a sentence then states where the record ends or begins, or which states it
leaves out.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from detente.answers.group_networks import covered_by_facts
from detente.documents.prose import Sentence, say
from detente.identity import display_name
from detente.store import Store
from detente.store.facts import COMPILED_FROM, COMPILED_UNTIL

__all__ = ["as_recorded", "binds", "compiled_on", "past_record", "reach"]


def compiled_on(day: date) -> date:
    """Return the last day, up to a day, that the facts cover.

    Examples
    --------
    >>> compiled_on(date(2026, 1, 1)), compiled_on(date(2015, 9, 1))
    (datetime.date(2022, 12, 31), datetime.date(2015, 9, 1))
    """
    return min(day, COMPILED_UNTIL)


def past_record(day: date) -> bool:
    """Whether a day is later than the facts."""
    return day > COMPILED_UNTIL


def binds(day: date) -> str:
    """Return the verb of a pact in force: past the record, only a pact on record binds."""
    return "on record binds" if past_record(day) else "binds"


def reach(store: Store, states: Collection[str], day: date) -> Sentence | None:
    """Return a clause that states where the facts end or begin, or which states they leave out; None inside coverage.

    Parameters
    ----------
    store : Store
        The store with the facts.
    states : collection of str
        Codes of the states of the sentence.
    day : datetime.date
        The day of the statement.

    Examples
    --------
    >>> reach(Store.open(), ["JPN", "RUS"], date(2026, 1, 1)).text
    'the record ends on 31 December 2022'
    >>> reach(Store.open(), ["JPN", "RUS"], date(2015, 9, 1)) is None
    True
    """
    absent = sorted(display_name(code, day) for code in set(states) - covered_by_facts(store))
    if absent:
        return say("the record does not cover {names}", names=" and ".join(absent))
    if day > COMPILED_UNTIL:
        return say("the record ends on {day}", day=COMPILED_UNTIL)
    if day < COMPILED_FROM:
        return say("the record is complete only from {day} on", day=COMPILED_FROM)
    return None


def as_recorded(text: Sentence, store: Store, states: Collection[str], day: date) -> Sentence:
    """Return a statement as a sentence, with the limit of the facts where they do not cover it.

    Examples
    --------
    >>> none = say("No pact between Japan and Russia is on record")
    >>> as_recorded(none, Store.open(), ["JPN", "RUS"], date(2026, 1, 1)).text
    'No pact between Japan and Russia is on record; the record ends on 31 December 2022.'
    """
    how_far = reach(store, states, day)
    return say("{text}.", text=text) if how_far is None else say("{text}; {far}.", text=text, far=how_far)
