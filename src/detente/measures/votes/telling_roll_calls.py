"""The most telling roll calls of two states: those with the least expected disagreement, or agreement.

The expected vote of a state in a roll call, from its own votes and those of the Assembly::

    P_iv(k) ∝ r_i(k) · s_v(k) / g(k)      k: no, abstention, yes

r are the state's own shares in the window, s the shares of all other states in the roll call, g those of the whole
window, each with half a vote added to every choice. The surprise of a gap is −ln of the probability that the two,
voting independently, are at least as far apart in that direction; of an agreement, −ln of the probability of that same
vote by both. A full gap (yes against no) precedes a half gap. Probabilities from another model, such as ideal points,
can be given instead.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.catalog import require_between, require_columns
from detente.errors import TableError, UsageError
from detente.identity import Undirected
from detente.measures.votes.vote_table import NO_VOTE, VoteTable

__all__ = ["ANSWERS", "Real", "normed", "shares", "surprise_of", "telling", "with_questions"]

Real = NDArray[np.float64]

ANSWERS = (-1, 0, 1)
CHANCES = ("p_no", "p_abstain", "p_yes")
HALF = 0.5  # a vote added to each choice, so that nothing is impossible
LEAST = 1e-12  # smallest probability used for a surprise


def telling(
    votes: pl.DataFrame | VoteTable,
    a: str,
    b: str,
    *,
    start: date | None = None,
    end: date | None = None,
    how: Literal["apart", "together"] = "apart",
    limit: int | None = 10,
    roll_calls: pl.DataFrame | None = None,
    chances: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the most telling roll calls of two states.

    Parameters
    ----------
    votes : polars.DataFrame or VoteTable
        As for `agreement`, all states, from which expected votes are computed.
    a, b : str
        Codes of the two states.
    start, end : datetime.date, optional
        First and last day; all votes if omitted.
    how : {'apart', 'together'}, optional
        Where the two voted differently, or alike.
    limit : int, optional
        Number of roll calls, most telling first; None for all.
    roll_calls : polars.DataFrame, optional
        ``rcid``, and if there ``precision``, ``title``, ``issues``, ``important``: what the votes were about; and
        ``same_as``, the first roll call on the identical text. Of several on one question (an identical text, or the
        same title) only the most telling is then returned, since many recur every year.
    chances : polars.DataFrame, optional
        ``rcid``, ``state``, ``p_no``, ``p_abstain``, ``p_yes``: chances from another model, such as ideal points,
        for every roll call in which both took part.

    Returns
    -------
    polars.DataFrame
        By gap (2 before 1) and surprise: ``a`` < ``b``; ``rcid``, ``resolution``, ``date``; ``vote_a``, ``vote_b``;
        ``gap``, the vote of a less that of b, −2 to 2; ``yes``, ``no``, ``abstain``, the count of all states;
        ``surprise``, in nats; ``times``, the roll calls on the question in which the two did so; ``title``,
        ``issues``, ``important`` and the date's ``precision``, null where not given; ``known_on``, the day of the vote.

    Raises
    ------
    TableError
        If a column is missing, `chances` has no row for a roll call of the two, or a probability is not from 0 to 1.
    UsageError
        If the window ends before it starts, `how` or `limit` is invalid, or both states are the same.

    Examples
    --------
    >>> votes = pl.DataFrame(
    ...     {
    ...         "rcid": [1, 1, 1, 1, 2, 2, 2, 2],
    ...         "session": [68] * 8,
    ...         "date": [date(2014, 3, 27)] * 8,
    ...         "resolution": ["A/RES/68/262"] * 4 + ["A/RES/68/263"] * 4,
    ...         "kind": ["whole"] * 8,
    ...         "state": ["CHN", "FRA", "JPN", "RUS"] * 2,
    ...         "vote": [0, 1, 1, -1, 1, 1, 0, -1],
    ...     }
    ... )
    >>> telling(votes, "RUS", "JPN").select("resolution", "vote_a", "vote_b", "gap").rows()
    [('A/RES/68/262', 1, -1, 2), ('A/RES/68/263', 0, -1, 1)]
    """
    dyad = Undirected(a, b)
    _check_question(start, end, how, limit)
    part = VoteTable.of(votes).divided.between(start, end)
    calls = _of_both(part, dyad)
    expected = _expected(part, calls, dyad) if chances is None else _given(chances, calls, dyad)
    ranked = calls.with_columns(
        a=pl.lit(dyad.a),
        b=pl.lit(dyad.b),
        gap=(pl.col("vote_a") - pl.col("vote_b")).cast(pl.Int8),
        surprise=pl.Series(surprise_of(calls["vote_a"].to_numpy(), calls["vote_b"].to_numpy(), *expected)),
        known_on="date",
    ).filter((pl.col("gap") != 0) if how == "apart" else (pl.col("gap") == 0))
    first = _of_each_question(ranked, roll_calls)
    chosen = first if limit is None else first.head(limit)
    return _titled(chosen, roll_calls)


def _check_question(start: date | None, end: date | None, how: str, limit: int | None) -> None:
    if start and end and end < start:
        raise UsageError(f"the window ends on {end}, before it starts on {start}; swap them", value=(start, end))
    if how not in ("apart", "together"):
        raise UsageError(f"invalid how {how!r}: expected 'apart' or 'together'", value=how)
    if limit is not None and limit < 1:
        raise UsageError(f"invalid limit {limit}: expected a number of roll calls, or None for all", value=limit)


