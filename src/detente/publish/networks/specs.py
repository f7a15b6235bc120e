"""A network drawing as a Vega-Lite specification: who is tied to whom, on a plane or on a map.

A drawing is a column of panels: the network or the map, a list of the states without a tie, and small plots of the two
axes over time. Ties that are known by draws are drawn the stronger the more likely they are. Hypothetical ties are
dashed, ties that are supposed to have lapsed dotted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.documents.network_drawing import NetworkDrawing, NetworkNode
from detente.publish.charts.layers import interval_layers, panel
from detente.publish.charts.scales import Frame
from detente.publish.charts.specs import SCHEMA, house_style
from detente.publish.charts.theme import LIGHT, Theme
from detente.publish.networks.canvas import WIDTH as ACROSS
from detente.publish.networks.canvas import Dot, DrawnLine, drawing, text_block
from detente.publish.networks.layout import Point, arranged
from detente.publish.networks.maps import MapExtent, dispute_dots, dispute_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["network_specification", "network_table"]

Spec = dict[str, Any]

SIZES = {"hub": (350.0, 40.0, 40.0), "camps": (400.0, 34.0, 50.0)}  # height, edge, and room for names beside it
SPACING = {"hub": 16, "map": 16, "camps": 12}
PLOT = 300.0  # width of one of the small plots
SHAPES = {1: "circle", 2: "square"}
TIES = {"tie": "tie", "added": "hypothetical tie", "dropped": "supposed to have lapsed", "foe": "foe"}


def network_specification(network: NetworkDrawing, theme: Theme = LIGHT, *, titled: bool = False) -> Spec:
    """Return the Vega-Lite specification of a network drawing.

    Parameters
    ----------
    network : NetworkDrawing
        What to draw.
    theme : Theme, optional
        Colours.
    titled : bool, optional
        Whether the drawing stands alone: its title above, on paper.

    Returns
    -------
    dict
        A complete specification with its data inside.
    """
    parts = _map(network, theme) if network.layout == "map" else _plane(network, theme)
    title = {
        "text": network.title,
        "subtitle": network.subtitle,
        "anchor": "start",
        "fontSize": 15,
        "fontWeight": 600,
        "color": theme.ink,
        "subtitleColor": theme.muted,
        "subtitleFontSize": 11.5,
        "subtitlePadding": 5,
        "offset": 12,
    }
    return {
        "$schema": SCHEMA,
        "description": network.description.text,
        "background": theme.paper if titled else None,
        "padding": 14 if titled else 2,
        "config": house_style(theme),
        **({"title": title} if titled else {}),
        "vconcat": [*parts, *_axes(network, theme)],
        "spacing": SPACING[network.layout],
    }


def network_table(network: NetworkDrawing) -> tuple[list[str], list[list[str]]]:
    """Return the drawing as a table: a row for each state that has a tie, with the states it is tied to by kind."""
    names = {node.state: node.name for node in network.nodes}
    kinds = [kind for kind in TIES if any(tie.kind == kind for tie in network.ties)]
    held: dict[str, dict[str, list[str]]] = {}
    for tie in network.ties:
        for one, other in ((tie.a, tie.b), (tie.b, tie.a)):
            if one in names and other in names:
                held.setdefault(names[one], {}).setdefault(tie.kind, []).append(names[other])
    rows = [[name, *(", ".join(sorted(held[name].get(kind, []))) or "–" for kind in kinds)] for name in sorted(held)]
    return ["State", *(TIES[kind].capitalize() for kind in kinds)], rows


def _plane(network: NetworkDrawing, theme: Theme) -> list[Spec]:
    height, edge, room = SIZES[network.layout]
    side = edge + room
    found = arranged(_adjacency(network), ACROSS - 2 * side, height - 2 * edge) + np.array([side, edge])
    nodes = network.nodes
    points = {node.state: (float(x), float(y)) for node, (x, y) in zip(nodes, found, strict=True) if x >= 0}
    parts = [drawing(_dots(network, theme, points), _lines(network, points), theme, height)] if points else []
    alone = sorted(node.name for node in nodes if node.state not in points)
    return [*parts, text_block(theme, f"{network.isolates}: {', '.join(alone)}", italic=True)] if alone else parts


def _adjacency(network: NetworkDrawing) -> NDArray[np.bool_]:
    """Return which nodes to place near each other: friends, where friendships alone reach every state with a tie."""
    place = {node.state: i for i, node in enumerate(network.nodes)}
    tied, friendly = (np.zeros((len(place),) * 2, dtype=bool) for _ in range(2))
    for tie in network.ties:
        at = [place[tie.a], place[tie.b]]
        tied[at, at[::-1]] = True
        friendly[at, at[::-1]] |= tie.kind != "foe"
    return friendly if (friendly.any(axis=1) == tied.any(axis=1)).all() else tied


def _dots(network: NetworkDrawing, theme: Theme, points: Mapping[str, Point]) -> list[Dot]:
    """Return a point for each state, the hub first, then by number of ties."""
    ties = Counter(code for tie in network.ties for code in (tie.a, tie.b))
    ordered = sorted(network.nodes, key=lambda node: (not node.hub, -ties[node.state], node.state))
    return [
        _dot(network, node, points[node.state], ties[node.state], theme) for node in ordered if node.state in points
    ]


def _dot(network: NetworkDrawing, node: NetworkNode, at: Point, ties: int, theme: Theme) -> Dot:
    if network.layout == "camps":
        return Dot(at, node.name, theme.ink, radius=5.2, shape=SHAPES[node.camp or 1])
    radius = 3.6 + 1.1 * math.sqrt(ties) + (2.0 if node.hub else 0.0)
    return Dot(at, node.name, theme.first if node.hub else theme.ink, radius=radius, bold=node.hub)


def _lines(network: NetworkDrawing, points: Mapping[str, Point]) -> list[DrawnLine]:
    return [
        DrawnLine(points[tie.a], points[tie.b], tie.kind, tie.shade)
        for tie in network.ties
        if tie.a in points and tie.b in points
    ]


def _map(network: NetworkDrawing, theme: Theme) -> list[Spec]:
    disputes = sorted(network.disputes, key=lambda dispute: (-dispute.lat, dispute.lon))
    cities = {
        node.state: (node.lat, node.lon)
        for node in sorted(network.nodes, key=lambda node: node.state)
        if node.lat is not None and node.lon is not None
    }
    window = MapExtent.around(list(cities.values()), [(dispute.lat, dispute.lon) for dispute in disputes])
    points = {code: window.place(*city) for code, city in cities.items()}
    dots = [window.edged(dot, *where) for dot, where in _with_cities(_dots(network, theme, points), points, cities)]
    drawn = drawing(
        [*dots, *dispute_dots(disputes, window, theme)],
        _lines(network, points),
        theme,
        window.height,
        window.grid(theme),
    )
    return [drawn, *dispute_key(disputes, theme)]


def _with_cities(
    dots: Sequence[Dot], points: Mapping[str, Point], cities: Mapping[str, tuple[float, float]]
) -> list[tuple[Dot, tuple[float, float]]]:
    """Pair each dot with the latitude and longitude of its capital."""
    order = {point: code for code, point in points.items()}
    return [(dot, cities[order[dot.at]]) for dot in dots]


def _axes(network: NetworkDrawing, theme: Theme) -> list[Spec]:
    """Draw the small plots side by side, each with its interval, on one scale from 0 to 1."""
    if not network.axes:
        return []
    years = [float(row["year"]) for row in network.axes]
    span = (min(years), max(years) + 1)
    plots = []
    for i, title in enumerate(dict.fromkeys(str(row["plot"]) for row in network.axes)):
        rows = [
            {
                "x": row["year"] + 0.5,
                "value": row["value"],
                "lo": row["value"] if row["lo"] is None else row["lo"],
                "hi": row["value"] if row["hi"] is None else row["hi"],
            }
            for row in network.axes
            if row["plot"] == title
        ]
        frame = Frame(PLOT, 130.0, span, (0.0, 1.0))
        layers = interval_layers(rows, theme.directions[i % 2], second=bool(i % 2))
        plots.append(
            panel(frame, layers, title=title, colour=theme.directions[i % 2], y_axis=True, grid=True, few=True)
        )
    return [{"hconcat": plots, "spacing": ACROSS - 2 * PLOT - 26, "align": "each"}]
