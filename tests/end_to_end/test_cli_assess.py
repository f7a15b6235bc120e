from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cli_sample import Detente
from detente.store.store import DATA

AS_OF = ("--as-of", "2015-09-01")


def test_a_brief_is_reported_on_the_terminal(shipped: Detente) -> None:
    answer = shipped("assess", "Japan", "Russia", *AS_OF)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[:2] == ["Japan and Russia", "As of 1 September 2015"]
    assert max(map(len, lines)) <= 80
    headings = [line.lstrip("│ ") for line in lines if line.isupper()]
    assert headings[0] == "BOTTOM LINE"
    assert {"OUTLOOK", "RETROSPECT", "WHAT THE RECORDS LACK", "SOURCES"} <= set(headings)
    assert "RETROSPECT" not in shipped("assess", "Japan", "Russia", *AS_OF, "--no-retrospect").out


def test_json_is_the_brief_as_data(shipped: Detente) -> None:
    answer = shipped("assess", "Japan", "Russia", *AS_OF, "--json", "--horizon", "2")
    assert (answer.code, answer.err) == (0, "")
    assert answer.data["pair"] == ["JPN", "RUS"]
    assert answer.data["as_of"] == "2015-09-01"
    assert answer.data["horizon"] == 2
    assert {"id", "value", "lo", "hi", "unit", "period", "known_on", "source"} <= set(answer.data["figures"][0])
    assert {"text", "term", "lo", "hi", "figures"} <= set(answer.data["judgements"][0])


@pytest.mark.parametrize("suffix", [".html", ".md", ".json"])
def test_a_file_is_written_and_named(shipped: Detente, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"brief{suffix}"
    answer = shipped("assess", "Japan", "Russia", *AS_OF, "-o", path)
    assert (answer.code, answer.out) == (0, "")
    assert str(path) in answer.err
    assert "Japan and Russia" in path.read_text(encoding="utf-8")


def test_a_pair_that_is_not_covered_ends_with_1(shipped: Detente) -> None:
    answer = shipped("assess", "Kosovo", "Palestine", *AS_OF)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("detente: not covered:")
    assert shipped("assess", "Japan", "Russia", "--as-of", "1900-01-01").code == 1


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("Nowhere", "Russia"), "No state is called 'Nowhere'"),
        (("Rusia", "Japan"), "Russia"),
        (("Japan", "JPN"), "JPN twice"),
        (("Ukraine", "Russia", "--as-of", "1980-01-01"), "Ukraine (UKR) is on record from 1991-12-01 on"),
        (("Japan", "Russia", "--as-of", "2999-01-01"), "2999-01-01"),
        (("Japan", "Russia", "--as-of", "soon"), "'soon'"),
        (("Japan", "Russia", *AS_OF, "--horizon", "0"), "invalid horizon 0"),
        (("Japan", "Russia", *AS_OF, "--horizon", "11"), "invalid horizon 11"),
        (("Japan", "Russia", *AS_OF, "--since", "2016"), "invalid since 2016"),
        (
            ("Japan", "Russia", "--events", "nope"),
            "nope",
        ),
        (("Japan", "Russia", *AS_OF, "-o", "/nonexistent/x.html"), "the folder '/nonexistent' does not exist"),
        (("Japan", "Russia", *AS_OF, "-o", "brief.doc"), "brief.doc"),
        (("Japan",), "give two states"),
    ],
)
def test_a_wrong_question_ends_with_2(shipped: Detente, argv: tuple[str, ...], message: str) -> None:
    answer = shipped("assess", *argv)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert "Traceback" not in answer.err
    as_json = shipped("assess", *argv, "--json")
    assert as_json.code == as_json.data["exit_code"] == 2
    assert as_json.err == ""


def test_a_folder_that_can_not_be_written_is_reported(shipped: Detente, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    answer = shipped("assess", "Japan", "Russia", *AS_OF, "-o", tmp_path / "file" / "brief.json")
    assert answer.code in {2, 3}
    assert answer.err.startswith("detente: ")
    assert "Traceback" not in answer.err
    if os.geteuid() != 0:  # root writes anywhere
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o500)
        assert shipped("assess", "Japan", "Russia", *AS_OF, "-o", closed / "brief.json").code == 3


def test_since_later_than_the_records_is_answered(shipped: Detente) -> None:
    answer = shipped("assess", "Japan", "Russia", *AS_OF, "--since", "2015")
    assert answer.code == 0
    assert "how warm the relation was from 2015 on: no estimate is that late." in " ".join(answer.out.split())


def missing(pack: Path) -> None:
    (pack / "manifest.json").unlink()


def truncated(pack: Path) -> None:
    path = pack / "temperatures.parquet"
    path.write_bytes(path.read_bytes()[:5000])


def edited(pack: Path) -> None:
    path = pack / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["tables"]["votes"]["sha256"] = "0" * 64
    path.write_text(json.dumps(manifest))


def garbled(pack: Path) -> None:
    (pack / "manifest.json").write_text("{")


@pytest.mark.parametrize("harm", [missing, truncated, edited, garbled])
def test_a_broken_pack_ends_with_3(
    shipped: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    shutil.copytree(DATA / "starter", tmp_path / "resources" / "starter")
    shutil.copytree(DATA / "facts", tmp_path / "resources" / "facts")
    harm(tmp_path / "resources" / "starter")
    monkeypatch.setattr("detente.store.store.DATA", tmp_path / "data")
    answer = shipped("assess", "Japan", "Russia", *AS_OF)
    assert (answer.code, answer.out) == (3, "")
    assert "starter pack" in answer.err
    assert "reinstall Detente" in answer.err
    as_json = shipped("assess", "Japan", "Russia", *AS_OF, "--json")
    assert as_json.data["error"] == "StoreError"
    assert as_json.data["exit_code"] == 3


def test_today_is_the_default(shipped: Detente) -> None:
    answer = shipped("assess", "Japan", "Russia", "--json")
    assert answer.data["as_of"] == date.today().isoformat()  # noqa: DTZ011 - the command's own day
    assert any("Temperatures end in" in line for line in answer.data["missing"])
