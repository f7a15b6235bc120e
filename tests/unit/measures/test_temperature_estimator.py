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
        [0.33478, 0.73622, 0.65103, 0.97215, 0.57048, 0.49923],
        [0.2714, 0.21758, 0.22378, 0.26943, 0.24234, 0.32436],
        [0.65296, 0.95316, 0.90235, 1.15151, 0.32767, 0.25758],
    ),
    "words": (
        [0.18746, 0.54122, 0.14813, 1.20205, -0.14348, 0.85072],
        [0.4359, 0.35959, 0.41051, 0.75073, 0.45599, 0.56778],
        [0.1187, 0.31802, 0.24463, 0.31597, 0.13743, 0.19379],
    ),
    "deeds": (
        [0.63289, 0.96559, 0.86675, 0.73137, 0.95047, 0.6588],
        [0.38354, 0.35474, 0.29244, 0.38712, 0.31984, 0.43166],
        [1.2867, 1.27603, 1.33239, 1.31522, 1.1171, 0.99502],
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
    assert ESTIMATOR == 3
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
