"""Gaussian paths: the posterior of a random walk seen through Gaussian sites, for all dyads at once.

A path x_1 … x_T has x_1 ~ N(0, 1), a factor exp(−½ q_t e² + r_t e) for each innovation e = x_t − x_{t−1}, and a
site exp(−½ P_t x² + H_t x) for each period. The posterior precision is tridiagonal, so a forward elimination and
a backward substitution give every mean, variance and neighbouring covariance in O(T), vectorised over dyads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Paths", "draw_blocks", "draw_paths", "smooth", "smooth_by_period"]

Array = NDArray[np.float64]

BLOCK = 16  # draws


@dataclass(frozen=True, slots=True)
class Paths:
    """Moments of Gaussian Markov paths.

    Parameters
    ----------
    mean, var : ndarray, shape (D, T)
        Marginal moments.
    cov : ndarray, shape (D, T − 1)
        Covariance of each period with the next.
    """

    mean: Array
    var: Array
    cov: Array

    @property
    def innovations(self) -> tuple[Array, Array]:
        """Mean and variance of x_t − x_{t−1}, each of shape (D, T − 1)."""
        spread = self.var[:, 1:] + self.var[:, :-1] - 2 * self.cov
        return np.diff(self.mean, axis=1), np.maximum(spread, 1e-12)

    @property
    def second(self) -> tuple[Array, Array]:
        """E x_t² and E x_t x_{t+1}."""
        return self.var + self.mean**2, self.cov + self.mean[:, 1:] * self.mean[:, :-1]

    def of(self, rows: NDArray[np.intp]) -> Paths:
        """Return the paths of some rows, in that order, a row possibly more than once."""
        return Paths(self.mean[rows], self.var[rows], self.cov[rows])


def smooth(precision: Array, shift: Array, q: Array, r: Array | None = None) -> tuple[Paths, Array]:
    """Posterior moments of the paths, and the evidence.

    Parameters
    ----------
    precision, shift : ndarray, shape (D, T)
        The sites' P and H; zero where nothing was observed.
    q, r : ndarray, shape (D, T − 1)
        The innovations' precision and shift; no shift by default.

    Returns
    -------
    paths : Paths
        Means, variances and neighbouring covariances.
    log_evidence : ndarray, shape (D,)
        Log integral of all factors over the path, ½ H′J⁻¹H − ½ log|J|, up to a constant.

    Examples
    --------
    >>> import numpy as np
    >>> paths, _ = smooth(np.array([[0.0, 4.0]]), np.array([[0.0, 4.0]]), np.array([[1.0]]))
    >>> paths.mean.round(3), paths.var.round(3)
    (array([[0.444, 0.889]]), array([[0.556, 0.222]]))
    """
    by_period = precision.T, shift.T, q.T, np.zeros_like(q.T) if r is None else r.T
    mean, var, cov, log_evidence = smooth_by_period(*by_period)
    return Paths(mean.T, var.T, cov.T), log_evidence


def smooth_by_period(precision: Array, shift: Array, q: Array, r: Array) -> tuple[Array, Array, Array, Array]:
    """Smooth as `smooth` does, with periods in the first axis, so that a period of all paths is one stretch of memory.

    Parameters
    ----------
    precision, shift : ndarray, shape (T, …)
        The sites' P and H; they are broadcast over the other axes of q and r.
    q, r : ndarray, shape (T − 1, …)
        The innovations' precision and shift.

    Returns
    -------
    mean, var : ndarray, shape (T, …)
        Marginal moments.
    cov : ndarray, shape (T − 1, …)
        Covariance of each period with the next.
    log_evidence : ndarray, shape (…)
        As for `smooth`.
    """
    d, h = (np.empty((len(precision), *q.shape[1:])) for _ in range(2))
    d[...], h[...] = precision, shift
    d[0] += 1.0
    d[:-1] += q
    d[1:] += q
    h[1:] += r
    h[:-1] -= r
    ratio, room = np.empty(q.shape), np.empty_like(d[0])
    for t in range(1, len(d)):
        np.divide(q[t - 1], d[t - 1], out=ratio[t - 1])
        d[t] -= np.multiply(q[t - 1], ratio[t - 1], out=room)
        h[t] += np.multiply(ratio[t - 1], h[t - 1], out=room)
    log_evidence = 0.5 * (h * h / d - np.log(d)).sum(0)
    mean, var, cov = np.divide(h, d, out=h), np.divide(1.0, d, out=d), np.empty_like(ratio)
    for t in range(len(d) - 2, -1, -1):
        mean[t] += np.multiply(ratio[t], mean[t + 1], out=room)
        np.multiply(ratio[t], var[t + 1], out=cov[t])
        var[t] += np.multiply(ratio[t], cov[t], out=room)
    return mean, var, cov, log_evidence


def draw_paths(paths: Paths, draws: int, rng: np.random.Generator) -> Array:
    """Draw whole paths from the Gaussian Markov posterior.

    Parameters
    ----------
    paths : Paths
        Moments, for D dyads and T periods.
    draws : int
        How many.
    rng : numpy.random.Generator
        Seeded by the caller.

    Returns
    -------
    ndarray, shape (draws, D, T)
        Backward conditionals x_t | x_{t−1} in time order.
    """
    out = np.empty((draws, *paths.mean.shape))
    for some, block in draw_blocks(paths, draws, rng):
        out[some] = block
    return out


def draw_blocks(paths: Paths, draws: int, rng: np.random.Generator) -> Iterator[tuple[slice, Array]]:
    """Draw the same paths as `draw_paths`, a few at a time: a block fits the processor's cache.

    Yields
    ------
    (slice, ndarray of shape (block, D, T))
        Which of the draws, and the draws.
    """
    slope = paths.cov / paths.var[:, :-1]
    left = np.sqrt(np.maximum(paths.var[:, 1:] - slope * paths.cov, 0.0))
    first, mean, slope, left = np.sqrt(paths.var[:, 0]), *(np.ascontiguousarray(m.T) for m in (paths.mean, slope, left))
    for start in range(0, draws, BLOCK):
        some = slice(start, min(start + BLOCK, draws))
        noise = rng.standard_normal((some.stop - some.start, *paths.mean.shape))
        block = np.ascontiguousarray(noise.transpose(2, 0, 1))  # periods first; each period's draws replace its noise
        block[0] *= first
        block[0] += mean[0]
        for t in range(1, len(mean)):
            here = block[t - 1] - mean[t - 1]
            here *= slope[t - 1]
            here += mean[t]
            block[t] *= left[t - 1]
            block[t] += here
        yield some, block.transpose(1, 2, 0)
