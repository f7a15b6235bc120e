"""Specifications and drawings: every kind is drawn, labels keep apart, text is text."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from detente.documents.document import Chart
from detente.errors import DataError
from detente.publish.charts.row_placement import numbered_marks
from detente.publish.charts.scales import covering, lanes, moment, seats, spread, ticks
from detente.publish.charts.specs import runs_off, specification
from detente.publish.charts.theme import DARK, FAMILY, FONT_STACK, LIGHT, Theme, custom_properties, follow_reader
from detente.publish.drawings import png, svg
from detente.publish.typesetting import text_widths
from publish_sample import sample

CHARTS = {chart.key: chart for chart in sample().charts}
SVG = "{http://www.w3.org/2000/svg}"


def texts(drawing: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(drawing).iter(f"{SVG}text")]  # noqa: S314 - our own drawing


@pytest.mark.parametrize("key", CHARTS)
def test_specification_is_json_without_nan(key: str) -> None:
    spec = specification(CHARTS[key], LIGHT, titled=True)
    assert spec["$schema"].endswith("v6.json")
    json.dumps(spec, allow_nan=False)


@pytest.mark.parametrize("key", CHARTS)
def test_drawing_speaks_and_has_its_own_ids(key: str) -> None:
    chart = CHARTS[key]
    drawing = svg(chart)
    root = ET.fromstring(drawing)  # noqa: S314 - our own drawing
    assert root.attrib["role"] == "img"
    title, desc = (root.find(f"{SVG}{tag}") for tag in ("title", "desc"))
    assert title is not None
    assert desc is not None
    assert title.text == chart.title
    assert desc.text == chart.description.text
    ids = re.findall(r'\bid="([^"]+)"', drawing)
    assert len(ids) == len(set(ids))
    assert all(i.startswith(f"chart-{key}-") for i in ids)
    assert len(texts(drawing)) > 10


def test_the_two_directions_and_every_act_are_named() -> None:
    chart = CHARTS["temperature"]
    found = texts(svg(chart))
    assert {"Japan → Russia", "Russia → Japan"} <= set(found)
    assert {str(mark["number"]) for mark in numbered_marks(chart)} <= set(found)
    assert {"cordial", "cool", "frosty", "hostile"} <= set(found)


def test_acts_are_numbered_by_date_whatever_order_they_come_in() -> None:
    chart = CHARTS["temperature"]
    turned = dataclasses.replace(chart, marks=tuple(reversed(chart.marks)))
    assert numbered_marks(turned) == numbered_marks(chart)


def test_numbers_of_acts_never_touch() -> None:
    spec = specification(CHARTS["temperature"])
    badges = [
        (row["x"], row["value"])
        for layer in spec["layer"]
        if layer["mark"].get("size") == 190
        for row in layer["data"]["values"]
    ]
    assert len(badges) == 12
    years = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    pixel = spec["width"] / (years[1] - years[0])
    for i, (x, y) in enumerate(badges):
        for other_x, other_y in badges[i + 1 :]:
            assert abs(x - other_x) * pixel >= 16 or y != other_y


def test_a_missing_period_breaks_the_line() -> None:
    chart = CHARTS["temperature"]
    rows = tuple(row for row in chart.rows if row["period"] not in {"2007", "2008"})
    whole, broken = svg(chart), svg(dataclasses.replace(chart, rows=rows))
    moves = [re.findall(r'<path d="(M[^"]*L[^"]*)"[^>]*stroke="#1b6ca8"', drawing) for drawing in (whole, broken)]
    assert moves[0][0].count("M") == 1
    assert moves[1][0].count("M") == 2


@pytest.mark.parametrize("value", [None, math.nan])
def test_a_missing_value_is_not_drawn_as_zero(value: float | None) -> None:
    chart = CHARTS["votes"]
    rows = ({**chart.rows[0], "value": value, "lo": value, "hi": value}, *chart.rows[1:])
    spec = specification(dataclasses.replace(chart, rows=rows))
    first = next(layer for layer in spec["hconcat"][0]["layer"] if layer["mark"]["type"] == "line")
    assert first["data"]["values"][0]["value"] is None


def test_a_chart_without_rows_is_refused() -> None:
    empty = dataclasses.replace(CHARTS["votes"], rows=())
    with pytest.raises(DataError, match="no rows"):
        specification(empty)


def test_one_direction_alone_and_long_spans_are_drawn() -> None:
    chart = CHARTS["temperature"]
    row = chart.rows[0]
    rows = tuple({**row, "period": str(year)} for year in range(1946, 2016))
    drawing = svg(dataclasses.replace(chart, rows=rows, marks=()))
    years = [t for t in texts(drawing) if re.fullmatch(r"\d{4}", t)]
    assert 5 < len(years) < 16


def test_drawing_again_gives_the_same_bytes() -> None:
    chart = CHARTS["neighbours"]
    assert svg(chart) == svg(chart)
    assert png(chart) == png(chart)
    assert png(chart).startswith(b"\x89PNG")


@pytest.mark.parametrize("key", CHARTS)
def test_text_of_a_drawing_is_sans_serif_where_the_bundled_font_is_missing(key: str) -> None:
    families = set(re.findall(r'font-family="([^"]*)"', svg(CHARTS[key], titled=True)))
    assert families == {FONT_STACK}
    assert FONT_STACK.split(", ")[0] == FAMILY
    assert FONT_STACK.endswith(", sans-serif")


@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_a_png_is_as_large_as_its_svg_times_the_scale(scale: float) -> None:
    chart = CHARTS["votes"]
    size = re.search(r'width="(\d+)" height="(\d+)"', svg(chart, titled=True))
    assert size
    header = png(chart, scale=scale)[:24]
    pixels = [int.from_bytes(header[at : at + 4]) for at in (16, 20)]
    assert pixels == pytest.approx([scale * int(side) for side in size.groups()], abs=1)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_theme_uses_each_colour_once(theme: Theme) -> None:
    colours = dataclasses.astuple(theme)
    assert len(set(colours)) == len(colours)


@pytest.mark.parametrize("key", CHARTS)
def test_every_colour_of_a_page_s_drawing_follows_the_reader(key: str) -> None:
    assert not re.findall(r'(?:fill|stroke)="#', follow_reader(svg(CHARTS[key])))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("ink", ["ink", "muted", "first", "second", "link"])
@pytest.mark.parametrize("ground", ["paper", "band", "fence"])
def test_text_has_the_contrast_that_wcag_asks_of_it(theme: Theme, ink: str, ground: str) -> None:
    colours = custom_properties(theme)
    light, dark = sorted((luminance(colours[f"--{ink}"]), luminance(colours[f"--{ground}"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2013", 2013.5),
        ("2013-Q1", 2013.125),
        ("2013-12", 2013 + 11.5 / 12),
        ("2014-01-01", 2014.0),
        ("2016–2018", 2017.5),
    ],
)
def test_periods_stand_in_their_middle(period: str, expected: float) -> None:
    assert moment(period) == pytest.approx(expected)


def test_a_period_written_otherwise_is_refused() -> None:
    with pytest.raises(DataError, match="write a year") as caught:
        moment("last year")
    assert caught.value.value == "last year"


def test_spread_keeps_order_and_distance() -> None:
    moved = spread([5.0, 5.0, 5.0, 100.0], 10.0)
    assert moved[3] == 100.0
    assert sorted(moved[:3]) == [-5.0, 5.0, 15.0]


def test_lanes_start_again_where_there_is_room() -> None:
    assert lanes([0, 1, 2, 50, 51], 10) == [0, 1, 2, 0, 1]


def test_a_crowd_of_acts_takes_three_lanes_and_stays_on_the_plot() -> None:
    taken = seats([600.0 + i for i in range(30)], 17.0, width=632.0)
    assert {lane for _, lane in taken} == {0, 1, 2}
    assert max(left for left, _ in taken) <= 632.0
    for lane in range(3):
        own = [left for left, row in taken if row == lane]
        assert all(b - a >= 17.0 - 1e-9 for a, b in pairwise(own))


def test_ticks_are_round() -> None:
    assert ticks(-1.2, 1.2) == [-1.0, -0.5, 0.0, 0.5, 1.0]


def test_context_rows_of_one_plot_stay_there() -> None:
    base = CHARTS["neighbours"]
    row = {"period": "2003", "value": 0.1, "lo": 0.0, "hi": 0.2}
    rows = (
        {**row, "panel": "A → B"},
        {**row, "panel": "C → B"},
        {**row, "panel": "A → B", "series": "context", "label": "X → B", "value": 0.9},
    )
    spec = specification(Chart("neighbours", "n", base.title, base.description, rows))
    grey = [
        [layer["data"]["values"] for layer in plot["layer"] if layer["mark"].get("color") == LIGHT.context][-1]
        for plot in spec["concat"]
    ]
    assert [len(values) for values in grey] == [1, 0] or grey[1] == [{"value": 0}]


def test_a_few_wide_intervals_do_not_flatten_the_lines() -> None:
    base = CHARTS["neighbours"]
    rows = tuple({"panel": "A → B", "period": str(y), "value": 0.1, "lo": 0.0, "hi": 0.2} for y in range(2000, 2010))
    assert not runs_off(dataclasses.replace(base, rows=rows))
    wide = dataclasses.replace(base, rows=({**rows[0], "lo": -9.0, "hi": 9.0}, *rows[1:]))
    assert runs_off(wide)
    lo, hi = specification(wide)["concat"][0]["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert -1 < lo < hi < 1
    every = dataclasses.replace(base, rows=tuple({**row, "lo": -9.0, "hi": 9.0} for row in rows))
    assert not runs_off(every)


def test_covering_without_intervals_holds_the_values() -> None:
    lo, hi = covering([0.0, 2.0, None], [None, None, None], [])
    assert lo < 0
    assert hi > 2


def test_chance_is_named_beside_the_plot() -> None:
    chart = CHARTS["votes"]
    rows = tuple({**row, "value": -0.1, "lo": -0.2} if row["measure"] != "agreement" else row for row in chart.rows)
    plot = specification(dataclasses.replace(chart, rows=rows))["hconcat"][1]
    (named,) = [layer for layer in plot["layer"] if layer["data"]["values"] == [{"text": "chance"}]]
    assert named["encoding"]["x"]["value"] > plot["width"]


def test_no_line_reaches_the_word_above_a_fan() -> None:
    for plot in specification(CHARTS["outlook"])["hconcat"]:
        lo, hi = plot["layer"][0]["encoding"]["y"]["scale"]["domain"]
        (word,) = [layer for layer in plot["layer"] if layer["data"]["values"] == [{"text": "outlook →"}]]
        tops = [row["q95"] for layer in plot["layer"] for row in layer["data"]["values"] if row.get("q95") is not None]
        assert (hi - max(tops)) / (hi - lo) * plot["height"] > word["encoding"]["y"]["value"] + 5
        assert word["encoding"]["x"]["value"] + 40 <= plot["width"]


def test_years_without_an_estimate_are_said_to_have_none() -> None:
    chart = CHARTS["temperature"]
    late = {"date": "2022-12-16", "label": "Later", "tone": "neutral", "record": None}
    assert "no estimate after 2015" in texts(svg(dataclasses.replace(chart, marks=(*chart.marks, late))))
    assert not any("no estimate" in text for text in texts(svg(chart)))


@pytest.mark.parametrize("key", CHARTS)
def test_a_chart_that_stands_alone_is_the_one_in_the_page_with_title_and_acts(key: str) -> None:
    chart = CHARTS[key]
    inside, alone = svg(chart), svg(chart, titled=True)
    marks = re.search(r"</desc>(.*)</svg>$", inside, re.DOTALL)
    assert marks
    assert marks[1] in alone
    assert chart.title in texts(alone)
    listed = [text for text in texts(alone) if " · " in text]
    assert [int(text.split(" · ")[0]) for text in listed] == [mark["number"] for mark in numbered_marks(chart)]


def test_the_paper_is_as_wide_as_the_longest_act() -> None:
    chart = CHARTS["temperature"]
    marks = tuple({**mark, "label": "very long " * 20} for mark in chart.marks)
    long = svg(dataclasses.replace(chart, marks=marks), titled=True)
    short = svg(chart, titled=True)
    wide, usual = (int(re.search(r'width="(\d+)"', drawing)[1]) for drawing in (long, short))  # type: ignore[index]
    assert wide > 1.2 * usual
    assert wide > max(text_widths((text, 11, 400) for text in texts(long)))


def test_text_around_a_drawing_is_made_safe() -> None:
    drawing = svg(dataclasses.replace(CHARTS["votes"], title="<b>\x1b & co"), titled=True)
    assert r"&lt;b&gt;\x1b &amp; co</text>" in drawing
    assert "\x1b" not in drawing
