"""The pack's figures from roll calls of the General Assembly: agreement, gaps and ideal points."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import polars as pl

from detente.measures.ideal_points import ideal_points
from detente.measures.votes import agreement, gaps_by_year

__all__ = ["POINT_VINTAGES", "SEED", "agreements_of", "ideal_points_of", "vote_gaps_of"]

SEED = 20150901
DIGITS = 3
DATASET = "unga"
POINT_VINTAGES = tuple(range(2005, 2020))
FIRST_SESSION = 45  # that of 1990
FIRST_GAPS = 2000
MOST_GAPS = 3  # per pair and year


def agreements_of(votes: pl.DataFrame, states: tuple[str, ...]) -> pl.DataFrame:
    """Return the vote agreement of all pairs of the pack's states, by calendar year."""
    frame = agreement(votes, by="year", seed=SEED, pairs=list(combinations(states, 2)))
    figures = [c for c in frame.columns if c.startswith(("raw", "kappa"))]
    return frame.with_columns(pl.col(figures).round(DIGITS)).select(
        "a", "b", "period", "votes", "raw", "raw_lo", "raw_hi", "kappa", "kappa_lo", "kappa_hi", "known_on"
    )


def vote_gaps_of(votes: pl.DataFrame, roll_calls: pl.DataFrame, states: tuple[str, ...]) -> pl.DataFrame:
    """Return the roll calls of each year with the least expected disagreements of each pair of the pack's states."""
    pairs = list(combinations(states, 2))
    gaps = gaps_by_year(votes, pairs, since=FIRST_GAPS, most=MOST_GAPS, roll_calls=roll_calls)
    return gaps.with_columns(pl.col("surprise").round(2), pl.col("rcid").cast(pl.Int32))


def ideal_points_of(votes: pl.DataFrame, roll_calls: pl.DataFrame, year: int, states: tuple[str, ...]) -> pl.DataFrame:
    """Return the ideal points of the pack's states, estimated from all states' votes known at the end of a year."""
    end = date(year, 12, 31)
    bridges = roll_calls.select("rcid", "same_as").drop_nulls()
    frame = ideal_points(votes, bridges, as_of=end, seed=SEED).frame()
    own = frame.filter(pl.col("state").is_in(states) & (pl.col("session") >= FIRST_SESSION))
    return own.select(
        pl.lit(DATASET).alias("dataset"),
        "state",
        pl.col("session").cast(pl.Int16),
        "period",
        *(pl.col(name).round(DIGITS) for name in ("mean", "sd", "lo", "hi")),
        pl.col("votes").cast(pl.Int32),
        pl.lit(end).alias("known_on"),
    )
