"""Checks of rows, one after another: valid rows and rejects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from detente.catalog import table

__all__ = ["Days", "RowChecks"]

Days = Callable[[str | int], date | None]
WHY = " why"
WHOLE = r"\.0+$"  # as pandas and R write whole numbers in a column with empty cells


class RowChecks:
    """The rows that have passed all checks so far, and the rejects with their original values."""

    def __init__(self, raw: pl.DataFrame, columns: Mapping[str, str], decimal: str) -> None:
        self.rows = raw
        self.columns = columns
        self.decimal = decimal
        self.rejects: list[pl.DataFrame] = []

    def days(self, name: str, parse: Days, reason: str) -> None:
        """Parse a column of dates; rejects have the original text."""
        given = self.rows[name]
        if given.dtype == pl.Date:
            return
        if given.dtype == pl.Null:
            self.rows = self.rows.with_columns(pl.lit(None, pl.Date).alias(name))
            return
        distinct = given.drop_nulls().unique()
        meant = pl.Series([parse(value) for value in distinct], dtype=pl.Date)
        read = given.replace_strict(distinct, meant, default=None, return_dtype=pl.Date)
        bad = read.is_null() & given.is_not_null()
        if bad.any():
            self.reject(name, pl.when(pl.Series(bad)).then(pl.lit(reason)))
            read = read.filter(~bad)
        self.rows = self.rows.with_columns(read.alias(name))

    def number(self, name: str, dtype: pl.DataType) -> None:
        """Parse a column of numbers in the range declared by the catalog; rejects have the original text."""
        declared = table("events").column(name)
        given = self.rows[name]
        plain = given
        if given.dtype == pl.String and self.decimal == ",":
            plain = given.str.replace_all(".", "x", literal=True).str.replace(",", ".", literal=True)
        read = plain.cast(dtype, strict=False)
        if given.dtype == pl.String and dtype.is_integer() and read.null_count() > given.null_count():
            read = read.fill_null(plain.str.replace(WHOLE, "").cast(dtype, strict=False))
        wrong = given.is_not_null() & read.is_null()
        wrong |= ~read.to_frame().select(declared.holds(pl.col(name))).to_series().fill_null(value=True)
        if wrong.any():
            self.reject(name, pl.when(pl.lit(wrong)).then(pl.lit(f"is not {declared.allowed}")))
            read = read.filter(~wrong)
        self.rows = self.rows.with_columns(read.alias(name))

    def reject(self, name: str, why: pl.Expr) -> None:
        """Reject the rows for which `why` is not null."""
        reasons = self.rows.select(why.cast(pl.String).alias(WHY)).to_series()
        if reasons.null_count() == len(reasons):
            return
        bad = reasons.is_not_null()
        self.rejects.append(
            self.rows.filter(bad).select(
                "unit",
                "line",
                pl.lit(self.columns.get(name, name)).alias("column"),
                pl.col(name).cast(pl.String).alias("value"),
                reasons.filter(bad).alias("reason"),
            )
        )
        self.rows = self.rows.filter(~bad)
