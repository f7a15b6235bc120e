"""Rows on their way from a file to a canonical frame: set aside with a reason, or named by our codes of states."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from detente.identity import translate

__all__ = ["EMPTY", "REJECTS", "emptied", "no_rejects", "rejected_parts", "rejects_of", "states_of", "with_states"]

NOT_TRANSLATED = {
    "missing": "is missing",
    "missing date": "has no date to be read at",
    "unknown": "is no state's code or name",
    "region": "is a region, not a state",
    "not then": "was no state then",
    "ambiguous": "means several states then",
}

# What R, pandas and Stata write in an empty cell. NA is Namibia only in a column declared as ISO 3166 alpha-2
EMPTY = ("", "NA", "NaN", "nan", ".")

REJECTS: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "column": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
}


def emptied(texts: Collection[str], iso2: Collection[str] = ()) -> list[pl.Expr]:
    """Return columns of text without blanks around the cells, null where a cell is empty.

    Parameters
    ----------
    texts : collection of str
        The columns.
    iso2 : collection of str, optional
        Those of them that hold two-letter codes, in which ``NA`` is Namibia.

    Examples
    --------
    >>> rows = pl.DataFrame({"name": ["NA", " Japan "], "code": ["NA", "."]})
    >>> rows.with_columns(emptied(["name", "code"], ["code"])).rows()
    [(None, 'NA'), ('Japan', None)]
    """
    found = []
    for name in texts:
        text = pl.col(name).str.strip_chars()
        empty = [said for said in EMPTY if said != "NA" or name not in iso2]
        found.append(pl.when(~text.is_in(empty)).then(text).alias(name))
    return found


def no_rejects() -> pl.DataFrame:
    """Return a frame of rejects without rows.

    Examples
    --------
    >>> no_rejects().columns
    ['line', 'column', 'value', 'reason']
    """
    return pl.DataFrame(schema=REJECTS)


def rejects_of(rows: pl.DataFrame, column: str, reason: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part rows into those kept and the rejects.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``line``.
    column : str
        The column at fault where `reason` is not null.
    reason : polars.Expr
        Why a row can't be kept; null where it can.

    Returns
    -------
    kept, rejects : polars.DataFrame

    Examples
    --------
    >>> rows = pl.DataFrame({"line": [1, 2], "vote": ["yes", "maybe"]})
    >>> kept, rejects = rejects_of(rows, "vote", pl.when(pl.col("vote") == "maybe").then(pl.lit("is no vote")))
    >>> kept["line"].to_list(), rejects.rows()
    ([1], [(2, 'vote', 'maybe', 'is no vote')])
    """
    told = rows.with_columns(reason.alias(" reason"))
    bad = pl.col(" reason").is_not_null()
    rejects = told.filter(bad).select(
        "line",
        pl.lit(column).alias("column"),
        pl.col(column).cast(pl.String).alias("value"),
        pl.col(" reason").alias("reason"),
    )
    return told.filter(~bad).drop(" reason"), pl.concat([no_rejects(), rejects], how="vertical")


def rejected_parts(parts: pl.DataFrame) -> pl.DataFrame:
    """Return what is rejected of rows that are kept otherwise, once for each row.

    Parameters
    ----------
    parts : polars.DataFrame
        ``line``, ``column``, ``value`` and ``reason`` of each part that can't be kept.

    Returns
    -------
    polars.DataFrame
        As rejects: the values of one row together, and the reason of the first.

    Examples
    --------
    >>> part = {"line": 7, "column": "gwno_a", "value": "751", "reason": "is no state's code or name"}
    >>> rejected_parts(pl.DataFrame([part])).row(0)
    (7, 'gwno_a', '751', "is no state's code or name; the rest of the row was kept")
    """
    by_line = parts.group_by("line", maintain_order=True).agg(
        pl.col("column").first(),
        pl.col("value").cast(pl.String).unique(maintain_order=True).str.join(", "),
        pl.col("reason").first() + "; the rest of the row was kept",
    )
    return by_line.sort("line").select(pl.col(name).cast(dtype) for name, dtype in REJECTS.items())


def states_of(rows: pl.DataFrame, column: str, scheme: str, on: str) -> pl.DataFrame:
    """Add each row's state: `column` translated at the date in the column `on`.

    Parameters
    ----------
    rows : polars.DataFrame
        The rows.
    column : str
        Foreign codes.
    scheme : str
        The scheme they are written in, as in `detente.identity.translate`.
    on : str
        Dates, or whole years.

    Returns
    -------
    polars.DataFrame
        The rows with ``code`` and ``why``, of which one is null: ``why`` says why there is no code.

    Examples
    --------
    >>> rows = pl.DataFrame({"iso": ["RUS", "SSD", "EUR"], "year": [2005, 2005, 2005]})
    >>> states_of(rows, "iso", "iso3", "year").select("code", "why").rows()
    [('RUS', None), (None, 'was no state then'), (None, "is no state's code or name")]
    """
    distinct = rows.select(column, on).unique()
    found = translate(distinct[column], scheme, distinct[on])
    meant = distinct.with_columns(
        code=found["code"],
        why=found["reason"].replace_strict(NOT_TRANSLATED, return_dtype=pl.String),
    )
    return rows.join(meant, on=[column, on], how="left", nulls_equal=True, maintain_order="left")


def with_states(
    rows: pl.DataFrame, columns: Mapping[str, str], scheme: str, on: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add our codes of states for several columns of foreign ones; set aside rows in which one has none.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``line``.
    columns : mapping of str to str
        The column of foreign codes: the column that our codes go to, which must be a new one.
    scheme : str
        The scheme they are written in, as in `detente.identity.translate`.
    on : str
        Dates, or whole years.

    Returns
    -------
    kept, rejects : polars.DataFrame

    Examples
    --------
    >>> rows = pl.DataFrame({"line": [1, 2], "ccode1": [2, 2], "ccode2": [740, 999], "year": [1990, 1990]})
    >>> kept, rejects = with_states(rows, {"ccode1": "source", "ccode2": "target"}, "cow", "year")
    >>> kept["target"].to_list(), rejects.rows()
    (['JPN'], [(2, 'ccode2', '999', "is no state's code or name")])
    """
    found = [no_rejects()]
    for column, ours in columns.items():
        rows, rejects = rejects_of(states_of(rows, column, scheme, on), column, pl.col("why"))
        rows = rows.rename({"code": ours}).drop("why")
        found.append(rejects)
    return rows, pl.concat(found)
