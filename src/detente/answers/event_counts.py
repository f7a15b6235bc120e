"""Counts of a dataset's events by dyad, period and class, as a temperature uses them.

Acts that Detente coded from texts count for their weight: a meeting of a state with k others in one sentence counts for
1/k toward each, so that a summit does not outweigh a visit. And a text source notices few of a pair's acts: a pair and
period with fewer than `FEWEST` of them says nothing of the pair's temperature.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from detente.answers.period_coverage import STEPS
from detente.store import Store

__all__ = ["FEWEST", "FEWEST_WORD", "in_pack", "is_coded", "known_counts"]

FEWEST, FEWEST_WORD = (
    5,
    "five",
)  # acts of a directed pair and period coded from texts, below which they give no temperature
CELL = ("source", "target", "period", "cls")
COUNTS = ("dataset", "source", "target", "period", "freq", "scheme", "cls", "reports", "events")


def is_coded(store: Store, dataset: str) -> bool:
    """Whether a dataset has acts that Detente coded from texts, in the pack or in the user's files.

    Examples
    --------
    >>> is_coded(Store.open(), "conduct"), is_coded(Store.open(), "news")
    (False, True)
    """
    return in_pack(store, dataset) or bool(store.lake.parts("coded_acts", dataset))


def in_pack(store: Store, dataset: str) -> bool:
    """Whether the pack has coded acts of a dataset."""
    return any(span["dataset"] == dataset for part in store.pack.parts("coded_acts") for span in part.spans)


def known_counts(store: Store, dataset: str, freq: str, as_of: date) -> pl.DataFrame:
    """Return the counts of a dataset's events by quad class as known on a day, coded acts by weight.

    Parameters
    ----------
    store : Store
        The store with the events.
    dataset : str
        Name of the dataset.
    freq : {'year', 'quarter', 'month', 'week'}
        Length of a period.
    as_of : datetime.date
        Only events known by then.

    Returns
    -------
    polars.DataFrame
        The table ``counts``; of a dataset with coded acts ``reports`` are numbers that need not be whole.
    """
    if in_pack(store, dataset):
        return _of_acts(store, dataset, freq, as_of)
    from detente.event_cube.counts import counts  # noqa: PLC0415 - estimates that are stored need no cube

    found = counts(store.lake, dataset, freq, "quad", as_of)
    if not is_coded(store, dataset):
        return found
    acts = store.read("coded_acts", as_of=as_of, dataset=dataset).filter(pl.col("weight") < 1)
    less = acts.group_by(
        "source", "target", pl.col("date").dt.truncate(STEPS[freq]).alias("period"), pl.col("quad").alias("cls")
    ).agg(less=(1 - pl.col("weight")).sum())
    joined = found.join(less, on=CELL, how="left", maintain_order="left")
    return joined.with_columns(reports=pl.col("reports") - pl.col("less").fill_null(0.0)).drop("less")


def _of_acts(store: Store, dataset: str, freq: str, as_of: date) -> pl.DataFrame:
    """Count the acts that the pack has, and the user's in place of them on the days that these cover."""
    acts = store.read("coded_acts", as_of=as_of, dataset=dataset)
    period = pl.col("date").dt.truncate(STEPS[freq]).alias("period")
    found = acts.group_by("source", "target", period, pl.col("quad").alias("cls")).agg(
        reports=pl.col("weight").sum(), events=pl.len().cast(pl.Int64)
    )
    tags = {"dataset": dataset, "freq": freq, "scheme": "quad"}
    return found.with_columns(pl.lit(value).alias(name) for name, value in tags.items()).select(COUNTS).sort(CELL)
