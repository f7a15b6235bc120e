from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from detente.errors import UsageError
from detente.measures.architecture import (
    INDICES,
    Network,
    architecture,
    architecture_of_draws,
    degree_null,
    network,
    what_if,
    what_if_of_draws,
)
from detente.measures.architecture.centrality import betweenness, closed, k_cores, valued_betweenness
from detente.measures.architecture.periphery import core_fit

if TYPE_CHECKING:
    from numpy.typing import NDArray

N = 10
CODES = [f"A{chr(65 + i)}A" for i in range(N)]
STAR = [(0, i) for i in range(1, N)]
RING = [(i, (i + 1) % N) for i in range(N)]
WHEEL = [*STAR, *[(i, i + 1) for i in range(1, N - 1)], (N - 1, 1)]
CLIQUE = list(combinations(range(N), 2))


def graph(pairs: list[tuple[int, int]], n: int = N) -> Network:
    ties = pl.DataFrame([(CODES[i], CODES[j]) for i, j in pairs], schema={"a": pl.String, "b": pl.String}, orient="row")
    return network(ties, CODES[:n])


def random_ties(n: int, share: float, rng: np.random.Generator) -> NDArray[np.float64]:
    upper = np.triu(rng.random((n, n)) < share, 1).astype(np.float64)
    return upper + upper.T


SHAPES = {  # degree and betweenness centralisation, transitivity; the web's density and transitivity; the hub's share
    "star": (STAR, (1.0, 1.0, 0.0, 0.0, None, 1.0)),
    "ring": (RING, (0.0, 0.0, 0.0, 8 / 36, 0.0, 0.2)),
    "wheel": (WHEEL, (0.75, 0.6111, 0.4286, 0.25, 0.0, 0.5)),
    "clique": (CLIQUE, (0.0, 0.0, 1.0, 1.0, 1.0, 0.2)),
}
SHAPED = (
    "degree_centralisation",
    "betweenness_centralisation",
    "transitivity",
    "web_density",
    "web_transitivity",
    "hub_share",
)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_two_axes_tell_four_shapes_apart(shape: str) -> None:
    pairs, wanted = SHAPES[shape]
    found = architecture(graph(pairs))
    for index, value in zip(SHAPED, wanted, strict=True):
        assert found.value(index) == (None if value is None else pytest.approx(value, abs=5e-5)), index


def test_a_star_is_the_purest_core_and_a_clique_has_none() -> None:
    star = architecture(graph(STAR))
    assert star.value("core_fit") == pytest.approx(1.0)
    assert star.core["state"].to_list() == [CODES[0]]
    assert star.hubs.rows() == [(CODES[0], 1.0)]
    clique = architecture(graph(CLIQUE))
    assert clique.value("core_fit") is None
    assert clique.core.is_empty()
    assert clique.value("k_core") == N - 1
    assert clique.value("leading") == pytest.approx(N - 1)


def test_no_ties_have_no_hub_and_nothing_to_share() -> None:
    found = architecture(graph([]))
    assert found.hubs.is_empty()
    assert found.value("hub_share") is None
    assert found.value("density") == 0


def test_a_named_hub_is_taken() -> None:
    found = architecture(graph(STAR), hub=CODES[3])
    assert found.hubs["state"].to_list() == [CODES[3]]
    assert found.value("hub_share") == pytest.approx(1 / 9)
    with pytest.raises(UsageError, match="ZZZ can't be the hub"):
        architecture(graph(STAR), hub="ZZZ")


def test_every_index_is_given_with_its_axis_and_unit() -> None:
    frame = architecture(graph(WHEEL)).indices
    assert frame["index"].to_list() == list(INDICES)
    assert set(frame["axis"]) == {"hub", "web", "whole"}
    assert frame["lo"].is_null().all()


