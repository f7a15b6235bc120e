"""The outlook against simulations from its own model."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from detente.errors import DataError
from detente.forecasts import Trait, outlook
from detente.measures.temperature import Curve, shares

QUAD = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
TRAIT = Trait(QUAD, np.array([2.0, 0.3, 0.4, -0.6]), np.array([0.4, 0.5, -0.6, -0.8]), 30.0, 4.0)


def test_the_fan_holds_nine_chances_in_ten() -> None:
    rng = np.random.default_rng(5)
    n, spread, scale = 4000, 0.15, 0.25
    fan = outlook(TRAIT, 0.2, spread, scale, steps=3, seed=1)
    level = 0.2 + spread * rng.standard_normal(n)
    curve = Curve.of(TRAIT.intercept, TRAIT.loading)
    for step in (1, 2, 3):
        level = level + scale * rng.standard_t(TRAIT.freedom, n)
        alpha = TRAIT.concentration * shares(level, TRAIT.intercept, TRAIT.loading)
        seen = np.array([rng.dirichlet(a) for a in alpha.T]).T
        truth = curve.nearest(TRAIT.loading @ seen)
        drawn = fan.temperature[:, step - 1]
        q05, q25, q50, q75, q95 = np.quantile(drawn, (0.05, 0.25, 0.5, 0.75, 0.95))
        assert q05 < q25 < q50 < q75 < q95
        assert np.mean((q05 <= truth) & (truth <= q95)) == pytest.approx(0.9, abs=0.02)
        assert np.mean((q25 <= truth) & (truth <= q75)) == pytest.approx(0.5, abs=0.03)
        assert np.mean(drawn < 0.0) == pytest.approx(float(np.mean(truth < 0)), abs=0.03)


def test_the_fan_widens_and_the_same_seed_draws_the_same() -> None:
    one, two = (outlook(TRAIT, 0.0, 0.1, 0.3, steps=6, seed=9) for _ in range(2))
    assert np.array_equal(one.temperature, two.temperature)
    lo, hi = np.quantile(one.temperature, (0.05, 0.95), axis=0)
    widths = list(hi - lo)
    assert widths == sorted(widths)
    assert one.standing.shape == one.temperature.shape == (8000, 6)


def test_without_heavy_tails_the_walk_is_normal() -> None:
    calm = Trait(QUAD, TRAIT.intercept, TRAIT.loading, 1e7, np.inf)
    fan = outlook(calm, 0.1, 0.2, 0.3, steps=4, draws=20000)
    assert fan.standing[:, 3].std() == pytest.approx((0.2**2 + 4 * 0.3**2) ** 0.5, rel=0.03)
    assert np.abs(fan.temperature - fan.standing).max() < 0.02  # conduct that never strays is its standing


def test_colder_is_more_conflict() -> None:
    cold, warm = TRAIT.shares_at(-2.0), TRAIT.shares_at(2.0)
    assert sum(cold.values()) == pytest.approx(1)
    assert cold["material_conflict"] > warm["material_conflict"]
    assert cold["verbal_cooperation"] < warm["verbal_cooperation"]


def test_a_trait_reads_its_parameters_and_says_what_lacks() -> None:
    rows = [("loading", c, b) for c, b in zip(QUAD, TRAIT.loading, strict=True)]
    rows += [("intercept:mine", c, a) for c, a in zip(QUAD, TRAIT.intercept, strict=True)]
    rows += [("concentration", None, 30.0), ("freedom", None, 4.0)]
    frame = pl.DataFrame(rows, schema={"name": pl.String, "cls": pl.String, "value": pl.Float64}, orient="row")
    assert Trait.from_frame(frame, "mine").classes == QUAD
    with pytest.raises(DataError, match="trait parameters of mine lack freedom"):
        Trait.from_frame(frame.filter(pl.col("name") != "freedom"), "mine")
