"""The chart of a dispute: the rung of the ladder it stood at, as steps over time, with the rungs' names."""

from __future__ import annotations

from detente.documents.document import Chart
from detente.publish.charts.layers import X, panel, series_key, text_layer
from detente.publish.charts.row_placement import Spec, distinct, only, place_rows
from detente.publish.charts.scales import Frame
from detente.publish.charts.sizes import WIDTH
from detente.publish.charts.theme import Theme

__all__ = ["ladder"]

STEP = 34.0  # pixels from one rung to the next
NAMES = 118.0  # pixels on the right, for the rungs' names


def ladder(chart: Chart, theme: Theme) -> Spec:
    """Draw each dispute's rung as steps; ``bands`` name the rungs, and a row without a value ends a line."""
    rows = place_rows(chart.rows)
    names = distinct(rows, "series")
    top = max(float(str(band["hi"])) for band in chart.bands)
    moments = [row["x"] for row in rows]
    ends = (float(int(min(moments))), float(int(max(moments)) + 1))
    frame = Frame(WIDTH - NAMES + 60, STEP * (top + 1), ends, (-0.5, top + 0.5))
    layers: list[Spec] = []
    for band in chart.bands:
        level = float(str(band["hi"]))
        rule: Spec = {"type": "rule", "color": theme.line, "strokeWidth": 1}
        spot: Spec = {
            "x": {"value": 0},
            "x2": {"value": round(frame.width)},
            "y": {"field": "v", "type": "quantitative"},
        }
        layers.append({"data": {"values": [{"v": level}]}, "mark": rule, "encoding": spot})
        layers.append(
            text_layer(str(band["name"]), theme.muted, left=frame.width + 7, top=frame.top(level), size=11, italic=True)
        )
    for i, name in enumerate(names):
        own = sorted(only(rows, series=name), key=lambda row: row["x"])
        shift = 0.06 * (i - (len(names) - 1) / 2)  # lines at one rung stay apart
        steps = [{**row, "value": None if row["value"] is None else row["value"] + shift} for row in own]
        colour = theme.directions[i % 2]
        mark: Spec = {"type": "line", "interpolate": "step-after", "color": colour, "strokeWidth": 2}
        encoding: Spec = {"x": X, "y": {"field": "value", "type": "quantitative"}}
        layers.append({"data": {"values": steps}, "mark": mark, "encoding": encoding})
        dots: Spec = {"type": "point", "filled": True, "color": colour, "size": 22, "opacity": 1}
        layers.append({"data": {"values": steps[:-1]}, "mark": dots, "encoding": encoding})
    if len(names) > 1:
        layers += series_key(names, frame, theme)
    return panel(frame, layers, y_axis=False)
