"""Figures by month in panels by month, quarter or year: aid, entities on sanctions lists, risk in the press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import polars as pl

from detente.panels.attributes import add_attributes
from detente.panels.flows import add_flows
from detente.panels.panel import Panel
from detente.panels.periods import MONTHS, Unit
from detente.panels.store_additions import AdditionInput

__all__ = ["aid_added", "entities_added", "in_periods", "pair_risk_added", "state_risk_added"]

TRUNCATED = {"year": "1y", "quarter": "1q", "month": "1mo"}


def in_periods(
    rows: pl.DataFrame, unit: Unit, by: Sequence[str], how: Literal["sum", "last", "mean"], *, whole: bool
) -> pl.DataFrame:
    """Return figures of months as figures of longer periods.

    Parameters
    ----------
    rows : polars.DataFrame
        `by`, ``period``, ``freq`` ('month' in all rows) and ``value``.
    unit : {'year', 'quarter', 'month'}
        The periods.
    by : sequence of str
        The columns that name a figure.
    how : {'sum', 'last', 'mean'}
        The sum or the mean of the months, or the figure of the last month.
    whole : bool
        Whether the figure of a period is null unless there is one of each of its months.

    Examples
    --------
    >>> from datetime import date
    >>> rows = pl.DataFrame({"a": "x", "period": [date(2022, 1, 1), date(2022, 3, 1)], "freq": "month", "value": 2.0})
    >>> in_periods(rows, "quarter", ["a"], "sum", whole=False)["value"].to_list()
    [4.0]
    >>> in_periods(rows, "quarter", ["a"], "sum", whole=True)["value"].to_list()
    [None]
    """
    if unit == "month":
        return rows
    value = pl.col("value").sort_by("period")
    made = (
        rows.drop("freq")
        .group_by(*by, pl.col("period").dt.truncate(TRUNCATED[unit]).alias("begin"), maintain_order=True)
        .agg(
            pl.exclude("period", "value").first(),
            value={"sum": value.implode().list.sum(), "last": value.last(), "mean": value.mean()}[how],
            months=pl.len(),
        )
    )
    if whole:
        made = made.with_columns(pl.when(pl.col("months") == MONTHS[unit]).then("value").alias("value"))
    return made.rename({"begin": "period"}).drop("months").with_columns(freq=pl.lit(unit))


def aid_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add aid by kind: the sum of what was recorded in the months of a period."""
    docs = {
        "aid_allocations": "Aid allocated, of all kinds",
        "aid_military": "Military aid allocated",
        "aid_financial": "Financial aid allocated",
        "aid_humanitarian": "Humanitarian aid allocated",
        "aid_commitments": "Aid committed, allocated or not",
    }
    for name, doc in docs.items():
        own = given.rows.filter(pl.col("name") == name)
        panel = add_flows(
            panel,
            in_periods(own, panel.rows.periods.unit, ["source", "target"], "sum", whole=False),
            name=name,
            dataset=given.dataset,
            unit="billion EUR",
            doc=doc,
            covers=given.covers,
            validated=True,
        )
    return panel


def entities_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add entities on sanctions lists at the end of a period, and those added and removed in it."""
    unit, by = panel.rows.periods.unit, ["name", "state"]
    stock = pl.col("name") == "ofac_entities"
    rows = pl.concat(
        [
            in_periods(given.rows.filter(stock), unit, by, "last", whole=True),
            in_periods(given.rows.filter(~stock), unit, by, "sum", whole=True),
        ],
        how="diagonal",
    )
    return add_attributes(
        panel,
        rows,
        dataset=given.dataset,
        names=("ofac_entities", "ofac_additions", "ofac_removals"),
        covers=given.covers,
        validated=True,
    )


def state_risk_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add the geopolitical risk index of each state: the mean of a period's months."""
    rows = in_periods(given.rows, panel.rows.periods.unit, ["name", "state"], "mean", whole=True)
    return add_attributes(panel, rows, dataset=given.dataset, names=("gpr",), covers=given.covers, validated=True)


def pair_risk_added(panel: Panel, given: AdditionInput) -> Panel:
    """Add AI-GPR of each directed pair: the mean of a period's months."""
    rows = in_periods(given.rows, panel.rows.periods.unit, ["source", "target"], "mean", whole=True)
    return add_flows(
        panel, rows, name="ai_gpr", dataset=given.dataset, unit="index", doc="Newspaper articles on risk (AI-GPR)",
        covers=given.covers, validated=True,
    )  # fmt: skip