def test_indices_chosen_are_what_they_are_among_all() -> None:
    every, some = architecture(graph(WHEEL)), architecture(graph(WHEEL), indices=("web_density", "hub_share"))
    assert some.indices.rows() == every.indices.filter(pl.col("index").is_in(["hub_share", "web_density"])).rows()
    assert some.hubs.rows() == every.hubs.rows()
    assert some.core.is_empty()


# Kernels against counting by hand


def through_by_counting(value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count shortest paths by listing all simple paths."""
    n = len(value)
    through = np.zeros(n)
    length = np.where(value > 0, 1 / np.where(value > 0, value, 1), np.inf)

    def paths(at: int, end: int, seen: tuple[int, ...]) -> list[tuple[int, ...]]:
        if at == end:
            return [seen]
        steps = [v for v in range(n) if value[at, v] > 0 and v not in seen]
        return [path for v in steps for path in paths(v, end, (*seen, v))]

    for s, t in combinations(range(n), 2):
        every = paths(s, t, (s,))
        if not every:
            continue
        cost = np.array([sum(length[u, v] for u, v in pairwise(p)) for p in every])
        best = [p for p, c in zip(every, cost, strict=True) if c <= cost.min() + 1e-9]
        for path in best:
            through[list(path[1:-1])] += 1 / len(best)
    return through


@pytest.mark.parametrize("seed", range(12))
def test_betweenness_is_what_listing_paths_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    A = random_ties(6, rng.uniform(0.2, 0.9), rng)
    np.testing.assert_allclose(betweenness(A[None])[0], through_by_counting(A), atol=1e-12)
    value = A * np.maximum.outer(np.arange(6), np.arange(6))
    np.testing.assert_allclose(valued_betweenness(value), through_by_counting(value), atol=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_transitivity_and_cores_are_what_counting_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    A = random_ties(7, 0.5, rng)
    paths = [(i, j, k) for i in range(7) for j, k in combinations(range(7), 2) if i not in (j, k) and A[i, j] * A[i, k]]
    share = np.mean([A[j, k] for _, j, k in paths]) if paths else np.nan
    assert closed(A[None], np.ones((1, 7), dtype=bool))[0] == pytest.approx(share, nan_ok=True)
    sets = [c for size in range(2, 8) for c in combinations(range(7), size)]
    deepest = max((int(A[np.ix_(c, c)].sum(axis=1).min()) for c in sets), default=0)
    assert k_cores(A[None])[0][0] == deepest


def test_a_stack_is_what_its_networks_are() -> None:
    rng = np.random.default_rng(3)
    stack = np.stack([random_ties(9, share, rng) for share in (0.1, 0.4, 0.8)])
    for k, A in enumerate(stack):
        np.testing.assert_allclose(betweenness(stack)[k], betweenness(A[None])[0])
        assert core_fit(stack)[0][k] == pytest.approx(core_fit(A[None])[0][0])
        assert k_cores(stack)[0][k] == k_cores(A[None])[0][0]


def best_core(A: NDArray[np.float64]) -> float:
    i, j = np.triu_indices(len(A), 1)
    fits = []
    for k in range(1, 2 ** len(A) - 1):
        core = np.array([k >> b & 1 for b in range(len(A))])
        pattern = np.maximum(core[i], core[j])
        if pattern.std() > 0:
            fits.append(np.corrcoef(A[i, j], pattern)[0, 1])
    return max(fits)


def test_the_core_that_is_sought_is_nearly_always_the_best() -> None:
    rng = np.random.default_rng(11)
    missed = 0
    for _ in range(120):
        A = random_ties(int(rng.integers(3, 8)), rng.uniform(0.2, 0.8), rng)
        if 0 < A.sum() < len(A) * (len(A) - 1):
            found, most = float(core_fit(A[None])[0][0]), best_core(A)
            assert found <= most + 1e-9
            missed += found < most - 1e-9
    assert missed <= 2


# Valued ties


def test_valued_ties_of_one_value_are_plain_ties() -> None:
    plain, valued = graph(WHEEL), Network(graph(WHEEL).states, 3 * graph(WHEEL).value)
    assert architecture(plain).indices.equals(architecture(valued).indices)


def test_a_weak_tie_counts_for_less() -> None:
    strong = graph(STAR)
    weak = strong.changed(add=[(CODES[0], CODES[1])], value=0.5)
    assert architecture(weak).value("density") == pytest.approx((9 - 0.5) / 45)


# Draws


def test_draws_give_means_with_intervals() -> None:
    star, clique = graph(STAR).value > 0, graph(CLIQUE).value > 0
    draws = np.stack([star] * 60 + [clique] * 40)
    found = architecture_of_draws(tuple(CODES), draws)
    row = found.indices.row(by_predicate=pl.col("index") == "web_density", named=True)
    assert (row["value"], row["lo"], row["hi"]) == (pytest.approx(0.4), 0.0, 1.0)
    assert found.value("web_transitivity") is None  # in a star it can't be computed, and most draws are one
    assert found.hubs["probability"].sum() == pytest.approx(1.0)


def test_a_tie_supposed_is_compared_draw_by_draw() -> None:
    draws = np.stack([graph(STAR).value > 0, graph(RING).value > 0])
    found = what_if_of_draws(tuple(CODES), draws, add=[(CODES[1], CODES[2])])
    row = found.row(by_predicate=pl.col("index") == "ties", named=True)
    assert (row["before"], row["after"], row["difference"]) == (9.5, 10.0, 0.5)  # the ring has it already
    assert (row["lo"], row["hi"]) == (pytest.approx(0.05), pytest.approx(0.95))


# What if


def test_a_tie_among_spokes_moves_the_web_and_lowers_the_hub() -> None:
    found = {row["index"]: row for row in what_if(graph(STAR), add=[(CODES[1], CODES[2])]).to_dicts()}
    assert found["web_density"]["difference"] == pytest.approx(1 / 36)
    assert found["degree_centralisation"]["difference"] < 0
    assert found["web_transitivity"]["difference"] is None
    dropped = what_if(graph(CLIQUE), drop=[(CODES[0], CODES[1])])
    assert dropped.row(by_predicate=pl.col("index") == "ties", named=True)["difference"] == -1


@pytest.mark.parametrize(
    ("add", "drop", "message"),
    [
        ([("AAA", "ZZZ")], [], "ZZZ is not in the network"),
        ([("AAA", "AAA")], [], "two states"),
        ([], [(CODES[1], CODES[2])], "no tie between ABA and ACA"),
    ],
)
def test_changes_that_make_no_sense_are_errors(
    add: list[tuple[str, str]], drop: list[tuple[str, str]], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        what_if(graph(STAR), add=add, drop=drop)


# The null of the leading eigenvalue


def test_the_null_keeps_every_states_ties() -> None:
    from detente.measures.architecture.rewiring import _rewired  # noqa: PLC0415 - the rewiring itself is what is tested

    rng = np.random.default_rng(0)
    tied = random_ties(12, 0.4, rng) > 0
    rewired = _rewired(tied, 20, rng)
    assert (rewired.sum(axis=-1) == tied.sum(axis=-1)).all()
    assert (rewired == rewired.swapaxes(-1, -2)).all()
    assert not rewired[:, range(12), range(12)].any()
    assert any((graph != tied).any() for graph in rewired)


def test_two_linked_hubs_lead_more_than_chance_and_seeds_repeat() -> None:
    pairs = [(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (2, 3), (5, 6), (7, 8)]
    found = degree_null(graph(pairs), draws=99, seed=2)
    assert found.at_least < 0.5
    assert (found.null == degree_null(graph(pairs), draws=99, seed=2).null).all()
    with pytest.raises(UsageError, match="draws 0"):
        degree_null(graph(pairs), draws=0)


# Networks from records
