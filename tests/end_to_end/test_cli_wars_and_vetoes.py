"""Wars, crises and incidents in the verb disputes, and vetoes in the verb votes, from files of the user's."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_sample import Detente

WARS = """warnum,ccode1,ccode2,year,cowinteronset,initiator1,outcome1,batdeath1
85,740,365,1904,1,1,1,51000
85,365,740,1904,1,0,2,71453
85,740,365,1905,0,1,1,51000
85,365,740,1905,0,0,2,71453
"""
CRISES = """crisno,cracno,cracid,motrig,yrtrig,moterm,yrterm,trigent,gravty,viol,datrig,daterm,crisname
1,2,740,5,1918,6,1918,365,5,2,16,77,A CRISIS
1,3,365,5,1918,6,1918,996,5,2,16,77,A CRISIS
"""
INCIDENTS = """dispnum,incidnum,ccode,stday,stmon,styear,endday,endmon,endyear,insidea,sidea,fatalpre,action,hostlev
4186,1,365,1,10,1998,1,10,1998,1,1,0,17,4
4186,1,740,1,10,1998,1,10,1998,0,0,1,17,4
"""
HEAD = ["caseid", "targetstate"]
HEAD += [
    f"{one}{sender}{other}"
    for sender in ("EU", "US", "UN")
    for one, other in (
        ("", ""), ("startdate", ""), ("enddate", ""), ("threat", ""), ("imposition", ""), ("imposition", "_start"),
        ("imposition", "_type"),
    )
]  # fmt: skip
CASE = dict.fromkeys(HEAD, "") | {"caseid": "1", "targetstate": "365", "US": "1", "startdateUS": "2014-02-28"}
CASE |= {"enddateUS": "ongoing", "threatUS": "1", "impositionUS": "1", "impositionUS_start": "2014-03-06"}
SANCTIONS = ",".join(HEAD) + "\n" + ",".join(CASE.values()) + "\n"
VETOES = """date,draft,agenda_item,member_veto1,member_veto2,member_veto3,crisis_topic
2014-05-22,S/2014/348,Middle East,China,Russia,,Syria
2014-03-15,S/2014/189,Ukraine,Russia,,,Ukraine
2011-10-04,S/2011/612,Middle East,China,Russia,,Syria
"""


@pytest.fixture
def filled(shipped: Detente, tmp_path: Path) -> Detente:
    for name, file, text in (
        ("cow_wars", "cow_war_inter.csv", WARS),
        ("icb_crises", "icb2v14.csv", CRISES),
        ("cow_mid_incidents", "MIDIP 5.0.csv", INCIDENTS),
        ("unsc_vetoes", "unsc_vetoes.csv", VETOES),
        ("eusanct", "eusanct_cases.csv", SANCTIONS),
    ):
        (tmp_path / file).write_text(text, encoding="utf-8")
        assert shipped("ingest", name, str(tmp_path / file)).code == 0
    return shipped


def test_disputes_show_wars_crises_and_incidents(filled: Detente) -> None:
    found = filled("disputes", "Japan", "Russia", "--json").data
    (war,) = found["wars"]
    assert (war["state"], war["opponent"], war["outcome"]) == ("JPN", "RUS", "won")
    assert (war["deaths"], war["opponent_deaths"]) == (51_000, 71_453)
    assert (war["first"], war["last"]) == ("1904-01-01", "1905-01-01")
    assert [(row["state"], row["trigger"]) for row in found["crises"]] == [("JPN", "RUS")]
    assert len(found["incidents"]) == 2
    text = filled("disputes", "Japan", "Russia").out
    assert "1904–1905" in text
    assert "A CRISIS" in text


def test_the_outcome_of_a_war_that_went_on_is_not_known(filled: Detente) -> None:
    (war,) = filled("disputes", "Japan", "Russia", "--as-of", "1905-06-30", "--json").data["wars"]
    assert (war["outcome"], war["deaths"]) == (None, None)


def test_an_incident_of_two_acts_counts_once(filled: Detente, tmp_path: Path) -> None:
    assert filled("disputes", "Japan", "Russia", "-o", str(tmp_path / "answer.md")).code == 0
    assert "record 1 incident." in (tmp_path / "answer.md").read_text(encoding="utf-8")


def test_vetoes_are_those_of_the_days_asked_about(filled: Detente, tmp_path: Path) -> None:
    whole = filled("votes", "China", "Russia", "--json").data["vetoes"]
    assert [row["states"] for row in whole["drafts"]] == [["CHN", "RUS"], ["RUS"], ["CHN", "RUS"]]
    assert whole["covered"][-1]["until"] == "2014-12-31"
    part = filled("votes", "China", "Russia", "--since", "2014", "--json").data["vetoes"]
    assert [row["draft"] for row in part["drafts"]] == ["S/2014/189", "S/2014/348"]
    assert part["covered"] == [{"from": "2014-01-01", "until": "2014-12-31"}]
    assert "vetoes" not in filled("votes", "China", "Russia", "--since", "2016", "--json").data  # not covered
    assert "vetoes" not in filled("votes", "Japan", "Germany", "--json").data
    filled("votes", "China", "Russia", "-o", str(tmp_path / "votes.md"))
    assert "both together 2" in (tmp_path / "votes.md").read_text(encoding="utf-8")


def test_threats_and_sanctions_are_apart(filled: Detente, tmp_path: Path) -> None:
    found = filled("disputes", "Russia", "United States", "--json").data["sanctions"]
    assert [(row["kind"], row["start"], row["end"]) for row in found] == [
        ("sanction_threat", "2014-02-28", "2014-03-05"),
        ("sanction", "2014-03-06", None),
    ]
    early = filled("disputes", "Russia", "United States", "--as-of", "2014-03-01", "--json").data["sanctions"]
    assert [(row["kind"], row["end"]) for row in early] == [("sanction_threat", None)]
    assert filled("disputes", "Russia", "United States", "-o", str(tmp_path / "answer.md")).code == 0
    assert "threat of sanctions" in (tmp_path / "answer.md").read_text(encoding="utf-8")
