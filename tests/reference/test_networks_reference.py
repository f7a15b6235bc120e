"""Signed networks of states and pact networks, from the published data."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.answers.network_series import network_series
from detente.measures.architecture import architecture, network
from detente.measures.balance import from_both, frustration, sign_null
from detente.store import Store

pytestmark = pytest.mark.reference

ASIA_PACIFIC = {
    "AUS": 900, "BRN": 835, "CHN": 710, "IDN": 850, "IND": 750, "JPN": 740, "KHM": 811, "KOR": 732, "LAO": 812,
    "MMR": 775, "MNG": 712, "MYS": 820, "NZL": 920, "PHL": 840, "PRK": 731, "RUS": 365, "SGP": 830, "THA": 800,
    "TWN": 713, "USA": 2, "VNM": 816,
}  # fmt: skip


def pacts(reference: Path) -> pl.DataFrame:
    return pl.read_parquet(reference / "pacts" / "atop_dyadyear_1815_2018.parquet").filter(pl.col("atop_defense") == 1)


@pytest.mark.parametrize("first", [1946, 1970, 1990, 1994, 2002, 2006])
def test_four_years_of_pacts_against_disputes_are_solved_exactly(reference: Path, first: int) -> None:
    years = pl.col("year").is_between(first, first + 3)
    ends = [
        pl.col("ccode1").cast(pl.Int64).cast(pl.String).alias("a"),
        pl.col("ccode2").cast(pl.Int64).cast(pl.String).alias("b"),
    ]
    mids = pl.read_parquet(reference / "disputes" / "gml_mid_dyadyear.parquet")
    net = from_both(pacts(reference).filter(years).select(ends), mids.filter(years).select(ends))
    began = time.process_time()
    found = frustration(net)
    assert time.process_time() - began < 5
    assert found.exact
    assert found.index < sign_null(net, draws=5).indices.min()  # states are more balanced than chance


@pytest.mark.parametrize("year", [1990, 2000, 2014, 2018])
def test_facts_and_atop_agree_on_the_hub(reference: Path, year: int) -> None:
    code = {cow: state for state, cow in ASIA_PACIFIC.items()}
    rows = pacts(reference).filter(pl.col("year") == year, pl.col("ccode1") < pl.col("ccode2"))
    rows = rows.with_columns(pl.col("ccode1", "ccode2").cast(pl.Int64))
    rows = rows.filter(pl.col("ccode1").is_in(list(code)), pl.col("ccode2").is_in(list(code)))
    by = pl.col("ccode1", "ccode2").replace_strict(code, return_dtype=pl.String)
    facts = network_series(
        "pacts", "asia-pacific", since=year, until=year, as_of=date(year, 12, 31), store=Store.open(Path("nowhere"))
    )
    atop = architecture(network(rows.select(by).rename({"ccode1": "a", "ccode2": "b"}), list(facts.states)))
    assert atop.hubs["state"][0] == facts.hubs["state"][0] == "USA"
    for index, apart in (("degree_centralisation", 0.01), ("web_density", 0.011), ("hub_share", 0.13)):
        mine = facts.value(index, year)
        assert mine == pytest.approx(atop.value(index), abs=apart)  # the pact of Australia and New Zealand apart
