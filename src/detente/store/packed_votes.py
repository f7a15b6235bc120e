"""The votes of the starter pack: one file with a row a roll call and a column a state, read as two tables.

A million votes take 0.2 MB in this form and are an array at once, while rows of the tables ``votes`` and ``absences``
are made only where a query wants rows. A cell is a vote (1 yes, 0 abstention, −1 no), `ABSENT`, or `UNKNOWN`: the state
was not a member, or the producer says nothing on it. What a roll call was about is in the table ``roll_calls``.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from detente.catalog import table
from detente.measures.votes.vote_table import CALL, NO_VOTE, VoteTable

__all__ = ["PACKED", "as_table", "pack", "unpack"]

PACKED = ("votes", "absences")  # the tables whose rows are in the file
ABSENT, UNKNOWN = 2, 3


def pack(votes: pl.DataFrame, absences: pl.DataFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """Return rows of the tables ``votes`` and ``absences`` as one row a roll call.

    Parameters
    ----------
    votes, absences, calls : polars.DataFrame
        Rows of the tables ``votes``, ``absences`` and ``roll_calls``.

    Examples
    --------
    >>> call = {"dataset": "unga_votes", "rcid": 1, "session": 1, "date": None, "precision": "day", "resolution": None,
    ...     "kind": "whole", "known_on": None}
    >>> votes = pl.DataFrame({"dataset": "unga_votes", "rcid": [1, 1], "state": ["JPN", "RUS"], "vote": [1, -1]})
    >>> absences = pl.DataFrame({"dataset": "unga_votes", "rcid": [1], "state": ["USA"]})
    >>> pack(votes, absences, pl.DataFrame(call)).select("JPN", "RUS", "USA").rows()
    [(1, -1, 2)]
    """
    key = ["dataset", "rcid"]
    absent = absences.select(*key, "state", vote=pl.lit(ABSENT, pl.Int8))
    cells = pl.concat([votes.select(*key, "state", pl.col("vote").cast(pl.Int8)), absent])
    wide = cells.pivot("state", index=key, values="vote", sort_columns=True)
    wide = wide.with_columns(pl.exclude(key).fill_null(UNKNOWN))
    return calls.select(CALL).join(wide, on=key, how="inner").sort(key)


def unpack(name: str, packed: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows of the table ``votes`` or ``absences``."""
    cells = packed.unpivot(index=list(CALL), variable_name="state", value_name="vote")
    kept = pl.col("vote") < ABSENT if name == "votes" else pl.col("vote") == ABSENT
    return cells.filter(kept).select(table(name).names)


def as_table(packed: pl.DataFrame) -> VoteTable:
    """Return the votes of some rows of the file as a table."""
    found = packed.sort("rcid")
    states = found.columns[len(CALL) :]
    cast = np.minimum(found.select(states).to_numpy(), np.int8(NO_VOTE))
    return VoteTable(found.select(CALL), tuple(states), cast)
