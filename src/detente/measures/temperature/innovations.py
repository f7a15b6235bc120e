r"""Student-t innovations as Gaussian factors, by expectation propagation.

t_ν is a scale mixture of normals: ε ~ N(0, 1/w), w ~ Gamma(ν/2, ν/2), here over a few values of log w. Each innovation
e = τε of a path is stood in for by a factor exp(−½ q e² + r e) whose moments agree with the mixture's in the light of
everything else (the *cavity*). Averaging w instead, as variational schemes do, costs each innovation that the reports
say little about a fixed amount of evidence, and so favours large τ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measures.temperature.smoother import Paths

__all__ = ["at_once", "mixture", "refine"]

Array = NDArray[np.float64]

Single = NDArray[np.float32]

SINGLE = np.float32
PARTS = 7  # values of w; at ν = 4 their density is within 1% of the t's out to 6 τ
TAILS = (5e-4, 0.999)  # quantiles of w between which they lie
DAMP = 0.7  # factors move this part of the way each time
QUIET = 50.0  # a cavity this many times as wide as the mixture barely tells its normals apart …
OUTLYING = 4.0  # … unless its squared mean is this many times its variance
BLOCK = 16_000  # innovations worked on at once: they stay in the processor's cache
LOOSEST, TIGHTEST = 1e-3, 1e3  # a factor's precision stays between these, in units of 1/τ²


def mixture(freedom: float) -> tuple[Array, Array]:
    """Variances 1/w and weights of the normals that make up t_ν; a single one for ν = ∞.

    Examples
    --------
    >>> variance, weight = mixture(4.0)
    >>> len(variance), float(weight.sum().round(6))
    (7, 1.0)
    """
    if not np.isfinite(freedom):
        return np.ones(1), np.ones(1)
    from scipy.special import gammaincinv  # noqa: PLC0415 - slow to import, and reading a fit does without

    half = freedom / 2
    low, high = np.log(gammaincinv(half, TAILS) / half)
    w = np.exp(np.linspace(low, high, PARTS))
    mass = np.exp(half * (np.log(w) - w))  # the density of Gamma(ν/2, ν/2) times w, up to a constant
    return 1 / w, mass / mass.sum()


def at_once(dyads: int) -> int:
    """Return how many periods of so many dyads `refine` works on at once."""
    return max(1, BLOCK // dyads)


def refine(
    paths: Paths, q: Array, r: Array, tau: float, parts: tuple[Array, Array], *, together: int
) -> tuple[Array, Array, Array]:
    """Revise the factors of all innovations once.

    Parameters
    ----------
    paths : Paths
        Posterior under the present factors.
    q, r : ndarray, shape (D, T − 1)
        The factors' precision and shift.
    tau : float
        Innovation scale τ.
    parts : (ndarray, ndarray)
        From `mixture`.
    together : int
        Periods worked on at once. Their gains are added up first, so it bears on the last digits; see `at_once`.

    Returns
    -------
    q, r : ndarray, shape (D, T − 1)
        Revised factors.
    gain : ndarray, shape (D,)
        What to add to the log evidence under the present factors to have that under the mixture.
    """
    if len(parts[0]) == 1:
        exact = np.full_like(q, tau**-2.0)
        return exact, np.zeros_like(r), 0.5 * np.log(exact).sum(1)
    law = _Law.at(tau, parts)
    mean, var = (np.asfortranarray(moment) for moment in paths.innovations)
    q, r = np.asfortranarray(q), np.asfortranarray(r)
    new_q, new_r, gain = np.empty_like(q), np.empty_like(r), np.zeros(len(q))
    for first in range(0, q.shape[1], together):
        some = slice(first, first + together)
        block = (each[:, some].reshape(-1, order="F") for each in (mean, var, q, r))
        revised_q, revised_r, gains = (each.reshape(len(q), -1, order="F") for each in _refine(*block, law=law))
        new_q[:, some], new_r[:, some] = revised_q, revised_r
        gain += gains.sum(1)
    return new_q, new_r, gain


@dataclass(frozen=True, slots=True)
class _Law:
    """The mixture at one scale: variances and log weights of its normals, its variance; the bounds of a precision."""

    variance: Single
    log_weight: Single
    overall: float
    loosest: float
    tightest: float

    @classmethod
    def at(cls, tau: float, parts: tuple[Array, Array]) -> _Law:
        variance, weight = parts[0] * tau**2, parts[1]
        return cls(
            variance=variance.astype(SINGLE)[:, None],
            log_weight=np.log(weight).astype(SINGLE)[:, None],
            overall=float(weight @ variance),
            loosest=LOOSEST / tau**2,
            tightest=TIGHTEST / tau**2,
        )


def _refine(mean: Array, var: Array, q: Array, r: Array, *, law: _Law) -> tuple[Array, Array, Array]:
    """Match factors to the mixture within their cavities; quiet innovations to its variance alone."""
    cavity_q, cavity_r = np.maximum(1 / var - q, 1e-6 / law.overall), mean / var - r
    spread = 1 / cavity_q
    at = cavity_r * spread
    square, total = at**2, cavity_q + q
    under_factor = 0.5 * ((cavity_r + r) ** 2 / total - at * cavity_r - np.log(total))
    under_mixture = -0.5 * (np.log1p(law.overall * cavity_q) + square / (spread + law.overall))
    new_q, new_r = np.full_like(q, 1 / law.overall), np.zeros_like(r)
    busy = np.flatnonzero((spread < QUIET * law.overall) | (square > OUTLYING * spread))
    under_mixture[busy], tilted, tilted_var = _tilted(at[busy].astype(SINGLE), spread[busy].astype(SINGLE), law)
    new_q[busy] = 1.0 / tilted_var.astype(np.float64) - cavity_q[busy]
    new_r[busy] = tilted / tilted_var - cavity_r[busy]
    np.clip(new_q, law.loosest, law.tightest, out=new_q)
    return q + DAMP * (new_q - q), r + DAMP * (new_r - r), under_mixture - under_factor


def _tilted(at: Single, spread: Single, law: _Law) -> tuple[Single, Single, Single]:
    """Log mass, mean and variance of cavity × mixture; the mass counts N(at; 0, spread) as one.

    In single precision, whose digits do for moments and which takes half the time.
    """
    wide = spread + law.variance
    logs = law.log_weight - 0.5 * (np.log(wide / spread) + at**2 / wide)
    top = logs.max(0)
    part = np.exp(logs - top)
    mass = part.sum(0)
    part /= mass
    keep = law.variance / wide
    mean = at * (part * keep).sum(0)
    second = (part * ((at * keep) ** 2 + spread * keep)).sum(0)
    return top + np.log(mass), mean, second - mean**2
