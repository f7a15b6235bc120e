"""The chart of an outlook: the past as a line, the future as two bands and a median."""

from __future__ import annotations

from detente.documents.document import Chart
from detente.publish.charts.layers import band_layers, interval_layers, panel, text_layer
from detente.publish.charts.row_placement import (
    Row,
    Spec,
    distinct,
    line,
    place_rows,
    side_by_side,
    value_span,
    year_span,
)
from detente.publish.charts.scales import Frame, text_width
from detente.publish.charts.sizes import HALF
from detente.publish.charts.theme import Theme

__all__ = ["fan"]

HEADROOM = 17.0  # for the word above the outlook
OUTLOOK = "outlook →"


def fan(chart: Chart, theme: Theme) -> Spec:
    """Draw the past and the outlook of each direction side by side."""
    rows = [{**row, "value": row["q50"], "lo": row["q05"], "hi": row["q95"]} for row in chart.rows]
    placed = place_rows(rows)
    heights = _with_headroom(value_span(placed), 210.0)
    years = year_span(placed)
    plots = []
    names = distinct(placed, "series")
    for i, name in enumerate(names):
        last = i == len(names) - 1
        own = line(placed, series=name)
        frame = Frame(HALF, 210.0, years, heights)
        colour = theme.directions[i % 2]
        layers = band_layers(chart.bands, frame, theme, named=last)
        layers += _fan_layers(own, colour, frame, theme)
        plots.append(panel(frame, layers, title=name, colour=colour, y_axis=i == 0))
    return side_by_side(plots)


def _fan_layers(rows: list[Row], colour: str, frame: Frame, theme: Theme) -> list[Spec]:
    past = [row for row in rows if row["part"] == "past"]
    outlook = past[-1:] + [row for row in rows if row["part"] == "outlook"]
    x = {"field": "x", "type": "quantitative"}
    layers: list[Spec] = [
        {
            "data": {"values": outlook},
            "mark": {"type": "area", "color": colour, "opacity": opacity},
            "encoding": {"x": x, "y": {"field": lo, "type": "quantitative"}, "y2": {"field": hi}},
        }
        for lo, hi, opacity in (("q05", "q95", 0.16), ("q25", "q75", 0.26))
    ]
    layers += interval_layers(past, colour)
    layers.append(
        {
            "data": {"values": outlook},
            "mark": {"type": "line", "color": colour, "strokeWidth": 1.8, "strokeDash": [4, 3]},
            "encoding": {"x": x, "y": {"field": "value", "type": "quantitative"}},
        }
    )
    if past and len(outlook) > 1:
        edge = (past[-1]["x"] + outlook[1]["x"]) / 2
        ends: Spec = {"x": x, "y": {"value": HEADROOM}, "y2": {"value": round(frame.height)}}
        rule = {"type": "rule", "color": theme.muted, "strokeDash": [2, 3], "strokeWidth": 1}
        layers.append({"data": {"values": [{"x": edge}]}, "mark": rule, "encoding": ends})
        left = min(frame.left(edge) - 2, frame.width - text_width(OUTLOOK, 10.5))
        layers.append(text_layer(OUTLOOK, theme.muted, left=left, top=8, size=10.5, italic=True))
    return layers


def _with_headroom(heights: tuple[float, float], height: float) -> tuple[float, float]:
    """Raise the top of an axis so that a line of text above the data touches none of them."""
    lo, hi = heights
    return lo, hi + (hi - lo) * HEADROOM / (height - HEADROOM)
