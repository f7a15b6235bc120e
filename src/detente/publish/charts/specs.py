"""One Vega-Lite specification for each kind of chart.

The rows of a `Chart` are long; ``figure`` names the figure a row draws, where there is one.

=============  ====================================================================================
kind           columns
=============  ====================================================================================
temperature    series, period, value, lo, hi
words-deeds    series, score (``words`` or ``deeds``), period, value, lo, hi
votes          measure, period, value, lo, hi
neighbours     panel, period, value, lo, hi; rows whose series is ``context`` draw the pair's own line
fan            series, period, q05, q25, q50, q75, q95, part (``past`` or ``outlook``)
=============  ====================================================================================

A value of None breaks the line. So does a period that is missing between two others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from detente.documents.document import Chart
from detente.documents.prose import plain_date
from detente.publish.charts.layers import (
    act_layers,
    band_layers,
    interval_layers,
    panel,
    part_layers,
    series_key,
    text_layer,
    zero_layer,
)
from detente.publish.charts.scales import Frame, covering, day_moment, domain, moment, number, spread, text_width
from detente.publish.charts.tables import require_rows
from detente.publish.charts.theme import FAMILY, LIGHT, Theme

__all__ = ["SCHEMA", "house_style", "numbered_marks", "runs_off", "specification"]

Spec = dict[str, Any]
Row = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 624.0  # of one full plot; with the axis on its left and names on its right about 700
MARGIN = 62.0  # right of a plot, for the names of bands and lines
GAP = 34.0  # between two plots side by side
HALF = (WIDTH - GAP) / 2  # of one of two plots side by side, names on the right alone
BETWEEN = 20.0  # two small plots
SMALL = 11.0  # their titles
HEADROOM = 17.0  # of a fan, for the word above it
OUTLOOK = "outlook →"
LANE = 17.0  # height of one lane of numbered acts


def specification(chart: Chart, theme: Theme = LIGHT, *, titled: bool = False) -> Spec:
    """Return the Vega-Lite specification of a chart.

    Parameters
    ----------
    chart : Chart
        What to draw; see the table above for its rows.
    theme : Theme
        Colours.
    titled : bool
        Whether the drawing stands alone: its title above, the list of numbered acts below, on paper.

    Returns
    -------
    dict
        A complete specification with its data inside, ready for any Vega-Lite renderer.

    Raises
    ------
    DataError
        The chart has no rows, or a row's period can't be placed on a time axis.
    KeyError
        A row lacks a column of its kind.
    """
    require_rows(chart)
    body = BUILDERS[chart.kind](chart, theme)
    if titled:
        body = _standing_alone(chart, body, theme)
    return {
        "$schema": SCHEMA,
        "description": chart.description.text,
        "background": theme.paper if titled else None,
        "padding": 12 if titled else 2,
        "config": house_style(theme),
        **body,
    }


def runs_off(chart: Chart) -> bool:
    """Whether some interval is wider than the chart's axis and is cut off at its end."""
    if chart.kind not in {"temperature", "words-deeds", "neighbours"}:
        return False
    rows = _placed(chart.rows)
    lo, hi = _usual_heights(rows)
    return any(v is not None and not lo <= v <= hi for row in rows for v in (row.get("lo"), row.get("hi")))


def numbered_marks(chart: Chart) -> list[Row]:
    """Return the chart's acts in order of date, each with its ``number``, ``when`` in words and ``moment``."""
    ordered = sorted(chart.marks, key=lambda mark: str(mark["date"]))
    return [
        {"when": plain_date(day), **mark, "number": i, "moment": day_moment(day)}
        for i, mark in enumerate(ordered, start=1)
        for day in [date.fromisoformat(str(mark["date"]))]
    ]


def _temperature(chart: Chart, theme: Theme) -> Spec:
    rows = _placed(chart.rows)
    names = _distinct(rows, "series")
    marks = numbered_marks(chart)
    frame = Frame(WIDTH, 216.0, _years(rows, marks), _usual_heights(rows))
    acts, depth = act_layers(marks, frame, theme, lane=LANE)
    lines = [
        layer
        for i, name in enumerate(names)
        for layer in interval_layers(_line(rows, series=name), theme.directions[i % 2], second=bool(i % 2))
    ]
    layers = [*band_layers(chart.bands, frame, theme), *lines, *acts, *series_key(names, frame, theme)]
    return panel(frame, [*layers, *_silent_end(rows, frame, theme), *part_layers(rows, frame, theme)], below=depth)


