"""Ties from treaties: the pairs of states that a pact bound to each other, with dates.

A treaty binds each pair of its members while both are members::

    from  =  the later of the two memberships' first days     until  =  the earlier of their last days

An end that is unknown, or not known as of the query's date, is open.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from detente.catalog import require_columns

__all__ = ["in_force", "obligations"]

PACT_COLUMNS = ("id", "name", "kind", "document", "end", "end_precision")
MEMBER_COLUMNS = ("pact", "state", "from", "from_precision", "until")


def obligations(pacts: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return the ties between states that pacts made.

    Parameters
    ----------
    pacts : polars.DataFrame
        The table ``pacts``, as of a date: ``id``, ``name``, ``kind``, ``document``, ``end``, ``end_precision`` are
        used.
    members : polars.DataFrame
        The table ``pact_members``, as of the same date: ``pact``, ``state``, ``from``, ``from_precision``,
        ``until``.

    Returns
    -------
    polars.DataFrame
        ``id`` (of the pact), ``kind``, ``source``, ``target`` (the earlier code first), ``start``, ``precision``,
        ``end`` (last day; null if open), ``end_precision``, ``title`` and ``document``, sorted. Memberships that
        do not overlap give no tie.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> from datetime import date
    >>> pacts = pl.DataFrame({"id": ["p"], "name": ["Treaty"], "kind": ["defence"], "document": ["Treaty, 1960"],
    ...                       "end": [None], "end_precision": [None]}, schema_overrides={"end": pl.Date})
    >>> members = pl.DataFrame({"pact": ["p", "p"], "state": ["USA", "JPN"], "from": [date(1960, 6, 23)] * 2,
    ...                         "from_precision": ["day"] * 2, "until": [None, None]},
    ...                        schema_overrides={"until": pl.Date})
    >>> obligations(pacts, members).select("source", "target", "start").rows()
    [('JPN', 'USA', datetime.date(1960, 6, 23))]
    """
    require_columns(pacts, PACT_COLUMNS, "pacts")
    require_columns(members, MEMBER_COLUMNS, "members of pacts")
    until = pl.col("until").cast(pl.Date)
    one = members.select("pact", source="state", start="from", exact="from_precision", end=until)
    other = members.select("pact", target="state", start_2="from", exact_2="from_precision", end_2=until)
    ends = pl.col("end").cast(pl.Date).alias("end")  # a column of nulls has no date type
    texts = pacts.with_columns(ends).select(
        pact="id", kind="kind", title="name", document="document", end_3="end", exact_end="end_precision"
    )
    both = (
        one.join(other, on="pact", maintain_order="left_right")
        .filter(pl.col("source") < pl.col("target"))
        .join(texts, on="pact", maintain_order="left")
    )
    spans = both.with_columns(
        start=pl.max_horizontal("start", "start_2"),
        precision=pl.when(pl.col("start_2") > pl.col("start")).then("exact_2").otherwise("exact"),
        end=pl.min_horizontal("end", "end_2", "end_3"),
    ).with_columns(
        end_precision=pl.when(pl.col("end") == pl.col("end_3"))
        .then("exact_end")
        .when(pl.col("end").is_not_null())
        .then(pl.lit("day"))
        .otherwise(None)
        .cast(pl.String)
    )
    met = spans.filter(pl.col("end").is_null() | (pl.col("end") >= pl.col("start")))
    return met.select(
        pl.col("pact").alias("id"),
        "kind",
        "source",
        "target",
        "start",
        "precision",
        "end",
        "end_precision",
        "title",
        "document",
    ).sort("source", "target", "start", "id")


def in_force(ties: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return the ties in force on a day.

    Parameters
    ----------
    ties : polars.DataFrame
        With ``start`` and ``end`` (last day; null if open).
    day : datetime.date
        The day.

    Returns
    -------
    polars.DataFrame
        Its rows.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> from datetime import date
    >>> ties = pl.DataFrame({"start": [date(1950, 2, 14)], "end": [date(1980, 4, 10)]})
    >>> in_force(ties, date(1980, 4, 10)).height, in_force(ties, date(1980, 4, 11)).height
    (1, 0)
    """
    require_columns(ties, ("start", "end"), "ties")
    return ties.filter((pl.col("start") <= day) & (pl.col("end").is_null() | (pl.col("end") >= day)))