def _of_both(part: VoteTable, dyad: Undirected) -> pl.DataFrame:
    """Return the roll calls in which both took part: the two votes and the count of all."""
    one, other, tally = part.votes_of(dyad.a), part.votes_of(dyad.b), part.tally().astype(np.int16)
    both = (one != NO_VOTE) & (other != NO_VOTE)
    return part.calls.select("rcid", "resolution", "date").with_columns(
        vote_a=pl.Series(one), vote_b=pl.Series(other), yes=pl.Series(tally[:, 2]), no=pl.Series(tally[:, 0]),
        abstain=pl.Series(tally[:, 1]),
    ).filter(pl.Series(both))  # fmt: skip


def _expected(part: VoteTable, calls: pl.DataFrame, dyad: Undirected) -> tuple[Real, Real]:
    """Return the chances of no, abstention and yes for either state in each roll call."""
    tally = calls.select("no", "abstain", "yes").to_numpy().astype(float)
    for votes in ("vote_a", "vote_b"):
        tally[np.arange(len(calls)), calls[votes].to_numpy().astype(int) + 1] -= 1
    whole = shares(part.tally().sum(axis=0, keepdims=True).astype(float))
    both = []
    for state in (dyad.a, dyad.b):
        cast = part.votes_of(state)
        own = shares(np.array([[(cast == answer).sum() for answer in ANSWERS]], dtype=float))
        both.append(normed(own * shares(tally) / whole))
    return both[0], both[1]


def _given(chances: pl.DataFrame, calls: pl.DataFrame, dyad: Undirected) -> tuple[Real, Real]:
    """Return the chances of another model, for the roll calls in their order."""
    require_columns(chances, ("rcid", "state", *CHANCES), "chances")
    require_between(chances, CHANCES, "chances", 0, 1)
    both = []
    for state in (dyad.a, dyad.b):
        own = chances.filter(pl.col("state") == state).with_columns(pl.col("rcid").cast(calls.schema["rcid"]))
        rows = calls.select("rcid").join(own, on="rcid", how="left", maintain_order="left")
        if rows["p_yes"].null_count():
            missing = rows.filter(pl.col("p_yes").is_null())["rcid"][0]
            raise TableError(f"chances have no row for {state} in roll call {missing}", value=missing)
        both.append(normed(rows.select(CHANCES).to_numpy().astype(float)))
    return both[0], both[1]


def shares(counts: Real) -> Real:
    """Return the shares of each row, half a vote added to every answer."""
    return normed(counts + HALF)


def normed(weights: Real) -> Real:
    """Return each row divided by its sum."""
    shares: Real = weights / weights.sum(axis=1, keepdims=True)
    return shares


def surprise_of(x: NDArray[np.int8], y: NDArray[np.int8], for_x: Real, for_y: Real) -> Real:
    """Return −ln of the chance of such a gap in its direction, or of the same vote by both."""
    rows = np.arange(len(x))
    at_x, at_y = x.astype(int) + 1, y.astype(int) + 1
    up_to_x, up_to_y = np.cumsum(for_x, axis=1)[rows, at_x], np.cumsum(for_y, axis=1)[rows, at_y]
    same_x, same_y = for_x[rows, at_x], for_y[rows, at_y]
    from_x, from_y = 1 - up_to_x + same_x, 1 - up_to_y + same_y
    chance = np.select([x > y, x < y], [from_x * up_to_y, up_to_x * from_y], same_x * same_y)
    surprise: Real = -np.log(np.clip(chance, LEAST, 1))
    return surprise


def _of_each_question(rows: pl.DataFrame, roll_calls: pl.DataFrame | None) -> pl.DataFrame:
    """Rank the roll calls, and keep the first of those on one question."""
    placed = with_questions(rows, roll_calls)
    ranked = placed.sort(pl.col("gap").abs(), "surprise", "rcid", descending=[True, True, False])
    counted = ranked.with_columns(times=pl.len().over("question").cast(pl.Int32))
    return counted.unique("question", keep="first", maintain_order=True)


def with_questions(rows: pl.DataFrame, roll_calls: pl.DataFrame | None) -> pl.DataFrame:
    """Add ``question``: the same for roll calls on an identical text, or under one title."""
    number = rows.schema["rcid"]
    given = pl.DataFrame(schema={"rcid": number}) if roll_calls is None else roll_calls.unique("rcid", keep="first")
    missing = {name: kind for name, kind in (("same_as", number), ("title", pl.String)) if name not in given.columns}
    known = given.with_columns(pl.lit(None, kind).alias(name) for name, kind in missing.items())
    texts = known.select(pl.col("rcid").cast(number), text=pl.coalesce("same_as", "rcid").cast(number))
    titles = known.select(text=pl.col("rcid").cast(number), question=pl.col("title").str.to_lowercase())
    placed = rows.join(texts, on="rcid", how="left", maintain_order="left").with_columns(pl.coalesce("text", "rcid"))
    return placed.join(titles, on="text", how="left", maintain_order="left").with_columns(
        pl.coalesce("question", pl.col("text").cast(pl.String))
    )


def _titled(rows: pl.DataFrame, roll_calls: pl.DataFrame | None) -> pl.DataFrame:
    """Add what the roll calls were about, and put the columns in their order."""
    about = {"title": pl.String, "issues": pl.String, "important": pl.Boolean, "precision": pl.String}
    given = [] if roll_calls is None else [name for name in about if name in roll_calls.columns]
    if roll_calls is not None:
        known = roll_calls.select(pl.col("rcid").cast(rows.schema["rcid"]), *given).unique("rcid", keep="first")
        rows = rows.join(known, on="rcid", how="left", maintain_order="left")
    rows = rows.with_columns(pl.lit(None, kind).alias(name) for name, kind in about.items() if name not in given)
    columns = ("a", "b", "rcid", "resolution", "date", "vote_a", "vote_b", "gap", "yes", "no", "abstain")
    return rows.select(*columns, "surprise", "times", *about, "known_on")
