from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
import pytest

from detente.errors import TableError, UsageError
from detente.measures.balance import (
    SignedNetwork,
    count_triads,
    from_both,
    frustration,
    guilty_triads,
    sign_null,
    signed_network,
)
from detente.measures.balance.reduction import Kernel, blocks

# Friendship (rova) and enmity (hina) among sixteen tribes of the Gahuku–Gama, as facts from Read, K. E. (1954),
# Cultures of the Central Highlands, New Guinea, Southwestern Journal of Anthropology 10(1), 1–43, in the coding of
# Hage & Harary (1983), Structural Models in Anthropology, 56–60. Each pair stands once.
ROVA = {
    "Gavev": "Kotun Nagad Gama",
    "Kotun": "Nagad Gama",
    "Ove": "Alika Gahuk Masil Ukudz",
    "Alika": "Ukudz",
    "Nagam": "Masil Notoh Seuve",
    "Gahuk": "Masil Ukudz Geham Asaro",
    "Masil": "Ukudz Geham Asaro Uheto",
    "Ukudz": "Geham Asaro",
    "Notoh": "Kohik Uheto",
    "Kohik": "Uheto",
    "Geham": "Asaro",
    "Uheto": "Seuve",
    "Nagad": "Gama",
}
HINA = {
    "Gavev": "Ove Alika Nagam Gahuk Asaro",
    "Kotun": "Ove Nagam Gahuk Notoh Kohik",
    "Nagam": "Nagad Gama",
    "Gahuk": "Notoh Uheto Gama",
    "Ukudz": "Seuve",
    "Notoh": "Geham Nagad",
    "Kohik": "Geham Nagad",
    "Geham": "Uheto Nagad Gama",
    "Asaro": "Seuve Nagad Gama",
    "Uheto": "Nagad Gama",
    "Seuve": "Gama",
}


def tribes() -> SignedNetwork:
    rows = [(a, b, sign) for ties, sign in ((ROVA, 1), (HINA, -1)) for a, to in ties.items() for b in to.split()]
    return signed_network(pl.DataFrame(rows, schema=["a", "b", "sign"], orient="row"))


def network(**signs: int) -> SignedNetwork:
    """Return a network of states A, B, …, from ``AB=1``."""
    rows = [(pair[0] * 3, pair[1] * 3, sign) for pair, sign in signs.items()]
    return signed_network(pl.DataFrame(rows, schema=["a", "b", "sign"], orient="row"))


def random_network(n: int, share: float, negative: float, seed: int) -> SignedNetwork:
    rng = np.random.default_rng(seed)
    pairs = [pair for pair in combinations([f"{i:03}" for i in range(n)], 2) if rng.random() < share]
    rows = [(a, b, -1 if rng.random() < negative else 1) for a, b in pairs]
    return signed_network(pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String, "sign": pl.Int8}, orient="row"))


def by_trying_all(net: SignedNetwork) -> int:
    n = len(net.states)
    sides = 1 - 2 * (np.arange(2 ** max(n - 1, 0))[:, None] >> np.arange(n) & 1)
    cost = (net.signs * sides[:, net.ends[:, 0]] * sides[:, net.ends[:, 1]] < 0).sum(axis=1)
    return int(cost.min())


# Read's tribes


def test_the_tribes_of_the_highlands_are_seven_ties_from_balance() -> None:
    net = tribes()
    assert (len(net.states), net.ties, net.negative) == (16, 58, 29)
    found = frustration(net, always=True)
    assert (found.index, found.exact) == (7, True)  # Aref & Wilson (2019) publish 7
    assert found.balance == pytest.approx(1 - 14 / 58)
    bad = found.ties.filter("frustrated")
    assert bad.height == 7
    assert (bad["sign"] == -1).all()
    assert bad["always"].all()


def test_the_tribes_guilty_triads_are_named() -> None:
    net = tribes()
    triads = count_triads(net)
    assert (triads.friends, triads.common_foe, triads.torn, triads.foes) == (19, 40, 2, 7)
    assert triads.balanced == pytest.approx(0.8676, abs=5e-5)  # as R's signnet prints
    guilty = guilty_triads(net, frustration(net))
    assert guilty.height == 9
    assert (guilty["ab"].cast(int) * guilty["ac"] * guilty["bc"] == -1).all()
    assert (guilty["frustrated"] != "").all()


def test_the_tribes_are_more_balanced_than_shuffled_signs() -> None:
    null = sign_null(tribes(), draws=19, seed=1)
    assert null.exact == 19
    assert null.indices.min() > 7
    assert null.at_most(7) == pytest.approx(1 / 20)
    assert list(null.indices) == list(sign_null(tribes(), draws=19, seed=1).indices)


# Exactness


@pytest.mark.parametrize("seed", range(40))
def test_frustration_equals_trying_all_camps(seed: int) -> None:
    rng = np.random.default_rng(seed)
    net = random_network(int(rng.integers(2, 12)), rng.uniform(0.2, 1.0), rng.uniform(0.1, 0.9), seed)
    found = frustration(net)
    assert (found.index, found.exact) == (by_trying_all(net), True)
    assert found.ties["frustrated"].sum() == found.index
    _camps_leave(net, found.camps, found.index)


