r"""Fit the dynamic trait model: sites, paths, loadings, dispersion and innovation scales in turn.

.. math::

   n_{ijt} \mid N_{ijt} &\sim \ell(\mathrm{softmax}(\alpha_s + \lambda x_{ijt}); A, \kappa)
   \qquad \text{(see the likelihood module)} \\
   x_{ij1} &\sim N(0, 1), \qquad x_{ijt} = x_{ij,t-1} + \tau_{ij}\,\epsilon_{ijt},
   \qquad \epsilon \sim t_\nu \text{ or } N(0, 1) \\
   \log \tau_{ij} &\sim N(m_\tau, s_\tau^2)

One round: each cell's likelihood becomes a Gaussian site matched in expectation (variational, by quadrature); all paths
are smoothed at once; the loadings take a Fisher-scoring step, A a BHHH step, and κ solves its moment equation. Each
dyad's scale is integrated over a grid with weights from the path evidence, as in nested Laplace approximation, which
keeps the uncertainty of τ in the path's; Student-t innovations are Gaussian factors refined by expectation propagation,
one set for each τ, in every other round. Expanding the parameters with a free location and scale of the first period
and folding them back (PX-EM; Liu, Rubin & Wu 1998) takes the slow direction out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.measures.temperature.cells import Cells
from detente.measures.temperature.histories import Histories
from detente.measures.temperature.likelihood import Expectations, Loadings, expectations
from detente.measures.temperature.scales import GRID, ScalePrior, Walks
from detente.measures.temperature.schemes import Scheme
from detente.measures.temperature.smoother import Paths

__all__ = ["ESTIMATOR", "Fit", "fit"]

Array = NDArray[np.float64]

# Raise it with every change, in any module of this package, after which the same counts give other figures, be it in
# their last digits: what users have kept is then estimated again. A test holds the number to figures.
ESTIMATOR = 3

SETTLE = 2  # rounds in which paths are smoothed under averaged factors
COLD, WARM = 3, 6  # rounds in which only the paths move: until parameters that are known would not move from there
CAREFUL = 4  # rounds in which sites use Fisher information
SITE_STEP = 0.7  # of every round but the first: full steps make some flat cells swing between two states
FARTHEST_PULL = 3.0  # a site pulls its path at most this far: flat cells say little, and say it near by
RELAX = 0.5  # paths and loadings answer the same residuals; half steps keep them from both correcting it
REFINE_EVERY = 2  # rounds from one refinement of innovations to the next: the factors take longest to settle
CHECK_EVERY = 3  # rounds from one look at how far the parameters have moved to the next: odd, so as to see a swing
EARLIEST = 20  # rounds before the fit may end
OF_SCALES = 0.25  # how far the prior of scales moves the paths, beside the other parameters
NEAR = 0.05  # parameters that move less than this are near the answer, and scales without weight are left out
FINISH = 3  # integrations that end the fit, with everything else held
LOADING_PRIOR = (5.0, 1.0)  # sd of α around zero, and of λ around the direction of cooperation, on the working scale
CONCENTRATION_PRIOR = (3.0, 2.0)  # mean and sd of log A
PLAIN = float(np.log(1e7))  # log A that no number of reports can tell from infinity
STEEPEST = 8.0  # |λ|: where classes keep to different dyads altogether, there is no end to it
LEAST_MOVE = 1e-4  # of log A: over less its score tells no curvature
STEEPER = 4.0  # times the outer product: the curvature of log A's score at most
LEAST_CONCENTRATED = float(np.log(0.5))  # log A, likewise
MOST_CLUSTERED = 1000.0  # κ lies between 1 and this, or this many times a tenth of the median cell's reports


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
        Posterior weight of each scale in ``scales.GRID``.
    rounds : int
        Rounds run.
    change : float
        Largest move of a parameter in the last three rounds (of a path, where the parameters were held).
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
    plain: bool = False,
    rounds: int = 200,
    tolerance: float = 0.005,
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
    plain : bool
        Fit a multinomial, A = ∞ and κ = 1, for comparison: it is far too sure of itself.
    rounds, tolerance
        Stop after `rounds`, or when no parameter has moved by `tolerance` in three (the prior of scales: by four
        times as much).

    Returns
    -------
    Fit
        Parameters and posterior paths on the working scale.
    """
    still = COLD if start is None else WARM
    histories = Histories.of(cells)
    rows, periods = histories.shape
    sizes = _Sizes.of(cells.total)
    loadings, prior = start or (_first_loadings(cells, sizes, scheme), ScalePrior(float(np.log(0.3)), 0.5))
    if plain:
        loadings = replace(loadings, log_concentration=PLAIN, clustering=0.0)
    walks = Walks(histories.shape, histories.of_dyad, freedom, prior)
    paths = Paths(np.zeros((rows, periods)), np.ones((rows, periods)), np.zeros((rows, periods - 1)))
    site_p, site_h = np.zeros_like(cells.total), np.zeros_like(cells.total)
    checked, seen, change, near, done = _vector(loadings, prior), paths, np.inf, False, 0
    slope_of_a: tuple[float, float] | None = None
    while done < rounds and change >= tolerance:
        if not near and change < NEAR:
            near = True
            walks.narrow()
        mean, var = (moment[histories.of_cell, histories.period] for moment in (paths.mean, paths.var))
        beliefs = expectations(cells, loadings, mean, var)
        site_p, site_h = _sites(beliefs, mean, site_p, site_h, done)
        p, h = histories.spread(site_p), histories.spread(site_h)
        if done < SETTLE:
            paths = walks.smoothed(p, h)
        else:
            integral = walks.integrated(p, h, prior, hold=hold, refined=done % REFINE_EVERY == 0)
            paths, prior = integral.paths, integral.prior
            if not hold and done >= still:
                loadings, slope_of_a = _next_loadings(
                    sizes, beliefs, loadings, _direction(scheme), slope_of_a, plain=plain
                )
                at, by = _first_period(paths, histories)
                loadings, prior, paths = _fold(loadings, prior, paths, at, by)
                site_p, site_h = site_p * by**2, (site_h - site_p * at) * by
        done += 1
        if done % CHECK_EVERY == 0:
            now = _vector(loadings, prior)
            moved = paths.mean - seen.mean if hold else (now - checked) * _weights(now)
            change = float(np.abs(moved).max()) if done > EARLIEST else np.inf
            checked, seen = now, paths
    p, h = histories.spread(site_p), histories.spread(site_h)
    for _ in range(FINISH):
        integral = walks.integrated(p, h, prior, hold=True, refined=True)
    weights, each = integral.weights[histories.of_dyad], integral.paths.of(histories.of_dyad)
    return Fit(cells, loadings, prior, freedom, each, np.exp(weights @ np.log(GRID)), weights, done, change)


