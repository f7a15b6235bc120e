"""Text in the cells of a terminal: wide characters take two, combining marks none."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["aligned", "columns_of", "shortened", "wrapped"]

NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a line of text takes.

    Examples
    --------
    >>> columns_of("Türkiye"), columns_of("日本")
    (7, 4)
    """
    return len(text) if text.isascii() else len(text) + sum(_columns(c) - 1 for c in NOT_ASCII.findall(text))


@lru_cache(maxsize=1024)
def _columns(c: str) -> int:
    if unicodedata.combining(c) or c in "\u200b\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def aligned(text: str, width: int, side: str) -> str:
    """Pad a text to `width` columns, on the right for side ``l`` and on the left for ``r``."""
    air = " " * max(0, width - columns_of(text))
    return air + text if side == "r" else text + air


def shortened(text: str, width: int) -> str:
    """Cut a text that takes more than `width` columns and end it with an ellipsis.

    Examples
    --------
    >>> shortened("Saint Vincent and the Grenadines", 14)
    'Saint Vincent…'
    """
    if columns_of(text) <= width:
        return text
    cut = text
    while cut and columns_of(cut) > width - 1:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break a text into lines of at most `width` columns.

    Parameters
    ----------
    text : str
        Words with blanks between them.
    width : int
        Columns.
    first, rest : str
        What the first line and the others begin with.

    Returns
    -------
    list of str
        At least one line.

    Examples
    --------
    >>> wrapped("one two three", 9, first="- ", rest="  ")
    ['- one two', '  three']
    """
    lines: list[str] = []
    line, lead, taken = first, first, columns_of(first)
    room = width - max(taken, columns_of(rest))
    for word in text.split():
        for piece in _pieces(word, room):
            blank = "" if line == lead else " "
            more = len(blank) + columns_of(piece)
            if taken + more <= width or not blank:
                line, taken = f"{line}{blank}{piece}", taken + more
            else:
                lines.append(line)
                line, lead = rest + piece, rest
                taken = columns_of(line)
    lines.append(line)
    return lines


def _pieces(word: str, width: int) -> list[str]:
    """Cut a word that no line can hold."""
    if columns_of(word) <= width:
        return [word]
    pieces = [""]
    for c in word:
        if pieces[-1] and columns_of(pieces[-1] + c) > width:
            pieces.append("")
        pieces[-1] += c
    return pieces
