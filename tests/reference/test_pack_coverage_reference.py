"""From the pack alone: which pairs of states have an answer."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from detente.answers.temperature import temperature
from detente.answers.votes import votes
from detente.identity.records import entities
from detente.sources import source
from detente.starter.conduct_sources import FILES, MONTHLY, QUADS, SETS, YEARLY
from detente.starter.temperatures import LEAST
from detente.store import Store
from detente.store.coverage import is_covered

pytestmark = pytest.mark.reference

PAIR = (pl.min_horizontal("source", "target").alias("a"), pl.max_horizontal("source", "target").alias("b"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return the pack alone."""
    return Store.open(home=tmp_path_factory.mktemp("empty"))


def test_nearly_all_pairs_with_reports_have_a_temperature(reference: Path, store: Store) -> None:
    """Of the pairs with 26 reports in both files of ICEWS, as they are: Andorra's among them are France's."""
    yearly = source(YEARLY).read(reference / FILES[YEARLY]).frame.select("source", "target", "reports")
    monthly = pl.read_parquet(reference / FILES[MONTHLY]).cast(dict.fromkeys(("set", "source", "target"), pl.String))
    facts = pl.sum_horizontal(QUADS).cast(pl.Int64).alias("reports")
    used = monthly.filter(pl.col("set").is_in(list(SETS))).select("source", "target", facts)
    states = [code for code, entity in entities().items() if entity.kind != "organisation"]
    every = pl.concat([yearly.with_columns(pl.col("reports").cast(pl.Int64)), used]).filter(
        pl.col("source").is_in(states), pl.col("target").is_in(states), pl.col("source") != pl.col("target")
    )
    pairs = every.group_by(PAIR).agg(pl.col("reports").sum()).filter(pl.col("reports") >= LEAST)
    rows = store.read("temperatures", score="all").filter(is_covered())
    answered = pairs.join(rows.select(PAIR).unique(), on=["a", "b"], how="semi")
    assert pairs.height > 6000
    assert answered.height / pairs.height >= 0.95
    for a, b in answered.sort("a", "b").sample(20, seed=1).select("a", "b").iter_rows():
        assert temperature(a, b, store=store).frame().height > 0


def test_any_two_states_with_votes_have_their_votes(store: Store) -> None:
    """Any two that were members at the same time: a sample of them."""
    cast = store.read("votes").group_by("state").agg(pl.col("date").min().alias("first"), pl.col("date").max())
    spans = {state: (first, last) for state, first, last in cast.iter_rows()}
    together = [
        (a, b, min(spans[a][1], spans[b][1]))
        for a, b in combinations(sorted(spans), 2)
        if max(spans[a][0], spans[b][0]) < min(spans[a][1], spans[b][1])
    ]
    sample = pl.DataFrame(together, schema=["a", "b", "day"], orient="row").sample(40, seed=2)
    for a, b, day in sample.iter_rows():
        assert votes(a, b, scheme="code", as_of=day, store=store).frame().height > 0, (a, b)
