"""The traps of contiguity, rivalries and territorial claims: ties that last."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from detente.sources import ParsedFile, source

CONTIGUITY = "state1no,state2no,conttype,begin,end"
TD = "rivalryno,rivalryname,ccode1,ccode2,styear,endyear,type1,type2,type3"
TSS = "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial,ideological,interventionary,principal,aprin"
CLAIMS = "claimdy,name,chal,tgt,begclaim,endclaim,icowsal"


def read(folder: Path, name: str, head: str, *rows: str) -> ParsedFile:
    path = folder / "ties.csv"
    path.write_text("\n".join([head, *rows, ""]))
    return source(name).read(path)


def test_contiguity_is_exact_to_the_month(tmp_path: Path) -> None:
    rows = ("365,740,3,186001,194508", "365,740,2,195204,201612")
    frame = read(tmp_path, "cow_contiguity", CONTIGUITY, *rows).frame
    assert frame.select("source", "target", "level", "start", "end", "known_on").rows() == [
        ("JPN", "RUS", 3.0, date(1860, 1, 1), date(1945, 8, 31), date(1860, 1, 31)),
        ("JPN", "RUS", 2.0, date(1952, 4, 1), None, date(1952, 4, 30)),
    ]
    assert set(frame["precision"]) == {"month"}


def test_days_in_the_other_layout_mean_months(tmp_path: Path) -> None:
    head = "ccode1,ccode2,conttype,stdate,enddate"
    frame = read(
        tmp_path, "cow_contiguity", head, "365,740,2,1952-04-17,1953-01-09", "2,20,1,1920-01-01,2016-12-01"
    ).frame
    assert frame.filter(pl.col("source") == "JPN").select("start", "end").row(0) == (
        date(1952, 4, 1),
        date(1953, 1, 31),
    )


def test_no_contiguity_is_a_covered_zero(tmp_path: Path) -> None:
    found = read(tmp_path, "cow_contiguity", CONTIGUITY, "713,740,0,195204,197204", "713,740,4,197205,201612")
    assert (found.rows_kept, found.frame.height) == (2, 1)


def test_a_relation_may_be_older_than_the_state(tmp_path: Path) -> None:
    found = read(tmp_path, "cow_contiguity", CONTIGUITY, "712,365,1,192101,201612")
    assert found.frame.select("source", "target", "start").row(0) == ("MNG", "RUS", date(1921, 1, 1))


def test_rivalries_keep_a_beginning_before_the_lists(tmp_path: Path) -> None:
    found = read(tmp_path, "td_rivalries", TD, "23,Austria-Russia,300,365,1768,1918,spatial,,", "1,A,2,40,1959,2010,,,")
    row = found.frame.filter(pl.col("id") == "23").row(0, named=True)
    assert (row["source"], row["start"], row["end"]) == ("AUH", date(1768, 1, 1), date(1918, 12, 31))


def test_rivalries_that_ended_before_the_lists_are_rejected(tmp_path: Path) -> None:
    found = read(tmp_path, "td_rivalries", TD, "4,France-Spain,220,230,1494,1700,positional,,")
    assert found.rejects["reason"].to_list() == ["is before the state lists begin, in 1816"]


def test_the_last_year_of_an_edition_leaves_a_rivalry_open(tmp_path: Path) -> None:
    rows = ("197,Russia-United States 2,2,365,2007,2010,positional,,", "75,Japan-Russia,365,740,1894,1945,,,")
    frame = read(tmp_path, "td_rivalries", TD, *rows).frame
    assert dict(frame.select("id", "end").rows()) == {"197": None, "75": date(1945, 12, 31)}


def test_types_are_in_the_title(tmp_path: Path) -> None:
    early = read(tmp_path, "td_rivalries", TD, "126,China-Russia 2,365,710,1958,1989,ideological,positional,spatial")
    late = read(tmp_path, "tss_rivalries", TSS, "262,Russia-Ukraine,365,369,2014,2020,,1,,1,,1")
    plain = read(tmp_path, "tss_rivalries", TSS, "262,Russia-Ukraine,365,369,2014,2020,,,,,,")
    assert early.frame["title"].item() == "China-Russia 2: ideological, positional, spatial"
    assert late.frame["title"].item() == "Russia-Ukraine: spatial, interventionary, asymmetric principal"
    assert plain.frame["title"].item() == "Russia-Ukraine"
    assert late.frame["level"].item() is None


def test_a_number_that_means_another_state_then_is_rejected(tmp_path: Path) -> None:
    found = read(tmp_path, "td_rivalries", TD, "93,Saudi Arabia-Yemen 1,670,679,1932,1934,spatial,,")
    assert found.rejects.select("column", "reason").row(0) == ("ccode2", "was not a state then")


def test_a_claim_is_of_the_challenger(tmp_path: Path) -> None:
    frame = read(tmp_path, "icow_claims", CLAIMS, "82804,Kuril Islands & South Sakhalin,740,365,195204,201799,12").frame
    row = frame.row(0, named=True)
    assert (row["source"], row["target"], row["directed"], row["level"]) == ("JPN", "RUS", True, 12.0)
    assert (row["start"], row["precision"], row["end"]) == (date(1952, 4, 1), "month", None)


def test_unknown_months_are_years(tmp_path: Path) -> None:
    frame = read(tmp_path, "icow_claims", CLAIMS, "1,Los Roques,101,200,185000,185600,3").frame
    row = frame.row(0, named=True)
    assert (row["start"], row["precision"], row["end"]) == (date(1850, 1, 1), "year", date(1856, 12, 31))
    assert row["known_on"] == date(1850, 12, 31)


def test_an_end_that_is_not_known_is_no_claim_that_goes_on(tmp_path: Path) -> None:
    found = read(tmp_path, "icow_claims", CLAIMS, "1,Aegean Sea Islands,640,350,196404,,9")
    assert found.rejects.select("column", "reason").row(0) == ("endclaim", "is missing")


def test_a_claim_without_number_goes_by_its_first_month(tmp_path: Path) -> None:
    found = read(tmp_path, "icow_claims", CLAIMS, ",Preah Vihear,800,811,200807,201311,")
    assert found.frame.select("id", "level").row(0) == ("200807", None)
