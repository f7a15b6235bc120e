"""Agreement in votes, on ballots small enough to count by hand."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import polars as pl
import pytest

from detente.catalog import table
from detente.errors import NoAnswer, TableError, UsageError
from detente.identity import Undirected
from detente.measures.votes import agreement, agreement_between, divided, roll_call


def ballots(*calls: str, states: str = "AAA BBB CCC", year: int = 2014, **columns: object) -> pl.DataFrame:
    """One roll call a text, one letter a state: y, a, n, or . for no vote."""
    cast = {"y": 1, "a": 0, "n": -1}
    rows = [
        (number, year - 1946, date(year, 3, 27), f"A/RES/{year - 1946}/{number}", "whole", state, cast[letter])
        for number, letters in enumerate(calls, start=1)
        for state, letter in zip(states.split(), letters, strict=True)
        if letter != "."
    ]
    schema = ["rcid", "session", "date", "resolution", "kind", "state", "vote"]
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.lit(value).alias(name) for name, value in columns.items()
    )


def figures(frame: pl.DataFrame, a: str, b: str, *names: str) -> tuple[object, ...]:
    return frame.filter(pl.col("a") == a, pl.col("b") == b).select(names or ("votes", "raw", "kappa")).row(0)


def test_by_hand() -> None:
    found = agreement(ballots("yyn", "yan", "nya", "yyn"))
    # AAA yyny and BBB yayy are 0, 1, 2, 0 apart. Drawn apart: AAA 3/4 yes, 1/4 no; BBB 3/4 yes, 1/4 abstention
    apart, by_chance = 3 / 4, 3 / 4 * 1 / 4 + 1 / 4 * (3 / 4 * 2 + 1 / 4)
    assert figures(found, "AAA", "BBB") == pytest.approx((4, 1 - apart / 2, 1 - apart / by_chance))
    assert figures(found, "AAA", "CCC", "raw") == pytest.approx((1 - 7 / 8,))


def test_only_divided_votes_on_whole_texts_count() -> None:
    votes = ballots("yyy", "aaa", "yyn", "y..", "yyn")
    votes = votes.with_columns(pl.when(pl.col("rcid") == 5).then(pl.lit("paragraph")).otherwise("kind").alias("kind"))
    assert divided(votes)["rcid"].unique().to_list() == [3]
    assert figures(agreement(votes), "AAA", "BBB", "votes", "raw") == (1, 1.0)


def test_a_state_that_did_not_vote_counts_for_nothing() -> None:
    found = agreement(ballots("yn.", "y.n", "yny"))
    assert figures(found, "AAA", "BBB", "votes", "raw", "raw_hi") == (2, 0.0, 0.0)
    assert figures(found, "BBB", "CCC", "votes", "raw") == (1, 0.0)
    apart = agreement(ballots("yn.", "y.n"))
    assert apart.filter(pl.col("a") == "BBB").is_empty()


def test_kappa_is_null_where_chance_leaves_nothing_to_tell() -> None:
    found = agreement(ballots("yyn", "yyn", "yya"))
    assert figures(found, "AAA", "BBB", "raw", "kappa", "kappa_lo", "kappa_hi") == (1.0, None, None, None)
    assert figures(found, "AAA", "CCC", "kappa")[0] == pytest.approx(0.0)


def test_opposites() -> None:
    found = agreement(ballots("yny", "nyn"))
    assert figures(found, "AAA", "BBB") == pytest.approx((2, 0.0, -1.0))
    assert figures(found, "AAA", "CCC") == pytest.approx((2, 1.0, 1.0))


def test_years_and_sessions() -> None:
    votes = pl.concat([ballots("yyn", "yna"), ballots("ynn", year=2013).with_columns(rcid=pl.lit(9, pl.Int64))])
    by_year = agreement(votes, pairs=[("AAA", "BBB")])
    assert by_year.select("period", "votes", "known_on").rows() == [
        (date(2013, 1, 1), 1, date(2013, 12, 31)),
        (date(2014, 1, 1), 2, date(2014, 12, 31)),
    ]
    by_session = agreement(votes, by="session", pairs=[("AAA", "BBB")])
    assert by_session.select("period", "known_on").rows() == [
        (date(2012, 9, 1), date(2013, 3, 27)),
        (date(2013, 9, 1), date(2014, 3, 27)),
    ]


def test_the_frame_fits_the_catalog() -> None:
    found = agreement(ballots("yyn", "yan", "nya"))
    assert found.equals(table("agreements").validate(found))


def test_between_two_days() -> None:
    votes = pl.concat([ballots("yyn"), ballots("ynn", year=2013).with_columns(rcid=pl.lit(9, pl.Int64))])
    found = agreement_between(votes, date(2014, 1, 1), date(2014, 12, 31))
    assert figures(found, "AAA", "BBB", "votes", "raw", "start", "known_on") == (
        1,
        1.0,
        date(2014, 1, 1),
        date(2014, 12, 31),
    )
    assert agreement_between(votes, date(1950, 1, 1), date(1950, 12, 31)).is_empty()
    with pytest.raises(UsageError, match="swap them"):
        agreement_between(votes, date(2014, 1, 1), date(2013, 1, 1))


def random_votes(states: int, calls: int, seed: int = 0) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    letters = rng.choice(list("yan."), p=[0.5, 0.15, 0.25, 0.1], size=(calls, states))
    names = " ".join(f"A{chr(65 + i // 26)}{chr(65 + i % 26)}" for i in range(states))
    return ballots(*("".join(row) for row in letters), states=names)


def test_intervals_are_those_of_resampled_roll_calls() -> None:
    """Against a loop that draws roll calls one resample at a time."""
    votes = random_votes(3, 300)
    found = agreement(votes, pairs=[("AAA", "AAB")], figures=["raw", "kappa", "pi"])
    wide = divided(votes).pivot("state", index="rcid", values="vote")
    both = wide.drop_nulls(["AAA", "AAB"]).select("AAA", "AAB").to_numpy()
    rng = np.random.default_rng(8)
    drawn = []
    for _ in range(2000):
        x, y = both[rng.integers(0, len(both), len(both))].T
        apart = np.abs(x - y).mean()
        pooled = np.concatenate([x, y])
        by_chance = [np.abs(np.subtract.outer(one, other)).mean() for one, other in ((x, y), (pooled, pooled))]
        drawn.append([1 - apart / 2, *(1 - apart / chance for chance in by_chance)])
    assert figures(found, "AAA", "AAB", "votes")[0] == len(both)
    # of 300 roll calls the skewness that the formula leaves out is small, and 2,000 resamples are off by about 0.003
    for name, draws in zip(("raw", "kappa", "pi"), np.array(drawn).T, strict=True):
        ends = figures(found, "AAA", "AAB", f"{name}_lo", f"{name}_hi")
        assert ends == pytest.approx(tuple(np.quantile(draws, [0.05, 0.95])), abs=0.012), name


def test_figures_do_not_depend_on_what_else_is_requested() -> None:
    votes = random_votes(5, 40)
    more = pl.concat([votes, random_votes(5, 40).with_columns(pl.col("rcid") + 100, date=date(2015, 1, 1))])
    alone = agreement(votes, pairs=[Undirected("AAD", "AAB")])
    beside = agreement(more).filter(pl.col("a") == "AAB", pl.col("b") == "AAD", pl.col("period") == date(2014, 1, 1))
    assert alone.equals(beside)


def test_no_votes_no_rows_but_all_columns() -> None:
    found = agreement(ballots("yyy"))
    assert found.is_empty()
    assert found.columns == list(table("agreements").names)
    assert agreement(ballots("yyn"), pairs=[("XXX", "YYY")]).is_empty()


def test_a_roll_call() -> None:
    votes = ballots("yna", "yyn")
    vote = roll_call(votes, "A/RES/68/1")
    assert (vote.yes, vote.no, vote.abstain) == (1, 1, 1)
    assert vote.votes == {"AAA": 1, "BBB": -1, "CCC": 0}
    assert roll_call(votes, 2).resolution == "A/RES/68/2"
    assert vote.on == date(2014, 3, 27)
    with pytest.raises(NoAnswer, match="without a vote"):
        roll_call(votes, "A/RES/68/99")
    with pytest.raises(UsageError, match="by its number: 1, 2"):
        roll_call(votes.with_columns(resolution=pl.lit("A/RES/68/1")), "A/RES/68/1")


def test_invalid_queries_and_frames() -> None:
    votes = ballots("yna")
    with pytest.raises(UsageError, match="year, session"):
        agreement(votes, by="decade")
    with pytest.raises(UsageError, match="two different states"):
        agreement(votes, pairs=[("AAA", "AAA")])
    with pytest.raises(TableError, match="missing column kind"):
        agreement(votes.drop("kind"))
    with pytest.raises(TableError, match="invalid vote 2"):
        agreement(votes.with_columns(vote=pl.lit(2)))
    with pytest.raises(TableError, match="invalid vote None"):
        agreement(votes.with_columns(vote=pl.lit(None, pl.Int8)))
    with pytest.raises(TableError, match="votes twice"):
        agreement(pl.concat([votes, votes]))


def test_all_pairs_are_there() -> None:
    found = agreement(random_votes(6, 30))
    assert found.select("a", "b").rows() == list(combinations([f"AA{c}" for c in "ABCDEF"], 2))
