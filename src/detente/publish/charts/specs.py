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
lines          series, period, value, lo, hi, unit (``share`` for percent)
bars           label, value, lo, hi, shown (the value in words)
ladder         series, period, value (a rung); a last row repeats the rung at the end of the record
calibration    series, label (the range), n, forecast, value (the share that happened), lo, hi
=============  ====================================================================================

A value of None breaks the line. So does a period that is missing between two others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from detente.documents.document import Chart
from detente.publish.charts.bars import bars
from detente.publish.charts.calibration import calibration
from detente.publish.charts.fan import fan
from detente.publish.charts.ladder import ladder
from detente.publish.charts.layers import text_layer
from detente.publish.charts.neighbours import neighbours
from detente.publish.charts.over_time import lines, temperature, votes, words_deeds
from detente.publish.charts.row_placement import numbered_marks, place_rows, usual_span
from detente.publish.charts.scales import text_width
from detente.publish.charts.sizes import WIDTH
from detente.publish.charts.tables import require_rows
from detente.publish.charts.theme import FONT_STACK, LIGHT, Theme

__all__ = ["LIST_SIZE", "SCHEMA", "act_list", "house_style", "runs_off", "specification"]

Spec = dict[str, Any]

LIST_SIZE, LIST_LINE = 11, 16  # pixels: letters and lines of the list of acts
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
BUILDERS: dict[str, Callable[[Chart, Theme], Spec]] = {
    "temperature": temperature,
    "words-deeds": words_deeds,
    "votes": votes,
    "neighbours": neighbours,
    "fan": fan,
    "lines": lines,
    "bars": bars,
    "ladder": ladder,
    "calibration": calibration,
}


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
    rows = place_rows(chart.rows)
    lo, hi = usual_span(rows)
    return any(v is not None and not lo <= v <= hi for row in rows for v in (row.get("lo"), row.get("hi")))


def act_list(chart: Chart) -> list[tuple[str, float, float]]:
    """Return the lines of a chart's list of numbered acts, each with its pixels from the left and from the top.

    Short lines stand in two columns.
    """
    lines = [f"{m['number']} · {m['when']} · {m['label']}" for m in numbered_marks(chart)]
    short = all(text_width(line, LIST_SIZE) < 320 for line in lines)
    column = -(-len(lines) // 2) if short else len(lines)
    return [(line, (i // column) * 330.0, (i % column) * LIST_LINE) for i, line in enumerate(lines)]


def _standing_alone(chart: Chart, body: Spec, theme: Theme) -> Spec:
    """Put the title above and the list of acts below."""
    parts: list[Spec] = [body]
    if listed := act_list(chart):
        cells = [text_layer(line, theme.muted, left=left, top=top, size=LIST_SIZE) for line, left, top in listed]
        depth = max(top for *_, top in listed) + LIST_LINE
        parts.append({"width": WIDTH, "height": depth, "view": {"stroke": None}, "layer": cells})
    title = {
        "text": chart.title,
        **({"subtitle": chart.subtitle, "subtitleColor": theme.muted} if chart.subtitle else {}),
        "anchor": "start",
        "fontSize": 15,
        "fontWeight": 600,
        "color": theme.ink,
        "offset": 14,
    }
    return {"title": title, "vconcat": parts, "spacing": 18}


def house_style(theme: Theme) -> Spec:
    """Return the Vega-Lite configuration that every drawing shares: type, colours of axes and text."""
    label = {"labelColor": theme.muted, "labelFontSize": 11, "labelFont": FONT_STACK}
    return {
        "aria": False,
        "font": FONT_STACK,
        "view": {"stroke": None},
        "axis": {
            **label,
            "titleColor": theme.muted,
            "titleFont": FONT_STACK,
            "domain": False,
            "ticks": False,
            "gridColor": theme.line,
        },
        "text": {"font": FONT_STACK, "color": theme.ink},
        "title": {"font": FONT_STACK, "color": theme.ink},
        "line": {"invalid": "break-paths-show-domains"},
        "area": {"invalid": "break-paths-show-domains"},
    }
