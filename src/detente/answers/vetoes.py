"""Vetoes that two states cast in the Security Council."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import polars as pl

from detente.answers.dataset_coverage import Days, covered_days
from detente.store import Store

__all__ = ["Vetoes", "read_vetoes"]

DRAFT = ("date", "draft", "vote")


class Vetoes(NamedTuple):
    """The vetoes of two states.

    Parameters
    ----------
    dataset : str
        Where they come from.
    covered : list of (datetime.date, datetime.date)
        The days of the question that it covers.
    drafts : polars.DataFrame
        The drafts that either vetoed, in time order: ``date``, ``draft``, ``title``, ``topic`` and ``states``, a list.
    """

    dataset: str
    covered: Days
    drafts: pl.DataFrame

    def cast(self, state: str) -> int:
        """Return the number of drafts that a state vetoed."""
        return self.drafts.filter(pl.col("states").list.contains(state)).height

    @property
    def together(self) -> int:
        """The number of drafts that both vetoed."""
        return self.drafts.filter(pl.col("states").list.len() > 1).height

    def as_dict(self) -> dict[str, Any]:
        """Return the vetoes as plain data."""
        covered = [{"from": first, "until": last} for first, last in self.covered]
        return {"dataset": self.dataset, "covered": covered, "drafts": self.drafts.to_dicts()}


def read_vetoes(
    store: Store, states: tuple[str, str], day: date, since: date | None = None, until: date | None = None
) -> Vetoes | None:
    """Return the vetoes of two states as known on a day; None if neither ever cast one, or the days are not covered.

    Parameters
    ----------
    store : Store
        The store.
    states : (str, str)
        Their codes.
    day : datetime.date
        Nothing known later is used.
    since, until : datetime.date, optional
        First and last day of the votes.
    """
    rows = store.read("vetoes", as_of=day, state=states)
    if rows.is_empty():
        return None
    dataset = str(rows["dataset"].unique().sort()[0])
    spans = covered_days(store, [dataset], day, table="vetoes").get(dataset, [])
    first, last = since or date.min, min(until or day, day)
    covered = [(max(one, first), min(other, last)) for one, other in spans if one <= last and other >= first]
    if not covered:
        return None
    rows = rows.filter(pl.col("date").is_between(first, last))
    drafts = (
        rows.filter(pl.col("dataset") == dataset)
        .group_by(DRAFT)
        .agg(pl.col("title", "topic").first(), states=pl.col("state").sort())
        .sort(DRAFT)
        .drop("vote")
    )
    return Vetoes(dataset, covered, drafts)
