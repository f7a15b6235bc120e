"""A canvas: points, the lines between them and their names, placed in pixels from the top left corner."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from detente.publish.charts.layers import text_layer
from detente.publish.charts.scales import text_width
from detente.publish.charts.theme import Theme
from detente.publish.networks.layout import Point, name_places

__all__ = ["AT", "SMALL", "TO", "WIDTH", "Dot", "DrawnLine", "canvas", "drawing", "text_block", "wrapped"]

Spec = dict[str, Any]

WIDTH = 700.0
LETTER = 11.5
SMALL = 10.5
FAINTEST = 0.12
CROWD = 40  # lines, from which on they are drawn thinner
SEEN = 0.35  # shade of a line that names should not cover
AT: Spec = {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}
TO: Spec = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}


@dataclass(frozen=True, slots=True)
class Dot:
    """A named point.

    Parameters
    ----------
    at : (float, float)
        In pixels.
    name : str
        Written beside it.
    colour : str
        Of the point.
    radius : float
        In pixels.
    shape : str
        As Vega-Lite names it.
    bold : bool
        Whether the name stands out.
    letter : float
        Font size of the name in pixels.
    ink : str or None
        Colour of the name; by default the theme's ink.
    """

    at: Point
    name: str
    colour: str
    radius: float = 4.5
    shape: str = "circle"
    bold: bool = False
    letter: float = LETTER
    ink: str | None = None


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line between two points: ``style`` is ``tie``, ``added``, ``dropped`` or ``foe``; ``shade`` from 0 to 1."""

    start: Point
    end: Point
    style: str = "tie"
    shade: float = 1.0


def drawing(
    dots: Sequence[Dot], lines: Sequence[DrawnLine], theme: Theme, height: float, under: Iterable[Spec] = ()
) -> Spec:
    """Draw lines, points and names, over what lies `under` them; dots given first get the best places for names."""
    seats = name_places(
        [dot.at for dot in dots],
        [dot.name for dot in dots],
        [dot.letter for dot in dots],
        (2, 0, WIDTH - 2, height),
        away=[dot.radius + 4 for dot in dots],
        lines=[(line.start, line.end) for line in lines if line.shade >= SEEN],
    )
    names = [layer for dot, seat in zip(dots, seats, strict=True) for layer in _name(dot, seat, theme)]
    return canvas([*under, *_line_layers(lines, theme), *_dot_layers(dots, theme), *names], height)


def canvas(layers: Sequence[Spec], height: float) -> Spec:
    """Return layers on a plane whose coordinates are pixels from its top left corner."""
    base: Spec = {
        "data": {"values": []},
        "mark": {"type": "point", "opacity": 0},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, WIDTH], "nice": False}},
            "y": {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [height, 0], "nice": False}},
        },
    }
    return {"width": WIDTH, "height": height, "view": {"stroke": None}, "layer": [base, *layers]}


def text_block(theme: Theme, text: str, *, italic: bool = False) -> Spec:
    """Return text as wide as the drawing, in as many lines as it takes."""
    lines = wrapped(text, WIDTH, SMALL)
    layers = [
        text_layer(line, theme.muted, left=0, top=7 + 15 * i, size=SMALL, italic=italic) for i, line in enumerate(lines)
    ]
    return canvas(layers, 15.0 * len(lines))


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Break text into lines of at most `width` pixels at a font size.

    Examples
    --------
    >>> wrapped("Japan and Russia", 60, 11)
    ['Japan and', 'Russia']
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _line_layers(lines: Sequence[DrawnLine], theme: Theme) -> list[Spec]:
    thin = len(lines) > CROWD
    shade = {"field": "shade", "type": "quantitative", "legend": None, "scale": {"domain": [0, 1], "range": [0, 0.85]}}
    layers = []
    for style, colour, dash, width in (
        ("tie", theme.muted, None, 1.1 if thin else 1.8),
        ("foe", theme.second, None, 1.4 if thin else 1.8),
        ("dropped", theme.muted, [1, 5], 1.8),
        ("added", theme.second, [6, 4], 2.4),
    ):
        rows = [
            {
                "x": line.start[0],
                "y": line.start[1],
                "x2": line.end[0],
                "y2": line.end[1],
                "shade": round(max(FAINTEST, line.shade), 3),
            }
            for line in lines
            if line.style == style
        ]
        if rows:
            mark: Spec = {"type": "rule", "color": colour, "strokeWidth": width, "strokeCap": "round"}
            if dash:
                mark["strokeDash"] = dash
            layers.append({"data": {"values": rows}, "mark": mark, "encoding": {**AT, **TO, "opacity": shade}})
    return layers


def _dot_layers(dots: Sequence[Dot], theme: Theme) -> list[Spec]:
    """Draw the points, the first given on top."""
    rows = [
        {
            "x": dot.at[0],
            "y": dot.at[1],
            "size": round(math.pi * dot.radius**2, 1),
            "colour": dot.colour,
            "shape": dot.shape,
        }
        for dot in reversed(dots)
    ]
    plain = {"type": "nominal", "scale": None, "legend": None}
    mark = {"type": "point", "filled": True, "opacity": 1, "stroke": theme.paper, "strokeWidth": 1.2}
    encoding = {
        **AT,
        "fill": {"field": "colour", **plain},
        "shape": {"field": "shape", **plain},
        "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
    }
    return [{"data": {"values": rows}, "mark": mark, "encoding": encoding}] if rows else []


def _name(dot: Dot, seat: Point, theme: Theme) -> list[Spec]:
    """Return a name on a halo of paper, so that a line under it does not strike it through."""
    left, top = seat
    halo, name = (
        text_layer(dot.name, colour, left=left, top=top, size=dot.letter, bold=dot.bold)
        for colour in (theme.paper, dot.ink or theme.ink)
    )
    halo["mark"] |= {"stroke": theme.paper, "strokeWidth": 3, "strokeJoin": "round", "opacity": 0.85}
    return [halo, name]
