"""Indicators of pairs by period: trade, arms, distance, shared memberships, voting agreement, temperature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from detente.errors import UsageError
from detente.panels.coverage import (
    Coverage,
    Values,
    Way,
    coverage_of_frame,
    dense,
    known_cells,
    place_pairs,
    place_states,
    why_missing,
)
from detente.panels.empty_cells import UNRECORDED, Reasons
from detente.panels.panel import Figures, Panel
from detente.panels.record_checks import FLOWS, SHARED, checked
from detente.panels.row_index import Flags

__all__ = ["add_flows", "add_shared", "need_pairs"]

MISSING = "the dataset has no figure"


class IndicatorLabel(NamedTuple):
    """Name, description and unit of an indicator."""

    name: str
    doc: str
    unit: str


def need_pairs(panel: Panel, what: str) -> None:
    """Raise an error for an indicator of pairs in a panel of states.

    Raises
    ------
    UsageError
        If the panel is of states.
    """
    if panel.rows.kind == "states":
        raise UsageError(f"{what} is between two states; use a panel of dyads or directed-dyads", value=panel.rows.kind)


def add_flows(
    panel: Panel,
    figures: pl.DataFrame,
    *,
    name: str,
    dataset: str,
    unit: str = "",
    doc: str = "",
    covers: Coverage | None = None,
    value: str = "value",
    zero: bool = False,
    scheme: str | None = None,
    validated: bool = False,
) -> Panel:
    """Add a directed indicator: exports, arms, temperature.

    Parameters
    ----------
    panel : Panel
        The panel.
    figures : polars.DataFrame
        Directed rows: ``source``, ``target``, ``period``, a value and, unless all are yearly, ``freq``.
    name : str
        Name of the columns.
    dataset : str
        The dataset of the rows.
    unit, doc : str, optional
        Unit and description.
    covers, scheme, validated
        As for `add_ties`.
    value : str, optional
        The value column.
    zero : bool, optional
        Whether no row means zero; by default it means missing. A row without a value is always missing.

    Returns
    -------
    Panel
        With ``<name>`` from the source to the target and ``<name>_back`` from the target to the source; in a panel of
        dyads ``<name>_ab`` and ``<name>_ba``; in a panel of states ``<name>_out`` and ``<name>_in``, the sums over all
        other states with a row, missing if one of these has no value.

    Raises
    ------
    TableError
        If rows do not fit the table: see `detente.panels.record_checks`.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.panels import universe
    >>> row = {"source": "JPN", "target": "RUS", "period": date(2013, 1, 1), "freq": "year", "value": 13.3}
    >>> result = universe("directed-dyads", since=2013, until=2013, among=["JPN", "RUS"])
    >>> result = add_flows(result, pl.DataFrame([row]), name="trade", dataset="made-up", unit="billion USD")
    >>> result.frame().select("source", "target", "trade", "trade_back").rows()
    [('JPN', 'RUS', 13.3, None), ('RUS', 'JPN', None, 13.3)]
    """
    if not validated:
        figures, value = checked(figures, FLOWS, scheme=scheme, value=value), "value"
    covered = covers or coverage_of_frame(figures, dataset)
    labels = IndicatorLabel(name, doc, unit)
    rows = panel.rows
    if rows.kind == "states":
        out, back = (_summed(panel, figures, side, value) for side in ("source", "target"))
        both = {f"{name}_out": (out, "of the state toward all"), f"{name}_in": (back, "of all toward the state")}
    else:
        ways = place_pairs(rows, figures, value, ("forth", "back"))
        endings = ("_ab", "_ba") if rows.kind == "dyads" else ("", "_back")
        one, other = rows.sides
        abouts = (f"of {one} toward {other}", f"of {other} toward {one}")
        both = {f"{name}{end}": (way, about) for end, way, about in zip(endings, ways, abouts, strict=True)}
    absent = why_missing(rows, covered, 0 if zero else UNRECORDED)
    empty = _without_value(panel, figures, value, ("forth", "back"))
    return panel.add(
        _figures(column, labels, about, covered, values=values, absent=absent, zero=zero, empty=one)
        for (column, (values, about)), one in zip(both.items(), empty, strict=True)
    )


def _summed(panel: Panel, figures: pl.DataFrame, side: str, value: str) -> Values:
    """Return the sum of a state's values with all others, for each row."""
    by = [side, "period", *(["freq"] if "freq" in figures.columns else [])]
    each = pl.col(value).implode().list.sum()  # a plain sum may depend on the order of threads
    sums = figures.drop_nulls(value).group_by(by, maintain_order=True).agg(each).rename({side: "state"})
    return dense(panel, place_states(panel.rows, sums, value), "state")


def add_shared(
    panel: Panel,
    figures: pl.DataFrame,
    *,
    name: str,
    dataset: str,
    unit: str = "",
    doc: str = "",
    covers: Coverage | None = None,
    value: str = "value",
    zero: bool = False,
    scheme: str | None = None,
    validated: bool = False,
) -> Panel:
    """Add an undirected indicator: distance, shared memberships, agreement.

    Parameters
    ----------
    panel : Panel
        A panel of pairs.
    figures : polars.DataFrame
        Rows of pairs without direction: ``source``, ``target``, ``period``, a value and, unless all are
        yearly, ``freq``.
    name : str
        Name of the column.
    dataset : str
        The dataset of the rows.
    unit, doc, covers, value, zero, scheme, validated
        As for `add_flows`.

    Returns
    -------
    Panel
        With the column, equal in both directions.

    Raises
    ------
    UsageError
        If the panel is of states.
    TableError
        If rows do not fit the table: see `detente.panels.record_checks`.
    """
    need_pairs(panel, doc or name)
    if not validated:
        figures, value = checked(figures, SHARED, scheme=scheme, value=value), "value"
    covered = covers or coverage_of_frame(figures, dataset)
    (values,) = place_pairs(panel.rows, figures, value, ("both",))
    absent = why_missing(panel.rows, covered, 0 if zero else UNRECORDED)
    empty = _without_value(panel, figures, value, ("both",))
    labels = IndicatorLabel(name, doc, unit)
    return panel.add(
        [
            _figures(name, labels, "of both alike", covered, values=values, absent=absent, zero=zero, empty=one)
            for one in empty
        ]
    )


def _without_value(panel: Panel, figures: pl.DataFrame, value: str, ways: Sequence[Way]) -> list[Flags | None]:
    """Return the rows with a record without a value, for each direction; None if there are none."""
    no_value = figures.filter(pl.col(value).is_null())
    if not no_value.height:
        return [None] * len(ways)
    marks = no_value.with_columns(pl.lit(1.0).alias(value))
    if panel.rows.kind == "states":
        return [_summed(panel, marks, {"forth": "source", "back": "target"}[way], value) > 0 for way in ways]
    return [placed == 1 for placed in place_pairs(panel.rows, marks, value, ways)]


def _figures(
    column: str,
    labels: IndicatorLabel,
    about: str,
    covers: Coverage,
    *,
    values: Values,
    absent: Reasons,
    zero: bool,
    empty: Flags | None,
) -> Figures:
    if empty is not None:
        values = np.where(empty, np.nan, values)
        absent = np.where(empty & (absent == 0), UNRECORDED, absent).astype(np.uint8)
    described = covers.column(column, labels.doc or labels.name, labels.unit, about, "zero" if zero else MISSING)
    if zero:
        return Figures.of(described, np.nan_to_num(values), absent)
    return Figures(described, known_cells(column, values), absent)
