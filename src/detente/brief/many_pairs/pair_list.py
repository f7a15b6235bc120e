"""Pairs of states in a file or a group."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from detente.errors import DataError, DetenteError, UsageError
from detente.identity import group
from detente.identity.dyads import resolve_dyad
from detente.identity.records import entities

__all__ = ["PairList", "RejectedPair", "pairs_among", "pairs_in_file"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RejectedPair:
    """A row of a file that is no pair of states.

    Parameters
    ----------
    line : int
        Its line, counted from 1.
    text : str
        The row.
    reason : str
        Why it was rejected.
    """

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class PairList:
    """Pairs of states, each once.

    Parameters
    ----------
    pairs : tuple of (str, str)
        Codes, in the order given.
    rejected : tuple of RejectedPair
        Rows that are no pairs.
    """

    pairs: tuple[Pair, ...]
    rejected: tuple[RejectedPair, ...] = ()


def pairs_among(name: str, day: date) -> PairList:
    """Return all pairs of the members of a group on a day that are states: of the G20 without the two unions.

    Raises
    ------
    UsageError
        If there is no such group, or it had fewer than two members.

    Examples
    --------
    >>> len(pairs_among("quad", date(2020, 1, 1)).pairs)
    6
    """
    members = [code for code in group(name, day) if entities()[code].kind != "organisation"]
    if len(members) < 2:
        number = "no members" if not members else "one member"
        raise UsageError(f"the group {name!r} had {number} on {day}; a pair needs two: choose another day", value=name)
    return PairList(tuple(combinations(members, 2)))


def pairs_in_file(path: Path, day: date, scheme: str | None = None) -> PairList:
    r"""Return the pairs of states in a CSV file: two columns of names or codes, with a header or without.

    A pair is returned once, however often and in whichever order it is written.

    Parameters
    ----------
    path : pathlib.Path
        The file, in UTF-8.
    day : datetime.date
        The day on which names are resolved.
    scheme : str, optional
        The scheme of the names or codes; by default each is recognised.

    Raises
    ------
    DataError
        If the file can't be read, or no row is a pair of states.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "pairs.csv"
    ...     _ = file.write_text("a,b\nJapan,Russia\nRUS,JPN\nJapan,Atlantis\n")
    ...     found = pairs_in_file(file, date(2015, 9, 1))
    >>> found.pairs, [(row.line, row.text) for row in found.rejected]
    ((('JPN', 'RUS'),), [(4, 'Japan,Atlantis')])
    """
    found: dict[frozenset[str], Pair] = {}
    rejected: list[RejectedPair] = []
    rows = _rows(path)
    for at, (line, row) in enumerate(rows):
        try:
            pair = _pair(row, day, scheme)
        except DetenteError as error:
            if at > 0 or not _is_header(row, day, scheme):
                rejected.append(RejectedPair(line, ",".join(row), error.message))
            continue
        found.setdefault(frozenset(pair), pair)
    if not found:
        why = f"; line {rejected[0].line}: {rejected[0].reason}" if rejected else ": it is empty"
        raise DataError(
            f"{path} has no pair of states{why}. Expected a row a pair, two names or codes, as in: Japan,Russia",
            value=str(path),
        )
    return PairList(tuple(found.values()), tuple(rejected))


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            return [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))]
    except OSError as error:
        raise DataError(f"{path} can't be read: {(error.strerror or str(error)).lower()}", value=str(path)) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} can't be read as CSV in UTF-8: {error}", value=str(path)) from None


def _pair(row: list[str], day: date, scheme: str | None) -> Pair:
    if len(row) != 2:
        raise UsageError(f"expected two columns, found {len(row)}", value=row)
    return resolve_dyad(row[0], row[1], day, scheme)


def _is_header(row: list[str], day: date, scheme: str | None) -> bool:
    """Whether a first row names columns: neither of its two cells means a state."""
    if len(row) != 2:
        return False
    return all(_means_nothing(cell, day, scheme) for cell in row)


def _means_nothing(cell: str, day: date, scheme: str | None) -> bool:
    from detente.identity.resolution import resolve_state  # noqa: PLC0415 - only for a first row that is no pair

    try:
        resolve_state(cell, day, scheme=scheme)
    except DetenteError:
        return True
    return False
