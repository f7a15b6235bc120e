"""Ties from records: pacts in force, acts within a span, conduct that is warm on both sides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.catalog import require_between, require_columns
from detente.errors import TableError, UsageError
from detente.measures.architecture.graph import Network, network
from detente.measures.obligations import in_force, obligations
from detente.measures.temperature import Paths, draw_blocks

__all__ = [
    "VALUES",
    "Cooperation",
    "acts_within",
    "cooperation",
    "friends_and_foes",
    "pacts_in_force",
    "ties_in_force",
]

Bools = NDArray[np.bool_]

# What a pact's obligation is worth as the value of a tie
VALUES: Mapping[str, float] = {
    "defence": 3.0,
    "offence": 3.0,
    "neutrality": 2.0,
    "nonaggression": 1.0,
    "consultation": 1.0,
    "entente": 1.0,
}


def pacts_in_force(
    pacts: pl.DataFrame,
    members: pl.DataFrame,
    on: date,
    states: Collection[str],
    *,
    kinds: Collection[str] = ("defence",),
    valued: bool = False,
) -> Network:
    """Return the network of pacts in force on a day.

    Parameters
    ----------
    pacts : polars.DataFrame
        As the table ``pacts``; see `detente.measures.obligations`.
    members : polars.DataFrame
        As the table ``pact_members``.
    on : datetime.date
        The day. A pact counts for two states while both are members, its last day included.
    states : collection of str
        The network's states.
    kinds : collection of str, optional
        Obligations that make a tie.
    valued : bool, optional
        Whether a tie has the value of its strongest obligation, by `VALUES`, rather than 1.

    Examples
    --------
    >>> pacts = pl.DataFrame({"id": ["p"], "name": ["Treaty"], "kind": ["defence"], "document": ["Treaty, 1960"],
    ...                       "end": [None], "end_precision": [None]})
    >>> members = pl.DataFrame({"pact": ["p"] * 2, "state": ["JPN", "USA"], "from": [date(1960, 6, 23)] * 2,
    ...                         "from_precision": ["day"] * 2, "until": [None] * 2})
    >>> pacts_in_force(pacts, members, date(2015, 9, 1), ["JPN", "RUS", "USA"]).ties().rows()
    [('JPN', 'USA', 1.0)]
    """
    return ties_in_force(obligations(pacts, members), on, states, kinds=kinds, valued=valued)


def ties_in_force(
    ties: pl.DataFrame, on: date, states: Collection[str], *, kinds: Collection[str], valued: bool = False
) -> Network:
    """Return the ties that ran on a day.

    Parameters
    ----------
    ties : polars.DataFrame
        As the table ``ties``: ``kind``, ``source``, ``target``, ``start`` and ``end``. A directed tie counts for both.
    on : datetime.date
        The day; a tie counts on its first and its last.
    states : collection of str
        The network's states.
    kinds : collection of str
        Kinds that make a tie.
    valued : bool, optional
        As for `pacts_in_force`.
    """
    require_columns(ties, ("kind", "source", "target", "start", "end"), "ties")
    running = in_force(ties, on).filter(pl.col("kind").is_in(list(kinds)))
    worth = pl.col("kind").replace_strict(VALUES, default=1.0, return_dtype=pl.Float64) if valued else pl.lit(1.0)
    return network(running.select(a="source", b="target", value=worth), states)


def acts_within(
    ties: pl.DataFrame,
    first: date,
    last: date,
    states: Collection[str],
    *,
    kinds: Collection[str],
    valued: bool = False,
) -> Network:
    """Return the network of joint acts in a span of days: visits, exercises.

    Parameters
    ----------
    ties : polars.DataFrame
        As for `ties_in_force`. A visit ties the two, whichever travelled.
    first, last : datetime.date
        The span, both ends in it; an act counts by the day on which it began.
    states : collection of str
        The network's states.
    kinds : collection of str
        Kinds that count.
    valued : bool, optional
        Whether a tie has the number of acts as its value, rather than 1.
    """
    require_columns(ties, ("kind", "source", "target", "start"), "ties")
    within = ties.filter(pl.col("kind").is_in(list(kinds)), pl.col("start").is_between(first, last))
    pairs = within.select(a=pl.min_horizontal("source", "target"), b=pl.max_horizontal("source", "target"))
    worth = pl.len().cast(pl.Float64) if valued else pl.lit(1.0)
    return network(pairs.group_by("a", "b").agg(value=worth), states)


@dataclass(frozen=True)
class Cooperation:
    """Draws of the network of cooperation, by period.

    Parameters
    ----------
    states : tuple of str
        Codes.
    periods : tuple of date
        First day of each period.
    ties : array of bool, shape (draws, periods, n, n)
        Symmetric. A draw is one path of all conduct over all periods.
    unseen : array of int, shape (periods,)
        Pairs that have no temperature in one direction or both, and so no tie in any draw.
    """

    states: tuple[str, ...]
    periods: tuple[date, ...]
    ties: NDArray[np.bool_]
    unseen: NDArray[np.int64]


def cooperation(
    temperatures: pl.DataFrame,
    states: Collection[str],
    *,
    cut: float = 0.0,
    draws: int = 400,
    seed: int = 0,
    periods: Collection[date] | None = None,
) -> Cooperation:
    """Draw the network of cooperation from the posterior of temperature.

    A pair is tied if each is warmer than `cut` toward the other. A pair without temperatures has too few reports: it
    counts as not tied, and such pairs are counted.

    Parameters
    ----------
    temperatures : polars.DataFrame
        As the table ``temperatures``, one score, dataset and vintage: ``source``, ``target``, ``period``, ``mean``,
        ``sd`` and ``link``.
    states : collection of str
        The network's states.
    cut : float, optional
        Temperature, in standard deviations; conduct is called cordial from 0, close from 0.6.
    draws : int, optional
        Draws of the paths of all directed dyads, each independent of the others.
    seed : int, optional
        Of the draws.
    periods : collection of date, optional
        First days of the periods to return, of those that the temperatures cover; by default all. Every path is drawn
        over all periods.

    Returns
    -------
    Cooperation

    Raises
    ------
    UsageError
        `draws` is below 1, or `cut` is not a number.
    TableError
        A column is missing, a dyad occurs twice in a period, or a spread or a correlation is out of range.
    """
    if np.isnan(cut):
        raise UsageError(f"cut is {cut}; give a temperature in standard deviations", value=cut)
    codes = tuple(sorted(set(states)))
    directed = _directed(temperatures, codes)
    at = [t for t, period in enumerate(directed.periods) if periods is None or period in periods]
    (tied,) = directed.drawn(draws, seed, lambda paths: paths > cut, at=at)
    pairs = len(codes) * (len(codes) - 1) // 2
    unseen = pairs - directed.both_ways(directed.known[None, :, at], at)[0].sum(axis=(-1, -2)) // 2
    return Cooperation(codes, tuple(directed.periods[t] for t in at), tied, unseen)


def friends_and_foes(
    temperatures: pl.DataFrame,
    states: Collection[str],
    *,
    warm: float = 0.0,
    cold: float = -0.5,
    draws: int = 100,
    seed: int = 0,
) -> tuple[Bools, Bools]:
    """Draw the pairs that were warm, and those that were cold, in both directions, from the posterior of temperature.

    Parameters
    ----------
    temperatures, states, draws, seed
        As for `cooperation`.
    warm, cold : float, optional
        Pairs above `warm` in both directions are friends, pairs below `cold` in both are foes.

    Returns
    -------
    friends, foes : array of bool, shape (draws, periods, n, n)
        Symmetric, states in alphabetical order of their codes.

    Raises
    ------
    UsageError
        `draws` is below 1, or `cold` is above `warm`.
    TableError
        As for `cooperation`.
    """
    if not cold <= warm:
        raise UsageError(f"cold is {cold} and warm is {warm}; cold must not be above warm", value=(cold, warm))
    directed = _directed(temperatures, tuple(sorted(set(states))))
    at = range(len(directed.periods))
    friends, foes = directed.drawn(draws, seed, lambda paths: paths > warm, lambda paths: paths < cold, at=at)
    return friends, foes


@dataclass(frozen=True)
class _Directed:
    """The posterior of the temperatures of directed dyads.

    Parameters
    ----------
    states : int
        How many there are.
    periods : tuple of date
    places : (array of int, array of int), each of shape (D,)
        Of each dyad's source and target among the states.
    known : array of bool, shape (D, T)
        Whether there is a temperature.
    paths : Paths
        Moments, for D dyads and T periods; without meaning where there is no temperature.
    """

    states: int
    periods: tuple[date, ...]
    places: tuple[NDArray[np.intp], NDArray[np.intp]]
    known: Bools
    paths: Paths

    def both_ways(self, holds: Bools, at: Sequence[int]) -> Bools:
        """Return of which pairs something holds that is known of both directions, shape (draws, len(at), n, n).

        Parameters
        ----------
        holds : array of bool, shape (draws, D, len(at))
        at : sequence of int
            Places of the periods wanted.
        """
        every = np.zeros((len(holds), len(at), self.states, self.states), dtype=bool)
        i, j = self.places
        every[:, :, i, j] = (holds & self.known[:, at]).swapaxes(1, 2)
        return every & every.swapaxes(-1, -2)

    def drawn(
        self, draws: int, seed: int, *conditions: Callable[[NDArray[np.float64]], Bools], at: Sequence[int]
    ) -> list[Bools]:
        """Draw every temperature, and return for each condition of which pairs it holds in both directions."""
        if draws < 1:
            raise UsageError(f"invalid draws {draws}: expected 1 or more", value=draws)
        found = [np.empty((draws, len(at), self.states, self.states), dtype=bool) for _ in conditions]
        for some, block in draw_blocks(self.paths, draws, np.random.default_rng(seed)):
            for pairs, condition in zip(found, conditions, strict=True):
                pairs[some] = self.both_ways(condition(block[:, :, at]), at)
        return found


def _directed(temperatures: pl.DataFrame, codes: tuple[str, ...]) -> _Directed:
    """Return the temperatures among some states by dyad and period."""
    require_columns(temperatures, ("source", "target", "period", "mean", "sd", "link"), "temperatures")
    require_between(temperatures, ("sd",), "temperatures", 0)
    require_between(temperatures, ("link",), "temperatures", -1, 1)
    rows = temperatures.filter(
        pl.col("source").is_in(codes), pl.col("target").is_in(codes), pl.col("source") != pl.col("target")
    )
    periods = temperatures["period"].unique().sort()
    ends = rows.select(pl.col("source", "target").cast(pl.Enum(codes)).to_physical().cast(pl.Int64))
    dyads, row = np.unique((ends["source"] * len(codes) + ends["target"]).to_numpy(), return_inverse=True)
    column = np.searchsorted(periods.to_numpy(), rows["period"].to_numpy())
    if len(np.unique(row * len(periods) + column)) < len(rows):
        raise TableError("a dyad occurs twice in a period; give one dataset, score, freq and vintage of temperatures")
    at = row, column
    mean, sd, link = (np.full((len(dyads), len(periods)), filler) for filler in (np.nan, 1.0, 0.0))
    mean[at], sd[at], link[at] = (rows[name].to_numpy() for name in ("mean", "sd", "link"))
    known, link = ~np.isnan(mean), np.nan_to_num(link)
    cov = link[:, 1:] * sd[:, 1:] * sd[:, :-1] * (known[:, 1:] & known[:, :-1])
    places = dyads // len(codes), dyads % len(codes)
    return _Directed(len(codes), tuple(periods), places, known, Paths(np.nan_to_num(mean), sd**2, cov))
