"""Translation of states in the rows of a file; rows without a valid state are rejected with a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from detente.identity import translate

__all__ = ["EMPTY", "REJECTS", "emptied", "no_rejects", "rejected_parts", "rejects_of", "states_of", "with_states"]

NOT_TRANSLATED = {
    "missing": "is missing",
    "missing date": "has no date",
    "unknown": "is not a state's name or code",
    "region": "is a region, not a state",
    "not then": "was not a state then",
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
    """Return text columns stripped, with empty cells null.

    Parameters
    ----------
    texts : collection of str
        The columns.
    iso2 : collection of str, optional
        Those with two-letter codes, in which ``NA`` is Namibia.

    Examples
    --------
    >>> rows = pl.DataFrame({"name": ["NA", " Japan "], "code": ["NA", "."]})
    >>> rows.with_columns(emptied(["name", "code"], ["code"])).rows()
    [(None, 'NA'), ('Japan', None)]
    """
    columns = []
    for name in texts:
        text = pl.col(name).str.strip_chars()
        empty = [cell for cell in EMPTY if cell != "NA" or name not in iso2]
        columns.append(pl.when(~text.is_in(empty)).then(text).alias(name))
    return columns


def no_rejects() -> pl.DataFrame:
    """Return a frame of rejects without rows.

    Examples
    --------
    >>> no_rejects().columns
    ['line', 'column', 'value', 'reason']
    """
    return pl.DataFrame(schema=REJECTS)


def rejects_of(rows: pl.DataFrame, column: str, reason: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split rows into kept rows and rejects.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``line``.
    column : str
        The column at fault if `reason` is not null.
    reason : polars.Expr
        Why a row is rejected; null if it is kept.

    Returns
    -------
    kept, rejects : polars.DataFrame

    Examples
    --------
    >>> rows = pl.DataFrame({"line": [1, 2], "vote": ["yes", "maybe"]})
    >>> kept, rejects = rejects_of(rows, "vote", pl.when(pl.col("vote") == "maybe").then(pl.lit("is not a vote")))
    >>> kept["line"].to_list(), rejects.rows()
    ([1], [(2, 'vote', 'maybe', 'is not a vote')])
    """
    checked = rows.with_columns(reason.alias(" reason"))
    bad = pl.col(" reason").is_not_null()
    rejects = checked.filter(bad).select(
        "line",
        pl.lit(column).alias("column"),
        pl.col(column).cast(pl.String).alias("value"),
        pl.col(" reason").alias("reason"),
    )
    return checked.filter(~bad).drop(" reason"), pl.concat([no_rejects(), rejects], how="vertical")


def rejected_parts(parts: pl.DataFrame) -> pl.DataFrame:
    """Return the rejected parts of rows that are otherwise kept, one reject per row.

    Parameters
    ----------
    parts : polars.DataFrame
        ``line``, ``column``, ``value`` and ``reason`` of each rejected part.

    Returns
    -------
    polars.DataFrame
        Rejects with the values of a row together, and the reason of the first.

    Examples
    --------
    >>> part = {"line": 7, "column": "gwno_a", "value": "751", "reason": "is not a state's name or code"}
    >>> rejected_parts(pl.DataFrame([part])).row(0)
    (7, 'gwno_a', '751', "is not a state's name or code; the rest of the row was kept")
    """
    by_line = parts.group_by("line", maintain_order=True).agg(
        pl.col("column").first(),
        pl.col("value").cast(pl.String).unique(maintain_order=True).str.join(", "),
        pl.col("reason").first() + "; the rest of the row was kept",
    )
    return by_line.sort("line").select(pl.col(name).cast(dtype) for name, dtype in REJECTS.items())


def states_of(rows: pl.DataFrame, column: str, scheme: str, on: str) -> pl.DataFrame:
    """Add each row's state: `column` translated at the date in `on`.

    Parameters
    ----------
    rows : polars.DataFrame
        The rows.
    column : str
        Foreign codes.
    scheme : str
        Scheme of the codes, as in `detente.identity.translate`.
    on : str
        Dates, or whole years.

    Returns
    -------
    polars.DataFrame
        The rows with ``code`` and ``why``, one of which is null: ``why`` is the reason for a missing code.

    Examples
    --------
    >>> rows = pl.DataFrame({"iso": ["RUS", "SSD", "EUR"], "year": [2005, 2005, 2005]})
    >>> states_of(rows, "iso", "iso3", "year").select("code", "why").rows()
    [('RUS', None), (None, 'was not a state then'), (None, "is not a state's name or code")]
    """
    distinct = rows.select(column, on).unique()
    translated = translate(distinct[column], scheme, distinct[on])
    meant = distinct.with_columns(
        code=translated["code"],
        why=translated["reason"].replace_strict(NOT_TRANSLATED, return_dtype=pl.String),
    )
    return rows.join(meant, on=[column, on], how="left", nulls_equal=True, maintain_order="left")


def with_states(
    rows: pl.DataFrame, columns: Mapping[str, str], scheme: str, on: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add our codes of states for several columns of foreign codes; reject rows without one.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``line``.
    columns : mapping of str to str
        Columns of foreign codes, each with a new column for our codes.
    scheme : str
        Scheme of the codes, as in `detente.identity.translate`.
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
    (['JPN'], [(2, 'ccode2', '999', "is not a state's name or code")])
    """
    all_rejects = [no_rejects()]
    for column, ours in columns.items():
        rows, rejects = rejects_of(states_of(rows, column, scheme, on), column, pl.col("why"))
        rows = rows.rename({"code": ours}).drop("why")
        all_rejects.append(rejects)
    return rows, pl.concat(all_rejects)
