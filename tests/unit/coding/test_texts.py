"""A frame of texts is coded: acts one a day, weights of meetings, and the rows that can't be read."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding import code
from detente.coding.acts import LONGEST_TEXT
from detente.coding.texts import ACTS, REJECTS, TEXTS

DAY = date(2015, 3, 14)


def test_a_frame_of_texts() -> None:
    texts = pl.DataFrame(
        {
            "date": [DAY, DAY, date(2015, 3, 15)],
            "text": ["Norway condemns Chile.", "Norwegian officials condemn Chile.", "Norway condemns Chile."],
            "page": ["a", "b", "c"],
            "revision": [1, 2, None],
            "other": [1, 2, 3],
        }
    )
    coded = code(texts)
    assert dict(coded.acts.schema) == ACTS
    assert dict(coded.texts.schema) == TEXTS
    assert dict(coded.rejects.schema) == REJECTS
    assert coded.acts.select("line", "date", "known_on", "page", "revision").rows() == [
        (1, DAY, DAY, "a", "1"),
        (3, date(2015, 3, 15), date(2015, 3, 15), "c", None),
    ]


def test_each_fault_has_its_column_and_reason() -> None:
    rows = [
        ("1", None, None, "Norway condemns Chile."),
        ("2", "14.3.2015", None, "Norway condemns Chile."),
        ("3", "2015-02-30", None, "Norway condemns Chile."),
        ("4", "2020-01-02", None, "Norway condemns Chile."),
        ("5", "2015-03-14", "soon", "Norway condemns Chile."),
        ("6", "2015-03-14", "2015-03-13", "Norway condemns Chile."),
        ("7", "2015-03-14", None, " \n"),
        ("8", "2015-03-14", None, "x" * (LONGEST_TEXT + 1)),
        ("8", "2015-03-14", None, "Norway condemns Chile."),
        ("9", "2015-03-14T23:10:00Z", "2015-03-15 01:00", "Norway condemns Chile."),
    ]
    texts = pl.DataFrame(rows, schema=["id", "date", "known_on", "text"], orient="row")
    coded = code(texts, latest=date(2020, 1, 1))
    assert coded.rejects.select("line", "column").rows() == [
        (1, "date"), (2, "date"), (3, "date"), (4, "date"), (5, "known_on"), (6, "known_on"), (7, "text"),
        (8, "text"), (9, "id"),
    ]  # fmt: skip
    assert coded.texts.select("line", "date", "known_on").rows() == [(10, DAY, date(2015, 3, 15))]


def test_a_meeting_of_several_weighs_one_for_each_state() -> None:
    acts = code(pl.DataFrame({"date": [DAY], "text": ["Norway, Chile and Peru hold talks in Geneva."]})).acts
    assert acts.group_by("source").agg(pl.col("weight").sum().round(9)).sort("source").rows() == [
        ("CHL", 1.0), ("NOR", 1.0), ("PER", 1.0),
    ]  # fmt: skip


def test_a_text_below_a_topic_of_sport_has_no_act() -> None:
    texts = pl.DataFrame({"date": [DAY] * 2, "text": ["Norway condemns Chile."] * 2, "topic": ["Football", "Law"]})
    assert code(texts).acts["line"].to_list() == [2]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "", "2015-03-14", "2015-3-14", "2015-03-14T01:00:00", "14 March"]),
            st.sampled_from([None, " ", "Norway condemns Chile.", "Norway and Chile sign a treaty.", "\u200b(a)"]),
            st.sampled_from([None, "a", "b"]),
        )
    )
)
def test_every_row_is_read_or_rejected(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    schema = {"date": pl.String, "text": pl.String, "id": pl.String}
    texts = pl.DataFrame(rows, schema=schema, orient="row")
    coded = code(texts)
    lines = [*coded.texts["line"], *coded.rejects["line"]]
    assert sorted(lines) == list(range(1, len(rows) + 1))
    assert set(coded.acts["line"]) <= set(coded.texts["line"])
    assert coded.acts.select("date", "source", "target", "plover").is_unique().all()
    assert (coded.acts["known_on"] >= coded.acts["date"]).all()
