"""Numbers of things in words, as reports write them."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["most_rejected", "most_unknown", "number_of", "size_of", "without_state"]


def number_of(count: int, one: str, many: str | None = None) -> str:
    """Return a number of things.

    Examples
    --------
    >>> number_of(1, "row"), number_of(1200, "row"), number_of(2, "batch", "batches")
    ('1 row', '1,200 rows', '2 batches')
    """
    return f"1 {one}" if count == 1 else f"{count:,} {many or one + 's'}"


def size_of(count: int) -> str:
    """Return a number of bytes in words.

    Examples
    --------
    >>> size_of(150), size_of(150_383), size_of(61_200_000_000)
    ('150 bytes', '150 kB', '61.2 GB')
    """
    if count < 1000:
        return number_of(count, "byte")
    value = float(count)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if value < 999.5:
            return f"{value:.3g} {unit}"
    return f"{value / 1000:,.3g} TB"


WHY = {
    "region": "of a region",
    "unknown": "of a code or name that is no state's",
    "not then": "of a state that did not exist then",
    "ambiguous": "of a name that means several states",
}


def without_state(unplaced: Mapping[str, int]) -> str:
    """Return how many actors were kept without a state, by reason, the most first; those left blank are not told.

    Examples
    --------
    >>> without_state({"missing": 9, "not then": 2, "region": 51})
    '51 of a region, 2 of a state that did not exist then'
    """
    placed = sorted(unplaced.items(), key=lambda item: -item[1])
    return ", ".join(f"{count:,} {WHY.get(reason, reason)}" for reason, count in placed if reason != "missing")


def most_unknown(name: object, actors: int, unknown: int) -> str:
    """Return the first line of a report on a file most of whose actors were kept without a state.

    Examples
    --------
    >>> most_unknown("mine.csv", 4, 3)
    "Warning: 3 of 4 actors of mine.csv are no state's name or code as the file is read. Check how states are written."
    """
    verb = "is" if unknown == 1 else "are"
    return (
        f"Warning: {unknown:,} of {number_of(actors, 'actor')} of {name} {verb} no state's name or code as the file is "
        "read. Check how states are written."
    )


def most_rejected(name: object, rows_in: int, rejected: int) -> str:
    """Return the first line of a report on a file most of whose rows were rejected; the command ends with code 3.

    Examples
    --------
    >>> most_rejected("acd.csv", 5652, 5490)
    'Warning: 5,490 of 5,652 rows of acd.csv were rejected. Check the file and how it was read.'
    """
    return (
        f"Warning: {rejected:,} of {number_of(rows_in, 'row')} of {name} were rejected. Check the file and how it was "
        "read."
    )