def _silent_end(rows: list[Row], frame: Frame, theme: Theme) -> list[Spec]:
    """Say so where the years of the acts go on well after the last estimate."""
    last = max((row for row in rows if row["value"] is not None), key=lambda row: row["x"], default=None)
    text = f"no estimate after {last['period']}" if last else ""
    if last is None or frame.width - frame.left(last["x"]) < text_width(text, 11) + 24:
        return []
    return [text_layer(text, theme.muted, left=frame.left(last["x"]) + 16, top=12, size=11, italic=True)]


def _words_deeds(chart: Chart, theme: Theme) -> Spec:
    rows = _placed(chart.rows)
    heights = _usual_heights(rows)
    years = _years(rows)
    plots = []
    for i, name in enumerate(_distinct(rows, "series")):
        own = _only(rows, series=name)
        scores = _distinct(own, "score")
        frame = Frame(HALF - 11, 190.0, years, heights)
        colours = {"words": theme.muted, "deeds": theme.directions[i % 2]}
        levels = band_layers(chart.bands, frame, theme, named=False)
        layers = levels if chart.bands else zero_layer(frame, theme, label=None)
        for score in scores:
            layers += interval_layers(_line(own, score=score), colours.get(score, theme.ink), second=score == "words")
        layers += _end_labels(own, "score", scores, [colours.get(s, theme.ink) for s in scores], frame)
        plots.append(panel(frame, layers, title=name, colour=theme.directions[i % 2], y_axis=i == 0))
    return _side_by_side(plots)


def _votes(chart: Chart, theme: Theme) -> Spec:
    rows = _placed(chart.rows)
    years = _years(rows)
    plots = []
    for i, name in enumerate(_distinct(rows, "measure")):
        own = _line(rows, measure=name)
        frame = Frame(HALF - 7, 150.0, years, _vote_heights(own))
        layers = [
            *zero_layer(frame, theme, label="chance"),
            *interval_layers(own, theme.ink, second=bool(i % 2)),
        ]
        title = name[:1].upper() + name[1:]
        plots.append(panel(frame, layers, title=title, grid=True))
    return _side_by_side(plots)


