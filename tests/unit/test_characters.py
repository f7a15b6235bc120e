"""Characters that no terminal, document or spreadsheet takes as they are."""

from __future__ import annotations

import csv
import io
import json
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.unsafe_characters import csv_text, inert, json_text, visible, visible_tree

STEERING = "\x00\x07\x1b\x7f\x92\x9b\u200b\u202e\u2028\u2066\ufeff\udc80\U000e0041"
DATA = st.recursive(st.text() | st.integers(), lambda held: st.lists(held) | st.dictionaries(st.text(), held))


@pytest.mark.parametrize("character", [*STEERING])
def test_what_steers_or_hides_is_written_out(character: str) -> None:
    shown = visible(f"a{character}b")
    assert shown.isascii()
    assert shown.isprintable()
    assert f"{ord(character):x}" in shown


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"))))
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text


@given(st.text())
def test_what_is_visible_stays_so(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", visible(text))


def test_line_breaks_in_one_line_are_blanks() -> None:
    assert visible("a\r\n\tb") == "a   b"


def test_a_tree_is_made_visible_to_its_leaves() -> None:
    assert visible_tree({"a\x1b": [("\x92", 1, None)]}) == {"a\\x1b": [("\\x92", 1, None)]}


@given(DATA)
def test_json_gives_every_character_back_and_holds_none_that_hides(data: object) -> None:
    text = json_text(data)
    assert json.loads(text) == data
    assert visible(text.replace("\n", "")) == text.replace("\n", "")


def test_json_holds_finite_numbers_only() -> None:
    assert json.loads(json_text({"a": [1.5, float("nan")], "b": (float("-inf"), 2)})) == {
        "a": [1.5, None],
        "b": [None, 2],
    }


@given(st.text())
def test_a_cell_is_read_back_whole(text: str) -> None:
    written = inert(text)
    assert written[:1] not in {*"=@\t\r\n＝＋－＠"}
    if written[:1] in {*"+-"}:
        float(written)
    assert re.sub(r"^'('*[=+\-@\t\r\n＝＋－＠])", r"\1", written) == text


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5), min_size=1))
def test_a_table_is_inert_cell_by_cell(texts: list[str]) -> None:
    frame = pl.DataFrame({"text": texts, "value": [-1.5] * len(texts)}).with_columns(
        kind=pl.col("text").cast(pl.Categorical)
    )
    rows = list(csv.DictReader(io.StringIO(csv_text(frame), newline="")))
    assert [row["text"] for row in rows] == [row["kind"] for row in rows] == [inert(text) for text in texts]
    assert {row["value"] for row in rows} == {"-1.5"}
