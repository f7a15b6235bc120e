"""The pull of powers on third states, by trade, votes, conduct, pacts and visits.

Two powers may compete for the same states. For each third state, power and period, `pull` gives one figure per
*channel*, each on its own scale::

    trade         share of the state's recorded trade that is with the power          0 to 1
    votes         agreement with the power on divided roll calls                      0 to 1, with an interval
    temperature   warmth of the state's reported conduct toward the power             sd, with an interval
    pacts         the strongest obligation between the two in force at the period's end
                  (0 none, 1 consultation or non-aggression, 2 neutrality, 3 defence)
    visits        share of the power's recorded visits that went to the state          0 to 1

`lead` compares two powers: the first one's figure minus the second's, with an interval if the channel has one.
Channels are never added: a pact and a share of trade have no common unit.

A figure describes a state's position toward two powers, not its cause. If both trade more with a state, that is overlap
and not conflict.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from detente.catalog import require_between, require_columns
from detente.errors import NoAnswer, UsageError
from detente.measures.intervals import Z90

__all__ = ["CHANNELS", "OBLIGATIONS", "lead", "pull", "trade_shares"]

CHANNELS = ("trade", "votes", "temperature", "pacts", "visits")
OBLIGATIONS = {"consultation": 1, "nonaggression": 1, "entente": 1, "neutrality": 2, "defence": 3}
UNITS = {"trade": "share", "votes": "agreement", "temperature": "sd", "pacts": "level", "visits": "share"}
COLUMNS = ("channel", "state", "power", "period", "value", "lo", "hi", "unit")
SCHEMA = {
    "channel": pl.String(),
    "state": pl.String(),
    "power": pl.String(),
    "period": pl.Date(),
    "value": pl.Float64(),
    "lo": pl.Float64(),
    "hi": pl.Float64(),
    "unit": pl.String(),
}


def trade_shares(flows: pl.DataFrame) -> pl.DataFrame:
    """Return the share of each state's recorded trade with each partner.

    Parameters
    ----------
    flows : polars.DataFrame
        ``source`` (the exporter), ``target`` (the importer), ``period`` and ``value``, in one currency. A flow
        that is null is not recorded and is left out.

    Returns
    -------
    polars.DataFrame
        ``state``, ``partner``, ``period`` and ``share`` of exports and imports together, sorted. A pair without
        recorded trade has no row.

    Raises
    ------
    TableError
        If a column is missing, or a flow is negative or not finite.

    Examples
    --------
    >>> from datetime import date
    >>> flows = pl.DataFrame({"source": ["KAZ", "RUS", "KAZ"], "target": ["RUS", "KAZ", "CHN"],
    ...                       "period": [date(2013, 1, 1)] * 3, "value": [2.0, 4.0, 6.0]})
    >>> trade_shares(flows).filter(pl.col("state") == "KAZ").select("partner", "share").rows()
    [('CHN', 0.5), ('RUS', 0.5)]
    """
    require_columns(flows, ("source", "target", "period", "value"), "flows")
    require_between(flows, ("value",), "flows", 0)
    kept = flows.filter(pl.col("value") > 0).select("source", "target", "period", "value")
    out = kept.rename({"source": "state", "target": "partner"})
    back = kept.rename({"target": "state", "source": "partner"}).select(out.columns)
    both = pl.concat([out, back]).group_by("state", "partner", "period", maintain_order=True).agg(pl.col("value").sum())
    share = pl.col("value") / pl.col("value").sum().over("state", "period")
    return both.with_columns(share=share).drop("value").sort("state", "partner", "period")


def pull(
    powers: Sequence[str],
    states: Sequence[str],
    *,
    trade: pl.DataFrame | None = None,
    votes: pl.DataFrame | None = None,
    temperatures: pl.DataFrame | None = None,
    ties: pl.DataFrame | None = None,
    visits: pl.DataFrame | None = None,
    until: date | None = None,
) -> pl.DataFrame:
    """Return the pull of each power on each state by channel; channels without a frame are left out.

    Parameters
    ----------
    powers, states : sequence of str
        Codes; a power among the states is skipped there.
    trade : polars.DataFrame, optional
        ``state``, ``partner``, ``period``, ``share``: as returned by `trade_shares`.
    votes : polars.DataFrame, optional
        ``a``, ``b``, ``period``, ``raw``, ``raw_lo``, ``raw_hi``: the table ``agreements``.
    temperatures : polars.DataFrame, optional
        ``source``, ``target``, ``period``, ``mean``, ``sd``: the state's conduct toward the power is used.
    ties : polars.DataFrame, optional
        ``kind``, ``source``, ``target``, ``start``, ``end``: obligations of pacts, in either direction.
    visits : polars.DataFrame, optional
        ``source`` (the visitor), ``target`` and ``start``.
    until : datetime.date, optional
        Last day for which ties are known; pacts are given for years that ended by then, from the first tie on. By
        default the last day on which a tie began or ended.

    Returns
    -------
    polars.DataFrame
        ``channel``, ``state``, ``power``, ``period``, ``value``, ``lo``, ``hi`` (null without an interval)
        and ``unit``, sorted. A missing row was not covered or not recorded; visits, and trade of a covered state with a
        power without a flow in the year, are 0.

    Raises
    ------
    UsageError
        If a power or state is given twice, or there is none.
    TableError
        If a frame does not have a required column.

    Examples
    --------
    >>> from datetime import date
    >>> trade = pl.DataFrame({"state": ["KAZ", "KAZ"], "partner": ["RUS", "CHN"], "period": [date(2013, 1, 1)] * 2,
    ...                       "share": [0.2, 0.3]})
    >>> pull(["RUS", "CHN"], ["KAZ"], trade=trade).select("power", "value").rows()
    [('CHN', 0.3), ('RUS', 0.2)]
    """
    for what, codes in (("powers", powers), ("states", states)):
        if not codes or len(set(codes)) != len(codes):
            raise UsageError(
                f"invalid {what} {', '.join(codes) or '(none)'}: give at least one, each once", value=codes
            )
    cells = pl.DataFrame({"state": list(states)}).join(pl.DataFrame({"power": list(powers)}), how="cross")
    cells = cells.filter(pl.col("state") != pl.col("power"))
    parts = [
        _trade(cells, trade) if trade is not None else None,
        _votes(cells, votes) if votes is not None else None,
        _temperatures(cells, temperatures) if temperatures is not None else None,
        _pacts(cells, ties, until) if ties is not None else None,
        _visits(cells, visits) if visits is not None else None,
    ]
    channels = [_fitted(channel, part) for channel, part in zip(CHANNELS, parts, strict=True) if part is not None]
    frame = pl.concat([pl.DataFrame(schema=SCHEMA), *channels])
    order = pl.col("channel").replace_strict({c: i for i, c in enumerate(CHANNELS)}, return_dtype=pl.Int8)
    return frame.sort(order, "state", "power", "period")


def lead(pulls: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    """Return the difference between the first power's pull on each state and the second's.

    Parameters
    ----------
    pulls : polars.DataFrame
        As returned by `pull`.
    first, second : str
        Codes of two powers in it.

    Returns
    -------
    polars.DataFrame
        ``channel``, ``state``, ``period``, ``first``, ``second`` (their figures), ``lead``, ``lo``, ``hi`` and
        ``unit``, if both have a figure. The interval assumes that the two are independent, which makes it too wide
        if they use the same votes.

    Raises
    ------
    NoAnswer
        If a power is not in it.

    Examples
    --------
    >>> from datetime import date
    >>> trade = pl.DataFrame({"state": ["KAZ", "KAZ"], "partner": ["RUS", "CHN"], "period": [date(2013, 1, 1)] * 2,
    ...                       "share": [0.25, 0.5]})
    >>> lead(pull(["RUS", "CHN"], ["KAZ"], trade=trade), "CHN", "RUS")["lead"].to_list()
    [0.25]
    """
    for power in (first, second):
        if pulls.filter(pl.col("power") == power).is_empty():
            known = ", ".join(pulls["power"].unique().sort())
            raise NoAnswer(f"no figures for the pull of {power}; available powers: {known or 'none'}", value=power)
    on = ["channel", "state", "period", "unit"]

    def of(power: str, name: str) -> pl.DataFrame:
        one = pulls.filter(pl.col("power") == power)
        half = (pl.col("hi") - pl.col("lo")) / 2
        return one.select(*on, pl.col("value").alias(name), half.alias(f"{name} half"))

    both = of(first, "first").join(of(second, "second"), on=on)
    gap, half = pl.col("first") - pl.col("second"), (pl.col("first half") ** 2 + pl.col("second half") ** 2).sqrt()
    return both.select("channel", "state", "period", "first", "second", gap.alias("lead"), (gap - half).alias("lo"),
                       (gap + half).alias("hi"), "unit").sort("channel", "state", "period")  # fmt: skip


# The channels: each gives state, power, period, value, and lo and hi if it has an interval


def _trade(cells: pl.DataFrame, trade: pl.DataFrame) -> pl.DataFrame:
    require_columns(trade, ("state", "partner", "period", "share"), "trade")
    states, powers = (cells[name].unique().to_list() for name in ("state", "power"))
    of_states = trade.filter(pl.col("state").is_in(states))
    covered = of_states.select("state", "period").unique()
    shares = of_states.filter(pl.col("partner").is_in(powers)).select(
        "state", pl.col("partner").alias("power"), "period", pl.col("share").alias("value")
    )
    sides = (
        trade.filter(pl.col(side).is_in(powers)).select("period", power=side).unique() for side in ("state", "partner")
    )
    known = pl.concat(sides).unique()  # a power without any recorded trade is not in the data
    grid = cells.join(covered, on="state").join(known, on=["power", "period"], how="semi")
    return grid.join(shares, on=["state", "power", "period"], how="left").with_columns(pl.col("value").fill_null(0.0))


def _votes(cells: pl.DataFrame, votes: pl.DataFrame) -> pl.DataFrame:
    require_columns(votes, ("a", "b", "period", "raw", "raw_lo", "raw_hi"), "agreements")
    paired = cells.with_columns(a=pl.min_horizontal("state", "power"), b=pl.max_horizontal("state", "power"))
    figures = votes.select("a", "b", "period", value="raw", lo="raw_lo", hi="raw_hi")
    return paired.join(figures, on=["a", "b"]).drop("a", "b")


def _temperatures(cells: pl.DataFrame, temperatures: pl.DataFrame) -> pl.DataFrame:
    require_columns(temperatures, ("source", "target", "period", "mean", "sd"), "temperatures")
    half = Z90 * pl.col("sd")
    figures = temperatures.select(
        "period",
        state="source",
        power="target",
        value="mean",
        lo=pl.col("mean") - half,
        hi=pl.col("mean") + half,
    )
    return cells.join(figures, on=["state", "power"])


def _pacts(cells: pl.DataFrame, ties: pl.DataFrame, until: date | None) -> pl.DataFrame:
    """Return the strongest obligation in force on each year's last day, 0 where the covered years have none."""
    require_columns(ties, ("kind", "source", "target", "start", "end"), "ties")
    bound = ties.filter(pl.col("kind").is_in(list(OBLIGATIONS)))
    if bound.is_empty():
        return pl.DataFrame(schema={"state": pl.String, "power": pl.String, "period": pl.Date, "value": pl.Float64})
    first, last = min(bound["start"]), until or max((*bound["start"], *bound["end"].drop_nulls()))
    years = range(first.year, last.year + ((last.month, last.day) == (12, 31)))
    grid = cells.join(pl.DataFrame({"year": years}, schema={"year": pl.Int32}), how="cross")
    level = pl.col("kind").replace_strict(OBLIGATIONS, return_dtype=pl.Float64).alias("level")
    there = bound.select("source", "target", "start", "end", level)
    back = there.rename({"source": "target", "target": "source"}).select(there.columns)
    either = pl.concat([there, back]).rename({"source": "state", "target": "power"})
    close = pl.date("year", 12, 31)
    in_force = (
        grid.join(either, on=["state", "power"])
        .filter((pl.col("start") <= close) & (pl.col("end").is_null() | (pl.col("end") >= close)))
        .group_by("state", "power", "year")
        .agg(pl.col("level").max().alias("value"))
    )
    result = grid.join(in_force, on=["state", "power", "year"], how="left")
    return result.select("state", "power", pl.date("year", 1, 1).alias("period"), pl.col("value").fill_null(0.0))


def _visits(cells: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """Return the share of each power's visits of a year that went to each state; a year without a visit has no row."""
    require_columns(visits, ("source", "target", "start"), "visits")
    paid = visits.select(power="source", state="target", period=pl.col("start").dt.truncate("1y"))
    every = paid.group_by("power", "period").len("all")
    each = paid.group_by("power", "state", "period").len("here")
    grid = cells.join(every, on="power").join(each, on=["power", "state", "period"], how="left")
    return grid.select("state", "power", "period", (pl.col("here").fill_null(0) / pl.col("all")).alias("value"))


def _fitted(channel: str, part: pl.DataFrame) -> pl.DataFrame:
    nothing = pl.lit(None, pl.Float64)
    ends = [pl.col(name) if name in part.columns else nothing.alias(name) for name in ("lo", "hi")]
    whole = part.with_columns(*ends, channel=pl.lit(channel), unit=pl.lit(UNITS[channel]))
    return whole.select(pl.col(name).cast(SCHEMA[name]) for name in COLUMNS)
