"""``detente chronicle``: acts by hand and by machine, as text, JSON and files."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from cli_sample import Detente


def test_acts_of_a_pair(shipped: Detente, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("2019-07-01 South Korea condemns Japan.\n")
    assert shipped("code", notes, "--dataset", "mine").code == 0
    answer = shipped("chronicle", "Japan", "South Korea", "--since", "2019", "--until", "2019-07-31", "--json")
    assert answer.code == 0, answer.err
    assert {(act["coding"], act["dataset"]) for act in answer.data["acts"]} == {
        ("hand-compiled", "facts"),
        ("machine-coded", "mine"),
        ("machine-coded", "news"),
    }
    text = shipped("chronicle", "Japan", "South Korea", "--coding", "machine")
    assert "KOR to JPN" in text.out
    for name in ("acts.csv", "acts.md"):
        assert shipped("chronicle", "Japan", "South Korea", "-o", tmp_path / name).code == 0
    assert set(pl.read_csv(tmp_path / "acts.csv")["coding"]) == {"hand-compiled", "machine-coded"}


def test_what_has_no_answer_and_what_is_wrong(detente: Detente) -> None:
    assert detente("chronicle", "Norway", "Chile").code == 1
    assert detente("chronicle", "Norway", "Chile", "Peru").code == 2
    assert detente("chronicle", "Norwegia", "Chile").code == 2
    assert detente("chronicle", "Japan", "--since", "soon").code == 2
