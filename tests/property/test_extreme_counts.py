"""What one row of counts can do: bounded, however many reports it holds."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_temperature import QUAD, YEARS, frame, simulated

from detente.errors import NoAnswer, TableError
from detente.measures.temperature import Score, temperature
from detente.measures.temperature.cells import MOST_SHARE, bounded

few = settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

# Standard deviations by which one row may move the temperatures of 40 directed dyads over 8 years. The most seen in 24
# trials: another dyad 3.3, the median dyad-period .4, the dyad itself 4.6 in the row's year and 1.5 in another.
OTHERS, TYPICAL, OWN, OWN_ELSEWHERE = 4.0, 0.6, 8.0, 4.0


def with_row(counts: pl.DataFrame, row: tuple[str, str, date, str, int]) -> pl.DataFrame:
    one = pl.DataFrame([("d", *row)], counts.schema, orient="row")
    keys = [name for name in counts.columns if name != "reports"]
    return pl.concat([counts, one]).group_by(keys).agg(pl.col("reports").sum())


@few
@given(st.integers(0, 10_000), st.integers(0, 39), st.integers(0, 7), st.sampled_from(QUAD), st.integers(5, 12))
def test_one_row_moves_no_scale(seed: int, dyad: int, year: int, cls: str, zeros: int) -> None:
    counts = frame(simulated(seed)[0])
    one = temperature(counts, YEARS)
    source, target = one.dyads[dyad % len(one.dyads)]
    other = temperature(with_row(counts, (source, target, YEARS[year], cls, 10**zeros)), YEARS)
    own = one.dyads.index((source, target))
    moved = np.abs(other.mean - one.mean)
    others = np.delete(moved, own, axis=0)
    assert others.max() <= OTHERS
    assert np.median(others) <= TYPICAL
    assert moved[own, year] <= OWN
    assert np.delete(moved[own], year).max() <= OWN_ELSEWHERE


@pytest.mark.parametrize("copies", [10**4, 10**8])
def test_any_number_of_copies_of_every_report_changes_nothing(copies: int) -> None:
    counts = frame(simulated(3)[0])
    one = temperature(counts, YEARS)
    other = temperature(counts.with_columns(pl.col("reports") * copies), YEARS)
    assert np.abs(other.mean - one.mean).max() < 1e-5
    assert np.abs(other.sd / one.sd - 1).max() < 1e-5


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=400))
def test_what_a_cell_counts_for_is_bounded_and_never_more_than_its_reports(reports: list[int]) -> None:
    given_ = np.array(reports, dtype=np.float64)
    found = bounded(given_)
    most = max(MOST_SHARE, 5 / (len(reports) + 4))
    assert (found <= given_).all()
    assert found.max() <= most * found.sum() * (1 + 1e-9)
    assert (np.diff(found[np.argsort(given_)]) >= 0).all()
    ordinary = given_ <= found.max() * (1 - 1e-9)
    assert (found[ordinary] == given_[ordinary]).all()


@pytest.mark.parametrize("score", ["all", "words", "deeds"])
@pytest.mark.parametrize("kept", [QUAD[:2], QUAD[2:]])
def test_data_without_contrast_are_refused_alike(score: Score, kept: tuple[str, ...]) -> None:
    counts = frame(simulated(3)[0]).filter(pl.col("cls").is_in(kept))
    missing = "conflict" if kept == QUAD[:2] else "cooperation"
    with pytest.raises(NoAnswer, match=f"no .* of {missing}") as caught:
        temperature(counts, YEARS, score=score)
    assert set(caught.value.value) <= set(kept)


def test_a_negative_count_is_refused() -> None:
    counts = frame(simulated(3)[0]).with_columns(reports=-pl.col("reports"))
    with pytest.raises(TableError, match="reports is -"):
        temperature(counts, YEARS)


def test_of_a_few_cells_one_counts_for_five_times_the_others() -> None:
    assert bounded(np.array([1.0, 1e6, 1.0])).tolist() == [1.0, 5.0, 1.0]


def test_one_row_among_three_moves_no_scale() -> None:
    rows = [
        ("d", "JPN", "RUS", YEARS[0], "verbal_cooperation", 10**6),
        ("d", "USA", "RUS", YEARS[0], "verbal_conflict", 1),
        ("d", "JPN", "USA", YEARS[0], "verbal_cooperation", 1),
    ]
    found = temperature(pl.DataFrame(rows, frame(simulated(0)[0]).schema, orient="row"), YEARS[:1])
    assert np.abs(found.mean).max() < 3
    assert found.sd.max() < 5
