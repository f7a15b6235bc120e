"""The estimator's figures for small made-up counts: what an estimate kept under its number has."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from detente.measures.temperature import ESTIMATOR, Score, temperature

CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
PERIODS = [date(2010 + t, 1, 1) for t in range(6)]
ROUNDING = 1e-3  # between processors and versions of numpy; far below what a change of the method moves

# By score: one dyad's temperatures, another's standard deviations, another's standings
FIGURES: dict[Score, tuple[list[float], list[float], list[float]]] = {
    "all": (
        [0.31175, 0.7466, 0.63377, 0.99494, 0.55058, 0.48447],
        [0.26704, 0.21232, 0.21579, 0.26774, 0.2352, 0.32088],
        [0.64363, 0.94488, 0.89219, 1.14568, 0.3179, 0.25],
    ),
    "words": (
        [0.18371, 0.5372, 0.15418, 1.19192, -0.13417, 0.85086],
        [0.43139, 0.35666, 0.40851, 0.752, 0.45434, 0.56774],
        [0.11097, 0.33481, 0.24868, 0.33072, 0.12681, 0.1923],
    ),
    "deeds": (
        [0.63222, 0.966, 0.86668, 0.73067, 0.95091, 0.65808],
        [0.38369, 0.3549, 0.29237, 0.38745, 0.31978, 0.43186],
        [1.28601, 1.27538, 1.33166, 1.3145, 1.11663, 0.99469],
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
    assert ESTIMATOR == 2
    found = temperature(_counts(), PERIODS, score=score)
    result = (found.mean[0], found.sd[3], found.standing[7])
    for figures, expected in zip(result, FIGURES[score], strict=True):
        assert figures == pytest.approx(expected, abs=ROUNDING)
