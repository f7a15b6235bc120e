"""A chart's numbers as a small table, for readers who want them or can't see the drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from detente.documents.document import Chart
from detente.documents.figures import MINUS, Figure
from detente.errors import DataError
from detente.publish.charts.scales import moment, number

__all__ = ["cell", "chart_table", "neighbour_rows", "require_rows", "signed"]

Row = dict[str, Any]
Figures = Mapping[str, Figure]

NOTHING = "–"  # in a cell whose value is missing


def chart_table(chart: Chart, figures: Figures) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a chart's table; the first column names the row.

    Parameters
    ----------
    chart : Chart
        The chart.
    figures : mapping of str to Figure
        The document's figures: a row bound to one is written as the figure is.

    Returns
    -------
    tuple of list
        Header cells, and rows of cells.
    """
    match chart.kind:
        case "neighbours":
            return _by_name(chart, figures)
        case "fan":
            return _quantiles(chart)
        case "bars":
            return ["Name", "Value"], [[str(row["label"]), cell(row, figures)] for row in chart.rows]
        case "calibration":
            return _ranges(chart)
        case "ladder":
            return _steps(chart)
        case _:
            return _by_period(chart, figures)


def require_rows(chart: Chart) -> None:
    """Raise `DataError` for a chart without rows; a section without data is a silent section."""
    if not chart.rows:
        raise DataError(
            f"the chart {chart.key!r} has no rows; leave it out and say in the section's silence why", value=chart.key
        )


def neighbour_rows(chart: Chart) -> dict[str, list[Row]]:
    """Return the rows of each neighbour by name, and last the pair's own, where they are given."""
    named: dict[str, list[Row]] = {}
    context: dict[str, list[Row]] = {}
    for row in chart.rows:
        if row.get("series") == "context":
            context.setdefault(str(row.get("label") or row.get("panel") or "The pair itself"), []).append(row)
        else:
            named.setdefault(str(row["panel"]), []).append(row)
    return {**named, **{name: rows for name, rows in context.items() if name not in named}}


def cell(row: Row, figures: Figures, spec: str = "full") -> str:
    """Write a row's value as its figure is written, or with two decimals; a dash where it is missing."""
    if number(row.get("value")) is None:
        return NOTHING
    figure = figures.get(str(row.get("figure")))
    return format(figure, spec) if figure else signed(row["value"])


def signed(value: object) -> str:
    """Write a number with its sign and two decimals.

    Examples
    --------
    >>> signed(-0.5), signed(None)
    ('−0.50', '–')
    """
    found = number(value)
    if found is None:
        return NOTHING
    text = f"{found:+.2f}"
    return text.lstrip("+-") if float(text) == 0 else text.replace("-", MINUS)


COLUMN: dict[str, Callable[[Row], str]] = {
    "temperature": lambda row: str(row["series"]),
    "words-deeds": lambda row: f"{row['series']}, {row['score']}",
    "votes": lambda row: str(row["measure"]),
    "lines": lambda row: str(row["series"]),
}


def _by_period(chart: Chart, figures: Figures) -> tuple[list[str], list[list[str]]]:
    column = COLUMN[chart.kind]
    names = list(dict.fromkeys(column(row) for row in chart.rows))
    cells = {(str(row["period"]), column(row)): cell(row, figures) for row in chart.rows}
    return ["Period", *names], [
        [period, *(cells.get((period, name), NOTHING) for name in names)] for period in _periods(chart)
    ]


def _by_name(chart: Chart, figures: Figures) -> tuple[list[str], list[list[str]]]:
    periods = _periods(chart)
    body = []
    for name, rows in neighbour_rows(chart).items():
        cells = {str(row["period"]): cell(row, figures, "") for row in rows}
        body.append([name, *(cells.get(period, NOTHING) for period in periods)])
    return ["Direction", *periods], body


def _quantiles(chart: Chart) -> tuple[list[str], list[list[str]]]:
    header = ["Direction", "Period", "5%", "25%", "Middle", "75%", "95%"]
    keys = ("q05", "q25", "q50", "q75", "q95")
    return header, [
        [str(row["series"]), str(row["period"]), *(signed(row[key]) for key in keys)]
        for row in chart.rows
        if row["part"] == "outlook"
    ]


def _steps(chart: Chart) -> tuple[list[str], list[list[str]]]:
    """Return a row for each rung that a dispute reached; the last row of each only ends its line."""
    names = {number(band["hi"]): str(band["name"]) for band in chart.bands}
    rows = []
    for series in dict.fromkeys(str(row["series"]) for row in chart.rows):
        own = [row for row in chart.rows if row["series"] == series][:-1]
        rows += [[str(row["period"]), series, names.get(number(row["value"]), NOTHING)] for row in own]
    return ["From", "Dispute", "Rung"], rows


def _ranges(chart: Chart) -> tuple[list[str], list[list[str]]]:
    """Return a row for each forecaster and range of probabilities."""
    header = ["Forecaster and range", "Forecasts", "Mean forecast", "Happened", "90% interval"]
    rows = []
    for row in chart.rows:
        mean, share, lo, hi = (f"{100 * (number(row[key]) or 0.0):.0f}%" for key in ("forecast", "value", "lo", "hi"))
        rows.append([f"{row['series']}, {row['label']}", str(row["n"]), mean, share, f"{lo} to {hi}"])
    return header, rows


def _periods(chart: Chart) -> list[str]:
    return sorted({str(row["period"]) for row in chart.rows}, key=moment)
