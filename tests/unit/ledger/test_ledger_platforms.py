"""Forecasts of Metaculus and the Good Judgment Project: what is read, and what is rejected with which reason."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente
from detente.errors import UsageError
from detente.ledger import Forecast, Resolution
from detente.store import Store

METACULUS = (
    "Question ID,Forecaster ID,Forecaster Username,Start Time,Probability Yes,5th Percentile,Median,95th Percentile"
)
QUESTIONS = (
    "Question ID,Question Title,Question Type,Scheduled Close Time,Actual Close Time,Resolution,Resolution Known Time"
)
GJP = "ifp_id,ctt,user_id,forecast_id,fcast_type,answer_option,value,fcast_date"
IFPS = "ifp_id,q_text,q_status,date_start,date_closed,outcome,n_opts"


def two_files(folder: Path, *contents: str) -> tuple[Path, Path]:
    paths = folder / "forecasts.csv", folder / "questions.csv"
    for path, content in zip(paths, contents, strict=True):
        path.write_text(content, encoding="utf-8")
    return paths


def test_metaculus(tmp_path: Path) -> None:
    forecasts, questions = two_files(
        tmp_path,
        f"{METACULUS}\n"
        "7,1,ana,2024-01-05 10:00:00+00:00,0.8,,,\n"
        "7,1,ana,2024-01-20 23:30:00-05:00,0.9,,,\n"
        "8,1,ana,2024-01-05 10:00:00,,10,20,40\n"
        "9,1,ana,2024-01-05 10:00:00,0.5,,,\n"
        "7,2,bo,2024-01-06 10:00:00,,,,\n"
        "10,2,bo,2024-01-06 10:00:00,0.5,,,\n"
        "11,2,bo,2024-01-06 10:00:00,1.5,,,\n",
        f"{QUESTIONS}\n"
        "7,Rain?,binary,2024-02-01 00:00:00,2024-01-25 00:00:00,yes,2024-01-26 00:00:00\n"
        "8,How much?,numeric,2024-02-01 00:00:00,,25.5,2024-02-03 00:00:00\n"
        "9,Which?,multiple_choice,2024-02-01 00:00:00,,A,2024-02-03 00:00:00\n"
        "10,Snow?,binary,2024-02-01 00:00:00,,annulled,2024-02-03 00:00:00\n"
        "11,Hail?,binary,2024-02-01 00:00:00,,,\n",
    )
    store = Store.open(home=tmp_path / "home")
    answer = detente.ledger.import_csv(forecasts, questions, store=store)
    made = [one for one in answer.entries if isinstance(one, Forecast)]
    ends = {one.question: one for one in answer.entries if isinstance(one, Resolution)}
    assert [(one.question, one.chance, str(one.made_on)) for one in made if one.chance is not None] == [
        ("metaculus-7", 0.8, "2024-01-05"),
        ("metaculus-10", 0.5, "2024-01-06"),
        ("metaculus-7", 0.9, "2024-01-21"),
    ]
    assert [one.quantiles for one in made if one.quantiles] == [{"0.05": 10.0, "0.5": 20.0, "0.95": 40.0}]
    assert {key: one.outcome for key, one in ends.items()} == {
        "metaculus-7": 1.0, "metaculus-8": 25.5, "metaculus-10": None,
    }  # fmt: skip
    assert sorted((one.file, one.line) for one in answer.rejects) == [
        ("forecasts.csv", 5), ("forecasts.csv", 6), ("forecasts.csv", 8), ("questions.csv", 4),
    ]  # fmt: skip
    scores = {one["question"]: one for one in detente.ledger.score(store=store).questions().to_dicts()}
    assert scores["metaculus-7"]["brier"] == pytest.approx(0.01)  # the last before the question closed
    assert scores["metaculus-10"]["status"] == "void"
    assert scores["metaculus-7"]["imported"] is True
    again = detente.ledger.import_csv(forecasts, questions, store=store)
    assert (again.entries, again.known) == ((), len(answer.entries))


def test_good_judgment(tmp_path: Path) -> None:
    forecasts, questions = two_files(
        tmp_path,
        f"{GJP}\n"
        "1001-0,1a,38,1,0,a,0.9,9/1/11\n1001-0,1a,38,1,0,b,0.1,9/1/11\n"
        "1001-0,1a,38,2,4,a,0.9,9/3/11\n"
        "1002-0,1a,38,3,0,a,0.2,2011-09-01\n"
        "1003-6,1a,38,4,0,a,0.2,9/1/11\n"
        "1001-0,1a,39,5,0,a,0.4,soon\n",
        f"{IFPS}\n"
        "1001-0,Will it?,closed,9/1/11,9/30/11,b,2\n"
        "1002-0,Will that?,voided,9/1/11,9/30/11 0:00,,2\n"
        "1003-6,When?,closed,9/1/11,9/30/11,c,4\n",
    )
    answer = detente.ledger.import_csv(forecasts, questions, store=Store.open(home=tmp_path / "home"))
    made = [one for one in answer.entries if isinstance(one, Forecast)]
    assert [(one.question, one.author, one.chance) for one in made] == [
        ("gjp-1001-0", "gjp:38", 0.9), ("gjp-1002-0", "gjp:38", 0.2),
    ]  # fmt: skip
    assert [one.outcome for one in answer.entries if isinstance(one, Resolution)] == [0.0, None]
    assert len(answer.rejects) == 5


def test_files_of_no_platform_are_refused(tmp_path: Path) -> None:
    forecasts, questions = two_files(tmp_path, "a,b\n1,2\n", "a,b\n1,2\n")
    with pytest.raises(UsageError):
        detente.ledger.import_csv(forecasts, questions, store=Store.open(home=tmp_path / "home"))
