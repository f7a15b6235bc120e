"""The votes of the General Assembly that a store holds, as known on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from detente.answers.structural_data import covered_days, in_years
from detente.errors import NoAnswer
from detente.store import Store

__all__ = ["HOW_TO_GET_VOTES", "LANDMARKS", "PACK", "SHIPPED", "VoteRecords", "titles", "years_covered"]

LANDMARKS, PACK = "landmark votes compiled by hand", "the starter pack"
SHIPPED = "unga"  # dataset of the yearly figures in the starter pack
HOW_TO_GET_VOTES = "add the record of votes with: detente pull unga_votes, or detente ingest unga_votes FILE"


@dataclass(frozen=True)
class VoteRecords:
    """Votes that the user ingested, as known on a day.

    Parameters
    ----------
    store : Store
        The store that holds them.
    day : datetime.date
        Nothing known later is read.
    dataset : str or None
        The dataset to read; None reads all of them as one series (see `detente.sources.shaping.vote_series`).
    named : bool
        Whether the user named the dataset.
    """

    store: Store
    day: date
    dataset: str | None
    named: bool = False

    @classmethod
    def of(cls, store: Store, day: date, dataset: str | None) -> VoteRecords | None:
        """Return the votes of a dataset, or of all datasets as one series; None if the store has none.

        Raises
        ------
        NoAnswer
            If the store does not hold the dataset.
        """
        contents = store.contents()
        names = contents.filter(pl.col("table") == "votes")["dataset"].drop_nulls().unique().sort().to_list()
        if dataset is not None and dataset not in names:
            available = f"it has {', '.join(names)}" if names else HOW_TO_GET_VOTES
            raise NoAnswer(f"the store has no votes of {dataset}; {available}", value=dataset)
        if not names:
            return None
        return cls(store, day, dataset or (names[0] if len(names) == 1 else None), dataset is not None)

    @property
    def _only(self) -> dict[str, object]:
        return {} if self.dataset is None else {"dataset": self.dataset}

    def votes(self, **equals: object) -> pl.DataFrame:
        """Return the votes."""
        return self.store.read("votes", as_of=self.day, **self._only, **equals)

    def roll_calls(self) -> pl.DataFrame:
        """Return the roll calls: what each vote was about."""
        return self.store.read("roll_calls", as_of=self.day, **self._only)

    def absent(self, rcid: int, dataset: str) -> list[str] | None:
        """Return the members that did not vote, or None if the dataset does not record them."""
        rows = self.store.read("absences", as_of=self.day, dataset=dataset)
        return None if rows.is_empty() else sorted(rows.filter(pl.col("rcid") == rcid)["state"])


def titles(store: Store, datasets: Collection[str]) -> str:
    """Return the titles of datasets; an entry may name several, separated by commas."""
    shipped = {SHIPPED: PACK}
    return "; ".join(
        shipped.get(name) or next((s.title for s in store.sources("votes", name)), name) for name in _names(datasets)
    )


def years_covered(store: Store, datasets: Collection[str], day: date) -> dict[str, str]:
    """Return the years that datasets cover, in words. Votes of other years are not known.

    Parameters
    ----------
    store : Store
        The store that holds the coverage.
    datasets : collection of str
        Names; an entry may hold several, separated by commas.
    day : datetime.date
        Nothing known later is read.
    """
    found: dict[str, str] = {}
    for name in _names(datasets):
        days = covered_days(store, [name], day, table="agreements" if name == SHIPPED else "votes")
        found |= {dataset: in_years(spans) for dataset, spans in days.items()}
    return found


def _names(datasets: Collection[str]) -> list[str]:
    return sorted({name for text in datasets for name in text.split(", ")})
