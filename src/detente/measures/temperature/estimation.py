r"""Fit the dynamic trait model: sites, paths, loadings, dispersion and innovation scales in turn.

.. math::

   n_{ijt} \mid N_{ijt} &\sim \mathrm{DirMult}(N_{ijt}, A_N\,\mathrm{softmax}(\alpha_s + \lambda x_{ijt})) \\
   x_{ij1} &\sim N(0, 1), \qquad x_{ijt} = x_{ij,t-1} + \tau_{ij}\,\epsilon_{ijt},
   \qquad \epsilon \sim t_\nu \text{ or } N(0, 1) \\
   \log \tau_{ij} &\sim N(m_\tau, s_\tau^2)

One round: each cell's likelihood becomes a Gaussian site matched in expectation (variational, by quadrature); all paths
are smoothed at once; the loadings take a Fisher-scoring step, the two dispersion parameters a BHHH step; every few
rounds each dyad's scale is integrated over a grid with weights from the path evidence, as in nested Laplace
approximation, which keeps the uncertainty of τ in the path's. Expanding the parameters with a free location and
scale of the first period and folding them back (PX-EM; Liu, Rubin & Wu 1998) takes the slow direction out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.measures.temperature.cells import Cells
from detente.measures.temperature.likelihood import Expectations, Loadings, expectations
from detente.measures.temperature.schemes import Scheme
from detente.measures.temperature.smoother import Paths, evidence, smooth

__all__ = ["Fit", "ScalePrior", "fit"]

Array = NDArray[np.float64]

GRID = np.exp(np.linspace(np.log(0.02), np.log(2.0), 10))  # innovation scales τ tried for each dyad
SETTLE = 3  # rounds in which only the paths move
CAREFUL = 10  # rounds in which sites use Fisher information and move by halves
FARTHEST_PULL = 3.0  # a site pulls its path at most this far: flat cells say little, and say it near by
RELAX = 0.5  # paths and parameters answer the same residuals; half steps keep them from both correcting it
SCALES_EVERY = 4  # rounds between integrations over the grid of scales
SCALE_PRIOR = ((-1.2, 1.0), (float(np.log(0.6)), 0.5))  # mean and sd of the mean, and of the log sd, of log τ
LOADING_PRIOR = (5.0, 2.0)  # sd of α and λ around zero on the working scale
DISPERSION_PRIOR = ((3.0, 2.0), (0.0, 2.0))  # mean and sd of log A and log b


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


@dataclass(frozen=True)
class Fit:
    """A fitted model on the working scale.

    Parameters
    ----------
    cells : Cells
        What it was fitted to.
    loadings : Loadings
        α, λ, A, b.
    prior : ScalePrior
        Distribution of innovation scales over dyads.
    freedom : float
        ν of the innovations; infinity for Gaussian.
    paths : Paths
        Posterior moments of the traits, shape (D, T), integrated over scales.
    scale : ndarray, shape (D,)
        Posterior mean of log τ, exponentiated.
    scale_weights : ndarray, shape (D, G)
        Posterior weight of each scale in `GRID`.
    rounds : int
        Rounds run.
    change : float
        Largest move of a parameter between the last two integrations over scales.
    """

    cells: Cells
    loadings: Loadings
    prior: ScalePrior
    freedom: float
    paths: Paths
    scale: Array
    scale_weights: Array
    rounds: int
    change: float


def fit(
    cells: Cells,
    scheme: Scheme,
    *,
    freedom: float = 4.0,
    start: tuple[Loadings, ScalePrior] | None = None,
    hold: bool = False,
    rounds: int = 200,
    tolerance: float = 0.01,
) -> Fit:
    """Fit the model to all dyads at once.

    Parameters
    ----------
    cells : Cells
        Observed cells.
    scheme : Scheme
        Classes, for the starting direction of the scale.
    freedom : float
        ν of Student-t innovations, or ``numpy.inf`` for Gaussian ones.
    start : (Loadings, ScalePrior), optional
        Parameters to start from, as from an earlier fit of the same classes and sources.
    hold : bool
        Keep the parameters of `start` and estimate the paths alone.
    rounds, tolerance
        Stop after `rounds`, or when no parameter has moved by `tolerance` since the scales were last integrated.

    Returns
    -------
    Fit
        Parameters and posterior paths on the working scale.
    """
    loadings, prior = start or (_first_loadings(cells, scheme), ScalePrior(float(np.log(0.3)), 0.5))
    dyads, periods = cells.shape
    site_p, site_h = np.zeros_like(cells.total), np.zeros_like(cells.total)
    mixing = np.ones((dyads, periods - 1))  # E w of the Student-t scale mixture
    weights = np.tile(np.exp(prior.log_weights()), (dyads, 1))
    inverse = weights @ GRID**-2.0  # E τ⁻² of each dyad
    paths = Paths(np.zeros((dyads, periods)), np.ones((dyads, periods)), np.zeros((dyads, periods - 1)))
    checked, change, done = _vector(loadings, prior), np.inf, 0
    while done < rounds and change >= tolerance:
        mean, var = paths.mean.ravel()[cells.at], paths.var.ravel()[cells.at]
        beliefs = expectations(cells, loadings, mean, var)
        site_p, site_h = _sites(beliefs, mean, site_p, site_h, careful=done < CAREFUL)
        p, h = _spread(site_p, cells), _spread(site_h, cells)
        integrate = done % SCALES_EVERY == 0 and done >= SETTLE
        if integrate:
            weights, revised = _scales(p, h, mixing, prior, hold=hold)
            prior = ScalePrior((prior.mean + revised.mean) / 2, (prior.sd + revised.sd) / 2)
            inverse = weights @ GRID**-2.0
        if not hold and done >= SETTLE:
            loadings = _next_loadings(beliefs, loadings)
        previous, paths = paths, smooth(p, h, mixing * inverse[:, None])
        if np.isfinite(freedom):
            mixing = (freedom + 1) / (freedom + paths.innovations * inverse[:, None])
        if not hold and done >= SETTLE:
            at, by = _first_period(paths)
            loadings, prior, paths = _fold(loadings, prior, paths, at, by)
            site_p, site_h, inverse = site_p * by**2, (site_h - site_p * at) * by, inverse * by**2
        done += 1
        if hold:
            change = float(np.abs(paths.mean - previous.mean).max()) if done > CAREFUL + SCALES_EVERY else np.inf
        elif integrate:
            now = _vector(loadings, prior)
            change = float(np.abs(now - checked).max()) if done > 2 * CAREFUL else np.inf
            checked = now
    p, h = _spread(site_p, cells), _spread(site_h, cells)
    weights, prior = _scales(p, h, mixing, prior, hold=True)
    scale = np.exp(weights @ np.log(GRID))
    return Fit(cells, loadings, prior, freedom, _mixture(p, h, mixing, weights), scale, weights, done, change)


def _spread(sites: Array, cells: Cells) -> Array:
    """Sum the sites of each dyad and period, shape (D, T)."""
    dyads, periods = cells.shape
    return np.bincount(cells.at, weights=sites, minlength=dyads * periods).astype(np.float64).reshape(dyads, periods)


def _first_loadings(cells: Cells, scheme: Scheme) -> Loadings:
    """Intercepts from each source's shares; unit slopes toward cooperation."""
    sources, classes = len(cells.sources), len(cells.classes)
    intercept = np.empty((sources, classes))
    for s in range(sources):
        intercept[s] = np.log(cells.n[:, cells.source == s].sum(1) + 0.5)
    sign = np.array([0.5 if c in scheme.cooperative else -0.5 for c in cells.classes])
    return Loadings(intercept - intercept[:, :1], sign - sign[0], float(np.log(20.0)), 0.0)


