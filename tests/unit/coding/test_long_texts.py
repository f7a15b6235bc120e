"""Texts that are no news: what is read of them is bounded."""

from __future__ import annotations

from datetime import date

import pytest

from detente.coding import code_text
from detente.coding.acts import LONGEST_SENTENCE, LONGEST_TEXT

DAY = date(2015, 3, 14)
SENTENCE = "Norway condemns Chile. "


@pytest.mark.parametrize(
    "part", ["a.b.", "attack ", "Norway attacks Chile and ", "(a)", "\"'. ", "is attacked by the ", "\u200b", "a: "]
)
def test_a_text_of_ten_million_characters_is_read(part: str) -> None:
    assert len(code_text(part * (10_000_000 // len(part)), DAY, most=10**6)) <= 1


def test_what_stands_beyond_the_limits_is_not_read() -> None:
    within, beyond = "x " * (LONGEST_TEXT // 2 - 40) + ". ", "x " * (LONGEST_TEXT // 2) + ". "
    assert len(code_text(within + SENTENCE, DAY)) == 1
    assert code_text(beyond + SENTENCE, DAY) == []
    assert len(code_text("x " * (LONGEST_SENTENCE - 10) + SENTENCE, DAY)) == 1
    assert code_text("x " * LONGEST_SENTENCE + SENTENCE, DAY) == []


def test_an_act_says_where_it_stands_and_who_stands_for_each_state() -> None:
    (act,) = code_text("Rain falls. Norwegian troops attack Chile.", DAY)
    assert (act.number, act.source_role, act.target_role) == (1, "force", "state")
    places = (act.source_at, act.target_at, act.matched_at)
    assert [act.sentence[slice(*at)] for at in places if at] == ["Norwegian", "Chile", "attack"]


def test_a_state_of_the_sentence_before_has_no_place() -> None:
    (first, second) = code_text("Norway condemns Chile over the fisheries. It bombs a port in Peru.", DAY)
    assert first.source_at == (0, 6)
    assert (second.source, second.target, second.source_words, second.source_at) == ("NOR", "PER", "Norway", None)
