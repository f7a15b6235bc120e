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

from collections.abc import Sequence
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
ESTIMATOR = 4

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
    of_source : tuple of Loadings
        α, λ, A, b of each source.
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
    of_source: tuple[Loadings, ...]
    prior: ScalePrior
    freedom: float
    paths: Paths
    scale: Array
    scale_weights: Array
    rounds: int
    change: float

    @property
    def loadings(self) -> Loadings:
        """α, λ, A, b of the first source."""
        return self.of_source[0]


def fit(
    cells: Cells,
    scheme: Scheme,
    *,
    freedom: float = 4.0,
    start: tuple[Loadings | Sequence[Loadings], ScalePrior] | None = None,
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
    start : (Loadings or sequence of Loadings, ScalePrior), optional
        Parameters to start from, as from an earlier fit of the same classes and sources: one of each source.
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
    sources, prior = _begun(cells, scheme, start, plain=plain)
    walks = Walks(histories.shape, histories.of_dyad, freedom, prior)
    paths = Paths(np.zeros((rows, periods)), np.ones((rows, periods)), np.zeros((rows, periods - 1)))
    site_p, site_h = np.zeros_like(cells.total), np.zeros_like(cells.total)
    checked, seen, change, near, done = _vector(sources, prior), paths, np.inf, False, 0
    while done < rounds and change >= tolerance:
        if not near and change < NEAR:
            near = True
            walks.narrow()
        mean, var = (moment[histories.of_cell, histories.period] for moment in (paths.mean, paths.var))
        for source in sources:
            here = source.at
            source.beliefs = expectations(source.cells, source.loadings, mean[here], var[here])
            site_p[here], site_h[here] = sites(source.beliefs, mean[here], site_p[here], site_h[here], done)
        p, h = histories.spread(site_p), histories.spread(site_h)
        if done < SETTLE:
            paths = walks.smoothed(p, h)
        else:
            integral = walks.integrated(p, h, prior, hold=hold, refined=done % REFINE_EVERY == 0)
            paths, prior = integral.paths, integral.prior
            if not hold and done >= still:
                at, by = _first_period(paths, histories)
                for source in sources:
                    source.step(direction(scheme), at, by, plain=plain)
                prior = replace(prior, mean=prior.mean - float(np.log(by)))
                paths = Paths((paths.mean - at) / by, paths.var / by**2, paths.cov / by**2)
                site_p, site_h = site_p * by**2, (site_h - site_p * at) * by
        done += 1
        if done % CHECK_EVERY == 0:
            now = _vector(sources, prior)
            moved = paths.mean - seen.mean if hold else (now - checked) * _weights(now)
            change = float(np.abs(moved).max()) if done > EARLIEST else np.inf
            checked, seen = now, paths
    p, h = histories.spread(site_p), histories.spread(site_h)
    for _ in range(FINISH):
        integral = walks.integrated(p, h, prior, hold=True, refined=True)
    weights, each = integral.weights[histories.of_dyad], integral.paths.of(histories.of_dyad)
    of_source = tuple(source.loadings for source in sources)
    return Fit(cells, of_source, prior, freedom, each, np.exp(weights @ np.log(GRID)), weights, done, change)


@dataclass(slots=True)
class SourceState:
    """One source's cells, where they stand among all cells, its parameters, and what its cells said last."""

    at: NDArray[np.intp]
    cells: Cells
    sizes: _Sizes
    loadings: Loadings
    beliefs: Expectations
    before: tuple[float, float] | None = None

    @classmethod
    def of(cls, at: NDArray[np.intp], cells: Cells, scheme: Scheme) -> SourceState:
        """Take intercepts from its shares, slopes toward cooperation, and the clustering that goes with both."""
        seen = cells.n.sum(1)
        intercept = np.log(seen / seen.sum() + 1e-4)[None]
        first = Loadings(intercept - intercept[:, :1], direction(scheme), float(np.log(20.0)), 0.0)
        beliefs = expectations(cells, first, np.zeros_like(cells.total), np.ones_like(cells.total))
        sizes = _Sizes.of(cells.total)
        clustering = _clustering(sizes, beliefs.spread, 1 / (1 + first.concentration))
        return cls(at, cells, sizes, replace(first, clustering=clustering), beliefs)

    def step(self, direction: Array, at: float, by: float, *, plain: bool) -> None:
        """Move its parameters once, and fold the first period's free location and scale into them (PX-EM)."""
        loadings, self.before = _next_loadings(
            self.sizes, self.beliefs, self.loadings, direction, self.before, plain=plain
        )
        self.loadings = replace(
            loadings,
            intercept=loadings.intercept + loadings.slope * at,
            slope=np.clip(loadings.slope * by, -STEEPEST, STEEPEST),
        )


def _begun(
    cells: Cells, scheme: Scheme, start: tuple[Loadings | Sequence[Loadings], ScalePrior] | None, *, plain: bool
) -> tuple[list[SourceState], ScalePrior]:
    """Return the sources and the prior of scales to start from."""
    sources, prior = [SourceState.of(*part, scheme) for part in cells.by_source()], ScalePrior(float(np.log(0.3)), 0.5)
    if start is not None:
        given, prior = start
        for source, its in zip(sources, [given] if isinstance(given, Loadings) else given, strict=True):
            source.loadings = its
    if plain:
        for source in sources:
            source.loadings = replace(source.loadings, log_concentration=PLAIN, clustering=0.0)
    return sources, prior


def direction(scheme: Scheme) -> Array:
    """Return the λ expected: one unit between cooperative and conflictual classes, zero for the reference class."""
    cooperative = np.array([1.0 if c in scheme.cooperative else 0.0 for c in scheme])
    return np.asarray(cooperative - cooperative[0])


def sites(beliefs: Expectations, mean: Array, p: Array, h: Array, done: int) -> tuple[Array, Array]:
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
    free = len(loadings.slope) - 1
    one, x, xx = beliefs.loading_information[:, 1:, 1:]
    information = np.block([[one, x], [x, xx]])
    spread = np.repeat(LOADING_PRIOR, free)
    off = np.concatenate([loadings.intercept[0, 1:], (loadings.slope - direction)[1:]])
    score = beliefs.loading_score[:, 1:].ravel() - off / spread**2
    step = RELAX * np.clip(np.linalg.solve(information + np.diag(spread**-2.0), score), -0.3, 0.3)
    intercept, slope = loadings.intercept.copy(), loadings.slope.copy()
    intercept[0, 1:] += step[:free]
    slope[1:] += step[free:]
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


def _vector(sources: Sequence[SourceState], prior: ScalePrior) -> Array:
    each = (source.loadings for source in sources)
    parts = [(its.intercept.ravel(), its.slope, [its.log_concentration, np.log1p(its.clustering)]) for its in each]
    return np.concatenate([*(values for part in parts for values in part), [prior.mean, prior.sd]])


def _weights(vector: Array) -> Array:
    """How much a move of each parameter counts."""
    weights = np.ones_like(vector)
    weights[-2:] = OF_SCALES
    return weights
