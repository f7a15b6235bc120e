"""The ways in which a state's name may be written.

A text is matched by the first of these rules that gives a recorded name:

1. the exact spelling of a published list: 'Congo (the)' in ISO 3166;
2. two names of one state, the second in brackets or after a slash: 'Russia (Soviet Union)'. Both must be names of
   the state, so 'Georgia (US)' matches nothing. With a slash, neither may also be the name of another state:
   'Burma/Myanmar' matches, 'Yemen/South Yemen' does not;
3. the name itself, ignoring case, accents, punctuation and a leading or trailing article;
4. the name with abbreviations expanded: 'Dem. Rep. of the Congo', 'S. Sudan';
5. the name inverted at a comma or brackets: 'Egypt, Arab Rep.', 'Netherlands (Kingdom of the)'.

Every rule matches a whole recorded name. None drops a word that could distinguish two states.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from detente.identity.records import NameRow, name_index, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["names_matching"]

USES = ("short", "official", "alias", "demonym")  # any other use is the name of the list that spells it so
ABBREVIATIONS = {
    "afr": ("african",),
    "dem": ("democratic",),
    "e": ("east", "eastern"),
    "eq": ("equatorial",),
    "fed": ("federal", "federated"),
    "is": ("islands",),
    "isl": ("islamic", "islands"),
    "isls": ("islands",),
    "n": ("north", "northern"),
    "pdr": ("peoples democratic republic",),
    "rep": ("republic",),
    "s": ("south", "southern"),
    "soc": ("socialist",),
    "sts": ("states",),
    "terr": ("territory",),
    "utd": ("united",),
    "w": ("west", "western"),
}
BRACKETED = re.compile(r"(?P<head>[^()]+)\((?P<tail>[^()]+)\)\s*")


@lru_cache(maxsize=8192)
def names_matching(text: str) -> tuple[NameRow, ...]:
    """Return the recorded names that a text matches, at all dates.

    Parameters
    ----------
    text : str
        A name, in any of the forms of this module.

    Returns
    -------
    tuple of NameRow
        Empty if there is none.

    Examples
    --------
    >>> {row.code for row in names_matching("Korea, Rep.")}, names_matching("Virgin Islands (France)")
    ({'KOR'}, ())
    """
    key = normalise(text)
    rows = name_index().get(key, ())
    exact = tuple(row for row in rows if row.name.casefold() == text.strip().casefold())
    if any(row.use not in USES for row in exact):
        return exact
    for head, tail in _parts(text, comma=False):
        first, second = names_matching(head), names_matching(tail)
        one, other = {row.code for row in first}, {row.code for row in second}
        both = one & other
        if both and (text.rstrip().endswith(")") or len(one | other) == 1):
            return tuple(row for row in (*first, *second) if row.code in both)
    for form in (key, *_expanded(key)):
        if form in name_index():
            return name_index()[form]
    for head, tail in _parts(text):
        for form in _inverted(head, tail):
            if form in name_index():
                return name_index()[form]
    return ()


def _expanded(key: str) -> Iterator[str]:
    """Yield a normalised name with its abbreviations expanded, if it has any."""
    words = [ABBREVIATIONS.get(word, (word,)) for word in key.split()]
    if any(word in ABBREVIATIONS for word in key.split()):
        yield from (" ".join(form) for form in product(*words))


def _parts(text: str, *, comma: bool = True) -> Iterator[tuple[str, str]]:
    """Yield the parts before and inside brackets, or before and after a single comma or slash."""
    if match := BRACKETED.fullmatch(text):
        yield match["head"].strip(), match["tail"].strip()
    mark = "," if comma else "/"
    if text.count(mark) == 1 and "(" not in text:
        head, tail = text.split(mark)
        if head.strip() and tail.strip():
            yield head.strip(), tail.strip()


def _inverted(head: str, tail: str) -> Iterator[str]:
    """Yield 'tail head', 'tail of head' and 'tail of the head', normalised and expanded."""
    first, last = normalise(head), normalise(tail)
    if not first or not last:
        return
    joins = (" ", " the ") if last.endswith(" of") else (" ", " of ", " of the ")
    for join in joins:
        form = normalise(f"{last}{join}{first}")
        yield form
        yield from _expanded(form)
