"""A drawing that stands alone, in a file of its own: on paper, its title above, its numbered acts listed below.

It is put around the drawing that stands in a page, which is drawn once for both.
"""

from __future__ import annotations

import html
import math
import re
from typing import NamedTuple

from detente.documents.document import Chart, Drawing
from detente.publish.charts.specs import LIST_SIZE, act_list
from detente.publish.charts.theme import FONT_STACK, Theme
from detente.publish.typesetting import text_widths

__all__ = ["standing_alone"]

SVG = re.compile(r'<svg([^>]*?) width="(\d+)" height="(\d+)"[^>]*>(.*)</svg>', re.DOTALL)
PLOT = re.compile(r'transform="translate\(([\d.]+),')  # the left edge of the first plot
PADDING = 2  # of a drawing in a page
TITLE_SIZE, SUBTITLE_SIZE = 15.0, 11.5  # pixels


class _Text(NamedTuple):
    """A line of text; `left` and `top` of its baseline, and `size`, in pixels."""

    words: str
    colour: str
    left: float
    top: float
    size: float
    weight: int = 400


def standing_alone(svg: str, drawing: Drawing, theme: Theme) -> str:
    """Return an SVG drawing with its title and its list of acts.

    Parameters
    ----------
    svg : str
        The drawing as it stands in a page.
    drawing : Chart or NetworkDrawing
        What it shows.
    theme : Theme
        The theme that it was drawn in.
    """
    found, plot = SVG.fullmatch(svg), PLOT.search(svg)
    if found is None or plot is None:
        raise ValueError(f"not a drawing of the renderer: {svg[:80]!r}")
    attributes, width, height, content = found[1], int(found[2]), int(found[3]), found[4]
    margin, texts, head = _title(drawing, theme)
    left, top = margin - PADDING, margin - PADDING + head
    foot: float = top + height - PADDING
    for line, beside, below in act_list(drawing) if isinstance(drawing, Chart) else ():
        texts.append(_Text(line, theme.muted, left + float(plot[1]) + beside, foot + 27 + below, LIST_SIZE))
    foot = max(foot, *(text.top + 13 for text in texts))
    widths = text_widths((text.words, text.size, text.weight) for text in texts)
    right = max(left + width - PADDING, *(text.left + wide for text, wide in zip(texts, widths, strict=True)))
    across, down = math.ceil(right + margin), math.ceil(foot + margin)
    return (
        f'<svg{attributes} width="{across}" height="{down}" viewBox="0 0 {across} {down}">'
        f'<rect width="{across}" height="{down}" fill="{theme.paper}"/>{"".join(map(_markup, texts))}'
        f'<g transform="translate({left},{top})">{content}</g></svg>'
    )


def _title(drawing: Drawing, theme: Theme) -> tuple[int, list[_Text], int]:
    """Return the margin around a drawing, its title, and how much room that takes above it."""
    if isinstance(drawing, Chart) and not drawing.subtitle:
        return 12, [_Text(drawing.title, theme.ink, 12, 24, TITLE_SIZE, 600)], 29
    title = _Text(drawing.title, theme.ink, 14, 26, TITLE_SIZE, 600)
    if not drawing.subtitle:
        return 14, [title], 27
    return 14, [title, _Text(drawing.subtitle, theme.muted, 14, 43, SUBTITLE_SIZE)], 44


def _markup(text: _Text) -> str:
    return (
        f'<text transform="translate({text.left:g},{text.top:g})" font-family="{FONT_STACK}" '
        f'font-size="{text.size:g}px" font-weight="{text.weight}" fill="{text.colour}">{html.escape(text.words)}</text>'
    )
