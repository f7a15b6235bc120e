"""Similarity of portfolios against plain loops over the definitions, on random graphs."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measures.portfolios import VALUES, matrix_similarity, portfolio_similarity

STATES = ("AAA", "BBB", "CCC", "DDD", "EEE")
KINDS = sorted(VALUES)
TIES = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.permutations(STATES).map(lambda states: states[:2]),
        st.booleans(),
        st.integers(1900, 1910),
        st.integers(0, 5) | st.none(),
    ),
    max_size=20,
)
LIVES = st.lists(st.tuples(st.integers(1895, 1908), st.integers(0, 12) | st.none()), min_size=5, max_size=5)


def ties_frame(ties: list[tuple]) -> pl.DataFrame:
    rows = [
        (kind, *pair, directed, date(start, 5, 1), None if years is None else date(start + years, 6, 1))
        for kind, pair, directed, start, years in ties
    ]
    schema = {"kind": pl.String, "source": pl.String, "target": pl.String, "directed": pl.Boolean}
    return pl.DataFrame(rows, schema=schema | {"start": pl.Date, "end": pl.Date}, orient="row")


def members_frame(lives: list[tuple]) -> pl.DataFrame:
    rows = [
        (state, date(start, 1, 1), None if years is None else date(start + years, 12, 31))
        for state, (start, years) in zip(STATES, lives, strict=True)
    ]
    return pl.DataFrame(rows, schema={"state": pl.String, "start": pl.Date, "end": pl.Date}, orient="row")


def by_loops(x: list[int], y: list[int], highest: int) -> tuple[float, float, float | None, float | None]:
    n = len(x)
    absolute = sum(abs(u - v) for u, v in zip(x, y, strict=True))
    squared = sum((u - v) ** 2 for u, v in zip(x, y, strict=True))
    beyond = []
    pooled = [*x, *y]
    for one, other in ((x, y), (pooled, pooled)):
        by_chance = sum((u - v) ** 2 for u in one for v in other) / (len(one) * len(other))
        beyond.append(None if by_chance == 0 else 1 - squared / n / by_chance)
    return 1 - 2 * absolute / (n * highest), 1 - 2 * squared / (n * highest**2), *beyond


def same(got: tuple, expected: tuple) -> bool:
    return all(
        (g is None) == (e is None) and (g is None or abs(g - e) < 1e-9) for g, e in zip(got, expected, strict=True)
    )


def portfolio(of: str, among: list[str], ties: list[tuple], year: int) -> list[int]:
    worth = dict.fromkeys(among, 0)
    for kind, (source, target), directed, start, years in ties:
        if start <= year and (years is None or year <= start + years):
            for one, other in ((source, target), (target, source))[: 1 if directed else 2]:
                if one == of and other in worth:
                    worth[other] = max(worth[other], VALUES[kind])
    return [3 if state == of else worth[state] for state in among]


@settings(max_examples=60, deadline=None)
@given(TIES, LIVES)
def test_figures_are_those_of_the_definitions(ties: list[tuple], lives: list[tuple]) -> None:
    found = portfolio_similarity(ties_frame(ties), [1905, 1907], members=members_frame(lives))
    got = {(row[0], row[1], row[2].year): row[3:] for row in found.iter_rows()}
    expected = {}
    for year in (1905, 1907):
        among = [
            state
            for state, (start, years) in zip(STATES, lives, strict=True)
            if start <= year and (years is None or year <= start + years)
        ]
        portfolios = {state: portfolio(state, among, ties, year) for state in among}
        for a in among:
            for b in among:
                if a != b:
                    x, y = portfolios[a], portfolios[b]
                    binary = [int(v > 0) for v in x], [int(v > 0) for v in y]
                    expected[a, b, year] = (*by_loops(x, y, 3), *by_loops(*binary, 1))
    assert got.keys() == expected.keys()
    assert all(same(got[key], expected[key]) for key in got)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_a_matrix_of_any_shape(states: int, partners: int, highest: int, seed: int) -> None:
    matrix = np.random.default_rng(seed).integers(0, highest + 1, (states, partners))
    found = matrix_similarity(matrix, highest)
    for i in range(states):
        for j in range(states):
            values = (float(found[name][i, j]) for name in ("s_abs", "s_sq", "kappa", "pi"))
            got = tuple(None if np.isnan(value) else value for value in values)
            assert same(got, by_loops(matrix[i].tolist(), matrix[j].tolist(), highest))


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 8), st.integers(0, 2**32 - 1))
def test_all_are_symmetric_and_pi_is_never_above_kappa(states: int, seed: int) -> None:
    matrix = np.random.default_rng(seed).integers(0, 4, (states, states))
    found = matrix_similarity(matrix, 3)
    for figure in found.values():
        np.testing.assert_allclose(figure, figure.T, atol=1e-12)
        own = np.diagonal(figure)
        np.testing.assert_allclose(own[~np.isnan(own)], 1)
    assert (np.nan_to_num(found["pi"]) <= np.nan_to_num(found["kappa"]) + 1e-12).all()
