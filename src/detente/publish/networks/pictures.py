"""Pictures of a network of states: who is tied to whom, on a plane or on a map, and the two axes over time.

A picture is made of panels, top to bottom: the network (or the map), a line that names the states without a tie, and
the two axes. Ties that are known by draws are the stronger the likelier they are; those less likely than not are left
out. Ties that were supposed are dashed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from detente.answers.networks import Course
from detente.identity import display_name
from detente.publish.charts.layers import interval_layers, panel
from detente.publish.charts.scales import Frame
from detente.publish.charts.specs import SCHEMA, house_style
from detente.publish.charts.theme import LIGHT, Theme
from detente.publish.networks.layout import Point, arranged
from detente.publish.networks.maps import Window, dispute_dots, dispute_key
from detente.publish.networks.notes import WIDTH as ACROSS
from detente.publish.networks.notes import Dot, Line, drawn_board, text_board

__all__ = ["described", "network_picture", "network_title"]

Spec = dict[str, Any]

HEIGHT = 350.0
EDGE = 40.0  # between the outermost points and the drawing's sides
ROOM = 40.0  # more of it at the sides, for names
LIKELY = 0.5  # of a tie that is drawn
PLOT = 300.0  # width of one of the two axes' plots
AXES = (("Hub: the hub’s share of all ties", "hub_share"), ("Web: density of ties among the others", "web_density"))
OF = {
    "pacts": "Pacts",
    "cooperation": "Cooperation",
    "visits": "Visits and meetings",
    "exercises": "Joint exercises",
}


def network_picture(
    course: Course,
    theme: Theme = LIGHT,
    *,
    capitals: pl.DataFrame | None = None,
    disputes: pl.DataFrame | None = None,
) -> Spec:
    """Return a picture of an architecture as a Vega-Lite specification.

    Parameters
    ----------
    course : Course
        What to draw; the network is that of its last year.
    theme : Theme, optional
        Colours.
    capitals : polars.DataFrame, optional
        As `detente.answers.places.capitals_on` gives: with it the network is drawn on a map.
    disputes : polars.DataFrame, optional
        As `detente.answers.places.disputes_on` gives; drawn on the map.

    Returns
    -------
    dict
        A complete specification with its data inside.
    """
    parts = _network(course, theme) if capitals is None else _map(course, theme, capitals, disputes)
    return {
        "$schema": SCHEMA,
        "description": described(course),
        "background": theme.paper,
        "padding": 14,
        "config": house_style(theme),
        "title": {
            "text": network_title(course),
            "subtitle": _told(course),
            "anchor": "start",
            "fontSize": 15,
            "fontWeight": 600,
            "color": theme.ink,
            "subtitleColor": theme.muted,
            "subtitleFontSize": 11.5,
            "subtitlePadding": 5,
            "offset": 12,
        },
        "vconcat": [*parts, _axes(course, theme)],
        "spacing": 16,
    }


def network_title(course: Course) -> str:
    """Return the title of a picture, or of a page about an architecture."""
    named = "," not in course.group
    where = f"in the {course.group}" if named else f"among {len(course.states)} states"
    return f"{OF[course.of]} {where}, {course.on.year}"


def described(course: Course) -> str:
    """Return the picture in words, for those who can't see it."""
    hub = _hub(course)
    named = f"Hub: {display_name(hub, course.on)}. " if hub else ""
    likely = course.ties.filter(pl.col("probability") >= LIKELY).height
    return f"{likely} ties among {len(course.states)} states. {named}{_told(course)}."


def _told(course: Course) -> str:
    """Say in one line what a line is."""
    sure = "; the stronger, the likelier" if course.of == "cooperation" else ""
    supposed = "; dashed: supposed" if course.added else ""
    supposed += "; dotted: supposed to have lapsed" if course.dropped else ""
    return f"A line is {course.tie}{sure}{supposed}"


def _hub(course: Course) -> str | None:
    """Return the hub, if one state is likely to be it."""
    hubs = course.hubs.filter(pl.col("year") == course.on.year)
    return hubs["state"][0] if hubs.height and hubs["probability"][0] >= LIKELY else None


