"""The traps of militarised disputes, events and armed conflicts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from detente.sources import ParsedFile, source

DYADIC = "disno,statea,stateb,year,strtyr,sideaa,sideab,revstata,revstatb,highmcaa,highmcab,hihost"
DIRECTED = "dispnum,ccode1,ccode2,year,gmlmidonset,sidea1,sidea2,hiact1,hiact2,fatalpre1,fatalpre2,stmon"
EVENTS = (
    "micnum,eventnum,ccode1,ccode2,stmon,stday,styear,endmon,endday,endyear,sidea1,action,hostlev,"
    "fatalmin1,fatalmax1,fatalmin2,fatalmax2"
)
ACD = (
    "conflict_id,year,incompatibility,intensity_level,type_of_conflict,start_date,ep_end,ep_end_date,"
    "gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd"
)


def read(folder: Path, name: str, head: str, *rows: str) -> ParsedFile:
    path = folder / "rows.csv"
    path.write_text("\n".join([head, *rows, ""]))
    return source(name).read(path)


def test_a_file_of_pairs_gives_both_directions(tmp_path: Path) -> None:
    rows = ("4680,365,740,2013,2013,1,0,1,0,16,-9,4", "4680,365,740,2014,2013,1,0,1,0,16,7,4")
    found = read(tmp_path, "cow_mids", DYADIC, *rows)
    parts = found.frame.select("source", "period", "onset", "side_a", "revisionist", "action", "dispute_hostility")
    assert parts.rows() == [
        ("JPN", date(2013, 1, 1), True, False, False, None, 4),
        ("JPN", date(2014, 1, 1), False, False, False, 7, 4),
        ("RUS", date(2013, 1, 1), True, True, True, 16, 4),
        ("RUS", date(2014, 1, 1), False, True, True, 16, 4),
    ]
    assert found.rows_kept == 2


def test_a_file_of_directions_says_each_part_once(tmp_path: Path) -> None:
    rows = ("4477,365,740,2006,1,1,0,16,0,0,1,8", "4477,740,365,2006,1,0,1,0,16,1,0,8")
    frame = read(tmp_path, "gml_mids", DIRECTED, *rows).frame
    assert frame.select("source", "action", "deaths", "revisionist").rows() == [
        ("JPN", 0, 1, None),
        ("RUS", 16, 0, None),
    ]


def test_a_thirteenth_month_is_none(tmp_path: Path) -> None:
    frame = read(tmp_path, "gml_mids", DIRECTED, "4477,365,740,2006,1,1,0,16,0,-9,-9,13").frame
    assert frame["start_month"].to_list() == [None, None]
    assert frame["deaths"].to_list() == [None, None]


def test_a_dispute_is_known_when_its_year_is_over(tmp_path: Path) -> None:
    frame = read(tmp_path, "gml_mids", DIRECTED, "4477,365,740,2006,1,1,0,16,0,-9,-9,8").frame
    assert set(frame["known_on"]) == {date(2006, 12, 31)}


def test_an_event_without_a_day_is_exact_to_the_month(tmp_path: Path) -> None:
    rows = ("2,1,2,200,5,-9,1902,6,-9,1902,1,7,3,0,0,0,0", "3,1,300,345,10,7,1913,10,9,1913,0,1,2,0,0,-9,-9")
    found = read(tmp_path, "mie", EVENTS, *rows).frame
    assert found.select("start", "precision", "end", "known_on").rows() == [
        (date(1902, 5, 1), "month", None, date(1902, 5, 31)),
        (date(1913, 10, 7), "day", date(1913, 10, 9), date(1913, 10, 7)),
    ]
    assert found.select("side_a", "target_deaths_most").rows() == [(True, 0), (False, None)]


def test_states_in_a_list_are_parts_of_their_own(tmp_path: Path) -> None:
    row = '420,2003,2,2,2,2003-03-20,1,2003-05-01,"2, 200, 900",,645,'
    frame = read(tmp_path, "ucdp_acd", ACD, row).frame
    assert set(frame.select("state", "side").rows()) == {("USA", "a"), ("GBR", "a"), ("AUS", "a"), ("IRQ", "b")}
    assert set(frame["end"]) == {date(2003, 5, 1)}
    assert not frame["secondary"].any()


def test_a_party_is_not_its_own_supporter(tmp_path: Path) -> None:
    frame = read(tmp_path, "ucdp_acd", ACD, '1,2016,2,2,4,2011-02-28,0,,620,"620, 651",,').frame
    assert frame.select("state", "secondary").rows() == [("EGY", True), ("LBY", False)]


def test_numbers_are_those_of_gleditsch_and_ward(tmp_path: Path) -> None:
    rows = (
        "1,1980,2,1,3,1979-01-01,0,,678,,,",
        "2,1994,2,1,3,1994-02-01,0,,678,,,",
        "3,1970,2,1,3,1970-02-01,0,,260,,,",
    )
    frame = read(tmp_path, "ucdp_acd", ACD, *rows).frame
    assert dict(frame.select("conflict", "state").rows()) == {1: "YAR", 2: "YEM", 3: "BRD"}


def test_words_and_numbers_say_the_same(tmp_path: Path) -> None:
    numbered = read(tmp_path, "ucdp_acd", ACD, "1,2016,2,2,4,2011-02-28,0,,620,,,").frame
    worded = read(tmp_path, "ucdp_acd", ACD, "1,2016,government,2,II,2011-02-28,0,,620,,,").frame
    assert numbered.equals(worded)
    assert numbered.select("type", "issue").row(0) == ("internationalized", "government")


def test_an_episode_ends_in_its_year_only(tmp_path: Path) -> None:
    frame = read(tmp_path, "ucdp_acd", ACD, "1,2016,2,2,4,2011-02-28,0,2016-05-01,620,,,").frame
    assert frame["end"].item() is None


def test_a_state_without_a_code_is_rejected_alone(tmp_path: Path) -> None:
    rows = ("1,1948,1,2,2,1947-09-13,0,,750,,751,", "2,1948,1,2,3,1947-09-13,0,,751,,,")
    found = read(tmp_path, "ucdp_acd", ACD, *rows)
    assert found.rejects.select("line", "column", "value").rows() == [(3, "gwno_a", "751")]
    assert found.parts_rejected.select("line", "column", "value").rows() == [(2, "gwno_b", "751")]
    assert found.frame.select("conflict", "state").rows() == [(1, "IND")]
    assert (found.rows_in, found.rows_kept) == (2, 1)


def test_serbia_has_the_number_of_yugoslavia_in_ucdp(tmp_path: Path) -> None:
    rows = ("1,1980,1,2,3,1980-02-28,0,,345,,,", "2,2009,2,1,4,2001-10-07,0,,700,345,,")
    found = read(tmp_path, "ucdp_acd", ACD, *rows)
    assert set(found.frame.select("state", "conflict").rows()) == {("SRB", 1), ("AFG", 2), ("SRB", 2)}
    assert found.parts_rejected.is_empty()
