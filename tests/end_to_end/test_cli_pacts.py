"""The verb pacts: on the texts compiled by hand, and on spells of a dataset in the lake."""

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
COLUMNS = ("dataset", "id", "kind", "source", "target", "directed", "start", "precision", "end", "level", "title")
COLUMNS += ("known_on", "end_known_on")


def write_ties(home: Path, *rows: tuple) -> None:
    """Keep spells of pacts in the lake, and that they cover the years to 2012."""
    spells = [
        (
            "atop",
            str(start),
            kind,
            source,
            target,
            directed,
            date(start, 1, 1),
            "year",
            None if end is None else date(end, 12, 31),
            None,
            None,
            date(start, 12, 31),
            None if end is None else date(end, 12, 31),
        )
        for kind, source, target, directed, start, end in rows
    ]
    span = (date(1816, 1, 1), date(2012, 12, 31))
    covered = [("atop", "ties", "all", *span, "no pact", None, "year", date(1816, 12, 31))]
    frames = {
        "ties": pl.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in spells], schema=table("ties").schema),
        "coverage": pl.DataFrame(covered, schema=table("coverage").schema, orient="row"),
    }
    Store.open(home=home).write(frames, dataset="atop", origin="a test")


def test_a_pair_is_reported_by_text_and_document(shipped: Detente) -> None:
    answer = shipped("pacts", "Japan", "Russia", *AS_OF)
    assert (answer.code, answer.err) == (0, "")
    assert "non-aggression; since 1956-12-12\n    Joint Declaration of the USSR and Japan, Moscow" in answer.out
    assert "defence" not in answer.out
    assert "Similarity of their pacts in 2014" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_a_text_of_two_kinds_occurs_once(shipped: Detente) -> None:
    (text,) = shipped("pacts", "United States", "Japan", "--as-of", "1990-01-01", "--json").data["texts"]
    assert text["kinds"] == ["defence", "consultation"]
    assert [(p["state"], p["since"]) for p in text["partners"]] == [("JPN", "1960-06-23")]
    assert "Washington, 19 January 1960" in text["document"]


def test_ended_pacts_are_listed_apart(shipped: Detente) -> None:
    late = shipped("pacts", "China", "Soviet Union", "--as-of", "1985-03-11", "--json").data
    assert late["texts"] == []
    assert [partner["until"] for text in late["ended"] for partner in text["partners"]] == ["1980-04-11"]
    text = shipped("pacts", "China", "Soviet Union", "--as-of", "1985-03-11").out
    assert "to 1980-04-11" in text.partition("Ended before")[2]
    early = shipped("pacts", "China", "Soviet Union", "--as-of", "1960-01-01", "--json").data
    assert (len(early["texts"]), early["ended"]) == (1, [])


def test_a_states_partners_are_listed_by_text(shipped: Detente) -> None:
    answer = shipped("pacts", "Japan", *AS_OF)
    assert "defence, consultation; United States since 1960-06-23" in answer.out
    assert "non-aggression; with 30: Australia" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
    only = shipped("pacts", "Japan", *AS_OF, "--kind", "defence", "--json").data
    assert [text["kinds"] for text in only["texts"]] == [["defence"]]


def test_how_far_the_texts_reach_is_stated(shipped: Detente) -> None:
    assert "the record ends on 28 March 2026" in " ".join(shipped("pacts", "Japan", "Russia").out.split())
    assert "reach to" not in shipped("pacts", "Japan", "Russia", *AS_OF).out


def test_spells_of_a_dataset_are_listed_with_the_texts(shipped: Detente, tmp_path: Path) -> None:
    write_ties(
        tmp_path / "home",
        ("neutrality", "JPN", "RUS", True, 1941, 1945),
        ("neutrality", "RUS", "JPN", True, 1941, 1945),
        ("defence", "USA", "JPN", True, 1951, None),
        ("nonaggression", "JPN", "RUS", False, 2004, None),
        ("rivalry", "JPN", "RUS", False, 1894, 1945),
    )
    data = shipped("pacts", "Japan", "Russia", *AS_OF, "--json").data
    assert [(s["kind"], s["bound"], s["start"], s["end"]) for s in data["spells"]] == [
        ("neutrality", "both", "1941", "1945"),
        ("nonaggression", "both", "2004", None),
    ]
    assert data["covered_until"] == {"atop": "2012-12-31"}
    assert data["similarity"]["year"] == 2012
    assert set(data["similarity"]) >= {"s_abs", "s_sq", "kappa", "pi", "binary_s_abs", "binary_pi"}
    prose = shipped("pacts", "Japan", *AS_OF).out
    assert "In the dataset atop, which covers 1816–2012" in prose
    assert [line.split() for line in prose.splitlines() if "1951–" in line] == [
        ["United", "States", "defence", "1951–", "United", "States"]
    ]
    assert "neutrality" not in prose  # ended
    early = shipped("pacts", "Japan", "Russia", "--as-of", "1943-06-01", "--json").data
    assert [(s["kind"], s["end"]) for s in early["spells"]] == [("neutrality", None)]


def test_files_hold_all_ties(shipped: Detente, tmp_path: Path) -> None:
    write_ties(tmp_path / "home", ("neutrality", "JPN", "RUS", False, 1941, 1945))
    answer = shipped("pacts", "Japan", "Russia", *AS_OF, "-o", tmp_path / "p.csv")
    assert (answer.code, answer.out) == (0, "")
    with (tmp_path / "p.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert sorted({row["dataset"] for row in rows}) == ["atop", "facts"]
    assert all(row["document"] for row in rows if row["dataset"] == "facts")


@pytest.mark.parametrize("words", [(), ("Japan", "Russia", "China")])
def test_one_state_or_two(shipped: Detente, words: tuple[str, ...]) -> None:
    assert shipped("pacts", *words).code == 2


def test_clear_errors(shipped: Detente, tmp_path: Path) -> None:
    none = shipped("pacts", "Fiji")
    assert none.code == 1
    assert "detente ingest atop FILE" in none.err
    assert shipped("pacts", "Fiji", "--json").data["exit_code"] == 1
    assert shipped("pacts", "Japan", "Japan").code == 2
    assert shipped("pacts", "Nowhere").code == 2
    assert shipped("pacts", "Japan", "--kind", "love").code == 2
    assert ".html, .pdf, .docx or .md" in shipped("pacts", "Japan", "-o", tmp_path / "p.txt").err
