"""The chart of bars: one figure for each of some names, the longest name setting the margin."""

from __future__ import annotations

from detente.documents.document import Chart
from detente.publish.charts.layers import X, text_layer
from detente.publish.charts.row_placement import Spec
from detente.publish.charts.scales import number, text_width
from detente.publish.charts.sizes import MARGIN, WIDTH
from detente.publish.charts.theme import Theme

__all__ = ["bars"]

STEP, THICK = 24.0, 12.0  # pixels from one bar to the next, and of a bar
LETTER = 12.0


def bars(chart: Chart, theme: Theme) -> Spec:
    """Draw a bar from zero for each row, with its interval as a thin line and its value as the figure is written."""
    rows = [row for row in chart.rows if number(row["value"]) is not None]
    ends = [number(row.get(key)) or 0.0 for row in rows for key in ("value", "lo", "hi")]
    low, high = min(0.0, *ends), max(0.0, *ends)
    margin = max(text_width(str(row["label"]), LETTER) for row in rows) + 14
    room = WIDTH + MARGIN - margin - 60
    height = STEP * len(rows)
    layers: list[Spec] = []
    for i, row in enumerate(rows):
        top = STEP * i + STEP / 2
        data = {"values": [{"x": 0.0, "to": number(row["value"]), "lo": row.get("lo"), "hi": row.get("hi")}]}
        across: Spec = {"x": X, "y": {"value": top - THICK / 2}, "y2": {"value": top + THICK / 2}}
        layers.append(
            {
                "data": data,
                "mark": {"type": "rect", "color": theme.first, "opacity": 1},
                "encoding": {**across, "x2": {"field": "to"}},
            }
        )
        furthest = max(number(row["value"]) or 0.0, number(row.get("hi")) or 0.0, 0.0)
        if row.get("lo") is not None and row.get("hi") is not None:
            rule: Spec = {"type": "rule", "color": theme.ink, "strokeWidth": 1.2}
            spot: Spec = {"x": {"field": "lo", "type": "quantitative"}, "x2": {"field": "hi"}, "y": {"value": top}}
            layers.append({"data": data, "mark": rule, "encoding": spot})
        layers.append(text_layer(str(row["label"]), theme.ink, left=-margin, top=top, size=LETTER))
        left = (furthest - low) / (high - low) * room if high > low else 0.0
        layers.append(text_layer(str(row["shown"]), theme.muted, left=left + 7, top=top, size=11))
    base: Spec = {
        "data": {"values": [{"x": 0.0}]},
        "mark": {"type": "rule", "color": theme.context, "strokeWidth": 1},
        "encoding": {
            "x": {**X, "scale": {"domain": [low, high or 1.0], "nice": False, "zero": False}, "axis": None},
            "y": {"value": 0},
            "y2": {"value": height},
        },
    }
    return {"width": round(room), "height": height, "layer": [base, *layers]}
