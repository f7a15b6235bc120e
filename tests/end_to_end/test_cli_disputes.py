"""The verb disputes: on the disputes compiled by hand, and on datasets in the lake."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from cli_sample import Detente
from detente.catalog import table
from detente.store import Store

AS_OF = ("--as-of", "2015-09-01")


def framed(name: str, rows: list[dict]) -> pl.DataFrame:
    """Return rows as a frame of a table, what they leave out missing."""
    return pl.DataFrame(rows, schema=table(name).schema)


def write_disputes(home: Path) -> None:
    """Keep two disputes, a claim and three incidents between Japan and Russia in the lake."""
    mids = [
        {
            "dataset": "gml_mids",
            "dispute": dispute,
            "source": source,
            "target": target,
            "period": date(year, 1, 1),
            "onset": onset,
            "hostility": hostility,
            "fatality": 0,
            "known_on": date(year, 12, 31),
        }
        for dispute, year, onset in ((1, 1993, True), (1, 1994, False), (2, 2013, True))
        for source, target, hostility in (("JPN", "RUS", 1), ("RUS", "JPN", 3 if dispute == 2 else 4))
    ]
    claim = {
        "dataset": "icow_claims",
        "id": "1",
        "kind": "claim",
        "source": "JPN",
        "target": "RUS",
        "directed": True,
        "start": date(1952, 4, 1),
        "precision": "month",
        "level": 12.0,
        "title": "Some islands",
        "known_on": date(1952, 4, 30),
    }
    incidents = [
        {
            "dataset": "mie",
            "dispute": 2,
            "incident": number,
            "source": "RUS",
            "target": "JPN",
            "start": date(2013, month, 1),
            "precision": precision,
            "hostility": 3,
            "deaths_least": 0,
            "deaths_most": 0,
            "target_deaths_least": 0,
            "target_deaths_most": number - 1,
            "known_on": date(2013, month, 28),
        }
        for number, (month, precision) in enumerate((*((m, "day") for m in range(1, 13)), (12, "month")), start=1)
    ]
    covered = [
        {
            "dataset": dataset,
            "table": name,
            "scope": "all",
            "from": date(1816, 1, 1),
            "until": until,
            "note": "none",
            "without": None,
            "by": "year",
            "known_on": date(1816, 12, 31),
        }
        for dataset, name, until in (
            ("gml_mids", "mids", date(2013, 12, 31)),
            ("icow_claims", "ties", date(2017, 12, 31)),
            ("mie", "incidents", date(2014, 12, 31)),
        )
    ]
    store = Store.open(home=home)
    for dataset, name, rows in (
        ("gml_mids", "mids", mids),
        ("icow_claims", "ties", [claim]),
        ("mie", "incidents", incidents),
    ):
        own = [row for row in covered if row["dataset"] == dataset]
        frames = {name: framed(name, rows), "coverage": framed("coverage", own)}
        store.write(frames, dataset=dataset, origin=f"a test of {name}")


def test_a_pairs_disputes_and_their_rungs(shipped: Detente) -> None:
    answer = shipped("disputes", "Japan", "Russia", *AS_OF)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[2] == "Southern Kurils / Northern Territories"
    assert "Now: active contest (rung 2)." in answer.out
    assert "Japan: the four islands are its own territory" in answer.out
    assert "Russia: the islands passed to it" in answer.out
    assert "2015-08-22     2  The Prime Minister of Russia visits Iturup" in answer.out
    assert "earlier: --all" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
    every = shipped("disputes", "Japan", "Russia", *AS_OF, "--all").out
    assert "1945-09-05" in every.split("from  ")[1]
    assert "earlier: --all" not in every


def test_a_states_disputes_are_listed_the_hottest_first(shipped: Detente) -> None:
    data = shipped("disputes", "China", *AS_OF, "--json").data
    rungs = [dispute["rung"] for dispute in data["disputes"]]
    assert rungs == sorted(rungs, reverse=True)
    assert {"senkaku", "spratlys"} <= {dispute["id"] for dispute in data["disputes"]}
    assert "Between China, Japan, Taiwan." in shipped("disputes", "China", *AS_OF).out


def test_an_older_question_does_not_see_what_came_later(shipped: Detente) -> None:
    (then,) = shipped("disputes", "Japan", "Russia", "--as-of", "2013-05-01", "--json").data["disputes"]
    assert then["rung"] == 1
    assert max(step["start"] for step in then["rungs"]) == "2013-04-29"
    assert "the record ends on 28 March 2026" in " ".join(shipped("disputes", "Japan", "Russia").out.split())


def test_datasets_are_listed_with_what_was_compiled(shipped: Detente, tmp_path: Path) -> None:
    write_disputes(tmp_path / "home")
    data = shipped("disputes", "Japan", "Russia", *AS_OF, "--json").data
    assert [(m["dispute"], m["hostility"], m["target_hostility"]) for m in data["militarised_disputes"]] == [
        (1, 1, 4),
        (2, 1, 3),
    ]
    assert len(data["incidents"]) == 13
    assert [(c["title"], c["level"]) for c in data["claims_and_rivalries"]] == [("Some islands", 12.0)]
    text = shipped("disputes", "Japan", "Russia", *AS_OF).out
    assert "Militarised disputes (gml_mids 1816–2013)" in text
    assert [line.split() for line in text.splitlines() if line.startswith("  1 ")] == [
        ["1", "1993–1994", "none", "use", "of", "force", "none"]
    ]
    assert "1952–  Japan of Russia     Some islands (salience 12 of 12)" in text
    assert "Incidents (mie 1816–2014) (1 earlier: --all)" in text
    assert "2013-12     Russia against Japan  display    0–12" in text
    early = shipped("disputes", "Japan", "Russia", "--as-of", "2013-06-30", "--json").data
    assert [m["dispute"] for m in early["militarised_disputes"]] == [1]


def test_files_hold_a_row_a_record(shipped: Detente, tmp_path: Path) -> None:
    write_disputes(tmp_path / "home")
    answer = shipped("disputes", "Japan", "Russia", *AS_OF, "-o", tmp_path / "d.csv")
    assert (answer.code, answer.out) == (0, "")
    with (tmp_path / "d.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["what"] for row in rows} == {"rung", "militarised dispute", "incident", "claim"}
    assert {row["level"] for row in rows if row["what"] == "militarised dispute"} == {"4.0", "3.0"}


@pytest.mark.parametrize("words", [(), ("Japan", "Russia", "China")])
def test_one_state_or_two(shipped: Detente, words: tuple[str, ...]) -> None:
    assert shipped("disputes", *words).code == 2


def test_clear_errors(shipped: Detente, tmp_path: Path) -> None:
    none = shipped("disputes", "Japan", "Mexico")
    assert none.code == 1
    assert "detente ingest gml_mids FILE" in none.err
    assert shipped("disputes", "Nowhere").code == 2
    assert shipped("disputes", "Japan", "Japan").code == 2
    assert ".html, .pdf, .docx or .md" in shipped("disputes", "Japan", "Russia", "-o", tmp_path / "d.txt").err
