"""Charts and networks drawn as SVG and PNG, without a browser and with the bundled font.

Without a font the renderer silently leaves out all text, so the bundled one is registered before the first drawing.
A drawing names system fonts after it, for readers of an SVG who lack it.
"""

from __future__ import annotations

import functools
import html
import json
import re
from typing import Any

import vl_convert

from detente.documents.document import Chart, Drawing
from detente.publish.charts.specs import specification
from detente.publish.charts.theme import FONTS, LIGHT, Theme
from detente.publish.glyphs import legible
from detente.publish.standing_alone import standing_alone
from detente.publish.typesetting import pixels
from detente.unsafe_characters import visible, visible_tree

__all__ = ["drawing_specification", "png", "raster", "svg"]

SPOKEN = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')  # of single marks; the drawing speaks as a whole
IDS = re.compile(r'\bid="([^"]+)"')


def drawing_specification(drawing: Drawing, theme: Theme = LIGHT, *, titled: bool = False) -> dict[str, Any]:
    """Return the Vega-Lite specification of a chart or a network, `titled` where it stands alone."""
    if isinstance(drawing, Chart):
        return specification(drawing, theme, titled=titled)
    from detente.publish.networks.specs import network_specification  # noqa: PLC0415 - charts need no graph layout

    return network_specification(drawing, theme, titled=titled)


def svg(drawing: Drawing, theme: Theme = LIGHT, *, titled: bool = False) -> str:
    """Draw a chart or a network as SVG with selectable text.

    Parameters
    ----------
    drawing : Chart or NetworkDrawing
        What to draw.
    theme : Theme
        Colours.
    titled : bool
        Whether the drawing stands alone, with its title and list of acts.

    Returns
    -------
    str
        One ``<svg>`` element with role ``img``, a title and a description. Its ids begin with the drawing's key.
    """
    drawn = _drawn(drawing_specification(drawing, theme))
    shown = standing_alone(drawn, visible_tree(drawing), theme) if titled else drawn
    return _named(shown, drawing.key, drawing.title, drawing.description.text)


def png(drawing: Drawing, theme: Theme = LIGHT, *, scale: float = 2.0, titled: bool = True) -> bytes:
    """Draw a chart or a network as PNG on paper, `scale` pixels to a CSS pixel."""
    return raster(svg(drawing, theme, titled=titled), theme, scale=scale)


def raster(drawing: str, theme: Theme = LIGHT, *, scale: float = 2.0) -> bytes:
    """Return an SVG drawing as PNG on paper, `scale` pixels to a CSS pixel."""
    return pixels(legible(drawing, alone=True), paper=theme.paper, scale=scale)


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
