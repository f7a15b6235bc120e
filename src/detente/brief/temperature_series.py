"""The temperatures of directed dyads as series of the years that are covered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from detente.store.coverage import is_covered

__all__ = ["Series", "temperature_series"]

Directed = tuple[str, str]
BY_YEAR = ("mean", "sd", "link", "standing", "standing_sd", "covered", "main")


@dataclass(frozen=True, slots=True)
class Series:
    """One directed dyad's temperatures in the years that are covered, in time order.

    `covered` is the share of each year's days that the dataset covers, None where unknown. `link` is the
    correlation with the year before in the series. `main` is the source that has most reports of the year, None where
    there are none.
    """

    dyad: Directed
    years: tuple[int, ...]
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    link: tuple[float, ...]
    standing: tuple[float | None, ...]
    standing_sd: tuple[float | None, ...]
    covered: tuple[float | None, ...]
    main: tuple[str | None, ...]
    scale: float
    known_on: date

    def at(self, year: int) -> int | None:
        """Position of a year, or None."""
        return self.years.index(year) if year in self.years else None

    def comparable(self, one: int, other: int) -> bool:
        """Whether both years, by position, rest mainly on the same source, so that a difference is one of conduct.

        The model puts sources on one scale only on average: what changes with the source may be the source.
        """
        sources = {self.main[one], self.main[other]} - {None}
        return len(sources) < 2

    def year_before(self) -> int | None:
        """Return the position of the year before the last, where it is on record and comparable."""
        there = len(self.years) > 1 and self.years[-2] == self.years[-1] - 1
        return len(self.years) - 2 if there and self.comparable(-2, -1) else None


def temperature_series(temperatures: pl.DataFrame, pair: Collection[str]) -> dict[str, dict[Directed, Series]]:
    """Return the series of each score by directed dyad; of words and deeds only those of one of the pair.

    Parameters
    ----------
    temperatures : polars.DataFrame
        As in `detente.answers.estimates.Estimates`.
    pair : collection of str
        Codes.
    """
    own = pl.col("source").is_in(list(pair)) | pl.col("target").is_in(list(pair))
    rows = temperatures.filter(own | (pl.col("score") == "all")).with_columns(pl.col("link").fill_null(0.0))
    here = is_covered()
    if not rows.select(here.all()).item():
        one = ("score", "source", "target")
        apart = here.cum_sum(reverse=True).over(one)  # a covered year and those missing before it
        rows = rows.with_columns(pl.col("link").product().over(*one, apart)).filter(here)
    dyads = rows.group_by("score", "source", "target", maintain_order=True).agg(
        pl.col("period").dt.year(),
        pl.col("mean", "sd", "link", "standing", "standing_sd", "covered"),
        pl.col("datasets").list.first().alias("main"),
        pl.col("scale", "known_on").last(),
    )
    out: dict[str, dict[Directed, Series]] = {"all": {}, "words": {}, "deeds": {}}
    for row in dyads.iter_rows(named=True):
        dyad = row["source"], row["target"]
        out[row["score"]][dyad] = Series(
            dyad=dyad,
            years=tuple(row["period"]),
            scale=row["scale"],
            known_on=row["known_on"],
            **{name: tuple(row[name]) for name in BY_YEAR},
        )
    return out
