"""The forms in which a name may be written, and the rows of the record that each form leads to.

A text is read in the first of these ways that finds a name on record:

1. letter by letter as a published list writes it, if it is on record so: 'Congo (the)' of ISO 3166;
2. as two names of one state, of which one stands in brackets or after a slash: 'Russia (Soviet Union)'. Both must be
   names of it: 'Georgia (US)' is read as nothing. Two names with a slash may also be two states, and are read only if
   neither is a name of another: 'Burma/Myanmar', but not 'Yemen/South Yemen';
3. as it stands, without regard to case, accents, punctuation and an article at its start or end;
4. with abbreviations written out: 'Dem. Rep. of the Congo', 'S. Sudan';
5. turned round where a comma or brackets say so: 'Egypt, Arab Rep.', 'Netherlands (Kingdom of the)'.

Each way ends in a name on record, whole. None drops a word that could tell two states apart.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from detente.identity.records import NameRow, name_index, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["named"]

USES = ("short", "official", "alias", "demonym")  # any other use is the list whose spelling a row is
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
def named(text: str) -> tuple[NameRow, ...]:
    """Return the names on record that a text writes, at all dates.

    Parameters
    ----------
    text : str
        A name, in any of the forms of this module.

    Returns
    -------
    tuple of NameRow
        Empty if it writes none.

    Examples
    --------
    >>> {row.code for row in named("Korea, Rep.")}, named("Virgin Islands (France)")
    ({'KOR'}, ())
    """
    key = normalise(text)
    rows = name_index().get(key, ())
    exact = tuple(row for row in rows if row.name.casefold() == text.strip().casefold())
    if any(row.use not in USES for row in exact):
        return exact
    for head, tail in _parts(text, comma=False):
        first, second = named(head), named(tail)
        one, other = {row.code for row in first}, {row.code for row in second}
        both = one & other
        if both and (text.rstrip().endswith(")") or len(one | other) == 1):
            return tuple(row for row in (*first, *second) if row.code in both)
    for form in (key, *_written_out(key)):
        if form in name_index():
            return name_index()[form]
    for head, tail in _parts(text):
        for form in _turned(head, tail):
            if form in name_index():
                return name_index()[form]
    return ()


def _written_out(key: str) -> Iterator[str]:
    """Yield a normalised name with its abbreviations written out, if it has any."""
    words = [ABBREVIATIONS.get(word, (word,)) for word in key.split()]
    if any(word in ABBREVIATIONS for word in key.split()):
        yield from (" ".join(form) for form in product(*words))


def _parts(text: str, *, comma: bool = True) -> Iterator[tuple[str, str]]:
    """Yield what stands before and in brackets, or before and after the one comma or slash."""
    if match := BRACKETED.fullmatch(text):
        yield match["head"].strip(), match["tail"].strip()
    mark = "," if comma else "/"
    if text.count(mark) == 1 and "(" not in text:
        head, tail = text.split(mark)
        if head.strip() and tail.strip():
            yield head.strip(), tail.strip()


def _turned(head: str, tail: str) -> Iterator[str]:
    """Yield 'tail head', 'tail of head' and 'tail of the head', normalised and written out."""
    first, last = normalise(head), normalise(tail)
    if not first or not last:
        return
    joins = (" ", " the ") if last.endswith(" of") else (" ", " of ", " of the ")
    for join in joins:
        form = normalise(f"{last}{join}{first}")
        yield form
        yield from _written_out(form)
