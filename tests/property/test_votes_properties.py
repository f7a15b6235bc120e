"""Agreement in votes against plain loops, on any ballots."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measures.votes import FIGURES, agreement, agreement_change

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


Loops = tuple[int, float, float | None, float | None]


def by_loops(calls: list[tuple[int | None, ...]], i: int, j: int) -> Loops | None:
    both = [
        (votes[i], votes[j])
        for votes in calls
        if len({v for v in votes if v is not None}) > 1 and votes[i] is not None and votes[j] is not None
    ]
    if not both:
        return None
    apart = np.mean([abs(x - y) for x, y in both])
    pooled = [vote for pair in both for vote in pair]
    own = np.mean([abs(x - y) for (x, _), (_, y) in product(both, both)])
    alike = np.mean([abs(x - y) for x, y in product(pooled, pooled)])
    return len(both), 1 - apart / 2, *(None if chance == 0 else 1 - apart / chance for chance in (own, alike))


@settings(max_examples=60, deadline=None)
@given(BALLOTS)
def test_figures_are_those_of_the_definition(calls: list[tuple[int | None, ...]]) -> None:
    found = {
        (a, b): rest
        for a, b, *rest in agreement(frame(calls), figures=FIGURES).select("a", "b", "votes", *FIGURES).iter_rows()
    }
    for i, j in combinations(range(len(STATES)), 2):
        expected = by_loops(calls, i, j)
        got = found.get((STATES[i], STATES[j]))
        assert (got is None) == (expected is None)
        if got is not None and expected is not None:
            assert [x is None for x in got] == [x is None for x in expected]
            np.testing.assert_allclose(
                [x for x in got if x is not None], [x for x in expected if x is not None], atol=1e-9
            )


@settings(max_examples=40, deadline=None)
@given(BALLOTS)
def test_intervals_are_in_range_and_in_order(calls: list[tuple[int | None, ...]]) -> None:
    found = agreement(frame(calls))
    assert (found["raw_lo"] <= found["raw_hi"]).all()
    assert found["raw_lo"].is_between(-1e-6, 1 + 1e-6).all()
    assert (found["kappa_lo"] <= found["kappa_hi"]).all()
    assert found["kappa_hi"].drop_nulls().is_between(-1 - 1e-6, 1 + 1e-6).all()


@settings(max_examples=30, deadline=None)
@given(BALLOTS)
def test_turning_every_vote_round_changes_nothing(calls: list[tuple[int | None, ...]]) -> None:
    votes = frame(calls)
    turned = agreement(votes.with_columns(-pl.col("vote")))
    as_given = agreement(votes)
    for name in ("votes", "raw", "kappa"):
        np.testing.assert_allclose(turned[name].to_numpy(), as_given[name].to_numpy(), atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(BALLOTS, BALLOTS)
def test_the_parts_of_a_change_add_up(
    before: list[tuple[int | None, ...]], after: list[tuple[int | None, ...]]
) -> None:
    later = frame(after).with_columns(pl.col("rcid") + 100, date=date(2015, 1, 1))
    votes = pl.concat([frame(before), later.select(frame(before).columns)])
    spans = [(date(year, 1, 1), date(year, 12, 31)) for year in (2014, 2015)]
    if by_loops(before, 0, 1) is None or by_loops(after, 0, 1) is None:
        return
    found = agreement_change(votes, "AAA", "BBB", *spans)
    for window, calls in ((found.before, before), (found.after, after)):
        expected = by_loops(calls, 0, 1)
        assert expected is not None
        for got, value in zip((window.raw, window.kappa, window.pi), expected[1:], strict=True):
            assert (got is None) == (value is None)
            assert got is None or value is None or abs(got - value) < 1e-6
        assert abs(sum(window.shares_a) - 1) < 1e-6
    if found.conduct is not None and found.votes_of_a is not None and found.votes_of_b is not None:
        parts = found.conduct + found.votes_of_a + found.votes_of_b
        assert abs(parts - found.change["kappa"][0]) < 1e-5
