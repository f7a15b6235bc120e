"""``detente code``: acts from a user's texts, as a table, in the store, and explained."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from cli_sample import Detente
from detente.store import Store

NOTES = """Undated line.
2015-03-14
Norwegian troops attack Chile. It also bans fish from Peru.
Rain falls.

2015-03-15  Norway and Chile sign a treaty after talks in Geneva.
2015-02-30: Chile condemns Norway.
"""
ACTS = [("NOR", "CHL", "ASSAULT"), ("NOR", "PER", "SANCTION"), ("NOR", "CHL", "AGREE"), ("CHL", "NOR", "AGREE")]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_text(NOTES)
    return path


def coded(data: dict[str, list[dict[str, str]]]) -> list[tuple[str, str, str]]:
    return [(act["source"], act["target"], act["plover"]) for act in data["acts"]]


def test_plain_text_with_dates(detente: Detente, notes: Path) -> None:
    answer = detente("code", notes, "--json")
    assert answer.code == 0, answer.err
    assert coded(answer.data) == ACTS
    assert (answer.data["texts_in"], answer.data["texts_kept"], answer.data["texts_rejected"]) == (5, 3, 2)
    assert [(row["line"], row["column"]) for row in answer.data["rejects"]] == [(1, "date"), (7, "date")]
    text = detente("code", notes)
    assert text.code == 0
    assert "ASSAULT" in text.out


def test_csv_json_and_parquet_have_the_same_acts(detente: Detente, tmp_path: Path) -> None:
    rows = [
        {"Date": "2015-03-14", "text": "Norwegian troops attack Chile.\nIt also bans fish from Peru.", "page": "a"},
        {"Date": "2015-03-15", "text": "Norway and Chile sign a treaty, at last.", "page": None},
    ]
    frame = pl.DataFrame(rows)
    frame.write_csv(tmp_path / "t.csv")
    frame.write_csv(tmp_path / "t.tsv", separator="\t")
    frame.with_columns(pl.col("Date").str.to_date()).write_parquet(tmp_path / "t.parquet")
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "t.json").write_text(json.dumps(rows, indent=1))
    for path in sorted(tmp_path.glob("t.*")):
        answer = detente("code", path, "--json")
        assert answer.code == 0, answer.err
        assert coded(answer.data) == ACTS, path
        assert [act["page"] for act in answer.data["acts"]] == ["a", "a", None, None]


def test_lines_that_are_no_text_are_rejected(detente: Detente, tmp_path: Path) -> None:
    good = '{"date": "2015-03-14", "text": "Norway condemns Chile."}'
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join([good, "{torn", "[]", "7", "", good.replace("Norway", "Peru"), good]))
    answer = detente("code", path, "--json")
    assert [row["line"] for row in answer.data["rejects"]] == [2, 3, 4]
    assert answer.data["texts_in"] == 6
    table = tmp_path / "t.csv"
    table.write_text('date,text\n2015-03-14,"Norway condemns Chile."\n2015-03-14\n2015-03-15,Chile condemns Norway.\n')
    for more in ((), ("--dataset", "mine"), ("--dataset", "mine")):
        found = detente("code", table, "--json", *more).data
        assert [row["line"] for row in found["rejects"]] == [3]
        assert found["texts_in"] == 3
        assert len(found["acts"]) == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("t.csv", "day,body\n2015-03-14,Norway condemns Chile.\n", 3),
        ("t.csv", "date,text\n", 1),
        ("t.txt", "", 1),
        ("t.txt", "Norway condemns Chile.\nPeru condemns Chile.\n", 3),  # most rejected
        ("t.json", '[{"date": ', 3),
    ],
)
def test_exit_codes(detente: Detente, tmp_path: Path, name: str, content: str, code: int) -> None:
    (tmp_path / name).write_text(content)
    assert detente("code", tmp_path / name).code == code


def test_what_is_no_file_and_options_that_do_not_go_together(detente: Detente, notes: Path, tmp_path: Path) -> None:
    assert detente("code", tmp_path / "absent.txt").code == 3
    assert detente("code", tmp_path).code == 3
    assert detente("code", notes, "--dataset", "icews").code == 2
    assert detente("code", notes, "--engine", "spark", "--explain").code == 2
    assert detente("code", notes, "--master", "yarn").code == 2
    assert detente("code", notes, "--sentences", "0").code == 2
    assert detente("code", notes, "-o", tmp_path / "acts.xyz").code == 2


def test_files_of_acts(detente: Detente, notes: Path, tmp_path: Path) -> None:
    for name in ("acts.csv", "acts.parquet", "acts.json"):
        assert detente("code", notes, "-o", tmp_path / name).code == 0
    assert pl.read_csv(tmp_path / "acts.csv").height == pl.read_parquet(tmp_path / "acts.parquet").height == 4
    assert coded(json.loads((tmp_path / "acts.json").read_text())) == ACTS
    assert detente("ingest", tmp_path / "acts.csv").code == 0  # acts are a table of one's own events, too


def test_sentences_that_are_read(detente: Detente, notes: Path) -> None:
    one = detente("code", notes, "--sentences", "1", "--json")
    assert coded(one.data) == [act for act in ACTS if act[2] != "SANCTION"]


def test_an_explanation_marks_what_matched(detente: Detente, notes: Path) -> None:
    data = detente("code", notes, "--explain", "--json").data
    first, second = data["explanations"]
    assert (first["line"], second["line"]) == (3, 6)
    assert first["acts"][0]["sentence"] == "[Norwegian: NOR] troops {attack} [Chile: CHL]."
    assert "{bans}" in detente("code", notes, "--explain").out


def test_acts_in_the_store_are_events(detente: Detente, notes: Path) -> None:
    answer = detente("code", notes, "--dataset", "mine", "--json")
    assert answer.code == 0, answer.err
    assert coded(answer.data) == ACTS
    assert answer.data["ingested"]["acts"] == 4
    assert answer.data["counted"][0]["records"] == 4
    again = detente("code", notes, "--dataset", "mine", "--json")
    assert (again.data["ingested"]["already"], again.data["ingested"]["inputs"]) == (1, 0)
    assert coded(again.data) == ACTS
    assert detente("data", "verify").code == 0
    notes.write_text("2015-03-14 Norway praises Chile.\n")
    assert detente("code", notes, "--dataset", "mine", "--json").data["ingested"]["new_versions"] == 1
    status = {row["table"]: row for row in detente("data", "status", "--json").data["datasets"]}
    assert (status["events"]["rows_ok"], status["texts"]["rows_ok"]) == (1, 1)


def test_standard_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "detente.cli", "code", "-", "--json"]
    done = subprocess.run(command, input=NOTES, capture_output=True, text=True, check=True)  # noqa: S603
    assert coded(json.loads(done.stdout)) == ACTS


def test_a_text_of_ten_million_characters_is_rejected(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("2015-03-14 Norway condemns Chile.\n2015-03-14 " + "attack a.b. (" * 800_000)
    data = detente("code", tmp_path / "long.txt", "--json").data
    assert [row["column"] for row in data["rejects"]] == ["text"]
    assert len(data["acts"]) == 1


def test_texts_and_the_acts_coded_from_them_are_removed_together(detente: Detente, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("2015-03-14 Norway condemns Chile.\n")
    assert detente("code", file, "--dataset", "notes").code == 0
    file.write_text("2015-03-14 Norway condemns Peru.\n")
    assert detente("code", file, "--dataset", "notes").code == 0
    newest = [batch for batch in detente("data", "batches", "--json").data if batch["superseded_on"] is None]
    assert {batch["table"] for batch in newest} == {"texts", "events"}
    for named in newest[:1]:
        gone = detente("data", "remove", named["batch"], "--json").data
        assert [gone["batch"], *gone["removed_with"]] == [batch["batch"] for batch in newest]
    left = detente("data", "batches", "--json").data
    assert {(batch["table"], batch["superseded_on"]) for batch in left} == {("texts", None), ("events", None)}
    acts = Store.open().read("coded_acts", dataset="notes")
    assert acts.select("source", "target").rows() == [("NOR", "CHL")]
    acting = next(batch["batch"] for batch in left if batch["table"] == "events")
    assert "texts" in detente("data", "remove", acting).out
    assert detente("data", "batches", "--json").data == []
    assert Store.open().read("texts").is_empty()
