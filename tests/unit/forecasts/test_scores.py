"""Scores against closed forms."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from detente.forecasts import brier, crps, interval_score, log_score, quantile_score
from detente.forecasts.scores import crps_rows


@given(probability=st.floats(0, 1), outcome=st.sampled_from([0.0, 1.0]))
def test_the_brier_score_is_the_squared_error(probability: float, outcome: float) -> None:
    assert brier(outcome, probability) == pytest.approx((probability - outcome) ** 2, abs=1e-9)


@pytest.mark.parametrize("outcome", [-1.5, 0.0, 0.3, 2.0])
def test_the_crps_of_normal_draws_is_the_closed_form(outcome: float) -> None:
    draws = norm.ppf((np.arange(4000) + 0.5) / 4000)
    closed = outcome * (2 * norm.cdf(outcome) - 1) + 2 * norm.pdf(outcome) - 1 / sqrt(pi)
    assert crps(outcome, draws) == pytest.approx(closed, abs=1e-3)


def test_the_crps_of_few_draws_is_the_fair_sum() -> None:
    draws = np.array([0.1, 0.4, 0.9])
    pairs = sum(abs(a - b) for a in draws for b in draws) / (2 * 3 * 2)  # without a draw against itself
    assert crps(0.5, draws) == pytest.approx(np.abs(draws - 0.5).mean() - pairs)


@pytest.mark.parametrize(
    ("outcome", "expected"), [(0.5, 1.0), (-0.1, 1.0 + 20 * 0.1), (1.25, 1.0 + 20 * 0.25), (0.0, 1.0), (1.0, 1.0)]
)
def test_the_interval_score_is_width_and_penalty(outcome: float, expected: float) -> None:
    assert interval_score(outcome, 0.0, 1.0, 0.9) == pytest.approx(expected)


@given(
    outcome=st.floats(-5, 5),
    draws=st.lists(st.floats(-5, 5), min_size=2, max_size=30),
    ends=st.tuples(st.floats(-5, 5), st.floats(-5, 5)).map(sorted),
    coverage=st.floats(0.05, 0.95),
)
def test_scores_are_those_of_scoringrules(
    outcome: float, draws: list[float], ends: list[float], coverage: float
) -> None:
    expected = scoringrules.crps_ensemble(outcome, np.array(draws), estimator="pwm")
    assert crps(outcome, draws) == pytest.approx(expected, abs=1e-9)
    scored = scoringrules.interval_score(outcome, *ends, 1 - coverage)
    assert interval_score(outcome, *ends, coverage) == pytest.approx(scored, abs=1e-9)
    assert quantile_score(outcome, ends[0], coverage) == pytest.approx(
        2 * scoringrules.quantile_score(outcome, ends[0], coverage), abs=1e-9
    )


@given(probability=st.floats(0.001, 0.999), outcome=st.sampled_from([0.0, 1.0]))
def test_the_log_score_is_that_of_scoringrules(probability: float, outcome: float) -> None:
    assert log_score(outcome, probability) == pytest.approx(scoringrules.log_score(outcome, probability), abs=1e-9)


def test_rows_are_scored_as_one_by_one() -> None:
    rng = np.random.default_rng(2)
    outcomes, draws = rng.standard_normal(20), rng.standard_normal((20, 7))
    assert crps_rows(outcomes, draws) == pytest.approx([crps(y, x) for y, x in zip(outcomes, draws, strict=True)])


def test_the_mean_quantile_score_over_many_levels_is_the_crps() -> None:
    draws = norm.ppf((np.arange(2000) + 0.5) / 2000)
    levels = (np.arange(500) + 0.5) / 500
    scores = [quantile_score(0.3, q, level) for q, level in zip(np.quantile(draws, levels), levels, strict=True)]
    assert np.mean(scores) == pytest.approx(crps(0.3, draws), abs=1e-3)
