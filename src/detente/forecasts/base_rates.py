"""Base rates in the facts: ends of disputes and sanctions, and steps to a clash, per year at risk.

Time before the facts were compiled is left out: a dispute that was settled then need not be on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

__all__ = ["AtRisk", "clashes", "liftings", "settlements"]

DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class AtRisk:
    """How often something ended, and the years at risk in which it could have."""

    ends: int
    years: float

    @property
    def rate(self) -> float:
        """Ends a year at risk; 0 where nothing was at risk."""
        return self.ends / self.years if self.years else 0.0


def settlements(rungs: pl.DataFrame, since: date, until: date) -> AtRisk:
    """Return how often an open dispute moved to the lowest rung.

    Parameters
    ----------
    rungs : polars.DataFrame
        Rows of the table ``dispute_rungs`` as known on a day.
    since, until : datetime.date
        The first and the last day that the facts cover, as of that day.

    Examples
    --------
    >>> from detente.store import Store
    >>> rungs = Store.open().read("dispute_rungs", as_of=date(2015, 9, 1))
    >>> found = settlements(rungs, date(2005, 1, 1), date(2015, 9, 1))
    >>> found.ends < found.years, 0 < found.rate < 1
    (True, True)
    """
    at_risk = _spells(rungs, since, until).filter(pl.col("rung") > 0)
    return AtRisk(at_risk.filter(pl.col("next") == 0).height, float(at_risk["years"].sum()))


def clashes(rungs: pl.DataFrame, since: date, until: date, *, rung: int, clash: int) -> AtRisk:
    """Return how often a dispute on `rung`, or on a lower one above 0, moved to `clash` or higher.

    Parameters
    ----------
    rungs, since, until
        As for `settlements`.
    rung, clash : int
        The highest rung at risk, and the lowest that counts as a clash.
    """
    at_risk = _spells(rungs, since, until).filter(pl.col("rung").is_between(1, rung))
    return AtRisk(at_risk.filter(pl.col("next") >= clash).height, float(at_risk["years"].sum()))


def liftings(sanctions: pl.DataFrame, since: date, until: date) -> AtRisk:
    """Return how often a sanction ended.

    Parameters
    ----------
    sanctions : polars.DataFrame
        Rows of the table ``sanctions`` as known on a day.
    since, until : datetime.date
        The first and the last day that the facts cover, as of that day.
    """
    begun = pl.max_horizontal("start", pl.lit(since))
    stop = pl.min_horizontal(pl.col("end").fill_null(until), pl.lit(until))
    lasted = pl.col("end").is_null() | (pl.col("end") > since)
    at_risk = sanctions.filter(pl.col("start") <= until, lasted)
    years = at_risk.select((stop - begun).dt.total_days().clip(0).sum() / DAYS_A_YEAR).item()
    return AtRisk(at_risk.filter(pl.col("end") < until).height, float(years))


def _spells(rungs: pl.DataFrame, since: date, until: date) -> pl.DataFrame:
    """Each dispute's time on each rung in the years compiled, and the rung that followed, if one did."""
    begun = pl.max_horizontal("start", pl.lit(since))
    return (
        rungs.sort("dispute", "start")
        .filter(pl.col("start") <= until)
        .with_columns(
            pl.col("rung").shift(-1).over("dispute").alias("next"),
            pl.col("start").shift(-1).over("dispute").fill_null(until).alias("stop"),
        )
        .filter(pl.col("stop") > since)
        .with_columns(((pl.col("stop") - begun).dt.total_days() / DAYS_A_YEAR).alias("years"))
    )
