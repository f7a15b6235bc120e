"""Similarity of pact portfolios in ATOP's treaties.

The expected figures of 2010 were computed beforehand by a separate script, on the 194 members of the state system in
that year, with defence 3, neutrality and consultation 2 and non-aggression 1; they agree to the three digits stated.
The time is CPU time of this process, for spells that are already read, and is bounded with a margin of five: about
0.7 s were measured.
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from detente.identity import state_table
from detente.measures.portfolios import VALUES, matrix_similarity, portfolio_similarity, system_members
from detente.sources import source

pytestmark = pytest.mark.reference

YEARS = range(1816, 2019)
ALL = ("s_abs", "s_sq", "kappa", "pi")


@pytest.fixture(scope="module")
def ties(reference: Path) -> pl.DataFrame:
    return source("atop").read(reference / "pacts" / "atop_dyadyear_1815_2018.parquet").frame


@pytest.fixture(scope="module")
def found(ties: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    start = time.process_time()
    return portfolio_similarity(ties, YEARS), time.process_time() - start


@pytest.mark.parametrize(
    ("pair", "s_abs", "kappa", "pi"),
    [
        (("USA", "JPN"), 0.241, 0.051, -0.188),
        (("RUS", "CHN"), 0.653, 0.336, 0.292),
        (("RUS", "JPN"), 0.639, 0.179, 0.077),
        (("RUS", "KAZ"), 0.808, 0.711, 0.704),
    ],
)
def test_2010(found: tuple[pl.DataFrame, float], pair: tuple[str, str], s_abs: float, kappa: float, pi: float) -> None:
    frame, _ = found
    for a, b in (pair, pair[::-1]):
        row = frame.filter(pl.col("period") == date(2010, 1, 1), pl.col("source") == a, pl.col("target") == b)
        assert row.select("s_abs", "kappa", "pi").row(0) == pytest.approx((s_abs, kappa, pi), abs=0.001)


def test_all_ordered_pairs_of_two_centuries_in_seconds(found: tuple[pl.DataFrame, float]) -> None:
    frame, seconds = found
    assert frame.height == 1_988_010
    assert frame.select("source", "target", "period").is_duplicated().sum() == 0
    assert seconds < 4


@pytest.mark.parametrize("year", [1816, 1873, 1939, 2018])
def test_a_year_by_loops_over_the_producers_rows(reference: Path, found: tuple[pl.DataFrame, float], year: int) -> None:
    """From the file of pairs and years itself, by state numbers: no spells, no names."""
    rows = pl.read_parquet(reference / "pacts" / "atop_dyadyear_1815_2018.parquet").filter(pl.col("year") == year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    lived = system_members().filter(pl.col("start") <= last, pl.col("end").is_null() | (pl.col("end") >= first))
    states = sorted(lived["state"].unique())
    number = _numbers(states, last)
    matrix = np.zeros((len(states), len(states)), dtype=int)
    columns = {"atop_defense": "defence", "atop_offense": "offence", "atop_neutral": "neutrality"}
    columns |= {"atop_nonagg": "nonaggression", "atop_consul": "consultation"}
    for row in rows.iter_rows(named=True):
        if row["ccode1"] in number and row["ccode2"] in number:
            worth = max(VALUES[kind] * int(row[column]) for column, kind in columns.items())
            matrix[number[row["ccode1"]], number[row["ccode2"]]] = worth
    np.fill_diagonal(matrix, 3)
    apart = ~np.eye(len(states), dtype=bool)
    frame, _ = found
    got = frame.filter(pl.col("period") == first)
    for prefix, figures in (("", matrix_similarity(matrix, 3)), ("binary_", matrix_similarity(matrix > 0, 1))):
        for name in ALL:
            np.testing.assert_allclose(got[f"{prefix}{name}"].fill_null(np.nan), figures[name][apart], atol=1e-9)


def _numbers(states: list[str], day: date) -> dict[float, int]:
    """Return the position of each Correlates of War number."""
    table = state_table().filter(pl.col("cow").is_not_null(), pl.col("code").is_in(states), pl.col("valid_from") <= day)
    return {cow: states.index(code) for code, cow in table.select("code", "cow").iter_rows()}
