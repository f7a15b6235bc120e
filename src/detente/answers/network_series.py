"""The networks of a group of states, year by year: their indices, and what hypothetical ties would change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from detente.answers.group_networks import NetworkQuery, Networks, NetworkYear, Pair, codes_of, read_networks
from detente.dates import as_of_day
from detente.errors import UsageError
from detente.identity import display_name, resolve_state
from detente.measures.architecture import INDICES, DegreeNull, Network, degree_null, network
from detente.measures.architecture.change import what_if, what_if_of_draws
from detente.measures.architecture.indices import HI, LO, measured, summary
from detente.store import Store

__all__ = ["NetworkSeries", "network_series", "supposing"]

FIRST = 1990
LIKELY = 0.5  # of a tie that counts where one network stands for all draws


@dataclass(frozen=True)
class NetworkSeries:
    """The networks of a group of states, year by year.

    Parameters
    ----------
    of : str
        Kind of ties: pacts, cooperation, visits or exercises.
    tie : str
        What a tie is, in words.
    group : str
        The group, in words.
    as_of : datetime.date
        Nothing known later was used.
    indices : polars.DataFrame
        ``year``, ``index``, ``axis``, ``value``, ``lo``, ``hi`` (90% interval; null where ties are known as such) and
        ``unit``; see `INDICES`. Those that were measured, as in the other frames.
    hubs : polars.DataFrame
        ``year``, ``state``, ``name``, ``probability`` of being the hub, highest first in each year.
    core : polars.DataFrame
        Likewise, of being in the core.
    change : polars.DataFrame
        From the first year to the last: ``index``, ``axis``, ``first``, ``last`` (years), ``before``, ``after``,
        ``difference``, ``lo``, ``hi``, ``rise`` (probability that it rose; null where ties are known as such) and
        ``unit``.
    supposed : polars.DataFrame
        The last year's indices with the hypothetical ties: ``index``, ``axis``, ``before``, ``after``,
        ``difference``, ``lo``, ``hi``, ``unit``. Empty without any.
    ties : polars.DataFrame
        Of the last year: ``a``, ``b``, ``value``, ``probability``.
    states : tuple of str
        Of the last year's network.
    on : datetime.date
        Last day of the last year's network.
    sources : tuple of str
        Ids of the sources.
    notes : tuple of str
        What was left out, and why, in sentences.
    added, dropped : tuple of (str, str)
        Hypothetical ties, and ties removed.
    """

    of: str
    tie: str
    group: str
    as_of: date
    indices: pl.DataFrame
    hubs: pl.DataFrame
    core: pl.DataFrame
    change: pl.DataFrame
    supposed: pl.DataFrame
    ties: pl.DataFrame
    states: tuple[str, ...]
    on: date
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    added: tuple[Pair, ...] = ()
    dropped: tuple[Pair, ...] = ()

    def value(self, index: str, year: int) -> float | None:
        """Return an index in a year; None where it can't be computed."""
        rows = self.indices.filter(pl.col("index") == index, pl.col("year") == year)
        return None if rows.is_empty() else rows["value"][0]

    @cached_property
    def null(self) -> DegreeNull:
        """The leading eigenvalue of the last year's likely ties beside those of networks with as many ties a state."""
        likely = self.ties.filter(pl.col("probability") >= LIKELY).select("a", "b")
        return degree_null(network(likely, self.states))

    def as_dict(self) -> dict[str, Any]:
        """Return the networks as plain data."""
        frames = ("indices", "hubs", "core", "change", "supposed", "ties")
        return {
            "of": self.of,
            "tie": self.tie,
            "group": self.group,
            "as_of": self.as_of,
            "on": self.on,
            "states": list(self.states),
            "added": [list(pair) for pair in self.added],
            "dropped": [list(pair) for pair in self.dropped],
            **{name: getattr(self, name).to_dicts() for name in frames},
            "leading_null": {
                "leading": self.null.leading,
                "interval": list(self.null.interval()),
                "at_least": self.null.at_least,
            },
            "sources": list(self.sources),
            "notes": list(self.notes),
        }


