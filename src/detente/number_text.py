"""Counts and sizes in words, for reports."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["most_rejected", "most_unknown", "number_of", "size_of", "without_state"]


def number_of(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun.

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
    "unknown": "with an unknown name or code",
    "not then": "of a state that did not exist then",
    "ambiguous": "with an ambiguous name",
}


def without_state(unplaced: Mapping[str, int]) -> str:
    """Return how many actors have no state, by reason, the most frequent first; blank actors are left out.

    Examples
    --------
    >>> without_state({"missing": 9, "not then": 2, "region": 51})
    '51 of a region, 2 of a state that did not exist then'
    """
    placed = sorted(unplaced.items(), key=lambda item: -item[1])
    return ", ".join(f"{count:,} {WHY.get(reason, reason)}" for reason, count in placed if reason != "missing")


def most_unknown(name: object, actors: int, unknown: int) -> str:
    """Return the warning for a file in which most actors match no state.

    Examples
    --------
    >>> most_unknown("mine.csv", 4, 3)
    'Warning: 3 of 4 actors in mine.csv match no state. Check the column and the scheme of the state codes.'
    """
    verb = "matches" if unknown == 1 else "match"
    return (
        f"Warning: {unknown:,} of {number_of(actors, 'actor')} in {name} {verb} no state. "
        "Check the column and the scheme of the state codes."
    )


def most_rejected(name: object, rows_in: int, rejected: int) -> str:
    """Return the warning for a file in which most rows were rejected; the command ends with exit code 3.

    Examples
    --------
    >>> most_rejected("acd.csv", 5652, 5490)
    'Warning: 5,490 of 5,652 rows of acd.csv were rejected. Check the file and the format it was read as.'
    """
    return (
        f"Warning: {rejected:,} of {number_of(rows_in, 'row')} of {name} were rejected. "
        "Check the file and the format it was read as."
    )
