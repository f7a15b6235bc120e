from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from cli_sample import Detente
from store_sample import write_events

if TYPE_CHECKING:
    import pytest

ROWS = ("2014-03-18,Japan,Russia,verbal_conflict", "2014-03-18,Japan,Russia,verbal_conflict")


def test_the_cube_is_counted_once_and_then_kept(detente: Detente, tmp_path: Path) -> None:
    detente("ingest", write_events(tmp_path / "mine.csv", *ROWS), "--no-cube")
    first = detente("cube", "--json")
    assert first.code == 0
    assert first.data == [
        {"dataset": "mine", "batches": 1, "records": 2, "rebuilt": False, "files": 1, "rows": 2}
    ] or first.data[0]["records"] == len(ROWS)
    assert detente("cube", "--json").data[0]["batches"] == 0
    rebuilt = detente("cube", "--rebuild", "--compact")
    assert rebuilt.code == 0
    assert "mine" in rebuilt.out
    assert "Nothing was added since the last count." not in rebuilt.out
    assert detente("cube").out.endswith("\nNothing was added since the last count.\n")


def test_without_events_it_says_so(detente: Detente) -> None:
    answer = detente("cube")
    assert answer.code == 0
    assert answer.out.startswith("There are no events to count.")
    unknown = detente("cube", "--dataset", "gdelt2")
    assert unknown.code == 1
    assert unknown.err.endswith("Bring events in with: detente pull or detente ingest\n")


def test_options_that_do_not_go_together_are_reported(detente: Detente) -> None:
    for option, message in (
        (("--master", "yarn"), "--master is for Spark; add --engine spark"),
        (("--set", "a=b"), "--set is for Spark; add --engine spark"),
        (("--import", "folder"), "--import needs --dataset, whose cube the folder holds"),
        (("--engine", "spark", "--set", "novalue"), "expected KEY=VALUE"),
        (("--import", "folder", "--dataset", "mine"), "folder does not exist"),
        (("--import", "folder", "--dataset", "mine", "--engine", "spark"), "leave out --engine spark"),
    ):
        answer = detente("cube", *option)
        assert answer.code == 2, option
        assert message in answer.err


def test_a_cluster_needs_a_place_to_write(detente: Detente, tmp_path: Path) -> None:
    detente("ingest", write_events(tmp_path / "mine.csv", *ROWS))
    answer = detente("cube", "--engine", "spark", "--master", "yarn")
    assert answer.code == 2
    assert "--output" in answer.err


def test_spark_is_not_started_where_there_is_nothing_to_count(
    detente: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def started(*_: object, **__: object) -> None:
        raise AssertionError("Spark was started")

    monkeypatch.setattr("detente.event_cube.spark.session", started)
    empty = detente("cube", "--engine", "spark", "--output", tmp_path)
    assert (empty.code, empty.err) == (0, "")
    assert empty.out.startswith("There are no events to count.")
    detente("ingest", write_events(tmp_path / "mine.csv", *ROWS))
    unknown = detente("cube", "--engine", "spark", "--dataset", "nosuch")
    assert unknown.code == 1
    assert unknown.err.startswith("detente: there are no events of dataset 'nosuch' to count; there are mine.")
    far = detente("cube", "--engine", "spark", "--master", "yarn")
    assert (far.code, far.err.count("detente: ")) == (2, 1)


def test_what_is_not_a_cube_is_not_imported(detente: Detente, tmp_path: Path) -> None:
    detente("ingest", write_events(tmp_path / "mine.csv", *ROWS))
    (tmp_path / "cube").mkdir()
    pl.DataFrame({"dataset": ["mine"], "day": [date(2014, 3, 18)]}).write_parquet(tmp_path / "cube" / "a.parquet")
    answer = detente("cube", "--import", tmp_path / "cube", "--dataset", "mine")
    assert answer.code == 3
    assert "holds no cube: its files lack events, intensity, known_on, plover, quad" in answer.err


def test_the_sql_is_printed_for_each_engine(detente: Detente) -> None:
    for engine in ("duckdb", "spark"):
        assert "FROM events" in detente("cube", "--sql", engine).out
