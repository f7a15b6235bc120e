"""The architecture around a pair of states: their group, its hub and its web, and what would change it.

The default group of a pair is the first of these that exists:

1. the named set of states with both in it: the Asia-Pacific, then the post-Soviet states;
2. the two, and the eighteen states that were the targets of most of their reported acts in the last five years.

The default hypothetical pacts are those between permanent members of the Security Council in the group that are neither
the hub nor allied with it. If there are none, it is a pact between the two, unless they have one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations

import polars as pl

from detente.answers.group_networks import Pair
from detente.answers.network_series import NetworkSeries, network_series, supposing
from detente.dates import as_of_day
from detente.errors import NoAnswer
from detente.identity import display_name, group
from detente.identity.dyads import resolve_dyad
from detente.measures.architecture import INDICES
from detente.store import Store
from detente.store.held_results import computed_once

__all__ = ["PairArchitecture", "architecture_around", "group_around"]

SETS = ("asia-pacific", "post-soviet")
OTHERS = 18  # states other than the pair
YEARS = 5  # of attention
FIRST = 1990
TABLES = ("pacts", "pact_members", "ties", "temperatures", "attention", "events", "coded_acts", "texts")


@dataclass(frozen=True)
class PairArchitecture:
    """The architecture around a pair.

    Parameters
    ----------
    group : str or tuple of str
        Key of the group, or codes of its states.
    rule : str
        The reason for this group, in a clause.
    pacts : NetworkSeries
        Defence pacts in force, with the hypothetical ones.
    wider : NetworkSeries
        Pacts of defence or consultation.
    cooperation : NetworkSeries or None
        Cordial conduct in both directions; None where the temperatures do not cover the group.
    """

    group: str | tuple[str, ...]
    rule: str
    pacts: NetworkSeries
    wider: NetworkSeries
    cooperation: NetworkSeries | None


def architecture_around(
    first: str,
    second: str,
    *,
    as_of: date | str | None = None,
    among: str | Sequence[str] | None = None,
    suppose: Sequence[tuple[str, str]] | None = None,
    since: int = FIRST,
    events: str = "conduct",
    ends_only: bool = False,
    indices: Collection[str] = tuple(INDICES),
    store: Store | None = None,
) -> PairArchitecture:
    """Return the architecture of pacts and cooperation around a pair of states.

    Parameters
    ----------
    first, second : str
        Names or codes of two states.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    among : str or sequence of str, optional
        The group; by default by the rule above.
    suppose : sequence of (str, str), optional
        Hypothetical pacts of the last year; by default by the rule above.
    since : int, optional
        First year of pacts; cooperation begins with the temperatures.
    events : str, optional
        Dataset of events behind the temperatures.
    ends_only : bool, optional
        Measure only the first and the last year covered of each.
    indices : collection of str, optional
        Which of `detente.measures.architecture.INDICES` to measure; by default all.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    PairArchitecture

    Raises
    ------
    UsageError
        If a state or group is unknown.
    NoAnswer
        If there is no such group, or the facts cover fewer than three of its states.

    Examples
    --------
    >>> found = architecture_around("Japan", "Russia", as_of="2015-09-01")
    >>> found.group, found.pacts.added
    ('asia-pacific', (('CHN', 'RUS'),))
    """
    day = as_of_day(as_of)
    store = store or Store.open()
    a, b = resolve_dyad(first, second, day)
    chosen, rule = (among, "as given") if among is not None else group_around(a, b, day, store=store, events=events)
    series = partial(
        network_series, among=chosen, since=since, as_of=day, ends_only=ends_only, indices=indices, store=store
    )
    if isinstance(chosen, str):
        query = ("architecture", chosen, since, day, ends_only, tuple(indices), events)
        pacts, wider, cooperation = computed_once(store, TABLES, query, lambda: _group_series(series, events))
    else:
        pacts, wider, cooperation = _group_series(series, events)
    if suppose is not None:
        pacts = series("pacts", add=suppose)
    else:
        pacts = supposing(pacts, _powers_apart(pacts, (a, b)) if isinstance(chosen, str) else _unbound(pacts, (a, b)))
    return PairArchitecture(chosen if isinstance(chosen, str) else tuple(chosen), rule, pacts, wider, cooperation)


def _group_series(
    series: Callable[..., NetworkSeries], events: str
) -> tuple[NetworkSeries, NetworkSeries, NetworkSeries | None]:
    """Return the group's networks of pacts, with pacts to consult, and of conduct, which no pair has a part in."""
    pacts, wider = series("pacts"), series("pacts", kinds=("defence", "consultation"))
    try:
        return pacts, wider, series("cooperation", events=events)
    except NoAnswer:
        return pacts, wider, None


def group_around(
    a: str, b: str, day: date, *, store: Store | None = None, events: str = "conduct"
) -> tuple[str | tuple[str, ...], str]:
    """Return the group around a pair, and the reason for it.

    Parameters
    ----------
    a, b : str
        Codes.
    day : datetime.date
        Nothing known later is used.
    store : Store, optional
        By default the starter pack with the user's own records.
    events : str, optional
        Dataset of attention, used where no named set has both.

    Raises
    ------
    NoAnswer
        If no named set has both, and the store has no attention of theirs.

    Examples
    --------
    >>> group_around("JPN", "RUS", date(2015, 9, 1))[0]
    'asia-pacific'
    """
    for key in SETS:
        if {a, b} <= set(group(key, on=day)):
            return key, "the named set of states that holds both"
    store = store or Store.open()
    rows = store.read("attention", as_of=day, dataset=events, source=(a, b))
    if rows.is_empty():
        raise NoAnswer(
            f"there is no group around {display_name(a, day)} and {display_name(b, day)}: no named set has both, and "
            f"{events} has no attention of theirs by {day}; give a group with --group",
            value=(a, b),
        )
    recent = rows.filter(pl.col("period").dt.year() > rows["period"].dt.year().max() - YEARS)  # type: ignore[operator]
    third = recent.filter(~pl.col("target").is_in([a, b]), pl.col("target").is_in(_compiled(store, recent)))
    ranked = third.group_by("target").agg(pl.col("share").sum()).sort("share", "target", descending=[True, False])
    others = ranked["target"].head(OTHERS).to_list()
    return (a, b, *others), f"the two and the {len(others)} states that their reported acts went to most"


def _compiled(store: Store, attention: pl.DataFrame) -> frozenset[str]:
    """Return the states acted toward whose defence pacts the facts cover."""
    return store.facts.coverage.covered("pacts", attention["target"].unique().to_list(), "defence")


def _powers_apart(pacts: NetworkSeries, pair: Pair) -> list[Pair]:
    """Return the pairs of powers without a pact, between themselves or with the hub, or else the pair itself."""
    last = pacts.hubs.filter(pl.col("year") == pacts.on.year)
    hub = last["state"][0] if last.height else None
    bound = set(pacts.ties.select("a", "b").rows())
    powers = [
        code
        for code in group("p5", on=pacts.on)
        if code in pacts.states and code != hub and (min(code, hub or code), max(code, hub or code)) not in bound
    ]
    apart = [two for two in combinations(sorted(powers), 2) if two not in bound]
    return apart or _unbound(pacts, pair)


def _unbound(pacts: NetworkSeries, pair: Pair) -> list[Pair]:
    """Return the pair itself where no pact binds it."""
    own = (min(pair), max(pair))
    bound = set(pacts.ties.select("a", "b").rows())
    return [own] if own not in bound and set(own) <= set(pacts.states) else []