def _sites(beliefs: Expectations, mean: Array, p: Array, h: Array, *, careful: bool) -> tuple[Array, Array]:
    """Gaussian sites that match the cells in expectation; careful rounds go halfway, on Fisher information."""
    if careful:
        target = beliefs.fisher
    else:
        target = np.clip(-beliefs.curvature, 0.1 * beliefs.fisher, 4.0 * beliefs.fisher + 0.1)
    target = np.maximum(target, np.abs(beliefs.slope) / FARTHEST_PULL)
    step = 0.5 if careful else 1.0
    return (1 - step) * p + step * target, (1 - step) * h + step * (beliefs.slope + target * mean)


def _scales(p: Array, h: Array, mixing: Array, prior: ScalePrior, *, hold: bool) -> tuple[Array, ScalePrior]:
    """Posterior weight of each scale in the grid for each dyad, shape (D, G), and the prior that fits them all."""
    log_evidence = np.stack([evidence(p, h, mixing / tau**2) for tau in GRID], axis=1)
    likelihood = np.exp(log_evidence - log_evidence.max(1, keepdims=True))
    for _ in range(100):
        weights = likelihood * np.exp(prior.log_weights())
        weights /= weights.sum(1, keepdims=True)
        if hold:
            break
        revised = _scale_prior(weights)
        settled = abs(revised.mean - prior.mean) + abs(revised.sd - prior.sd) < 1e-4
        prior = revised
        if settled:
            break
    return weights, prior