def _first_loadings(cells: Cells, sizes: _Sizes, scheme: Scheme) -> Loadings:
    """Take intercepts from each source's shares, slopes toward cooperation, and the clustering that goes with both."""
    sources, classes = len(cells.sources), len(cells.classes)
    intercept = np.empty((sources, classes))
    for s in range(sources):
        seen = cells.n[:, cells.source == s].sum(1)
        intercept[s] = np.log(seen / seen.sum() + 1e-4)
    first = Loadings(intercept - intercept[:, :1], _direction(scheme), float(np.log(20.0)), 0.0)
    beliefs = expectations(cells, first, np.zeros_like(cells.total), np.ones_like(cells.total))
    return replace(first, clustering=_clustering(sizes, beliefs.spread, 1 / (1 + first.concentration)))


def _direction(scheme: Scheme) -> Array:
    """Return the λ expected: one unit between cooperative and conflictual classes, zero for the reference class."""
    cooperative = np.array([1.0 if c in scheme.cooperative else 0.0 for c in scheme])
    return np.asarray(cooperative - cooperative[0])


def _sites(beliefs: Expectations, mean: Array, p: Array, h: Array, done: int) -> tuple[Array, Array]:
    """Gaussian sites that match the cells in expectation, in the first rounds by Fisher information."""
    if done < CAREFUL:
        target = beliefs.fisher
    else:
        target = np.clip(-beliefs.curvature, 0.1 * beliefs.fisher, 4.0 * beliefs.fisher + 0.1)
    target = np.maximum(target, np.abs(beliefs.slope) / FARTHEST_PULL)
    step = SITE_STEP if done else 1.0
    return (1 - step) * p + step * target, (1 - step) * h + step * (beliefs.slope + target * mean)


