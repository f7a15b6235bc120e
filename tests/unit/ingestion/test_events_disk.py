"""Ingests on a full or closed disk, and two at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bulk_sample import events, take, write
from detente.errors import StoreError
from detente.ingestion import events as bulk
from detente.ingestion.events import EventIngestResult
from detente.ingestion.maintenance import compact, content, remove, verify
from detente.lake import lake as lake_module
from detente.store import Store
from event_samples import ICEWS_HEADER, icews, write_quarter_hours
from store_sample import open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def test_a_full_disk_leaves_the_lake_as_it_was(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_quarter_hours(tmp_path / "g", 6)
    take(store, tmp_path / "g" / "20190121000000.export.CSV.zip")
    before, synced = content(store), lake_module.sync
    for nth in range(1, 12):
        calls = 0

        def full(path: Path) -> None:
            nonlocal calls
            calls += 1
            if calls == nth:  # noqa: B023 - used in this round only
                raise OSError(28, "No space left on device")
            synced(path)

        with monkeypatch.context() as patched:
            patched.setattr(lake_module, "sync", full)
            with pytest.raises(StoreError, match="the disk is full") as caught:
                take(store, tmp_path / "g")
        assert caught.value.exit_code == 3
        assert content(store) == before
        assert not verify(store).faults
        assert verify(store).orphans == ()
    assert take(store, tmp_path / "g").units == 5


def test_a_folder_that_may_not_be_written_is_reported(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_quarter_hours(tmp_path / "g", 1)

    def fixed(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", fixed)
    with pytest.raises(
        StoreError, match=r"can't be written: the folder is read-only; nothing was ingested\. Make it writable"
    ) as caught:
        take(store, tmp_path / "g")
    assert caught.value.exit_code == 3
    assert not store.lake.home.exists()


@pytest.mark.parametrize("failing", ["ingest", "remove", "compact"])
def test_a_disk_that_fills_up_between_two_months_leaves_no_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    rows = [icews(n, day=f"2018-{1 + n % 5:02d}-02") for n in range(40)]
    path = write(tmp_path / "events.2018.tab", ICEWS_HEADER, *rows)
    more = write(tmp_path / "events.2017.tab", ICEWS_HEADER, *rows[:20])
    take(store, path, more)
    other = write(tmp_path / "events.2016.tab", ICEWS_HEADER, *rows[3:])
    batch, before, synced, calls = store.lake.batches()[0].batch, content(store), lake_module.sync, 0

    def full(place: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == 13:  # the third file or so
            raise OSError(28, "No space left on device")
        synced(place)

    work = {
        "ingest": lambda: take(store, other),
        "remove": lambda: remove(store, batch),
        "compact": lambda: compact(store),
    }
    with monkeypatch.context() as patched:
        patched.setattr(lake_module, "sync", full)
        with pytest.raises(StoreError, match=r"the disk is full; nothing was"):
            work[failing]()
    assert verify(store).orphans == ()
    assert not verify(store).faults
    assert content(store) == before


def test_two_ingests_at_once_bring_everything_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PACK", 5_000)
    monkeypatch.setattr(bulk, "ROWS", 30)
    folder = write_quarter_hours(tmp_path / "g", 12)
    done: list[EventIngestResult] = []
    threads = [threading.Thread(target=lambda: done.append(take(store, folder))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.units for one in done) == 12
    assert sum(one.already for one in done) == 24
    assert verify(store).orphans == ()
    assert not verify(store).faults
    (tmp_path / "alone").mkdir()
    alone = open_store(tmp_path / "alone")
    take(alone, folder)
    assert content(store) == content(alone)


def test_the_later_of_two_new_versions_is_reported(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "events.2018.tab", ICEWS_HEADER, icews(1))
    (tmp_path / "b").mkdir()
    other = write(tmp_path / "b" / "events.2018.tab", ICEWS_HEADER, icews(2))
    prepare, brought = lake_module.Lake.prepare, []

    def late(lake: lake_module.Lake) -> None:
        prepare(lake)
        if not brought:
            brought.append(True)
            take(store, other)

    monkeypatch.setattr(lake_module.Lake, "prepare", late)
    done = take(store, path)
    assert done.units == 0
    assert "another version" in done.failures[0][1]
    assert events(store)["id"].to_list() == ["2"]
    assert verify(store).orphans == ()
