"""A chart's specification as a drawing: SVG and PNG, without a browser and with the bundled font.

Without a font the renderer leaves all text out in silence; so the bundled one is registered before the first
drawing, and a drawing asks for no other.
"""

from __future__ import annotations

import functools
import html
import json
import re
from typing import Any

import vl_convert

from detente.characters import visible, visible_tree
from detente.documents.document import Chart
from detente.publish.charts.specs import specification
from detente.publish.charts.theme import FONTS, LIGHT, Theme
from detente.publish.glyphs import legible

__all__ = ["draw", "png", "raster", "svg"]

SPOKEN = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')  # of single marks; the drawing speaks as a whole
IDS = re.compile(r'\bid="([^"]+)"')


def svg(chart: Chart, theme: Theme = LIGHT, *, titled: bool = False) -> str:
    """Draw a chart as SVG whose text is text.

    Parameters
    ----------
    chart : Chart
        What to draw.
    theme : Theme
        Colours.
    titled : bool
        Whether the drawing stands alone, with title and list of acts.

    Returns
    -------
    str
        One ``<svg>`` element with role ``img``, a title and a description. Its ids begin with the chart's key.
    """
    spec = specification(chart, theme, titled=titled)
    return _named(_drawn(spec), chart.key, chart.title, chart.description.text)


def png(chart: Chart, theme: Theme = LIGHT, *, scale: float = 2.0) -> bytes:
    """Draw a chart as PNG that stands alone, `scale` pixels to a CSS pixel."""
    return raster(svg(chart, theme, titled=True), scale=scale)


def draw(spec: dict[str, Any], *, key: str, title: str) -> str:
    """Draw a complete specification as SVG whose text is text.

    Parameters
    ----------
    spec : dict
        Vega-Lite, with its data inside; its description is spoken to those who can't see it.
    key : str
        What the drawing's ids begin with.
    title : str
        Name of the drawing.
    """
    return _named(_drawn(spec), key, title, str(spec["description"]))


def raster(drawing: str, *, scale: float = 2.0) -> bytes:
    """Return an SVG drawing as PNG, `scale` pixels to a CSS pixel."""
    _register_font()
    return bytes(vl_convert.svg_to_png(legible(drawing, alone=True), scale=scale))


@functools.cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(FONTS))


def _drawn(spec: dict[str, Any]) -> str:
    """Draw a specification; its texts are made visible, as the renderer takes no control characters."""
    return _drawn_once(json.dumps(visible_tree(spec), sort_keys=True))


@functools.lru_cache(maxsize=64)
def _drawn_once(spec: str) -> str:
    _register_font()
    return str(vl_convert.vegalite_to_svg(spec))


def _named(drawing: str, key: str, title: str, description: str) -> str:
    """Name the drawing for those who can't see it, and make its ids its own."""
    key = re.sub(r"[^a-z0-9-]", "-", key.lower())
    drawing = SPOKEN.sub("", drawing)
    for i, found in enumerate(dict.fromkeys(IDS.findall(drawing))):
        mine = f"chart-{key}-{i}"
        drawing = drawing.replace(f'id="{found}"', f'id="{mine}"').replace(f"#{found})", f"#{mine})")
    head, tail = drawing.split(">", 1)
    names = f"chart-{key}-title chart-{key}-desc"
    return (
        f'{head} role="img" aria-labelledby="{names}">'
        f'<title id="chart-{key}-title">{html.escape(visible(title))}</title>'
        f'<desc id="chart-{key}-desc">{html.escape(visible(description))}</desc>{tail}'
    )
