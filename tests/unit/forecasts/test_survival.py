"""The closed form of a base rate against numerical integration and its own limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta

from detente.errors import UsageError
from detente.forecasts import survival


@pytest.mark.parametrize("ends", [0, 1, 7, 60])
@pytest.mark.parametrize("years", [60, 200.5, 1714])
@pytest.mark.parametrize("horizon", [0.25, 1, 2.33, 10])
def test_it_is_the_integral_over_the_hazard(ends: float, years: float, horizon: float) -> None:
    hazard = beta(ends + 0.5, years - ends + 0.5)
    integral, _ = quad(lambda u: (1 - hazard.ppf(u)) ** horizon, 0, 1, limit=200)  # over the hazard's quantiles
    assert survival(ends, years, horizon) == pytest.approx(integral, abs=1e-6)


@given(ends=st.integers(0, 40), years=st.floats(41, 3000), horizon=st.floats(0, 10))
def test_it_falls_with_time_and_with_ends(ends: int, years: float, horizon: float) -> None:
    now = survival(ends, years, horizon)
    assert 0 <= now <= 1
    assert survival(ends, years, horizon + 1) < now
    assert survival(ends + 1, years, horizon) <= now + 1e-9
    assert survival(ends, years, 0) == pytest.approx(1)


@pytest.mark.parametrize(("ends", "years", "horizon"), [(-1, 10, 1), (3, 2, 1), (1, 10, -0.5), (0, -1, 1)])
def test_bad_numbers_are_refused(ends: float, years: float, horizon: float) -> None:
    with pytest.raises(UsageError, match="need 0 ≤ ends ≤ years, horizon ≥ 0"):
        survival(ends, years, horizon)
