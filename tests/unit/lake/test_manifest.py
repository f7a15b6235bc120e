"""A manifest of layout 1 is brought up to date, whole or not at all."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from bulk_sample import ingest_own
from detente.errors import StoreError
from detente.event_cube.counts import counts
from detente.ingestion.maintenance import compact, remove, verify
from detente.lake import upgrade as upgrade_module
from detente.store import Store
from store_sample import open_store, write_events

# As the first layout was declared
LAYOUT_1 = """
CREATE TABLE batches (
    batch TEXT PRIMARY KEY, dataset TEXT NOT NULL, "table" TEXT NOT NULL, origin TEXT NOT NULL,
    digest TEXT NOT NULL, bytes INTEGER NOT NULL, rows_in INTEGER NOT NULL, rows_ok INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL, file TEXT NOT NULL, file_sha256 TEXT NOT NULL,
    schema_version INTEGER NOT NULL, retrieved TEXT NOT NULL,
    UNIQUE (dataset, "table", origin));
CREATE TABLE files (
    batch TEXT NOT NULL REFERENCES batches (batch), "table" TEXT NOT NULL, file TEXT NOT NULL UNIQUE,
    bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, profile TEXT NOT NULL);
"""
ROWS = ("2014-03-18,Russia,Japan,verbal_conflict", "2014-03-19,Japan,Russia,verbal_cooperation", "soon,Japan,Fiji,x")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.fixture
def old(store: Store, tmp_path: Path) -> Store:
    """Return a store as layout 1 left it: two files of events, without the columns that came later."""
    for name in ("one", "two"):
        ingest_own(store, write_events(tmp_path / f"{name}.csv", *ROWS), dataset=name)
    batches, files = store.lake.batches(), store.lake.records.files()
    held = {batch.batch: store.lake.records.held([batch.batch])[batch.batch] for batch in batches}
    store.lake.manifest.unlink()
    with contextlib.closing(sqlite3.connect(store.lake.manifest, isolation_level=None)) as db:
        db.executescript(LAYOUT_1)
        for b in batches:
            row = (b.batch, b.dataset, b.table, b.origin, b.digest, b.bytes, b.rows_in, b.rows_ok, b.rows_rejected)
            db.execute(
                "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, b.file, b.file_sha256, 1, "2024-05-01"),
            )
        for batch, own in held.items():
            for stored in files:
                if stored.file in own:
                    row = (batch, stored.table, stored.file, *_stripped(store, stored.file, stored.table))
                    db.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", (*row, json.dumps(dict(stored.profile))))
        db.execute("PRAGMA user_version = 1")
    return store


def _stripped(store: Store, file: str, name: str) -> tuple[int, str]:
    path = store.lake.home / file
    if name == "events":
        pl.read_parquet(path).drop("key", "flags").write_parquet(path)
    (digest, size) = (store.lake.stored(file, name, 0, {}).sha256, path.stat().st_size)
    return size, digest


def layout(store: Store) -> int:
    with contextlib.closing(sqlite3.connect(store.lake.manifest, isolation_level=None)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def test_an_old_store_reads_as_before(old: Store) -> None:
    rows = old.read("events")
    assert rows.select("dataset", "source", "flags").sort("dataset", "source").rows() == [
        ("one", "JPN", 0),
        ("one", "RUS", 0),
        ("two", "JPN", 0),
        ("two", "RUS", 0),
    ]
    assert rows["key"].n_unique() == 2  # the same two acts in both
    assert layout(old) == 3
    assert old.batches().select("dataset", "retrieved").sort("dataset").rows() == [
        ("one", date(2024, 5, 1)),
        ("two", date(2024, 5, 1)),
    ]
    assert old.rejects()["reason"].to_list() == ["is not a date written YYYY-MM-DD"] * 2
    assert verify(old).faults == ()


def test_an_upgraded_store_is_one_to_work_with(old: Store, tmp_path: Path) -> None:
    new = ingest_own(old, write_events(tmp_path / "one.csv", *ROWS[:1]), dataset="one")
    assert new.replaced is not None
    assert old.read("events", dataset="one").height == 1
    assert counts(old.lake, dataset="two", freq="year").height == 2
    compact(old)
    remove(old, old.batches().filter(dataset="two")["batch"][0])
    assert old.read("events")["dataset"].to_list() == ["one"]
    assert verify(old).faults == ()


def test_an_upgrade_that_is_cut_short_leaves_the_store_as_it_was(old: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old.lake.manifest.read_bytes()

    def full(*_: object) -> list[object]:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(upgrade_module, "mended_events", full)
        with pytest.raises(StoreError, match="No space left on device; nothing was changed"):
            old.read("events")
    assert old.lake.manifest.read_bytes() == before
    assert old.read("events").height == 4


def test_an_old_store_that_can_not_be_written_says_so(old: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(StoreError, match="has an older layout and can't be written"):
        old.read("events")
    assert layout(old) == 1


def test_the_newest_batches_are_read_without_the_rest(store: Store, tmp_path: Path) -> None:
    for n in range(5):
        ingest_own(store, write_events(tmp_path / f"{n}.csv", *ROWS), dataset=f"d{n}")
    assert [batch.dataset for batch in store.lake.records.batches(newest=2)] == ["d3", "d4"]
    assert [batch.dataset for batch in store.lake.records.batches("b.dataset < ?", ("d3",), newest=2)] == ["d1", "d2"]
