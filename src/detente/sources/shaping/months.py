"""From files by month to the tables ``indicators`` and ``dyad_indicators``."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from detente.catalog import table
from detente.sources.shaping.indicators import Indicator, dyad_figures, state_figures
from detente.sources.shaping.states import rejects_of

__all__ = ["month_dyad_figures", "month_state_figures", "months"]


def months(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add ``period``, the first day of the column ``month`` (YYYY-MM), and ``year``; reject what is not a month.

    Examples
    --------
    >>> kept, rejects = months(pl.DataFrame({"line": [1, 2], "month": ["2022-04", "2022-13"]}))
    >>> kept["period"].to_list(), rejects["reason"].to_list()
    ([datetime.date(2022, 4, 1)], ['is not a month'])
    """
    text = pl.col("month").cast(pl.String)
    day = (text + "-01").str.to_date("%Y-%m-%d", strict=False)
    rows = rows.with_columns(pl.when(text.str.contains(r"^\d{4}-\d{2}$")).then(day).alias("period"))
    reason = pl.when(text.is_null()).then(pl.lit("is missing"))
    rows, rejects = rejects_of(rows, "month", reason.when(pl.col("period").is_null()).then(pl.lit("is not a month")))
    return rows.with_columns(pl.col("period").dt.year().alias("year")), rejects


def month_state_figures(rows: pl.DataFrame, dataset: str, figures: Sequence[Indicator]) -> pl.DataFrame:
    """Return rows of ``indicators`` by month; as `detente.sources.shaping.indicators.state_figures`.

    Parameters
    ----------
    rows : polars.DataFrame
        ``state``, ``period``, ``year`` and the indicators' columns.
    dataset : str
        Name of the source.
    figures : sequence of Indicator
        The indicators in a row.
    """
    parts = [
        state_figures(own, dataset, [one]).with_columns(_months(own))
        for one in figures
        for own in (rows.filter(pl.col(one.column).is_not_null()),)
    ]
    return pl.concat(parts).select(table("indicators").names)


def month_dyad_figures(rows: pl.DataFrame, dataset: str, figures: Sequence[Indicator]) -> pl.DataFrame:
    """Return directed rows of ``dyad_indicators`` by month, one per value that is not missing.

    Parameters
    ----------
    rows : polars.DataFrame
        ``source``, ``target``, ``period``, ``year`` and the indicators' columns.
    dataset : str
        Name of the source.
    figures : sequence of Indicator
        The indicators in a row; units are texts.
    """
    parts = []
    for one in figures:
        own = rows.filter(pl.col(one.column).is_not_null()).with_columns(value=pl.col(one.column))
        made = dyad_figures(own, dataset, one.name, str(one.unit), directed=True)
        parts.append(made.with_columns(_months(own)))
    return pl.concat(parts).select(table("dyad_indicators").names)


def _months(rows: pl.DataFrame) -> list[pl.Series | pl.Expr]:
    """Return the columns of a month's period; rows are in the order of the figures made from them."""
    period = rows["period"]
    return [period, pl.lit("month").alias("freq"), period.dt.month_end().alias("known_on")]
