"""The layers that charts are put together from: lines with intervals, level bands, numbered acts, text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from detente.publish.charts.scales import Frame, seats, text_width, ticks
from detente.publish.charts.theme import Theme

__all__ = [
    "X",
    "act_layers",
    "band_layers",
    "interval_layers",
    "panel",
    "part_layers",
    "series_key",
    "text_layer",
    "zero_layer",
]

Spec = dict[str, Any]

X: Spec = {"field": "x", "type": "quantitative"}
ACT_GAP = 17.0  # pixels between the middles of two numbered acts in one lane
TITLE_SIZE = 12.5
TITLE_TOP = -14.0  # of the middle of a plot's title
MOST_NAMED = 4  # years covered in part whose share stands in the chart
ACT_TOP = 16.0  # from the foot of the plot to the middle of the first lane


def panel(
    frame: Frame,
    layers: Sequence[Spec],
    *,
    title: str | None = None,
    colour: str | None = None,
    size: float = TITLE_SIZE,
    below: float = 0.0,
    y_axis: bool = True,
    x_axis: bool = True,
    grid: bool = False,
    few: bool = False,
    labels: str | None = None,
) -> Spec:
    """Return one plot: its layers on common scales, axes drawn once, room for acts `below`, `labels` of the y axis."""
    years = _year_labels(frame, few=few)
    axis_x: Spec = {
        "values": years,
        "labelExpr": "floor(datum.value)",
        "title": None,
        "grid": False,
        "offset": below,
        "labelPadding": 5,
        "tickCount": len(years),
    }
    levels = ticks(*frame.y, about=4 if few else 5)
    axis_y: Spec = {
        "values": levels,
        "tickCount": len(levels),
        "labelExpr": labels or (SIGNED if frame.y[0] < 0 else "format(datum.value, '.1f')"),
        "title": None,
        "grid": grid,
        "labelPadding": 6,
    }
    base: Spec = {
        "data": {"values": []},
        "mark": {"type": "point", "opacity": 0},
        "encoding": {
            "x": {**X, "scale": _scale(frame.x), "axis": axis_x if x_axis else None},
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": _scale(frame.y),
                "axis": axis_y if y_axis else None,
            },
        },
    }
    named = [text_layer(title, colour, left=0, top=TITLE_TOP, size=size, bold=True)] if title is not None else []
    return {"width": round(frame.width), "height": round(frame.height), "layer": [base, *named, *layers]}


SIGNED = "datum.value === 0 ? '0' : format(datum.value, '+.1f')"


def interval_layers(
    rows: Iterable[Mapping[str, object]],
    colour: str,
    *,
    second: bool = False,
    thin: bool = False,
    small: bool = False,
) -> list[Spec]:
    """Return a line with its interval and its points; the `second` of two has hollow squares."""
    data = {"values": list(rows)}
    y: Spec = {"field": "value", "type": "quantitative"}
    line: Spec = {
        "data": data,
        "mark": {
            "type": "line",
            "color": colour,
            "strokeWidth": 1.4 if thin or small else 2,
            "strokeJoin": "round",
        },
        "encoding": {"x": X, "y": y},
    }
    if thin:
        return [line]
    band: Spec = {
        "data": data,
        "mark": {"type": "area", "color": colour, "opacity": 0.17, "clip": True},
        "encoding": {"x": X, "y": {"field": "lo", "type": "quantitative"}, "y2": {"field": "hi"}},
    }
    point: Spec = {
        "data": {"values": [row for row in data["values"] if row.get("value") is not None]},
        "mark": {
            "type": "point",
            "filled": True,
            "color": colour,
            "shape": "square" if second else "circle",
            "size": 8 if small else 20,
            "opacity": 1,
        },
        "encoding": {"x": X, "y": y},
    }
    return [band, line, point]


def band_layers(bands: Iterable[Mapping[str, Any]], frame: Frame, theme: Theme, *, named: bool = True) -> list[Spec]:
    """Return the named levels: every other one shaded, a hairline between two, names at the right."""
    lo, hi = frame.y
    shaded, edges, names = [], [], []
    for i, band in enumerate(bands):
        foot = lo if band["lo"] is None else max(lo, float(band["lo"]))
        head = hi if band["hi"] is None else min(hi, float(band["hi"]))
        if head <= foot:
            continue
        if i % 2:
            shaded.append({"lo": foot, "hi": head})
        if foot > lo:
            edges.append({"lo": foot})
        if named and frame.top(foot) - frame.top(head) >= 12:
            middle = (frame.top(foot) + frame.top(head)) / 2
            names.append(
                text_layer(str(band["name"]), theme.muted, left=frame.width + 7, top=middle, size=11, italic=True)
            )
    y: Spec = {"field": "lo", "type": "quantitative"}
    ends: Spec = {"x": {"value": 0}, "x2": {"value": round(frame.width)}}
    return [
        {
            "data": {"values": shaded},
            "mark": {"type": "rect", "color": theme.band, "opacity": 1},
            "encoding": {**ends, "y": y, "y2": {"field": "hi"}},
        },
        {
            "data": {"values": edges},
            "mark": {"type": "rule", "color": theme.line, "strokeWidth": 1},
            "encoding": {**ends, "y": y},
        },
        *names,
    ]


def zero_layer(frame: Frame, theme: Theme, *, label: str | None) -> list[Spec]:
    """Return a hairline at zero, named at its right end where it means something."""
    if not frame.y[0] < 0 < frame.y[1]:
        return []
    rule: Spec = {
        "data": {"values": [{"value": 0}]},
        "mark": {"type": "rule", "color": theme.context, "strokeWidth": 1},
        "encoding": {
            "x": {"value": 0},
            "x2": {"value": round(frame.width)},
            "y": {"field": "value", "type": "quantitative"},
        },
    }
    if label is None:
        return [rule]
    return [rule, text_layer(label, theme.muted, left=frame.width + 7, top=frame.top(0), size=11, italic=True)]


def act_layers(
    marks: Sequence[Mapping[str, Any]], frame: Frame, theme: Theme, *, lane: float
) -> tuple[list[Spec], float]:
    """Return numbered acts under the plot, each in a lane where it touches no other, and the lanes' depth."""
    if not marks:
        return [], 0.0
    chosen = seats([frame.left(m["moment"]) for m in marks], ACT_GAP, width=frame.width + 8)
    depth = ACT_TOP + lane * (max(row for _, row in chosen) + 1) - 4
    rows = [
        {
            "x": frame.moment(left),
            "on": m["moment"],
            "value": frame.value(frame.height + ACT_TOP + lane * row),
            "head": frame.value(frame.height + 2),
            "label": str(m["number"]),
            "tone": str(m.get("tone", "neutral")),
            "date": str(m["when"]),
            "act": m["label"],
            "record": m.get("record"),
        }
        for m, (left, row) in zip(marks, chosen, strict=True)
    ]
    y: Spec = {"field": "value", "type": "quantitative"}
    layers: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "color": theme.line, "strokeWidth": 1},
            "encoding": {
                "x": {"field": "on", "type": "quantitative"},
                "x2": {"field": "x"},
                "y": {"field": "head", "type": "quantitative"},
                "y2": {"field": "value"},
            },
        }
    ]
    for tone, fill, stroke, ink, shape in (
        ("conflictual", theme.ink, theme.ink, theme.paper, "square"),
        ("cooperative", theme.paper, theme.ink, theme.ink, "circle"),
        ("neutral", theme.paper, theme.muted, theme.muted, "square"),
    ):
        own = {"values": [row for row in rows if row["tone"] == tone]}
        if own["values"]:
            badge: Spec = {
                "type": "point",
                "shape": shape,
                "size": 190,
                "fill": fill,
                "stroke": stroke,
                "opacity": 1,
            }
            text: Spec = {"type": "text", "fontSize": 10, "fontWeight": 600, "color": ink, "dy": 0.5}
            layers.append({"data": own, "mark": {**badge, "strokeWidth": 1}, "encoding": {"x": X, "y": y}})
            layers.append({"data": own, "mark": text, "encoding": {"x": X, "y": y, "text": {"field": "label"}}})
    return layers, depth


