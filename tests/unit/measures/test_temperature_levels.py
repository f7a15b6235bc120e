"""Words for temperatures: cut points, probabilities of levels and the word for an estimate."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import norm

from detente.measures.temperature.levels import LEVELS, chances, level, likely_level


def test_levels_touch_and_cover_the_line() -> None:
    assert LEVELS[0][1] is None
    assert LEVELS[-1][2] is None
    assert all(a[2] == b[1] for a, b in pairwise(LEVELS))
    for name, low, high in LEVELS:
        if low is not None:
            assert level(low) == name
        if high is not None:
            assert level(np.nextafter(high, -np.inf)) == name


@pytest.mark.parametrize("mean", np.linspace(-3, 3, 13))
@pytest.mark.parametrize("sd", [0.0, 0.02, 0.3, 0.6, 2.0])
def test_chances_are_those_of_the_normal_and_add_up_to_one(mean: float, sd: float) -> None:
    found = chances(float(mean), sd)
    assert sum(found) == pytest.approx(1.0, abs=1e-12)
    for chance, (name, lo, hi) in zip(found, LEVELS, strict=True):
        if sd == 0:
            assert chance == (name == level(float(mean)))
        else:
            lower, upper = -np.inf if lo is None else lo, np.inf if hi is None else hi
            assert chance == pytest.approx(norm.cdf(upper, mean, sd) - norm.cdf(lower, mean, sd), abs=1e-12)


@pytest.mark.parametrize("mean", np.linspace(-3, 3, 61))
@pytest.mark.parametrize("sd", [0.02, 0.2, 0.4, 0.6, 0.61, 1.0, 3.0])
def test_levels_are_named_where_they_are_likely(mean: float, sd: float) -> None:
    names = [name for name, _, _ in LEVELS]
    held = dict(zip(names, chances(float(mean), sd), strict=True))
    result = likely_level(float(mean), sd)
    if result == "unclear":
        assert sd > 0.6
        assert max(held.values()) < 0.8
    else:
        named = result.split(" or ")
        assert level(float(mean)) in named
        assert sum(held[name] for name in named) >= 0.55
        assert len(named) == 1 or max(held.values()) < 0.55
        assert names.index(named[-1]) - names.index(named[0]) == len(named) - 1


def test_an_interval_over_nearly_all_levels_names_none() -> None:
    assert likely_level(1.02, (3.92 + 1.87) / 3.29) == "unclear"
    assert likely_level(0.5, 0.3) == "cordial"
    assert likely_level(0.59, 0.13) == "cordial or close"
