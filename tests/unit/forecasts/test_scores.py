"""Scores against closed forms."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from detente.forecasts import brier, crps, interval_score


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
