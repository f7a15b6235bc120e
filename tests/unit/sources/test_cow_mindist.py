"""Least distances: not directed, by the numbers of either list."""

from __future__ import annotations

from pathlib import Path

from detente.sources.providers.cow_mindist import read


def test_a_pair_occurs_once_by_the_alphabet(tmp_path: Path) -> None:
    path = tmp_path / "cow_mindist.csv"
    path.write_text("ccode1,ccode2,year,mindist\n365,740,2014,4.2\n740,365,2014,4.2\n365,369,2014,0\n")
    found = read(path)
    assert found.frame.select("source", "target", "value").rows() == [("JPN", "RUS", 4.2), ("RUS", "UKR", 0.0)]
    assert found.rejects["reason"].to_list() == ["has a row already for the pair and year"]


def test_numbers_of_gleditsch_and_ward(tmp_path: Path) -> None:
    path = tmp_path / "gw_mindist.csv"
    path.write_text("gwcode1,gwcode2,year,mindist\n260,220,1980,0\n260,220,2014,0\n678,698,2014,0\n340,355,2014,0\n")
    assert read(path).frame.select("source", "target").rows() == [
        ("BRD", "FRA"),
        ("DEU", "FRA"),
        ("OMN", "YEM"),
        ("BGR", "SRB"),
    ]
