"""Turning points: steps, noise, drifts, short paths, and every partition by enumeration."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise, product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from detente.errors import UsageError
from detente.measures.turning_points import turning_points

Floats = NDArray[np.float64]


def years(count: int) -> list[date]:
    return [date(2002 + i, 1, 1) for i in range(count)]


def noisy(path: Floats, sd: float, draws: int = 200, seed: int = 1) -> Floats:
    return path + sd * np.random.default_rng(seed).normal(size=(draws, len(path)))


def test_a_clear_step_is_found_and_measured() -> None:
    found = turning_points(noisy(np.repeat([0.0, -1.5], [6, 7]), 0.2), years(13))
    assert found["period"].to_list() == years(13)[1:]
    step = found.row(5, named=True)
    assert step["period"] == date(2008, 1, 1)
    assert step["probability"] > 0.9
    assert step["change"] == pytest.approx(-1.5, abs=0.05)
    assert step["lo"] < step["change"] < step["hi"]
    assert found.filter(pl.col("period") != date(2008, 1, 1))["probability"].max() < 0.1


@pytest.mark.parametrize("sd", [0.1, 0.25, 0.5])
def test_noise_has_low_probabilities(sd: float) -> None:
    assert turning_points(noisy(np.zeros(13), sd), years(13))["probability"].max() < 0.2


def test_a_drift_spreads_its_turn() -> None:
    found = turning_points(noisy(np.linspace(0, 2, 13), 0.1), years(13))["probability"]
    assert found.max() < 0.5
    assert (found > 0.2).sum() >= 5


def test_two_steps() -> None:
    path = np.repeat([0.0, 1.5, -0.5], [5, 5, 5])
    found = turning_points(noisy(path, 0.15), years(15))
    assert found.filter(pl.col("probability") > 0.9)["period"].to_list() == [date(2007, 1, 1), date(2012, 1, 1)]


@pytest.mark.parametrize("count", [2, 3])
def test_short_paths(count: int) -> None:
    path = np.array([0.0, 2.0, 2.0])[:count]
    found = turning_points(noisy(path, 0.05), years(count), length=4)
    assert found.height == count - 1
    assert found["change"][0] == pytest.approx(2.0, abs=0.1)
    flat = turning_points(noisy(np.zeros(count), 0.05), years(count), length=4)
    assert found["probability"][0] > 0.5 > flat["probability"][0]


def test_one_period_has_no_turn() -> None:
    assert turning_points([[0.3]], years(1)).is_empty()


def test_the_level_does_not_matter_and_the_sign_turns_the_change() -> None:
    draws = noisy(np.repeat([0.0, -1.0], [4, 5]), 0.2)
    found, moved = turning_points(draws, years(9)), turning_points(50 - draws, years(9))
    np.testing.assert_allclose(found["probability"], moved["probability"], rtol=1e-6)
    np.testing.assert_allclose(found["change"], -moved["change"].to_numpy(), atol=1e-6)


def test_units_do_not_matter() -> None:
    draws = noisy(np.repeat([0.0, -1.0], [4, 5]), 0.2)
    found = turning_points(draws, years(9))
    scaled = turning_points(100 * draws, years(9), noise=25, spread=100)
    np.testing.assert_allclose(found["probability"], scaled["probability"], rtol=1e-9)


def test_blocks_of_draws_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = noisy(np.repeat([0.0, -1.0], [4, 5]), 0.3)
    whole = turning_points(draws, years(9))
    monkeypatch.setattr("detente.measures.turning_points.BLOCK", 81 * 7)
    np.testing.assert_allclose(turning_points(draws, years(9))["probability"], whole["probability"], rtol=1e-12)


def test_invalid_queries() -> None:
    with pytest.raises(UsageError, match="draws × periods"):
        turning_points([0.1, 0.2], years(2))
    with pytest.raises(UsageError, match="draws × periods"):
        turning_points([[0.1, 0.2]], years(3))
    with pytest.raises(UsageError, match="not finite"):
        turning_points([[0.1, np.nan]], years(2))
    with pytest.raises(UsageError, match="in order"):
        turning_points([[0.1, 0.2]], years(2)[::-1])
    for name, value in (("length", 1.0), ("noise", 0.0), ("spread", -1.0)):
        with pytest.raises(UsageError, match=name):
            turning_points([[0.1, 0.2]], years(2), **{name: value})


# Every partition, by enumeration


def partitions(count: int) -> Iterator[list[tuple[int, int]]]:
    """Yield every way to cut the periods into segments [start, end)."""
    for cuts in product([False, True], repeat=count - 1):
        edges = [0, *(t for t, cut in enumerate(cuts, start=1) if cut), count]
        yield list(pairwise(edges))


def log_evidence(values: Floats, centre: float, noise: float, spread: float) -> float:
    """Return a segment's marginal likelihood as a product of one-step Student-t predictions."""
    shape, rate, weight, mean, total = 2.0, noise**2, (noise / spread) ** 2, centre, 0.0
    for value in values:
        scale = np.sqrt(rate * (weight + 1) / (shape * weight))
        total += stats.t.logpdf(value, 2 * shape, mean, scale)
        rate += weight * (value - mean) ** 2 / (2 * (weight + 1))
        mean = (weight * mean + value) / (weight + 1)
        shape, weight = shape + 0.5, weight + 1
    return float(total)


def by_enumeration(path: Floats, length: float, noise: float, spread: float) -> tuple[Floats, Floats]:
    count, centre = len(path), float(path.mean())
    total, starts, changes = 0.0, np.zeros(count), np.zeros(count)
    for segments in partitions(count):
        turns = len(segments) - 1
        prior = length**-turns * (1 - 1 / length) ** (count - 1 - turns)
        weight = prior * np.exp(sum(log_evidence(path[s:e], centre, noise, spread) for s, e in segments))
        total += weight
        for (s, t), (_, e) in pairwise(segments):
            starts[t] += weight
            changes[t] += weight * (path[t:e].mean() - path[s:t].mean())
    return starts[1:] / total, changes[1:] / starts[1:]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(-2, 2), min_size=2, max_size=8),
    st.floats(1.5, 30),
    st.floats(0.1, 1),
    st.floats(0.2, 2),
)
def test_the_recursions_agree_with_every_partition(
    values: list[float], length: float, noise: float, spread: float
) -> None:
    path = np.array(values)
    probability, change = by_enumeration(path, length, noise, spread)
    found = turning_points(path[None, :], years(len(path)), length=length, noise=noise, spread=spread)
    np.testing.assert_allclose(found["probability"], probability, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(found["change"], change, rtol=1e-6, atol=1e-8)
