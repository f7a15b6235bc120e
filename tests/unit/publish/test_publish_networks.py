from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest

from detente.answers.architecture import ArchitectureAnswer
from detente.answers.balance import network_balance
from detente.answers.documents.architecture import architecture_document
from detente.answers.documents.blocks.balance import balance_summary
from detente.answers.documents.blocks.network_drawings import balance_drawing, network_drawing
from detente.answers.map_points import capitals_on, disputes_on
from detente.answers.network_series import NetworkSeries, network_series
from detente.cli.architecture_tables import course_tables
from detente.cli.balance_tables import balance_tables
from detente.documents.network_drawing import NetworkDrawing
from detente.documents.register import Register
from detente.publish import render
from detente.publish.charts.scales import text_width
from detente.publish.charts.theme import DARK, FONT_STACK, LIGHT, Theme
from detente.publish.drawings import drawing_specification, png, svg
from detente.publish.networks.layout import arranged, name_places
from detente.publish.networks.maps import MapExtent


@pytest.fixture(scope="module")
def course() -> NetworkSeries:
    return network_series("pacts", "asia-pacific", since=2010, as_of=date(2015, 9, 1), add=[("China", "Russia")])


# Layout


def test_tied_states_stand_apart_and_within_the_drawing() -> None:
    rng = np.random.default_rng(5)
    for n in (4, 9, 25):
        tied = np.triu(rng.random((n, n)) < 0.3, 1)
        tied[0, 1] = True
        tied |= tied.T
        place = arranged(tied, 600, 300)
        known = place[tied.any(axis=1)]
        assert np.isnan(place[~tied.any(axis=1)]).all()
        assert (known >= -1e-6).all()
        assert (known <= np.array([600, 300]) + 1e-6).all()
        gaps = np.linalg.norm(known[:, None] - known[None], axis=-1) + 1e3 * np.eye(len(known))
        assert gaps.min() > 4
        np.testing.assert_array_equal(place, arranged(tied, 600, 300))


def test_names_do_not_touch_where_there_is_room() -> None:
    rng = np.random.default_rng(1)
    points = [(float(x), float(y)) for x, y in rng.uniform((40, 20), (560, 380), (25, 2))]
    names = [f"State {i}" for i in range(25)]
    seats = name_places(points, names, [11.0] * 25, (0, 0, 600, 400))
    boxes = [(x, y - 6, x + text_width(name, 11), y + 6) for (x, y), name in zip(seats, names, strict=True)]
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_name_gives_way_to_a_line() -> None:
    line = ((50.0, 50.0), (150.0, 50.0))
    ((left, top),) = name_places([(50.0, 50.0)], ["Japan"], [11.0], (0, 0, 200, 100), lines=[line])
    assert left < 50 or abs(top - 50) > 6


# The map


def test_lone_capitals_far_away_stand_at_the_edge() -> None:
    cities = [(35.7, 139.7), (39.9, 116.4), (14.6, 121.0), (37.6, 127.0)]
    window = MapExtent.around([*cities, (38.9, -77.0), (55.8, 37.6)])
    assert all(window.holds(*city) for city in cities)
    assert not window.holds(38.9, -77.0)
    assert window.place(38.9, -77.0)[0] > window.place(35.7, 139.7)[0]  # to the east, over the Pacific
    assert window.place(55.8, 37.6)[0] < window.place(39.9, 116.4)[0]


def test_a_map_over_the_date_line_is_in_one_piece() -> None:
    window = MapExtent.around([(-18.1, 178.4), (-13.8, -171.8), (-41.3, 174.8)])
    assert window.east - window.west < 60
    assert window.place(-13.8, -171.8)[0] > window.place(-18.1, 178.4)[0]


def test_a_map_keeps_its_height() -> None:
    assert MapExtent.around([(60.0, 10.0), (-40.0, 12.0), (0.0, 14.0)]).height <= 561


# Drawings


def drawn(course: NetworkSeries, *, on_map: bool) -> NetworkDrawing:
    if not on_map:
        return network_drawing(course, Register(), "facts")
    capitals, disputes = capitals_on(course.states, course.on), disputes_on(course.states, course.on)
    return network_drawing(course, Register(), "facts", capitals=capitals, disputes=disputes)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("on_map", [False, True])
def test_a_drawing_names_every_state_in_both_themes(course: NetworkSeries, theme: Theme, on_map: bool) -> None:
    network = drawn(course, on_map=on_map)
    drawing = svg(network, theme, titled=True)
    for name in ("United States", "Mongolia", "Taiwan", "New Zealand", "North Korea"):
        assert name in drawing
    assert 'role="img"' in drawing
    assert set(re.findall(r'font-family="([^"]*)"', drawing)) == {FONT_STACK}
    assert network.title in drawing
    assert next(node for node in network.nodes if node.hub).state == "USA"
    assert png(network, theme, scale=0.5).startswith(b"\x89PNG")


def test_the_map_takes_no_side(course: NetworkSeries) -> None:
    network = drawn(course, on_map=True)
    drawing = svg(network)
    for place in (
        "Southern Kurils / Northern Territories",
        "Takeshima / Dokdo",
        "Senkaku / Diaoyu / Diaoyutai Islands",
    ):
        assert place in drawing
    assert "geoshape" not in str(drawing_specification(network))


def test_the_page_of_an_architecture_is_self_contained_and_follows_the_reader(course: NetworkSeries) -> None:
    page = render(architecture_document(ArchitectureAnswer(course)), "html").decode()
    assert "<script" not in page
    assert "http://www.w3.org/2000/svg" in page
    assert 'src="http' not in page
    assert "var(--ink)" in page
    assert "prefers-color-scheme: dark" in page


def test_every_tie_of_the_drawing_is_in_its_table(course: NetworkSeries) -> None:
    document = architecture_document(ArchitectureAnswer(course))
    network = next(d for d in document.drawings if isinstance(d, NetworkDrawing))
    text = render(document, "md").decode()
    names = {node.state: node.name for node in network.nodes}
    rows = [line for line in text.splitlines() if line.startswith("|")]
    for tie in network.ties:
        assert any(f"| {names[tie.a]} |" in row and names[tie.b] in row for row in rows)


def test_tables_say_years_that_are_alike_once(course: NetworkSeries) -> None:
    years, change, supposed = course_tables(course)
    assert [row[0] for row in years.rows] == ["2010–2015"]
    assert change.title == "From 2010 to 2015"
    assert supposed.title == "Supposed, 2015: China–Russia tied"
    assert all(len(row) == len(table.header) for table in (years, change, supposed) for row in table.rows)
    grid = next(b for b in architecture_document(ArchitectureAnswer(course)).section("years").blocks)
    assert [row[0].text for row in grid.rows] == ["2010–2015"]  # type: ignore[union-attr]


def test_a_balance_is_drawn_and_described(course: NetworkSeries) -> None:
    found = network_balance("asia-pacific", as_of=date(2015, 9, 1), draws=5)
    network = balance_drawing(found, Register(), "conduct-temperature")
    drawing = svg(network, titled=True)
    assert "Strong: 15 frustrated. All are in one camp" in drawing
    assert "Russia" in drawing
    figures, guilty = balance_tables(found)
    assert ("frustrated ties (L)", "15") in figures.rows
    assert guilty.rows[0][0] == "China–Vietnam"
    assert "the ties show no two camps" in balance_summary(found)
    document = architecture_document(ArchitectureAnswer(course, found))
    assert document.figures["balance.frustrated"].value == 15
    assert {source.id for source in document.sources} == {"facts", "conduct-temperature"}
