"""Text on a terminal: it fits, it is quick, and it says the bottom line first."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from detente.documents.document import Grid, Section
from detente.documents.prose import say
from detente.publish import terminal
from detente.publish.cell_widths import columns_of, shortened, wrapped
from detente.publish.charts.in_text import interval_line, sparkline
from publish_sample import sample

BRIEF = sample()
TESTS = Path(__file__).parents[2]


@pytest.mark.parametrize("width", [40, 57, 75, 76, 80, 100, 132])
def test_no_line_is_longer_than_the_width(width: int) -> None:
    lines = terminal(BRIEF, width=width).splitlines()
    assert max(columns_of(line) for line in lines) <= width
    assert all(line == line.rstrip() for line in lines)


def test_the_bottom_line_comes_first_and_the_way_to_more_last() -> None:
    lines = terminal(BRIEF).splitlines()
    assert lines.index("BOTTOM LINE") < 5
    assert "-o brief.html" in " ".join(lines[-2:])


def test_words_wrap_but_none_is_lost() -> None:
    words = terminal(BRIEF, width=46).split()
    for sentence in BRIEF.missing:
        for word in sentence.text.split():
            assert word in words


def test_colour_only_on_request() -> None:
    plain, coloured = terminal(BRIEF), terminal(BRIEF, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1m" in coloured
    assert coloured.count("\x1b[0m") == coloured.count("\x1b[") - coloured.count("\x1b[0m")


def test_a_strip_shows_value_interval_and_zero() -> None:
    assert interval_line(0.5, 0.2, 0.8, (-1.0, 1.0), 21) == "··········│·───●───··"
    assert interval_line(None, None, None, (-1.0, 1.0), 5) == "··│··"
    assert interval_line(9.0, None, None, (0.0, 1.0), 5) == "····●"


def test_a_spark_leaves_a_blank_for_what_is_missing() -> None:
    assert sparkline([0.0, None, 1.0], (0.0, 1.0)) == "▁ █"


def test_a_missing_value_is_a_dash_not_a_zero() -> None:
    chart = BRIEF.charts[0]
    rows = ({**chart.rows[0], "value": None, "lo": None, "hi": None}, *chart.rows[1:])
    section = Section("x", "X", (dataclasses.replace(chart, rows=rows),))
    text = terminal(dataclasses.replace(BRIEF, sections=(section,)))
    line = next(line for line in text.splitlines() if line.strip().startswith("2003"))
    assert line.split()[1] == "–"
    assert "●" not in line[:40]


@pytest.mark.parametrize("width", [40, 80])
def test_a_long_line_is_a_spark_and_its_recent_years(width: int) -> None:
    chart = BRIEF.charts[0]
    rows = tuple({**chart.rows[0], "period": str(year), "figure": None} for year in range(1946, 2016))
    section = Section("x", "X", (dataclasses.replace(chart, rows=rows),))
    lines = terminal(dataclasses.replace(BRIEF, sections=(section,)), width=width).splitlines()
    assert max(columns_of(line) for line in lines) <= width
    assert any(line.startswith("  1946 to 2002") for line in lines)
    assert [line[2:6] for line in lines if "●" in line] == [str(year) for year in range(2003, 2016)]


def test_a_table_too_wide_becomes_entries() -> None:
    cells = tuple(say(word * 12) for word in ("alpha ", "beta ", "gamma "))
    grid = Grid("Wide", ("One", "Two", "Three"), (cells,), "lll")
    text = terminal(dataclasses.replace(BRIEF, sections=(Section("x", "X", (grid,)),)), width=60)
    assert "    Two: beta beta" in text


def test_wide_and_combining_letters_are_measured_as_they_are_shown() -> None:
    assert columns_of("日本 → e\u0301") == 8
    assert [columns_of(line) for line in wrapped("日本日本日本日本", 6)] == [6, 6, 4]
    assert shortened("日本日本", 5) == "日本…"


def test_text_needs_neither_page_nor_drawing_nor_frame() -> None:
    code = (
        "import sys, publish_sample, detente.publish as p; p.terminal(publish_sample.sample()); "
        "print([m for m in ('jinja2', 'vl_convert', 'typst') if m in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], cwd=TESTS, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "[]"
