"""Charts in characters: an interval on a line for each period, a sparkline for each neighbour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from detente.documents.document import Chart
from detente.documents.figures import Figure
from detente.publish.cell_widths import aligned, columns_of, shortened, wrapped
from detente.publish.charts.scales import domain, moment, number
from detente.publish.charts.tables import NOTHING, cell, neighbour_rows, require_rows, signed

__all__ = ["chart_lines", "interval_line", "sparkline"]

Row = dict[str, Any]
Figures = Mapping[str, Figure]

BARS = "▁▂▃▄▅▆▇█"
MARK = "●"
LEAST_LINE = 12
LONG = 20  # periods that are still printed one a line; of a longer line only the RECENT ones are
RECENT = 13


def chart_lines(chart: Chart, figures: Figures, width: int) -> Iterator[str]:  # noqa: PLR0911 - one a kind
    """Return a chart as lines of text of at most `width` columns.

    Parameters
    ----------
    chart : Chart
        The chart.
    figures : mapping of str to Figure
        The document's figures, for how values are written.
    width : int
        Columns.

    Returns
    -------
    iterator of str

    Raises
    ------
    DataError
        The chart has no rows.
    """
    require_rows(chart)
    match chart.kind:
        case "neighbours":
            return _small_multiples(chart, neighbour_rows(chart), figures, width)
        case "fan":
            return _fans(chart, width)
        case "bars":
            return _bars(chart, width)
        case "calibration":
            return _ranges(chart, width)
        case "ladder":
            return _steps(chart, width)
        case "words-deeds":
            lines: dict[str, list[Row]] = {}
            for row in chart.rows:
                lines.setdefault(f"{row['series']}, {row['score']}", []).append(row)
            return _small_multiples(chart, lines, figures, width)
        case "votes":
            return _years(chart, figures, width, lambda row: str(row["measure"]), apart=True)
        case _:
            return _years(chart, figures, width, lambda row: str(row["series"]))


def interval_line(
    value: float | None, lo: float | None, hi: float | None, ends: tuple[float, float], width: int
) -> str:
    """Draw a value as a point on a line of `width` cells, its interval as a bar, zero as a bar across.

    Examples
    --------
    >>> interval_line(0.5, 0.2, 0.8, (-1.0, 1.0), 21)
    '··········│·───●───··'
    """

    def at(x: float) -> int:
        return min(width - 1, max(0, round((x - ends[0]) / (ends[1] - ends[0]) * (width - 1))))

    cells = ["·"] * width
    if ends[0] < 0 < ends[1]:
        cells[at(0.0)] = "│"
    if value is None:
        return "".join(cells)
    if lo is not None and hi is not None:
        for i in range(at(lo), at(hi) + 1):
            cells[i] = "─"
    cells[at(value)] = MARK
    return "".join(cells)


def sparkline(values: Sequence[float | None], ends: tuple[float, float]) -> str:
    """Draw values as bars of eight heights; a missing value is a blank.

    Examples
    --------
    >>> sparkline([0.0, 0.5, None, 1.0], (0.0, 1.0))
    '▁▅ █'
    """
    span = ends[1] - ends[0]
    return "".join(" " if v is None else BARS[min(7, max(0, int((v - ends[0]) / span * 8)))] for v in values)


def _years(
    chart: Chart, figures: Figures, width: int, name: Callable[[Row], str], *, apart: bool = False
) -> Iterator[str]:
    """Print a row a period for each line, two lines side by side where they fit."""
    names = list(dict.fromkeys(name(row) for row in chart.rows))
    lines = [[row for row in chart.rows if name(row) == n] for n in names]
    common = domain([number(row.get(k)) for row in chart.rows for k in ("value", "lo", "hi")], pad=0.0)
    two = (width - 3) // 2
    beside = width >= 76 and all(columns_of(n) <= two for n in names)
    across = two if beside else width
    drawn = []
    for n, rows in zip(names, lines, strict=True):
        own = domain([number(r.get(k)) for r in rows for k in ("value", "lo", "hi")], pad=0.0)
        drawn.append(list(_series(n, rows, figures, own if apart else common, across)))
    if not beside:
        for i, block in enumerate(drawn):
            if i:
                yield ""
            yield from block
        return
    for i in range(0, len(drawn), 2):
        if i:
            yield ""
        left, right = drawn[i], drawn[i + 1] if i + 1 < len(drawn) else []
        for a, b in zip_longest(left, right, fillvalue=""):
            yield f"{aligned(a, across, 'l')}   {b}".rstrip()


def _series(name: str, rows: Sequence[Row], figures: Figures, ends: tuple[float, float], width: int) -> Iterator[str]:
    ordered = sorted(rows, key=lambda row: moment(str(row["period"])))
    values = [cell(row, figures, "") for row in ordered]
    period = max(columns_of(str(row["period"])) for row in ordered)
    value = max(columns_of(text) for text in values)
    room = max(LEAST_LINE, width - 2 - period - 2 - value - 2)
    yield shortened(name, width)
    if len(ordered) > LONG:
        yield from _earlier(ordered[:-RECENT], ends, width)
        ordered, values = ordered[-RECENT:], values[-RECENT:]
    for row, text in zip(ordered, values, strict=True):
        drawn = interval_line(number(row["value"]), number(row.get("lo")), number(row.get("hi")), ends, room)
        yield f"  {aligned(str(row['period']), period, 'l')}  {aligned(text, value, 'r')}  {drawn}"
    low, high = signed(ends[0]), signed(ends[1])
    yield " " * (6 + period + value) + low + " " * max(1, room - len(low) - len(high)) + high


def _ranges(chart: Chart, width: int) -> Iterator[str]:
    """Print a line for each forecaster and range: the share that happened, with its interval, and how many."""
    for name in dict.fromkeys(str(row["series"]) for row in chart.rows):
        own = [row for row in chart.rows if row["series"] == name]
        label = max(columns_of(str(row["label"])) for row in own)
        count = max(len(str(row["n"])) for row in own)
        room = max(LEAST_LINE, width - label - count - 6)
        yield shortened(name, width)
        for row in own:
            drawn = interval_line(number(row["value"]), number(row["lo"]), number(row["hi"]), (0.0, 1.0), room)
            yield f"  {aligned(str(row['label']), label, 'l')}  {row['n']:>{count}}  {drawn}"
        yield " " * (6 + label + count - 2) + "0%" + " " * max(1, room - 6) + "100%"


def _earlier(rows: Sequence[Row], ends: tuple[float, float], width: int) -> Iterator[str]:
    """Print the periods of a long line that come before the recent ones as one sparkline."""
    drawn = sparkline([number(row["value"]) for row in rows], ends)
    lead = f"  {rows[0]['period']} to {rows[-1]['period']}  "
    if columns_of(lead) + len(drawn) <= width:
        yield lead + drawn
        return
    yield lead.rstrip()
    room = width - 2
    yield from (f"  {drawn[i : i + room]}" for i in range(0, len(drawn), room))


def _small_multiples(chart: Chart, lines: Mapping[str, Sequence[Row]], figures: Figures, width: int) -> Iterator[str]:
    """Print a sparkline for each line, on one scale, with its first and last value."""
    ends = domain([number(row.get("value")) for row in chart.rows], pad=0.0)
    periods = sorted({str(row["period"]) for row in chart.rows}, key=moment)
    shown = periods[-max(1, width - 40) :]
    column = min(max(columns_of(n) for n in lines), width - len(shown) - 22) if lines else 0
    for n, rows in lines.items():
        own = {str(row["period"]): row for row in rows}
        held = [own.get(period, {}) for period in shown]
        drawn = sparkline([number(row.get("value")) for row in held], ends)
        known = [row for row in held if row.get("value") is not None] or [{}]
        first, last = cell(known[0], figures, ""), cell(known[-1], figures, "")
        lead = aligned(shortened(n, column), column, "l")
        yield f"  {lead}  {aligned(first, 6, 'r')} {drawn} {aligned(last, 6, 'r')}"
    note = f"From {shown[0]} to {shown[-1]}; bars run from {signed(ends[0])} to {signed(ends[1])}."
    yield from wrapped(note, width, first="  ", rest="  ")


def _fans(chart: Chart, width: int) -> Iterator[str]:
    """Print the outlook with its quantiles, after the last two periods of the past."""
    ends = domain([number(row.get(k)) for row in chart.rows for k in ("q05", "q95", "q50")], pad=0.0)
    for i, name in enumerate(dict.fromkeys(str(row["series"]) for row in chart.rows)):
        if i:
            yield ""
        own = sorted((r for r in chart.rows if r["series"] == name), key=lambda r: moment(str(r["period"])))
        past = [row for row in own if row["part"] == "past"][-2:]
        yield shortened(name, width)
        for row in past + [row for row in own if row["part"] == "outlook"]:
            yield _fan(row, ends, width)
    yield from wrapped(
        "The thick bar holds half of the outlook, the thin one nine tenths.", width, first="  ", rest="  "
    )


def _fan(row: Row, ends: tuple[float, float], width: int) -> str:
    q05, q25, q50, q75, q95 = (number(row.get(q)) for q in ("q05", "q25", "q50", "q75", "q95"))
    lead = f"  {row['period']}  {signed(q50) if q50 is not None else NOTHING}  "
    room = max(LEAST_LINE, width - columns_of(lead))
    outer = interval_line(q50, q05, q95, ends, room)
    inner = interval_line(q50, q25, q75, ends, room)
    both = zip(outer, inner, strict=True)
    return lead + "".join("━" if thick == "─" else thin for thin, thick in both)


def _bars(chart: Chart, width: int) -> Iterator[str]:
    """Print a bar for each row, with its name before it and its value behind."""
    rows = [row for row in chart.rows if number(row["value"]) is not None]
    names = max(min(columns_of(str(row["label"])) for row in rows), width // 3)
    names = min(names, max(columns_of(str(row["label"])) for row in rows))
    values = max(columns_of(str(row["shown"])) for row in rows)
    room = max(LEAST_LINE, width - names - values - 6)
    most = max(abs(number(row["value"]) or 0.0) for row in rows) or 1.0
    for row in rows:
        bar = "█" * round(abs(number(row["value"]) or 0.0) / most * room)
        label = aligned(shortened(str(row["label"]), names), names, "l")
        yield f"  {label}  {aligned(str(row['shown']), values, 'r')}  {bar}"


def _steps(chart: Chart, width: int) -> Iterator[str]:
    """Print a line for each rung that a dispute reached, with the day from which it stood there."""
    names = {number(band["hi"]): str(band["name"]) for band in chart.bands}
    for i, series in enumerate(dict.fromkeys(str(row["series"]) for row in chart.rows)):
        if i:
            yield ""
        yield shortened(series, width)
        for row in [row for row in chart.rows if row["series"] == series][:-1]:
            rung = number(row["value"])
            yield shortened(f"  {row['period']}  {names.get(rung, NOTHING)}", width)
