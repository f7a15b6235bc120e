"""The traps of the sources of exercises, trips and meetings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from detente.sources import ParsedFile, source

MME = "MMEID,Ex_Name,Series_Name,gwcode,country,s.year,s.month,s.day,e.year,e.month,e.day"
RUSSIAN = "id,name,yr,participant"
TRIPS = "Year,Name,Level,Country,Original Source,Details"
ENTRIES = "date,country,leader,text"
NOTICE = "https://www.fmprc.gov.cn/eng/1.html"


def read(folder: Path, name: str, head: str, *rows: str) -> ParsedFile:
    path = folder / "rows.csv"
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return source(name).read(path)


def test_an_exercise_ties_each_two_participants(tmp_path: Path) -> None:
    days = "2003,5,2,2003,5,9"
    rows = (f"m1,Cobra Gold,-9,2,United States,{days}", f"m1,Cobra Gold,-9,800,Thailand,{days}")
    found = read(tmp_path, "mme", MME, *rows, f"m1,Cobra Gold,-9,830,Singapore,{days}")
    assert found.frame.select("source", "target").rows() == [("SGP", "THA"), ("SGP", "USA"), ("THA", "USA")]
    assert found.frame["level"].to_list() == [3.0] * 3
    assert not found.frame["directed"].any()


def test_an_exercise_over_new_year_is_one(tmp_path: Path) -> None:
    days = "1997,12,16,1998,1,16"
    rows = [f"m1,X,-9,{code},-,{days}" for code in (2, 690)]
    found = read(tmp_path, "mme", MME, *rows, *rows)
    assert (found.frame.height, found.rows_kept, found.frame["end"].item()) == (1, 4, date(1998, 1, 16))


def test_a_day_that_is_not_known_leaves_the_month(tmp_path: Path) -> None:
    rows = [f"m1,-9,Keen Sword,{code},-,1986,10,xx,1986,11,xx" for code in (2, 740)]
    row = read(tmp_path, "mme", MME, *rows).frame.row(0, named=True)
    assert (row["start"], row["precision"], row["end"]) == (date(1986, 10, 1), "month", date(1986, 11, 30))
    assert (row["known_on"], row["title"]) == (date(1986, 10, 31), "Keen Sword")


def test_participants_are_read_by_name_where_the_number_fails(tmp_path: Path) -> None:
    days = "2003,5,2,2003,5,9"
    rows = (f"m1,X,-9,817,Vietnam,{days}", f"m1,X,-9,,St. Kitts & Nevis,{days}", f"m1,X,-9,,NATO,{days}")
    found = read(tmp_path, "mme", MME, *rows)
    assert found.frame.select("source", "target").row(0) == ("KNA", "VNM")
    assert found.rejects.select("value", "reason").row(0) == ("NATO", "is a group, not a state")


def test_russian_exercises_tie_russia_only(tmp_path: Path) -> None:
    found = read(tmp_path, "jme_russia", RUSSIAN, "2,Римпак-2012,2012,Japan", "2,Римпак-2012,2012,China")
    assert found.frame.select("source", "target", "level").rows() == [("CHN", "RUS", 3.0), ("JPN", "RUS", 3.0)]


def test_a_notice_of_somebody_else_is_no_trip(tmp_path: Path) -> None:
    rows = (
        f"2023,Xi Jinping,President,Ukraine,{NOTICE},Ma Zhaoxu Attends Debate_Ministry says Xi Jinping",
        f"2024,Xi Jinping,President,France,{NOTICE},Xi Jinping Visits France_Ministry",
        "2013,Xi Jinping,President,Russia,CEIAS,",
    )
    found = read(tmp_path, "china_leader_trips", TRIPS, *rows)
    assert found.rejects.select("line", "reason").row(0) == (2, "is not named in the notice cited")
    assert set(found.frame["target"]) == {"FRA", "RUS"}


def test_two_trips_of_a_year_are_two(tmp_path: Path) -> None:
    found = read(tmp_path, "china_leader_trips", TRIPS, *["2013,Xi Jinping, President ,Russia,CEIAS,"] * 2)
    assert found.frame["id"].to_list() == ["Xi Jinping 1", "Xi Jinping 2"]
    assert found.frame["title"].unique().to_list() == ["Xi Jinping, President"]


def test_countries_that_were_two_are_read_as_the_one_meant(tmp_path: Path) -> None:
    rows = ("1956,Zhou Enlai,Premier,Vietnam,CEIAS,", '1986,Hu Yaobang,Leader CCP,"Germany, East",CEIAS,')
    found = read(tmp_path, "china_leader_trips", TRIPS, *rows)
    assert set(found.frame.select("target", "level").rows()) == {("VNM", 2.0), ("DDR", 3.0)}


def test_days_and_leaders_of_one_visit_are_one(tmp_path: Path) -> None:
    place = '"{} travelled to Russia, Moscow "'
    rows = [f"03/{day}/13,Russia,{who},{place.format(who)}" for day in (22, 23) for who in ("Xi Jinping", "Wang Yi")]
    later = f"03/25/13,Russia,Xi Jinping,{place.format('Xi Jinping')}"
    frame = read(tmp_path, "chinavitae", ENTRIES, *rows, later).frame
    assert frame.select("start", "end", "level", "title").rows() == [
        (date(2013, 3, 22), date(2013, 3, 23), 2.0, "Wang Yi, Xi Jinping"),
        (date(2013, 3, 25), date(2013, 3, 25), 1.0, "Xi Jinping"),
    ]


def test_who_is_met_elsewhere_is_not_visited(tmp_path: Path) -> None:
    text = '"Xi Jinping travelled to Australia, Brisbane and met with the following: X"'
    rows = (f"11/16/14,France,Xi Jinping,{text}", f"11/16/14,Australia,Xi Jinping,{text}")
    frame = read(tmp_path, "chinavitae", ENTRIES, *rows).frame
    assert frame.select("kind", "source", "target", "directed").rows() == [
        ("meeting", "CHN", "FRA", False),
        ("visit", "CHN", "AUS", True),
    ]


def test_headlines_and_telephone_calls_are_neither(tmp_path: Path) -> None:
    rows = (
        "12/22/14,Russia,Wang Yi,Wang Yi: China willing to assist Russia",
        '10/11/03,Iraq,Li Zhaoxing,"Li Zhaoxing exchanged views over the telephone"',
    )
    found = read(tmp_path, "chinavitae", ENTRIES, *rows)
    assert found.frame.is_empty()
    assert set(found.rejects["reason"]) == {"reports neither a visit to the country nor a meeting"}


def test_places_called_by_names_long_gone_are_where_they_are_now(tmp_path: Path) -> None:
    row = '03/28/16,Czech Republic,Xi Jinping,"Xi Jinping travelled to Czechoslovakia, Prague and met with X"'
    assert read(tmp_path, "chinavitae", ENTRIES, row).frame.select("kind", "target").row(0) == ("visit", "CZE")


def test_england_is_the_united_kingdom_and_wales_is_nobody(tmp_path: Path) -> None:
    rows = [f'06/30/08,{name},Hu Jintao,"Hu Jintao travelled to {name}, X"' for name in ("England", "Wales")]
    found = read(tmp_path, "chinavitae", ENTRIES, *rows)
    assert found.frame.select(pl.col("kind", "target")).row(0) == ("visit", "GBR")
    assert found.rejects["value"].to_list() == ["Wales"]
