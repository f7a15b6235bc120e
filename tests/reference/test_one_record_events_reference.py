"""Events and pages ingested over the pack count once: figures are those of a store that has the files alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from bulk_sample import take
from detente.answers.temperature import temperature
from detente.ingestion.texts import ingest_texts
from detente.sources.providers.current_events import page_title
from detente.starter.conduct_sources import FILES, NEWS
from detente.starter.writing import write_starter
from detente.store import Store

pytestmark = pytest.mark.reference

ACT = ["date", "source", "target", "plover", "weight"]
SINCE = date(2025, 1, 1)
PAIRS = [("ISR", "PSE"), ("RUS", "UKR"), ("IND", "PAK"), ("USA", "CAN"), ("ARM", "AZE")]


@pytest.fixture
def stores(tmp_path: Path) -> tuple[Store, Store]:
    """Return a store over the pack, and one over an empty pack."""
    write_starter(tmp_path / "empty", {}, {"sources": []})
    over = Store.open(home=tmp_path / "over")
    return over, replace(Store.open(home=tmp_path / "alone", starter=tmp_path / "empty"), facts=over.facts)


def test_pages_over_the_pack_count_once(reference: Path, stores: tuple[Store, Store]) -> None:
    items = pl.read_parquet(reference / FILES[NEWS]).filter(~pl.col("is_topic_label"))
    items = items.select(pl.col("date").cast(pl.Date), "text").filter(pl.col("date") >= SINCE)
    titles = {day: page_title(day) for day in items["date"].unique()}
    pages = items.with_columns(
        known_on=pl.col("date") + timedelta(days=1),
        page=pl.col("date").replace_strict(titles, return_dtype=pl.String),
        revision=pl.lit("1"),
        line=pl.int_range(1, pl.len() + 1).over("date"),
    )
    over, _ = stores
    shipped = over.read("coded_acts", dataset="news")
    before = {pair: temperature(*pair, store=over).estimates for pair in PAIRS}
    for store in stores:
        ingest_texts(store, "news", pages, origin="pages", by_page=True, retrieved=date(2026, 6, 30))
    late = pl.col("date") >= SINCE
    mine, theirs = (store.read("coded_acts", dataset="news").filter(late).select(ACT).sort(ACT) for store in stores)
    assert mine.equals(theirs)
    assert mine.equals(shipped.filter(late).select(ACT).sort(ACT))
    assert over.read("coded_acts", dataset="news").filter(~late).equals(shipped.filter(~late))
    year = pl.col("period").dt.year()
    for pair in PAIRS:  # the same acts: the path that is continued is the one that was estimated
        after = temperature(*pair, store=over).estimates
        assert after.filter(year < SINCE.year).equals(before[pair].filter(year < SINCE.year))
        both = after.join(before[pair], on=["source", "target", "period"], suffix="_before").drop_nulls("mean")
        off = ((both["mean"] - both["mean_before"]) / both["sd_before"]).abs().max()
        assert isinstance(off, float)
        assert off < 0.3, pair


def test_events_over_the_pack_leave_its_figures(reference: Path, stores: tuple[Store, Store], tmp_path: Path) -> None:
    raw = pl.read_parquet(reference / "events/icews_raw_2018_10_12.parquet")
    file = tmp_path / "20181231-icews-events.tab"
    raw.write_csv(file, separator="\t", quote_style="never")
    over, _ = stores
    before = {pair: temperature(*pair, store=over).estimates for pair in PAIRS}
    for store in stores:
        take(store, file, day=date(2026, 6, 30))
    for pair in PAIRS:
        mine, theirs = (temperature(*pair, events="icews", freq="quarter", store=store).estimates for store in stores)
        assert mine.equals(theirs), pair
        assert temperature(*pair, store=over).estimates.equals(before[pair])
        both = temperature(*pair, events=["conduct", "icews"], store=over).estimates
        assert both.select("mean", "sd").equals(before[pair].select("mean", "sd")), pair  # the pack has that source
