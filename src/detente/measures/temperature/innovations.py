r"""Student-t innovations as Gaussian factors, by expectation propagation.

t_ν is a scale mixture of normals: ε ~ N(0, 1/w), w ~ Gamma(ν/2, ν/2), here over a few values of log w. Each innovation
e = τε of a path is stood in for by a factor exp(−½ q ε² + r ε) whose moments agree with the mixture's in the light of
everything else (the *cavity*). Averaging w instead, as variational schemes do, costs each innovation that the reports
say little about a fixed amount of evidence, and so favours large τ.

Everything here is in units of τ, so that innovations of all scales obey one law.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Mixture", "mixture"]

Array = NDArray[np.float64]
Floats = NDArray[np.floating]

SINGLE = np.float32
PARTS = 7  # values of w; at ν = 4 their density is within 1% of the t's out to 6 τ
TAILS = (5e-4, 0.999)  # quantiles of w between which they lie
DAMP = 0.7  # factors move this part of the way each time
QUIET = 50.0  # a cavity this many times as wide as the mixture barely tells its normals apart …
OUTLYING = 4.0  # … unless its squared mean is this many times its variance
BLOCK = 32_000  # innovations worked on at once: they stay in the processor's cache
LOOSEST, TIGHTEST = 1e-3, 1e3  # a factor's precision stays between these
LEAST_VARIANCE = 1e-12  # of an innovation
LEAST_CAVITY = 1e-6  # precision of a cavity, in units of the mixture's


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


@dataclass(frozen=True, slots=True)
class Mixture:
    """The mixture of normals that innovations obey, in units of τ.

    Parameters
    ----------
    variance, weight : ndarray of float32, shape (K, 1)
        Of its normals, the widest first.
    overall : float
        Its variance.
    """

    variance: Floats
    weight: Floats
    overall: float

    @classmethod
    def of(cls, freedom: float) -> Mixture:
        """Take ν, infinity for Gaussian innovations."""
        variance, weight = mixture(freedom)
        return cls(variance.astype(SINGLE)[:, None], weight.astype(SINGLE)[:, None], float(weight @ variance))

    def refine(self, mean: Array, var: Array, q: Floats, r: Floats) -> Array:
        """Revise the factors of innovations once, in place.

        Parameters
        ----------
        mean, var : ndarray, shape (T − 1, …)
            Posterior moments of ε under the present factors.
        q, r : ndarray of float32, shape (T − 1, …)
            The factors' precision and shift.

        Returns
        -------
        ndarray, shape (…)
            What to add to the log evidence under the present factors, in units of τ, to have that under the mixture.
        """
        gain = np.zeros(q.shape[1:])
        if len(self.variance) == 1:  # the factors are exact from the start
            return gain
        together = max(1, BLOCK // max(1, gain.size))
        for first in range(0, len(q), together):
            some = slice(first, first + together)
            ours = [each[some].ravel() for each in (mean, var)]
            revised = self._matched(ours[0], ours[1], q[some].ravel(), r[some].ravel())
            new_q, new_r, gains = (each.reshape(-1, *gain.shape) for each in revised)
            q[some] += DAMP * (new_q - q[some])
            r[some] += DAMP * (new_r - r[some])
            gain += gains.sum(0)
        return gain

    def _matched(self, mean: Array, var: Array, q: Floats, r: Floats) -> tuple[Floats, Floats, Floats]:
        """Match factors to the mixture within their cavities; quiet innovations to its variance alone.

        Taking the factors out of the posterior cancels digits; after that single precision is enough, in a third of the
        time.
        """
        precision = 1 / np.maximum(var, LEAST_VARIANCE)
        overall, shift = self.overall, mean * precision
        cavity_q = np.maximum(precision - q, LEAST_CAVITY / overall).astype(SINGLE)
        cavity_r, shift = (shift - r).astype(SINGLE), shift.astype(SINGLE)
        spread = 1 / cavity_q
        at = cavity_r * spread
        square, total = at * at, cavity_q + q
        under_factor = shift * shift / total - at * cavity_r - np.log(total)
        under_mixture = -square / (spread + overall) - np.log1p(overall * cavity_q)
        new_q, new_r = np.full_like(square, 1 / overall), np.zeros_like(square)
        busy = np.flatnonzero((spread < QUIET * overall) | (square > OUTLYING * spread))
        log_mass, new_q[busy], new_r[busy] = self._tilted(at[busy], spread[busy])
        under_mixture[busy] = 2 * log_mass
        np.clip(new_q, LOOSEST, TIGHTEST, out=new_q)
        return new_q, new_r, 0.5 * (under_mixture - under_factor)

    def _tilted(self, at: Floats, spread: Floats) -> tuple[Floats, Floats, Floats]:
        r"""Log mass of cavity × mixture, in units of 1/√(2π·spread), and the factor with the moments of their product.

        With mean a and variance s of the cavity, and the normals' parts p_k in the product, their variances v_k and
        u_k = 1/(s + v_k),

        .. math::

           q = \frac{\bar u - c}{d}, \quad r = -\frac{a\,c}{d}, \qquad
           c = a^2 \operatorname{Var}_p u, \quad d = \sum_k p_k u_k v_k + s\,c,

        which is 1/variance and mean/variance of the product less those of the cavity, without the cancellation. The
        densities are taken relative to the exponential of the widest normal, which is the largest.
        """
        u = 1 / (spread + self.variance)
        half, widest = -0.5 * at * at, u[0].copy()
        part = np.exp(half * (u - widest))
        part *= np.sqrt(spread * u)
        part *= self.weight
        mass = part.sum(0)
        part /= mass
        average = part * u
        kept, average = (average * self.variance).sum(0), average.sum(0)
        u -= average
        u *= u
        u *= part
        curve = at * at * u.sum(0)
        scale = 1 / (kept + spread * curve)
        return half * widest + np.log(mass), (average - curve) * scale, -at * curve * scale
