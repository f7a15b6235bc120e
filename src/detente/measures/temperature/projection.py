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

from detente.measures.temperature.cells import Cells
from detente.measures.temperature.estimation import Fit
from detente.measures.temperature.likelihood import FARTHEST, NODES, WEIGHTS, Loadings, shares
from detente.measures.temperature.polygamma import digamma, trigamma

__all__ = ["Conduct", "Curve", "conduct", "main_source"]

Array = NDArray[np.float64]

TINY = 1e-9  # keeps logarithms and divisions finite where a share is certain
BLOCK = 4096  # cells worked on at once: they stay in the processor's cache


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
        Moments by quadrature over the standing and over the realised share. A period's scatter is that of the source
        that reports it most; the evidence of others beyond their own prior is multiplied into it.
    """
    mean, var = fitted.paths.mean.ravel(), fitted.paths.var.ravel()
    none = np.zeros((len(fitted.cells.classes), 1))
    main = main_source(fitted.cells)
    first, second, slope = np.empty_like(mean), np.empty_like(mean), np.empty_like(mean)
    for s, loadings in enumerate(fitted.of_source):
        at = np.flatnonzero(main == s)
        first[at], second[at], slope[at] = _moments(none, mean[at], var[at], loadings)
    precision, shift, link = 1 / second, first / second, slope.copy()
    for s, loadings in enumerate(fitted.of_source):
        here = np.flatnonzero(fitted.cells.source == s)
        at = fitted.cells.at[here]
        seen_mean, seen_var, seen_slope = _moments(fitted.cells.n[:, here], mean[at], var[at], loadings)
        ahead_mean, ahead_var, other = first[at], second[at], main[at] != s
        if other.any():
            beside = at[other]
            ahead_mean[other], ahead_var[other], _ = _moments(none, mean[beside], var[beside], loadings)
        precision[at] += np.maximum(1 / seen_var - 1 / ahead_var, 0.0)
        shift[at] += seen_mean / seen_var - ahead_mean / ahead_var
        link[at] = np.minimum(link[at], seen_slope)
    shape = fitted.paths.mean.shape
    sd, slopes = np.sqrt(1 / precision).reshape(shape), link.reshape(shape)
    linked = slopes[:, 1:] * slopes[:, :-1] * fitted.paths.cov / (sd[:, 1:] * sd[:, :-1])
    return Conduct((shift / precision).reshape(shape), sd, np.clip(linked, 0.0, 0.99))


def main_source(cells: Cells) -> NDArray[np.intp]:
    """Return the source that reports most in each dyad and period; where none does, that which reports most of all.

    Parameters
    ----------
    cells : Cells
        D dyads and T periods.

    Returns
    -------
    ndarray of int, shape (D · T,)
        Index into the sources.
    """
    dyads, periods = cells.shape
    reported = np.zeros((len(cells.sources), dyads * periods))
    reported[cells.source, cells.at] = cells.total
    return np.asarray(np.where(reported.any(0), reported.argmax(0), reported.sum(1).argmax()), dtype=np.intp)


def _moments(n: Array, mean: Array, var: Array, loadings: Loadings) -> tuple[Array, Array, Array]:
    """Mean and variance of conduct in cells of one source, and its slope on the standing; `n` has one cell or all.

    The λ-weighted share, scaled to run from 0 to 1, is matched by a beta, whose logit has known moments; the trait is
    nearly straight in the logit, so three nodes do.
    """
    from scipy.special import expit  # noqa: PLC0415 - slow to import, and reading a fit does without

    intercept, slope = loadings.intercept[0], loadings.slope
    curve = Curve.of(intercept, slope)
    low, high = float(slope.min()), float(slope.max())
    unit, span = ((slope - low) / (high - low))[:, None], high - low
    first, second, cross = np.zeros_like(mean), np.zeros_like(mean), np.zeros_like(mean)
    for start in range(0, len(mean), BLOCK):
        here = slice(start, start + BLOCK)
        counted, sd = loadings.counted(n if n.shape[1] == 1 else n[:, here]), np.sqrt(var[here])
        for node, weight in zip(NODES, WEIGHTS, strict=True):
            a = loadings.concentration * shares(mean[here] + sd * node, intercept, slope) + counted
            a0 = a.sum(0)
            centre = (unit * a).sum(0) / a0
            spread = np.maximum((unit**2 * a).sum(0) / a0 - centre**2, TINY) / (a0 + 1)
            size = np.maximum(centre * (1 - centre) / spread - 1, TINY)
            up, down = np.maximum(centre * size, TINY), np.maximum((1 - centre) * size, TINY)
            at, width = digamma(up) - digamma(down), np.sqrt(trigamma(up) + trigamma(down))
            for inner, inner_weight in zip(NODES, WEIGHTS, strict=True):
                y = curve.nearest(low + span * expit(at + width * inner))
                first[here] += weight * inner_weight * y
                second[here] += weight * inner_weight * y * y
                cross[here] += weight * inner_weight * y * node / sd
    return first, np.maximum(second - first**2, 1e-6), cross
