from __future__ import annotations

from pathlib import Path

from cli_sample import Detente
from store_sample import write_events

GOOD = "2014-03-18,Japan,Russia,verbal_conflict"


def test_a_file_is_added_and_told(detente: Detente, tmp_path: Path) -> None:
    answer = detente("add", "events", write_events(tmp_path / "mine.csv", GOOD, GOOD))
    assert answer.code == 0
    assert answer.out.startswith("Added 2 of 2 rows to dataset mine, batch ")
    assert answer.err == ""


def test_rejects_are_told_by_column_and_can_be_seen(detente: Detente, tmp_path: Path) -> None:
    file = write_events(tmp_path / "mine.csv", GOOD, "soon,Japan,Russia,verbal_conflict", "2014-03-18,Japan")
    answer = detente("add", "events", file, "--dataset", "own")
    assert "Added 1 of 3 rows to dataset own" in answer.out
    assert "2 rows were set aside, by column at fault:" in answer.out
    told = [line.split() for line in answer.out.splitlines()]
    assert ["date", "1"] in told
    assert ["whole", "row", "1"] in told
    listed = detente("data", "rejects")
    assert listed.code == 0
    assert "'soon' is not a date written YYYY-MM-DD" in listed.out
    assert "the row has fewer cells than the header" in listed.out
    assert max(map(len, listed.out.splitlines())) <= 80


def test_the_same_file_again_is_already_there(detente: Detente, tmp_path: Path) -> None:
    file = write_events(tmp_path / "mine.csv", GOOD)
    detente("add", "events", file)
    answer = detente("add", "events", file)
    assert answer.code == 0
    assert "is already in the store" in " ".join(answer.out.split())
    changed = detente("add", "events", write_events(file, GOOD, GOOD))
    assert "They replace batch" in changed.out


def test_json_is_the_batch(detente: Detente, tmp_path: Path) -> None:
    answer = detente("add", "events", write_events(tmp_path / "mine.csv", GOOD), "--json")
    assert answer.data["rows_ok"] == 1
    assert answer.data["dataset"] == "mine"
    assert answer.data["already"] is False
    listed = detente("data", "rejects", answer.data["batch"], "--json")
    assert listed.data == []


def test_a_file_that_can_not_be_used_ends_with_3(detente: Detente, tmp_path: Path) -> None:
    answer = detente("add", "events", tmp_path / "none.csv")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("detente: ")
    assert "no such file" in answer.err
    as_json = detente("add", "events", tmp_path / "none.csv", "--json")
    assert as_json.code == as_json.data["exit_code"] == 3
    assert as_json.data["error"] == "DataError"
    assert as_json.err == ""


def test_the_help_names_the_columns(detente: Detente) -> None:
    answer = detente("add", "events", "--help")
    assert answer.code == 0
    for column in ("date", "source", "target", "quad", "cameo", "known_on", "reports", "intensity"):
        assert column in answer.out


def test_an_unknown_scheme_is_wrong_use(detente: Detente, tmp_path: Path) -> None:
    answer = detente("add", "events", write_events(tmp_path / "mine.csv", GOOD), "--scheme", "zip")
    assert answer.code == 2
    assert "iso3" in answer.err
    assert not (tmp_path / "home").exists()


def test_a_file_that_was_mostly_rejected_ends_with_3_and_the_first_line_says_so(
    detente: Detente, tmp_path: Path
) -> None:
    file = write_events(tmp_path / "mine.csv", GOOD, "soon,Japan,Russia,verbal_conflict", "later,Japan,Russia,x")
    answer = detente("add", "events", file)
    assert answer.code == 3
    assert answer.out.startswith("Warning: 2 of 3 rows of ")
    as_json = detente("add", "events", file, "--dataset", "again", "--json")
    assert (as_json.code, as_json.data["rows_ok"], as_json.data["rows_rejected"]) == (3, 1, 2)
    half = write_events(tmp_path / "half.csv", GOOD, "soon,Japan,Russia,verbal_conflict")
    assert detente("add", "events", half).code == 0