def network_series(
    of: str = "pacts",
    among: str | Sequence[str] = "asia-pacific",
    *,
    since: int = FIRST,
    until: int | None = None,
    as_of: date | str | None = None,
    hub: str | None = None,
    kinds: Collection[str] = ("defence",),
    cut: float = 0.0,
    add: Iterable[tuple[str, str]] = (),
    drop: Iterable[tuple[str, str]] = (),
    events: str = "conduct",
    dataset: str | None = None,
    ends_only: bool = False,
    indices: Collection[str] = tuple(INDICES),
    store: Store | None = None,
) -> NetworkSeries:
    """Return the networks of a group of states, year by year.

    Parameters
    ----------
    of : {'pacts', 'cooperation', 'visits', 'exercises'}
        What ties two states: a pact in force at the end of the year; conduct warmer than `cut` both ways in the year;
        a visit or meeting, or an exercise in common, in the year.
    among : str or sequence of str
        A group that `detente.group` knows, or names of states.
    since, until : int, optional
        First and last year; by default from 1990 to the last that is known and covered.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    hub : str, optional
        State to take as the hub; by default the state of most ties, each year and in each draw.
    kinds : collection of str
        Obligations that count as a pact.
    cut : float
        Temperature above which conduct is cooperation.
    add, drop : iterable of (str, str)
        Hypothetical ties of the last year, and ties to take away from it.
    events : str
        Dataset of events behind the temperatures.
    dataset : str, optional
        For pacts, visits and exercises a dataset of the table ``ties``. By default pacts come from the facts, and
        visits and exercises from the only dataset there is.
    ends_only : bool
        Measure only the first and the last year covered.
    indices : collection of str
        Which of `INDICES` to measure; by default all. The core is measured with ``core_fit``.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    NetworkSeries

    Raises
    ------
    UsageError
        No such kind, group or dataset; fewer than three states; a hypothetical tie of a state that
        is not in the network.
    NoAnswer
        Nothing of the kind is covered in these years.

    Examples
    --------
    >>> series = network_series("pacts", "asia-pacific", since=2000, as_of="2015-09-01")
    >>> series.hubs.row(-1, named=True)["state"], round(series.value("hub_share", 2015), 3)
    ('USA', 0.714)
    """
    day = as_of_day(as_of)
    last = day.year if until is None else until
    if not since <= last:
        raise UsageError(f"the first year, {since}, is after the last, {last}", value=since)
    if unknown := [name for name in indices if name not in INDICES]:
        raise UsageError(f"unknown index {unknown[0]!r}: expected {', '.join(INDICES)}", value=unknown[0])
    query = NetworkQuery(among, since, last, day, ends_only, indices)
    networks = read_networks(store or Store.open(), of, query, kinds=kinds, cut=cut, events=events, dataset=dataset)
    supposed = HypotheticalTies(tuple(codes_of(add, day)), tuple(codes_of(drop, day)), _hub(hub, of, query, networks))
    return _series(of, query, networks, supposed)


def supposing(series: NetworkSeries, add: Sequence[Pair]) -> NetworkSeries:
    """Return a series of pacts with what the last year's indices would be if some pairs were tied too.

    Examples
    --------
    >>> series = network_series("pacts", "asia-pacific", since=2015, as_of="2015-09-01")
    >>> supposing(series, [("CHN", "RUS")]).added
    (('CHN', 'RUS'),)
    """
    last = network(series.ties.select("a", "b", "value"), series.states)
    year = NetworkYear(series.on.year, series.on, series.states, last.value[None])
    supposed = HypotheticalTies(tuple(add), (), None)
    measured = series.change["index"].to_list()
    return replace(series, supposed=_supposed(year, supposed, measured, drawn=False), added=supposed.add)


def _measured(years: Sequence[NetworkYear], hub: str | None, indices: Collection[str]) -> list[dict[str, Any]]:
    """Return each year's indices; years of one network, as most are of pacts, are measured once."""
    found: dict[tuple[tuple[str, ...], bytes], dict[str, Any]] = {}
    keys = [(year.states, year.ties.tobytes()) for year in years]
    for year, key in zip(years, keys, strict=True):
        if key not in found:
            found[key] = measured(year.scaled, year.states, hub, indices=indices)
    return [found[key] for key in keys]


@dataclass(frozen=True)
class HypotheticalTies:
    """Hypothetical ties, ties removed, and the state used as the hub."""

    add: tuple[Pair, ...]
    drop: tuple[Pair, ...]
    hub: str | None


