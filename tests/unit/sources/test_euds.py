"""Extended Unified Democracy Scores: numbers of Gleditsch and Ward in one layout, of the other list in another."""

from __future__ import annotations

from pathlib import Path

from detente.sources.providers.euds import read


def test_numbers_of_gleditsch_and_ward(tmp_path: Path) -> None:
    path = tmp_path / "extended_uds.csv"
    path.write_text(
        "GWn,cown,year,z1,se_z1,z1_adj\n260,255,2000,1.6,.3,1.3\n678,679,2000,-.5,.3,-.8\n340,345,2010,1,.2,.7\n"
    )
    frame = read(path).frame
    assert frame["state"].to_list() == ["DEU", "YEM", "SRB"] * 2
    assert frame["name"].to_list() == ["euds"] * 3 + ["aeuds"] * 3


def test_numbers_of_the_correlates_of_war(tmp_path: Path) -> None:
    path = tmp_path / "democracy.csv"
    path.write_text("ccode,year,euds,aeuds,polity2\n255,2000,1.6,1.3,10\n260,2000,1,1,1\n")
    found = read(path)
    assert found.frame.select("state", "value", "sd").rows() == [("DEU", 1.6, None), ("DEU", 1.3, None)]
    assert found.rejects["reason"].to_list() == ["was not a state then"]
