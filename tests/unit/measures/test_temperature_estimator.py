"""The estimator's figures for small made-up counts: what an estimate kept under its number has."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from detente.measures.temperature import ESTIMATOR, Cells, Score, fit, scheme, temperature

CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
PERIODS = [date(2010 + t, 1, 1) for t in range(6)]
ROUNDING = 1e-3  # between processors and versions of numpy; far below what a change of the method moves

# By score: one dyad's temperatures, another's standard deviations, another's standings
FIGURES: dict[Score, tuple[list[float], list[float], list[float]]] = {
    "all": (
        [0.32546, 0.74014, 0.64655, 0.98072, 0.56206, 0.49125],
        [0.26822, 0.21377, 0.21896, 0.26677, 0.23789, 0.32109],
        [0.64831, 0.95238, 0.89911, 1.15507, 0.31917, 0.25043],
    ),
    "words": (
        [0.197, 0.54504, 0.1839, 1.1529, -0.08933, 0.83586],
        [0.44214, 0.36856, 0.41961, 0.71473, 0.46795, 0.57857],
        [0.1101, 0.32639, 0.24523, 0.3251, 0.13693, 0.19958],
    ),
    "deeds": (
        [0.63275, 0.96578, 0.86679, 0.73123, 0.95067, 0.65868],
        [0.38363, 0.35484, 0.29246, 0.38727, 0.31987, 0.43177],
        [1.28653, 1.27589, 1.33219, 1.31502, 1.11708, 0.99511],
    ),
}


def _counts() -> pl.DataFrame:
    rng = np.random.default_rng(7)
    rows = []
    for d in range(12):
        friendly = rng.normal()
        for period in PERIODS:
            friendly += 0.4 * rng.normal()
            odds = np.exp(np.array([1.0, 0.5, -0.5, -1.0]) * friendly)
            n = rng.multinomial(rng.integers(0, 30), odds / odds.sum())
            rows += [("made-up", f"A{d:02}", "BBB", period, c, int(k)) for c, k in zip(CLASSES, n, strict=True) if k]
    return pl.DataFrame(rows, ["dataset", "source", "target", "period", "cls", "reports"], orient="row")


@pytest.mark.parametrize("score", FIGURES)
def test_other_figures_need_another_number(score: Score) -> None:
    """Where figures are meant to change, raise ESTIMATOR, and put its number and the new figures here."""
    assert ESTIMATOR == 4
    found = temperature(_counts(), PERIODS, score=score)
    result = (found.mean[0], found.sd[3], found.standing[7])
    for figures, expected in zip(result, FIGURES[score], strict=True):
        assert figures == pytest.approx(expected, abs=ROUNDING)


@pytest.mark.parametrize("score", FIGURES)
def test_an_estimate_ends_near_where_it_would_settle(score: Score) -> None:
    used = scheme("quad").restricted(score)
    cells = Cells.from_frame(_counts(), used, PERIODS)
    ended, settled = (fit(cells, used, tolerance=tolerance) for tolerance in (0.005, 1e-6))
    off = np.abs(ended.paths.mean - settled.paths.mean) / np.sqrt(settled.paths.var)
    assert off.max() < 0.05
    assert np.abs(ended.loadings.slope - settled.loadings.slope).max() < 0.01
