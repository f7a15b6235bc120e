"""``detente changes`` on the command line: what is printed and written, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli_sample import Detente

DAYS = ("--from", "2014", "--to", "2015-09-01")


def test_changes_as_text_data_and_files(shipped: Detente, tmp_path: Path) -> None:
    text = shipped("changes", "Japan", "Russia", *DAYS)
    assert (text.code, text.err) == (0, "")
    assert max(map(len, text.out.splitlines())) <= 80
    data = shipped("changes", "Japan", "Russia", *DAYS, "--json").data
    assert (data["pair"], data["since"], data["until"]) == (["JPN", "RUS"], "2014-01-01", "2015-09-01")
    assert {"figures_moved", "records_changed", "judgements_compared", "sections", "figures", "records"} <= set(data)
    for name in ("c.html", "c.md", "c.json", "c.csv"):
        assert shipped("changes", "Japan", "Russia", *DAYS, "-o", tmp_path / name).code == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["pair"] == ["JPN", "RUS"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("Japan", "Russia"), 2),
        (("Japan", "Japan", "--from", "2014"), 2),
        (("Japan", "Nowhere", "--from", "2014"), 2),
        (("Japan", "Russia", "--from", "2016", "--to", "2015"), 2),
        (("Japan", "Russia", "--from", "2014", "--to", "2099"), 2),
        (("Kiribati", "Palestine", "--from", "2003", "--to", "2004"), 1),
    ],
)
def test_questions_that_have_no_answer(shipped: Detente, arguments: tuple[str, ...], code: int) -> None:
    asked = shipped("changes", *arguments)
    assert (asked.code, asked.out) == (code, "")
    assert asked.err
