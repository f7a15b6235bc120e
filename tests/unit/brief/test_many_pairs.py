"""Briefs on many pairs: which pairs, what is written, and that two processes write what one does."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest

from detente.answers.held_temperatures import hold_temperatures
from detente.answers.temperature_estimates import estimates
from detente.brief.many_pairs import assess_pairs
from detente.brief.many_pairs.pair_list import pairs_among, pairs_in_file
from detente.errors import DataError, NoAnswer, UsageError
from detente.publish.pairs_index import pairs_index
from detente.store import Store

DAY = date(2015, 9, 1)
SIX = [("Japan", "Russia"), ("China", "Japan"), ("IND", "PAK"), ("USA", "Iran"), ("Fiji", "Samoa"), ("RUS", "UKR")]


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    options = {"as_of": DAY, "retrospect": False}
    one = assess_pairs(SIX, output=tmp_path / "one", processes=1, **options)  # type: ignore[arg-type]
    two = assess_pairs(SIX, output=tmp_path / "two", processes=2, **options)  # type: ignore[arg-type]
    assert [row["pair"] for row in one.rows] == [row["pair"] for row in two.rows]
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "two").iterdir())
    assert {"index.html", "index.json", "JPN-RUS.html", "JPN-RUS.json"} <= set(names)
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_temperatures_held_in_memory_are_those_of_the_store() -> None:
    store, other = Store.open(), Store.open()
    hold_temperatures(store, "conduct", DAY)
    for among in (("RUS", "JPN", "USA"), ("TUV",), ()):
        for scores in (("all",), ("words", "all", "deeds")):
            held, read = (estimates(one, "conduct", DAY, among=among, scores=scores) for one in (store, other))
            assert held.temperatures.equals(read.temperatures)


def test_the_index_has_what_the_briefs_have(tmp_path: Path) -> None:
    done = assess_pairs([*SIX[:2], ("Kiribati", "Palestine")], output=tmp_path, as_of=DAY, retrospect=False)
    data = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    assert data["pairs"] == json.loads(json.dumps(done.rows))
    assert [row["error"] is None for row in done.rows] == [True, True, False]
    brief = json.loads((tmp_path / "JPN-RUS.json").read_text(encoding="utf-8"))
    figures = {figure["id"]: figure["value"] for figure in brief["figures"]}
    assert done.rows[0]["temperature"]["JPN.RUS"]["value"] == figures["temperature.JPN.RUS.2014"]
    assert done.rows[0]["rung"]["value"] == 2
    assert done.frame().height == 3
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    for name in re.findall(r'href="([^"#]+)"', page):
        assert (tmp_path / name).exists(), name


def test_only_the_pages_own_script_may_run() -> None:
    page = pairs_index("Two", DAY, {}, []).decode()
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert "http" not in script


def test_names_in_the_index_are_escaped() -> None:
    row = {"pair": ["JPN", "RUS"], "names": ["<b>", "R"], "error": "<script>x</script>", "files": []}
    page = pairs_index("<i>", DAY, {"JPN": "<b>", "RUS": "R"}, [row], [(3, "<u>")]).decode()
    assert not any(mark in page for mark in ("<b>", "<i>", "<u>", "<script>x"))


def test_groups_are_pairs_of_states() -> None:
    assert len(pairs_among("quad", date(2020, 1, 1)).pairs) == 6
    assert all("EUE" not in pair for pair in pairs_among("g20", DAY).pairs)
    with pytest.raises(UsageError, match="no members"):
        pairs_among("aukus", date(2000, 1, 1))


@pytest.mark.parametrize(
    ("text", "pairs", "lines"),
    [
        ("Japan,Russia\nRUS,JPN\n", 1, []),
        ("first,second\nJapan,Russia\n\nFrance, Germany \n", 2, []),
        ("Japan,Russia\nJapan\nJapan,Japan\nJapan,Atlantis\n", 1, [2, 3, 4]),
        ('"Korea, South",Japan\n', 1, []),
        ("\ufeffJapan,Russia\n", 1, []),
    ],
)
def test_pairs_in_a_file(tmp_path: Path, text: str, pairs: int, lines: list[int]) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text(text, encoding="utf-8")
    found = pairs_in_file(file, DAY)
    assert (len(found.pairs), [row.line for row in found.rejected]) == (pairs, lines)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a,b\n", b"Japan,Atlantis\n", b"\xff\xfe\x00", b'"Japan,Russia\n'])
def test_files_without_pairs(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "pairs.csv"
    file.write_bytes(content)
    with pytest.raises(DataError):
        pairs_in_file(file, DAY)


def test_questions_that_make_no_sense(tmp_path: Path) -> None:
    for options in ({"pairs": SIX, "among": "quad"}, {}, {"among": "quad", "processes": 3}, {"among": "nowhere"}):
        with pytest.raises(UsageError):
            assess_pairs(output=tmp_path / "x", as_of=DAY, **options)  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        assess_pairs(SIX, output=tmp_path / "x.html", as_of=DAY)
    with pytest.raises(NoAnswer):
        assess_pairs([("Kiribati", "Palestine")], output=tmp_path / "y", as_of=DAY)
