"""Ties from records: pacts in force, acts within a span, conduct that is warm on both sides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.catalog import require_between, require_columns
from detente.errors import TableError, UsageError
from detente.measures.architecture.graph import Network, Pair, network
from detente.measures.obligations import in_force, obligations
from detente.measures.temperature import Paths, draw_paths

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
    drawn = _drawn(temperatures, codes, draws, seed)
    pairs = len(codes) * (len(codes) - 1) // 2
    unseen = pairs - drawn.both_ways(drawn.known[None])[0].sum(axis=(-1, -2)) // 2
    return Cooperation(codes, drawn.periods, drawn.both_ways(drawn.paths > cut), unseen)


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
    drawn = _drawn(temperatures, tuple(sorted(set(states))), draws, seed)
    return drawn.both_ways(drawn.paths > warm), drawn.both_ways(drawn.paths < cold)


@dataclass(frozen=True)
class _Drawn:
    """Draws of the temperatures of directed dyads.

    Parameters
    ----------
    states : int
        How many there are.
    periods : tuple of date
    places : (array of int, array of int), each of shape (D,)
        Of each dyad's source and target among the states.
    known : array of bool, shape (D, T)
        Whether there is a temperature.
    paths : array of float, shape (draws, D, T)
        Without meaning where there is none.
    """

    states: int
    periods: tuple[date, ...]
    places: tuple[NDArray[np.intp], NDArray[np.intp]]
    known: Bools
    paths: NDArray[np.float64]

    def both_ways(self, holds: Bools) -> Bools:
        """Return of which pairs something holds that is known of both directions, shape (draws, T, n, n).

        Parameters
        ----------
        holds : array of bool, shape (draws, D, T)
        """
        every = np.zeros((len(holds), len(self.periods), self.states, self.states), dtype=bool)
        i, j = self.places
        every[:, :, i, j] = (holds & self.known).swapaxes(1, 2)
        return every & every.swapaxes(-1, -2)


def _drawn(temperatures: pl.DataFrame, codes: tuple[str, ...], draws: int, seed: int) -> _Drawn:
    """Draw every directed temperature."""
    if draws < 1:
        raise UsageError(f"invalid draws {draws}: expected 1 or more", value=draws)
    require_columns(temperatures, ("source", "target", "period", "mean", "sd", "link"), "temperatures")
    require_between(temperatures, ("sd",), "temperatures", 0)
    require_between(temperatures, ("link",), "temperatures", -1, 1)
    rows = temperatures.filter(
        pl.col("source").is_in(codes), pl.col("target").is_in(codes), pl.col("source") != pl.col("target")
    )
    if rows.select(pl.struct("source", "target", "period").is_duplicated().any()).item():
        raise TableError("a dyad occurs twice in a period; give one dataset, score, freq and vintage of temperatures")
    periods = tuple(temperatures["period"].unique().sort().to_list())
    dyads, paths, known = _paths(rows, periods)
    i, j = (np.array([codes.index(dyad[end]) for dyad in dyads], dtype=np.intp) for end in (0, 1))
    return _Drawn(len(codes), periods, (i, j), known, draw_paths(paths, draws, np.random.default_rng(seed)))


def _paths(rows: pl.DataFrame, periods: tuple[date, ...]) -> tuple[list[Pair], Paths, NDArray[np.bool_]]:
    """Return the directed dyads, the moments of their temperatures, and where there is one."""
    when = {day: t for t, day in enumerate(periods)}
    dyads: list[Pair] = [(a, b) for a, b in rows.select("source", "target").unique().sort("source", "target").rows()]
    row = {dyad: k for k, dyad in enumerate(dyads)}
    mean, sd, link = (np.full((len(dyads), len(periods)), filler) for filler in (np.nan, 1.0, 0.0))
    for source, target, day, m, s, c in rows.select("source", "target", "period", "mean", "sd", "link").iter_rows():
        at = row[source, target], when[day]
        mean[at], sd[at], link[at] = m, s, c or 0.0
    known = ~np.isnan(mean)
    cov = link[:, 1:] * sd[:, 1:] * sd[:, :-1] * (known[:, 1:] & known[:, :-1])
    return dyads, Paths(np.nan_to_num(mean), sd**2, cov), known
