"""Ideal points on all usable votes, beside the published ones.

Within sessions the two agree closely. Between sessions they need not: see docs/concepts/ideal-points.md on what holds
the sessions together. The bounds leave room for another machine's rounding; seeds vary r within a session by 0.0002.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from published_ideal_points import comparison

from detente.measures.ideal_points import IdealPoints, ideal_points
from detente.sources import source

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def found(reference: Path) -> IdealPoints:
    votes = source("unga_votes").read(reference / "votes").frame
    bridges = pl.read_csv(reference / "votes" / "un_bridges.csv").select("rcid1", "rcid2")
    return ideal_points(votes, bridges, seed=1)


@pytest.fixture(scope="module")
def agreement(found: IdealPoints, reference: Path) -> dict[str, float]:
    return comparison(found.frame(), reference / "votes")


def test_the_votes_that_count(found: IdealPoints) -> None:
    assert (found.ballots.size, found.ballots.items.height, found.ballots.seats.height) == (797_302, 4_783, 10_472)


def test_states_stand_in_the_published_order(agreement: dict[str, float]) -> None:
    assert agreement["positions in both"] == 10_464
    assert agreement["r within session, median"] >= 0.998
    assert agreement["r within session, least"] >= 0.985
    assert agreement["r pooled, session means aligned"] >= 0.997
    assert agreement["r pooled"] >= 0.985


def test_intervals_are_honest_and_no_wider(agreement: dict[str, float]) -> None:
    assert agreement["published means in our 90% interval"] >= 0.88
    assert agreement["mean width over the published"] <= 1.2


def test_the_line_does_not_see_crimea(found: IdealPoints) -> None:
    apart = found.distance("JPN", "RUS").filter(pl.col("period").is_between(date(2011, 9, 1), date(2016, 9, 1)))
    later = pl.col("period") > date(2014, 3, 27)
    before, after = (apart.filter(which)["mean"].mean() for which in (~later, later))
    assert after < before
