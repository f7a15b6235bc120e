"""Innovation scales τ: each dyad's is integrated over a grid, under a prior that all dyads share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.measures.temperature.innovations import Mixture
from detente.measures.temperature.smoother import Paths, smooth, smooth_by_period

__all__ = ["GRID", "Integral", "ScalePrior", "Walks"]

Array = NDArray[np.float64]
Floats = NDArray[np.floating]

SINGLE = np.float32  # factors: their digits do, and take half the memory

GRID = np.exp(np.linspace(np.log(0.02), np.log(2.0), 10))  # innovation scales τ tried for each dyad
FINE = np.linspace(np.log(GRID[0]), np.log(GRID[-1]), 20 * (len(GRID) - 1) + 1)  # log τ between them
HATS = np.array([np.interp(FINE, np.log(GRID), unit) for unit in np.eye(len(GRID))])  # straight lines between them
BLOCK = 100_000  # periods of dyads under all scales that are worked on at once: they stay in the processor's cache …
LEAST_WIDTH = 2000  # … but of so many dyads under all scales at least, since each period is a call of its own
NARROWEST, WIDEST = 0.1, 2.0  # sd of log τ over dyads
NEGLIGIBLE = 1e-4  # weight of a scale that no dyad has
CLIMBS = 50  # steps to the mode of the prior, at most …
SUMMIT = 1e-4  # … or until they are this short: a fiftieth of the fit's own tolerance
HYPERPRIOR = ((-1.2, 1.0), (float(np.log(0.6)), 0.5))  # mean and sd of the mean, and of the log sd, of log τ


@dataclass(frozen=True, slots=True)
class ScalePrior:
    """log τ ~ N(mean, sd²) over dyads."""

    mean: float
    sd: float

    def log_weights(self) -> Array:
        """Log prior weight of each scale in the grid, shape (G,).

        Evidence is taken as straight between scales of the grid, so the prior may be narrower than their distance.
        """
        z = (FINE - self.mean) / self.sd
        mass = np.exp(-0.5 * (z * z - (z * z).min()))
        return np.asarray(np.log(HATS @ mass / mass.sum() + 1e-300))

    def given(self, log_evidence: Array) -> Array:
        """Posterior weight of each scale for each dyad, from its log evidence, both of shape (D, G)."""
        weights = np.exp(log_evidence - log_evidence.max(1, keepdims=True) + self.log_weights())
        return np.asarray(weights / weights.sum(1, keepdims=True))

    def revised(self, log_evidence: Array, dyads: Array) -> ScalePrior:
        """Mean and sd that fit all dyads' evidence best, at the mode under their own weak priors.

        `log_evidence` has shape (U, G), one row for all dyads of one history; `dyads` says how many these are.
        """
        likelihood = np.exp(log_evidence - log_evidence.max(1, keepdims=True))
        starts = (self, ScalePrior(self.mean, float(np.exp(HYPERPRIOR[1][0]))))
        return max((_climbed(start, likelihood, dyads) for start in starts), key=lambda found: found[1])[0]


def _climbed(start: ScalePrior, likelihood: Array, dyads: Array) -> tuple[ScalePrior, float]:
    """Return the mode that Fisher scoring reaches from a start, and its log posterior."""
    low, high = (np.log(end) for end in ((GRID[0], NARROWEST), (GRID[-1], WIDEST)))
    at = np.clip([start.mean, np.log(start.sd)], low, high)
    value, gradient, information = _posterior(at, likelihood, dyads)
    damping = 1.0
    for _ in range(CLIMBS):
        open_ = ((at > low) | (gradient > 0)) & ((at < high) | (gradient < 0))  # a bound may hold one of the two
        step = np.zeros(2)
        step[open_] = np.linalg.solve(information[np.ix_(open_, open_)], gradient[open_])
        trial = np.clip(at + damping * np.clip(step, -1.0, 1.0), low, high)
        if np.abs(trial - at).max() < SUMMIT:
            break
        there = _posterior(trial, likelihood, dyads)
        if there[0] > value:
            at, (value, gradient, information), damping = trial, there, min(1.0, 2 * damping)
        else:
            damping /= 4
    return ScalePrior(float(at[0]), float(np.exp(at[1]))), value


def _posterior(at: Array, likelihood: Array, dyads: Array) -> tuple[float, Array, Array]:
    """Log posterior of the mean and log sd of log τ, its gradient, and its information from the dyads' scores."""
    mean, log_sd = at
    centre, spread = (np.array(each) for each in zip(*HYPERPRIOR, strict=True))
    z = (FINE - mean) / np.exp(log_sd)
    mass = np.exp(-0.5 * (z * z - (z * z).min()))
    mass /= mass.sum()
    slopes = mass * np.stack([z / np.exp(log_sd), z * z])
    slopes -= mass * slopes.sum(1, keepdims=True)  # the mass sums to one
    weights = np.einsum("gf,kf->kg", HATS, np.vstack([mass, slopes]))  # not by BLAS, whose threads cost more than this
    each, by_mean, by_sd = np.einsum("ug,kg->ku", likelihood, weights)
    each += 1e-300
    scores = np.stack([by_mean, by_sd]) / each
    value = float((dyads * np.log(each)).sum() - 0.5 * (((at - centre) / spread) ** 2).sum())
    gradient = (dyads * scores).sum(1) - (at - centre) / spread**2
    information = np.einsum("ku,lu->kl", scores * dyads, scores) + np.diag(spread**-2.0)
    return value, gradient, information


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows, and their innovation factors under each live scale, in units of that scale.

    q and r have shape (T − 1, G, B): a period of all scales is one stretch of memory.
    """

    rows: slice
    q: Floats
    r: Floats

    def smoothed(self, precision: Array, shift: Array, tau: Array) -> tuple[_Moments, Array]:
        """Smooth under every scale; sites have shape (T, D), scales (G, 1), the log evidence returned (G, B)."""
        sites = precision[:, None, self.rows], shift[:, None, self.rows]
        mean, var, cov, log_evidence = smooth_by_period(*sites, self.q / tau**2, self.r / tau)
        return _Moments(mean, var, cov), log_evidence

    def refine(self, under: _Moments, tau: Array, mixture: Mixture) -> Array:
        """Revise the factors in place, and return the gain in log evidence, shape (G, B)."""
        move, spread = under.mean[1:] - under.mean[:-1], under.var[1:] + under.var[:-1]
        spread -= 2 * under.cov
        move /= tau
        spread /= tau**2
        return np.asarray(mixture.refine(move, spread, self.q, self.r) - len(self.q) * np.log(tau))


@dataclass(frozen=True, slots=True)
class _Moments:
    """Moments of some paths under every scale, of shape (T, G, B), and (T − 1, G, B) for the covariance."""

    mean: Floats
    var: Floats
    cov: Floats

    def compact(self) -> _Moments:
        """Return the same in less memory, to keep until the scales' weights are known."""
        return _Moments(self.mean, self.var.astype(SINGLE), self.cov.astype(SINGLE))

    def mixed(self, weights: Array) -> tuple[Floats, Floats, Floats]:
        """Moments of the mixture, by weights of shape (G, B)."""
        centre = (weights * self.mean).sum(1)
        off = self.mean - centre[:, None]
        spread = weights * (self.var + off * off)
        cross = weights * (self.cov + off[1:] * off[:-1])
        return centre, spread.sum(1), cross.sum(1)


