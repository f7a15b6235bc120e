"""Temperatures of several datasets in one model, and of acts that are machine-coded from texts."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from cli_sample import Detente
from detente.answers.event_counts import FEWEST, known_counts
from detente.dates import today
from detente.store import Store
from store_sample import write_events

YEARS = (2012, 2013, 2014)
CLASSES = ("verbal_cooperation", "verbal_conflict", "material_cooperation", "material_conflict")


def events(path: Path) -> Path:
    """Write events of two pairs, a few in each class and year."""
    rows = [
        f"{year}-0{month}-1{day},{a},{b},{kind}"
        for year in YEARS
        for a, b, more in (("Japan", "Russia", 2), ("Russia", "Japan", 1), ("Norway", "Chile", 3))
        for month, kind in enumerate(CLASSES, 1)
        for day in range(more + (kind == "verbal_cooperation"))
    ]
    return write_events(path, *rows)


def notes(path: Path, *, acts: int, year: int = 2013) -> Path:
    """Write texts with some acts of Japan toward Russia, and one of Norway toward Chile."""
    lines = [f"{year}-05-{day:02} Japan condemns Russia.\n" for day in range(1, acts)]
    path.write_text("".join([*lines, f"{year}-06-01 Japan thanks Russia.\n", f"{year}-06-02 Norway visits Chile.\n"]))
    return path


@pytest.fixture
def both(shipped: Detente, tmp_path: Path) -> Detente:
    assert shipped("ingest", events(tmp_path / "mine.csv")).code == 0
    assert shipped("code", notes(tmp_path / "notes.txt", acts=8), "--dataset", "notes").code == 0
    return shipped


def test_two_datasets_in_one_model_say_what_each_period_rests_on(both: Detente, tmp_path: Path) -> None:
    rows = both("temperature", "Japan", "Russia", "--events", "mine,notes", "--json").data
    rests = {(row["source"], row["period"][:4]): row["datasets"] for row in rows}
    assert rests["JPN", "2013"] == ["mine", "notes"]
    assert rests["JPN", "2012"] == rests["RUS", "2013"] == ["mine"]
    alone = both("temperature", "Japan", "Russia", "--events", "mine", "--json").data
    pick = [
        [row["mean"] for row in found if (row["source"], row["period"]) == ("JPN", "2013-01-01")]
        for found in (rows, alone)
    ]
    assert pick[0] != pick[1]
    again = both("temperature", "Japan", "Russia", "--events", "mine,notes", "--json").data
    assert again == rows
    text = both("temperature", "Japan", "Russia", "--events", "mine,notes").out
    assert "mine, notes" in text
    assert "machine-coded" in text
    for name in ("t.csv", "t.html", "t.md"):
        assert both("temperature", "Japan", "Russia", "--events", "mine,notes", "-o", tmp_path / name).code == 0
    assert "machine-coded" in (tmp_path / "t.md").read_text(encoding="utf-8")
    assert "mine notes" in set(pl.read_csv(tmp_path / "t.csv")["datasets"])


def test_of_few_coded_acts_there_is_no_temperature(shipped: Detente, tmp_path: Path) -> None:
    file = notes(tmp_path / "notes.txt", acts=FEWEST)
    before = "".join(f"2012-05-{day:02} Japan visits Russia.\n" for day in range(1, FEWEST + 1))
    later = notes(tmp_path / "later.txt", acts=FEWEST - 1, year=2014)
    file.write_text(before + file.read_text(encoding="utf-8") + later.read_text(encoding="utf-8"))
    assert shipped("code", file, "--dataset", "notes").code == 0
    rows = shipped("temperature", "Japan", "Russia", "--events", "notes", "--json").data
    given = {row["period"][:4]: row["mean"] is not None for row in rows if row["source"] == "JPN"}
    assert given == {"2012": True, "2013": True, "2014": False}
    assert shipped("temperature", "Norway", "Chile", "--events", "notes").code == 1


def test_several_datasets_need_events(both: Detente) -> None:
    answer = both("temperature", "Japan", "Russia", "--events", "conduct,nothing")
    assert answer.code == 2
    assert "nothing" in answer.err
    answer = both("temperature", "Japan", "Russia", "--events", "notes,nothing")
    assert answer.code == 2


def test_meetings_with_several_states_weigh_less(shipped: Detente, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("2013-05-01 The president of Chile meets the leaders of Norway, Peru and Kenya.\n")
    assert shipped("code", file, "--dataset", "notes").code == 0
    found = known_counts(Store.open(), "notes", "year", today())
    reports = {(row["source"], row["target"]): row["reports"] for row in found.iter_rows(named=True)}
    assert reports["CHL", "NOR"] == reports["CHL", "PER"] == pytest.approx(1 / 3)
    assert reports["NOR", "CHL"] == 1


def test_single_acts_give_no_temperature(shipped: Detente, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("2013-05-01 Japan condemns Russia.\n2014-05-01 Norway visits Chile.\n")
    assert shipped("code", tmp_path / "notes.txt", "--dataset", "notes").code == 0
    answer = shipped("temperature", "Japan", "Russia", "--events", "notes", "--json")
    assert (answer.code, answer.data["error"]) == (1, "NoAnswer")
