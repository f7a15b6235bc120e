"""Spells say again what the years said: no year is lost, none is added, none is counted twice."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from detente.sources.shaping.ties import spells

YEARS = st.sets(st.tuples(st.sampled_from(["JPN", "RUS", "USA"]), st.integers(1990, 2010)))


@given(YEARS, st.integers(2005, 2010))
def test_the_years_of_spells_are_the_years_that_they_were_made_of(given_years: set[tuple[str, int]], last: int) -> None:
    years = {(who, year) for who, year in given_years if year <= last}
    frame = pl.DataFrame(sorted(years), schema={"who": pl.String, "year": pl.Int32}, orient="row")
    found = spells(frame, ["who"], last)
    again = [
        (who, year)
        for who, start, end in found.select("who", "start", "end").rows()
        for year in range(start.year, (end.year if end else last) + 1)
    ]
    assert sorted(again) == sorted(years)


@given(YEARS)
def test_spells_of_one_state_do_not_touch(years: set[tuple[str, int]]) -> None:
    frame = pl.DataFrame(sorted(years), schema={"who": pl.String, "year": pl.Int32}, orient="row")
    found = spells(frame, ["who"], None).sort("who", "start")
    gaps = found.with_columns(since=pl.col("start").dt.year() - pl.col("end").shift(1).over("who").dt.year())
    assert gaps["since"].drop_nulls().ge(2).all()


@given(YEARS)
def test_only_what_reaches_the_last_year_is_open(years: set[tuple[str, int]]) -> None:
    frame = pl.DataFrame(sorted(years), schema={"who": pl.String, "year": pl.Int32}, orient="row")
    last = frame["year"].max()
    found = spells(frame, ["who"], last if isinstance(last, int) else None)
    assert set(found.filter(pl.col("end").is_null())["who"]) == {who for who, year in years if year == last}
