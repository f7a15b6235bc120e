"""Agreement in votes against plain loops, on any ballots."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measures.votes import agreement

STATES = ("AAA", "BBB", "CCC", "DDD")
BALLOTS = st.lists(st.tuples(*[st.sampled_from([1, 0, -1, None])] * len(STATES)), min_size=1, max_size=12)


def frame(calls: list[tuple[int | None, ...]]) -> pl.DataFrame:
    rows = [
        (number, 68, date(2014, 1, 1), None, "whole", state, vote)
        for number, votes in enumerate(calls)
        for state, vote in zip(STATES, votes, strict=True)
        if vote is not None
    ]
    schema = {"rcid": pl.Int32, "session": pl.Int16, "date": pl.Date, "resolution": pl.String}
    schema |= {"kind": pl.String, "state": pl.String, "vote": pl.Int8}
    return pl.DataFrame(rows, schema=schema, orient="row")


def by_loops(calls: list[tuple[int | None, ...]], i: int, j: int) -> tuple[int, float, float | None] | None:
    both = [
        (votes[i], votes[j])
        for votes in calls
        if len({v for v in votes if v is not None}) > 1 and votes[i] is not None and votes[j] is not None
    ]
    if not both:
        return None
    apart = np.mean([abs(x - y) for x, y in both])
    by_chance = np.mean([abs(x - y) for (x, _), (_, y) in product(both, both)])
    return len(both), 1 - apart / 2, None if by_chance == 0 else 1 - apart / by_chance


@settings(max_examples=60, deadline=None)
@given(BALLOTS)
def test_figures_are_those_of_the_definition(calls: list[tuple[int | None, ...]]) -> None:
    found = {
        (a, b): rest
        for a, b, *rest in agreement(frame(calls), bootstrap=0, seed=1)
        .select("a", "b", "votes", "raw", "kappa")
        .iter_rows()
    }
    for i, j in combinations(range(len(STATES)), 2):
        expected = by_loops(calls, i, j)
        got = found.get((STATES[i], STATES[j]))
        assert (got is None) == (expected is None)
        if got is not None and expected is not None:
            assert (got[2] is None) == (expected[2] is None)
            np.testing.assert_allclose(
                [x for x in got if x is not None], [x for x in expected if x is not None], atol=1e-9
            )


@settings(max_examples=40, deadline=None)
@given(BALLOTS, st.integers(0, 5))
def test_intervals_are_in_range_and_in_order(calls: list[tuple[int | None, ...]], seed: int) -> None:
    found = agreement(frame(calls), bootstrap=30, seed=seed)
    assert (found["raw_lo"] <= found["raw_hi"]).all()
    assert found["raw_lo"].is_between(-1e-6, 1 + 1e-6).all()
    assert (found["kappa_lo"] <= found["kappa_hi"]).all()
    assert found["kappa_hi"].drop_nulls().is_between(-1 - 1e-6, 1 + 1e-6).all()


@settings(max_examples=30, deadline=None)
@given(BALLOTS)
def test_turning_every_vote_round_changes_nothing(calls: list[tuple[int | None, ...]]) -> None:
    votes = frame(calls)
    turned = agreement(votes.with_columns(-pl.col("vote")), bootstrap=0, seed=1)
    as_given = agreement(votes, bootstrap=0, seed=1)
    for name in ("votes", "raw", "kappa"):
        np.testing.assert_allclose(turned[name].to_numpy(), as_given[name].to_numpy(), atol=1e-9)
