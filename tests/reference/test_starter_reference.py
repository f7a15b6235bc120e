"""Rebuilding parts of the pack from the sources gives what is shipped, to the rounding.

Two vintages of temperatures, the first, are fitted again in all three scores. Nothing else
is random or left to choice: seeds and cut-offs are the builder's own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path

import polars as pl
import pytest

from detente.catalog import TABLES
from detente.identity.records import entities
from detente.measures.profiles import capability_shares
from detente.measures.temperature import Score
from detente.sources import source
from detente.starter import pack, structural
from detente.starter import temperatures as starter_temperatures
from detente.starter import votes as starter_votes
from detente.starter.conduct_sources import FILES, LEFT_OUT, Records, read_records
from detente.store import Store
from detente.store.store import DATA

pytestmark = pytest.mark.reference

SLACK = 0.05  # standard deviations: figures are rounded, and an optimiser stops near the same point elsewhere


@pytest.fixture(scope="module")
def records(reference: Path) -> Records:
    """Return the counts of ICEWS and the coded acts."""
    return read_records(reference)


@pytest.mark.parametrize("score", starter_temperatures.SCORES)
def test_the_first_vintages_are_the_fits_of_their_days(records: Records, score: Score, tmp_path: Path) -> None:
    """What is read as of a day is the vintage of that day, to the tolerance by which a row is shipped again."""
    store = Store.open(home=tmp_path)
    for day, found in islice(starter_temperatures.vintages(records, score), 2):
        rebuilt = starter_temperatures.temperatures_of(found, score, day, records)
        shipped = store.read("temperatures", as_of=day, score=score)
        both = rebuilt.join(shipped, on=["source", "target", "period"], how="full", coalesce=True, suffix="_shown")
        assert both.height == shipped.height == rebuilt.height
        assert not both.select(starter_temperatures.has_moved(slack=SLACK)).to_series().any()
        parameters = store.read("trait_parameters", as_of=day, score=score)
        again = parameters.join(
            starter_temperatures.parameters_of(found, score, day), on=["name", "cls"], nulls_equal=True, suffix="_again"
        )
        assert again.height == parameters.height
        for row in again.filter(pl.col("value").is_finite()).iter_rows(named=True):
            assert row["value_again"] == pytest.approx(row["value"], rel=2e-3, abs=2e-3), row["name"]


def test_coded_acts_are_those_of_the_items(records: Records) -> None:
    shipped = Store.open(home=Path("nowhere")).read("coded_acts")
    assert shipped.equals(TABLES["coded_acts"].sort(records.acts))


def test_the_collections_kept_back_are_not_used(reference: Path, records: Records) -> None:
    used = records.counts.filter(pl.col("dataset") == "icews-monthly")
    assert used["period"].max() == date(2022, 1, 1)
    rows = pl.read_parquet(reference / FILES["icews-monthly"]).with_columns(pl.col("set").cast(pl.String))
    apart = [code for code, entity in entities().items() if entity.kind == "organisation"] + [*LEFT_OUT]
    ends = pl.col("source", "target").cast(pl.String).replace("AND", "FRA")
    early = rows.with_columns(ends).filter(
        pl.col("set") == "icews22",
        pl.col("source") != pl.col("target"),
        ~pl.any_horizontal(pl.col("source", "target").is_in(apart)),
    )
    facts = early.select(pl.sum_horizontal("verbal_cooperation", "material_cooperation", "verbal_conflict",
                                           "material_conflict").sum()).item()  # fmt: skip
    assert used.filter(pl.col("period") == date(2022, 1, 1))["reports"].sum() == facts


def test_states_whose_acts_are_anothers(reference: Path) -> None:
    """Of the raw events, whose actors are named: one actor makes most of the acts of four states toward others."""
    raw = pl.read_parquet(reference / "events/icews_raw_2018_10_12.parquet")
    acts = raw.filter(pl.col("Source Country") != pl.col("Target Country"), pl.col("Target Country") != "")
    for state, name, least in (("Andorra", "Emmanuel Macron", 0.99), ("Nepal", "Bahujan Samaj Party", 0.6),
                               ("Luxembourg", "Jean-Claude Juncker", 0.8), ("Portugal", "Guterres", 0.65)):  # fmt: skip
        own = acts.filter(pl.col("Source Country") == state)
        assert own["Source Name"].str.contains(name).mean() > least, state  # type: ignore[operator]


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


def test_attention_is_a_share_of_the_reports(records: Records) -> None:
    again = starter_temperatures.attention_of(records).sort("source", "target", "period")
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
    reference: Path, table: str, name: str, builder: Callable[[pl.DataFrame], pl.DataFrame]
) -> None:
    again = builder(source(name).read(reference / pack.FILES[name]).frame)
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
