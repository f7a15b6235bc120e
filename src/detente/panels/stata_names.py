"""Valid Stata variable names: at most 32 letters, digits and underscores, and not a reserved word.

The suffix of a column's name distinguishes it from similar columns: the side (``_source``), the power (``_2``), the lag
(``_lag12``). A name that is too long is shortened before its suffix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

__all__ = ["ending", "stata_names"]

LONGEST = 32
STEM = 8  # characters left for the name before a suffix
ENDING = re.compile(r"(?:_(?:source|target|a|b|ab|ba|back|out|in|partners|ratio|spell|lag\d+|\d+))+$")
RESERVED = re.compile(
    "_all|_b|byte|_coef|_cons|double|float|if|in|int|long|_n|_N|_pi|_pred|_rc|_skip|str[0-9]*|strL|using|with"
)


def ending(name: str) -> str:
    """Return the suffix of a column's name for its side, power or lag.

    Examples
    --------
    >>> ending("v2x_polyarchy_source_lag12")
    '_source_lag12'
    """
    result = ENDING.search(name)
    return result.group() if result else ""


def stata_names(columns: Iterable[str]) -> dict[str, str]:
    """Return a valid and unique Stata name for each column.

    A valid name is unchanged. In others, characters that Stata does not allow become ``_``, and the name is shortened
    before its suffix; if two names become equal, the later gets ``v2`` before its suffix.

    Parameters
    ----------
    columns : iterable of str
        Unique column names.

    Returns
    -------
    dict of str to str
        By column, in the same order.

    Examples
    --------
    >>> result = stata_names(["gml_mid_dispute_originator_source_lag1", "gml_mid_dispute_originator_source_lag12"])
    >>> list(result.values())
    ['gml_mid_dispute_orig_source_lag1', 'gml_mid_dispute_ori_source_lag12']
    """
    wanted = list(columns)
    taken = {name for name in wanted if _is_valid(name)}
    result = {}
    for name in wanted:
        if name not in taken:
            result[name] = _free(name, taken)
            taken.add(result[name])
    return {name: result.get(name, name) for name in wanted}


def _allowed(name: str) -> str:
    """Return a name with only allowed characters, which may be too long."""
    made = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return f"v{made}" if not made or made[0].isdigit() or _is_reserved(made) else made


def _is_valid(name: str) -> bool:
    return len(name) <= LONGEST and _allowed(name) == name


def _is_reserved(name: str) -> bool:
    return RESERVED.fullmatch(name) is not None


def _free(name: str, taken: set[str]) -> str:
    """Return the name, shortened before its suffix, with the lowest version that is not in use."""
    end = ending(name)
    while len(end) > LONGEST - STEM:
        end = end[end.index("_", 1) :]
    stem = _allowed(name.removesuffix(end))
    for number in count(1):
        mark = "" if number == 1 else f"v{number}"  # no suffix has this form
        short = f"{stem[: LONGEST - len(mark) - len(end)]}{mark}{end}"
        if short not in taken and not _is_reserved(short) and ending(short) == end:
            return short
    raise AssertionError("there is always a free name")