def _network(course: Course, theme: Theme) -> list[Spec]:
    ties = _ties(course)
    place = {code: i for i, code in enumerate(course.states)}
    tied = np.zeros((len(place),) * 2, dtype=bool)
    for a, b in ties:
        tied[place[a], place[b]] = tied[place[b], place[a]] = True
    side = EDGE + ROOM
    found = arranged(tied, ACROSS - 2 * side, HEIGHT - 2 * EDGE) + np.array([side, EDGE])
    points = {code: (float(x), float(y)) for code, (x, y) in zip(course.states, found, strict=True) if x >= 0}
    parts = [drawn_board(_dots(course, theme, points), _lines(ties, points), theme, HEIGHT)] if points else []
    alone = sorted(display_name(code, course.on) for code in course.states if code not in points)
    return [*parts, text_board(theme, f"Without such a tie: {', '.join(alone)}", italic=True)] if alone else parts


def _ties(course: Course) -> dict[tuple[str, str], tuple[str, float]]:
    """Return the ties to draw, those supposed among them, each with its style and shade."""
    added, dropped = ({(min(pair), max(pair)) for pair in pairs} for pairs in (course.added, course.dropped))
    found = {
        (row["a"], row["b"]): ("tie", (row["probability"] - LIKELY) / (1 - LIKELY))
        for row in course.ties.to_dicts()
        if row["probability"] >= LIKELY
    }
    found |= {pair: ("added", 1.0) for pair in sorted(added) if pair not in found}
    return found | dict.fromkeys(sorted(dropped), ("dropped", 1.0))


def _dots(course: Course, theme: Theme, points: Mapping[str, Point]) -> list[Dot]:
    """Return a point a state, the hub first, then by ties."""
    hub = _hub(course)
    pairs = list(_ties(course))
    ties = {code: sum(code in pair for pair in pairs) for code in points}
    return [
        Dot(
            points[code],
            display_name(code, course.on),
            theme.first if code == hub else theme.ink,
            radius=3.6 + 1.1 * math.sqrt(ties[code]) + (2.0 if code == hub else 0.0),
            bold=code == hub,
        )
        for code in sorted(points, key=lambda code: (code != hub, -ties[code], code))
    ]


def _lines(ties: Mapping[tuple[str, str], tuple[str, float]], points: Mapping[str, Point]) -> list[Line]:
    return [
        Line(points[a], points[b], style, shade)
        for (a, b), (style, shade) in ties.items()
        if a in points and b in points
    ]


def _map(course: Course, theme: Theme, capitals: pl.DataFrame, disputes: pl.DataFrame | None) -> list[Spec]:
    marks = [] if disputes is None else disputes.sort("lat", "lon", descending=[True, False]).to_dicts()
    cities = {row["state"]: (row["lat"], row["lon"]) for row in capitals.to_dicts()}
    window = Window.around(list(cities.values()), [(row["lat"], row["lon"]) for row in marks])
    points = {code: window.place(*city) for code, city in cities.items()}
    dots = [window.edged(dot, *where) for dot, where in _with_cities(_dots(course, theme, points), points, cities)]
    drawn = drawn_board(
        [*dots, *dispute_dots(marks, window, theme)], _lines(_ties(course), points), theme, window.height,
        window.grid(theme),
    )  # fmt: skip
    return [drawn, *dispute_key(marks, theme)]


def _with_cities(
    dots: list[Dot], points: Mapping[str, Point], cities: Mapping[str, tuple[float, float]]
) -> list[tuple[Dot, tuple[float, float]]]:
    """Pair each dot with the latitude and longitude of its capital."""
    order = {point: code for code, point in points.items()}
    return [(dot, cities[order[dot.at]]) for dot in dots]


def _axes(course: Course, theme: Theme) -> Spec:
    """Draw one index of each axis over the years, with its interval, on one scale from nothing to all."""
    years = course.indices["year"]
    span = (float(years.min()), float(years.max()) + 1)  # type: ignore[arg-type]
    plots = []
    for i, (title, index) in enumerate(AXES):
        rows = [
            {
                "x": row["year"] + 0.5,
                "value": row["value"],
                "lo": row["value"] if row["lo"] is None else row["lo"],
                "hi": row["value"] if row["hi"] is None else row["hi"],
            }
            for row in course.indices.filter(pl.col("index") == index).to_dicts()
        ]
        frame = Frame(PLOT, 130.0, span, (0.0, 1.0))
        layers = interval_layers(rows, theme.directions[i], second=bool(i))
        plots.append(panel(frame, layers, title=title, colour=theme.directions[i], y_axis=True, grid=True, few=True))
    return {"hconcat": plots, "spacing": ACROSS - 2 * PLOT - 26, "align": "each"}
