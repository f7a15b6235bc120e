from __future__ import annotations

from pathlib import Path

from cli_sample import Detente
from store_sample import write_events

ROWS = ("2014-03-18,Japan,Russia,verbal_conflict", "2014-03-18,Japan,Russia,verbal_conflict")


def test_the_cube_is_counted_once_and_then_kept(detente: Detente, tmp_path: Path) -> None:
    detente("add", "events", write_events(tmp_path / "mine.csv", *ROWS))
    first = detente("cube", "--json")
    assert first.code == 0
    assert first.data == [
        {"dataset": "mine", "batches": 1, "records": 2, "rebuilt": False, "files": 1, "rows": 2}
    ] or first.data[0]["records"] == len(ROWS)
    assert detente("cube", "--json").data[0]["batches"] == 0
    rebuilt = detente("cube", "--rebuild", "--compact")
    assert rebuilt.code == 0
    assert "mine" in rebuilt.out
    assert "Nothing came since it was last counted." not in rebuilt.out
    assert detente("cube").out.endswith("\nNothing came since it was last counted.\n")


def test_without_events_it_says_so(detente: Detente) -> None:
    answer = detente("cube")
    assert answer.code == 0
    assert answer.out.startswith("There are no events to count. Add some with: detente ingest FILE\n")
    assert detente("cube", "--dataset", "gdelt2").code == 1


def test_options_that_do_not_go_together_are_told(detente: Detente) -> None:
    for option, said in (
        (("--master", "yarn"), "--master is for Spark; add --engine spark"),
        (("--set", "a=b"), "--set is for Spark; add --engine spark"),
        (("--import", "folder"), "--import needs --dataset, whose cube the folder holds"),
        (("--engine", "spark", "--set", "novalue"), "--set novalue is no KEY=VALUE"),
        (("--import", "folder", "--dataset", "mine"), "--import folder: there is no such folder"),
        (("--import", "folder", "--dataset", "mine", "--engine", "spark"), "leave out --engine spark"),
    ):
        answer = detente("cube", *option)
        assert answer.code == 2, option
        assert said in answer.err


def test_a_cluster_needs_a_place_to_write(detente: Detente, tmp_path: Path) -> None:
    detente("add", "events", write_events(tmp_path / "mine.csv", *ROWS))
    answer = detente("cube", "--engine", "spark", "--master", "yarn")
    assert answer.code == 2
    assert "--output" in answer.err


def test_the_sql_is_printed_for_each_engine(detente: Detente) -> None:
    for engine in ("duckdb", "spark", "bigquery"):
        assert "FROM events" in detente("cube", "--sql", engine).out
    assert "gdelt-bq.gdeltv2.events" in detente("cube", "--sql", "hosted-gdelt", "--json").data["sql"]
