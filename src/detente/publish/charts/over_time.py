"""Charts of lines over time: temperatures, words and deeds, votes, and any other figure with its interval."""

from __future__ import annotations

from collections.abc import Sequence

from detente.documents.document import Chart
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
from detente.publish.charts.row_placement import (
    Row,
    Spec,
    distinct,
    line,
    numbered_marks,
    only,
    place_rows,
    side_by_side,
    usual_span,
    value_span,
    year_span,
)
from detente.publish.charts.scales import Frame, spread, text_width
from detente.publish.charts.sizes import HALF, WIDTH
from detente.publish.charts.theme import Theme

__all__ = ["lines", "temperature", "votes", "words_deeds"]

LANE = 17.0  # height of one lane of numbered acts
PERCENT = "format(datum.value, '.0%')"
SMALL_PERCENT = "format(datum.value, '.1%')"


def temperature(chart: Chart, theme: Theme) -> Spec:
    """Draw a line for each direction over the named levels, with numbered acts below."""
    rows = place_rows(chart.rows)
    names = distinct(rows, "series")
    marks = numbered_marks(chart)
    frame = Frame(WIDTH, 216.0, year_span(rows, marks), usual_span(rows))
    acts, depth = act_layers(marks, frame, theme, lane=LANE)
    lines = [
        layer
        for i, name in enumerate(names)
        for layer in interval_layers(line(rows, series=name), theme.directions[i % 2], second=bool(i % 2))
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


def words_deeds(chart: Chart, theme: Theme) -> Spec:
    """Draw words and deeds of each direction, side by side."""
    rows = place_rows(chart.rows)
    heights = usual_span(rows)
    years = year_span(rows)
    plots = []
    for i, name in enumerate(distinct(rows, "series")):
        own = only(rows, series=name)
        scores = distinct(own, "score")
        frame = Frame(HALF - 11, 190.0, years, heights)
        colours = {"words": theme.muted, "deeds": theme.directions[i % 2]}
        levels = band_layers(chart.bands, frame, theme, named=False)
        layers = levels if chart.bands else zero_layer(frame, theme, label=None)
        for score in scores:
            layers += interval_layers(line(own, score=score), colours.get(score, theme.ink), second=score == "words")
        layers += _end_labels(own, "score", scores, [colours.get(s, theme.ink) for s in scores], frame)
        plots.append(panel(frame, layers, title=name, colour=theme.directions[i % 2], y_axis=i == 0))
    return side_by_side(plots)


def votes(chart: Chart, theme: Theme) -> Spec:
    """Draw each measure of agreement in a plot of its own."""
    rows = place_rows(chart.rows)
    years = year_span(rows)
    plots = []
    for i, name in enumerate(distinct(rows, "measure")):
        own = line(rows, measure=name)
        frame = Frame(HALF - 7, 150.0, years, _vote_heights(own))
        layers = [
            *zero_layer(frame, theme, label="chance"),
            *interval_layers(own, theme.ink, second=bool(i % 2)),
        ]
        title = name[:1].upper() + name[1:]
        plots.append(panel(frame, layers, title=title, grid=True))
    return side_by_side(plots)


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


def _vote_heights(rows: list[Row]) -> tuple[float, float]:
    """Agreement runs from nothing to all; κ, which chance puts at zero, goes below it only where the data do."""
    lo, _ = value_span(rows)
    return (min(lo, -0.1) if lo < 0 else 0.0, 1.0)


def lines(chart: Chart, theme: Theme) -> Spec:
    """Draw one line with its interval for each series, in percent where the rows' ``unit`` is ``share``."""
    rows = place_rows(chart.rows)
    names = distinct(rows, "series")
    shares = rows[0].get("unit") == "share"
    frame = Frame(WIDTH, 190.0, year_span(rows), _from_zero(rows) if shares else value_span(rows))
    drawn = [
        layer
        for i, name in enumerate(names)
        for layer in interval_layers(line(rows, series=name), theme.directions[i % 2], second=bool(i % 2))
    ]
    layers = [*zero_layer(frame, theme, label=None), *drawn, *series_key(names, frame, theme)]
    labels = None if not shares else PERCENT if frame.y[1] > 0.1 else SMALL_PERCENT
    return panel(frame, layers, grid=True, labels=labels)


def _from_zero(rows: list[Row]) -> tuple[float, float]:
    held = [row[k] for row in rows for k in ("value", "hi") if row.get(k) is not None]
    return 0.0, 1.08 * max(held, default=1.0)
