"""The pack's ideal points: all states, in vintages by year-end, every fifth year before 1990.

A vintage is the posterior of the votes known at its year-end, of all sessions up to then. Each starts from the one
before, so that a few sweeps of the sampler are enough; `MOST_SWEEPS` for the newest, which most questions ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from detente.measures.ideal_points import ideal_point_vintages

__all__ = ["SEED", "VINTAGES", "ideal_points_of"]

SEED = 20150901
DIGITS = 3
DATASET = "unga"
VINTAGES = (*range(1950, 1990, 5), *range(1990, 2022), 2025)
SWEEPS, MOST_SWEEPS = 32, 100


def ideal_points_of(
    records: Mapping[str, pl.DataFrame],
    report: Callable[[str], None],
    vintages: tuple[int, ...] = VINTAGES,
) -> pl.DataFrame:
    """Return the ideal points of all states, by vintage.

    Parameters
    ----------
    records : mapping of str to polars.DataFrame
        The tables ``votes`` and ``roll_calls``.
    report : callable
        Called with a line on some of the vintages.
    vintages : tuple of int, optional
        Their years.
    """
    sweeps = {date(year, 12, 31): MOST_SWEEPS if year == vintages[-1] else SWEEPS for year in vintages}
    bridges = records["roll_calls"].select("rcid", "same_as").drop_nulls()
    found = []
    for day, points in ideal_point_vintages(records["votes"], bridges, sweeps, seed=SEED):
        if day.year % 10 == 0 or day.year == vintages[-1]:
            report(f"ideal points, as known at the end of {day.year}: {points.ballots.size} votes")
        found.append(
            points.frame().select(
                pl.lit(DATASET).alias("dataset"),
                "state",
                pl.col("session").cast(pl.Int16),
                "period",
                *(pl.col(name).round(DIGITS) for name in ("mean", "sd", "lo", "hi")),
                pl.col("votes").cast(pl.Int32),
                pl.lit(day).alias("known_on"),
            )
        )
    return pl.concat(found)
