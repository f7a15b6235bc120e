"""The Typst engine, with the bundled fonts and no others: it sets pages, and draws SVG as pixels."""

from __future__ import annotations

import functools
from typing import cast

import typst

from detente.publish.charts.theme import FONTS

__all__ = ["compiler", "pixels"]

PICTURE = b"""\
#set page(width: auto, height: auto, margin: 0pt, fill: rgb(sys.inputs.paper))
#image(bytes(sys.inputs.drawing), format: "svg")
"""
CSS_PIXELS = 96  # per inch


@functools.cache
def compiler() -> typst.Compiler:
    """Return the engine, which reads the fonts once."""
    return typst.Compiler(font_paths=[FONTS], ignore_system_fonts=True)


def pixels(drawing: str, *, paper: str, scale: float) -> bytes:
    """Return an SVG drawing on `paper` (a colour) as PNG, `scale` pixels to a CSS pixel."""
    inputs = {"drawing": drawing, "paper": paper}
    png = compiler().compile(PICTURE, format="png", ppi=CSS_PIXELS * scale, sys_inputs=inputs)
    return cast("bytes", png)  # of one page