def series_key(names: Sequence[str], frame: Frame, theme: Theme) -> list[Spec]:
    """Return the names of the lines above the plot, in a row where they fit, each behind its point."""
    layers = []
    left, top = 5.0, -14.0
    long = sum(text_width(name, 12.5) + 37 for name in names) > frame.width + 60
    for i, name in enumerate(names):
        colour = theme.directions[i % 2]
        if long:
            left, top = 5.0, -14.0 - 18.0 * (len(names) - 1 - i)
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": {
                    "type": "point",
                    "filled": True,
                    "shape": "square" if i % 2 else "circle",
                    "size": 42,
                    "color": colour,
                    "opacity": 1,
                },
                "encoding": {"x": {"value": left}, "y": {"value": top}},
            }
        )
        layers.append(text_layer(name, colour, left=left + 9, top=top, size=12.5, bold=True))
        left += 9 + text_width(name, 12.5) + 28
    return layers


def text_layer(
    text: str, colour: str | None, *, left: float, top: float, size: float, bold: bool = False, italic: bool = False
) -> Spec:
    """Return a line of text that begins at `left` and is centred on `top`, in pixels of the plot; by default in ink."""
    return {
        "data": {"values": [{"text": text}]},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "fontSize": size,
            "fontWeight": 600 if bold else 400,
            "fontStyle": "italic" if italic else "normal",
            **({"color": colour} if colour else {}),
        },
        "encoding": {
            "x": {"value": round(left, 2)},
            "y": {"value": round(top, 2)},
            "text": {"field": "text"},
        },
    }


