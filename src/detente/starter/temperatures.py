"""The pack's figures from counts of events: temperatures and attention.

Temperatures come in vintages: the whole model is fitted to the reports up to each year-end, so that a query as of an
earlier date gets the estimate of that time. Values are rounded to three decimals, far less than their intervals.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from detente.measures.profiles import attention_shares
from detente.measures.temperature import Score, Temperatures, temperature

__all__ = [
    "DATASET",
    "DIGITS",
    "FIRST",
    "LAST",
    "LEAST",
    "SCORES",
    "VINTAGES",
    "attention_of",
    "parameters_of",
    "temperatures_of",
    "vintages",
]

DATASET = "icews-yearly"
FIRST, LAST = 2002, 2014
VINTAGES = tuple(range(2005, 2015))
SCORES: tuple[Score, ...] = ("all", "words", "deeds")
LEAST = 26  # reports of a directed dyad up to the vintage; a dyad with fewer is left out
LEAST_OF_KIND = 10  # of these, reports of words or of deeds for the score of that kind
DIGITS = 3


def vintages(counts: pl.DataFrame, score: Score) -> Iterator[tuple[int, Temperatures]]:
    """Fit each vintage, starting from the parameters of the previous one."""
    start = None
    for year in VINTAGES:
        periods = [date(y, 1, 1) for y in range(FIRST, year + 1)]
        known = counts.filter(pl.col("period") <= periods[-1])
        enough = pl.col("reports").sum().over("source", "target") >= LEAST
        least = LEAST if score == "all" else LEAST_OF_KIND
        estimate = temperature(known.filter(enough), periods, score=score, least=least, start=start)
        start = (estimate.fit.loadings, estimate.fit.prior)
        yield year, estimate


def temperatures_of(estimate: Temperatures, score: Score, year: int, states: tuple[str, ...]) -> pl.DataFrame:
    """Return one vintage's temperatures between the pack's states; the standing only for all acts."""
    frame = estimate.frame().filter(pl.col("source").is_in(states) & pl.col("target").is_in(states))
    if score != "all":
        nothing = pl.lit(None, pl.Float64)
        frame = frame.with_columns(standing=nothing, standing_sd=nothing)
    return frame.select(
        pl.lit(DATASET).alias("dataset"),
        pl.lit(score).alias("score"),
        pl.lit("year").alias("freq"),
        "source",
        "target",
        "period",
        *(pl.col(c).round(DIGITS) for c in ("mean", "sd", "link", "standing", "standing_sd", "scale")),
        pl.lit(date(year, 12, 31)).alias("known_on"),
    )


def parameters_of(estimate: Temperatures, score: Score, year: int) -> pl.DataFrame:
    """Return one vintage's parameters that all dyads share."""
    return estimate.parameters().select(
        pl.lit(DATASET).alias("dataset"),
        pl.lit(score).alias("score"),
        pl.lit("year").alias("freq"),
        "name",
        "cls",
        pl.col("value").round(5),
        pl.lit(date(year, 12, 31)).alias("known_on"),
    )


def attention_of(counts: pl.DataFrame, states: tuple[str, ...]) -> pl.DataFrame:
    """Return the share of each state's reported acts toward other states that was directed at each of them."""
    return (
        attention_shares(counts)
        .with_columns(share=pl.col("share").round(4))
        .filter(pl.col("source").is_in(states) & pl.col("target").is_in(states) & (pl.col("share") > 0))
        .select(
            pl.lit(DATASET).alias("dataset"),
            "source",
            "target",
            "period",
            "share",
            known_on=pl.col("period").dt.offset_by("1y").dt.offset_by("-1d"),
        )
    )
