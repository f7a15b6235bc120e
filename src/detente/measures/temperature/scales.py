"""Innovation scales τ: each dyad's is integrated over a grid, under a prior that all dyads share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.measures.temperature.innovations import at_once, mixture, refine
from detente.measures.temperature.smoother import Paths, smooth

__all__ = ["GRID", "Integral", "ScalePrior", "Walks"]

Array = NDArray[np.float64]

GRID = np.exp(np.linspace(np.log(0.02), np.log(2.0), 10))  # innovation scales τ tried for each dyad
FINE = np.linspace(np.log(GRID[0]), np.log(GRID[-1]), 20 * (len(GRID) - 1) + 1)  # log τ between them
HATS = np.array([np.interp(FINE, np.log(GRID), unit) for unit in np.eye(len(GRID))])  # straight lines between them
STRETCH = 16_000  # elements worked on at once
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
        What to average factors by before there is evidence.
    """

    shape: tuple[int, int]
    of_dyad: NDArray[np.intp]
    freedom: float
    start: ScalePrior
    q: list[Array] = field(init=False)
    r: list[Array] = field(init=False)
    gain: Array = field(init=False)
    live: NDArray[np.bool_] = field(init=False)
    weights: Array = field(init=False)
    mean_q: Array = field(init=False)
    mean_r: Array = field(init=False)
    dyads: Array = field(init=False)
    parts: tuple[Array, Array] = field(init=False)

    def __post_init__(self) -> None:
        dyads, periods = self.shape
        self.q = [np.full((dyads, periods - 1), tau**-2.0, order="F") for tau in GRID]
        self.r = [np.zeros_like(q) for q in self.q]
        self.gain = np.zeros((dyads, len(GRID)))
        self.parts = mixture(self.freedom)
        self.dyads = np.bincount(self.of_dyad, minlength=dyads).astype(np.float64)
        self.live = np.ones(len(GRID), dtype=bool)
        self.average(np.tile(np.exp(self.start.log_weights()), (dyads, 1)))

    def average(self, weights: Array) -> None:
        """Keep the weights; average the factors over each dyad's scales, weights (D, G), for `smoothed`."""
        self.weights = weights
        self.mean_q, self.mean_r = np.zeros_like(self.q[0]), np.zeros_like(self.r[0])
        live = [(np.ascontiguousarray(weights[:, g : g + 1]), g) for g in np.flatnonzero(self.live).tolist()]
        for some in _stretches(self.mean_q):
            for w, g in live:
                self.mean_q[:, some] += w * self.q[g][:, some]
                self.mean_r[:, some] += w * self.r[g][:, some]

    def smoothed(self, precision: Array, shift: Array) -> Paths:
        """Smooth once, with averaged factors: quick and nearly right."""
        return smooth(precision, shift, self.mean_q, self.mean_r)[0]

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
        together = at_once(len(self.of_dyad))
        log_evidence = np.full((self.shape[0], len(GRID)), -np.inf)
        under: dict[int, Paths] = {}
        for g in np.flatnonzero(self.live).tolist():
            under[g], plain = smooth(precision, shift, self.q[g], self.r[g])
            if refined:
                factors = self.q[g], self.r[g], float(GRID[g])
                self.q[g], self.r[g], self.gain[:, g] = refine(under[g], *factors, self.parts, together=together)
            log_evidence[:, g] = plain + self.gain[:, g]
        prior = prior if hold or not refined else prior.revised(log_evidence, self.dyads)
        weights = prior.given(log_evidence)
        self.average(weights)
        return Integral(_mixed(under, weights), weights, prior)

    def narrow(self) -> None:
        """Leave out from here on the scales that no dyad gave any weight last time."""
        self.live = self.weights.max(0) > NEGLIGIBLE


@dataclass(frozen=True, slots=True)
class Integral:
    """Paths integrated over scales, the scales' weights (D, G), and the prior behind them."""

    paths: Paths
    weights: Array
    prior: ScalePrior


def _mixed(under: dict[int, Paths], weights: Array) -> Paths:
    """Moments of a mixture of paths."""
    one = next(iter(under.values()))
    mean, second, cross = np.zeros_like(one.mean), np.zeros_like(one.var), np.zeros_like(one.cov)
    each = [(np.ascontiguousarray(weights[:, g : g + 1]), under[g]) for g in under]
    for some in _stretches(mean):
        links = slice(some.start, min(some.stop, cross.shape[1]))
        after = slice(links.start + 1, links.stop + 1)
        for w, paths in each:
            here = paths.mean[:, some]
            mean[:, some] += w * here
            second[:, some] += w * (paths.var[:, some] + here**2)
            cross[:, links] += w * (paths.cov[:, links] + paths.mean[:, after] * paths.mean[:, links])
    return Paths(mean, second - mean**2, cross - mean[:, 1:] * mean[:, :-1])


def _stretches(array: Array) -> Iterator[slice]:
    """Yield slices of columns that stay in the processor's cache through several steps."""
    width = max(1, STRETCH // len(array))
    for first in range(0, array.shape[1], width):
        yield slice(first, min(first + width, array.shape[1]))
