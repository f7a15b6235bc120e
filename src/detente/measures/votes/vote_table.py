"""The votes of many roll calls as one array, from which the figures of any window are computed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente.catalog import require_columns
from detente.errors import TableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CALL", "NO_VOTE", "WHOLE", "VoteTable", "check", "divided"]

NEEDED = ("rcid", "session", "date", "resolution", "kind", "state", "vote")
WHOLE = "whole"
NO_VOTE = 2  # in `VoteTable.cast`: the state cast no vote, or none is on record
CALL = ("dataset", "rcid", "session", "date", "precision", "resolution", "kind", "known_on")


@dataclass(frozen=True, eq=False)
class VoteTable:
    """Votes, a row a roll call and a column a state.

    Parameters
    ----------
    calls : polars.DataFrame
        ``rcid``, ``session``, ``date``, ``resolution``, ``kind`` and perhaps ``dataset``, ``precision`` and
        ``known_on``, by ``rcid``.
    states : tuple of str
        Codes of the states, sorted.
    cast : ndarray of int8, shape (roll calls, states)
        1 yes, 0 abstention, −1 no, `NO_VOTE` otherwise.
    """

    calls: pl.DataFrame
    states: tuple[str, ...]
    cast: NDArray[np.int8]

    @classmethod
    def of(cls, votes: pl.DataFrame | VoteTable) -> VoteTable:
        """Return votes as a table; a table is returned as it is.

        Raises
        ------
        TableError
            If a column is missing, a vote is not 1, 0 or −1, or a state votes twice in a roll call.

        Examples
        --------
        >>> import polars as pl
        >>> votes = pl.DataFrame({"rcid": [1, 1], "session": 68, "date": date(2014, 3, 27), "kind": "whole",
        ...     "resolution": "A/RES/68/262", "state": ["JPN", "RUS"], "vote": [1, -1]})
        >>> VoteTable.of(votes).cast.tolist()
        [[1, -1]]
        """
        if isinstance(votes, VoteTable):
            return votes
        check_votes(votes)
        columns = [name for name in CALL if name in votes.columns]
        calls = votes.select(columns).unique("rcid", keep="first").sort("rcid")
        states = votes["state"].unique().sort()
        row = np.searchsorted(calls["rcid"].to_numpy(), votes["rcid"].to_numpy())
        cell = row * len(states) + votes["state"].cast(pl.Enum(states)).to_physical().to_numpy()
        if (np.bincount(cell, minlength=1) > 1).any():
            check(votes)
        cast = np.full(calls.height * len(states), NO_VOTE, np.int8)
        cast[cell] = votes["vote"].to_numpy()
        return cls(calls, tuple(states), cast.reshape(calls.height, len(states)))

    @cached_property
    def divided(self) -> VoteTable:
        """The divided roll calls on whole texts: those in which not all votes are equal."""
        cast = self.cast != NO_VOTE
        least = np.where(cast, self.cast, np.int8(1)).min(axis=1, initial=1)
        most = np.where(cast, self.cast, np.int8(-1)).max(axis=1, initial=-1)
        return self.only((least < most) & (self.calls["kind"] == WHOLE).to_numpy())

    def only(self, calls: NDArray[np.bool_] | NDArray[np.intp]) -> VoteTable:
        """Return some of the roll calls, by a mask or by their rows."""
        rows = np.flatnonzero(calls) if calls.dtype == np.bool_ else calls
        if len(rows) == self.calls.height:
            return self
        return VoteTable(self.calls[rows], self.states, self.cast[rows])

    def between(self, first: date | None, last: date | None) -> VoteTable:
        """Return the roll calls from the first day to the last."""
        days = self.calls["date"].to_numpy()
        mask = np.full(len(days), fill_value=True)
        if first is not None:
            mask &= days >= np.datetime64(first)
        if last is not None:
            mask &= days <= np.datetime64(last)
        return self.only(mask)

    def votes_of(self, state: str) -> NDArray[np.int8]:
        """Return the votes of one state, by roll call."""
        if state not in self.states:
            return np.full(self.calls.height, NO_VOTE, np.int8)
        return self.cast[:, self.states.index(state)]

    def tally(self) -> NDArray[np.intp]:
        """Return how many states voted no, abstained and voted yes: roll calls × 3."""
        return np.stack([(self.cast == answer).sum(axis=1) for answer in (-1, 0, 1)], axis=1)

    def of_states(self, states: Collection[str] | None = None) -> VoteTable:
        """Return the votes of the states that took part in any roll call, or of those of them that are named."""
        wanted = (self.cast != NO_VOTE).any(axis=0)
        if states is not None:
            wanted &= np.array([state in states for state in self.states], dtype=bool)
        columns = np.flatnonzero(wanted)
        return VoteTable(self.calls, tuple(self.states[at] for at in columns), self.cast[:, columns])


def divided(votes: pl.DataFrame) -> pl.DataFrame:
    """Return the votes of the divided roll calls on whole texts.

    Parameters
    ----------
    votes : polars.DataFrame
        As for `agreement`, all states that took part.

    Returns
    -------
    polars.DataFrame
        The rows with ``kind`` ``'whole'`` in roll calls in which not all votes are equal.

    Raises
    ------
    TableError
        If a column is missing, or a vote is not 1, 0 or −1.

    Examples
    --------
    >>> from datetime import date
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [1, 1, 2, 2],
    ...         "session": [68] * 4,
    ...         "date": [date(2014, 3, 27)] * 4,
    ...         "resolution": [None] * 4,
    ...         "kind": ["whole"] * 4,
    ...         "state": ["JPN", "RUS"] * 2,
    ...         "vote": [1, -1, 1, 1],
    ...     }
    ... )
    >>> divided(votes)["rcid"].to_list()
    [1, 1]
    """
    check(votes)
    whole = votes.filter(pl.col("kind") == WHOLE)
    return whole.filter(pl.col("vote").min().over("rcid") < pl.col("vote").max().over("rcid"))


def check_votes(votes: pl.DataFrame) -> None:
    """Raise an error for votes without a required column, or with another value than 1, 0 and −1."""
    require_columns(votes, NEEDED, "votes")
    wrong = votes["vote"].is_null() | ~votes["vote"].is_in([-1, 0, 1])
    if wrong.any():
        value = votes["vote"].filter(wrong)[0]
        raise TableError(f"invalid vote {value!r}: expected 1 (yes), 0 (abstention) or −1 (no)", value=value)


def check(votes: pl.DataFrame) -> None:
    """Raise an error as `check_votes`, and for a state that votes twice in a roll call."""
    check_votes(votes)
    if votes.select("rcid", "state").is_duplicated().any():
        twice = votes.filter(votes.select("rcid", "state").is_duplicated()).select("rcid", "state").row(0)
        raise TableError(f"{twice[1]} votes twice in roll call {twice[0]}; each state may vote once", value=twice)
