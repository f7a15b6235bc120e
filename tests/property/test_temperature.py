"""What must hold of temperatures whatever the counts."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.measures.temperature import Cells, conduct, fit, scheme, shares, temperature

YEARS = [date(y, 1, 1) for y in range(2001, 2009)]
QUAD = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
ALPHA, LAMBDA = np.array([0.0, -1.5, -1.0, -1.2]), np.array([0.0, -0.1, -0.8, -1.0])
CONCENTRATION, COPIES = 25.0, 2
few = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def simulated(seed: int, dyads: int = 40, times: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts (D, T, C) of reports that come in copies, standings, and conduct projected on the trait's curve."""
    rng = np.random.default_rng(seed)
    tau = np.exp(rng.normal(np.log(0.25), 0.4, dyads))
    step = tau[:, None] * rng.standard_t(4, (dyads, len(YEARS) - 1))
    x = np.cumsum(np.c_[rng.standard_normal(dyads), step], axis=1)
    p = shares(x.ravel(), ALPHA, LAMBDA)
    gamma = rng.standard_gamma(CONCENTRATION * p)
    realised = gamma / gamma.sum(0)
    size = np.repeat(rng.choice([2, 10, 60], dyads), len(YEARS))
    n = np.array([rng.multinomial(rng.poisson(s * times), r) for s, r in zip(size, realised.T, strict=True)]) * COPIES
    grid = np.linspace(-10, 10, 4001)
    projected = np.interp(LAMBDA @ realised, LAMBDA @ shares(grid, ALPHA, LAMBDA), grid)
    return n.reshape(dyads, len(YEARS), 4), x, projected.reshape(x.shape)


def frame(n: np.ndarray, classes: tuple[str, ...] = QUAD) -> pl.DataFrame:
    d, t, c = np.nonzero(n)
    return pl.DataFrame(
        {
            "dataset": ["d"] * len(d),
            "source": [f"A{i:03d}" for i in d],
            "target": [f"B{i:03d}" for i in d],
            "period": [YEARS[i] for i in t],
            "cls": [classes[i] for i in c],
            "reports": n[d, t, c],
        }
    )


def rows(n: np.ndarray) -> np.ndarray:
    """Which dyads are reported at all, and so are in the result."""
    return n.sum((1, 2)) > 0


@few
@given(st.integers(0, 10_000))
def test_the_order_of_dyads_does_not_matter(seed: int) -> None:
    n, _, _ = simulated(seed)
    order = np.random.default_rng(seed).permutation(len(n))
    one, other = temperature(frame(n), YEARS), temperature(frame(n[order]), YEARS)
    place = np.cumsum(rows(n)) - 1
    kept = [place[d] for d in order if rows(n)[d]]
    np.testing.assert_allclose(other.mean, one.mean[kept], atol=1e-6)
    np.testing.assert_allclose(other.sd, one.sd[kept], atol=1e-6)


@few
@given(st.integers(0, 10_000))
def test_names_of_classes_do_not_matter_within_their_sign(seed: int) -> None:
    """Words and deeds change places: the likelihood does not know which is which, only the order of classes changes."""
    n, _, _ = simulated(seed)
    swapped = (QUAD[1], QUAD[0], QUAD[3], QUAD[2])
    one, other = temperature(frame(n), YEARS), temperature(frame(n, swapped), YEARS)
    # another reference class means another parametrisation and weak priors on other contrasts: near, not equal
    assert np.abs((other.mean - one.mean) / one.sd).max() < 0.5
    assert np.corrcoef(other.mean.ravel(), one.mean.ravel())[0, 1] > 0.995


@few
@given(st.integers(0, 10_000))
def test_cooperation_for_conflict_flips_the_sign(seed: int) -> None:
    n, _, _ = simulated(seed)
    swapped = (QUAD[2], QUAD[3], QUAD[0], QUAD[1])
    one, other = temperature(frame(n), YEARS), temperature(frame(n, swapped), YEARS)
    assert np.corrcoef(other.mean.ravel(), one.mean.ravel())[0, 1] < -0.99


@few
@given(st.integers(0, 10_000))
def test_more_events_never_widen_on_average(seed: int) -> None:
    """The same conduct in ten times the events, read with the same parameters."""
    n, _, _ = simulated(seed)
    one = temperature(frame(n), YEARS)
    held = (one.fit.loadings, one.fit.prior)
    cells = Cells.from_frame(frame(simulated(seed, times=10)[0]), scheme("quad"), YEARS)
    more = fit(cells, scheme("quad"), start=held, hold=True)
    assert conduct(more).sd.mean() < one.conduct.sd.mean()
    assert more.paths.var.mean() < one.fit.paths.var.mean()


@few
@given(st.integers(0, 10_000), st.integers(2, 7))
def test_copies_of_every_report_change_nothing(seed: int, copies: int) -> None:
    n, _, _ = simulated(seed)
    one, other = temperature(frame(n), YEARS), temperature(frame(n * copies), YEARS)
    assert np.abs((other.mean - one.mean) / one.sd).max() < 1e-6
    assert np.abs(other.sd / one.sd - 1).max() < 1e-6
    ratio = (1 + other.fit.loadings.clustering) / (1 + one.fit.loadings.clustering)
    assert ratio == pytest.approx(copies, rel=1e-6)


def test_nine_in_ten_intervals_hold_the_truth() -> None:
    """Ten worlds of 120 dyads: the scale is re-estimated in each, so the truth is put on each result's own scale."""
    hits = {"temperature": [], "standing": []}
    for seed in range(10):
        n, x, truth_now = simulated(seed, dyads=120)
        found = temperature(frame(n), YEARS)
        seen = rows(n)
        weight = n[seen].sum(2) / n.sum()
        centre = (weight * truth_now[seen]).sum()
        unit = np.sqrt((weight * (truth_now[seen] - centre) ** 2).sum())
        for name, truth, mean, sd in (
            ("temperature", truth_now, found.mean, found.sd),
            ("standing", x, found.standing, found.standing_sd),
        ):
            hits[name].append((np.abs((truth[seen] - centre) / unit - mean) < 1.645 * sd).mean())
    for name, share in hits.items():
        assert np.mean(share) == pytest.approx(0.9, abs=0.04), name
