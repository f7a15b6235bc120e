"""Disputes and armed conflicts through the verb, from files in their producers' formats."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from cli_sample import Detente

MIDS = """disno,statea,stateb,year,strtyr,sideaa,sideab,orignata,orignatb,revstata,revstatb,strtmnth
4477,365,740,2006,2006,1,0,1,1,0,0,8
258,2,740,2006,2006,0,1,0,1,1,0,3
"""
HEAD = "conflict_id,year,incompatibility,intensity_level,type_of_conflict,start_date,ep_end,ep_end_date"
CONFLICTS = f"""{HEAD},gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd
1,2000,1,1,3,2000-01-01,,,750,,,
1,2004,1,2,3,2000-01-01,,,750,,,
2,2004,2,1,2,2004-01-01,,,750,,770,
3,2006,2,1,3,2006-01-01,,,770,,,
"""


def test_initiators_are_chosen(detente: Detente, tmp_path: Path) -> None:
    file, out = tmp_path / "dyadic_mid_4.03.csv", tmp_path / "panel.csv"
    file.write_text(MIDS)
    assert detente("ingest", "cow_mids", file).code == 0
    text = {}
    for who in ("joiners", "side-a", "originators"):
        argv = (
            "panel",
            "directed-dyads",
            "--among",
            "USA,JPN,RUS",
            "--since",
            "2006",
            "--until",
            "2006",
            "--add",
            "mids",
        )
        assert detente(*argv, "--initiators", who, "-o", out).code == 0
        frame = pl.read_csv(out).drop_nulls("cow_mid_dispute")
        text[who] = {
            (source, target): initiator
            for source, target, initiator in frame.select("source", "target", "cow_mid_initiator_source").rows()
        }
    pairs = [("JPN", "RUS"), ("JPN", "USA"), ("RUS", "JPN"), ("USA", "JPN")]
    assert [text["joiners"][pair] for pair in pairs] == [0, 1, 1, 1]
    assert [text["side-a"][pair] for pair in pairs] == [0, 1, 1, 0]
    assert [text["originators"][pair] for pair in pairs] == [0, 1, 1, 0]


def test_armed_conflicts_are_chosen(detente: Detente, tmp_path: Path) -> None:
    file, out = tmp_path / "UcdpPrioConflict_v25_1.csv", tmp_path / "panel.csv"
    file.write_text(CONFLICTS)
    assert detente("ingest", "ucdp_acd", file).code == 0
    argv = (
        "panel",
        "states",
        "--system",
        "gw",
        "--among",
        "IND",
        "--since",
        "2004",
        "--until",
        "2004",
        "--add",
        "conflicts",
    )

    def counted(*options: str) -> tuple[int, ...]:
        answer = detente(*argv, *options, "-o", out)
        assert answer.code == 0, answer.err
        row: tuple[int, ...] = pl.read_csv(out).select("ucdp_conflicts", "ucdp_intensity").row(0)
        return row

    assert counted() == (2, 2)
    assert counted("--conflict-type", "interstate") == (1, 1)
    assert counted("--conflict-issue", "territory,both") == (1, 2)
    assert counted("--conflict-intensity", "2") == (1, 2)
    assert detente(*argv, "--conflict-type", "civil").code == 2