def _camps_leave(net: SignedNetwork, camps: pl.DataFrame, index: int) -> None:
    camp = dict(camps.select("state", "camp").iter_rows())
    torn = sum((camp[a] == camp[b]) != (sign > 0) for a, b, sign in net.frame().iter_rows())
    assert torn == index


@pytest.mark.parametrize("seed", range(6))
def test_branching_is_exact_too(seed: int) -> None:
    net = random_network(16, 0.8, 0.5, 100 + seed)  # dense and random: the cuts alone do not suffice
    assert frustration(net).index == by_trying_all(net)


def test_time_out_gives_bounds_that_hold() -> None:
    net = random_network(40, 0.6, 0.5, 7)
    found = frustration(net, seconds=0.01)
    assert found.least <= found.index
    assert not found.exact
    assert found.ties["frustrated"].sum() == found.index


@pytest.mark.parametrize("size", [60])
def test_a_balanced_network_has_none(size: int) -> None:
    side = {f"{i:03}": i % 2 for i in range(size)}
    rows = [(a, b, 1 if side[a] == side[b] else -1) for a, b in combinations(side, 2)]
    found = frustration(signed_network(pl.DataFrame(rows, schema=["a", "b", "sign"], orient="row")))
    assert (found.index, found.balance) == (0, 1.0)
    assert found.camps["camp"].to_list() == [1 if i % 2 == 0 else 2 for i in range(size)]


# What is always frustrated


def test_a_triangle_of_foes_has_no_tie_that_must_be_frustrated() -> None:
    found = frustration(network(AB=-1, AC=-1, BC=-1), always=True)
    assert found.index == 1
    assert not found.ties["always"].any()


def test_a_tie_in_many_bad_triangles_must_be() -> None:
    found = frustration(network(AB=-1, AC=1, BC=1, AD=1, BD=1), always=True)
    assert found.ties.filter("always").select("a", "b").rows() == [("AAA", "BBB")]


# Networks


def test_a_state_without_ties_is_in_no_camp() -> None:
    ties = pl.DataFrame({"a": ["JPN"], "b": ["USA"], "sign": [1]})
    found = frustration(signed_network(ties, states=("CHN", "JPN", "USA")))
    assert found.camps.rows() == [("CHN", None, None), ("JPN", 2, 1), ("USA", 2, 1)]


def test_no_ties_are_no_measure() -> None:
    found = frustration(signed_network(pl.DataFrame(schema={"a": pl.String, "b": pl.String, "sign": pl.Int8})))
    assert (found.index, found.balance) == (0, None)


def test_a_pair_both_friend_and_foe_has_no_sign() -> None:
    friends = pl.DataFrame({"a": ["TUR", "TUR"], "b": ["GRC", "USA"]})
    foes = pl.DataFrame({"a": ["GRC"], "b": ["TUR"]})
    assert from_both(friends, foes).frame().rows() == [("TUR", "USA", 1)]


def test_ties_can_be_changed() -> None:
    net = network(AB=1, BC=-1)
    assert net.with_ties([("AAA", "CCC")], 1).ties == 3
    assert net.with_ties([("AAA", "BBB")], 0).ties == 1
    with pytest.raises(UsageError, match="ZZZ is not in the network"):
        net.with_ties([("AAA", "ZZZ")], 1)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("JPN", "JPN", 1)], "tied to itself"),
        ([("JPN", "USA", 0)], "missing or 0"),
        ([("JPN", "USA", 1), ("USA", "JPN", -1)], "twice"),
    ],
)
def test_ties_that_make_no_sense_are_errors(rows: list[tuple[str, str, int]], message: str) -> None:
    with pytest.raises(TableError, match=message):
        signed_network(pl.DataFrame(rows, schema=["a", "b", "sign"], orient="row"))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableError, match="missing column sign"):
        signed_network(pl.DataFrame({"a": ["JPN"], "b": ["USA"]}))


def test_a_null_takes_draws() -> None:
    with pytest.raises(UsageError, match="draws 0"):
        sign_null(network(AB=1), draws=0)


# Reductions


def test_reductions_keep_the_minimum() -> None:
    for seed in range(30):
        net = random_network(9, 0.45, 0.4, seed)
        kernel = Kernel(net.matrix.copy())
        kernel.shrink()
        J = kernel.coupling
        x = 1 - 2 * (np.arange(2 ** len(J))[:, None] >> np.arange(len(J)) & 1)
        cost = kernel.constant + (np.abs(J).sum() - np.einsum("ki,ij,kj->k", x, J, x)).min() / 4
        assert cost == pytest.approx(by_trying_all(net))


def test_two_triangles_that_meet_are_two_blocks() -> None:
    net = network(AB=1, AC=1, BC=-1, CD=1, CE=1, DE=-1)
    assert sorted(nodes.tolist() for nodes in blocks(net.matrix)) == [[0, 1, 2], [2, 3, 4]]
    assert frustration(net).index == 2
