"""Keys that share their highest bits are told apart, in whatever order they come."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.event_cube import distinct as cube_events
from detente.event_cube.distinct import Seen, distinct_events
from detente.event_cube.ticks import Ticks
from detente.lake.packing import Packing

KEYS = st.integers(0, 9) | st.integers(2**62, 2**62 + 9) | st.integers(-(2**63), 2**63 - 1)
ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 2), KEYS), min_size=1, max_size=40)


def ticks(rows: list[tuple[int, int, int]]) -> Ticks:
    day, source, key = (np.array(column) for column in zip(*rows, strict=True))
    numbers = np.array([0, 6488, 12031])[source].astype(np.int16)  # no state, JPN, RUS
    none = np.zeros(len(rows), np.int16)
    cells, packing = Packing.of(numbers, none, none, day.astype(np.int32), np.full(len(rows), 9, np.int32))
    whole = np.ones(len(rows), np.int64)
    return Ticks(cells, packing, key.astype(np.int64), None, None, whole.astype(np.int32), whole, None)


@pytest.mark.parametrize("swaps", [0, 1_000])
@settings(max_examples=150, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=3))
def test_each_key_of_a_cell_is_one_event(swaps: int, parts: list[list[tuple[int, int, int]]]) -> None:
    seen, told = Seen(Path()), 0
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cube_events, "FEW_SWAPS", swaps)
        for rows in parts:
            events, _, moved = distinct_events(ticks(rows), seen)
            told += int(events.sum()) + int(moved.sum())
    assert told == len({row for rows in parts for row in rows})
