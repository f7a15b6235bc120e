"""Dynamic ideal points of states in the General Assembly, with intervals and draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri

from detente.errors import UnknownState, UsageError
from detente.measures.ideal_points.ballots import Ballots
from detente.measures.ideal_points.paths import PathLayout
from detente.measures.ideal_points.sampler import Sample, sample
from detente.measures.ideal_points.start import start

__all__ = ["IdealPoints", "ideal_points", "oriented"]

Array = NDArray[np.float64]

LEVEL = 0.90
FIRST_YEAR = 1945  # session s opens in September of 1945 + s
QUICK = 100  # sweeps for the points alone
WARM_UP = 30
WARM_UP_WITH_INTERVALS = 100


@dataclass(frozen=True)
class IdealPoints:
    """Ideal points of all states in all sessions: see `ideal_points`.

    Parameters
    ----------
    ballots : Ballots
        The votes they rest on.
    sample : Sample
        Draws from the posterior, standardised.
    sign : int
        1 or −1: the orientation of the scale with the requested state at the positive end.
    intervals : bool
        Whether there are enough draws for intervals.
    """

    ballots: Ballots
    sample: Sample
    sign: int
    intervals: bool

    def frame(self) -> pl.DataFrame:
        """Return one row for each state and session in which it voted.

        Returns
        -------
        polars.DataFrame
            ``state``; ``session``; ``period``, the first day of the September in which the session opens; ``mean``,
            in standard deviations over all states and sessions; ``sd``, ``lo``, ``hi``, its standard deviation and
            90% interval (null without intervals); ``votes``, how many it rests on in that session.
        """
        mean = self.sign * self.sample.mean
        sd = self.sample.sd if self.intervals else np.full(len(mean), np.nan)
        reach = float(ndtri((1 + LEVEL) / 2)) * sd
        return self.ballots.seats.select(
            "state",
            "session",
            pl.date(FIRST_YEAR + pl.col("session").cast(pl.Int32), 9, 1).alias("period"),
            pl.Series("mean", mean),
            pl.Series("sd", sd).fill_nan(None),
            pl.Series("lo", mean - reach).fill_nan(None),
            pl.Series("hi", mean + reach).fill_nan(None),
            "votes",
        )

    def items(self) -> pl.DataFrame:
        """Return one row for each item: a roll call, or several on identical texts.

        Returns
        -------
        polars.DataFrame
            ``item``, the number of its first roll call; ``roll_calls``, how many; ``no``, ``abstain``, ``yes``;
            ``slope``, how it divides along the line (positive: the positive end votes yes); ``low``, ``high``, the cut
            points between no, abstention and yes on the scale of slope × position (equal without abstentions, null
            if no vote is beyond); ``slope_sd``, ``low_sd``, ``high_sd``.
        """
        result = self.sample.items
        return self.ballots.items.with_columns(
            pl.Series("slope", self.sign * result["slope"]),
            pl.Series("slope_sd", result["slope_sd"]),
            *(
                pl.when(pl.col(beyond) > 0).then(pl.Series(result[name])).alias(name)
                for beyond, name in (("no", "low"), ("no", "low_sd"), ("yes", "high"), ("yes", "high_sd"))
            ),
        )

    def draws(self, state: str) -> tuple[list[int], Array]:
        """Return a state's sessions, and draws of its positions in them.

        Parameters
        ----------
        state : str
            Code of the state.

        Returns
        -------
        sessions : list of int
            Sessions in which it voted.
        draws : ndarray, shape (sweeps, sessions)
            Draws of its path; row n of every state belongs to one joint draw.

        Raises
        ------
        UnknownState
            The state cast no vote that counts.
        """
        rows = np.flatnonzero((self.ballots.seats["state"] == state).to_numpy())
        if not rows.size:
            raise UnknownState(f"{state} cast no vote that counts; give the code of another state", value=state)
        sessions = self.ballots.seats["session"].gather(rows).to_list()
        return sessions, self.sign * self.sample.theta[:, rows].astype(np.float64)

    def distance(self, a: str, b: str) -> pl.DataFrame:
        """Return the distance between two states, by session.

        Parameters
        ----------
        a, b : str
            Codes of the states.

        Returns
        -------
        polars.DataFrame
            ``session``; ``period``; ``mean``, the posterior mean of the absolute difference, in standard deviations;
            ``lo``, ``hi``, its 90% interval (null without intervals). Sessions in which both voted.

        Raises
        ------
        UnknownState
            One of the two cast no vote that counts.
        """
        (of_a, draws_a), (of_b, draws_b) = self.draws(a), self.draws(b)
        both = sorted(set(of_a) & set(of_b))
        gap = np.abs(draws_a[:, [of_a.index(s) for s in both]] - draws_b[:, [of_b.index(s) for s in both]])
        lo, hi = np.quantile(gap, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
        nothing = np.full(len(both), np.nan)
        return pl.DataFrame(
            {
                "session": pl.Series(both, dtype=self.ballots.seats["session"].dtype),
                "period": pl.Series([date(FIRST_YEAR + s, 9, 1) for s in both], dtype=pl.Date),
                "mean": gap.mean(0),
                "lo": lo if self.intervals else nothing,
                "hi": hi if self.intervals else nothing,
            }
        ).with_columns(pl.col("lo", "hi").fill_nan(None))


def ideal_points(
    votes: pl.DataFrame,
    bridges: pl.DataFrame | None = None,
    *,
    as_of: date | None = None,
    draws: int = 600,
    seed: int,
    intervals: bool = True,
    positive: str = "USA",
) -> IdealPoints:
    r"""Place every state in every session on the one line that best orders the votes.

    .. math::

       Z_{iv} = \beta_v \theta_{is} + \epsilon, \quad \epsilon \sim N(0, 1), \qquad
       \theta_{is} = \theta_{i,s-1} + \eta, \quad \eta \sim N(0, 0.25)

    State i votes no on item v below the first of the item's two cut points, yes above the second, and abstains
    between. Slopes are N(0, 1), cut points flat within ±7, and first positions N(0, 1); positions are standardised to
    mean 0 and standard deviation 1 over all states and sessions in every draw. Roll calls on identical texts share
    their parameters, which ties sessions together. The model is that of Bailey, Strezhnev & Voeten (2017), with paths
    smoothed in both directions.

    Parameters
    ----------
    votes : polars.DataFrame
        ``rcid``, ``session``, ``date``, ``kind``, ``state``, ``vote`` and, if there is one, ``known_on``: the table
        ``votes``. Give all states. Which votes count: see `detente.measures.ideal_points.ballots`.
    bridges : polars.DataFrame, optional
        Pairs of roll calls on identical texts: ``rcid1``, ``rcid2``, or ``rcid``, ``same_as`` as in the table
        ``roll_calls``. Without them only the states themselves tie sessions together.
    as_of : datetime.date, optional
        Only votes known by that day enter (by ``known_on``, or else ``date``); all if left out.
    draws : int, optional
        Joint draws kept, for intervals and distances.
    seed : int
        Seed of the draws.
    intervals : bool, optional
        If false, positions alone, from fewer draws in a fraction of the time.
    positive : str, optional
        Code of the state with positive positions on average.

    Returns
    -------
    IdealPoints
        Positions, items, distances and draws.

    Raises
    ------
    TableError
        A column is missing, a state votes twice in a roll call, or a vote is not 1, 0 or −1.
    UsageError
        Fewer than 2 draws, or bridges without the columns above.
    UnknownState
        The state `positive` cast no vote that counts.
    NoAnswer
        No item divides the states.

    References
    ----------
    Bailey, M. A., Strezhnev, A. & Voeten, E. (2017). Estimating dynamic state preferences from United Nations voting
    data. Journal of Conflict Resolution 61(2), 430–456.

    Examples
    --------
    >>> cast = [("USA", 1, 1, -1), ("GBR", 1, 0, -1), ("IND", 0, -1, 1), ("RUS", -1, -1, 1)]
    >>> rows = [(n, 50, date(1995, 12, 1), "whole", s, v) for s, *vs in cast for n, v in enumerate(vs, 1)]
    >>> votes = pl.DataFrame(rows, ["rcid", "session", "date", "kind", "state", "vote"], orient="row")
    >>> result = ideal_points(votes, seed=1, draws=200)
    >>> result.frame().sort("mean")["state"].to_list()
    ['RUS', 'IND', 'GBR', 'USA']
    """
    if draws < 2:
        raise UsageError(f"{draws} draws; ideal points need at least 2, and some hundreds for intervals", value=draws)
    ballots = Ballots.from_frame(votes, bridges, as_of)
    paths = PathLayout.of(ballots.first, ballots.session)
    result = sample(
        ballots,
        paths,
        start(ballots, paths),
        sweeps=draws if intervals else min(draws, QUICK),
        warm_up=WARM_UP_WITH_INTERVALS if intervals else WARM_UP,
        rng=np.random.default_rng(seed),
    )
    return oriented(ballots, result, positive, intervals=intervals)


def oriented(ballots: Ballots, result: Sample, positive: str, *, intervals: bool = True) -> IdealPoints:
    """Return ideal points on a scale on which a state is positive on average.

    Raises
    ------
    UnknownState
        The state cast no vote that counts.
    """
    reference = np.flatnonzero((ballots.seats["state"] == positive).to_numpy())
    if not reference.size:
        raise UnknownState(f"{positive} cast no vote that counts; give another state as positive", value=positive)
    return IdealPoints(ballots, result, 1 if result.mean[reference].mean() >= 0 else -1, intervals)
