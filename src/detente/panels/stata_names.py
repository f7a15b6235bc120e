"""Names of variables in Stata: 32 characters at most, of letters, digits and underscores, none of its reserved words.

The end of a column's name tells it from its neighbours: the side (``_source``), the power (``_2``), the lag
(``_lag12``). So a name that is too long loses characters before its ending, never in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

__all__ = ["ending", "stata_names"]

LONGEST = 32
STEM = 8  # characters that an ending leaves to the name
ENDING = re.compile(r"(?:_(?:source|target|a|b|ab|ba|back|out|in|partners|ratio|spell|lag\d+|\d+))+$")
RESERVED = re.compile(
    "_all|_b|byte|_coef|_cons|double|float|if|in|int|long|_n|_N|_pi|_pred|_rc|_skip|str[0-9]*|strL|using|with"
)


def ending(name: str) -> str:
    """Return the end of a column's name that says which side, power or lag it is of.

    Examples
    --------
    >>> ending("v2x_polyarchy_source_lag12")
    '_source_lag12'
    """
    found = ENDING.search(name)
    return found.group() if found else ""


def stata_names(columns: Iterable[str]) -> dict[str, str]:
    """Return a valid Stata name for each column, each different from all others.

    A name that Stata takes stays. Others have characters that Stata does not allow replaced by ``_``, and are
    shortened before their ending; where that makes two alike, the later has ``v2`` before its ending.

    Parameters
    ----------
    columns : iterable of str
        Names of columns, no two alike.

    Returns
    -------
    dict of str to str
        By column, in the same order.

    Examples
    --------
    >>> found = stata_names(["gml_mid_dispute_originator_source_lag1", "gml_mid_dispute_originator_source_lag12"])
    >>> list(found.values())
    ['gml_mid_dispute_orig_source_lag1', 'gml_mid_dispute_ori_source_lag12']
    """
    wanted = list(columns)
    taken = {name for name in wanted if _is_valid(name)}
    found = {}
    for name in wanted:
        if name not in taken:
            found[name] = _free(name, taken)
            taken.add(found[name])
    return {name: found.get(name, name) for name in wanted}


def _allowed(name: str) -> str:
    """Return a name of allowed characters only, which may be too long."""
    made = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return f"v{made}" if not made or made[0].isdigit() or _is_reserved(made) else made


def _is_valid(name: str) -> bool:
    return len(name) <= LONGEST and _allowed(name) == name


def _is_reserved(name: str) -> bool:
    return RESERVED.fullmatch(name) is not None


def _free(name: str, taken: set[str]) -> str:
    """Return the name, shortened before its ending, with the least version, v2, that makes it free."""
    end = ending(name)
    while len(end) > LONGEST - STEM:
        end = end[end.index("_", 1) :]
    stem = _allowed(name.removesuffix(end))
    for number in count(1):
        mark = "" if number == 1 else f"v{number}"  # no ending is of this form
        short = f"{stem[: LONGEST - len(mark) - len(end)]}{mark}{end}"
        if short not in taken and not _is_reserved(short) and ending(short) == end:
            return short
    raise AssertionError("there is always a free name")