def _next_loadings(
    sizes: _Sizes,
    beliefs: Expectations,
    loadings: Loadings,
    direction: Array,
    before: tuple[float, float] | None,
    *,
    plain: bool,
) -> tuple[Loadings, tuple[float, float] | None]:
    """One Fisher-scoring step for α and λ, one BHHH step for log A; b solved for. A plain fit keeps A and b.

    `before` and the second value returned are log A and its score, a round before and now. Where cells agree less than
    the model expects, the scores' outer product falls short of the curvature, by half and more, and log A would swing
    from one side of its mode to the other for ever; so the curvature between the two rounds counts where it is larger.
    """
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
    score[last] = beliefs.loading_score[-1, 1:] - (loadings.slope - direction)[1:] / LOADING_PRIOR[1] ** 2
    spread = np.repeat([LOADING_PRIOR[0], LOADING_PRIOR[1]], [sources * free, free])
    step = RELAX * np.clip(np.linalg.solve(information + np.diag(spread**-2.0), score), -0.3, 0.3)
    intercept, slope = loadings.intercept.copy(), loadings.slope.copy()
    intercept[:, 1:] += step[: sources * free].reshape(sources, free)
    slope[1:] += step[last]
    if plain:
        return replace(loadings, intercept=intercept, slope=slope), None

    at, sd = CONCENTRATION_PRIOR
    each, log_a = beliefs.concentration_score, loadings.log_concentration
    gradient = float(each.sum()) - (log_a - at) / sd**2
    curvature = float(np.einsum("m,m", each, each)) + sd**-2.0
    if before is not None and abs(log_a - before[0]) > LEAST_MOVE:
        curvature = float(np.clip((before[1] - gradient) / (log_a - before[0]), curvature, STEEPER * curvature))
    move = float(np.clip(gradient / curvature, -0.5, 0.5))
    next_a = max(log_a + move, LEAST_CONCENTRATED)
    clustering = _clustering(sizes, beliefs.spread, 1 / (1 + np.exp(next_a)))
    return Loadings(intercept, slope, next_a, clustering), (log_a, gradient)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How large cells are: each size once, the size of each cell, and the median."""

    size: Array
    of_cell: NDArray[np.intp]
    median: float

    @classmethod
    def of(cls, total: Array) -> _Sizes:
        return cls(*np.unique(total, return_inverse=True), float(np.median(total)))


def _clustering(sizes: _Sizes, spread: Array, floor: float) -> float:
    """B = κ − 1 that makes the spread of shares what κ says it is, weighted by its precision (bisection in log κ)."""
    size = sizes.size
    seen, many = np.bincount(sizes.of_cell, weights=spread), np.bincount(sizes.of_cell)
    low, high = 0.0, float(np.log(MOST_CLUSTERED * max(1.0, sizes.median / 10)))
    for _ in range(40):
        middle = (low + high) / 2
        ratio = size / np.exp(middle)
        events = np.hypot(1.0, ratio)
        expected = floor + (1 - floor) / events
        residual = (seen - many * expected) / expected**2 * ratio**2 / events**3
        low, high = (middle, high) if residual.sum() > 0 else (low, middle)
    return float(np.expm1((low + high) / 2))


def _first_period(paths: Paths, histories: Histories) -> tuple[float, float]:
    """Location and scale of the first period over dyads, posterior variance included."""
    first, var = paths.mean[histories.of_dyad, 0], paths.var[histories.of_dyad, 0]
    at = float(first.mean())
    return at, float(np.sqrt(((first - at) ** 2 + var).mean()))


def _fold(
    loadings: Loadings, prior: ScalePrior, paths: Paths, at: float, by: float
) -> tuple[Loadings, ScalePrior, Paths]:
    """Fold the first period's free location and scale back into the parameters (PX-EM)."""
    return (
        replace(
            loadings,
            intercept=loadings.intercept + loadings.slope * at,
            slope=np.clip(loadings.slope * by, -STEEPEST, STEEPEST),
        ),
        replace(prior, mean=prior.mean - float(np.log(by))),
        Paths((paths.mean - at) / by, paths.var / by**2, paths.cov / by**2),
    )


def _vector(loadings: Loadings, prior: ScalePrior) -> Array:
    return np.concatenate(
        [
            loadings.intercept.ravel(),
            loadings.slope,
            [loadings.log_concentration, np.log1p(loadings.clustering), prior.mean, prior.sd],
        ]
    )


def _weights(vector: Array) -> Array:
    """How much a move of each parameter counts."""
    weights = np.ones_like(vector)
    weights[-2:] = OF_SCALES
    return weights
