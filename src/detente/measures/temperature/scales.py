"""Innovation scales τ: each dyad's is integrated over a grid, under a prior that all dyads share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.measures.temperature.innovations import mixture, refine
from detente.measures.temperature.smoother import Paths, smooth

__all__ = ["GRID", "ScalePrior", "Walks"]

Array = NDArray[np.float64]

GRID = np.exp(np.linspace(np.log(0.02), np.log(2.0), 10))  # innovation scales τ tried for each dyad
HYPERPRIOR = ((-1.2, 1.0), (float(np.log(0.6)), 0.5))  # mean and sd of the mean, and of the log sd, of log τ


@dataclass(frozen=True, slots=True)
class ScalePrior:
    """log τ ~ N(mean, sd²) over dyads."""

    mean: float
    sd: float

    def log_weights(self) -> Array:
        """Log prior weight of each scale in the grid, shape (G,)."""
        z = (np.log(GRID) - self.mean) / self.sd
        w = -0.5 * z * z
        return np.asarray(w - np.log(np.exp(w - w.max()).sum()) - w.max())

    def given(self, log_evidence: Array) -> Array:
        """Posterior weight of each scale for each dyad, from its log evidence, both of shape (D, G)."""
        weights = np.exp(log_evidence - log_evidence.max(1, keepdims=True) + self.log_weights())
        return np.asarray(weights / weights.sum(1, keepdims=True))

    def revised(self, log_evidence: Array) -> ScalePrior:
        """Mean and sd that fit all dyads' evidence best, at the mode under their own weak priors."""
        prior = self
        for _ in range(100):
            after = _moments(prior.given(log_evidence))
            settled = abs(after.mean - prior.mean) + abs(after.sd - prior.sd) < 1e-4
            prior = after
            if settled:
                break
        return prior


def _moments(weights: Array) -> ScalePrior:
    """Mean and sd of log τ over all dyads' posteriors, shrunk by the hyperprior."""
    dyads, mass = len(weights), weights.mean(0)
    (at, sd), (log_at, log_sd) = HYPERPRIOR
    mean = float(mass @ np.log(GRID))
    spread = max(float(mass @ (np.log(GRID) - mean) ** 2), 1e-4)
    u = 0.5 * np.log(spread)
    for _ in range(8):  # Newton on the log of the sd
        pull = dyads * spread * np.exp(-2 * u)
        u += (pull - dyads - (u - log_at) / log_sd**2) / (2 * pull + log_sd**-2.0)
    shrunk = (dyads * mean * np.exp(-2 * u) + at / sd**2) / (dyads * np.exp(-2 * u) + sd**-2.0)
    return ScalePrior(float(shrunk), float(np.exp(u)))


@dataclass
class Walks:
    """The walk under every scale of the grid: innovation factors that persist between calls.

    Parameters
    ----------
    shape : (int, int)
        D dyads and T periods.
    freedom : float
        ν of the innovations.
    """

    shape: tuple[int, int]
    freedom: float
    q: Array = field(init=False)
    r: Array = field(init=False)

    def __post_init__(self) -> None:
        dyads, periods = self.shape
        self.q = np.broadcast_to(GRID[:, None, None] ** -2.0, (len(GRID), dyads, periods - 1)).copy()
        self.r = np.zeros_like(self.q)

    def smoothed(self, precision: Array, shift: Array, weights: Array) -> Paths:
        """Smooth once, with factors averaged over each dyad's scales: quick and nearly right."""
        q, r = (np.einsum("dg,gdt->dt", weights, factor) for factor in (self.q, self.r))
        return smooth(precision, shift, q, r)[0]

    def integrated(self, precision: Array, shift: Array, prior: ScalePrior, *, hold: bool) -> _Integral:
        """Smooth under every scale, refine the factors, and mix by evidence.

        `hold` keeps the prior; else it is revised first.
        """
        parts = mixture(self.freedom)
        log_evidence = np.empty((self.shape[0], len(GRID)))
        under: list[Paths] = []
        for g, tau in enumerate(GRID):
            paths, plain = smooth(precision, shift, self.q[g], self.r[g])
            self.q[g], self.r[g], gain = refine(paths, self.q[g], self.r[g], float(tau), parts)
            log_evidence[:, g] = plain + gain
            under.append(paths)
        prior = prior if hold else prior.revised(log_evidence)
        weights = prior.given(log_evidence)
        return _Integral(_mixed(under, weights), weights, prior)


@dataclass(frozen=True, slots=True)
class _Integral:
    """Paths integrated over scales, the scales' weights (D, G), and the prior behind them."""

    paths: Paths
    weights: Array
    prior: ScalePrior


def _mixed(under: list[Paths], weights: Array) -> Paths:
    """Moments of a mixture of paths."""
    mean, second, cross = (np.zeros_like(a) for a in (under[0].mean, under[0].var, under[0].cov))
    for g, paths in enumerate(under):
        w = weights[:, g : g + 1]
        square, product = paths.second
        mean += w * paths.mean
        second += w * square
        cross += w * product
    return Paths(mean, second - mean**2, cross - mean[:, 1:] * mean[:, :-1])
