"""The error for a text that names no state: that it is a group or part of a state, or which names are similar."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from detente.errors import UnknownState
from detente.identity.memberships import group_key, members_in_words
from detente.identity.records import entities, name_index, normalise, places

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = ["either", "unknown"]

NEAR = 5  # similar names at most
CUTOFF = 0.8  # difflib's ratio: two letters wrong in ten
SHORT, SHORT_CUTOFF = 5, 0.75  # for names of at most five letters: one wrong in four
SHORTEST = 4  # letters; shorter texts are codes, and all codes are about equally similar


def unknown(text: str, day: date) -> UnknownState:
    """Return the error for a text that names no state, with similar names if there are any.

    Examples
    --------
    >>> from datetime import date
    >>> print(unknown("Scotland", date(2015, 1, 1)))
    'Scotland' is not a state. Scotland is part of the United Kingdom (GBR). Name a state.
    >>> unknown("Brasil and Peru", date(2015, 1, 1)).candidates, unknown("Rusia", date(2015, 1, 1)).candidates
    ((), ('Russia (RUS)',))
    """
    key = normalise(text)
    if note := places().get(key):
        return UnknownState(f"{text!r} is not a state. {note} Name a state.", value=text)
    if group_key(text) is not None:
        return UnknownState(f"{text!r} is a group of states. {members_in_words(text, day)}", value=text)
    near = _near(key, day)
    hint = f"Did you mean {either(near)}?" if near else "Give a name in English, a code or a number."
    return UnknownState(f"No state is called {text!r}. {hint}", value=text, candidates=near)


def _near(key: str, day: date) -> tuple[str, ...]:
    """Return the most similar names, best first, one per state; states that existed on the date come first."""
    if len(key) < SHORTEST:
        return ()
    names = [name for name in name_index() if len(name) >= SHORTEST]
    cutoff = SHORT_CUTOFF if len(key) <= SHORT else CUTOFF
    keys = difflib.get_close_matches(key, names, n=3 * NEAR, cutoff=cutoff)
    rows = [row for near in keys for row in name_index()[near]]
    live = [row for row in rows if row.period.covers(day) and entities()[row.code].exists(day)]
    best = {row.code: row.name for row in reversed(live or rows)}
    codes = list(dict.fromkeys(row.code for row in live or rows))[:NEAR]
    return tuple(f"{best[code]} ({code})" for code in codes)


def either(words: Iterable[str]) -> str:
    """Join alternatives: 'a', 'a or b', 'a; b; or c'.

    Examples
    --------
    >>> either(["a", "b"]), either(["a", "b", "c"])
    ('a or b', 'a; b; or c')
    """
    listed = list(words)
    if len(listed) < 3:
        return " or ".join(listed)
    return "; ".join(listed[:-1]) + "; or " + listed[-1]
