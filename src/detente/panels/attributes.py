"""Attributes of states: capabilities, democracy, GDP and population, major powers.

A panel of states has one column per indicator; a panel of pairs has two, one per side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from detente.errors import UsageError
from detente.identity.records import period, read_rows
from detente.panels.coverage import Coverage, coverage_of_frame, dense, place_states, why_missing
from detente.panels.empty_cells import UNCOMPUTABLE, UNRECORDED
from detente.panels.panel import Figures, Panel, PanelColumn, UnitValues
from detente.panels.record_checks import ATTRIBUTES, checked
from detente.panels.row_index import PanelRows

__all__ = ["add_attributes", "add_majors", "add_ratio", "sides"]

MAJORS = "cow_majors"
MISSING = "the dataset has no figure"


def sides(rows: PanelRows) -> Iterator[tuple[str, str, str]]:
    """Yield for each side its name, the suffix of its columns, and a description."""
    for side in rows.sides:
        yield side, "" if rows.kind == "states" else f"_{side}", f"of {side}" if len(side) == 1 else f"of the {side}"


def add_attributes(
    panel: Panel,
    indicators: pl.DataFrame,
    *,
    dataset: str,
    names: Sequence[str] | None = None,
    covers: Coverage | None = None,
    scheme: str | None = None,
    validated: bool = False,
    deviations: bool = False,
) -> Panel:
    """Add indicators of states, such as capabilities, or the standard deviations of estimates.

    Parameters
    ----------
    panel : Panel
        The panel.
    indicators : polars.DataFrame
        Rows of the table ``indicators``: ``dataset``, ``name``, ``state``, ``period``, ``freq``, ``value``, ``unit``.
    dataset : str
        The dataset.
    names : sequence of str, optional
        The indicators; by default all of the dataset.
    covers, scheme, validated
        As for `add_ties`.
    deviations : bool, optional
        Add the standard deviation of each indicator (column ``sd``) instead of its value.

    Returns
    -------
    Panel
        With a column ``<name>`` (states), ``<name>_a`` and ``<name>_b``, or ``<name>_source`` and ``<name>_target``.
        No row in the dataset: missing. Standard deviations are named ``sd_<name>``, and so on.

    Raises
    ------
    UsageError
        If there are no rows of the dataset, or none of a name.
    TableError
        If rows do not fit the table: see `detente.panels.record_checks`.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.panels import universe
    >>> row = {"dataset": "nmc", "name": "cinc", "state": "JPN", "period": date(1914, 1, 1), "freq": "year"}
    >>> frame = pl.DataFrame([row | {"value": 0.05, "unit": "share"}])
    >>> result = add_attributes(universe("states", since=1914, until=1914), frame, dataset="nmc")
    >>> result.frame().filter(pl.col("state") == "JPN")["cinc"].to_list()
    [0.05]
    """
    if not validated:
        indicators = checked(indicators, ATTRIBUTES, dataset=dataset, scheme=scheme)
    rows = indicators.filter(pl.col("dataset") == dataset)
    covered = covers or coverage_of_frame(rows, dataset)
    available = rows["name"].unique().sort().to_list()
    chosen = available if names is None else list(names)
    if unknown := [name for name in chosen if name not in available]:
        raise UsageError(
            f"{dataset} has no indicator {', '.join(unknown)}: expected {', '.join(available)}", value=unknown[0]
        )
    absent = why_missing(panel.rows, covered, UNRECORDED)
    figures = []
    for name in chosen:
        own = rows.filter(pl.col("name") == name)
        placed = place_states(panel.rows, own, "sd" if deviations else "value")
        called, doc = (f"sd_{name}", f"Standard deviation of the estimate {name}") if deviations else (name, name)
        unit = next(iter(own["unit"].drop_nulls()), "") if "unit" in own.columns else ""
        for side, ending, about in sides(panel.rows):
            column = PanelColumn(
                f"{called}{ending}", doc, unit, about, dataset, MISSING, covered.start, covered.end, covered.gaps
            )
            figures.append(Figures(column, UnitValues(placed.ravel(), panel.rows.cells[side]), absent))
    return panel.add(figures)


def add_ratio(panel: Panel, name: str) -> Panel:
    """Add the ratio of an indicator's two sides: the first state's value over the second's.

    Parameters
    ----------
    panel : Panel
        A panel of pairs with the indicator for both sides.
    name : str
        The indicator, without the suffix of a side: ``cinc``.

    Returns
    -------
    Panel
        With ``<name>_ratio``; empty if a side is empty or the second is zero.

    Raises
    ------
    UsageError
        If the panel does not have the indicator.
    """
    one, other = panel.rows.sides
    top, bottom = panel.figures(f"{name}_{one}"), panel.figures(f"{name}_{other}")
    over, under = (each.part(slice(None)) for each in (top, bottom))
    cells = pl.select(pl.when(under != 0).then(over / under)).to_series()
    absent = top.why
    absent[absent == 0] = bottom.why[absent == 0]
    absent[absent == 0] = UNCOMPUTABLE
    column = PanelColumn(
        f"{name}_ratio",
        f"{name} of {one} over that of {other}",
        "ratio",
        f"of {one} to {other}",
        top.column.dataset,
        top.column.absent,
        top.column.covers_from,
        top.column.covers_until,
        top.column.gaps,
    )
    return panel.add([Figures(column, cells, absent)])


def add_majors(panel: Panel) -> Panel:
    """Add whether a state was a major power on any day of the period, by the Correlates of War list.

    The list ends in 2016; major powers and members at its end continue after it.

    Parameters
    ----------
    panel : Panel
        The panel.

    Returns
    -------
    Panel
        With ``major`` (states) or ``major_<side>``: 1 or 0.

    Examples
    --------
    >>> from detente.panels import universe
    >>> result = add_majors(universe("states", since=1930, until=1930)).frame()
    >>> result.filter(pl.col("major") == 1)["state"].to_list()
    ['DEU', 'FRA', 'GBR', 'ITA', 'JPN', 'RUS', 'USA']
    """
    rows = panel.rows
    first, last = rows.periods.days
    placed = np.zeros(rows.members.code.shape, np.int8)
    for row in read_rows("major_powers.csv"):
        spell = period(row["from"], row["to"])
        if spell.end < first or spell.start > last or row["code"] not in rows.members.codes:
            continue
        days = np.array([max(spell.start, first), min(spell.end, last)], "datetime64[D]")
        begin, end = rows.periods.index(days)
        code = rows.members.codes.index(row["code"])
        placed[:, begin : end + 1][rows.members.code[:, begin : end + 1] == code] = 1
    absent = why_missing(rows, Coverage(MAJORS, first, last, None))
    figures = []
    for side, ending, about in sides(rows):
        column = PanelColumn(
            f"major{ending}", "Major power", "1 yes, 0 no", about, MAJORS, "not a major power", first, last
        )
        figures.append(Figures.of(column, dense(panel, placed, side), absent))
    return panel.add(figures)


WITHIN = ("intrastate", "internationalized")
