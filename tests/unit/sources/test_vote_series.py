"""Votes of several datasets are one series, as of any day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.catalog import table
from detente.errors import UsageError
from detente.panels import panel
from detente.starter.writing import write_starter
from detente.store import Store

Call = tuple[int, date, str | None, str]
OLD: list[Call] = [
    (1, date(1993, 11, 1), "A/RES/48/16", "whole"),
    (2, date(2014, 3, 27), "A/RES/68/262", "whole"),
    (3, date(2014, 12, 2), "A/RES/69/28", "paragraph"),
    (4, date(2014, 12, 2), "A/RES/69/28", "whole"),
    (5, date(2014, 12, 3), None, "amendment"),
    (6, date(2016, 12, 23), "A/RES/71/203", "whole"),  # a motion to take no action, then the text
    (7, date(2016, 12, 23), "A/RES/71/203", "whole"),
]
NEW: list[Call] = [
    (101, date(1993, 11, 3), "A/RES/48/16", "whole"),
    (102, date(2014, 3, 27), "A/RES/68/262", "whole"),
    (104, date(2014, 12, 2), "A/RES/69/28", "whole"),
    (107, date(2016, 12, 23), "A/RES/71/203", "whole"),
    (108, date(2025, 2, 24), "A/RES/ES-11/7", "whole"),
]


def keep(home: Path, dataset: str, calls: list[Call], vote: int) -> None:
    head = [(dataset, rcid, day.year - 1945, day, "day", text, kind) for rcid, day, text, kind in calls]
    frames = {
        "votes": [(*one, state, vote, one[3]) for one in head for state in ("JPN", "RUS")],
        "roll_calls": [(*one, f"{dataset} {one[1]}", None, None, None, one[3]) for one in head],
        "absences": [(dataset, rcid, day, "FRA", day) for rcid, day, _, _ in calls],
    }
    framed = {name: pl.DataFrame(rows, schema=table(name).schema, orient="row") for name, rows in frames.items()}
    Store.open(home=home).write(framed, dataset=dataset, origin="a test")


@pytest.fixture
def both(tmp_path: Path) -> Store:
    keep(tmp_path, "unga_votes", OLD, 1)
    keep(tmp_path, "undl_votes", NEW, -1)
    write_starter(tmp_path / "pack", {}, {"sources": []})
    return Store.open(home=tmp_path, starter=tmp_path / "pack")


def numbers(store: Store, name: str = "votes", **requested: object) -> list[int]:
    return store.read(name, **requested)["rcid"].unique().sort().to_list()  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["votes", "roll_calls", "absences"])
def test_of_one_vote_the_newest_dataset_counts(both: Store, name: str) -> None:
    assert numbers(both, name) == [3, 5, 6, 101, 102, 104, 107, 108]
    rows = both.read(name).unique(["dataset", "rcid"])
    assert rows.group_by("dataset").len().sort("dataset").rows() == [("undl_votes", 5), ("unga_votes", 3)]


def test_a_dataset_is_read_alone_where_it_is_named(both: Store) -> None:
    assert numbers(both, dataset="unga_votes") == [1, 2, 3, 4, 5, 6, 7]
    assert numbers(both, dataset="undl_votes") == [101, 102, 104, 107, 108]
    assert numbers(both, dataset=["undl_votes", "unga_votes"]) == numbers(both)


def test_the_newest_is_the_one_that_reaches_furthest_on_the_day(both: Store) -> None:
    assert numbers(both, as_of=date(2014, 3, 27)) == [101, 102]  # both reach as far: by name
    assert numbers(both, as_of=date(2014, 12, 31)) == [1, 2, 3, 4, 5]  # the older has a day more
    assert numbers(both, as_of=date(2020, 1, 1)) == [3, 5, 6, 101, 102, 104, 107]


def test_rows_and_some_columns_are_of_the_series_too(both: Store) -> None:
    assert both.rows("votes", {"resolution": "A/RES/68/262"}, columns=["vote"])["vote"].to_list() == [-1, -1]
    assert both.rows("votes", {"rcid": [2]}).is_empty()


def test_one_number_of_two_votes_asks_for_a_dataset(both: Store, tmp_path: Path) -> None:
    keep(tmp_path, "mine", [(5, date(2015, 1, 1), "A/RES/69/999", "whole")], 0)
    with pytest.raises(UsageError, match=r"roll call 5 .*dataset='mine'"):
        both.read("votes")
    assert numbers(both, dataset="mine") == [5]


def test_a_panel_compares_votes_of_all_datasets_once(both: Store) -> None:
    found = panel(
        "dyads", since=2013, until=2025, among=["JPN", "RUS"], add=["agreement"], as_of=date(2026, 1, 1), store=both
    )
    assert "undl_votes, unga_votes" in str(found.codebook())
    alone = panel(
        "dyads",
        since=2013,
        until=2025,
        among=["JPN", "RUS"],
        add=["agreement:undl_votes"],
        as_of=date(2026, 1, 1),
        store=both,
    )
    assert "unga_votes," not in str(alone.codebook())
