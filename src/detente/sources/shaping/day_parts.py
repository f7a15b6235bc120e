"""Dates given as a year, a month and perhaps a day, in three columns."""

from __future__ import annotations

import polars as pl

from detente.sources.shaping.states import no_rejects, rejects_of

__all__ = ["dated"]


def dated(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add ``start``, ``precision``, ``end`` and ``end_known_on``; reject invalid dates, and ends before the start.

    Parameters
    ----------
    rows : polars.DataFrame
        ``line`` and the whole numbers ``start_year``, ``start_month``, ``start_day``, ``end_year``, ``end_month`` and
        ``end_day``; a day may be missing, and so may the whole end.

    Returns
    -------
    kept, rejects : polars.DataFrame
        ``precision`` is 'month' where the first day is missing. ``end`` is null where the last day is missing;
        ``end_known_on`` is then the last day of its month.

    Examples
    --------
    >>> names = [f"{side}_{part}" for side in ("start", "end") for part in ("year", "month", "day")]
    >>> rows = pl.DataFrame([(1, 1902, 5, None, 1902, 6, None)], schema=["line", *names], orient="row")
    >>> dated(rows)[0].select("start", "precision", "end", "end_known_on").row(0)
    (datetime.date(1902, 5, 1), 'month', None, datetime.date(1902, 6, 30))
    """
    all_rejects = [no_rejects()]
    for name in ("start", "end"):
        year, month, day = (pl.col(f"{name}_{part}").cast(pl.String) for part in ("year", "month", "day"))
        text = year + "-" + month.str.zfill(2) + "-" + day.fill_null("1").str.zfill(2)
        date = pl.col(name).str.to_date("%Y-%m-%d", strict=False)
        rows = rows.with_columns(text.alias(name))
        no_day = pl.when(pl.col(name).is_not_null() & date.is_null()).then(pl.lit("is not a date"))
        rows, rejects = rejects_of(rows, name, no_day)
        rows = rows.with_columns(date.alias(name))
        all_rejects.append(rejects)
    exact = pl.when(pl.col("start_day").is_null()).then(pl.lit("month")).otherwise(pl.lit("day"))
    until = pl.when(pl.col("end_day").is_not_null()).then("end")
    over = pl.coalesce(until, pl.col("end").dt.month_end())
    rows = rows.with_columns(exact.alias("precision"), until.alias("end"), over.alias("end_known_on"))
    rows, rejects = rejects_of(
        rows, "end", pl.when(pl.col("end_known_on") < pl.col("start")).then(pl.lit("is before the start"))
    )
    return rows, pl.concat([*all_rejects, rejects])
