from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from cli_sample import Detente

G7 = ("panel", "dyads", "--among", "g7", "--since", "2000", "--until", "2005")


def test_what_can_be_added_is_listed_with_what_it_is(shipped: Detente) -> None:
    answer = shipped("panel", "--list")
    assert answer.code == 0
    for message in (
        "pacts",
        "capabilities",
        "atop 1816–2018",
        "conduct*",
        "No row: zero",
        "No row: missing",
        "kilometres",
    ):
        assert message in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
    rows = {row["add"]: row for row in shipped("panel", "--list", "--json").data}
    assert rows["trade"]["datasets"][0]["dataset"] == "cow_trade"
    assert rows["trade"]["datasets"][0]["in_store"] is False
    assert rows["distance"]["of"] == ["dyads", "directed-dyads"]


def test_a_panel_is_described_where_it_is_not_written(shipped: Detente) -> None:
    answer = shipped(*G7, "--add", "majors,temperature", "--add", "capitals")
    assert (answer.code, answer.err) == (0, "")
    assert "126 rows: dyads by year, 2000 to 2005" in answer.out
    assert "temperature_ab" in answer.out
    assert "2002–2026" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_files_hold_the_panel_and_its_codebook(shipped: Detente, tmp_path: Path) -> None:
    for suffix in (".parquet", ".csv", ".dta"):
        answer = shipped(*G7, "--add", "majors,temperature", "-o", tmp_path / f"g7{suffix}")
        assert (answer.code, answer.out) == (0, "")
        assert f"wrote {tmp_path}/g7{suffix}" in answer.err
        assert (tmp_path / "g7.codebook.json").is_file()
    found = pl.read_parquet(tmp_path / "g7.parquet")
    assert found.height == 126
    assert found.equals(pl.read_csv(tmp_path / "g7.csv", schema=found.schema))
    prose = json.loads((tmp_path / "g7.codebook.json").read_text(encoding="utf-8"))
    empties = {one["name"]: one.get("why") for one in prose["columns"]}
    assert empties["temperature_ab"] == {"out of coverage": 42}


def test_json_is_the_codebook(shipped: Detente) -> None:
    book = shipped(*G7, "--add", "majors", "--json").data
    assert book["panel"]["rows"] == 126
    assert [one["name"] for one in book["columns"]][-2:] == ["major_a", "major_b"]


def test_what_to_cite_is_written(shipped: Detente, tmp_path: Path) -> None:
    answer = shipped(*G7, "--add", "agreement", "--cite", tmp_path / "g7.bib", "-o", tmp_path / "g7.csv")
    assert answer.code == 0
    text = (tmp_path / "g7.bib").read_text(encoding="utf-8")
    assert text.startswith("@")
    assert "cow_system2016" in text
    assert "Voeten" in text


def test_spells_lags_and_choices_reach_the_panel(shipped: Detente, tmp_path: Path) -> None:
    file = tmp_path / "japan.parquet"
    requested = ("--among", "JPN", "--since", "1940", "--until", "1953", "--add", "majors", "--reasons", "-o", file)
    answer = shipped("panel", "states", *requested, "--peace", "major", "--gaps", "count", "--lag", "major:2")
    assert answer.code == 0
    found = pl.read_parquet(file)
    assert found.filter(pl.col("year") == 1952)["major_spell"].item() == 6
    assert found.filter(pl.col("year") == 1941)["major_lag2_why"].item() == "no earlier period"
    days = shipped("panel", "states", "--among", "DEU", "--since", "1990", "--until", "1990", "--membership", "first")
    assert "0 rows" in days.out


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        ((), 2, "states, dyads, directed-dyads"),
        (("triads",), 2, "'states', 'dyads', 'directed-dyads'"),
        (("dyads", "--add", "mids"), 1, "detente ingest cow_mids FILE"),
        (("dyads", "--add", "treaties"), 2, "'treaties': expected one of pacts, similarity, capabilities"),
        (("states", "--add", "distance"), 2, "not of states"),
        (("states", "--relevant"), 2, "dyads or directed-dyads"),
        (("states", "--among", "natoo"), 2, "Groups are"),
        (("states", "--since", "2000", "--until", "1990"), 2, "2000 to 1990"),
        (("states", "--peace", "war"), 2, "'war'"),
        (("states", "--add", "majors", "--lag", "major:x"), 2, "COLUMN or COLUMN:2"),
        (("states", "--since", "2000", "-o", "panel.xlsx"), 2, ".parquet, .csv, .dta"),
        (("states", "--since", "2000", "-o", "nowhere/panel.csv"), 2, "can't be written"),
    ],
)
def test_errors_say_what_to_do(shipped: Detente, argv: tuple[str, ...], code: int, message: str) -> None:
    answer = shipped("panel", *argv)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err
    assert shipped("panel", *argv, "--json").data["exit_code"] == code


def test_help_shows_examples(shipped: Detente) -> None:
    answer = shipped("panel", "--help")
    assert "detente panel --list" in answer.out
    assert "Build a panel of states or pairs for analysis." in answer.out
