from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measures.ideal_points import Ballots, ideal_points
from detente.measures.ideal_points.paths import PathLayout
from detente.measures.ideal_points.start import start
from ideal_points_sample import assembly

SMALL = {"states": 12, "sessions": 3, "calls": 10}


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    frame, _, right = assembly(seed, **SMALL)
    mixed = frame.sample(fraction=1, shuffle=True, seed=seed)
    one, other = (ideal_points(f, seed=1, draws=10, positive=right).frame() for f in (frame, mixed))
    assert one.equals(other)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_names_of_states_change_nothing_in_the_start(seed: int) -> None:
    frame, _, _ = assembly(seed, **SMALL)
    codes = frame["state"].unique().sort().to_list()
    renamed = dict(zip(codes, codes[::-1], strict=True))
    seats = []
    for f in (frame, frame.with_columns(pl.col("state").replace(renamed))):
        ballots = Ballots.from_frame(f, None)
        seats.append(
            ballots.seats.with_columns(
                pl.Series("at", start(ballots, PathLayout.of(ballots.first, ballots.session)).theta)
            )
        )
    both = seats[0].with_columns(pl.col("state").replace(renamed)).join(seats[1], on=["state", "session"])
    assert both["at"].abs().to_numpy() == pytest.approx(both["at_right"].abs().to_numpy(), abs=1e-2)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_turning_every_vote_round_turns_the_items_not_the_states(seed: int) -> None:
    frame, _, _ = assembly(seed, **SMALL)
    found = []
    for f in (frame, frame.with_columns(-pl.col("vote"))):
        ballots = Ballots.from_frame(f, None)
        found.append(start(ballots, PathLayout.of(ballots.first, ballots.session)))
    side = np.sign(found[0].theta @ found[1].theta)
    assert side * found[1].theta == pytest.approx(found[0].theta, abs=1e-2)
    assert -side * found[1].items.slope == pytest.approx(found[0].items.slope, abs=2e-2)
    assert found[1].items.half == pytest.approx(found[0].items.half, abs=2e-2)


def test_the_state_named_is_positive() -> None:
    frame, _, right = assembly(4, **SMALL)
    one, other = (
        ideal_points(f, seed=1, draws=50, positive=right).frame() for f in (frame, frame.with_columns(-pl.col("vote")))
    )
    for found in (one, other):
        assert (found.filter(pl.col("state") == right)["mean"] > 0).all()


def test_intervals_of_simulated_assemblies_cover() -> None:
    """Eight worlds of 480 positions. Paths are correlated, so the share has a standard error of about 0.008."""
    held = []
    for seed in range(8):
        frame, theta, right = assembly(seed)
        found = ideal_points(frame, seed=seed, positive=right).frame()
        codes = found["state"].unique().sort().to_list()
        truth = theta[found["session"].to_numpy() - 1, [codes.index(s) for s in found["state"]]]
        held.append(((found["lo"].to_numpy() <= truth) & (truth <= found["hi"].to_numpy())).mean())
    assert 0.87 <= np.mean(held) <= 0.93
