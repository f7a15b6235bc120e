"""The option -o: tables and JSON as they were, and a document of every answer in each format."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from cli_sample import Detente

AS_OF = ("--as-of", "2015-09-01")
COMMANDS = {
    "votes": ("votes", "Japan", "Russia", *AS_OF),
    "roll call": ("votes", "A/RES/68/262", *AS_OF),
    "pacts": ("pacts", "Japan", "United States", *AS_OF),
    "disputes": ("disputes", "Japan", "Russia", *AS_OF),
    "temperature": ("temperature", "Japan", "Russia", *AS_OF),
    "profile": ("profile", "Russia", *AS_OF),
    "pull": ("profile", "Russia", "--beside", "China", "--over", "central-asia", *AS_OF),
    "architecture": ("architecture", "--balance", *AS_OF),
}
BEGINS = {"html": b"<!DOCTYPE html>", "pdf": b"%PDF-", "md": b"# ", "docx": b"PK\x03\x04"}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("suffix", ["html", "md"])
def test_every_answer_is_a_document(shipped: Detente, tmp_path: Path, command: tuple[str, ...], suffix: str) -> None:
    path = tmp_path / f"answer.{suffix}"
    answer = shipped(*command, "-o", str(path))
    assert (answer.code, answer.out) == (0, "")
    assert path.read_bytes().startswith(BEGINS[suffix])


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
@pytest.mark.parametrize("name", ["votes", "disputes", "architecture"])
def test_documents_for_paper_and_word(shipped: Detente, tmp_path: Path, name: str, suffix: str) -> None:
    if suffix == "docx":
        pytest.importorskip("docx", reason="needs python-docx: pip install 'detente[docx]'")
    path = tmp_path / f"answer.{suffix}"
    assert shipped(*COMMANDS[name], "-o", str(path)).code == 0
    assert path.read_bytes().startswith(BEGINS[suffix])


@pytest.mark.parametrize("name", ["votes", "pacts", "profile"])
def test_json_files_are_what_json_prints(shipped: Detente, tmp_path: Path, name: str) -> None:
    path = tmp_path / "answer.json"
    assert shipped(*COMMANDS[name], "-o", str(path)).code == 0
    assert json.loads(path.read_text(encoding="utf-8")) == shipped(*COMMANDS[name], "--json").data


def test_the_day_of_the_question_is_the_document_s(shipped: Detente, tmp_path: Path) -> None:
    path = tmp_path / "vote.md"
    assert shipped(*COMMANDS["roll call"], "-o", str(path)).code == 0
    assert "as of 1 September 2015" in path.read_text(encoding="utf-8").splitlines()[2]


def test_an_unknown_suffix_names_those_that_are_written(shipped: Detente, tmp_path: Path) -> None:
    answer = shipped(*COMMANDS["pacts"], "-o", str(tmp_path / "pacts.odt"))
    assert answer.code == 2
    assert all(f".{suffix}" in answer.err for suffix in ("csv", "parquet", "json", "html", "pdf", "docx", "md"))
    assert not list(tmp_path.glob("pacts.*"))


def test_a_brief_is_written_for_word(shipped: Detente, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="needs python-docx: pip install 'detente[docx]'")
    path = tmp_path / "brief.docx"
    assert shipped("assess", "Japan", "Russia", *AS_OF, "--no-retrospect", "-o", str(path)).code == 0
    word = docx.Document(io.BytesIO(path.read_bytes()))
    assert word.core_properties.title == "Japan and Russia, as of 1 September 2015"
