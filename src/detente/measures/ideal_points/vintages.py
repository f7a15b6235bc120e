"""Ideal points as known on several days: each vintage from the votes known by then, and started from the one before.

A vintage is a posterior of its own, of all sessions up to its day. It needs few sweeps, since the one before has placed
all states and items but those of the votes since. Votes that came `SETTLED` sessions later or more hardly bear on a
position: of such a session, the means of up to `POOLED` vintages are draws of the same, and are averaged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.measures.ideal_points.ballots import BallotRecord, KnownBallots
from detente.measures.ideal_points.choices import Items
from detente.measures.ideal_points.estimates import IdealPoints, oriented
from detente.measures.ideal_points.paths import PathLayout
from detente.measures.ideal_points.sampler import Sample, sample
from detente.measures.ideal_points.start import StartingValues, resumed, start

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ideal_point_vintages"]

SETTLED, POOLED = 3, 5
WARM_UP = 6  # sweeps of a vintage that starts from the one before
FIRST_WARM_UP = 100

Array = NDArray[np.float64]


def ideal_point_vintages(
    votes: pl.DataFrame,
    bridges: pl.DataFrame | None,
    sweeps: Mapping[date, int],
    *,
    seed: int,
    positive: str = "USA",
) -> Iterator[tuple[date, IdealPoints]]:
    """Yield the ideal points as known on several days, in order.

    Parameters
    ----------
    votes, bridges, seed, positive
        As for `detente.measures.ideal_points.ideal_points`.
    sweeps : mapping of datetime.date to int
        How many draws to keep for the vintage of each day.

    Raises
    ------
    TableError, UsageError, UnknownState, NoAnswer
        As `detente.measures.ideal_points.ideal_points`.
    """
    record = BallotRecord.of(votes, bridges)
    before = _Before(record)
    for day in sorted(sweeps):
        known = record.until(day)
        paths = PathLayout.of(known.ballots.first, known.ballots.session)
        begin, warm_up = before.starting_values(known, paths)
        rng = np.random.default_rng([seed, day.toordinal()])
        result = sample(known.ballots, paths, begin, sweeps=sweeps[day], warm_up=warm_up, rng=rng)
        before.keep(known, result)
        yield day, oriented(known.ballots, before.pooled(known, result), positive)


class _Before:
    """Positions and items of the vintage before, for every seat and item of the record; NaN where it had none."""

    def __init__(self, record: BallotRecord) -> None:
        self.theta = np.full(record.seats.height, np.nan)
        self.items = np.full((3, record.items.height), np.nan)
        self.counts = np.zeros((3, record.items.height), np.int64)
        self.empty = True
        self.means: deque[Array] = deque(maxlen=POOLED)

    def starting_values(self, known: KnownBallots, paths: PathLayout) -> tuple[StartingValues, int]:
        """Return where to start, and how many sweeps to leave out."""
        ballots = known.ballots
        if self.empty:
            return start(ballots, paths), FIRST_WARM_UP
        theta, first = self.theta[known.seats], ballots.first
        for seat in np.flatnonzero(np.isnan(theta)):
            theta[seat] = 0.0 if first[seat] else theta[seat - 1]
        fresh = (self.counts[:, known.items] != ballots.counts).any(axis=0)
        return resumed(ballots, theta, Items(*self.items[:, known.items]), fresh), WARM_UP

    def pooled(self, known: KnownBallots, result: Sample) -> Sample:
        """Return a vintage with the means of settled sessions averaged over vintages."""
        settled = known.ballots.session <= known.ballots.session.max() - SETTLED
        mine = np.full(len(self.theta), np.nan)
        mine[known.seats[settled]] = result.mean[settled]
        self.means.append(mine)
        mean = result.mean.copy()
        mean[settled] = np.nanmean([one[known.seats[settled]] for one in self.means], axis=0)
        return replace(result, mean=mean)

    def keep(self, known: KnownBallots, result: Sample) -> None:
        """Remember a vintage."""
        low, high = result.items["low"], result.items["high"]
        self.theta[known.seats] = result.mean
        self.items[:, known.items] = result.items["slope"], (low + high) / 2, (high - low) / 2
        self.counts[:, known.items] = known.ballots.counts
        self.empty = False
