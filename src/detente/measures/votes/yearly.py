"""The most telling roll calls of many pairs by year: the figures of `telling` for all pairs at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import polars as pl

from detente.errors import UsageError
from detente.identity import Undirected
from detente.measures.votes.gaps import ANSWERS, Real, normed, shares, surprise_of, with_questions
from detente.measures.votes.vote_matrix import divided

__all__ = ["gaps_by_year"]

COLUMNS = ("a", "b", "rcid", "resolution", "date", "gap", "yes", "no", "abstain", "surprise", "question", "known_on")


def gaps_by_year(
    votes: pl.DataFrame,
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
    votes : polars.DataFrame
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
    whole = divided(votes).filter(pl.col("date").dt.year() >= since)
    years = whole.with_columns(year=pl.col("date").dt.year()).partition_by("year", as_dict=True)
    parts = [_of_year(int(year), part, dyads, most) for (year,), part in sorted(years.items())]
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.Null))
    result = with_questions(pl.concat(parts), roll_calls)
    first = pl.col("rcid").min().over("question").cast(pl.Int32).alias("question")
    return result.with_columns(first).select(COLUMNS).sort("a", "b", "rcid")


def _of_year(year: int, part: pl.DataFrame, dyads: list[tuple[str, str]], most: int) -> pl.DataFrame:
    calls = part.select("rcid", "resolution", "date").unique("rcid").sort("rcid")
    states = part["state"].unique().sort()
    row = part["rcid"].replace_strict(calls["rcid"], np.arange(calls.height)).to_numpy()
    column = part["state"].replace_strict(states, np.arange(states.len())).to_numpy()
    ballots = np.full((calls.height, states.len()), np.nan)
    ballots[row, column] = part["vote"].to_numpy()
    place = {code: i for i, code in enumerate(states)}
    known = [(a, b) for a, b in dyads if a in place and b in place]
    first, second = (np.array([place[pair[i]] for pair in known], dtype=int) for i in (0, 1))
    of_pair, of_call = np.nonzero((~np.isnan(ballots[:, first]) & (ballots[:, first] != ballots[:, second])
                                   & ~np.isnan(ballots[:, second])).T)  # fmt: skip
    at_a, at_b = first[of_pair], second[of_pair]
    x, y = ballots[of_call, at_a].astype(np.int8), ballots[of_call, at_b].astype(np.int8)
    tally = np.stack([(ballots == answer).sum(axis=1) for answer in ANSWERS], axis=1)
    own = np.stack([(ballots == answer).sum(axis=0) for answer in ANSWERS], axis=1)
    others = tally[of_call].astype(float)
    for vote in (x, y):
        others[np.arange(len(vote)), vote.astype(int) + 1] -= 1
    habit, lean, all_ = (
        shares(own.astype(float)),
        shares(others),
        shares(tally.sum(axis=0, keepdims=True).astype(float)),
    )
    chances: tuple[Real, Real] = normed(habit[at_a] * lean / all_), normed(habit[at_b] * lean / all_)
    codes = np.array(known, dtype=object).reshape(-1, 2)
    frame = pl.DataFrame(
        {
            "a": pl.Series(codes[of_pair, 0], dtype=pl.String),
            "b": pl.Series(codes[of_pair, 1], dtype=pl.String),
            **{name: calls[name].gather(of_call) for name in ("rcid", "resolution", "date")},
            "gap": x - y,
            **{name: tally[of_call, i].astype(np.int16) for i, name in ((2, "yes"), (0, "no"), (1, "abstain"))},
            "surprise": surprise_of(x, y, *chances),
            "known_on": pl.Series([date(year, 12, 31)] * len(x), dtype=pl.Date),
        }
    )
    ranked = frame.sort(pl.col("gap").abs(), "surprise", "rcid", descending=[True, True, False])
    return ranked.group_by("a", "b", maintain_order=True).head(most)
