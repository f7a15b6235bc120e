"""Similarity of pact portfolios, on systems small enough to count by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from detente.errors import TableError, UsageError
from detente.measures.portfolios import SIGNORINO_RITTER, matrix_similarity, portfolio_similarity, system_members

SCHEMA = {
    "kind": pl.String,
    "source": pl.String,
    "target": pl.String,
    "directed": pl.Boolean,
    "start": pl.Date,
    "end": pl.Date,
}


def ties(*rows: tuple) -> pl.DataFrame:
    return pl.DataFrame(
        [(*row[:4], date(row[4], 6, 1), None if row[5] is None else date(row[5], 6, 1)) for row in rows],
        schema=SCHEMA,
        orient="row",
    )


def members(*states: str, start: date = date(1900, 1, 1)) -> pl.DataFrame:
    return pl.DataFrame(
        {"state": list(states), "start": [start] * len(states), "end": [None] * len(states)},
        schema={"state": pl.String, "start": pl.Date, "end": pl.Date},
    )


def figures(frame: pl.DataFrame, a: str, b: str, *names: str) -> tuple:
    return frame.filter(pl.col("source") == a, pl.col("target") == b).select(names).row(0)


def test_by_hand() -> None:
    pact = ties(("defence", "AAA", "BBB", False, 1950, None))
    found = portfolio_similarity(pact, [1960], members=members("AAA", "BBB", "CCC"))
    # AAA and BBB: 3 3 0 both. AAA and CCC: 3 3 0 against 0 0 3: |x − y| 9, squares 27, means 2 and 1, variances 2
    assert figures(found, "AAA", "BBB", "s_abs", "s_sq", "kappa", "pi") == pytest.approx((1, 1, 1, 1))
    expected = (1 - 18 / 9, 1 - 54 / 27, 1 - 9 / (2 + 2 + 1), 1 - 9 / (2 + 2 + 0.5))
    assert figures(found, "AAA", "CCC", "s_abs", "s_sq", "kappa", "pi") == pytest.approx(expected)


def test_a_tie_counts_in_every_year_that_it_saw_a_day_of() -> None:
    pact = ties(("defence", "AAA", "BBB", False, 1950, 1951))
    among = members("AAA", "BBB", "CCC")
    by_year = portfolio_similarity(pact, range(1949, 1953), members=among, pairs=[("AAA", "BBB")])
    assert [round(value, 3) for value in by_year["s_abs"]] == [-0.333, 1.0, 1.0, -0.333]
    days = [date(1950, 5, 31), date(1950, 6, 1), date(1951, 6, 1), date(1951, 6, 2)]
    by_day = portfolio_similarity(pact, days, members=among, pairs=[("AAA", "BBB")])
    assert [round(value, 3) for value in by_day["s_abs"]] == [-0.333, 1.0, 1.0, -0.333]
    assert by_day["period"].to_list() == days


def test_a_directed_tie_binds_one() -> None:
    pledge = ties(("defence", "AAA", "BBB", True, 1950, None))
    found = portfolio_similarity(pledge, [1960], values={"defence": 1}, members=members("AAA", "BBB"))
    assert figures(found, "AAA", "BBB", "s_abs") == figures(found, "BBB", "AAA", "s_abs")
    assert figures(found, "AAA", "BBB", "s_abs", "kappa") == pytest.approx((0.0, 0.0))  # 1 1 against 0 1


def test_the_highest_of_several_ties_counts_and_other_kinds_do_not() -> None:
    several = ties(
        ("defence", "AAA", "BBB", False, 1950, None),
        ("nonaggression", "AAA", "BBB", False, 1955, None),
        ("rivalry", "AAA", "CCC", False, 1950, None),
    )
    alone = ties(("defence", "AAA", "BBB", False, 1950, None))
    among = members("AAA", "BBB", "CCC")
    assert portfolio_similarity(several, [1960], members=among).equals(
        portfolio_similarity(alone, [1960], members=among)
    )


def test_the_worth_of_ties_is_a_choice() -> None:
    pact = ties(("consultation", "AAA", "BBB", False, 1950, None))
    among = members("AAA", "BBB", "CCC")
    usual = portfolio_similarity(pact, [1960], members=among)
    other = portfolio_similarity(pact, [1960], members=among, values=SIGNORINO_RITTER)
    assert figures(usual, "AAA", "BBB", "s_abs")[0] == pytest.approx(1 - 2 * 2 / 9)
    assert figures(other, "AAA", "BBB", "s_abs")[0] == pytest.approx(1 - 2 * 4 / 9)
    for name in ("binary_s_abs", "binary_s_sq", "binary_kappa", "binary_pi"):
        assert usual[name].equals(other[name])


def test_ties_with_those_outside_the_system_do_not_count() -> None:
    pact = ties(("defence", "AAA", "ZZZ", False, 1950, None))
    found = portfolio_similarity(pact, [1960], members=members("AAA", "BBB"))
    assert found.select("source", "target").rows() == [("AAA", "BBB"), ("BBB", "AAA")]
    assert figures(found, "AAA", "BBB", "s_abs")[0] == pytest.approx(-1)
    assert portfolio_similarity(pact, [1850], members=members("AAA", "BBB")).is_empty()


def test_portfolios_that_do_not_vary_have_no_kappa() -> None:
    found = portfolio_similarity(ties(), [1960], members=members("AAA"), pairs=[("AAA", "BBB")])
    assert found.is_empty()
    alike = matrix_similarity(np.array([[1, 1], [1, 1]]), 3)
    assert alike["s_abs"][0, 1] == 1
    assert np.isnan(alike["kappa"]).all()
    assert np.isnan(alike["pi"]).all()


def test_the_system_is_that_of_the_correlates_of_war() -> None:
    lived = system_members()
    then = lived.filter(
        pl.col("start") <= date(2010, 12, 31), pl.col("end").is_null() | (pl.col("end").dt.year() >= 2010)
    )
    assert then["state"].n_unique() == 194
    found = portfolio_similarity(ties(), [2010, 1816], pairs=[("JPN", "RUS"), ("JPN", "JPN"), ("JPN", "XXX")])
    assert found.select("source", "target", pl.col("period").dt.year()).rows() == [("JPN", "RUS", 2010)]
    assert found["binary_kappa"][0] == pytest.approx(-1 / 193)


def test_bad_questions() -> None:
    with pytest.raises(TableError, match="missing column kind"):
        portfolio_similarity(ties().drop("kind"), [2010])
    with pytest.raises(UsageError, match="at least one"):
        portfolio_similarity(ties(), [])
    with pytest.raises(UsageError, match="whole number of 1 or more"):
        portfolio_similarity(ties(), [2010], values={"defence": 0})
    with pytest.raises(UsageError, match="states × partners"):
        matrix_similarity(np.array([1, 2]), 3)
    with pytest.raises(UsageError, match="from 0 to 2"):
        matrix_similarity(np.array([[3, 0], [0, 3]]), 2)
