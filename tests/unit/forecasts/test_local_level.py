"""The local level model against the joint normal distribution it stands for, and against its own simulations."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import multivariate_normal

from detente.forecasts import local_level
from detente.forecasts.models.local_level import _filter

Array = NDArray[np.float64]
START = 0.25  # variance of the level before the first period


def joint(y: Array, variance: Array, sigma: float, omega: float) -> tuple[float, float, float]:
    """Mean and variance of the last level, and the log likelihood, by dense matrices."""
    steps = np.arange(1, len(y) + 1)
    level = START + omega**2 * np.minimum.outer(steps, steps)
    seen = np.isfinite(y)
    start = y[seen][0]
    total = (level + np.diag(variance + sigma**2))[np.ix_(seen, seen)]
    gain = np.linalg.solve(total, level[-1, seen])
    mean = start + gain @ (y[seen] - start)
    fit = multivariate_normal(np.full(seen.sum(), start), total).logpdf(y[seen])
    return float(mean), float(level[-1, -1] - gain @ level[-1, seen]), float(fit)


@pytest.mark.parametrize("gap", [(), (3,), (2, 3, 7)])
def test_the_filter_is_the_joint_normal(gap: tuple[int, ...]) -> None:
    rng = np.random.default_rng(3)
    y = 0.7 + np.cumsum(0.03 * rng.standard_normal(10))
    y[list(gap)] = np.nan
    variance = rng.uniform(1e-4, 2e-3, 10)
    sigma, omega = np.array([0.005, 0.03, 0.1]), np.array([0.05, 0.01, 0.03])
    mean, var, fit = _filter(y, variance, sigma, omega)
    dense = np.array([joint(y, variance, s, o) for s, o in zip(sigma, omega, strict=True)])
    assert mean == pytest.approx(dense[:, 0], abs=1e-10)
    assert var == pytest.approx(dense[:, 1], abs=1e-10)
    assert np.diff(fit) == pytest.approx(np.diff(dense[:, 2]), abs=1e-8)  # both but for one constant


def test_the_interval_holds_what_it_says() -> None:
    rng = np.random.default_rng(11)
    held = []
    for _ in range(400):
        sigma, omega = np.abs(0.05 * rng.standard_normal(2))
        level = 0.6 + np.cumsum(omega * rng.standard_normal(23))
        y = level + sigma * rng.standard_normal(23)
        variance = np.full(20, 1e-4)
        seen = y[:20] + 1e-2 * rng.standard_normal(20)
        out = local_level(seen, variance, steps=3, draws=1000, seed=int(rng.integers(2**31)))
        lo, hi = np.quantile(out, (0.05, 0.95), axis=0)
        held.append((lo <= y[20:]) & (y[20:] <= hi))
    assert np.mean(held, axis=0) == pytest.approx([0.9, 0.9, 0.9], abs=0.045)  # three standard errors of 400


def test_the_spread_grows_and_the_same_seed_gives_the_same_draws() -> None:
    y, v = np.array([0.7, 0.72, np.nan, 0.69, 0.71]), np.full(5, 4e-4)
    v[2] = np.nan
    one, two = (local_level(y, v, steps=5, seed=4) for _ in range(2))
    assert np.array_equal(one, two)
    assert np.all(np.diff(one.std(axis=0)) > 0)
    assert np.isfinite(one).all()
