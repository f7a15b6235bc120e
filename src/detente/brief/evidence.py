"""Evidence: what several sections of a brief need, each read once when first used, as of the date of the brief.

A section reads what it alone needs from ``evidence.store``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from detente.answers.chronicle import HAND, coded_acts, coded_records
from detente.answers.dataset_records import DatasetRecords, dataset_records
from detente.answers.temperature_estimates import Estimates, attention, estimates
from detente.brief.temperature_series import Series, temperature_series
from detente.catalog import at_precision
from detente.documents.figures import Record
from detente.forecasts.contract import Predictions
from detente.forecasts.models.trait import Trait
from detente.forecasts.pair_outlook import agreement_outlook, temperature_outlook
from detente.identity import display_name
from detente.store import Store
from detente.store.coverage import is_covered
from detente.store.vote_series import vote_table

__all__ = ["AVERAGE", "Directed", "Evidence", "Series", "when"]

Directed = tuple[str, str]
THIRD_PARTIES = 3  # neighbours shown
RECENT = 3  # years of attention by which they are chosen
FEWEST_VOTES = 5  # roll calls of a year that shows how alike two states vote
AVERAGE = 10  # years of vote agreement that its forecast is compared with, and needs
VOTES = "unga-votes"  # the pack's votes among the sources
LAPSED = 5  # years without a common roll call after which none is forecast: one of the two has no vote
WITH_ARTICLE = (
    "Bahamas", "Central African", "Comoros", "Czech Republic", "Democratic", "Dominican", "European Union", "Federal",
    "Gambia", "German ", "Maldives", "Marshall", "Netherlands", "Ottoman", "Philippines", "Republic", "Russian Empire",
    "Seychelles", "Solomon", "Soviet", "United ", "Union ", "Vatican",
)  # fmt: skip


def when(day: date, precision: str) -> str:
    """Write a date at the precision stated.

    Examples
    --------
    >>> when(date(2014, 3, 1), "month")
    'March 2014'
    """
    return at_precision(day, precision, prose=True)


@dataclass(frozen=True, eq=False)
class Evidence:
    """The records behind one brief; two are never equal, since the store may change between them.

    Parameters
    ----------
    store : Store
        The store to read from.
    pair : (str, str)
        Codes, in the order given.
    as_of : datetime.date
        Nothing known later is read.
    since : int or None
        First year to show, or None for the first on record.
    horizon : int
        Years ahead.
    events : str
        Dataset behind the temperature.
    pair_only : bool
        Whether temperatures are those of all acts between the two alone, as a retrospect needs them.
    """

    store: Store
    pair: Directed
    as_of: date
    since: int | None
    horizon: int
    events: str
    pair_only: bool = False

    # Names

    def name(self, code: str) -> str:
        """Name of a state as of the date of the brief, with 'the' where English needs it."""
        plain = self.label(code)
        article = plain.startswith(WITH_ARTICLE)
        return f"the {plain}" if article else plain

    def label(self, code: str) -> str:
        """Name of a state in a chart or table, without an article."""
        return display_name(code, self.as_of)

    def whose(self, code: str) -> str:
        """Name of a state in the possessive: ``Japan’s``, ``Belarus’s``, ``the United States’``."""
        name = self.name(code)
        plural = name.startswith("the ") and name.endswith("s")
        return f"{name}’" if plural else f"{name}’s"

    @property
    def directions(self) -> tuple[Directed, Directed]:
        """Both directions of the pair, in the order given."""
        a, b = self.pair
        return (a, b), (b, a)

    @property
    def dyad(self) -> Directed:
        """The undirected pair, sorted."""
        a, b = sorted(self.pair)
        return a, b

    # Time

    @property
    def last_year(self) -> int:
        """The last calendar year that was complete on the as-of date."""
        end = (self.as_of.month, self.as_of.day) == (12, 31)
        return self.as_of.year if end else self.as_of.year - 1

    @property
    def target_years(self) -> tuple[int, ...]:
        """The years of the outlook."""
        return tuple(range(self.last_year + 1, self.last_year + 1 + self.horizon))

    def shown(self, year: int) -> bool:
        """Whether a year is late enough to be shown."""
        return self.since is None or year >= self.since

    # Measures

    @cached_property
    def neighbours(self) -> tuple[str, ...]:
        """The third states with most of the pair's attention, and most attention to the pair."""
        covered = {state for dyad in self.series("all") for state in dyad}
        return tuple(k for k in self.candidates if k in covered)[:THIRD_PARTIES]

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """Third states by attention, more of them than are shown, since some may have no temperature.

        Twice the pair's share of attention to k, plus k's share to the pair, over the last `RECENT` years known.
        """
        if self.attention.is_empty():
            return ()
        first = self.attention["period"].max().year - RECENT + 1  # type: ignore[union-attr]
        recent = self.attention.filter(pl.col("period").dt.year() >= first)
        inward = recent.filter(pl.col("target").is_in(self.pair)).select(k="source", share="share")
        outward = recent.filter(pl.col("source").is_in(self.pair)).select(k="target", share="share")
        ranked = (
            pl.concat([inward, outward.with_columns(pl.col("share") * 2)])
            .filter(~pl.col("k").is_in(self.pair))
            .group_by("k")
            .agg(pl.col("share").sum())
            .sort("share", "k", descending=[True, False])
        )
        return tuple(ranked["k"])[: 4 * THIRD_PARTIES]

    @cached_property
    def attention(self) -> pl.DataFrame:
        """Shares of all states' acts by year and target."""
        return attention(self.store, self.events, self.as_of)

    @cached_property
    def latest_attention(self) -> tuple[pl.DataFrame, frozenset[str]]:
        """Attention of the two in the last year on record, and the states that any act of that year is of or toward."""
        rows = self.attention.filter(pl.col("period") == pl.col("period").max())
        return rows.filter(pl.col("source").is_in(self.pair)), frozenset({*rows["source"], *rows["target"]})

    @cached_property
    def estimates(self) -> Estimates:
        """Temperatures and the model's parameters, as of the date."""
        if self.pair_only:
            return estimates(self.store, self.events, self.as_of, among=self.pair, scores=("all",))
        return estimates(self.store, self.events, self.as_of, among={*self.pair, *self.candidates})

    def series(self, score: str) -> dict[Directed, Series]:
        """Series of one score, from the newest vintage known: of words and deeds, only those of one of the two."""
        return self._series[score]

    @cached_property
    def _series(self) -> dict[str, dict[Directed, Series]]:
        return temperature_series(self.estimates.temperatures, self.pair)

    @cached_property
    def trait(self) -> Trait | None:
        """Parameters of the trait model, or None where there is no vintage."""
        parameters = self.estimates.parameters
        frame = parameters.filter(parameters["score"] == "all")
        return None if frame.is_empty() else Trait.from_frame(frame, self.events)

    @cached_property
    def votes(self) -> pl.DataFrame:
        """Vote agreement of the pair by year."""
        return self.agreements(self.dyad).sort("period")

    def agreements(self, dyad: Directed) -> pl.DataFrame:
        """Vote agreement of the pair, or of one of the two with a neighbour."""
        return self._agreements.filter(pl.col("a") == dyad[0], pl.col("b") == dyad[1])

    @cached_property
    def _agreements(self) -> pl.DataFrame:
        states = self.pair if self.pair_only else (*self.pair, *self.neighbours)
        rows = self.store.read("agreements", as_of=self.as_of, a=states, b=states)
        return rows.filter(pl.col("votes") >= FEWEST_VOTES)

    @cached_property
    def votes_by_year(self) -> dict[int, dict[str, Any]]:
        """The first row of `votes` of each year."""
        return {row["period"].year: row for row in reversed(self.votes.to_dicts())}

    def vote_source(self, year: int) -> str:
        """Return the id of the source of most roll calls of a year: the pack's, or that of the user's files."""
        return self._vote_sources.get(year, VOTES)

    @cached_property
    def _vote_sources(self) -> dict[int, str]:
        if not self.store.lake.parts("votes"):
            return {}
        calls = vote_table(self.store, self.as_of).calls
        most = calls.group_by(pl.col("date").dt.year().alias("year")).agg(pl.col("dataset").mode().min())
        ids = {name: self.store.sources("votes", name) for name in most["dataset"].unique()}
        return {year: ids[dataset][0].id if ids[dataset] else VOTES for year, dataset in most.iter_rows()}

    # Forecasts

    def forecast(self, dyad: Directed) -> Predictions | None:
        """Draws of one direction's temperature in each year after its last on record, to the end of the outlook."""
        return self._forecasts[dyad]

    @cached_property
    def _forecasts(self) -> dict[Directed, Predictions | None]:
        return {dyad: self._forecast(dyad) for dyad in self.directions}

    def _forecast(self, dyad: Directed) -> Predictions | None:
        if dyad not in self.series("all") or self.trait is None:
            return None
        temperatures, parameters = self.estimates.temperatures, self.estimates.parameters
        source, target = dyad
        rows = temperatures.filter(
            pl.col("score") == "all", pl.col("source") == source, pl.col("target") == target, is_covered(),
            pl.col("period").dt.year() <= self.last_year,
        )  # fmt: skip
        trait = parameters.filter(pl.col("score") == "all")
        return temperature_outlook(rows, trait, origin=self.as_of, until=self.target_years[-1])

    @cached_property
    def vote_forecast(self) -> Predictions | None:
        """Draws of vote agreement in each year after the last on record, to the end of the outlook."""
        if self.votes.height < AVERAGE or self.last_year - self.votes["period"].dt.year()[-1] > LAPSED:
            return None
        yearly = self.votes.unique("period", keep="first", maintain_order=True)  # datasets may overlap
        return agreement_outlook(yearly, origin=self.as_of, until=self.target_years[-1])

    # Records

    @cached_property
    def datasets(self) -> DatasetRecords:
        """What the datasets in the user's store record between the pair."""
        return dataset_records(self.store, self.pair, self.as_of)

    @cached_property
    def _chronicle(self) -> pl.DataFrame:
        return self.store.read("chronicle", as_of=self.as_of).sort("date", "id")

    @cached_property
    def coded_acts(self) -> list[Record]:
        """Acts between the pair that were coded by machine from texts, in time order, each sentence once."""
        rows = coded_acts(self.store, self.pair, self.as_of)
        rows = rows.with_columns(told=pl.coalesce("sentence", "id"))
        rows = rows.unique(["dataset", "text_id", "told", "plover"], keep="first", maintain_order=True).drop("told")
        return coded_records(rows)

    def acts(self, pair: Sequence[str] | None = None) -> list[Record]:
        """Hand-compiled acts that pass between two states (joint, or one toward the other), in time order."""
        a, b = pair or self.pair
        parties = pl.concat_str("actors", "targets", separator=";", ignore_nulls=True)
        naming = self._chronicle.filter(parties.str.contains(code, literal=True) for code in (a, b))
        return [_act(row) for row in naming.iter_rows(named=True) if _between(row, a, b)]

    @cached_property
    def participants(self) -> dict[str, int]:
        """How many states took part in each act of the chronicle, by record id."""
        return {
            f"chronicle.{row['id']}": len([*row["actors"].split(";"), *(row["targets"] or "").split(";")])
            for row in self._chronicle.iter_rows(named=True)
        }

    def contested(self, dispute: str) -> int:
        """How many acts between the pair belong to a dispute."""
        return self._acts_by_dispute[dispute]

    @cached_property
    def _acts_by_dispute(self) -> Counter[str]:
        a, b = self.pair
        rows = self._chronicle.drop_nulls("dispute").iter_rows(named=True)
        return Counter(row["dispute"] for row in rows if _between(row, a, b))

    @cached_property
    def memberships(self) -> dict[str, list[dict[str, Any]]]:
        """Of each state, its memberships of pacts in force on the day, with the pact's own columns, by pact."""
        members = self.store.read("pact_members", as_of=self.as_of)
        pacts = self.store.read("pacts", as_of=self.as_of)
        joined = members.join(pacts, left_on="pact", right_on="id", how="inner")
        last = pl.min_horizontal("until", "end")
        running = joined.filter(pl.col("from") <= self.as_of, last.is_null() | (last >= self.as_of))
        by_state: dict[str, list[dict[str, Any]]] = {}
        for row in running.sort("pact", "state", "from").iter_rows(named=True):
            by_state.setdefault(row["state"], []).append(row)
        return by_state

    @cached_property
    def disputes(self) -> pl.DataFrame:
        """All disputes known."""
        return self.store.read("disputes", as_of=self.as_of)

    @cached_property
    def rungs(self) -> pl.DataFrame:
        """All rungs known, by dispute and start."""
        return self.store.read("dispute_rungs", as_of=self.as_of).sort("dispute", "start")

    @cached_property
    def sanctions(self) -> pl.DataFrame:
        """All sanctions known."""
        return self.store.read("sanctions", as_of=self.as_of).sort("start", "id")


def _between(row: dict[str, object], a: str, b: str) -> bool:
    actors = str(row["actors"]).split(";")
    targets = str(row["targets"]).split(";") if row["targets"] else []
    if not targets:
        return a in actors and b in actors
    return (a in actors and b in targets) or (b in actors and a in targets)


def _act(row: dict[str, object]) -> Record:
    day, known_on = row["date"], row["known_on"]
    if not isinstance(day, date) or not isinstance(known_on, date):
        raise TypeError(f"chronicle row {row['id']} has no date")
    return Record(
        id=f"chronicle.{row['id']}",
        kind=str(row["kind"]),
        when=when(day, str(row["precision"])),
        day=day,
        text=str(row["text"]),
        document=str(row["document"]),
        known_on=known_on,
        tone=str(row["tone"]),
        source="facts",
        coding=HAND,
    )
