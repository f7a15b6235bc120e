r"""Student-t innovations as Gaussian factors, by expectation propagation.

t_ν is a scale mixture of normals: ε ~ N(0, 1/w), w ~ Gamma(ν/2, ν/2), here over a few values of log w. Each innovation
e = τε of a path is stood in for by a factor exp(−½ q e² + r e) whose moments agree with the mixture's in the light of
everything else (the *cavity*). Averaging w instead, as variational schemes do, costs each innovation that the reports
say little about a fixed amount of evidence, and so favours large τ.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma

from detente.measures.temperature.smoother import Paths

__all__ = ["mixture", "refine"]

Array = NDArray[np.float64]

PARTS = 7  # values of w; at ν = 4 their density is within 1% of the t's out to 6 τ
TAILS = (5e-4, 0.999)  # quantiles of w between which they lie
DAMP = 0.7  # factors move this part of the way each time
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
    law = gamma(freedom / 2, scale=2 / freedom)
    low, high = np.log(law.ppf(TAILS))
    w = np.exp(np.linspace(low, high, PARTS))
    mass = law.pdf(w) * w
    return 1 / w, mass / mass.sum()


def refine(paths: Paths, q: Array, r: Array, tau: float, parts: tuple[Array, Array]) -> tuple[Array, Array, Array]:
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

    Returns
    -------
    q, r : ndarray, shape (D, T − 1)
        Revised factors.
    gain : ndarray, shape (D,)
        What to add to the log evidence under the present factors to have that under the mixture.
    """
    variance, weight = parts
    if len(variance) == 1:
        exact = np.full_like(q, tau**-2.0)
        return exact, np.zeros_like(r), 0.5 * np.log(exact).sum(1)
    mean, var = paths.innovations
    cavity_q = np.maximum(1 / var - q, 1e-6 / tau**2)
    cavity_r = mean / var - r
    at, spread = cavity_r / cavity_q, 1 / cavity_q

    logs = np.empty((len(variance), *q.shape))
    for k, (v, w) in enumerate(zip(variance * tau**2, weight, strict=True)):
        logs[k] = np.log(w) - 0.5 * np.log(spread + v) - 0.5 * at**2 / (spread + v)
    top = logs.max(0)
    mass, first, second = np.zeros_like(q), np.zeros_like(q), np.zeros_like(q)
    for k, v in enumerate(variance * tau**2):
        part, keep = np.exp(logs[k] - top), v / (v + spread)
        mass += part
        first += part * at * keep
        second += part * ((at * keep) ** 2 + spread * keep)
    tilted = first / mass
    tilted_var = second / mass - tilted**2

    total = cavity_q + q
    under_mixture = top + np.log(mass) + 0.5 * np.log(spread)
    under_factor = 0.5 * ((cavity_r + r) ** 2 / total - at**2 * cavity_q - np.log(total))
    new_q = np.clip(1 / tilted_var - cavity_q, LOOSEST / tau**2, TIGHTEST / tau**2)
    new_r = (new_q + cavity_q) * tilted - cavity_r
    return q + DAMP * (new_q - q), r + DAMP * (new_r - r), (under_mixture - under_factor).sum(1)
