"""The chart of calibration: how often events happened, against the probability that they had been given."""

from __future__ import annotations

from detente.documents.document import Chart
from detente.publish.charts.layers import series_key, text_layer
from detente.publish.charts.row_placement import Spec, distinct, only
from detente.publish.charts.scales import Frame
from detente.publish.charts.theme import Theme

__all__ = ["calibration"]

SIDE = 340.0  # pixels
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
PERCENT = "format(datum.value, '.0%')"
SHAPES = ("circle", "square")
LARGEST = 180.0  # area of a dot, square pixels


def calibration(chart: Chart, theme: Theme) -> Spec:
    """Draw a dot for each range of probabilities, its area by the number of forecasts, and the share's interval."""
    rows = [dict(row) for row in chart.rows]
    names = distinct(rows, "series")
    most = max(float(str(row["n"])) for row in rows)
    frame = Frame(SIDE, SIDE, (0.0, 1.0), (0.0, 1.0))
    scale: Spec = {"domain": [0, 1], "nice": False, "zero": False}
    axis: Spec = {
        "values": list(TICKS),
        "tickCount": len(TICKS),
        "labelExpr": PERCENT,
        "grid": True,
        "titleFontWeight": "normal",
    }
    place: Spec = {
        "x": {"field": "forecast", "type": "quantitative", "scale": scale, "axis": {**axis, "title": "forecast"}},
        "y": {"field": "value", "type": "quantitative", "scale": scale, "axis": {**axis, "title": "happened"}},
    }
    diagonal: Spec = {
        "data": {"values": [{"forecast": 0.0, "value": 0.0}, {"forecast": 1.0, "value": 1.0}]},
        "mark": {"type": "line", "color": theme.context, "strokeWidth": 1, "strokeDash": [4, 3]},
        "encoding": place,
    }
    layers = [diagonal]
    for i, name in enumerate(names):
        colour = theme.directions[i % 2]
        data = {"values": only(rows, series=name)}
        rule: Spec = {"type": "rule", "color": colour, "strokeWidth": 1.4}
        across: Spec = {"x": place["x"], "y": {"field": "lo", "type": "quantitative"}, "y2": {"field": "hi"}}
        layers.append({"data": data, "mark": rule, "encoding": across})
        for row in only(rows, series=name):
            area = max(LARGEST * float(str(row["n"])) / most, 24.0)
            dot: Spec = {
                "type": "point", "filled": True, "color": colour, "opacity": 1, "size": round(area),
                "shape": SHAPES[i % 2],
            }  # fmt: skip
            layers.append({"data": {"values": [row]}, "mark": dot, "encoding": place})
            left, top = frame.left(float(str(row["forecast"]))), frame.top(float(str(row["value"])))
            layers.append(
                text_layer(
                    f"n {row['n']}", theme.muted, left=left + 9, top=top - 9 if top > 20 else top + 12, size=10.5
                )
            )
    if len(names) > 1:
        layers += series_key(names[:2], frame, theme)
    return {"width": round(SIDE), "height": round(SIDE), "layer": layers}
