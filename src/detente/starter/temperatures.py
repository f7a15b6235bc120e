"""The pack's figures from acts: temperatures of all states in one model of three sources, and attention.

Temperatures come in vintages: the whole model is fitted to what was known at each year-end, so that a query as of an
earlier date gets the estimate of that time. A vintage differs little from the one before in most years: so a row is
shipped again only when it has moved, by more than a tenth of its own standard deviation, since it was shipped last.
What a query as of a day reads is the newest row of each dyad and period (see `detente.lake.parts.Part`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from detente.measures.profiles import attention_shares
from detente.measures.temperature import Score, Temperatures, temperature
from detente.starter.conduct_sources import COVERED, LAST_DAY, NEWS, YEARLY, Records

__all__ = [
    "DATASET",
    "FEWEST",
    "FIGURES",
    "FIRST",
    "LEAST",
    "SCORES",
    "TOLERANCE",
    "VINTAGES",
    "Revisions",
    "attention_of",
    "has_moved",
    "parameters_of",
    "rounded",
    "share_covered",
    "temperatures_of",
    "vintages",
]

DATASET = "conduct"
FIRST = 2002
VINTAGES = (*(date(year, 12, 31) for year in range(2005, 2026)), LAST_DAY + timedelta(days=1))
SCORES: tuple[Score, ...] = ("all", "words", "deeds")
LEAST = 26  # reports between two states, both ways, up to the vintage; pairs with fewer are left out
LEAST_OF_KIND = 10  # reports of words or of deeds of a directed dyad, for the score of that kind
FEWEST = {NEWS: 5}  # coded acts of a dyad and year, below which the news says nothing of its temperature
TOLERANCE = 0.1  # of a standard deviation: what a figure may have moved by since it was shipped
WIDER, LINKED = 1.1, 0.1  # the same for standard deviations, as a ratio, and for correlations
FINE = 0.1
CELL = ["source", "target", "period"]
# Each figure with the one by which it is rounded: three decimals where that is below a tenth, else two
FIGURES = {"mean": "sd", "sd": "sd", "link": "link", "standing": "standing_sd", "standing_sd": "standing_sd",
           "scale": "scale"}  # fmt: skip


def vintages(records: Records, score: Score) -> Iterator[tuple[date, Temperatures]]:
    """Fit each vintage, starting from the parameters of the previous one."""
    start, begun = None, {}
    for day in VINTAGES:
        periods = [date(year, 1, 1) for year in range(FIRST, day.year + 1)]
        known = records.known(day)
        pair = [pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")]
        enough = pl.col("reports").sum().over(pair) >= LEAST
        least = 1 if score == "all" else LEAST_OF_KIND
        sources = known["dataset"].unique().sort().to_list()
        if start is not None:
            start = ([begun.get(name, begun[YEARLY]) for name in sources], start[1])
        estimate = temperature(known.filter(enough), periods, score=score, least=least, fewest=FEWEST, start=start)
        begun = dict(zip(estimate.fit.cells.sources, estimate.fit.of_source, strict=True))
        start = (list(estimate.fit.of_source), estimate.fit.prior)
        yield day, estimate


def temperatures_of(estimate: Temperatures, score: Score, day: date, records: Records) -> pl.DataFrame:
    """Return one vintage's temperatures, with the sources of each and the share of the year's days that they cover.

    ICEWS covers all pairs of its states: a year without a report has a zero. The news covers a pair where it counts.
    """
    cells, periods = estimate.fit.cells, len(estimate.periods)
    years = [period.year for period in estimate.periods]
    shares = np.array([[share_covered(name, year, day) for year in years] for name in cells.sources])
    covered, mask = np.zeros(cells.shape[0] * periods), np.zeros(cells.shape[0] * periods, dtype=np.intp)
    np.maximum.at(covered, cells.at, shares[cells.source, cells.at % periods])
    np.bitwise_or.at(mask, cells.at, 1 << cells.source)
    for name, states in records.states(day).items():
        inside = np.array([{*dyad} <= states for dyad in cells.dyads])
        covered = np.maximum(covered, np.outer(inside, [share_covered(name, year, day) for year in years]).ravel())
    texts = [";".join(name for s, name in enumerate(cells.sources) if some >> s & 1) or None
             for some in range(1 << len(cells.sources))]  # fmt: skip
    rows = estimate.frame()
    if score != "all":
        nothing = pl.lit(None, pl.Float64)
        rows = rows.with_columns(standing=nothing, standing_sd=nothing)
    return rows.select(
        pl.lit(DATASET).alias("dataset"),
        pl.lit(score).alias("score"),
        pl.lit("year").alias("freq"),
        *CELL,
        *(rounded(name, by) for name, by in FIGURES.items()),
        pl.Series("sources", texts, dtype=pl.String).gather(mask),
        pl.Series("covered", covered).round(3),
        pl.lit(day).alias("known_on"),
    )


def rounded(name: str, by: str) -> pl.Expr:
    """Return a figure to two decimals, or to three where `by` is below a tenth: far less than its interval."""
    return pl.when(pl.col(by) < FINE).then(pl.col(name).round(3)).otherwise(pl.col(name).round(2)).alias(name)


def share_covered(name: str, year: int, day: date) -> float:
    """Return the share of a year's days that a source covers up to a day.

    Examples
    --------
    >>> round(share_covered("icews-monthly", 2022, date(2022, 12, 31)), 3)
    0.666
    """
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    ends = min(after, day + timedelta(days=1))
    spells = [(max(first, since), min(ends, until + timedelta(days=1))) for since, until in COVERED[name]]
    return sum(max(0, (until - since).days) for since, until in spells) / (after - first).days


@dataclass
class Revisions:
    """Rows to ship, vintage by vintage: those that are new, and those that have moved since they were shipped."""

    shown: pl.DataFrame | None = None

    def of(self, vintage: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of the next vintage that are to be shipped."""
        if self.shown is None:
            self.shown = vintage
            return vintage
        both = vintage.join(self.shown, on=CELL, how="left", suffix="_shown", maintain_order="left")
        moved = both.select(has_moved()).to_series()
        new = vintage.filter(moved)
        self.shown = pl.concat([self.shown.join(new, on=CELL, how="anti"), new])
        return new


