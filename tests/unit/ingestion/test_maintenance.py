"""The lake after an ingest: removed from, made compact, verified, described."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from bulk_sample import events, take, write
from detente.catalog import table
from detente.errors import UsageError
from detente.ingestion import events as bulk
from detente.ingestion.maintenance import compact, content, remove, status, verify
from detente.lake import lake as lake_module
from detente.lake.estimate_cache import load, save
from detente.store import Store
from event_samples import ICEWS_HEADER, gdelt, icews, write_quarter_hours, write_zip
from store_sample import open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def test_a_batch_that_is_removed_leaves_the_others(store: Store, tmp_path: Path) -> None:
    take(store, write_quarter_hours(tmp_path / "g", 6))
    batch = store.batches().filter(unit="20190121003000.export")["batch"].item()
    with pytest.raises(UsageError, match="there is no batch 'nothing'"):
        remove(store, "nothing")
    with pytest.raises(UsageError, match="there is no batch ''"):
        remove(store, "")
    assert [one.batch for one in remove(store, batch[:8])] == [batch]
    assert store.batches().height == 5
    assert batch not in events(store)["batch"].to_list()
    assert not verify(store).faults
    again = take(store, tmp_path / "g")
    assert (again.units, again.already) == (1, 5)


def test_the_version_before_a_removed_one_is_current(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "events.2018.tab"
    for month in (1, 2, 3):
        take(store, write(path, ICEWS_HEADER, icews(month)), day=date(2026, month, 1))
    first, second, third = store.lake.batches()
    remove(store, second.batch)
    assert [events(store, date(2026, month, 15))["id"].item() for month in (1, 2, 3)] == ["1", "1", "3"]
    remove(store, third.batch)
    assert [events(store, date(2026, month, 15))["id"].item() for month in (1, 2, 3)] == ["1", "1", "1"]
    assert store.lake.batches()[0].batch == first.batch


def test_what_was_estimated_from_a_batch_goes_with_it(store: Store, tmp_path: Path) -> None:
    take(store, write_quarter_hours(tmp_path / "g", 2))
    key = {"dataset": "gdelt2", "freq": "month"}
    save(store.lake, key, pl.DataFrame({"source": ["JPN"]}), {})
    assert load(store.lake, key) is not None
    remove(store, store.batches()["batch"][0])
    assert load(store.lake, key) is None


def test_what_is_compact_reads_the_same(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PACK", 5_000)
    monkeypatch.setattr(bulk, "ROWS", 30)
    take(store, write_quarter_hours(tmp_path / "g", 8))
    before, digests = events(store), content(store)
    assert len(store.lake.parts("events")) > 3
    done = compact(store)
    assert (done.months, done.files_after) == (1, 1)
    (made,) = store.lake.parts("events")
    assert list(pl.read_parquet_schema(made.path)) == list(table("events").names)
    assert events(store).equals(before)
    assert content(store) == digests
    assert not verify(store).faults
    assert compact(store).months == 0
    take(store, write_zip(tmp_path, "20190121230000.export.CSV", [gdelt(99_999)]))
    assert compact(store, "gdelt2").months == 1
    assert compact(store, "nothing").months == 0


def test_retired_files_are_deleted_later(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PACK", 5_000)
    monkeypatch.setattr(bulk, "ROWS", 30)
    take(store, write_quarter_hours(tmp_path / "g", 8))
    old = [part.path for part in store.lake.parts("events")]
    compact(store)
    assert all(path.exists() for path in old)
    assert verify(store).orphans == ()
    monkeypatch.setattr(lake_module, "RETIRED_AGE", -1.0)
    store.lake.sweep()
    assert not any(path.exists() for path in old)
    assert store.lake.records.retired() == {}


def test_a_store_says_what_is_wrong_with_it(store: Store, tmp_path: Path) -> None:
    take(store, write_quarter_hours(tmp_path / "g", 2))
    part = store.lake.parts("events")[0]
    part.path.write_bytes(part.path.read_bytes()[:-1] + b"?")
    stray = part.path.with_name("stray.parquet")
    stray.write_bytes(b"left behind")
    found = verify(store)
    assert "is damaged" in found.faults[0]
    assert found.orphans == (stray.relative_to(store.lake.home).as_posix(),)


def test_coverage_is_reported_from_the_files(store: Store, tmp_path: Path) -> None:
    for day in ("20190121", "20190122", "20190124"):
        write_zip(tmp_path, f"{day}.export.CSV", [gdelt(int(day), day=day, added=day, width=58)])
    take(store, tmp_path)
    assert [(s.first, s.last, s.inputs) for s in store.days_covered()] == [
        (date(2019, 1, 21), date(2019, 1, 22), 2),
        (date(2019, 1, 24), date(2019, 1, 24), 1),
    ]
    rows = store.coverage().filter(dataset="gdelt1")
    assert rows["from"].to_list() == [date(2019, 1, 21), date(2019, 1, 24)]
    assert "compare shares, not counts" in rows["note"][0]


def test_what_was_ingested_is_one_source_a_dataset(store: Store, tmp_path: Path) -> None:
    take(store, write_quarter_hours(tmp_path / "g", 5))
    (source,) = store.sources(dataset="gdelt2")[-1:]
    assert (source.id, source.title) == ("gdelt2", "GDELT 2.0 events")
    assert "98 rows of events from 5 files" in source.covers
    (text,) = status(store)
    assert (text["inputs"], text["rows_rejected"], text["files"]) == (5, 2, 1)


def test_what_was_known_on_a_day_is_counted(store: Store, tmp_path: Path) -> None:
    for day in ("20190121", "20190124"):
        take(store, write_zip(tmp_path, f"{day}.export.CSV", [gdelt(int(day), day="20190120", added=day, width=58)]))
    counted = [store.contents(date(2019, 1, day)).filter(dataset="gdelt1")["rows"].to_list() for day in (20, 21, 24)]
    assert counted == [[], [1], [2]]
    assert store.contents().filter(dataset="gdelt1")["rows"].to_list() == [2]
