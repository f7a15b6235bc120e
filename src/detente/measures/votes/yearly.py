"""The most telling roll calls of many pairs by year: the figures of `telling` for all pairs at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import polars as pl

from detente.errors import UsageError
from detente.identity import Undirected
from detente.measures.votes.telling_roll_calls import ANSWERS, Real, normed, shares, surprise_of, with_questions
from detente.measures.votes.vote_table import NO_VOTE, VoteTable

__all__ = ["gaps_by_year"]

COLUMNS = ("a", "b", "rcid", "resolution", "date", "gap", "yes", "no", "abstain", "surprise", "question", "known_on")


def gaps_by_year(
    votes: pl.DataFrame | VoteTable,
    pairs: Iterable[tuple[str, str]],
    *,
    since: int,
    most: int = 3,
    roll_calls: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the roll calls of each year with the least expected disagreement of each pair.

    Expected votes in a year are computed only from that year's votes, so that a row is known when its year is over.

    Parameters
    ----------
    votes : polars.DataFrame or VoteTable
        As for `telling`, all states.
    pairs : iterable of (str, str)
        Codes of the pairs.
    since : int
        First year.
    most : int, optional
        Maximum number of roll calls per pair and year.
    roll_calls : polars.DataFrame, optional
        As for `telling`: ``title`` and ``same_as`` identify roll calls on one question.

    Returns
    -------
    polars.DataFrame
        ``a`` < ``b``, ``rcid``, ``resolution``, ``date``, ``gap``, ``yes``, ``no``, ``abstain``, ``surprise`` as in
        `telling`; ``question``, the first of the roll calls returned that were on the same question; and ``known_on``,
        the last day of the year; sorted by pair and roll call.

    Raises
    ------
    TableError
        If a column is missing.
    UsageError
        If no pair is given, a pair is one state twice, or `most` is less than 1.

    Examples
    --------
    >>> rows = [(1, "CHN", 0), (1, "JPN", 1), (1, "RUS", -1), (2, "CHN", 1), (2, "JPN", 0), (2, "RUS", 1)]
    >>> votes = pl.DataFrame(rows, schema=["rcid", "state", "vote"], orient="row").with_columns(
    ...     session=68, date=pl.date(2014, 3, 27), resolution=pl.lit("A/RES/68/262"), kind=pl.lit("whole")
    ... )
    >>> gaps_by_year(votes, [("JPN", "RUS")], since=2014, most=1).select("a", "b", "rcid", "gap").rows()
    [('JPN', 'RUS', 1, 2)]
    """
    dyads = sorted({(d.a, d.b) for d in (Undirected(a, b) for a, b in pairs)})
    if not dyads or most < 1:
        raise UsageError(f"invalid request of {len(dyads)} pairs and {most} roll calls each: expected at least one",
                         value=(len(dyads), most))  # fmt: skip
    whole = VoteTable.of(votes).divided.between(date(since, 1, 1), None)
    ranked = _gaps(whole, dyads).sort(pl.col("gap").abs(), "surprise", "rcid", descending=[True, True, False])
    most_telling = ranked.group_by("a", "b", pl.col("date").dt.year().alias("year"), maintain_order=True).head(most)
    result = with_questions(most_telling, roll_calls)
    first = pl.col("rcid").min().over("question").cast(pl.Int32).alias("question")
    return result.with_columns(first).select(COLUMNS).sort("a", "b", "rcid")


def _gaps(votes: VoteTable, dyads: list[tuple[str, str]]) -> pl.DataFrame:
    """Return all roll calls in which the two of a pair voted differently, with the surprise within its year."""
    calls, tally = votes.calls, votes.tally()
    named = votes.of_states({state for dyad in dyads for state in dyad})
    place = {code: i for i, code in enumerate(named.states)}
    known = np.array([(a, b) for a, b in dyads if a in place and b in place], dtype=object).reshape(-1, 2)
    first, second = (np.array([place[code] for code in known[:, i]], dtype=int) for i in (0, 1))
    cast = named.cast
    of_pair, of_call = np.nonzero(((cast[:, first] != NO_VOTE) & (cast[:, first] != cast[:, second])
                                   & (cast[:, second] != NO_VOTE)).T)  # fmt: skip
    at_a, at_b = first[of_pair], second[of_pair]
    x, y = cast[of_call, at_a], cast[of_call, at_b]
    others = tally[of_call].astype(float)
    for vote in (x, y):
        others[np.arange(len(vote)), vote.astype(int) + 1] -= 1
    years, of_year = np.unique(calls["date"].dt.year().to_numpy(), return_inverse=True)
    own = np.zeros((len(years), len(place), len(ANSWERS)))
    whole = np.zeros((len(years), len(ANSWERS)))
    for i, answer in enumerate(ANSWERS):
        np.add.at(own[:, :, i], of_year, cast == answer)
        np.add.at(whole[:, i], of_year, tally[:, i])
    year = of_year[of_call]
    lean, all_ = shares(others), shares(whole)[year]
    chances: tuple[Real, Real] = tuple(normed(shares(own[year, at]) * lean / all_) for at in (at_a, at_b))  # type: ignore[assignment]
    return pl.DataFrame(
        {
            "a": pl.Series(known[of_pair, 0], dtype=pl.String),
            "b": pl.Series(known[of_pair, 1], dtype=pl.String),
            **{name: calls[name].gather(of_call) for name in ("rcid", "resolution", "date")},
            "gap": x - y,
            **{name: tally[of_call, i].astype(np.int16) for i, name in ((2, "yes"), (0, "no"), (1, "abstain"))},
            "surprise": surprise_of(x, y, *chances),
        }
    ).with_columns(known_on=pl.date(pl.col("date").dt.year(), 12, 31))
