"""Rebuilding parts of the pack from the sources gives what is shipped, to the rounding.

One vintage, the first, is fitted again in all three scores; it starts from no earlier fit. Vote agreement is computed
again for a few pairs. Nothing else is random or left to choice: seeds and cut-offs are the builder's own.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.measures.temperature import Score
from detente.measures.votes import agreement
from detente.sources import source
from detente.starter import assembly, conduct, pack
from detente.store.store import DATA

pytestmark = pytest.mark.reference

FIRST = conduct.VINTAGES[0]
HALF = 0.5 * 10**-conduct.DIGITS  # values are rounded to three decimals …
SLACK = 1e-3  # … and an optimiser stops within this of the same point on another machine
PAIRS = [("JPN", "RUS"), ("CHN", "JPN"), ("IND", "PAK"), ("RUS", "UKR"), ("MNG", "VNM")]


@pytest.fixture(scope="module")
def counts(reference: Path) -> pl.DataFrame:
    """Return the counts of events."""
    return source("icews").read(reference / pack.ICEWS_FILE).frame


@pytest.mark.parametrize("score", conduct.SCORES)
def test_the_first_vintage_is_the_fit_of_its_day(counts: pl.DataFrame, score: Score) -> None:
    year, found = next(conduct.vintages(counts, score))
    assert year == FIRST
    rebuilt = conduct.temperatures_of(found, score, year, pack.members())
    shipped = pl.read_parquet(DATA / "starter" / "temperatures.parquet").filter(
        (pl.col("score") == score) & (pl.col("known_on") == date(FIRST, 12, 31))
    )
    keys = ["source", "target", "period"]
    both = shipped.join(rebuilt, on=keys, how="full", coalesce=True, suffix="_again")
    assert both.height == shipped.height == rebuilt.height
    for column in ("mean", "sd", "link", "standing", "standing_sd", "scale"):
        assert both[column].is_null().equals(both[f"{column}_again"].is_null())
        apart = (both[column] - both[f"{column}_again"]).abs().max()
        assert apart is None or apart <= 2 * HALF + SLACK, column  # type: ignore[operator]
    parameters = pl.read_parquet(DATA / "starter" / "trait_parameters.parquet").filter(
        (pl.col("score") == score) & (pl.col("known_on") == date(FIRST, 12, 31))
    )
    again = parameters.join(
        conduct.parameters_of(found, score, year), on=["name", "cls"], nulls_equal=True, suffix="_again"
    )
    assert again.height == parameters.height
    for row in again.filter(pl.col("value").is_finite()).iter_rows(named=True):
        assert row["value_again"] == pytest.approx(row["value"], rel=2e-3, abs=2e-3), row["name"]


def test_agreements_are_those_of_the_roll_calls(reference: Path) -> None:
    votes = source("unga_votes").read(reference / pack.VOTES_FILE).frame
    again = agreement(votes, by="year", seed=assembly.SEED, pairs=PAIRS)
    shipped = pl.read_parquet(DATA / "starter" / "agreements.parquet")
    both = shipped.join(again, on=["a", "b", "period"], suffix="_again")
    assert both.height == again.height > 200
    assert (both["votes"] == both["votes_again"]).all()
    for column in ("raw", "raw_lo", "raw_hi", "kappa", "kappa_lo", "kappa_hi"):
        assert both[column].is_null().equals(both[f"{column}_again"].is_null())
        assert (both[column] - both[f"{column}_again"]).abs().max() <= HALF + 1e-9, column  # type: ignore[operator]


def test_attention_is_a_share_of_the_reports(counts: pl.DataFrame) -> None:
    again = conduct.attention_of(counts, pack.members()).sort("source", "target", "period")
    shipped = pl.read_parquet(DATA / "starter" / "attention.parquet").sort("source", "target", "period")
    assert shipped.select(again.columns).equals(again)