def part_layers(rows: Sequence[Mapping[str, Any]], frame: Frame, theme: Theme) -> list[Spec]:
    """Mark years of which only some days are covered: a hollow point on each, and their shares in words."""
    part = [row for row in rows if row.get("value") is not None and (row.get("covered") or 1.0) < 1]
    shares = dict(sorted((str(row["period"]), float(row["covered"])) for row in part))
    if not shares:
        return []
    read = {year: f"{share:.0%}" if share >= 0.01 else "under 1%" for year, share in shares.items()}
    listed = ", ".join(f"{share} of {year}" for year, share in read.items())
    text = f"hollow: {listed} covered" if len(read) <= MOST_NAMED else "hollow: years covered in part"
    points = {
        "data": {"values": [{"x": row["x"], "value": row["value"]} for row in part]},
        "mark": {"type": "point", "filled": True, "fill": theme.paper, "stroke": theme.ink, "size": 36, "opacity": 1},
        "encoding": {"x": X, "y": {"field": "value", "type": "quantitative"}},
    }
    note = text_layer(text, theme.muted, left=8, top=frame.height - 10, size=11, italic=True)
    return [points, note]


def _scale(ends: tuple[float, float]) -> Spec:
    return {"domain": list(ends), "nice": False, "zero": False}


def _year_labels(frame: Frame, *, few: bool = False) -> list[float]:
    """Return the middles of the years to label: as many as keep a label's width apart, or the first and the last."""
    first, last = int(frame.x[0]), int(frame.x[1]) - 1
    wide = 40.0
    if few and frame.left(last) >= wide:
        return [first + 0.5, last + 0.5]
    step = next(s for s in (1, 2, 3, 5, 10, 20, 25, 50, 100) if frame.left(frame.x[0] + s) >= wide or s == 100)
    start = first + (-first % step if step in (5, 10, 20, 25, 50, 100) else 0)
    return [year + 0.5 for year in range(start, last + 1, step)]
