"""What is known of a pair of states at one time, and what changed between two, before and after an update.

The comparison is that of `detente.brief.compared`, of the pair's acts, newest temperatures and newest votes alone: an
update reports on hundreds of pairs.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from detente.answers.chronicle import SCHEMA, Chronicle, chronicle
from detente.answers.temperature import temperature
from detente.answers.votes import votes
from detente.brief.compared import FigureChange, Known, PairComparison, compare, family
from detente.dates import today
from detente.documents.figures import Figure, Record
from detente.errors import NoAnswer, UsageError
from detente.identity import display_name
from detente.identity.dyads import Undirected
from detente.number_text import number_of
from detente.store import Store

__all__ = ["Conduct", "PairChange", "PairState", "VoteState", "pair_state"]

MINUS = "−"  # as in all other text


@dataclass(frozen=True)
class Conduct:
    """The newest temperature of one state toward another.

    Parameters
    ----------
    source, target : str
        Codes of the two states.
    period : datetime.date
        First day of the period.
    mean, lo, hi : float
        The temperature in standard deviations, with its 90% interval.
    level : str
        In words.
    """

    source: str
    target: str
    period: date
    mean: float
    lo: float
    hi: float
    level: str

    @property
    def figure(self) -> Figure:
        """The temperature as a figure of documents."""
        label = f"Temperature, {display_name(self.source)} toward {display_name(self.target)}"
        return Figure(
            f"temperature.{self.source}.{self.target}.{self.period}", label, self.mean, self.lo, self.hi, "sd",
            str(self.period), self.period, "conduct-temperature",
        )  # fmt: skip

    def __str__(self) -> str:
        """Return the temperature in numbers and words."""
        figures = f"{self.mean:+.2f} ({self.lo:+.2f} to {self.hi:+.2f}, {self.level})".replace("-", MINUS)
        return f"{figures} in the period from {self.period}"


@dataclass(frozen=True)
class VoteState:
    """How alike two states vote in the newest year with votes of both.

    Parameters
    ----------
    period : datetime.date
        First day of the year.
    votes : int
        Roll calls of that year in which both voted.
    agreement : float or None
        Share of them in which both voted alike.
    """

    period: date
    votes: int
    agreement: float | None


@dataclass(frozen=True)
class PairState:
    """What is known of a pair.

    Parameters
    ----------
    pair : Undirected
        The pair.
    acts : polars.DataFrame
        Acts between the two, hand-compiled and machine-coded; see `detente.answers.chronicle.Chronicle`.
    conduct : dict of (str, str) to Conduct
        The newest temperature in each direction, where there is one.
    votes : VoteState or None
        The newest year of votes.
    """

    pair: Undirected
    acts: pl.DataFrame = field(repr=False)
    conduct: dict[tuple[str, str], Conduct]
    votes: VoteState | None

    @property
    def known(self) -> Known:
        """The same as figures and records, to be compared."""
        figures = {one.figure.id: one.figure for one in self.conduct.values()}
        return Known(today(), figures, {record.id: record for record in self.records})

    @property
    def records(self) -> tuple[Record, ...]:
        """The acts as records, in their order."""
        return Chronicle((self.pair.a, self.pair.b), today(), self.acts).records()


@dataclass(frozen=True)
class PairChange:
    """What changed for a pair.

    Parameters
    ----------
    before, after : PairState
        What was known before and after.
    """

    before: PairState
    after: PairState

    @property
    def pair(self) -> Undirected:
        """The pair."""
        return self.after.pair

    @cached_property
    def comparison(self) -> PairComparison:
        """Acts that are new or were revised, and temperatures that moved."""
        return compare(self.before.known, self.after.known)

    @property
    def _moved(self) -> dict[str, FigureChange]:
        return {change.family: change for change in self.comparison.figures}

    @property
    def new_acts(self) -> pl.DataFrame:
        """The acts that were not known before, by date."""
        new = {change.record.id for change in self.comparison.records if change.reason == "new record"}
        return self.after.acts.filter(pl.Series([record.id in new for record in self.after.records], dtype=pl.Boolean))

    @property
    def revised_acts(self) -> tuple[Record, ...]:
        """The acts that were known before, and say something else now."""
        return tuple(change.record for change in self.comparison.records if change.reason == "revised record")

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain data."""
        return {
            "pair": [self.pair.a, self.pair.b],
            "new_acts": self.new_acts.to_dicts(),
            "revised_acts": [record.as_dict() for record in self.revised_acts],
            "acts_known_to": self.after.acts["date"].max(),
            "conduct": [
                {
                    "source": one.source,
                    "target": one.target,
                    "before": None if earlier is None else asdict(earlier),
                    "after": asdict(one),
                }
                for key, one in self.after.conduct.items()
                for earlier in (self.before.conduct.get(key),)
            ],
            "votes": {
                name: None if one is None else asdict(one)
                for name, one in (("before", self.before.votes), ("after", self.after.votes))
            },
            "lines": self.lines(),
        }

    def lines(self) -> list[str]:
        """Return what changed, in five lines."""
        a, b = self.pair.a, self.pair.b
        return [
            self._acts(),
            self._newest(),
            *(self._conduct(source, target) for source, target in ((a, b), (b, a))),
            self._votes(),
        ]

    def _acts(self) -> str:
        new, revised = self.new_acts, len(self.revised_acts)
        also = f" {number_of(revised, 'act')} revised." if revised else ""
        if new.is_empty():
            return f"Acts: none that was not known before.{also}"
        tones = dict(new.group_by("tone").len().iter_rows())
        parts = [f"{tones[tone]:,} {tone}" for tone in ("conflictual", "cooperative", "neutral") if tone in tones]
        codings, days = " and ".join(sorted(new["coding"].unique())), new["date"].to_list()
        count = f"{number_of(len(days), 'new act')}, {', '.join(parts)}"
        return f"Acts: {count}, of {days[0]} to {days[-1]} ({codings}).{also}"

    def _newest(self) -> str:
        acts = self.after.acts
        if acts.is_empty():
            return "Newest act: none on record in these days, which does not mean that nothing happened."
        act = acts.row(-1, named=True)
        toward = f" to {act['targets']}" if act["targets"] else ""
        return f"Newest act: {act['date']}, {act['actors']}{toward}: {act['text']} ({act['coding']})."

    def _conduct(self, source: str, target: str) -> str:
        who = f"Temperature of {display_name(source)} toward {display_name(target)}"
        before, after = (one.conduct.get((source, target)) for one in (self.before, self.after))
        if after is None:
            return f"{who}: not covered."
        if before is None:
            return f"{who}: {after}; not covered before."
        change = self._moved.get(family(after.figure))
        if change is None:
            return f"{who}: unchanged, {after}."
        return f"{who}: {after} ({change.reason}); before the update {before}."

    def _votes(self) -> str:
        before, after = self.before.votes, self.after.votes
        if after is None:
            return "Votes: no roll call in which both voted."
        share = "" if after.agreement is None else f", {after.agreement:.0%} of them alike"
        what = f"{number_of(after.votes, 'roll call')} with both in {after.period.year}{share}"
        if before == after:
            return f"Votes: nothing new; the newest are {what}."
        earlier = "none" if before is None else f"{before.votes:,} in {before.period.year} were the newest"
        return f"Votes: {what}; before the update {earlier}."


