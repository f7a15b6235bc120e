"""Probability words: every edge, no gap, and the range beside the word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.documents.probability_words import ICD_203, likelihood, term_for
from detente.documents.prose import say

EDGES = {
    0.0: "almost no chance", 0.01: "almost no chance", 0.05: "very unlikely", 0.20: "unlikely",
    0.45: "roughly even chance", 0.5: "roughly even chance", 0.55: "roughly even chance", 0.80: "likely",
    0.95: "very likely", 0.99: "almost certain", 1.0: "almost certain",
}  # fmt: skip


@pytest.mark.parametrize(("probability", "word"), EDGES.items())
def test_an_edge_takes_the_word_nearer_to_even(probability: float, word: str) -> None:
    assert term_for(probability).word == word


@pytest.mark.parametrize("edge", [0.05, 0.20, 0.45, 0.55, 0.80, 0.95])
def test_the_two_sides_of_an_edge_are_neighbours(edge: float) -> None:
    words = [t.word for t in ICD_203]
    below, above = (words.index(term_for(edge + step).word) for step in (-1e-9, 1e-9))
    assert above - below == 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_probability_never_has_a_lesser_word(one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert ICD_203.index(term_for(low)) <= ICD_203.index(term_for(high))


@given(st.floats(0.01, 0.99))
def test_a_probability_lies_in_its_words_range(probability: float) -> None:
    term = term_for(probability)
    assert term.lo <= probability <= term.hi


def test_ranges_touch_and_are_the_directives() -> None:
    assert [(t.lo, t.hi) for t in ICD_203] == [
        (0.01, 0.05), (0.05, 0.20), (0.20, 0.45), (0.45, 0.55), (0.55, 0.80), (0.80, 0.95), (0.95, 0.99),
    ]  # fmt: skip


@pytest.mark.parametrize("probability", [-0.001, 1.001, float("nan")])
def test_what_is_not_a_probability_is_refused(probability: float) -> None:
    with pytest.raises(ValueError, match="not a probability"):
        term_for(probability)


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.03, "There is almost no chance (1–5%) that it rains"),
        (0.1, "It is very unlikely (5–20%) that it rains"),
        (0.3, "It is unlikely (20–45%) that it rains"),
        (0.5, "There is a roughly even chance (45–55%) that it rains"),
        (0.7, "It is likely (55–80%) that it rains"),
        (0.9, "It is very likely (80–95%) that it rains"),
        (0.97, "It is almost certain (95–99%) that it rains"),
    ],
)
def test_a_likelihood_prints_word_and_range(probability: float, text: str) -> None:
    sentence = likelihood(probability, say("it rains"))
    assert sentence.text == text
    assert sentence.figures == (term_for(probability).figure.id,)
