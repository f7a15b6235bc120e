from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from detente.errors import UsageError
from detente.identity import resolve, state_table, translate


def test_the_table_has_one_row_a_period_of_unchanged_codes() -> None:
    table = state_table()
    assert table.columns == ["code", "name", "kind", "cow", "gw", "iso3", "valid_from", "valid_to"]
    japan = table.filter(pl.col("code") == "JPN").select("cow", "gw", "valid_from", "valid_to").rows()
    assert japan == [
        (None, 740, date(1816, 1, 1), date(1859, 12, 31)),
        (740, 740, date(1860, 1, 1), date(1945, 8, 14)),
        (None, 740, date(1945, 8, 15), date(1952, 4, 27)),
        (740, 740, date(1952, 4, 28), None),
    ]


def test_the_table_agrees_with_resolve() -> None:
    for row in state_table().iter_rows(named=True):
        state = resolve(row["code"], row["valid_from"])
        assert (state.cow, state.gw, state.name) == (row["cow"], row["gw"], row["name"])


def test_every_state_that_has_an_iso_code_today_shows_it_at_all_dates() -> None:
    table = state_table()
    today = table.filter(pl.col("valid_to").is_null(), pl.col("iso3").is_not_null())
    assert len(today) == 194
    earlier = table.filter(pl.col("code").is_in(today["code"].to_list()))
    assert earlier.filter(pl.col("iso3") != pl.col("code")).is_empty()
    assert earlier["iso3"].null_count() == 0


def test_cow_numbers_and_codes_are_one_to_one() -> None:
    pairs = state_table().select("code", "cow").drop_nulls().unique()
    assert pairs["code"].n_unique() == pairs["cow"].n_unique() == len(pairs)


def test_rows_of_one_state_do_not_overlap() -> None:
    table = state_table().with_columns(pl.col("valid_to").fill_null(date.max))
    following = table.with_columns(next_from=pl.col("valid_from").shift(-1).over("code"))
    assert following.filter(pl.col("next_from") <= pl.col("valid_to")).is_empty()


def test_translation_keeps_every_row_and_says_why() -> None:
    values = pl.Series(["AS", "UR", "UR", "QQ", None, "UP", "AS"])
    on = pl.Series(
        [
            date(2015, 1, 1),
            date(1985, 1, 1),
            date(2015, 1, 1),
            date(2015, 1, 1),
            date(2015, 1, 1),
            date(1980, 1, 1),
            None,
        ]
    )
    frame = translate(values, "fips", on)
    assert frame.columns == ["value", "on", "code", "reason"]
    assert frame.select("code", "reason").rows() == [
        ("AUS", None),
        ("RUS", None),
        (None, "not then"),
        (None, "unknown"),
        (None, "missing"),
        (None, "not then"),
        (None, "missing date"),
    ]


def test_numbers_are_translated_whole_or_read_as_floats() -> None:
    on = "2000-01-01"
    assert translate(pl.Series([260, 678, 365]), "gw", on)["code"].to_list() == ["DEU", "YEM", "RUS"]
    assert translate(pl.Series([255.0, 679.0]), "cow", on)["code"].to_list() == ["DEU", "YEM"]
    assert translate(pl.Series(["255.0"]), "cow", on)["code"].to_list() == ["DEU"]
    assert translate(pl.Series([36, 8]), "iso_numeric", on)["code"].to_list() == ["AUS", "ALB"]


def test_a_year_counts_a_state_that_ended_in_it_and_prefers_its_heir() -> None:
    years = pl.Series([1990, 1990, 1990, 1991, 1989])
    codes = pl.Series([265, 260, 678, 265, 260])
    assert translate(codes.head(1), "cow", years.head(1))["code"].to_list() == ["DDR"]
    frame = translate(codes, "gw", years)
    assert frame["code"].to_list() == ["DDR", "DEU", "YEM", None, "BRD"]
    assert frame["on"].to_list()[0] == date(1990, 12, 31)


def test_regions_and_ambiguous_names_stay_null() -> None:
    assert translate(pl.Series(["EUR"]), "cameo", "2015-01-01")["reason"].to_list() == ["region"]
    assert translate(pl.Series(["Congo"]), "name", "2015-01-01").row(0)[2:] == (None, "ambiguous")


def test_an_empty_column_gives_an_empty_frame() -> None:
    frame = translate(pl.Series([], dtype=pl.String), "cow", "2015-01-01")
    assert frame.is_empty()
    assert frame.columns == ["value", "on", "code", "reason"]


def test_bad_schemes_and_days_are_usage_errors() -> None:
    with pytest.raises(UsageError, match="scheme"):
        translate(pl.Series(["AS"]), "stanag", "2015-01-01")
    with pytest.raises(UsageError, match="each of 1 values"):
        translate(pl.Series(["AS"]), "fips", pl.Series(["2015-01-01"]))
    with pytest.raises(UsageError, match="each of 1 values"):
        translate(pl.Series(["AS"]), "fips", pl.Series([date(2015, 1, 1)] * 2))


def test_one_year_holds_for_all_rows_as_a_column_of_years_does() -> None:
    codes = pl.Series([265, 260, 678])
    assert translate(codes, "gw", 1990).equals(translate(codes, "gw", pl.Series([1990] * 3)))
    assert translate(codes, "gw", 1990)["code"].to_list() == ["DDR", "DEU", "YEM"]
    with pytest.raises(UsageError, match="12345"):
        translate(codes, "gw", 12345)
    with pytest.raises(UsageError, match="True"):
        translate(codes, "gw", True)


def test_a_number_that_changed_hands_is_dated_by_its_list() -> None:
    days = ["1900-01-01", "1949-09-20", "1949-09-21", "1990-10-02", "1990-10-03", "2020-01-01"]
    found = [translate(pl.Series([260]), "gw", day)["code"][0] for day in days]
    assert found == [None, None, "BRD", "BRD", "DEU", "DEU"]
    assert translate(pl.Series([255, 345, 340]), "gw", "2010-01-01")["code"].to_list() == [None, None, "SRB"]
    assert translate(pl.Series([255, 345]), "cow", "2010-01-01")["code"].to_list() == ["DEU", "SRB"]
    assert translate(pl.Series([345]), "gw", "1999-03-24")["code"].to_list() == ["SRB"]


def test_numbers_read_as_floats_are_whole_or_unknown() -> None:
    frame = translate(pl.Series([2.0, float("nan"), None, 2.5]), "cow", "2000-01-01")
    assert frame["code"].to_list() == ["USA", None, None, None]
    assert frame["reason"].to_list() == [None, "missing", "missing", "unknown"]


def test_names_are_translated_in_every_form_that_resolve_reads() -> None:
    names = ["Egypt, Arab Rep.", "Bahamas (the)", "Russia (Soviet Union)", "Taiwan, China", "Scotland"]
    found = translate(pl.Series(names), "name", 2010)
    assert found["code"].to_list() == ["EGY", "BHS", "RUS", "TWN", None]
