"""The votes of the General Assembly that a store holds, as known on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from detente.answers.dataset_coverage import Days, covered_days, covers, in_years
from detente.documents.prose import plain_date
from detente.errors import NoAnswer
from detente.measures.votes import VoteTable
from detente.store import Store
from detente.store.vote_series import given_way, vote_table

__all__ = ["HOW_TO_GET_VOTES", "AssemblyRecords", "covered_periods", "gap_text", "in_days", "not_covered", "titles"]

HOW_TO_GET_VOTES = "add the record of votes with: detente pull unga_votes, or detente ingest unga_votes FILE"


@dataclass(frozen=True)
class AssemblyRecords:
    """Votes of the pack and of the user's files, as known on a day.

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
    def of(cls, store: Store, day: date, dataset: str | None) -> AssemblyRecords | None:
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
        """Return votes, a row a state and roll call."""
        return self.store.read("votes", as_of=self.day, **self._only, **equals)

    def table(self) -> VoteTable:
        """Return all votes, a row a roll call."""
        return vote_table(self.store, self.day, self.dataset)

    def roll_calls(self) -> pl.DataFrame:
        """Return the roll calls: what each vote was about."""
        return self.store.read("roll_calls", as_of=self.day, **self._only)

    def absent(self, rcid: int, dataset: str, on: date) -> list[str] | None:
        """Return the members that did not vote in a roll call, or None if the record does not say."""
        rows = self.store.read("absences", as_of=self.day, dataset=dataset, rcid=rcid)
        if rows.height:
            return sorted(rows["state"])
        replaced = given_way(self.store, "absences", {"dataset": dataset}, self.day)
        if replaced is not None and rcid in replaced[0]["rcid"]:  # from a file of the user, which may not tell
            spans = [span for part in self.store.lake.parts("absences") for span in part.spans]
            return [] if any(span["dataset"] == dataset for span in spans) else None
        days = covered_days(self.store, [dataset], self.day, table="absences").get(dataset, [])
        return [] if covers(days, on, on) else None


def titles(store: Store, datasets: Collection[str]) -> str:
    """Return the titles of datasets; an entry may name several, separated by commas."""
    return "; ".join(
        dict.fromkeys(next((s.title for s in store.sources("votes", name)), name) for name in _names(datasets))
    )


def covered_periods(store: Store, datasets: Collection[str], day: date) -> dict[str, str]:
    """Return the periods that datasets cover, in words. Votes of other days are not known.

    Parameters
    ----------
    store : Store
        The store that holds the coverage.
    datasets : collection of str
        Names; an entry may hold several, separated by commas.
    day : datetime.date
        Nothing known later is read.
    """
    found = covered_days(store, _names(datasets), day, table="votes")
    return {name: in_days(spans) for name, spans in found.items()}


def not_covered(store: Store, day: date, first: date, last: date, dataset: str | None = None) -> Days:
    """Return the stretches of days, from the first to the last, of which no dataset of votes has a record.

    Parameters
    ----------
    store : Store
        The store that holds the coverage.
    day : datetime.date
        Nothing known later is read.
    first, last : datetime.date
        The days of the question.
    dataset : str, optional
        The only dataset that counts.
    """
    of = {} if dataset is None else {"dataset": dataset}
    rows = store.read("coverage", as_of=day, table="votes", **of).select("from", "until").unique().sort("from", "until")
    gaps, start = [], first
    for begin, end in rows.iter_rows():
        if begin > start:
            gaps.append((start, min(begin - timedelta(1), last)))
        start = max(start, end + timedelta(1))
    if start <= last:
        gaps.append((start, last))
    return [(one, other) for one, other in gaps if one <= other and one <= last]


def in_days(days: Days) -> str:
    """Return stretches of days as text: by year where they are whole years.

    Examples
    --------
    >>> in_days([(date(1990, 1, 1), date(2001, 12, 31)), (date(2003, 1, 1), date(2003, 3, 3))])
    '1990–2001, 2003-01-01 to 2003-03-03'
    """
    whole = [(a.month, a.day) == (1, 1) and (b.month, b.day) == (12, 31) for a, b in days]
    spans = zip(days, whole, strict=True)
    return ", ".join(in_years([span]) if is_whole else f"{span[0]} to {span[1]}" for span, is_whole in spans)


def gap_text(gaps: Days) -> str:
    """Return a sentence on days of which there is no record.

    Examples
    --------
    >>> gap_text([(date(2021, 3, 4), date(2025, 2, 23))])
    'There is no complete record of votes from 4 March 2021 to 23 February 2025: how alike the two voted is not known.'
    """
    if not gaps:
        return "Votes of other days are not known."
    days = " and ".join(f"from {plain_date(first)} to {plain_date(last)}" for first, last in gaps)
    return f"There is no complete record of votes {days}: how alike the two voted is not known."


def _names(datasets: Collection[str]) -> list[str]:
    return sorted({name for text in datasets for name in text.split(", ")})
