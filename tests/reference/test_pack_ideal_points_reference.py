"""The pack's ideal points as known at the end of 2019, beside the published ones.

They come from 32 sweeps of the sampler, against 600 of a run of its own: places within a session are less exact by
about two thirds of their standard deviation, which their intervals include. Bounds leave room for that.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from published_ideal_points import comparison

from detente.store import Store

pytestmark = pytest.mark.reference


def test_a_vintage_stands_in_the_published_order(reference: Path) -> None:
    vintage = Store.open(home=Path("nowhere")).read("ideal_points", as_of=date(2020, 6, 1))
    assert vintage["known_on"].unique().to_list() == [date(2019, 12, 31)]
    found = comparison(vintage.select(pl.exclude("known_on")), reference / "votes")
    assert found["positions in both"] > 10_300
    assert found["r within session, median"] >= 0.99
    assert found["r within session, least"] >= 0.95
    assert found["published means in our 90% interval"] >= 0.8
