"""What holds of frustration whatever the network."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measures.balance import SignedNetwork, from_matrix, frustration

LETTERS = "ABCDEFGHIJ"


@st.composite
def networks(draw: st.DrawFn) -> SignedNetwork:
    n = draw(st.integers(3, 9))
    pairs = list(combinations(range(n), 2))
    signs = draw(st.lists(st.sampled_from((-1, 0, 1)), min_size=len(pairs), max_size=len(pairs)))
    matrix = np.zeros((n, n))
    for (i, j), sign in zip(pairs, signs, strict=True):
        matrix[i, j] = matrix[j, i] = sign
    return from_matrix(tuple(3 * letter for letter in LETTERS[:n]), matrix)


@settings(max_examples=60, deadline=None)
@given(networks(), st.data())
def test_turning_a_states_ties_changes_no_frustration(network: SignedNetwork, data: st.DataObject) -> None:
    turned = np.array([data.draw(st.sampled_from((-1.0, 1.0))) for _ in network.states])
    other = from_matrix(network.states, turned[:, None] * network.matrix * turned[None, :])
    assert frustration(other).index == frustration(network).index


@settings(max_examples=60, deadline=None)
@given(networks())
def test_frustration_is_at_most_the_foes_and_half_of_the_ties(network: SignedNetwork) -> None:
    found = frustration(network)
    assert found.exact
    assert 0 <= found.index <= min(network.negative, network.ties / 2)


@settings(max_examples=40, deadline=None)
@given(networks(), st.data())
def test_one_tie_more_costs_at_most_one(network: SignedNetwork, data: st.DataObject) -> None:
    absent = [pair for pair in combinations(network.states, 2) if not network.matrix[_places(network, pair)]]
    if not absent:
        return
    more = network.with_ties([data.draw(st.sampled_from(absent))], data.draw(st.sampled_from((-1, 1))))
    assert 0 <= frustration(more).index - frustration(network).index <= 1


@settings(max_examples=40, deadline=None)
@given(networks())
def test_what_is_always_frustrated_is_frustrated(network: SignedNetwork) -> None:
    ties = frustration(network, always=True).ties
    assert ties.filter("always", ~ties["frustrated"]).is_empty()
    for a, b in ties.filter("always").select("a", "b").rows():
        without = network.with_ties([(a, b)], 0)
        assert frustration(without).index == frustration(network).index - 1


def _places(network: SignedNetwork, pair: tuple[str, str]) -> tuple[int, int]:
    return network.states.index(pair[0]), network.states.index(pair[1])