def _neighbours(chart: Chart, theme: Theme) -> Spec:
    placed = _placed(chart.rows)
    context = [row for row in placed if row.get("series") == "context"]
    rows = [row for row in placed if row.get("series") != "context"]
    names = _distinct(rows, "panel")
    columns = _columns(names)
    years, heights = _years(placed), _usual_heights(placed)
    plots = []
    for i, name in enumerate(names):
        frame = Frame(_small_width(columns), 74.0, years, heights)
        layers = [
            *zero_layer(frame, theme, label=None),
            *interval_layers(_beside(context, name, names), theme.context, thin=True),
            *interval_layers(_line(rows, panel=name), theme.first, small=True),
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
    return _line([row for row in context if row.get("panel") == name or row.get("panel") not in names])


def _fan(chart: Chart, theme: Theme) -> Spec:
    rows = [{**row, "value": row["q50"], "lo": row["q05"], "hi": row["q95"]} for row in chart.rows]
    placed = _placed(rows)
    heights = _with_headroom(_heights(placed), 210.0)
    years = _years(placed)
    plots = []
    names = _distinct(placed, "series")
    for i, name in enumerate(names):
        last = i == len(names) - 1
        own = _line(placed, series=name)
        frame = Frame(HALF, 210.0, years, heights)
        colour = theme.directions[i % 2]
        layers = band_layers(chart.bands, frame, theme, named=last)
        layers += _fan_layers(own, colour, frame, theme)
        plots.append(panel(frame, layers, title=name, colour=colour, y_axis=i == 0))
    return _side_by_side(plots)


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


def _end_labels(rows: list[Row], key: str, names: Sequence[str], colours: Sequence[str], frame: Frame) -> list[Spec]:
    """Name each line at its right end; names keep a line's height apart."""
    ends = []
    for name in names:
        drawn = [row for row in rows if row[key] == name and row["value"] is not None]
        ends.append(frame.top(drawn[-1]["value"]) if drawn else 0.0)
    return [
        text_layer(name, colour, left=frame.width + 6, top=top, size=11, bold=True)
        for name, colour, top in zip(names, colours, _inside(spread(ends, 14.0), frame.height), strict=True)
    ]


def _inside(places: list[float], height: float) -> list[float]:
    """Move labels, as one, to where the plot's height holds them."""
    if not places:
        return places
    over = max(0.0, max(places) - height + 5) - max(0.0, 5 - min(places))
    return [place - over for place in places]


def _placed(rows: Iterable[Row]) -> list[Row]:
    """Put each row at its moment, with None for what is not a finite number."""
    return [
        {
            **row,
            "x": moment(str(row["period"])),
            **{k: number(row[k]) for k in ("value", "lo", "hi", *QUANTILES) if k in row},
        }
        for row in rows
    ]


def _only(rows: list[Row], **keys: str) -> list[Row]:
    return [row for row in rows if all(row.get(k) == v for k, v in keys.items())]


def _line(rows: list[Row], **keys: str) -> list[Row]:
    """Return the rows of one line, in order of time, with an empty row where a period is missing."""
    own = sorted(_only(rows, **keys), key=lambda row: row["x"])
    steps = sorted(b["x"] - a["x"] for a, b in pairwise(own))
    usual = steps[len(steps) // 2] if steps else 1.0
    whole: list[Row] = []
    for row in own:
        if whole and row["x"] - whole[-1]["x"] > 1.5 * usual:
            gap = {"x": whole[-1]["x"] + usual, "value": None, "lo": None, "hi": None}
            whole.append({**row, **gap, "figure": None, "period": None})
        whole.append(row)
    return whole


def _distinct(rows: list[Row], key: str) -> list[str]:
    return list(dict.fromkeys(str(row[key]) for row in rows))


def _years(rows: list[Row], marks: Sequence[Row] = ()) -> tuple[float, float]:
    moments = [row["x"] for row in rows] + [mark["moment"] for mark in marks]
    return (float(int(min(moments))), float(int(max(moments)) + 1)) if moments else (0.0, 1.0)


def _heights(rows: list[Row]) -> tuple[float, float]:
    return domain([row.get(k) for row in rows for k in ("value", "lo", "hi")])


def _usual_heights(rows: list[Row]) -> tuple[float, float]:
    return covering(*([row.get(k) for row in rows] for k in ("value", "lo", "hi")))


def _vote_heights(rows: list[Row]) -> tuple[float, float]:
    """Agreement runs from nothing to all; κ, which chance puts at zero, goes below it only where the data do."""
    lo, _ = _heights(rows)
    return (min(lo, -0.1) if lo < 0 else 0.0, 1.0)


def _context_name(context: list[Row]) -> str:
    return str(context[0].get("label") or context[0].get("panel") or "the pair itself")


def _side_by_side(plots: list[Spec]) -> Spec:
    return {"hconcat": plots, "spacing": GAP, "align": "each"} if len(plots) > 1 else plots[0]


def _key_title(text: str, theme: Theme) -> Spec:
    return {
        "text": text,
        "anchor": "start",
        "fontSize": 11,
        "fontWeight": 400,
        "color": theme.muted,
        "offset": 10,
    }


def _standing_alone(chart: Chart, body: Spec, theme: Theme) -> Spec:
    """Put the title above and the list of acts below."""
    listed = [f"{m['number']} · {m['when']} · {m['label']}" for m in numbered_marks(chart)]
    parts: list[Spec] = [body]
    if listed:
        fits = all(text_width(line, 11) < 320 for line in listed)
        column = -(-len(listed) // 2) if fits else len(listed)
        cells = [
            text_layer(line, theme.muted, left=(i // column) * 330, top=(i % column) * 16, size=11)
            for i, line in enumerate(listed)
        ]
        parts.append({"width": WIDTH, "height": column * 16, "view": {"stroke": None}, "layer": cells})
    title = {
        "text": chart.title,
        "anchor": "start",
        "fontSize": 15,
        "fontWeight": 600,
        "color": theme.ink,
        "offset": 14,
    }
    return {"title": title, "vconcat": parts, "spacing": 18}


def house_style(theme: Theme) -> Spec:
    """Return the Vega-Lite configuration that every drawing shares: type, colours of axes and text."""
    label = {"labelColor": theme.muted, "labelFontSize": 11, "labelFont": FAMILY}
    return {
        "aria": False,
        "font": FAMILY,
        "view": {"stroke": None},
        "axis": {
            **label,
            "titleColor": theme.muted,
            "titleFont": FAMILY,
            "domain": False,
            "ticks": False,
            "gridColor": theme.line,
        },
        "text": {"font": FAMILY, "color": theme.ink},
        "title": {"font": FAMILY, "color": theme.ink},
        "line": {"invalid": "break-paths-filter-domains"},
        "area": {"invalid": "break-paths-filter-domains"},
    }


QUANTILES = ("q05", "q25", "q50", "q75", "q95")

BUILDERS: dict[str, Callable[[Chart, Theme], Spec]] = {
    "temperature": _temperature,
    "words-deeds": _words_deeds,
    "votes": _votes,
    "neighbours": _neighbours,
    "fan": _fan,
}
