"""``detente add facts`` on the command line: what is printed, the exit codes, and what other verbs then show."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_sample import Detente

HEADER = "id,a,b,level,start,precision,known_on,end,end_precision,end_known_on,text,document,document_kind\n"
ROW = "jpn-rus-2026,JPN,RUS,recalled,2026-02-24,day,2026-02-24,,,,Japan recalls its ambassador,Statement,ministry\n"
BAD = "x,JPN,XXX,recalled,2026-02-24,day,2026-02-24,,,,Japan recalls its ambassador,Statement,ministry\n"


def test_facts_are_added_shown_and_removed(shipped: Detente, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(HEADER + ROW + BAD, encoding="utf-8")
    added = shipped("add", "facts", tmp_path / "mine.csv", "--report", tmp_path / "report.md", "--json")
    assert (added.code, added.data["rows_ok"], added.data["rows_rejected"]) == (0, 1, 1)
    assert added.data["added"] == ["jpn-rus-2026"]
    assert (tmp_path / "report.md").exists()
    batch = added.data["batch"]
    assert [row["column"] for row in shipped("data", "rejects", batch, "--json").data] == ["b"]
    shown = shipped("disputes", "Japan", "Russia", "--as-of", "2026-03-01", "--json").data["ruptures"]
    assert [row["id"] for row in shown] == ["jpn-rus-2026"]
    assert shipped("data", "remove", batch).code == 0
    assert shipped("disputes", "Japan", "Russia", "--as-of", "2026-03-01", "--json").data["ruptures"] == []


@pytest.mark.parametrize(
    ("text", "code"), [(HEADER + BAD, 3), (HEADER + ROW + BAD + BAD.replace("x,", "y,"), 3), ("a,b\n1,2\n", 3)]
)
def test_a_file_that_is_mostly_unusable_fails(shipped: Detente, tmp_path: Path, text: str, code: int) -> None:
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    assert shipped("add", "facts", tmp_path / "mine.csv").code == code
