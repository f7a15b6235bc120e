"""A store in which datasets have former names opens, and nothing in it is written anew but the manifest."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from bulk_sample import take, write
from cli_sample import Detente
from detente.event_cube.counts import counts
from detente.event_cube.cube import dyad_days, refresh_cube
from detente.ingestion.maintenance import compact, remove, verify
from detente.store import Store
from event_samples import ICEWS_HEADER, icews
from store_sample import open_store

OLD, NEW = "icews-events", "icews"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store of ICEWS events as layout 2 left it: called icews-events in the manifest, the files, the cube."""
    store = open_store(tmp_path)
    for month in (1, 2):
        rows = [icews(10 * month + n, day=f"2018-0{month}-0{1 + n}") for n in range(5)]
        take(store, write(tmp_path / f"2018010{month}-icews-events.tab", ICEWS_HEADER, *rows))
    refresh_cube(store.lake)
    files = {}
    for path in sorted(store.lake.home.rglob("*.parquet")):
        if "rejects" not in path.parts:
            named = pl.read_parquet(path).with_columns(dataset=pl.lit(OLD).cast(pl.Categorical))
            named.write_parquet(path)
            files[path.relative_to(store.lake.home).as_posix()] = store.lake.stored(
                path.relative_to(store.lake.home).as_posix(), "events", 0, {}
            )
    with contextlib.closing(sqlite3.connect(store.lake.manifest, isolation_level=None)) as db:
        db.execute("DROP TABLE renamed")
        for name in ("batches", "files", "cube_files", "cube_batches", "cube_changes"):
            db.execute(f"UPDATE {name} SET dataset = ?", (OLD,))  # noqa: S608 - names of ours
        db.execute("UPDATE files SET profile = replace(profile, ?, ?)", (f'"{NEW}"', f'"{OLD}"'))
        for name in ("files", "cube_files"):
            rows = [(stored.bytes, stored.sha256, file) for file, stored in files.items()]
            db.executemany(f"UPDATE {name} SET bytes = ?, sha256 = ? WHERE file = ?", rows)  # noqa: S608 - likewise
        db.execute("PRAGMA user_version = 2")
    db.close()
    return store


def written(store: Store) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in store.lake.home.rglob("*.parquet")}


def test_the_events_are_read_by_their_new_name_and_no_file_is_written(store: Store) -> None:
    before = written(store)
    assert store.read("events", dataset=NEW)["dataset"].unique().to_list() == [NEW]
    assert store.read("events", dataset=NEW).height == 10
    assert store.read("events", dataset=OLD).is_empty()
    assert store.lake.records.renamed() == {OLD: NEW}
    assert store.contents(date(2026, 1, 1)).filter(table="events").select("dataset", "rows").rows() == [(NEW, 10)]
    assert set(store.coverage().filter(table="events")["dataset"]) == {NEW}
    assert verify(store).faults == ()
    assert written(store) == before


def test_the_cube_still_counts_them(store: Store) -> None:
    assert counts(store.lake, NEW, "year", "quad")["reports"].sum() == 10
    (change,) = refresh_cube(store.lake)
    assert (change.dataset, change.batches, change.rebuilt) == (NEW, 0, False)
    pair = store.read("events", dataset=NEW).select("source", "target").row(0)
    assert set(dyad_days(store.lake, NEW, *pair)["dataset"]) == {NEW}


@pytest.mark.parametrize("change", [compact, lambda store: remove(store, store.batches()["batch"][0])])
def test_what_is_written_later_has_the_new_name(store: Store, change: Callable[[Store], object]) -> None:
    change(store)
    assert set(store.contents()["dataset"].drop_nulls()) & {OLD, NEW} == {NEW}
    assert set(store.read("events")["dataset"]) == {NEW}
    assert verify(store).faults == ()


def test_the_same_file_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    done = take(store, *sorted(tmp_path.glob("*.tab")))
    assert (done.units, done.already, done.failures) == (0, 2, [])


def test_a_store_that_can_not_be_written_is_read_by_the_new_names(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert store.read("events", dataset=NEW).height == 10
    with contextlib.closing(sqlite3.connect(store.lake.manifest, isolation_level=None)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)


def test_the_command_line_says_what_was_renamed(store: Store, detente: Detente) -> None:
    del store
    assert detente("data", "--json").data["renamed"] == {OLD: NEW}
    assert all(name in detente("data").out for name in (OLD, "conduct"))
    requested = detente("temperature", "USA", "Russia", "--events", OLD)
    assert requested.code == 2
    assert repr(NEW) in requested.err


def test_one_name_is_one_dataset_however_it_comes(detente: Detente, tmp_path: Path) -> None:
    write(tmp_path / "events.2018.tab", ICEWS_HEADER, *(icews(n) for n in range(3)))
    before = detente("temperature", "USA", "Russia", "--events", "icews")
    assert before.code == 2  # the events are not here; the yearly figures have another name
    assert "detente pull icews" in before.err
    pulled = detente("pull", "icews", "--mirror", tmp_path, "--json")
    assert pulled.code == 0
    assert detente("ingest", tmp_path / "events.2018.tab", "--json").data["already"] == 1
    held = {(row["table"], row["dataset"]) for row in detente("data", "--json").data["contents"]}
    assert {table for table, name in held if name == "icews"} == {"events"}