def pair_state(store: Store, pair: Undirected, since: date) -> PairState:
    """Return what is known of a pair today.

    Parameters
    ----------
    store : Store
        Where to read.
    pair : Undirected
        The pair.
    since : datetime.date
        Acts from this day on are read.

    Returns
    -------
    PairState

    Raises
    ------
    StoreError
        If the store can't be read.

    Examples
    --------
    >>> state = pair_state(Store.open(), Undirected("JPN", "RUS"), date(2022, 3, 1))
    >>> state.acts.height > 0
    True
    """
    return PairState(pair, _acts_of(store, pair, since), _conduct_of(store, pair), _votes_of(store, pair))


def _acts_of(store: Store, pair: Undirected, since: date) -> pl.DataFrame:
    try:
        return chronicle(pair.a, pair.b, scheme="code", since=since, store=store).acts
    except NoAnswer:
        return pl.DataFrame(schema=SCHEMA)


def _conduct_of(store: Store, pair: Undirected) -> dict[tuple[str, str], Conduct]:
    try:
        rows = temperature(pair.a, pair.b, scheme="code", store=store).frame()
    except (NoAnswer, UsageError):  # the latter where the starter pack has no temperatures
        return {}
    newest = rows.drop_nulls("mean").sort("period").group_by("source", "target", maintain_order=True).last()
    names = ("source", "target", "period", "mean", "lo", "hi", "level")
    return {(row[0], row[1]): Conduct(*row) for row in newest.select(names).iter_rows()}


def _votes_of(store: Store, pair: Undirected) -> VoteState | None:
    try:
        rows = votes(pair.a, pair.b, scheme="code", store=store).windows
    except NoAnswer:
        return None
    rows = rows.filter(pl.col("votes") > 0).sort("period")
    if rows.is_empty():
        return None
    row = rows.row(-1, named=True)
    return VoteState(row["period"], row["votes"], row["raw"])
