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

__all__ = ["NODES", "WEIGHTS", "Expectations", "Loadings", "expectations", "log_pmf", "shares"]

Array = NDArray[np.float64]

# Three-point Gauss–Hermite rule for a standard normal: exact to degree five.
NODES = np.array([-np.sqrt(3.0), 0.0, np.sqrt(3.0)])
WEIGHTS = np.array([1 / 6, 2 / 3, 1 / 6])
FARTHEST = 10.0  # the trait is clipped here inside the softmax, ten prior standard deviations out
MOST_EVENTS = 1e6  # a thousand times any A: more events say nothing more, and differences of log Γ lose their digits
SMALLEST = 1e-12  # keeps Γ(A p) finite where a share underflows


@dataclass(frozen=True, slots=True)
class Loadings:
    """The cell model's parameters on the working scale, where a dyad's first period is N(0, 1).

    Parameters
    ----------
    intercept : ndarray, shape (S, C)
        α by source and class; zero for the reference class.
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
    trait : ndarray, shape (M,)
        x.
    intercept : ndarray, shape (C,) or (C, M)
        α.
    slope : ndarray, shape (C,)
        λ.

    Returns
    -------
    ndarray, shape (C, M)
        Shares; each column sums to one.

    Examples
    --------
    >>> import numpy as np
    >>> shares(np.array([0.0, 1.0]), np.zeros(2), np.array([0.0, -1.0])).round(3)
    array([[0.5  , 0.731],
           [0.5  , 0.269]])
    """
    logit = (intercept if intercept.ndim == 2 else intercept[:, None]) + slope[:, None] * np.clip(
        trait, -FARTHEST, FARTHEST
    )
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
    loading_score : ndarray, shape (S + 1, C)
        Gradient with respect to α of each source and λ.
    loading_information : ndarray, shape (S, 3, C, C)
        Information moments of 1, x and x² by source.
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
    """Sweep once over all cells.

    Parameters
    ----------
    cells : Cells
        The counts.
    loadings : Loadings
        Parameters to evaluate at.
    mean, var : ndarray, shape (M,)
        Belief about each cell's trait.

    Returns
    -------
    Expectations
        Everything that the belief and the parameters need for their next step.
    """
    from scipy.special import psi  # noqa: PLC0415 - slow to import, and reading a fit does without

    events, share = loadings.events(cells.total), cells.n / cells.total
    n, big = share * events, loadings.concentration
    lam, sd = loadings.slope, np.sqrt(var)
    alpha = loadings.intercept.T[:, cells.source] if len(cells.sources) > 1 else loadings.intercept[0]
    effective = events * (1 + big) / (events + big)
    base = psi(big) - psi(big + events)

    slope, curvature, fisher, by_concentration, off, full = (np.zeros_like(events) for _ in range(6))
    score = np.zeros((len(cells.sources) + 1, len(lam)))
    information = np.zeros((len(cells.sources), 3, len(lam), len(lam)))
    masks = [cells.source == s for s in range(len(cells.sources))] if len(cells.sources) > 1 else [slice(None)]
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        x = np.clip(mean + sd * node, -FARTHEST, FARTHEST)
        p = shares(x, alpha, lam)
        a = np.maximum(big * p, SMALLEST)
        g = psi(n + a) - psi(a)
        g_mean = (p * g).sum(0)
        by_logit = a * (g - g_mean)
        first = lam @ by_logit
        slope += weight * first
        curvature += weight * node / sd * first
        fisher += weight * effective * (lam**2 @ p - (lam @ p) ** 2)
        by_concentration += weight * big * (base + g_mean)
        off += weight * ((share - p) ** 2).sum(0)
        full += weight * (1 - (p * p).sum(0))
        score[-1] += weight * (by_logit @ x)
        for s, mask in enumerate(masks):
            score[s] += weight * by_logit[:, mask].sum(1)
            for power in range(3):
                pw = p[:, mask] * (weight * effective[mask] * x[mask] ** power)
                information[s, power] += np.diag(pw.sum(1)) - pw @ p[:, mask].T
    return Expectations(
        slope, curvature, fisher, score, information, by_concentration, off / np.maximum(full, SMALLEST)
    )
