"""The chart of neighbours: small plots on one scale, each with the pair's own line behind it."""

from __future__ import annotations

from collections.abc import Sequence

from detente.documents.document import Chart
from detente.publish.charts.layers import interval_layers, panel, zero_layer
from detente.publish.charts.row_placement import Row, Spec, distinct, line, place_rows, usual_span, year_span
from detente.publish.charts.scales import Frame, text_width
from detente.publish.charts.sizes import BETWEEN, MARGIN, WIDTH
from detente.publish.charts.theme import Theme

__all__ = ["neighbours"]

SMALL = 11.0  # font size of the small plots' titles


def neighbours(chart: Chart, theme: Theme) -> Spec:
    """Draw a small plot for each neighbour, all on one scale."""
    placed = place_rows(chart.rows)
    context = [row for row in placed if row.get("series") == "context"]
    rows = [row for row in placed if row.get("series") != "context"]
    names = distinct(rows, "panel")
    columns = _columns(names)
    years, heights = year_span(placed), usual_span(placed)
    plots = []
    for i, name in enumerate(names):
        frame = Frame(_small_width(columns), 74.0, years, heights)
        layers = [
            *zero_layer(frame, theme, label=None),
            *interval_layers(_beside(context, name, names), theme.context, thin=True),
            *interval_layers(line(rows, panel=name), theme.first, small=True),
        ]
        low = i + columns >= len(names)
        plots.append(panel(frame, layers, title=name, size=SMALL, y_axis=i % columns == 0, x_axis=low, few=True))
    body: Spec = {"concat": plots, "columns": columns, "spacing": {"row": 14, "column": BETWEEN}, "align": "each"}
    if context:
        body["title"] = _key_title(f"Grey line: {_context_name(context)}", theme)
    return body


def _columns(names: Sequence[str]) -> int:
    """Return how many small plots stand side by side: four where they come in fours and their titles fit."""
    wanted = {1: 1, 2: 2, 3: 3}.get(len(names), 3 if len(names) % 4 else 4)
    widest = max(text_width(name, SMALL) for name in names)
    return next((n for n in range(wanted, 1, -1) if widest * 1.04 <= _small_width(n)), 1)


def _small_width(columns: int) -> float:
    return (WIDTH + MARGIN - 24 - BETWEEN * (columns - 1)) / columns


def _beside(context: list[Row], name: str, names: Sequence[str]) -> list[Row]:
    """Return the pair's own line for one plot: rows for that plot, or rows that stand beside every plot."""
    return line([row for row in context if row.get("panel") == name or row.get("panel") not in names])


def _context_name(context: list[Row]) -> str:
    return str(context[0].get("label") or context[0].get("panel") or "the pair itself")


def _key_title(text: str, theme: Theme) -> Spec:
    return {
        "text": text,
        "anchor": "start",
        "fontSize": 11,
        "fontWeight": 400,
        "color": theme.muted,
        "offset": 10,
    }
