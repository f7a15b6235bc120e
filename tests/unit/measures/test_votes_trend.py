"""Slopes against SciPy's regression and quantiles, pooled agreement against sums over roll calls."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from detente.errors import TableError, UsageError
from detente.measures.intervals import student_quantile
from detente.measures.votes import pooled_agreement, slope

SHARES = st.lists(st.floats(0, 1), min_size=3, max_size=30)


@given(probability=st.floats(0.5, 0.9999), freedom=st.integers(1, 200))
def test_quantiles_of_t_are_those_of_scipy(probability: float, freedom: int) -> None:
    expected = stats.t.ppf(probability, freedom)
    assert student_quantile(probability, freedom) == pytest.approx(expected, rel=1e-8, abs=1e-8)


@given(values=SHARES, first=st.integers(1946, 2015), coverage=st.floats(0.5, 0.99))
def test_a_slope_is_that_of_scipy(values: list[float], first: int, coverage: float) -> None:
    years = list(range(first, first + len(values)))
    line = stats.linregress(years, values)
    assume(np.isfinite(line.stderr))  # SciPy gives no error of a line through values that are all the same
    half = line.stderr * stats.t.ppf((1 + coverage) / 2, len(values) - 2)
    found = slope(years, values, coverage=coverage)
    assert (found.value, found.lo, found.hi) == pytest.approx(
        (line.slope, line.slope - half, line.slope + half), rel=1e-6, abs=1e-6
    )


@pytest.mark.parametrize(("times", "values"), [([1, 2], [0, 1]), ([1, 2, 3], [0, 1]), ([1, 1, 1], [0, 1, 2])])
def test_points_without_a_line_are_errors(times: list[float], values: list[float]) -> None:
    with pytest.raises(UsageError):
        slope(times, values)


@pytest.mark.parametrize(("probability", "freedom"), [(0.4, 3), (1.0, 3), (0.9, 0)])
def test_quantiles_out_of_range_are_errors(probability: float, freedom: int) -> None:
    with pytest.raises(UsageError):
        student_quantile(probability, freedom)


def _years(votes: list[int], apart: list[float], by_chance: list[float]) -> pl.DataFrame:
    ends = {"raw_lo": 0.4, "raw_hi": 0.6, "kappa_lo": 0.1, "kappa_hi": 0.5}
    rows = [
        {"votes": v, "raw": 1 - d, "kappa": 1 - d / e, **ends} for v, d, e in zip(votes, apart, by_chance, strict=True)
    ]
    return pl.DataFrame(rows)


@given(
    years=st.lists(st.tuples(st.integers(1, 200), st.floats(0.01, 0.9), st.floats(0.05, 0.9)), min_size=1, max_size=5)
)
def test_pooled_kappa_is_that_of_all_roll_calls_together(years: list[tuple[int, float, float]]) -> None:
    votes, apart, by_chance = (list(column) for column in zip(*years, strict=True))
    pooled = pooled_agreement(_years(votes, apart, by_chance))
    total = sum(votes)
    observed = sum(v * d for v, d in zip(votes, apart, strict=True)) / total
    expected = sum(v * e for v, e in zip(votes, by_chance, strict=True)) / total
    assume(expected > 0)
    assert pooled.raw == pytest.approx(1 - observed)
    assert pooled.chance == pytest.approx(1 - expected)
    assert pooled.kappa == pytest.approx(1 - observed / expected)
    assert pooled.raw_half == pytest.approx(0.1 * np.sqrt(sum((v / total) ** 2 for v in votes)))


def test_a_year_without_disagreement_leaves_kappa_undefined() -> None:
    pooled = pooled_agreement(_years([10, 10], [0.0, 0.2], [0.3, 0.4]))
    assert pooled.raw == pytest.approx(0.9)
    assert math.isnan(pooled.kappa)
    assert math.isnan(pooled.chance)


def test_frames_that_can_not_be_pooled_are_errors() -> None:
    frame = _years([10], [0.1], [0.3])
    with pytest.raises(TableError, match="kappa"):
        pooled_agreement(frame.drop("kappa"))
    with pytest.raises(UsageError):
        pooled_agreement(frame.clear())
