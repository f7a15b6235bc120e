r"""The Dirichlet-multinomial trait model of one cell, and its expectations under Gaussian beliefs.

In the vocabulary of this module a cell has N reports, counts n_c, trait x, and

.. math::

   p_c(x) &= \mathrm{softmax}_c(\alpha_{c,s} + \lambda_c x) \\
   n \mid N &\sim \mathrm{DirMult}(N,\; A_N\, p(x)), \qquad 1/A_N = 1/A + b/N .

A is the concentration of a period's conduct around the dyad's standing; it does not vanish as reports pile up. b is
clustering: reports of one event are copies, so each event counts 1/(1 + b) of its reports. Under this form the
share of a class has variance p(1 − p)[(1 + b)/N + 1/A] up to terms in 1/A_N², and repeating every report turns b into
1 + 2b and leaves the posterior where it was. A plain Dirichlet-multinomial (b = 0) has no such invariance, and a
plain multinomial (A = ∞, b = 0) is far too sure of itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, psi

from detente.measures.temperature.cells import Cells

__all__ = ["NODES", "WEIGHTS", "Expectations", "Loadings", "expectations", "log_pmf", "shares"]

Array = NDArray[np.float64]

# Three-point Gauss–Hermite rule for a standard normal: exact to degree five.
NODES = np.array([-np.sqrt(3.0), 0.0, np.sqrt(3.0)])
WEIGHTS = np.array([1 / 6, 2 / 3, 1 / 6])
FARTHEST = 10.0  # the trait is clipped here inside the softmax, ten prior standard deviations out


@dataclass(frozen=True, slots=True)
class Loadings:
    """The cell model's parameters on the working scale, where a dyad's first period is N(0, 1).

    Parameters
    ----------
    intercept : ndarray, shape (S, C)
        α by source and class; zero for the reference class.
    slope : ndarray, shape (C,)
        λ by class; zero for the reference class.
    log_concentration, log_clustering : float
        log A and log b.
    """

    intercept: Array
    slope: Array
    log_concentration: float
    log_clustering: float

    @property
    def concentration(self) -> float:
        """A: how closely a period's conduct keeps to the dyad's standing."""
        return float(np.exp(self.log_concentration))

    @property
    def clustering(self) -> float:
        """b: reports beyond the first that one event brings."""
        return float(np.exp(self.log_clustering))

    def dispersion(self, total: Array) -> Array:
        """A_N for cells of `total` reports."""
        return np.asarray(1.0 / (1.0 / self.concentration + self.clustering / total))


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
        A_N.

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
    total = n.sum(0)
    a = np.maximum(dispersion * p, 1e-12)
    return np.asarray(
        gammaln(total + 1)
        - gammaln(n + 1).sum(0)
        + gammaln(dispersion)
        - gammaln(dispersion + total)
        + (gammaln(n + a) - gammaln(a)).sum(0)
    )


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
    dispersion_score : ndarray, shape (2, M)
        Each cell's score with respect to log A and log b.
    """

    slope: Array
    curvature: Array
    fisher: Array
    loading_score: Array
    loading_information: Array
    dispersion_score: Array


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
    n, total = cells.n, cells.total
    lam, sd = loadings.slope, np.sqrt(var)
    alpha = loadings.intercept.T[:, cells.source] if len(cells.sources) > 1 else loadings.intercept[0]
    big = loadings.dispersion(total)
    effective = total * (1 + big) / (total + big)
    base = psi(big) - psi(big + total)

    slope, curvature, fisher, by_dispersion = (np.zeros_like(total) for _ in range(4))
    score = np.zeros((len(cells.sources) + 1, len(lam)))
    information = np.zeros((len(cells.sources), 3, len(lam), len(lam)))
    masks = [cells.source == s for s in range(len(cells.sources))] if len(cells.sources) > 1 else [slice(None)]
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        x = np.clip(mean + sd * node, -FARTHEST, FARTHEST)
        p = shares(x, alpha, lam)
        a = big * p
        g = psi(n + a) - psi(a)
        g_mean = (p * g).sum(0)
        by_logit = a * (g - g_mean)
        first = lam @ by_logit
        slope += weight * first
        curvature += weight * node / sd * first
        fisher += weight * effective * (lam**2 @ p - (lam @ p) ** 2)
        by_dispersion += weight * (base + g_mean)
        score[-1] += weight * (by_logit @ x)
        for s, mask in enumerate(masks):
            score[s] += weight * by_logit[:, mask].sum(1)
            for power in range(3):
                pw = p[:, mask] * (weight * effective[mask] * x[mask] ** power)
                information[s, power] += np.diag(pw.sum(1)) - pw @ p[:, mask].T
    by_log_a = by_dispersion * big**2 / loadings.concentration
    by_log_b = -by_dispersion * big**2 * loadings.clustering / total
    return Expectations(slope, curvature, fisher, score, information, np.stack([by_log_a, by_log_b]))
