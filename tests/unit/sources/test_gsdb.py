"""The traps of the Global Sanctions Data Base: names with commas, groups, names out of date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.identity import translate
from detente.sources import ParsedFile, source
from detente.sources.providers.gsdb import KNOWN_AS

HEAD = "case_id,sanctioned_state,sanctioning_state,begin,end,trade,arms,military,financial,travel,other,descr_trade"


def read(folder: Path, *cases: tuple[str, str, int, int]) -> ParsedFile:
    rows = [
        f'{number},"{target}","{sender}",{begin},{end},1,1,0,0,0,0,exp_part'
        for number, (sender, target, begin, end) in enumerate(cases, start=1)
    ]
    path = folder / "GSDB_V4.csv"
    path.write_text("\n".join([HEAD, *rows, ""]))
    return source("gsdb").read(path)


def pairs(parsed: ParsedFile) -> set[tuple[str, str]]:
    return set(parsed.frame.select("source", "target").rows())


def test_a_case_of_several_is_each_toward_each(tmp_path: Path) -> None:
    found = read(tmp_path, ("Norway, Sweden", "Poland, Hungary", 1982, 1983))
    assert pairs(found) == {("NOR", "POL"), ("NOR", "HUN"), ("SWE", "POL"), ("SWE", "HUN")}
    assert set(found.frame["id"]) == {"1"}


def test_commas_within_names_do_not_part_them(tmp_path: Path) -> None:
    found = read(
        tmp_path, ("Korea, South, Japan", "Egypt, Arab Rep.", 1990, 1991), ("Gambia, The", "Niger", 1990, 1991)
    )
    assert pairs(found) == {("KOR", "EGY"), ("JPN", "EGY"), ("GMB", "NER")}


def test_the_union_is_its_members_of_the_year(tmp_path: Path) -> None:
    found = read(tmp_path, ("EEC", "Poland", 1982, 1983), ("EU", "Russia", 2014, 2023))
    early = {source for source, target in pairs(found) if target == "POL"}
    late = {source for source, target in pairs(found) if target == "RUS"}
    assert early == {"BEL", "DNK", "FRA", "BRD", "GRC", "IRL", "ITA", "LUX", "NLD", "GBR"}
    assert {"GBR", "HRV", "DEU", "POL"} <= late
    assert len(late) == 28


def test_a_member_that_is_named_beside_the_union_counts_once(tmp_path: Path) -> None:
    assert read(tmp_path, ("EU, France", "Russia", 2014, 2023)).frame.height == 28


def test_other_groups_are_rejected_unless_a_state_is_beside_them(tmp_path: Path) -> None:
    found = read(tmp_path, ("ECOWAS", "Liberia", 1990, 1991), ("ECOWAS, Canada", "Liberia", 1990, 1991))
    assert found.rejects.select("line", "column", "value").row(0) == (2, "sanctioning_state", "ECOWAS")
    assert found.frame.select("source", "title").row(0) == (
        "CAN",
        "trade (exports in part), arms; by ECOWAS, Canada",
    )


def test_an_organisation_with_a_code_is_a_sender_of_its_own(tmp_path: Path) -> None:
    assert pairs(read(tmp_path, ("UN", "Iraq", 1990, 2003))) == {("UNO", "IRQ")}


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("Germany", 1965, "BRD"),
        ("Germany", 1995, "DEU"),
        ("German Democratic Republic", 1965, "DDR"),
        ("Ceylon", 1965, "LKA"),
        ("Ceylon", 1980, "LKA"),
        ("South Vietnam", 1963, "RVN"),
        ("South Vietnam", 1994, "VNM"),
        ("Yemen, North", 1970, "YAR"),
        ("Yemen, North", 2017, "YEM"),
        ("Rhodesia", 1970, "ZWE"),
        ("Soviet Union", 1980, "RUS"),
    ],
)
def test_names_are_read_in_their_year(tmp_path: Path, name: str, year: int, code: str) -> None:
    assert read(tmp_path, ("Canada", name, year, year)).frame["target"].item() == code


def test_every_other_name_means_a_state() -> None:
    names = pl.Series(sorted(set(KNOWN_AS.values())))
    assert translate(names, "name", date(2015, 1, 1))["reason"].drop_nulls().is_empty()


def test_the_last_year_is_open_and_overlaps_are_kept(tmp_path: Path) -> None:
    found = read(tmp_path, ("Japan", "Russia", 2014, 2023), ("Japan", "Russia", 2014, 2020))
    assert dict(found.frame.select("id", "end").rows()) == {"1": None, "2": date(2020, 12, 31)}


def test_level_counts_the_measures_named_in_the_title(tmp_path: Path) -> None:
    frame = read(tmp_path, ("Japan", "Russia", 2014, 2023)).frame
    assert frame.select("level", "title").row(0) == (2.0, "trade (exports in part), arms")
    assert frame.select(pl.col("directed").all()).item()
