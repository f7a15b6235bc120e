"""Draws from the posterior: Gibbs sampling with whole paths drawn at once.

A sweep draws, in turn,

1. each state's path given the latent Z and the slopes, by forward filtering and backward sampling; positions are then
   standardised, and the items moved along so that no vote's probability changes;
2. each item's slope given Z;
3. each item's slope and cut points by a Metropolis step on its votes' probabilities, Z integrated out;
4. the latent Z of every ballot.

Means and variances are averages over sweeps of the smoother's own (Rao–Blackwell), less noisy than the draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measures.ideal_points.ballots import BOUND, Ballots
from detente.measures.ideal_points.choices import Items, chances
from detente.measures.ideal_points.paths import PathLayout
from detente.measures.ideal_points.start import StartingValues, standardised

__all__ = ["Sample", "sample"]

Array = NDArray[np.float64]
Single = NDArray[np.float32]

ROUNDING = 1e-9
ALIKE = 5  # sweeps per independent draw: the autocorrelation of positions is about 0.66 to the power of the lag
MOST_ALIKE = 0.5
REACH = 1.4  # of proposals, in posterior standard deviations: about 2.4 / √3


@dataclass(frozen=True)
class Sample:
    """What the sweeps left.

    Parameters
    ----------
    mean, sd : ndarray
        Posterior mean and standard deviation of each seat's position.
    theta : ndarray, shape (sweeps, seats)
        Draws of all positions together.
    items : dict of str to ndarray
        Posterior mean of each item's ``slope`` and cut points ``low`` and ``high``, and their standard deviations
        ``slope_sd``, ``low_sd`` and ``high_sd``.
    accepted : float
        Share of the Metropolis steps that were taken.
    """

    mean: Array
    sd: Array
    theta: Single
    items: dict[str, Array]
    accepted: float


@dataclass
class _Moments:
    """Running mean and variance."""

    count: int = 0
    mean: Array | float = 0.0
    squares: Array | float = 0.0

    def add(self, value: Array) -> None:
        self.count += 1
        off = value - self.mean
        self.mean = self.mean + off / self.count
        self.squares = self.squares + off * (value - self.mean)

    @property
    def variance(self) -> Array:
        return np.asarray(self.squares / max(self.count - 1, 1))


def sample(
    ballots: Ballots, paths: PathLayout, begin: StartingValues, *, sweeps: int, warm_up: int, rng: np.random.Generator
) -> Sample:
    """Sweep `warm_up` times, then `sweeps` times more, and keep the latter."""
    theta, items = begin.theta, begin.items
    steps: Array = np.asarray(np.linalg.cholesky(begin.covariance), dtype=np.float64)
    kept = np.empty((sweeps, len(theta)), np.float32)
    position, within, taken_all = _Moments(), _Moments(), _Moments()
    moments = {name: _Moments() for name in ("slope", "low", "high")}
    items, z, taken = _draw_items(ballots, ballots.of_seat(theta), items, steps, rng)
    for sweep in range(-warm_up, sweeps):
        slope = ballots.of_item(items.slope)
        theta, mean, var = paths.draw(ballots.by_seat(slope * slope), ballots.by_seat(slope * z), rng)
        theta, centre, unit = standardised(theta)
        at = ballots.of_seat(theta)
        items = _draw_slopes(ballots, at, items.standardised(ballots, centre, unit), z, rng)
        items, z, taken = _draw_items(ballots, at, items, steps, rng)
        if sweep < 0:
            continue
        kept[sweep] = theta
        position.add((mean - centre) / unit)
        within.add(var / unit**2)
        taken_all.add(taken)
        for name, value in _cuts(items).items():
            moments[name].add(value)
    sd = np.sqrt(position.variance * _inflation(sweeps) + within.mean)
    result = {name: np.asarray(m.mean) for name, m in moments.items()}
    spread = {f"{name}_sd": np.sqrt(m.variance) for name, m in moments.items()}
    return Sample(np.asarray(position.mean), sd, kept, result | spread, float(np.mean(taken_all.mean)))


def _inflation(sweeps: int) -> float:
    """Return by how much the variance between sweeps understates that of the posterior and of the mean together.

    Sweeps are alike: `ALIKE` of them tell as much as one independent draw, so that n of them have a sample variance
    short of the posterior's by the share `ALIKE` / n, and a mean that is off by as much again.
    """
    share = min(ALIKE / sweeps, MOST_ALIKE)
    return (1 + share) / (1 - share)


def _cuts(items: Items) -> dict[str, Array]:
    return {"slope": items.slope, "low": items.middle - items.half, "high": items.middle + items.half}


def _draw_slopes(ballots: Ballots, at: Single, items: Items, z: Single, rng: np.random.Generator) -> Items:
    """Draw slopes given Z."""
    squares, products = ballots.by_item(at * at, at * z)
    slope = products / (1 + squares) + rng.standard_normal(len(squares)) / np.sqrt(1 + squares)
    return Items(slope, items.middle, items.half)


def _draw_items(
    ballots: Ballots, at: Single, items: Items, steps: Array, rng: np.random.Generator
) -> tuple[Items, Single, Array]:
    """Draw items without Z, then Z; return items, Z, and which steps were taken."""
    move = REACH * (steps @ rng.standard_normal((len(steps), 3, 1)))[:, :, 0]
    offered = items.moved(ballots, *move.T)
    (t, h), (t_offered, h_offered) = items.offsets(ballots, at), offered.offsets(ballots, at)
    now, then = chances(ballots, t, h), chances(ballots, t_offered, h_offered)
    now_sum, then_sum = ballots.by_item(now.log(), then.log())
    gain = then_sum - now_sum + _log_prior(ballots, offered) - _log_prior(ballots, items)
    inside = (offered.half >= 0) & (np.abs(offered.middle) + offered.half <= BOUND + ROUNDING)
    taken = inside & (np.log(rng.random(len(gain))) < gain)
    items = Items(*(np.where(taken, a, b) for a, b in zip(_parts(offered), _parts(items), strict=True)))
    t, _ = items.offsets(ballots, at)
    residual = then.where(taken, now, ballots).residuals(ballots, t, rng)
    return items, ballots.of_item(items.middle) - t + residual, taken.astype(np.float64)


def _parts(items: Items) -> tuple[Array, Array, Array]:
    return items.slope, items.middle, items.half


def _log_prior(ballots: Ballots, items: Items) -> Array:
    """Slopes are N(0, 1), cut points flat: so the half width, moved by its log, counts for itself."""
    return -0.5 * items.slope**2 + np.where(ballots.graded, np.log(np.maximum(items.half, ROUNDING)), 0)