def has_moved(slack: float = 0.0) -> pl.Expr:
    """Return whether a row differs from the one shipped last, in columns ``…_shown``, by more than the tolerance.

    `slack` adds to it: of standard deviations, of logs of their ratios, and of correlations.
    """

    def apart(name: str) -> pl.Expr:
        return (pl.col(name) - pl.col(f"{name}_shown")).abs()

    def ratio(name: str) -> pl.Expr:
        return (pl.col(name) / pl.col(f"{name}_shown")).log().abs()

    far = [
        pl.col("known_on_shown").is_null(),
        apart("mean") > (TOLERANCE + slack) * pl.col("sd"),
        apart("standing") > (TOLERANCE + slack) * pl.col("standing_sd"),
        ratio("sd") > math.log(WIDER) + slack,
        ratio("standing_sd") > math.log(WIDER) + slack,
        apart("link") > LINKED + slack,
        pl.col("sources").ne_missing(pl.col("sources_shown")),
        pl.col("covered").ne_missing(pl.col("covered_shown")),
    ]
    return pl.any_horizontal(each.fill_null(value=False) for each in far)


def parameters_of(estimate: Temperatures, score: Score, day: date) -> pl.DataFrame:
    """Return one vintage's parameters that all dyads share.

    Those of the source that reports most, ICEWS by year, stand for the dataset where one source has to: a forecast.
    """
    rows = estimate.parameters()
    of_main = pl.col("name").str.ends_with(f":{YEARLY}")
    plain = pl.col("name").str.replace(f"^(loading|concentration|clustering):{YEARLY}$", "${1}")
    renamed = plain.str.replace(f"^intercept:{YEARLY}$", f"intercept:{DATASET}")
    main = rows.filter(of_main).with_columns(name=renamed) if len(estimate.fit.cells.sources) > 1 else rows.clear()
    return pl.concat([rows, main]).select(
        pl.lit(DATASET).alias("dataset"),
        pl.lit(score).alias("score"),
        pl.lit("year").alias("freq"),
        "name",
        "cls",
        pl.col("value").round(5),
        pl.lit(day).alias("known_on"),
    )


def attention_of(records: Records) -> pl.DataFrame:
    """Return the share of each state's acts toward others that was directed at each of them, in years of ICEWS."""
    return (
        attention_shares(records.counts)
        .with_columns(share=pl.col("share").round(4))
        .filter(pl.col("share") > 0)
        .select(
            pl.lit(DATASET).alias("dataset"),
            *CELL,
            "share",
            known_on=pl.col("period").dt.offset_by("1y").dt.offset_by("-1d"),
        )
    )
