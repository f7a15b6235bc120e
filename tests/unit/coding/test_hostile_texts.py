"""Texts made to be slow: the coder's work grows no faster than the text, and stops at its limits."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from types import FrameType

import pytest

from detente.coding import code_text
from detente.coding.acts import LONGEST_TEXT
from detente.coding.tokens import clean, sentences, tokenize, without_topic

DAY = date(2016, 5, 4)
SHAPES = {
    "no blank": "Norway",
    "capitals": "Norway Chile ",
    "commas": ",",
    "nested quotes": "('\"",
    "states": "Norway, Chile and Peru attack ",
    "agencies": " (Agency)",
    "brackets": "(",
    "full stops": ". ",
    "initials": "U.S. ",
    "hyphens": "a-",
    "reports": "Norway says that ",
    "passives": "Norway is hit by ",
    "invisible": "\u200b",
}
LENGTH = 5_000


def text(shape: str, length: int) -> str:
    return shape * (length // len(shape))


def calls(work: Callable[[], object]) -> int:
    """Return how many functions a call runs, those of the interpreter included."""
    count = 0

    def tally(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(tally)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_work_is_linear_in_the_text(shape: str) -> None:
    for read in (clean, sentences, tokenize, lambda t: without_topic(t, frozenset())):
        short, long = (calls(lambda n=n, read=read: read(text(shape, n))) for n in (LENGTH, 4 * LENGTH))
        assert long <= 4.2 * short + 50
    code_text("Norway attacks Chile.", DAY)  # the lists are read once
    short, long = (calls(lambda n=n: code_text(text(shape, n), DAY)) for n in (LENGTH, 4 * LENGTH))
    assert long <= 4.2 * short + 50


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_what_lies_beyond_the_limit_is_not_read(shape: str) -> None:
    whole = text(shape, LONGEST_TEXT) + "." * LONGEST_TEXT
    assert code_text(whole + " Norway attacks Chile.", DAY) == code_text(whole[:LONGEST_TEXT], DAY)


def test_an_act_before_a_hostile_end_is_found() -> None:
    acts = code_text("Norway attacks Chile. " + "(" * 50_000, DAY)
    assert [(act.source, act.target, act.type) for act in acts] == [("NOR", "CHL", "ASSAULT")]
