"""The balance of a group of states: how far friends and foes are from two camps, and which ties are frustrated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from detente.answers.dataset_coverage import covered_days, covers, in_years
from detente.answers.group_networks import NetworkQuery, Pair, codes_of, members_on, not_then
from detente.answers.temperature_estimates import elsewhere, estimates, widely_covered
from detente.dates import as_of_day
from detente.errors import NoAnswer, UsageError
from detente.measures.architecture import friends_and_foes, pacts_in_force, ties_in_force
from detente.measures.balance import (
    Frustration,
    SignedNetwork,
    SignNull,
    Triads,
    count_triads,
    from_both,
    from_matrix,
    frustration,
    guilty_triads,
    sign_null,
)
from detente.measures.temperature import level
from detente.sources.coverage import years_of
from detente.store import Store

__all__ = ["Balance", "network_balance"]

WARM, COLD = 0.0, -0.5  # temperatures: friends are cordial both ways, foes frosty or hostile both ways
DRAWS = 100
RIVALRIES, DISPUTES = ("tss_rivalries", "td_rivalries"), ("gml_mids", "cow_mids")
SPAN = 5  # years of militarised disputes that make foes
LO, HI = 0.05, 0.95


@dataclass(frozen=True)
class Balance:
    """The balance of a group of states in a year.

    Parameters
    ----------
    group : str
        In words.
    on : datetime.date
        Last day of the network.
    signs : str
        What friends and foes are, in words.
    network : SignedNetwork
        Ties and signs; of temperature, by its posterior mean.
    frustration : Frustration
        L, the camps and which ties are frustrated.
    interval : tuple of float or None
        90% interval of L over draws of the signs; None where signs are known as such.
    triads : Triads
        Triangles by kind.
    guilty : polars.DataFrame
        The unbalanced triangles; see `detente.measures.balance.guilty_triads`.
    null : SignNull or None
        L of the same ties with shuffled signs; None where there are no ties of one of the signs.
    supposed : Frustration or None
        L with the hypothetical ties; None without any.
    added, dropped : tuple of (str, str)
        Hypothetical friendships, and ties removed.
    sources, notes : tuple of str
        Ids of sources, and what was left out.
    """

    group: str
    on: date
    signs: str
    network: SignedNetwork
    frustration: Frustration
    interval: tuple[float, float] | None
    triads: Triads
    guilty: pl.DataFrame
    null: SignNull | None
    supposed: Frustration | None
    added: tuple[Pair, ...]
    dropped: tuple[Pair, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the balance as plain data."""
        null = self.null
        return {
            "group": self.group,
            "on": self.on,
            "signs": self.signs,
            "states": list(self.network.states),
            "ties": self.frustration.ties.to_dicts(),
            "frustration": {
                "index": self.frustration.index,
                "exact": self.frustration.exact,
                "least": self.frustration.least,
                "balance": self.frustration.balance,
                "interval": None if self.interval is None else list(self.interval),
            },
            "camps": self.frustration.camps.to_dicts(),
            "triads": {name: getattr(self.triads, name) for name in ("friends", "common_foe", "torn", "foes")},
            "guilty": self.guilty.to_dicts(),
            "null": None
            if null is None
            else {
                "mean": null.mean,
                "interval": list(null.interval()),
                "at_most": null.at_most(self.frustration.index),
            },
            "supposed": None if self.supposed is None else self.supposed.index,
            "added": [list(pair) for pair in self.added],
            "dropped": [list(pair) for pair in self.dropped],
            "sources": list(self.sources),
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Signs:
    """A signed network, what its signs mean, and draws of it."""

    network: SignedNetwork
    on: date
    words: str
    sources: tuple[str, ...]
    draws: tuple[SignedNetwork, ...] = ()
    notes: tuple[str, ...] = ()


def network_balance(
    among: str | Sequence[str] = "asia-pacific",
    *,
    year: int | None = None,
    as_of: date | str | None = None,
    signs: str = "temperature",
    foes: str | None = None,
    add: Iterable[tuple[str, str]] = (),
    drop: Iterable[tuple[str, str]] = (),
    events: str = "conduct",
    draws: int = DRAWS,
    store: Store | None = None,
) -> Balance:
    """Return how far friends and foes among a group of states are from two camps.

    Parameters
    ----------
    among : str or sequence of str
        A group that `detente.group` knows, or names of states.
    year : int, optional
        The year; by default the last that is known.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    signs : {'temperature', 'records'}
        ``temperature``: friends where both sides are cordial or close, foes where both are frosty or hostile.
        ``records``: friends by defence pact, foes by rivalry or by militarised dispute in the last five years.
    foes : str, optional
        For records, the dataset of foes; by default the first of rivalries and disputes that the store holds.
    add, drop : iterable of (str, str)
        Hypothetical friendships, and ties to take away.
    events : str
        Dataset of events behind the temperatures.
    draws : int
        Draws of the signs, for the interval of L, and shuffles for the null.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    Balance

    Raises
    ------
    UsageError
        No such group, kind of sign or dataset; a hypothetical tie of a state that is not in the network.
    NoAnswer
        The records hold no ties of the kind in that year.

    Examples
    --------
    >>> balance = network_balance("asia-pacific", year=2014, as_of="2015-09-01", draws=5)
    >>> balance.frustration.exact
    True
    """
    day = as_of_day(as_of)
    query = NetworkQuery(among, year or 1816, year or day.year, day)
    store = store or Store.open()
    if signs not in ("temperature", "records"):
        raise UsageError(f"invalid signs {signs!r}: expected temperature or records", value=signs)
    found = _by_temperature(store, query, events, draws) if signs == "temperature" else _by_records(store, query, foes)
    network = found.network
    if not network.ties:
        raise NoAnswer(f"among {query.name} there are neither friends nor foes by {found.words} in {found.on.year}")
    best = frustration(network, always=True)
    added, dropped = tuple(codes_of(add, day)), tuple(codes_of(drop, day))
    changed = network.with_ties(added, 1).with_ties(dropped, 0)
    return Balance(
        group=query.name,
        on=found.on,
        signs=found.words,
        network=network,
        frustration=best,
        interval=_interval(found.draws),
        triads=count_triads(network),
        guilty=guilty_triads(network, best),
        null=sign_null(network, draws=draws) if 0 < network.negative < network.ties else None,
        supposed=frustration(changed, always=False) if added or dropped else None,
        added=added,
        dropped=dropped,
        sources=found.sources,
        notes=(*found.notes, *not_then(among, found.on)),
    )


def _interval(draws: Sequence[SignedNetwork]) -> tuple[float, float] | None:
    if not draws:
        return None
    lo, hi = np.quantile([frustration(network).index for network in draws], [LO, HI])
    return float(lo), float(hi)


def _by_temperature(store: Store, query: NetworkQuery, events: str, draws: int) -> Signs:
    words = f"temperature: friends are {level(WARM)} or warmer to each other, foes {level(COLD - 1e-9)} or colder"
    rows = widely_covered(estimates(store, events, query.as_of, scores=("all",)).temperatures)
    years = rows.filter(pl.col("period").dt.year().is_between(query.start, query.end))["period"]
    if years.is_empty():
        raise NoAnswer(
            f"{events} has no temperatures in {query.end} as known on {query.as_of}; {elsewhere(store, events)}"
        )
    period = years.max()
    on = date(period.year, 12, 31)  # type: ignore[union-attr]
    members = members_on(query.among, min(on, query.as_of))
    own = rows.filter(pl.col("period") == period, pl.col("source").is_in(members), pl.col("target").is_in(members))
    states = sorted({*own["source"], *own["target"]})
    known = own.join(own, left_on=["source", "target"], right_on=["target", "source"], suffix="_back").filter(
        pl.col("source") < pl.col("target")
    )
    both = (pl.col("mean"), pl.col("mean_back"))
    friends = known.filter(both[0] >= WARM, both[1] >= WARM)
    cold = known.filter(both[0] < COLD, both[1] < COLD)
    pairs = [pl.col("source").alias("a"), pl.col("target").alias("b")]
    network = from_both(friends.select(pairs), cold.select(pairs), states)
    return Signs(network, on, words, (f"{events}-temperature",), _drawn(own, states, draws))


def _drawn(own: pl.DataFrame, states: Sequence[str], draws: int) -> tuple[SignedNetwork, ...]:
    friends, foes = friends_and_foes(own, states, warm=WARM, cold=COLD, draws=draws)
    signs = friends[:, 0].astype(np.float64) - foes[:, 0]
    return tuple(from_matrix(tuple(states), matrix) for matrix in signs)


def _by_records(store: Store, query: NetworkQuery, foes: str | None) -> Signs:
    on = query.days()[-1][1]
    everyone = members_on(query.among, on)
    states = sorted(store.facts.coverage.covered("pacts", everyone, "defence"))
    pacts, members = (store.read(name, as_of=query.as_of) for name in ("pacts", "pact_members"))
    friends = pacts_in_force(pacts, members, on, states).ties().select("a", "b")
    pairs, dataset, what, notes = _foes(store, query, on, states, foes)
    words = f"records: friends by defence pact, foes by {what} in {dataset}"
    return Signs(from_both(friends, pairs, states), on, words, ("facts", dataset), notes=notes)


def _foes(
    store: Store, query: NetworkQuery, on: date, states: Sequence[str], foes: str | None
) -> tuple[pl.DataFrame, str, str, tuple[str, ...]]:
    """Return the pairs of foes, their dataset, what makes them foes, and what the dataset does not cover."""
    for dataset in (foes,) if foes else (*RIVALRIES, *DISPUTES):
        rows = store.read("ties", as_of=query.as_of, dataset=dataset, kind="rivalry")
        if not rows.is_empty():
            pairs = ties_in_force(rows, on, states, kinds=("rivalry",)).ties().select("a", "b")
            days = covered_days(store, [dataset], query.as_of, table="ties").get(dataset, [])
            late = (f"{dataset} covers {in_years(days)}; rivalries that began later are missing.",)
            if days and on < days[0][0]:
                raise NoAnswer(f"{dataset} covers {in_years(days)}, and not {on}; choose a later year", value=on)
            return pairs, dataset, "rivalry", late if days and days[-1][1] < on else ()
        mids = store.read("mids", as_of=query.as_of, dataset=dataset)
        if not mids.is_empty():
            return _disputants(store, mids, query, on, dataset), dataset, _in_dispute(on), ()
    raise NoAnswer(
        "the store holds no rivalries or militarised disputes"
        + (f" of a dataset {foes!r}" if foes else "")
        + f"; add them with: detente ingest {foes or RIVALRIES[0]} PATH, or use --signs temperature",
        value=foes,
    )


def _in_dispute(on: date) -> str:
    return f"militarised dispute in the {SPAN} years to {on.year}"


def _disputants(store: Store, mids: pl.DataFrame, query: NetworkQuery, on: date, dataset: str) -> pl.DataFrame:
    """Return the pairs in dispute in the years up to a day, all of which the dataset must cover."""
    days = covered_days(store, [dataset], query.as_of, table="mids").get(dataset)
    years = years_of(mids["period"])
    days = days or [(date(min(years), 1, 1), date(max(years), 12, 31))]
    if not covers(days, date(on.year - SPAN + 1, 1, 1), date(on.year, 12, 31)):
        raise NoAnswer(
            f"{dataset} covers {in_years(days)}, and not all of {on.year - SPAN + 1} to {on.year}; choose another year",
            value=on.year,
        )
    recent = mids.filter(pl.col("period").dt.year().is_between(on.year - SPAN + 1, on.year))
    return recent.filter(pl.col("source") != pl.col("target")).select(a="source", b="target")
