"""Profiles of states: shares of capabilities and attention.

**Capabilities.** A state's share in a year is the mean of its shares of the system's totals in six components
(military spending and personnel, iron and steel, energy, total and urban population)::

    share_i  =  mean over components c of  x_ic / Σ_j x_jc

where a component that is missing for a state is left out of its mean, never counted as zero. This is the Composite
Index of National Capability of Singer, Bremer and Stuckey (1972). A ratio of two shares shows how much larger one is;
neither measures what a state can do with it.

**Attention.** The share of a state's reported acts toward other states in a period that was directed at one of them.

References
----------
Singer, J. D., Bremer, S. & Stuckey, J. (1972). Capability distribution, uncertainty, and major power war,
1820–1965. In: Russett, B. (ed.), Peace, War, and Numbers. Sage.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from detente.catalog import require_between, require_columns
from detente.errors import NoAnswer

__all__ = ["COMPONENTS", "attention_shares", "attention_to", "capability_ratio", "capability_shares"]

COMPONENTS = ("milex", "milper", "irst", "pec", "tpop", "upop")


def capability_shares(indicators: pl.DataFrame) -> pl.DataFrame:
    """Return every state's share of the system's capabilities, year by year.

    Parameters
    ----------
    indicators : polars.DataFrame
        ``name`` (of which `COMPONENTS` are used), ``state``, ``period`` and ``value``; it must have every state of
        the system, since shares are of its total.

    Returns
    -------
    polars.DataFrame
        ``state``, ``period``, ``share`` (0 to 1) and ``components`` (the number of components used), sorted.

    Raises
    ------
    TableError
        If a column is missing, or a value is negative or not finite.
    NoAnswer
        If no component has a row.

    Notes
    -----
    A component that is zero for the whole system in a year is left out in that year.

    Examples
    --------
    >>> from datetime import date
    >>> rows = [("tpop", "CHN", 30.0), ("tpop", "RUS", 10.0), ("milper", "CHN", 1.0), ("milper", "RUS", 1.0)]
    >>> frame = pl.DataFrame(rows, schema=["name", "state", "value"], orient="row").with_columns(
    ...     period=pl.lit(date(2014, 1, 1))
    ... )
    >>> capability_shares(frame).select("state", "share", "components").rows()
    [('CHN', 0.625, 2), ('RUS', 0.375, 2)]
    """
    require_columns(indicators, ("name", "state", "period", "value"), "indicators")
    parts = indicators.filter(pl.col("name").is_in(COMPONENTS) & pl.col("value").is_not_null())
    if parts.is_empty():
        raise NoAnswer(f"no rows of {', '.join(COMPONENTS)}, which capability shares need", value=COMPONENTS)
    require_between(parts, ("value",), "indicators", 0)
    total = pl.col("value").sum().over("name", "period")
    return (
        parts.with_columns(of=pl.when(total > 0).then(pl.col("value") / total))
        .filter(pl.col("of").is_not_null())
        .group_by("state", "period")
        .agg(pl.col("of").mean().alias("share"), pl.len().cast(pl.Int8).alias("components"))
        .sort("state", "period")
    )


def capability_ratio(shares: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    """Return the ratio of the first state's share to the second's, in years with both.

    Parameters
    ----------
    shares : polars.DataFrame
        ``state``, ``period`` and ``share``, as returned by `capability_shares`.
    first, second : str
        Codes of two states.

    Returns
    -------
    polars.DataFrame
        ``period``, ``first`` and ``second`` (their shares) and ``ratio``, sorted.

    Raises
    ------
    TableError
        If a column is missing, or a share is not from 0 to 1.
    NoAnswer
        If no year has both.

    Examples
    --------
    >>> from datetime import date
    >>> frame = pl.DataFrame({"state": ["CHN", "RUS"], "period": [date(2014, 1, 1)] * 2, "share": [0.2, 0.04]})
    >>> capability_ratio(frame, "CHN", "RUS")["ratio"].to_list()
    [5.0]
    """
    require_columns(shares, ("state", "period", "share"), "shares")
    require_between(shares, ("share",), "shares", 0, 1)

    def of(state: str, name: str) -> pl.DataFrame:
        return shares.filter(pl.col("state") == state).select("period", pl.col("share").alias(name))

    both = of(first, "first").join(of(second, "second"), on="period").filter(pl.col("second") > 0)
    if both.is_empty():
        raise NoAnswer(f"no year has capabilities of both {first} and {second}", value=(first, second))
    return both.with_columns(ratio=pl.col("first") / pl.col("second")).sort("period")


def attention_shares(counts: pl.DataFrame) -> pl.DataFrame:
    """Return the share of each state's reported acts that was directed at each other state.

    Parameters
    ----------
    counts : polars.DataFrame
        ``source``, ``target``, ``period`` and ``reports``, one or more rows per directed dyad and period.

    Returns
    -------
    polars.DataFrame
        ``source``, ``target``, ``period`` and ``share`` (above 0), sorted; a dyad without an act has no row.

    Raises
    ------
    TableError
        If a column is missing, or a count is negative.

    Examples
    --------
    >>> from datetime import date
    >>> frame = pl.DataFrame(
    ...     {"source": ["RUS", "RUS"], "target": ["UKR", "JPN"], "period": [date(2014, 1, 1)] * 2, "reports": [9, 1]}
    ... )
    >>> attention_shares(frame).select("target", "share").rows()
    [('JPN', 0.1), ('UKR', 0.9)]
    """
    require_columns(counts, ("source", "target", "period", "reports"), "counts")
    require_between(counts, ("reports",), "counts", 0)
    by = counts.group_by("source", "target", "period", maintain_order=True).agg(pl.col("reports").sum())
    share = pl.col("reports") / pl.col("reports").sum().over("source", "period")
    return by.filter(pl.col("reports") > 0).with_columns(share=share).drop("reports").sort("source", "target", "period")


def attention_to(attention: pl.DataFrame, source: str, targets: Collection[str]) -> pl.DataFrame:
    """Return the share of a state's reported acts that was directed at a set of states.

    Parameters
    ----------
    attention : polars.DataFrame
        As returned by `attention_shares`.
    source : str
        Code of the acting state.
    targets : collection of str
        Codes of the states acted toward; the source itself is ignored.

    Returns
    -------
    polars.DataFrame
        ``period`` and ``share``, for every period in which the source's acts are covered; 0 if none was directed at
        the targets.

    Raises
    ------
    TableError
        If a column is missing, or a share is not from 0 to 1.

    Examples
    --------
    >>> from datetime import date
    >>> frame = pl.DataFrame({"source": ["RUS"] * 2, "target": ["VNM", "PHL"], "period": [date(2014, 1, 1)] * 2,
    ...                       "share": [0.25, 0.5]})
    >>> attention_to(frame, "RUS", {"VNM", "MYS"}).rows()
    [(datetime.date(2014, 1, 1), 0.25)]
    """
    require_columns(attention, ("source", "target", "period", "share"), "attention")
    require_between(attention, ("share",), "attention", 0, 1)
    toward = pl.col("target").is_in(sorted(targets))
    own = attention.filter(pl.col("source") == source)
    return own.group_by("period").agg(pl.col("share").filter(toward).sum()).sort("period")