@dataclass
class Walks:
    """The walk under every scale of the grid: innovation factors that persist between calls.

    Parameters
    ----------
    shape : (int, int)
        D dyads, or histories that several dyads may share, and T periods.
    of_dyad : ndarray of int
        The row of each dyad.
    freedom : float
        ν of the innovations.
    start : ScalePrior
        What to average over before there is evidence.
    """

    shape: tuple[int, int]
    of_dyad: NDArray[np.intp]
    freedom: float
    start: ScalePrior
    gain: Array = field(init=False)
    live: NDArray[np.bool_] = field(init=False)
    weights: Array = field(init=False)
    dyads: Array = field(init=False)
    mixture: Mixture = field(init=False)
    blocks: list[Block] = field(init=False)

    def __post_init__(self) -> None:
        rows, periods = self.shape
        self.gain = np.zeros((rows, len(GRID)))
        self.mixture = Mixture.of(self.freedom)
        self.dyads = np.bincount(self.of_dyad, minlength=rows).astype(np.float64)
        self.live = np.ones(len(GRID), dtype=bool)
        self.weights = np.tile(np.exp(self.start.log_weights()), (rows, 1))
        width = max(BLOCK // periods, LEAST_WIDTH) // len(GRID)
        self.blocks = []
        for first in range(0, rows, width):
            some = slice(first, min(first + width, rows))
            factors = (periods - 1, len(GRID), some.stop - some.start)
            self.blocks.append(Block(some, np.ones(factors, SINGLE), np.zeros(factors, SINGLE)))

    def smoothed(self, precision: Array, shift: Array) -> Paths:
        """Smooth once, under Gaussian innovations of average precision: quick, and good enough to begin with."""
        average = float(np.exp(self.start.log_weights()) @ GRID**-2.0)
        return smooth(precision, shift, np.full((self.shape[0], self.shape[1] - 1), average, order="F"))[0]

    def integrated(self, precision: Array, shift: Array, prior: ScalePrior, *, hold: bool, refined: bool) -> Integral:
        """Smooth under every scale and mix by evidence.

        Parameters
        ----------
        precision, shift : ndarray, shape (D, T)
            The sites, as for `smooth`.
        prior : ScalePrior
            Of the scales.
        hold : bool
            Keep the prior; else it is revised where factors are refined.
        refined : bool
            Refine the innovations' factors as well. Where they are kept, so is their gain: near the answer the evidence
            does not depend on it to first order.
        """
        tau = GRID[self.live][:, None]
        log_evidence = np.full((self.shape[0], len(GRID)), -np.inf)
        under = []
        for block in self.blocks:
            moments, plain = block.smoothed(precision.T, shift.T, tau)
            if refined:
                self.gain[block.rows, self.live] = block.refine(moments, tau, self.mixture).T
            log_evidence[block.rows, self.live] = plain.T + self.gain[block.rows, self.live]
            under.append(moments.compact())
        prior = prior if hold or not refined else prior.revised(log_evidence, self.dyads)
        self.weights = prior.given(log_evidence)
        weights = np.ascontiguousarray(self.weights.T[self.live])
        mixed = [each.mixed(weights[:, block.rows]) for block, each in zip(self.blocks, under, strict=True)]
        mean, var, cov = (np.concatenate(each, axis=1).T for each in zip(*mixed, strict=True))
        return Integral(Paths(mean, var, cov), self.weights, prior)

    def narrow(self) -> None:
        """Leave out from here on the scales that no dyad gave any weight last time."""
        kept = self.weights.max(0) > NEGLIGIBLE
        among = kept[self.live]
        self.blocks = [Block(block.rows, block.q[:, among], block.r[:, among]) for block in self.blocks]
        self.live &= kept


@dataclass(frozen=True, slots=True)
class Integral:
    """Paths integrated over scales, the scales' weights (D, G), and the prior behind them."""

    paths: Paths
    weights: Array
    prior: ScalePrior
