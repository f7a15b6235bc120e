r"""The Dirichlet-multinomial trait model of one cell, and its expectations under Gaussian beliefs.

In the vocabulary of this module a cell has N reports in shares s_c, trait x, and

.. math::

   p_c(x) &= \mathrm{softmax}_c(\alpha_{c,s} + \lambda_c x) \\
   E &= \sqrt{1 + (N/\kappa)^2}, \qquad \tilde n_c = E\,s_c \\
   \ell(x) &= \log\Gamma(A) - \log\Gamma(A + E)
              + \sum_c \log\Gamma(\tilde n_c + A p_c) - \log\Gamma(A p_c) .

A is the concentration of a period's conduct around the dyad's standing; it does not vanish as reports pile up. κ is
how many reports one event brings, so that E, the *events* behind N reports, is N/κ when there are many and never falls
below one. ℓ is a quasi-likelihood: a Dirichlet-multinomial of events, which are not whole numbers. A, α and λ come
from ℓ. κ can't (ℓ has no normalising constant over n), so it solves the moment equation

.. math::

   \mathrm{E} \sum_c (s_c - p_c)^2 = V\,\mathrm{E} \sum_c p_c (1 - p_c), \qquad
   V = \frac{1}{A + 1} + \frac{A}{A + 1}\,\frac{1}{E} .

Repeat every report and the shares stay, κ doubles, and E, ℓ and all that follows stay where they were: news agencies
that copy each other move no estimate and narrow no interval. A Dirichlet-multinomial on the reports has no such
invariance, and a plain multinomial (A = ∞, κ = 1) is far too sure of itself.

To predict the counts themselves `log_pmf` needs whole reports; there the concentration is A_N, with
1/A_N = 1/A + b/N and b = κ − 1, which gives shares the variance V up to terms in 1/N².
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measures.temperature.cells import Cells
from detente.measures.temperature.polygamma import digamma

__all__ = ["NODES", "WEIGHTS", "Expectations", "Loadings", "expectations", "log_pmf", "shares"]

Array = NDArray[np.float64]

# Three-point Gauss–Hermite rule for a standard normal: exact to degree five.
NODES = np.array([-np.sqrt(3.0), 0.0, np.sqrt(3.0)])
WEIGHTS = np.array([1 / 6, 2 / 3, 1 / 6])
FARTHEST = 10.0  # the trait is clipped here inside the softmax, ten prior standard deviations out
MOST_EVENTS = 1e6  # a thousand times any A: more events say nothing more, and differences of log Γ lose their digits
SMALLEST = 1e-12  # keeps Γ(A p) finite where a share underflows
BLOCK = 4096  # cells worked on at once: with their nodes and classes they stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Loadings:
    """One source's parameters on the working scale, where a dyad's first period is N(0, 1).

    Parameters
    ----------
    intercept : ndarray, shape (1, C)
        α by class; zero for the reference class.
    slope : ndarray, shape (C,)
        λ by class; zero for the reference class.
    log_concentration : float
        log A.
    clustering : float
        b = κ − 1: reports beyond the first that one event brings.
    """

    intercept: Array
    slope: Array
    log_concentration: float
    clustering: float

    @property
    def concentration(self) -> float:
        """A: how closely a period's conduct keeps to the dyad's standing."""
        return float(np.exp(self.log_concentration))

    def events(self, total: Array) -> Array:
        """Events E behind cells of `total` reports, at most `MOST_EVENTS`; none where nothing was reported."""
        events = np.minimum(np.hypot(1.0, total / (1.0 + self.clustering)), MOST_EVENTS)
        return np.where(total > 0, events, 0.0)

    def counted(self, n: Array) -> Array:
        """Events by class, shares of the reports times E; `n` has classes first."""
        total = n.sum(0)
        return np.asarray(n * (self.events(total) / np.maximum(total, 1.0)))

    def dispersion(self, total: Array) -> Array:
        """Return A_N, for predicting the counts of cells with `total` reports."""
        return np.asarray(1.0 / (1.0 / self.concentration + self.clustering / np.maximum(total, 1.0)))


def shares(trait: Array, intercept: Array, slope: Array) -> Array:
    """Class shares softmax(α + λx).

    Parameters
    ----------
    trait : ndarray
        x, of any shape.
    intercept : ndarray, shape (C,), or (C, …) in line with the trait's shape
        α.
    slope : ndarray, shape (C,)
        λ.

    Returns
    -------
    ndarray, shape (C, …)
        Shares; they sum to one over the first axis.

    Examples
    --------
    >>> import numpy as np
    >>> shares(np.array([0.0, 1.0]), np.zeros(2), np.array([0.0, -1.0])).round(3)
    array([[0.5  , 0.731],
           [0.5  , 0.269]])
    """
    logit = np.multiply.outer(slope, np.clip(trait, -FARTHEST, FARTHEST))
    logit += intercept if intercept.ndim > 1 else intercept.reshape(-1, *[1] * trait.ndim)
    logit -= logit.max(0)
    np.exp(logit, out=logit)
    logit /= logit.sum(0)
    return np.asarray(logit)


def log_pmf(n: Array, p: Array, dispersion: Array) -> Array:
    """Log probability of counts under the Dirichlet-multinomial.

    Parameters
    ----------
    n, p : ndarray, shape (C, M)
        Counts and expected shares.
    dispersion : ndarray, shape (M,)
        A_N; infinity for a plain multinomial.

    Returns
    -------
    ndarray, shape (M,)
        log Pr(n | N).

    Examples
    --------
    >>> import numpy as np
    >>> one = log_pmf(np.array([[1.0], [0.0]]), np.array([[0.3], [0.7]]), np.array([5.0]))
    >>> float(np.exp(one[0]).round(6))
    0.3
    """
    from scipy.special import gammaln  # noqa: PLC0415 - slow to import, and reading a fit does without

    total = n.sum(0)
    ways = gammaln(total + 1) - gammaln(n + 1).sum(0)
    plain = np.isinf(dispersion)
    big = np.where(plain, 1.0, dispersion)
    a = np.maximum(big * p, SMALLEST)
    clustered = gammaln(big) - gammaln(big + total) + (gammaln(n + a) - gammaln(a)).sum(0)
    if not plain.any():
        return np.asarray(ways + clustered)
    return np.asarray(ways + np.where(plain, (n * np.log(np.maximum(p, SMALLEST))).sum(0), clustered))


@dataclass(frozen=True, slots=True)
class Expectations:
    """What one sweep over the cells yields under x ~ N(mean, var).

    Parameters
    ----------
    slope, curvature : ndarray, shape (M,)
        E ℓ′(x) and E ℓ″(x) (by Stein's identity, so first derivatives suffice).
    fisher : ndarray, shape (M,)
        Approximate expected information on x, a positive stand-in for −E ℓ″.
    loading_score : ndarray, shape (2, C)
        Gradient with respect to α and λ.
    loading_information : ndarray, shape (3, C, C)
        Information moments of 1, x and x².
    concentration_score : ndarray, shape (M,)
        Each cell's score with respect to log A.
    spread : ndarray, shape (M,)
        E Σ (s_c − p_c)² over E Σ p_c (1 − p_c): 1 in expectation for one event, 1/(A + 1) for endless ones.
    """

    slope: Array
    curvature: Array
    fisher: Array
    loading_score: Array
    loading_information: Array
    concentration_score: Array
    spread: Array


def expectations(cells: Cells, loadings: Loadings, mean: Array, var: Array) -> Expectations:
    """Sweep once over the cells of a source.

    Parameters
    ----------
    cells : Cells
        The counts, of one source.
    loadings : Loadings
        Parameters to evaluate at.
    mean, var : ndarray, shape (M,)
        Belief about each cell's trait.

    Returns
    -------
    Expectations
        Everything that the belief and the parameters need for their next step.
    """
    lam, big, sd = loadings.slope, loadings.concentration, np.sqrt(var)
    classes, all_events = len(lam), loadings.events(cells.total)
    by_cell = {name: np.empty_like(mean) for name in ("slope", "curvature", "fisher", "concentration_score", "spread")}
    score, information = np.zeros((2, classes)), np.zeros((3, classes, classes))
    for start in range(0, len(mean), BLOCK):
        here = slice(start, start + BLOCK)
        events, share = all_events[here], cells.n[:, here] / cells.total[here]
        effective = events * (1 + big) / (events + big)
        x = np.clip(mean[here] + NODES[:, None] * sd[here], -FARTHEST, FARTHEST)  # nodes, cells
        p = shares(x, loadings.intercept[0], lam)  # classes, nodes, cells
        by_logit, g_mean = _scores(share * events, big, p)
        first, averages = _combined(lam, by_logit), _combined(WEIGHTS, p.swapaxes(0, 1))
        found = {
            "slope": _combined(WEIGHTS, first),
            "curvature": _combined(WEIGHTS * NODES, first) / sd[here],
            "fisher": effective * (_combined(lam**2, averages) - _combined(WEIGHTS, _combined(lam, p) ** 2)),
            "concentration_score": big * (_combined(WEIGHTS, g_mean) - _rise(np.array([big]), events)),
        }
        square = _combined(WEIGHTS, np.einsum("cnm,cnm->nm", p, p))
        off = (share * (share - 2 * averages)).sum(0) + square
        found["spread"] = off / np.maximum(1 - square, SMALLEST)
        for name, values in found.items():
            by_cell[name][here] = values
        weights, powers = np.repeat(WEIGHTS, len(events)), np.stack([np.ones_like(x), x, x * x]).reshape(3, -1)
        score += (weights * powers[:2]) @ by_logit.reshape(classes, -1).T
        moments, every = weights * np.tile(effective, len(NODES)) * powers, p.reshape(classes, -1)
        for power, diagonal in enumerate(moments @ every.T):
            information[power] += np.diag(diagonal) - (every * moments[power]) @ every.T
    return Expectations(**by_cell, loading_score=score, loading_information=information)


def _scores(n: Array, concentration: float, p: Array) -> tuple[Array, Array]:
    """Return the derivatives of ℓ by each class's logit, and Σ p_c g_c, where g_c = ψ(ñ_c + A p_c) − ψ(A p_c).

    `n` has shape (C, M), p (C, nodes, M).
    """
    a = np.maximum(concentration * p, SMALLEST)
    events = np.repeat(n[:, None], p.shape[1], axis=1)
    seen = np.flatnonzero(events > 0)  # g is zero where nothing was reported
    g = np.zeros_like(a)
    g.reshape(-1)[seen] = _rise(a.reshape(-1).take(seen), events.reshape(-1).take(seen))
    g_mean = np.einsum("cnm,cnm->nm", p, g)
    g -= g_mean
    g *= a
    return g, g_mean


def _rise(x: Array, by: Array) -> Array:
    """Return ψ(x + by) − ψ(x)."""
    return digamma(x + by) - digamma(x)


def _combined(weights: Array, values: Array) -> Array:
    """Return Σ_k w_k v_k over the first axis, without a call to BLAS, whose threads cost more than so few terms."""
    total = weights[0] * values[0]
    for weight, value in zip(weights[1:], values[1:], strict=True):
        total += weight * value
    return np.asarray(total)
