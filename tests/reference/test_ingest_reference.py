"""Real event files, ingested, against counts made from the same files without Detente.

The independent counts use the files' own columns (names of countries, ISO codes, GDELT's country codes), read with
the standard library or with Polars as plain tables; no state is translated and no row is dropped by them.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.event_cube.counts import counts
from detente.ingestion.events import ingest_events
from detente.ingestion.maintenance import verify
from detente.measures.temperature import temperature
from detente.sources.events.icews import ACTORS
from detente.store import Store
from store_sample import open_store

pytestmark = pytest.mark.reference

NEIGHBOURS = ["CHN", "JPN", "KOR", "IRN", "GBR", "FRA", "DEU", "THA"]
MAPPING = """
dataset = "icews0515"
scheme = "code"
[columns]
date = "date"
source = "source_iso3"
target = "target_iso3"
source_actor = "source"
target_actor = "target"
cameo = "cameo"
intensity = "intensity"
text = "rel"
"""


@pytest.fixture(scope="module")
def raw(reference: Path) -> pl.DataFrame:
    return pl.read_parquet(reference / "events" / "icews_raw_2018_10_12.parquet")


@pytest.fixture(scope="module")
def icews(raw: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store with the raw events, written out as the provider's file."""
    folder = tmp_path_factory.mktemp("icews")
    path = folder / "events.2018.20200101000000.tab"
    raw.write_csv(path, separator="\t", quote_style="never")
    store = open_store(folder)
    done = ingest_events(store, [path])
    assert (done.rows_in, done.rows_ok, done.rows_rejected) == (raw.height, raw.height, 0)
    assert not verify(store).faults
    return store


def test_every_row_of_icews_is_there_once(icews: Store, raw: pl.DataFrame) -> None:
    events = icews.read("events")
    assert events.height == raw.height
    assert events["id"].sort().equals(raw["Event ID"].sort())
    day = raw["Event Date"].str.to_date("%Y-%m-%d")
    expected = raw.select(day.alias("date"), pl.col("CAMEO Code").alias("cameo")).to_series(1).value_counts()
    assert dict(events["cameo"].value_counts().rows()) == dict(expected.rows())
    assert dict(events["date"].value_counts().rows()) == dict(day.value_counts().rows())


def test_a_dyad_of_icews_has_its_rows_in_every_month(icews: Store, raw: pl.DataFrame) -> None:
    pairs = {("JPN", "RUS"): ("Japan", "Russian Federation"), ("RUS", "UKR"): ("Russian Federation", "Ukraine")}
    pairs |= {("USA", "CHN"): ("United States", "China"), ("GBR", "RUS"): ("United Kingdom", "Russian Federation")}
    events = icews.read("events")
    for (source, target), (theirs, others) in pairs.items():
        mine = raw.filter(pl.col("Source Country") == theirs, pl.col("Target Country") == others)
        expected = Counter(mine["Event Date"].str.slice(0, 7))
        found = Counter(events.filter(source=source, target=target)["date"].dt.strftime("%Y-%m"))
        assert found == expected
        assert expected


def test_sub_state_and_unknown_actors_of_icews_are_kept(icews: Store, raw: pl.DataFrame) -> None:
    events = icews.read("events")
    of_none = [(name, place) for name, place, right, _ in ACTORS if right is None]
    for end, title in (("source", "Source"), ("target", "Target")):
        here = pl.concat_str(f"{title} Name", f"{title} Country", separator="|")
        named = raw.select(here.is_in(["|".join(each) for each in of_none]).sum()).item()
        assert events[end].null_count() == raw[f"{title} Country"].null_count() + named
    assert events.filter(source="AND").height < 10
    assert events["source_actor"].n_unique() == raw["Source Name"].str.strip_chars().n_unique()


def test_both_versions_of_gdelt_have_their_rows(reference: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path)
    folder = reference / "fixtures" / "gdelt"
    done = ingest_events(store, [folder])
    with zipfile.ZipFile(folder / "20190121220000.export.CSV.zip") as archive:
        second = archive.read(archive.namelist()[0]).decode()
    first = (folder / "20160728.gdelt1.tsv").read_text(encoding="utf-8")
    for dataset, text, added in (("gdelt1", first, 56), ("gdelt2", second, 59)):
        rows = list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
        events = store.read("events", dataset=dataset)
        assert events.height == done.datasets[dataset] == len(rows)
        assert Counter(events["id"]) == Counter(row[0] for row in rows)
        assert Counter(events["cameo"]) == Counter(row[26] for row in rows)
        assert Counter(events["date"].dt.strftime("%Y%m%d")) == Counter(row[1] for row in rows)
        assert Counter(events["known_on"].dt.strftime("%Y%m%d")) == Counter(row[added][:8] for row in rows)
        assert events["reports"].sum() == sum(int(row[31]) for row in rows)
        ours = events.filter(source="USA", target="CHN").height
        assert ours == sum((row[7], row[17]) == ("USA", "CHN") for row in rows)
    assert (done.rows_in, done.rows_rejected) == (710 + 1629, 0)


@pytest.fixture(scope="module")
def benchmark(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("icews0515")
    mapping = folder / "mine.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    store = open_store(folder)
    done = ingest_events(store, [reference / "events" / "icews0515_events.parquet"], mapping=mapping)
    assert (done.rows_in, done.rows_ok) == (461_329, 461_329)
    return store


def test_a_mapped_table_has_its_rows_by_dyad_and_month(benchmark: Store, reference: Path) -> None:
    raw = pl.read_parquet(reference / "events" / "icews0515_events.parquet")
    events = benchmark.read("events")
    assert Counter(events["date"].dt.year()) == Counter(raw["date"].dt.year())
    for pair in (("CHN", "JPN"), ("JPN", "CHN"), ("JPN", "KOR"), ("GBR", "IRN")):
        mine = raw.filter(source_iso3=pair[0], target_iso3=pair[1])
        found = events.filter(source=pair[0], target=pair[1])
        assert Counter(found["date"].dt.strftime("%Y-%m")) == Counter(mine["date"].dt.strftime("%Y-%m"))
        assert Counter(found["cameo"]) == Counter(mine["cameo"])


def test_conduct_toward_japan_was_coldest_in_september_2010(benchmark: Store, reference: Path) -> None:
    """The month of the collision off the Senkaku/Diaoyu islands and the arrest of the captain.

    In these events it is the low by the file's own intensities too: 71 of 114 acts were conflictual, against 28 of
    76 in September 2012, the month of the purchase of the islands.
    """
    found = counts(benchmark.lake, "icews0515", "month", "quad")
    among = found.filter(pl.col("source").is_in(NEIGHBOURS), pl.col("target").is_in(NEIGHBOURS))
    months = pl.date_range(date(2005, 1, 1), date(2015, 12, 1), "1mo", eager=True).to_list()
    frame = temperature(among, months).frame().filter(source="CHN", target="JPN")
    assert frame.height == len(months)
    raw = pl.read_parquet(reference / "events" / "icews0515_events.parquet")
    mine = raw.filter(source_iso3="CHN", target_iso3="JPN")
    by_month = mine.group_by(pl.col("date").dt.date().dt.truncate("1mo")).agg(pl.col("intensity").sum())
    lowest = by_month.sort("intensity")["date"][0]
    assert frame.sort("mean")["period"][0] == lowest == date(2010, 9, 1)
