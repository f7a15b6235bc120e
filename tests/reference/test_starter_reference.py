"""Rebuilding parts of the pack from the sources gives what is shipped, to the rounding.

One vintage of temperatures, the first, is fitted again in all three scores; it starts from no earlier fit. Nothing else
is random or left to choice: seeds and cut-offs are the builder's own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.catalog import TABLES
from detente.measures.profiles import capability_shares
from detente.measures.temperature import Score
from detente.sources import source
from detente.starter import pack, structural
from detente.starter import temperatures as starter_temperatures
from detente.starter import votes as starter_votes
from detente.store import Store
from detente.store.store import DATA

pytestmark = pytest.mark.reference

FIRST = starter_temperatures.VINTAGES[0]
HALF = 0.5 * 10**-starter_temperatures.DIGITS  # values are rounded to three decimals …
SLACK = 1e-3  # … and an optimiser stops within this of the same point on another machine


@pytest.fixture(scope="module")
def counts(reference: Path) -> pl.DataFrame:
    """Return the counts of events."""
    return source("icews-yearly").read(reference / pack.FILES["icews-yearly"]).frame


@pytest.mark.parametrize("score", starter_temperatures.SCORES)
def test_the_first_vintage_is_the_fit_of_its_day(counts: pl.DataFrame, score: Score) -> None:
    year, found = next(starter_temperatures.vintages(counts, score))
    assert year == FIRST
    rebuilt = starter_temperatures.temperatures_of(found, score, year, pack.members())
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
        starter_temperatures.parameters_of(found, score, year), on=["name", "cls"], nulls_equal=True, suffix="_again"
    )
    assert again.height == parameters.height
    for row in again.filter(pl.col("value").is_finite()).iter_rows(named=True):
        assert row["value_again"] == pytest.approx(row["value"], rel=2e-3, abs=2e-3), row["name"]


def test_votes_are_those_of_the_sources(reference: Path) -> None:
    again = starter_votes.votes_of(reference)
    store = Store.open(home=Path("nowhere"))
    for name, key in (("votes", ["dataset", "rcid", "state"]), ("absences", ["dataset", "rcid", "state"]),
                      ("roll_calls", ["dataset", "rcid"])):  # fmt: skip
        assert store.read(name).sort(key).equals(again[name].select(TABLES[name].names).sort(key)), name


def test_counts_are_those_of_the_producers(reference: Path) -> None:
    """Every tally, with one exception: the producer's of rcid 5309 and the like are of the same votes."""
    store = Store.open(home=Path("nowhere"))
    counted = store.read("votes").group_by("dataset", "rcid").agg(
        *((pl.col("vote") == vote).sum().cast(pl.Int16).alias(name) for name, vote in (("yes", 1), ("no", -1)))
    )  # fmt: skip
    library = pl.read_parquet(reference / starter_votes.VOTE_FILES["roll calls of 2025"]).rename({"undl_id": "rcid"})
    both = counted.filter(pl.col("dataset") == "undl_votes").join(library, on="rcid", suffix="_published")
    assert both.height == 192
    assert (both["yes"] == both["yes_published"]).all()
    assert (both["no"] == both["no_published"]).all()
    producer = pl.read_parquet(reference / starter_votes.VOTE_FILES["roll calls"]).fill_null(0)
    both = counted.filter(pl.col("dataset") == "unga_votes").join(producer, on="rcid", suffix="_published")
    assert both.height == 6299
    near = ((both["yes"] - both["yes_published"]).abs() <= 1) & ((both["no"] - both["no_published"]).abs() <= 1)
    assert near.mean() > 0.95  # type: ignore[operator]


def test_attention_is_a_share_of_the_reports(counts: pl.DataFrame) -> None:
    again = starter_temperatures.attention_of(counts, pack.members()).sort("source", "target", "period")
    shipped = pl.read_parquet(DATA / "starter" / "attention.parquet").sort("source", "target", "period")
    assert shipped.select(again.columns).equals(again)


@pytest.mark.parametrize(
    ("table", "name", "builder"),
    [
        ("capabilities", "cow_nmc", structural.capabilities_of),
        ("trade_shares", "cow_trade", structural.trade_shares_of),
        ("similarities", "atop", structural.similarities_of),
    ],
)
def test_indices_of_the_state_system_are_those_of_the_sources(
    reference: Path, table: str, name: str, builder: Callable[[pl.DataFrame, tuple[str, ...]], pl.DataFrame]
) -> None:
    again = builder(source(name).read(reference / pack.FILES[name]).frame, pack.members())
    shipped = pl.read_parquet(DATA / "starter" / f"{table}.parquet")
    key = TABLES[table].key
    both = shipped.join(again, on=key, how="full", coalesce=True, suffix="_again")
    assert both.height == shipped.height == again.height
    for column in {"share", "s", "kappa"} & set(shipped.columns):
        assert both[column].is_null().equals(both[f"{column}_again"].is_null())
        assert (both[column] - both[f"{column}_again"]).abs().max() <= 1e-4 + 1e-9  # type: ignore[operator]


def test_capability_shares_are_the_producers_index(reference: Path) -> None:
    """Computed from the six components, a share is the producer's CINC, which rounds to eight decimals."""
    rows = source("cow_nmc").read(reference / pack.FILES["cow_nmc"]).frame
    published = rows.filter(pl.col("name") == "cinc").select("state", "period", cinc="value")
    both = capability_shares(rows).join(published, on=["state", "period"])
    late = both.filter(pl.col("period").dt.year() >= 1990)
    assert late.height > 6000
    assert (late["share"] - late["cinc"]).abs().max() <= 5e-8  # type: ignore[operator]
