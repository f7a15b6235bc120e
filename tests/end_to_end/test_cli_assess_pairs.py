"""``detente assess --among`` and ``--pairs``: what is written, what is said of rejected rows, and the exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_sample import Detente

DAY = ("--as-of", "2015-09-01", "--no-retrospect")


def test_a_file_of_pairs_with_rejected_rows(shipped: Detente, tmp_path: Path) -> None:
    file, folder = tmp_path / "pairs.csv", tmp_path / "briefs"
    file.write_text("a,b\nJapan,Russia\nJapan,Atlantis\nIndia,Pakistan\n", encoding="utf-8")
    done = shipped("assess", "--pairs", file, "-o", folder, *DAY, "--json")
    assert done.code == 0
    assert [row["pair"] for row in done.data["pairs"]] == [["JPN", "RUS"], ["IND", "PAK"]]
    assert [row["line"] for row in done.data["rejected"]] == [3]
    assert "line 3" in done.err
    assert (folder / "index.html").exists()
    file.write_text("Japan,Russia\nJapan,Atlantis\nx\n", encoding="utf-8")
    assert shipped("assess", "--pairs", file, "-o", folder, *DAY).code == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("--among", "quad"),
        ("--among", "quad", "-o", "x.html"),
        ("--among", "quad", "-o", "x", "--record"),
        ("--among", "nowhere", "-o", "x"),
        ("Japan", "--among", "quad", "-o", "x"),
        ("--among", "quad", "--pairs", "p.csv", "-o", "x"),
        ("Japan",),
        ("Japan", "Russia", "China"),
        (),
    ],
)
def test_options_that_do_not_fit(shipped: Detente, arguments: tuple[str, ...]) -> None:
    asked = shipped("assess", *arguments)
    assert (asked.code, asked.out) == (2, "")
