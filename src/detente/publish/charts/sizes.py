"""The sizes of plots, in pixels."""

from __future__ import annotations

__all__ = ["BETWEEN", "GAP", "HALF", "MARGIN", "WIDTH"]

WIDTH = 624.0  # of one full plot; with the axis on its left and names on its right about 700
MARGIN = 62.0  # right of a plot, for the names of bands and lines
GAP = 34.0  # between two plots side by side
HALF = (WIDTH - GAP) / 2  # of one of two plots side by side, names on the right alone
BETWEEN = 20.0  # two small plots
