"""Two datasets of one thing do not add up, and what one lacks is looked for in the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from bulk_sample import ingest_own
from detente.answers.temperature import temperature
from detente.answers.third_state_pull import third_state_pull
from detente.catalog import table
from detente.errors import NoAnswer
from detente.panels import panel
from detente.store import Store


def visits(dataset: str, *days: tuple[str, date]) -> pl.DataFrame:
    rows = [
        {"dataset": dataset, "id": f"{dataset}-{at}", "kind": "visit", "source": "CHN", "target": target, "start": day}
        for at, (target, day) in enumerate(days)
    ]
    frame = pl.DataFrame(rows).with_columns(
        directed=pl.lit(value=True), precision=pl.lit("day"), end="start", known_on="start", end_known_on="start"
    )
    return pl.concat([table("ties").empty(), frame], how="diagonal").select(table("ties").names)


def test_visits_that_two_datasets_record_count_once(tmp_path: Path) -> None:
    store = Store.open(home=tmp_path)
    old = visits("old", ("KAZ", date(2012, 5, 1)), ("UZB", date(2013, 5, 1)), ("UZB", date(2013, 6, 1)))
    new = visits("new", ("UZB", date(2013, 5, 1)), ("KAZ", date(2013, 7, 1)))
    for name, frame in (("old", old), ("new", new)):
        store.write({"ties": frame}, dataset=name, origin="a test")
    found = third_state_pull(["China", "Russia"], ["Kazakhstan"], as_of="2014-12-31", store=store).frame()
    paid = found.filter(pl.col("channel") == "visits", pl.col("power") == "CHN")
    assert dict(paid.select(pl.col("period").dt.year(), "value").iter_rows()) == {2012: 1.0, 2013: 0.5}


def test_a_pair_without_a_temperature_is_sent_to_the_other_datasets(tmp_path: Path) -> None:
    store = Store.open(home=tmp_path / "home")
    file = tmp_path / "mine.csv"
    file.write_text("date,source,target,quad\n2020-01-02,Tuvalu,San Marino,verbal_conflict\n", encoding="utf-8")
    with pytest.raises(NoAnswer, match="see 'detente data'"):
        temperature("Tuvalu", "San Marino", as_of=date(2021, 1, 1), store=store)
    ingest_own(store, file)
    with pytest.raises(NoAnswer, match="mine: choose one with --events"):
        temperature("Tuvalu", "San Marino", as_of=date(2021, 1, 1), store=store)


def test_a_panel_names_the_dataset_that_the_store_has(tmp_path: Path) -> None:
    store = Store.open(home=tmp_path)
    ties = visits("mine", ("KAZ", date(2012, 5, 1))).with_columns(
        kind=pl.lit("defence"), dataset=pl.lit("cow_alliances")
    )
    store.write({"ties": ties}, dataset="cow_alliances", origin="a test")
    with pytest.raises(NoAnswer, match="pacts:cow_alliances"):
        panel("dyads", since=2012, until=2012, add=["pacts"], store=store)
