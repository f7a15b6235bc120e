r"""Conduct: where a period's realised behaviour falls on the trait's scale.

The trait x of a dyad is its *standing*, a slow walk. What it did in one period scatters around that: given x, the
realised shares are π ~ Dirichlet(A p(x)), and given the events ñ behind N reports (see the likelihood module) the
posterior is

.. math::  \pi \mid x, n \sim \mathrm{Dirichlet}(A\,p(x) + \tilde n).

The *temperature* of the period is the point of the trait's curve that is nearest to π in Kullback–Leibler
divergence: the y that solves :math:`\sum_c \lambda_c p_c(y) = \sum_c \lambda_c \pi_c`. With many reports it is the
maximum-likelihood trait of that period alone; with few it leans on the standing; with none it is the standing with the
scatter of one period. It is conduct, so it can move in a year, and fall back the next.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measures.temperature.estimation import Fit
from detente.measures.temperature.likelihood import FARTHEST, NODES, WEIGHTS, Loadings, shares

__all__ = ["Conduct", "Curve", "conduct"]

Array = NDArray[np.float64]

TINY = 1e-9  # keeps logarithms and divisions finite where a share is certain


@dataclass(frozen=True, slots=True)
class Curve:
    """The monotone map between the trait and the λ-weighted share, tabulated.

    Parameters
    ----------
    trait, weighted : ndarray, shape (K,)
        y and Σ λ_c p_c(y), both increasing.
    """

    trait: Array
    weighted: Array

    @classmethod
    def of(cls, intercept: Array, slope: Array) -> Curve:
        """Tabulate the curve of one source."""
        trait = np.linspace(-FARTHEST, FARTHEST, 4001)
        return cls(trait, np.asarray(slope @ shares(trait, intercept, slope)))

    def nearest(self, weighted: Array) -> Array:
        """Return the trait whose λ-weighted share is `weighted`, clipped to the tabulated range."""
        return np.interp(weighted, self.weighted, self.trait)


@dataclass(frozen=True, slots=True)
class Conduct:
    """Posterior moments of the conduct on the working scale, all of shape (D, T); `link` (D, T − 1).

    `link` is the posterior correlation of each period's conduct with the next: two periods share the walk, not
    the scatter.
    """

    mean: Array
    sd: Array
    link: Array


def conduct(fitted: Fit) -> Conduct:
    """Posterior moments of every period's conduct.

    Parameters
    ----------
    fitted : Fit
        A fitted model.

    Returns
    -------
    Conduct
        Moments by quadrature over the standing and over the realised share. Where several sources report a
        period, their evidence beyond the common prior is multiplied.
    """
    mean, var = fitted.paths.mean.ravel(), fitted.paths.var.ravel()
    none = np.zeros((len(fitted.cells.classes), mean.size))
    first, second, slope = _moments(none, mean, var, fitted.loadings, 0)
    precision, shift = 1 / second, first / second
    for s in range(len(fitted.cells.sources)):
        here = np.flatnonzero(fitted.cells.source == s)
        at = fitted.cells.at[here]
        seen_mean, seen_var, seen_slope = _moments(fitted.cells.n[:, here], mean[at], var[at], fitted.loadings, s)
        ahead_mean, ahead_var, _ = _moments(none[:, at], mean[at], var[at], fitted.loadings, s)
        precision[at] += np.maximum(1 / seen_var - 1 / ahead_var, 0.0)
        shift[at] += seen_mean / seen_var - ahead_mean / ahead_var
        slope[at] = np.minimum(slope[at], seen_slope)
    shape = fitted.paths.mean.shape
    sd = np.sqrt(1 / precision).reshape(shape)
    slope = slope.reshape(shape)
    link = slope[:, 1:] * slope[:, :-1] * fitted.paths.cov / (sd[:, 1:] * sd[:, :-1])
    return Conduct((shift / precision).reshape(shape), sd, np.clip(link, 0.0, 0.99))


def _moments(n: Array, mean: Array, var: Array, loadings: Loadings, source: int) -> tuple[Array, Array, Array]:
    """Mean and variance of conduct in cells of one source, and its slope on the standing.

    The λ-weighted share, scaled to run from 0 to 1, is matched by a beta, whose logit has known moments; the trait is
    nearly straight in the logit, so three nodes do.
    """
    from scipy.special import expit, psi, zeta  # noqa: PLC0415 - slow to import, and reading a fit does without

    intercept, slope = loadings.intercept[source], loadings.slope
    curve = Curve.of(intercept, slope)
    low, high = float(slope.min()), float(slope.max())
    unit, span = (slope - low) / (high - low), high - low
    counted, sd = loadings.counted(n), np.sqrt(var)
    first, second, cross = np.zeros_like(mean), np.zeros_like(mean), np.zeros_like(mean)
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        a = loadings.concentration * shares(mean + sd * node, intercept, slope) + counted
        a0 = a.sum(0)
        centre = (unit @ a) / a0
        spread = np.maximum((unit**2 @ a) / a0 - centre**2, TINY) / (a0 + 1)
        size = np.maximum(centre * (1 - centre) / spread - 1, TINY)
        up, down = np.maximum(centre * size, TINY), np.maximum((1 - centre) * size, TINY)
        at, width = psi(up) - psi(down), np.sqrt(zeta(2.0, up) + zeta(2.0, down))
        for inner, inner_weight in zip(NODES, WEIGHTS, strict=True):
            y = curve.nearest(low + span * expit(at + width * inner))
            first += weight * inner_weight * y
            second += weight * inner_weight * y * y
            cross += weight * inner_weight * y * node / sd
    return first, np.maximum(second - first**2, 1e-6), cross
