"""A chart's rows: placed on the time axis, cut into lines, with the ends of their axes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from detente.documents.document import Chart
from detente.documents.prose import plain_date
from detente.publish.charts.scales import covering, day_moment, domain, moment, number
from detente.publish.charts.sizes import GAP

__all__ = [
    "distinct",
    "line",
    "numbered_marks",
    "only",
    "place_rows",
    "side_by_side",
    "usual_span",
    "value_span",
    "year_span",
]

Row = dict[str, Any]
Spec = dict[str, Any]

QUANTILES = ("q05", "q25", "q50", "q75", "q95")


def numbered_marks(chart: Chart) -> list[Row]:
    """Return the chart's acts in order of date, each with its ``number``, ``when`` in words and ``moment``."""
    ordered = sorted(chart.marks, key=lambda mark: str(mark["date"]))
    return [
        {"when": plain_date(day), **mark, "number": i, "moment": day_moment(day)}
        for i, mark in enumerate(ordered, start=1)
        for day in [date.fromisoformat(str(mark["date"]))]
    ]


def place_rows(rows: Iterable[Row]) -> list[Row]:
    """Put each row at its moment, with None for what is not a finite number."""
    return [
        {
            **row,
            "x": moment(str(row["period"])),
            **{k: number(row[k]) for k in ("value", "lo", "hi", *QUANTILES) if k in row},
        }
        for row in rows
    ]


def only(rows: list[Row], **keys: str) -> list[Row]:
    """Return the rows that have these values."""
    return [row for row in rows if all(row.get(k) == v for k, v in keys.items())]


def line(rows: list[Row], **keys: str) -> list[Row]:
    """Return the rows of one line, in order of time, with an empty row where a period is missing."""
    own = sorted(only(rows, **keys), key=lambda row: row["x"])
    steps = sorted(b["x"] - a["x"] for a, b in pairwise(own))
    usual = steps[len(steps) // 2] if steps else 1.0
    whole: list[Row] = []
    for row in own:
        if whole and row["x"] - whole[-1]["x"] > 1.5 * usual:
            gap = {"x": whole[-1]["x"] + usual, "value": None, "lo": None, "hi": None}
            whole.append({**row, **gap, "figure": None, "period": None})
        whole.append(row)
    return whole


def distinct(rows: list[Row], key: str) -> list[str]:
    """Return a column's values, each once, in order."""
    return list(dict.fromkeys(str(row[key]) for row in rows))


def year_span(rows: list[Row], marks: Sequence[Row] = ()) -> tuple[float, float]:
    """Return the whole years that hold all rows and marks."""
    moments = [row["x"] for row in rows] + [mark["moment"] for mark in marks]
    return (float(int(min(moments))), float(int(max(moments)) + 1)) if moments else (0.0, 1.0)


def value_span(rows: list[Row]) -> tuple[float, float]:
    """Return the ends of an axis that holds all values and intervals."""
    return domain([row.get(k) for row in rows for k in ("value", "lo", "hi")])


def usual_span(rows: list[Row]) -> tuple[float, float]:
    """Return the ends of an axis that holds all values and all but the widest intervals."""
    return covering(*([row.get(k) for row in rows] for k in ("value", "lo", "hi")))


def side_by_side(plots: list[Spec]) -> Spec:
    """Return plots in a row."""
    return {"hconcat": plots, "spacing": GAP, "align": "each"} if len(plots) > 1 else plots[0]
