"""Paths, draws and likelihood of temperature: each against something computed another way."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.special import gammaln, polygamma, psi
from scipy.stats import norm
from scipy.stats import t as student

from detente.measures.temperature import (
    Cells,
    Curve,
    Loadings,
    draw_blocks,
    draw_paths,
    fit,
    log_pmf,
    scheme,
    shares,
    smooth,
)
from detente.measures.temperature.innovations import DAMP, LOOSEST, Mixture, mixture
from detente.measures.temperature.likelihood import expectations
from detente.measures.temperature.polygamma import digamma, trigamma
from detente.measures.temperature.scales import GRID
from temperature_sample import YEARS, simulated


def dense(
    precision: np.ndarray, shift: np.ndarray, q: np.ndarray, r: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    size = len(precision)
    j, h = np.diag(precision), shift.copy()
    j[0, 0] += 1
    for t in range(size - 1):
        j[t : t + 2, t : t + 2] += q[t] * np.array([[1, -1], [-1, 1]])
        h[t] -= r[t]
        h[t + 1] += r[t]
    cov = np.linalg.inv(j)
    return cov @ h, cov, 0.5 * float(h @ cov @ h - np.linalg.slogdet(j)[1])


def test_smoother_equals_a_dense_solve() -> None:
    rng = np.random.default_rng(1)
    precision, shift = rng.gamma(1, size=(3, 7)), rng.standard_normal((3, 7))
    precision[1, 2:5] = shift[1, 2:5] = 0
    q, r = rng.gamma(2, size=(3, 6)), rng.standard_normal((3, 6))
    paths, evidence = smooth(precision, shift, q, r)
    for d in range(3):
        mean, cov, log = dense(precision[d], shift[d], q[d], r[d])
        np.testing.assert_allclose(paths.mean[d], mean)
        np.testing.assert_allclose(paths.var[d], np.diag(cov))
        np.testing.assert_allclose(paths.cov[d], np.diag(cov, 1))
        assert evidence[d] == pytest.approx(log)


def test_draws_have_the_moments_of_the_paths() -> None:
    paths, _ = smooth(np.full((1, 4), 0.5), np.ones((1, 4)), np.full((1, 3), 2.0))
    drawn = draw_paths(paths, 40_000, np.random.default_rng(0))[:, 0]
    np.testing.assert_allclose(drawn.mean(0), paths.mean[0], atol=0.02)
    np.testing.assert_allclose(np.cov(drawn.T)[range(3), range(1, 4)], paths.cov[0], atol=0.02)


def test_blocks_of_draws_are_the_draws() -> None:
    paths, _ = smooth(np.full((3, 4), 0.5), np.ones((3, 4)), np.full((3, 3), 2.0))
    blocks = list(draw_blocks(paths, 40, np.random.default_rng(0)))
    assert [at.start for at, _ in blocks] == [0, 16, 32]
    np.testing.assert_array_equal(
        np.concatenate([block for _, block in blocks]), draw_paths(paths, 40, np.random.default_rng(0))
    )


def test_normals_add_up_to_student_t() -> None:
    variance, weight = mixture(4.0)
    at = np.linspace(-6, 6, 49)
    density = weight @ norm.pdf(at[None], scale=np.sqrt(variance)[:, None])
    np.testing.assert_allclose(density, student.pdf(at, 4), rtol=0.03, atol=1e-3)


@pytest.mark.parametrize(("at", "spread"), [(0.2, 0.1), (-1.5, 1.0), (6.0, 0.5), (0.3, 40.0), (40.0, 200.0)])
def test_a_factor_has_the_moments_of_its_normals_in_the_cavity(at: float, spread: float) -> None:
    q, r = np.array([[0.5]]), np.array([[0.1]])
    precision = 1 / spread + q
    mean, var = (at / spread + r) / precision, 1 / precision
    revised = q.astype(np.float32), r.astype(np.float32)
    gain = Mixture.of(4.0).refine(mean, var, *revised)

    variance, weight = mixture(4.0)
    wide = spread + variance
    part = weight * norm.pdf(at, scale=np.sqrt(wide))
    mass, part = part.sum(), part / part.sum()
    centre = part @ (at * variance / wide)
    tilted = part @ ((at * variance / wide) ** 2 + spread * variance / wide) - centre**2
    target = max(1 / tilted - 1 / spread, LOOSEST), centre / tilted - at / spread
    for now, before, wanted in zip(revised, (q, r), target, strict=True):
        assert now.item() == pytest.approx(before.item() + DAMP * (wanted - before.item()), rel=1e-3, abs=1e-4)
    under_factor = np.exp(0.5 * (mean**2 / var - at**2 / spread)) * np.sqrt(2 * np.pi * var / spread)
    assert gain.item() == pytest.approx(np.log(mass * 2 * np.pi / under_factor).item(), abs=1e-4)


def test_digamma_and_trigamma_are_scipys() -> None:
    x = np.concatenate([np.geomspace(1e-12, 1e7, 500), np.linspace(0.1, 30.0, 500)])
    np.testing.assert_allclose(digamma(x), psi(x), rtol=1e-13, atol=1e-11)
    np.testing.assert_allclose(trigamma(x), polygamma(1, x), rtol=1e-13)


@pytest.mark.parametrize("dispersion", [0.3, 4.0, np.inf])
def test_probabilities_of_all_counts_add_up_to_one(dispersion: float) -> None:
    total = 6
    every = np.array([n for n in product(range(total + 1), repeat=3) if sum(n) == total], dtype=float).T
    p = np.repeat([[0.2], [0.5], [0.3]], every.shape[1], axis=1)
    assert np.exp(log_pmf(every, p, np.full(every.shape[1], dispersion))).sum() == pytest.approx(1)


def test_the_curve_inverts_the_weighted_share() -> None:
    intercept, slope = np.array([0.0, -1.0, 0.5, -2.0]), np.array([0.0, -0.4, -0.8, -1.2])
    x = np.linspace(-4, 4, 33)
    np.testing.assert_allclose(Curve.of(intercept, slope).nearest(slope @ shares(x, intercept, slope)), x, atol=1e-4)


def test_events_do_not_notice_copies() -> None:
    once = Loadings(np.zeros((1, 2)), np.zeros(2), 3.0, 1.5)
    twice = Loadings(np.zeros((1, 2)), np.zeros(2), 3.0, 2 * 2.5 - 1)
    n = np.array([[1.0, 7.0, 300.0, 0.0], [0.0, 2.0, 40.0, 0.0]])
    np.testing.assert_allclose(once.counted(n), twice.counted(2 * n))
    assert once.events(np.array([0.0, 1.0]))[0] == 0
    assert once.events(np.array([1.0]))[0] >= 1
    assert once.events(np.array([1e6]))[0] == pytest.approx(1e6 / 2.5)


def test_site_slopes_are_derivatives_of_the_likelihood() -> None:
    cells = Cells.from_frame(simulated(dyads=5)[0], scheme("quad"), YEARS)
    rng = np.random.default_rng(0)
    slope = np.array([0.0, -0.3, -0.7, -1.1])
    loadings = Loadings(np.array([[0.0, -1.0, -0.5, -0.8]]), slope, np.log(20), 1.0)
    x, step = rng.standard_normal(len(cells.total)), 1e-5

    def log_likelihood(at: np.ndarray) -> np.ndarray:
        a, n = loadings.concentration * shares(at, loadings.intercept[0], slope), loadings.counted(cells.n)
        return (gammaln(n + a) - gammaln(a)).sum(0)

    numeric = (log_likelihood(x + step) - log_likelihood(x - step)) / (2 * step)
    exact = expectations(cells, loadings, x, np.full_like(x, 1e-12)).slope
    np.testing.assert_allclose(exact, numeric, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("freedom", [4.0, np.inf])
def test_paths_agree_with_an_exact_filter_on_a_grid(freedom: float) -> None:
    """Sites, expectation propagation and the integral over τ, against sums over 301 values of the trait."""
    used = scheme("quad")
    cells = Cells.from_frame(simulated(dyads=40)[0], used, YEARS)
    first = fit(cells, used, freedom=freedom)
    held = fit(cells, used, freedom=freedom, start=(first.loadings, first.prior), hold=True)
    mean, sd = exact(cells, first.loadings, np.exp(first.prior.log_weights()), freedom)
    assert np.abs((held.paths.mean - mean) / sd).max() < 0.3
    assert np.quantile(np.abs((held.paths.mean - mean) / sd), 0.9) < 0.1
    ratio = np.sqrt(held.paths.var) / sd
    assert 0.95 < np.median(ratio) < 1.05
    assert np.quantile(ratio, [0.02, 0.98]) == pytest.approx([1, 1], abs=0.2)


def exact(cells: Cells, loadings: Loadings, prior: np.ndarray, freedom: float) -> tuple[np.ndarray, np.ndarray]:
    """Posterior moments by forward and backward sums, scale by scale."""
    dyads, periods = cells.shape
    x = np.linspace(-6, 6, 301)
    width = x[1] - x[0]
    a = loadings.concentration * shares(x, loadings.intercept[0], loadings.slope)
    n, events = loadings.counted(cells.n), loadings.events(cells.total)
    log = np.zeros((dyads * periods, len(x)))
    log[cells.at] = (gammaln(n[:, :, None] + a[:, None]) - gammaln(a)[:, None]).sum(0)
    log[cells.at] -= gammaln(loadings.concentration + events)[:, None]
    log = log.reshape(dyads, periods, -1)
    like = np.exp(log - log.max(2, keepdims=True))
    law = student(freedom) if np.isfinite(freedom) else norm()
    evidence, first, second = np.zeros((dyads, len(GRID))), [], []
    for g, tau in enumerate(GRID):
        gap = x[None] - x[:, None]
        move = law.cdf((gap + width / 2) / tau) - law.cdf((gap - width / 2) / tau)
        ahead, back = np.empty_like(like), np.ones_like(like)
        for t in range(periods):
            ahead[:, t] = (norm.pdf(x) * width if t == 0 else ahead[:, t - 1] @ move) * like[:, t]
            mass = ahead[:, t].sum(1, keepdims=True)
            evidence[:, g] += np.log(mass[:, 0])
            ahead[:, t] /= mass
        for t in range(periods - 2, -1, -1):
            back[:, t] = (back[:, t + 1] * like[:, t + 1]) @ move.T
            back[:, t] /= back[:, t].max(1, keepdims=True)
        both = ahead * back
        both /= both.sum(2, keepdims=True)
        first.append(both @ x)
        second.append(both @ x**2)
    weight = np.exp(evidence - evidence.max(1, keepdims=True)) * prior
    weight /= weight.sum(1, keepdims=True)
    mean = np.einsum("dg,gdt->dt", weight, np.array(first))
    return mean, np.sqrt(np.einsum("dg,gdt->dt", weight, np.array(second)) - mean**2)