def _hub(hub: str | None, of: str, query: NetworkQuery, networks: Networks) -> str | None:
    """Return the code of the state named as the hub, which must be in every year's network."""
    if hub is None:
        return None
    code = resolve_state(hub, query.as_of).code
    for year in networks.years:
        if code not in year.states:
            raise UsageError(
                f"{display_name(code, year.on)} is not in the network of {of} among {query.name} in {year.year}; it "
                f"holds {', '.join(year.states)}",
                value=hub,
            )
    return code


def _series(of: str, query: NetworkQuery, networks: Networks, supposed: HypotheticalTies) -> NetworkSeries:
    years, last = networks.years, networks.years[-1]
    found = _measured(years, supposed.hub, query.indices)
    shown = [summary(year.states, values, drawn=networks.drawn) for year, values in zip(years, found, strict=True)]
    dated = list(zip(shown, years, strict=True))
    return NetworkSeries(
        of=of,
        tie=networks.tie,
        group=query.name,
        as_of=query.as_of,
        indices=pl.concat([_dated(a.indices, year) for a, year in dated]),
        hubs=pl.concat([_named(_dated(a.hubs, year), year.on) for a, year in dated]),
        core=pl.concat([_named(_dated(a.core, year), year.on) for a, year in dated]),
        change=_change(networks, found),
        supposed=_supposed(last, supposed, query.indices, drawn=networks.drawn),
        ties=_last_ties(last),
        states=last.states,
        on=last.on,
        sources=networks.sources,
        notes=tuple(networks.notes),
        added=supposed.add,
        dropped=supposed.drop,
    )


def _dated(frame: pl.DataFrame, year: NetworkYear) -> pl.DataFrame:
    return frame.select(pl.lit(year.year, dtype=pl.Int32).alias("year"), pl.all())


def _named(frame: pl.DataFrame, on: date) -> pl.DataFrame:
    names = {code: display_name(code, on) for code in frame["state"]}
    return frame.select("year", "state", pl.col("state").replace(names).alias("name"), "probability")


def _change(networks: Networks, found: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Compare the last year with the first, draw by draw: a draw is one history of conduct over all years."""
    rows: list[tuple[Any, ...]] = []
    first, last = networks.years[0].year, networks.years[-1].year
    for name, (axis, unit, _) in INDICES.items():
        if name not in found[0]:
            continue
        both = np.stack([found[0][name], found[-1][name]])
        both = both[:, ~np.isnan(both).any(axis=0)]
        if 2 * both.shape[1] < len(found[0][name]) or not both.shape[1]:
            rows.append((name, axis, first, last, *[None] * 6, unit))
            continue
        gap = both[1] - both[0]
        sure = tuple(float(q) for q in np.quantile(gap, (LO, HI))) if networks.drawn else (None, None)
        rise = float((gap > 0).mean()) if networks.drawn else None
        rows.append(
            (
                name,
                axis,
                first,
                last,
                float(both[0].mean()),
                float(both[1].mean()),
                float(gap.mean()),
                *sure,
                rise,
                unit,
            )
        )
    number = dict.fromkeys(("before", "after", "difference", "lo", "hi", "rise"), pl.Float64)
    text = {"index": pl.String, "axis": pl.String, "first": pl.Int32, "last": pl.Int32}
    return pl.DataFrame(rows, schema={**text, **number, "unit": pl.String}, orient="row")


def _supposed(year: NetworkYear, supposed: HypotheticalTies, indices: Collection[str], *, drawn: bool) -> pl.DataFrame:
    columns = ("index", "axis", "before", "after", "difference", "lo", "hi", "unit")
    add, drop, hub = supposed.add, supposed.drop, supposed.hub
    if not (add or drop):
        text = ("index", "axis", "unit")
        return pl.DataFrame(schema={name: pl.String if name in text else pl.Float64 for name in columns})
    if drawn:
        return what_if_of_draws(year.states, year.ties > 0, add, drop, hub=hub, indices=indices).select(columns)
    none = pl.lit(None, dtype=pl.Float64)
    found = what_if(Network(year.states, year.ties[0]), add, drop, hub=hub, indices=indices)
    return found.with_columns(lo=none, hi=none).select(columns)


def _last_ties(year: NetworkYear) -> pl.DataFrame:
    value, probability = year.ties.max(axis=0), (year.ties > 0).mean(axis=0)
    rows = [
        (year.states[i], year.states[j], float(value[i, j]), float(probability[i, j]))
        for i, j in np.argwhere(np.triu(probability > 0)).tolist()
    ]
    number = {"value": pl.Float64, "probability": pl.Float64}
    return pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String, **number}, orient="row")