def _scale_prior(weights: Array) -> ScalePrior:
    """Mean and sd of log τ over all dyads' posteriors, at the mode under their own weak priors."""
    dyads, mass = len(weights), weights.mean(0)
    (at, sd), (log_at, log_sd) = SCALE_PRIOR
    mean = float(mass @ np.log(GRID))
    spread = max(float(mass @ (np.log(GRID) - mean) ** 2), 1e-4)
    u = 0.5 * np.log(spread)
    for _ in range(8):  # Newton on the log of the sd
        pull = dyads * spread * np.exp(-2 * u)
        u += (pull - dyads - (u - log_at) / log_sd**2) / (2 * pull + log_sd**-2.0)
    shrunk = (dyads * mean * np.exp(-2 * u) + at / sd**2) / (dyads * np.exp(-2 * u) + sd**-2.0)
    return ScalePrior(float(shrunk), float(np.exp(u)))


def _next_loadings(beliefs: Expectations, loadings: Loadings) -> Loadings:
    """One Fisher-scoring step for α and λ, one BHHH step for log A and log b."""
    sources, classes = loadings.intercept.shape
    free = classes - 1
    size = (sources + 1) * free
    information, score = np.zeros((size, size)), np.zeros(size)
    last = slice(sources * free, size)
    for s in range(sources):
        here = slice(s * free, (s + 1) * free)
        one, x, xx = beliefs.loading_information[s][:, 1:, 1:]
        information[here, here] += one
        information[here, last] += x
        information[last, here] += x
        information[last, last] += xx
        score[here] = beliefs.loading_score[s, 1:] - loadings.intercept[s, 1:] / LOADING_PRIOR[0] ** 2
    score[last] = beliefs.loading_score[-1, 1:] - loadings.slope[1:] / LOADING_PRIOR[1] ** 2
    spread = np.repeat([LOADING_PRIOR[0], LOADING_PRIOR[1]], [sources * free, free])
    step = RELAX * np.clip(np.linalg.solve(information + np.diag(spread**-2.0), score), -0.3, 0.3)
    intercept, slope = loadings.intercept.copy(), loadings.slope.copy()
    intercept[:, 1:] += step[: sources * free].reshape(sources, free)
    slope[1:] += step[last]

    now = np.array([loadings.log_concentration, loadings.log_clustering])
    at, sd = np.array(DISPERSION_PRIOR).T
    cross = beliefs.dispersion_score @ beliefs.dispersion_score.T + np.diag(sd**-2.0)
    move = np.linalg.solve(cross, beliefs.dispersion_score.sum(1) - (now - at) / sd**2)
    log_a, log_b = now + RELAX * np.clip(move, -0.5, 0.5)
    return Loadings(intercept, slope, float(log_a), float(log_b))


def _first_period(paths: Paths) -> tuple[float, float]:
    """Location and scale of the first period over dyads, posterior variance included."""
    first, var = paths.mean[:, 0], paths.var[:, 0]
    at = float(first.mean())
    return at, float(np.sqrt(((first - at) ** 2 + var).mean()))


def _fold(
    loadings: Loadings, prior: ScalePrior, paths: Paths, at: float, by: float
) -> tuple[Loadings, ScalePrior, Paths]:
    """Fold the first period's free location and scale back into the parameters (PX-EM)."""
    return (
        replace(loadings, intercept=loadings.intercept + loadings.slope * at, slope=loadings.slope * by),
        replace(prior, mean=prior.mean - float(np.log(by))),
        Paths((paths.mean - at) / by, paths.var / by**2, paths.cov / by**2),
    )


def _mixture(p: Array, h: Array, mixing: Array, weights: Array) -> Paths:
    """Moments of the paths integrated over the grid of scales."""
    mean, second, cross = np.zeros_like(p), np.zeros_like(p), np.zeros_like(mixing)
    for g, tau in enumerate(GRID):
        part, w = smooth(p, h, mixing / tau**2), weights[:, g : g + 1]
        mean += w * part.mean
        second += w * (part.var + part.mean**2)
        cross += w * (part.cov + part.mean[:, 1:] * part.mean[:, :-1])
    return Paths(mean, second - mean**2, cross - mean[:, 1:] * mean[:, :-1])


def _vector(loadings: Loadings, prior: ScalePrior) -> Array:
    return np.concatenate(
        [
            loadings.intercept.ravel(),
            loadings.slope,
            [loadings.log_concentration, loadings.log_clustering, prior.mean, prior.sd],
        ]
    )
