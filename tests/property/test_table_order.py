"""Rows that are in the order of a table's key are neither sorted again nor hashed: what comes out is the same."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.catalog import table
from detente.errors import TableError

DAY = date(2014, 3, 27)
KEYS = st.lists(
    st.tuples(st.sampled_from(["unga_votes", "undl_votes"]), st.integers(1, 4), st.sampled_from(["FRA", "JPN", "USA"])),
    max_size=12,
)


def absences(keys: list[tuple[str, int, str]]) -> pl.DataFrame:
    rows = [(dataset, rcid, DAY, state, DAY) for dataset, rcid, state in keys]
    return pl.DataFrame(rows, schema=table("absences").schema, orient="row")


@given(KEYS)
@settings(max_examples=60)
def test_rows_come_out_sorted_whether_or_not_they_came_so(keys: list[tuple[str, int, str]]) -> None:
    sorted_ = table("absences").sort(absences(keys)).select("dataset", "rcid", "state").rows()
    assert sorted_ == table("absences").sort(absences(sorted(keys))).select("dataset", "rcid", "state").rows()
    assert sorted_ == sorted(keys)


@given(KEYS)
@settings(max_examples=60)
def test_a_key_that_occurs_twice_is_refused_in_any_order(keys: list[tuple[str, int, str]]) -> None:
    for ordered in (keys, sorted(keys), sorted(keys, reverse=True)):
        if len(set(keys)) == len(keys):
            assert table("absences").validate(absences(ordered)).height == len(keys)
        else:
            with pytest.raises(TableError, match="must be unique"):
                table("absences").validate(absences(ordered))
