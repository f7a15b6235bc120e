"""One roll call by symbol or number: its counts and each state's vote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import polars as pl

from detente.errors import NoAnswer, UsageError
from detente.measures.votes.vote_table import WHOLE, check

__all__ = ["RollCall", "roll_call", "symbol"]

NUMERALS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
EARLY = re.compile(r"^(?P<number>\d+) ?(?P<part>[A-Z]*) ?\((?P<session>[IVXLC]+)\)$")
SELECTED = "selected"
OFTEN = 12  # roll calls named in an error


@dataclass(frozen=True, slots=True)
class RollCall:
    """One recorded vote with each state's vote.

    Parameters
    ----------
    rcid : int
        Number of the roll call.
    resolution : str or None
        Symbol of the text voted on.
    on : datetime.date
        Day of the vote (or the first of its month, where only the month is known).
    votes : dict of str to int
        Each state's vote: 1 yes, 0 abstention, −1 no. A state that is not in it did not take part.
    title, issues : str or None
        Its subject, if the roll calls were given.
    """

    rcid: int
    resolution: str | None
    on: date
    votes: dict[str, int]
    title: str | None = None
    issues: str | None = None

    @property
    def yes(self) -> int:
        """Votes in favour."""
        return sum(vote == 1 for vote in self.votes.values())

    @property
    def no(self) -> int:
        """Votes against."""
        return sum(vote == -1 for vote in self.votes.values())

    @property
    def abstain(self) -> int:
        """Abstentions."""
        return sum(vote == 0 for vote in self.votes.values())


def symbol(text: str) -> str:
    """Return a resolution's symbol in the form of the records.

    Parameters
    ----------
    text : str
        Symbol in any usual form. Before session 31 the Assembly numbered its resolutions consecutively and gave the
        session in Roman numerals: the records write 2758 (XXVI) as A/RES/26/2758.

    Examples
    --------
    >>> symbol("68/262"), symbol("a/res/68/262"), symbol("R/68/262")
    ('A/RES/68/262', 'A/RES/68/262', 'A/RES/68/262')
    >>> symbol("A/RES/2758 (XXVI)"), symbol("ES-11/1")
    ('A/RES/26/2758', 'A/RES/ES-11/1')
    """
    plain = re.sub(r"^(A/)?R(ES)?/", "", " ".join(text.upper().split()))
    early = EARLY.match(plain)
    if early:
        plain = f"{_roman(early['session'])}/{early['number']}{early['part']}"
    return f"A/RES/{plain.replace(' ', '')}"


def roll_call(votes: pl.DataFrame, resolution: str | int, *, roll_calls: pl.DataFrame | None = None) -> RollCall:
    """Return one roll call: the counts, and each state's vote.

    Parameters
    ----------
    votes : polars.DataFrame
        As for `agreement`.
    resolution : str or int
        Symbol of a resolution (``'A/RES/68/262'``; also as `symbol` takes it), for the vote on the whole text; or a
        roll call's number.
    roll_calls : polars.DataFrame, optional
        ``rcid``, ``title``, ``issues``: what the votes were about.

    Returns
    -------
    RollCall

    Raises
    ------
    NoAnswer
        If the roll call is unknown.
    UsageError
        If the symbol was voted on as a whole more than once; the numbers are named.
    TableError
        As `agreement`.

    Examples
    --------
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [1, 1, 1],
    ...         "session": [68] * 3,
    ...         "date": [date(2014, 3, 27)] * 3,
    ...         "resolution": ["A/RES/68/262"] * 3,
    ...         "kind": ["whole"] * 3,
    ...         "state": ["CHN", "JPN", "RUS"],
    ...         "vote": [0, 1, -1],
    ...     }
    ... )
    >>> vote = roll_call(votes, "A/RES/68/262")
    >>> vote.yes, vote.no, vote.abstain, vote.votes["JPN"]
    (1, 1, 1, 1)
    """
    check(votes)
    rows = _rows(votes, resolution)
    if rows.is_empty():
        raise NoAnswer(
            f"no roll call on {resolution!r} in these votes; a text adopted without a vote has none",
            value=resolution,
        )
    numbers = rows["rcid"].unique().sort().to_list()
    if len(numbers) > 1:
        named = ", ".join(map(str, numbers[:OFTEN])) + (" …" if len(numbers) > OFTEN else "")
        raise UsageError(
            f"{resolution} was voted on {len(numbers)} times; give the roll call by its number: {named}",
            value=resolution,
        )
    title, issues = _about(numbers[0], roll_calls)
    states = rows.sort("state").select("state", "vote").iter_rows()
    return RollCall(numbers[0], rows["resolution"][0], rows["date"][0], dict(states), title, issues)


def _rows(votes: pl.DataFrame, resolution: str | int) -> pl.DataFrame:
    """Return the votes on a text: by number; by symbol; of an early text also its lettered votes."""
    if isinstance(resolution, int):
        return votes.filter(pl.col("rcid") == resolution)
    wanted = symbol(resolution)
    whole = votes.filter(pl.col("kind") == WHOLE)
    rows = whole.filter(pl.col("resolution") == wanted)
    if rows.is_empty():
        rows = votes.filter(pl.col("kind") == SELECTED, pl.col("resolution") == wanted)
    if rows.is_empty() and "(" in resolution:
        rows = whole.filter(pl.col("resolution").str.contains(f"^{re.escape(wanted)}[A-Z]$"))
    return rows


def _about(rcid: int, roll_calls: pl.DataFrame | None) -> tuple[str | None, str | None]:
    if roll_calls is None:
        return None, None
    row = roll_calls.filter(pl.col("rcid") == rcid)
    return (None, None) if row.is_empty() else row.select("title", "issues").row(0)


def _roman(text: str) -> int:
    values = [NUMERALS[letter] for letter in text]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
