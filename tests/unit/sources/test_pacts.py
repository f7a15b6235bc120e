"""The traps of ATOP and of the Correlates of War project's alliances."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import DataError
from detente.sources import ParsedFile, source

ATOP = "stateA,stateB,year,defense,offense,neutral,nonagg,consul"
COW = "ccode1,ccode2,year,defense,neutrality,nonaggression,entente"


def read(folder: Path, name: str, head: str, *rows: str) -> ParsedFile:
    path = folder / "pacts.csv"
    path.write_text("\n".join([head, *rows, ""]))
    return source(name).read(path)


def spans(parsed: ParsedFile, kind: str) -> list[tuple[object, ...]]:
    return parsed.frame.filter(pl.col("kind") == kind).select("source", "target", "id", "end").rows()


def test_a_year_without_the_obligation_parts_two_spells(tmp_path: Path) -> None:
    rows = ["740,365,1941,0,0,1,0,0", "740,365,1942,0,0,1,0,0", "740,365,1944,0,0,1,0,0", "740,365,1945,1,0,0,0,0"]
    found = read(tmp_path, "atop", ATOP, *rows)
    assert spans(found, "neutrality") == [
        ("JPN", "RUS", "1941", date(1942, 12, 31)),
        ("JPN", "RUS", "1944", date(1944, 12, 31)),
    ]


def test_the_last_year_of_the_file_is_open_not_the_last_of_the_pair(tmp_path: Path) -> None:
    found = read(tmp_path, "atop", ATOP, "740,365,2017,0,0,0,1,0", "710,731,2018,1,0,0,0,0")
    assert spans(found, "nonaggression") == [("JPN", "RUS", "2017", date(2017, 12, 31))]
    assert spans(found, "defence") == [("CHN", "PRK", "2018", None)]


def test_an_end_is_known_when_the_year_is_over(tmp_path: Path) -> None:
    frame = read(tmp_path, "atop", ATOP, "740,365,2004,0,0,0,1,0", "710,731,2018,1,0,0,0,0").frame
    pact = frame.filter(pl.col("source") == "JPN").row(0, named=True)
    assert (pact["start"], pact["precision"], pact["known_on"]) == (date(2004, 1, 1), "year", date(2004, 12, 31))
    assert pact["end_known_on"] == date(2004, 12, 31)


def test_atop_binds_one_side_where_only_one_is_bound(tmp_path: Path) -> None:
    found = read(tmp_path, "atop", ATOP, "2,740,1952,1,0,0,0,0", "740,2,1952,0,0,0,0,1")
    assert found.frame["directed"].all()
    assert spans(found, "defence") == [("USA", "JPN", "1952", None)]
    assert spans(found, "consultation") == [("JPN", "USA", "1952", None)]


def test_atop_by_pairs_does_not_say_who_is_bound(tmp_path: Path) -> None:
    head = "mem1,mem2,year,defense,offense,neutral,nonagg,consul"
    found = read(tmp_path, "atop", head, "740,2,1952,1,0,0,0,0", "2,740,1953,1,0,0,0,0")
    assert not found.frame["directed"].any()
    assert spans(found, "defence") == [("JPN", "USA", "1952", None)]


def test_alliances_in_both_directions_stand_once(tmp_path: Path) -> None:
    found = read(tmp_path, "cow_alliances", COW, "365,740,1941,0,1,0,0", "740,365,1941,0,1,0,0")
    assert spans(found, "neutrality") == [("JPN", "RUS", "1941", None)]
    assert not found.frame["directed"].any()
    assert found.rows_kept == 2


def test_an_obligation_of_one_of_several_alliances_holds(tmp_path: Path) -> None:
    found = read(tmp_path, "cow_alliances", COW, "2,20,1950,1,0,0,0", "2,20,1950,0,0,1,0")
    assert set(found.frame["kind"]) == {"defence", "nonaggression"}


def test_defence_implies_nothing_that_the_file_does_not_say(tmp_path: Path) -> None:
    assert read(tmp_path, "cow_alliances", COW, "2,20,1950,1,0,0,0").frame["kind"].to_list() == ["defence"]


def test_a_blank_or_minus_nine_is_no_obligation(tmp_path: Path) -> None:
    found = read(tmp_path, "cow_alliances", COW, "2,20,1950,1,-9,,")
    assert (found.frame["kind"].to_list(), found.rejects.height) == (["defence"], 0)


def test_a_number_after_its_state_is_rejected_with_the_reason(tmp_path: Path) -> None:
    found = read(tmp_path, "cow_alliances", COW, "260,200,1995,1,0,0,1", "2,20,1995,1,0,0,1")
    assert found.rejects.rows() == [(2, "ccode1", "260", "was not a state then")]


def test_neither_layout_is_an_error_that_names_the_columns(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"ccode1, ccode2.*stateA.*or mem1.*or ccode1, ccode2, year, atop"):
        read(tmp_path, "atop", "ccode1,ccode2", "2,20")
