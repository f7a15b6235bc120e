from __future__ import annotations

from pathlib import Path

from cli_sample import Detente
from store_sample import write_events

GOOD = "2014-03-18,Japan,Russia,verbal_conflict"


def test_a_file_is_added_and_told(detente: Detente, tmp_path: Path) -> None:
    answer = detente("ingest", write_events(tmp_path / "mine.csv", GOOD, GOOD))
    assert answer.code == 0
    assert answer.out.startswith("Ingested 1 file: 2 rows kept, 0 rejected.")
    assert ["mine", "2"] in [line.split() for line in answer.out.splitlines()]
    assert answer.err.startswith("detente: counted 2 events of mine")
    assert [row["dataset"] for row in detente("cube", "--json").data] == ["mine"]


def test_rejects_can_be_seen(detente: Detente, tmp_path: Path) -> None:
    file = write_events(tmp_path / "mine.csv", GOOD, "soon,Japan,Russia,verbal_conflict", "2014-03-18,Japan")
    answer = detente("ingest", file, "--dataset", "own")
    assert "Ingested 1 file: 1 row kept, 2 rejected." in answer.out
    assert answer.code == 3
    listed = detente("data", "rejects")
    assert listed.code == 0
    assert "'soon' is not a date written YYYY-MM-DD" in listed.out
    assert "the row has 2 cells, fewer than 4" in listed.out
    assert max(map(len, listed.out.splitlines())) <= 80


def test_the_same_file_again_is_already_there(detente: Detente, tmp_path: Path) -> None:
    file = write_events(tmp_path / "mine.csv", GOOD)
    detente("ingest", file)
    answer = detente("ingest", file)
    assert answer.code == 0
    assert "in the store already" in answer.out
    changed = detente("ingest", write_events(file, GOOD, GOOD), "--json")
    assert (changed.data["files"], changed.data["new_versions"]) == (1, 1)
    refused = detente("ingest", write_events(file, "soon,Japan,Russia,verbal_conflict"))
    assert refused.code == 3
    assert [batch["rows_ok"] for batch in detente("data", "batches", "--json").data] == [1, 2]


def test_json_says_what_was_kept(detente: Detente, tmp_path: Path) -> None:
    answer = detente("ingest", write_events(tmp_path / "mine.csv", GOOD), "--json")
    assert answer.data["rows_ok"] == 1
    assert answer.data["datasets"] == {"mine": 1}
    assert (answer.data["files"], answer.data["already"]) == (1, 0)
    assert detente("data", "rejects", "--json").data == []


def test_a_file_that_can_not_be_used_ends_with_3(detente: Detente, tmp_path: Path) -> None:
    answer = detente("ingest", tmp_path / "none.csv")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("detente: ")
    assert "does not exist" in answer.err
    as_json = detente("ingest", tmp_path / "none.csv", "--json")
    assert as_json.code == as_json.data["exit_code"] == 3
    assert as_json.data["error"] == "DataError"
    assert as_json.err == ""


def test_the_help_names_the_columns(detente: Detente) -> None:
    answer = detente("ingest", "--help")
    assert answer.code == 0
    for column in ("date", "source", "target", "quad", "cameo", "known_on", "reports", "intensity"):
        assert column in answer.out


def test_an_unknown_scheme_is_wrong_use(detente: Detente, tmp_path: Path) -> None:
    answer = detente("ingest", write_events(tmp_path / "mine.csv", GOOD), "--scheme", "zip")
    assert answer.code == 2
    assert "iso3" in answer.err
    assert not (tmp_path / "home").exists()


def test_a_file_that_was_mostly_rejected_ends_with_3_and_the_first_line_says_so(
    detente: Detente, tmp_path: Path
) -> None:
    file = write_events(tmp_path / "mine.csv", GOOD, "soon,Japan,Russia,verbal_conflict", "later,Japan,Russia,x")
    answer = detente("ingest", file)
    assert answer.code == 3
    assert answer.out.startswith("Warning: 2 of 3 rows of ")
    as_json = detente("ingest", file, "--dataset", "again", "--json")
    assert (as_json.code, as_json.data["rows_ok"], as_json.data["rows_rejected"]) == (3, 1, 2)
    half = write_events(tmp_path / "half.csv", GOOD, "soon,Japan,Russia,verbal_conflict")
    assert detente("ingest", half).code == 0
