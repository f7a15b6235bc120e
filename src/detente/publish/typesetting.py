"""The Typst engine, with the bundled fonts and no others: it sets pages, and draws SVG as pixels."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from typing import cast

import typst

from detente.publish.charts.theme import FONTS

__all__ = ["compiler", "pixels", "text_widths"]

PICTURE = b"""\
#set page(width: auto, height: auto, margin: 0pt, fill: rgb(sys.inputs.paper))
#image(bytes(sys.inputs.drawing), format: "svg")
"""
MEASURE = b"""\
#set text(font: "Fira Sans")
#let width(it) = measure(text(size: it.size * 1pt, weight: it.weight, it.text)).width
#context [#metadata(json(bytes(sys.inputs.texts)).map(it => width(it).pt()))<widths>]
"""
CSS_PIXELS = 96  # per inch


@functools.cache
def _fonts() -> typst.Fonts:
    """Read the bundled fonts, once."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


@functools.cache
def compiler() -> typst.Compiler:
    """Return the engine."""
    return typst.Compiler(font_paths=_fonts())


def pixels(drawing: str, *, paper: str, scale: float) -> bytes:
    """Return an SVG drawing on `paper` (a colour) as PNG, `scale` pixels to a CSS pixel."""
    inputs = {"drawing": drawing, "paper": paper}
    png = compiler().compile(PICTURE, format="png", ppi=CSS_PIXELS * scale, sys_inputs=inputs)
    return cast("bytes", png)  # of one page


def text_widths(texts: Iterable[tuple[str, float, int]]) -> list[float]:
    """Return how wide lines of text are, each given with its size and its weight, in the unit of the size.

    Examples
    --------
    >>> [round(width, 1) for width in text_widths([("Japan", 10, 400), ("Japan", 20, 400)])]
    [25.6, 51.3]
    """
    lines = [{"text": text, "size": size, "weight": weight} for text, size, weight in texts]
    measure = typst.Compiler(MEASURE, font_paths=_fonts(), sys_inputs={"texts": json.dumps(lines)})
    return cast("list[float]", json.loads(measure.query("<widths>", field="value", one=True)))
