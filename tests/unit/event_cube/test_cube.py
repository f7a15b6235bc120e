from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cube_sample import Row, empty_store, put
from detente.errors import NoAnswer, StoreError, UsageError
from detente.event_cube.counts import counts
from detente.event_cube.cube import compact_cube, cube_frame, cube_of, drop_cube, dyad_days, refresh_cube
from detente.event_cube.cube_files import CubeChanged, publish, read_cube
from detente.event_cube.dialects import cube_query, render
from detente.event_cube.duckdb_engine import event_batches
from detente.event_cube.verification import check_cube
from detente.ingestion.events import ingest_events
from detente.ingestion.maintenance import compact, remove, verify
from detente.store import Store
from event_samples import gdelt, write_quarter_hours, write_zip

ONE = date(2015, 2, 26)
TWO, THREE = date(2015, 2, 27), date(2015, 3, 2)


def row(day: date = ONE, known: date | None = None, source: str | None = "JPN", *, key: int | None = 1) -> Row:
    return (day, known or day, source, "RUS", "190", "material_conflict", "ASSAULT", -10.0, 3, key)


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store() as made:
        yield made


def test_an_event_told_again_later_is_counted_once_and_its_reports_each_time(store: Store) -> None:
    put(store, [row(), row(known=TWO)], "first")
    refresh_cube(store.lake)
    put(store, [row(known=THREE), row(known=THREE, key=2)], "second")
    refresh_cube(store.lake)

    def text(on: date) -> tuple[int, int]:
        return counts(store.lake, "d", "month", "quad", on).select("events", "reports").row(0)

    assert [text(on) for on in (ONE, TWO, THREE)] == [(1, 3), (1, 6), (2, 12)]


def test_an_event_found_in_an_older_file_counts_from_then(store: Store) -> None:
    put(store, [row(known=THREE)], "late")
    refresh_cube(store.lake)
    put(store, [row(known=ONE)], "early")
    refresh_cube(store.lake)
    assert cube_frame(store.lake, "d").select("known_on", "events", "records").rows() == [(ONE, 1, 1), (THREE, 0, 1)]


def test_only_new_batches_are_read(store: Store) -> None:
    put(store, [row()] * 3, "first")
    assert [(c.batches, c.records) for c in refresh_cube(store.lake)] == [(1, 3)]
    put(store, [row(TWO)], "second")
    assert [(c.batches, c.records) for c in refresh_cube(store.lake)] == [(1, 1)]
    assert [(c.batches, c.records) for c in refresh_cube(store.lake)] == [(0, 0)]


def test_a_batch_removed_builds_the_cube_again(store: Store) -> None:
    put(store, [row()], "first")
    put(store, [row(TWO)], "second")
    refresh_cube(store.lake)
    put(store, [row(THREE), row(THREE, key=4)], "second")  # the same origin: it replaces the batch
    assert cube_of(store.lake, "d") is None
    assert counts(store.lake, "d", "year", "quad", THREE)["events"].item() == 3
    (change,) = refresh_cube(store.lake)
    assert change.rebuilt
    assert cube_of(store.lake, "d") is not None
    assert counts(store.lake, "d", "year", "quad", THREE)["events"].item() == 3
    assert cube_frame(store.lake, "d")["records"].sum() == 3


def test_a_cube_that_lags_is_not_read(store: Store) -> None:
    put(store, [row()], "first")
    refresh_cube(store.lake)
    put(store, [row(TWO, key=2)], "second")
    assert counts(store.lake, "d", "year", "quad", TWO)["events"].item() == 2
    with pytest.raises(NoAnswer, match="detente cube"):
        dyad_days(store.lake, "d", "JPN", "RUS")


def test_rows_without_a_state_are_in_the_cube_and_in_no_dyad(store: Store) -> None:
    put(store, [row(), row(source=None), row(source="RUS")], "first")
    refresh_cube(store.lake)
    assert cube_frame(store.lake, "d")["records"].sum() == 3
    assert counts(store.lake, "d", "year", "quad", ONE).select("source", "events").rows() == [("JPN", 1)]


def test_days_of_a_dyad_and_longer_steps(store: Store) -> None:
    put(store, [row(), row(TWO, key=2), row(THREE, key=3)], "first")
    refresh_cube(store.lake)
    by_day = dyad_days(store.lake, "d", "JPN", "RUS")
    assert by_day.select("period", "events", "intensity", "rated").rows() == [
        (ONE, 1, -10_000, 1),
        (TWO, 1, -10_000, 1),
        (THREE, 1, -10_000, 1),
    ]
    assert dyad_days(store.lake, "d", "JPN", "RUS", freq="month")["events"].to_list() == [2, 1]
    assert dyad_days(store.lake, "d", "JPN", "RUS", freq="week")["period"].to_list() == [
        date(2015, 2, 23),
        date(2015, 3, 2),
    ]
    assert dyad_days(store.lake, "d", "JPN", "RUS", as_of=TWO).height == 2
    assert dyad_days(store.lake, "d", "RUS", "JPN").is_empty()
    with pytest.raises(UsageError, match="invalid freq 'hour'"):
        dyad_days(store.lake, "d", "JPN", "RUS", freq="hour")


def test_compaction_changes_files_and_no_number(store: Store) -> None:
    for index in range(4):
        put(store, [row(key=index), row(known=TWO, key=index + 1)], f"batch {index}")
        refresh_cube(store.lake)
    before = cube_frame(store.lake, "d")
    assert [c.files for c in compact_cube(store.lake)] == [1]
    assert cube_frame(store.lake, "d").equals(before)
    assert check_cube(store.lake) == []


def test_many_small_files_are_merged_as_they_come(store: Store) -> None:
    for index in range(18):
        put(store, [row(key=index)], f"batch {index}")
        refresh_cube(store.lake)
    assert len(read_cube(store.lake, "d").files) < 3
    assert cube_frame(store.lake, "d")["events"].sum() == 18


def test_a_change_computed_from_an_outdated_state_is_refused(store: Store) -> None:
    put(store, [row()], "first")
    stale = read_cube(store.lake, "d")
    refresh_cube(store.lake)
    with pytest.raises(CubeChanged, match="run the command again"):
        publish(store.lake, stale, event_batches(store.lake, "d"), [])
    assert cube_frame(store.lake, "d")["records"].sum() == 1


def test_a_count_that_ends_midway_leaves_the_cube_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, [row()], "first")
    refresh_cube(store.lake)
    put(store, [row(TWO)], "second")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("detente.event_cube.duckdb_engine.seal", full)
        with pytest.raises(StoreError, match="the disk is full"):
            refresh_cube(store.lake)
    assert len(list((store.lake.home / "cube" / "d").iterdir())) == 1
    assert [c.batches for c in refresh_cube(store.lake)] == [1]


def test_damage_is_found(store: Store) -> None:
    put(store, [row()], "first")
    refresh_cube(store.lake)
    (path,) = cube_of(store.lake, "d") or []
    path.write_bytes(b"PAR1 no more")
    (fault,) = check_cube(store.lake)
    assert fault.startswith(f"cube/d/{path.name} is damaged")
    with pytest.raises(StoreError, match="`detente cube`"):
        cube_frame(store.lake, "d")
    assert set(check_cube(store.lake)) <= set(verify(store).faults)
    path.unlink()
    assert "is missing" in check_cube(store.lake)[0]
    (change,) = refresh_cube(store.lake)
    assert change.rebuilt
    assert check_cube(store.lake) == []
    with contextlib.closing(sqlite3.connect(store.lake.manifest, isolation_level=None)) as db:
        db.execute("UPDATE batches SET rows_ok = 2")
    db.close()
    assert "counts 1 records, its batches have 2" in check_cube(store.lake)[0]


def test_events_that_cannot_be_read_are_reported(store: Store) -> None:
    put(store, [row()], "first")
    (file,) = (store.lake.home / "lake").rglob("*.parquet")
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(StoreError, match="is damaged"):
        refresh_cube(store.lake)


def test_a_dataset_without_events_is_reported(store: Store) -> None:
    assert refresh_cube(store.lake) == []
    with pytest.raises(NoAnswer, match="there are none of any dataset"):
        refresh_cube(store.lake, "gdelt2")
    put(store, [row()], "first")
    with pytest.raises(NoAnswer, match="there are d"):
        refresh_cube(store.lake, "gdelt2")


def test_the_manifest_lists_what_it_counts(store: Store) -> None:
    put(store, [row()], "first")
    refresh_cube(store.lake)
    with contextlib.closing(sqlite3.connect(store.lake.manifest, isolation_level=None)) as db:
        assert db.execute("SELECT count(*) FROM cube_batches").fetchone() == (1,)
    db.close()


# Files ingested, published anew, removed


def same_as_the_events(store: Store, dataset: str) -> None:
    """Check that the cube answers as the events do, on days before, between and after."""
    refresh_cube(store.lake, dataset)
    assert cube_of(store.lake, dataset) is not None
    requested = [(day, scheme) for day in (date(2019, 1, 21), DAY, LATER) for scheme in ("quad", "root", "plover")]
    cubed = [_asked(store, dataset, scheme, day) for day, scheme in requested]
    drop_cube(store.lake, dataset)
    assert cubed == [_asked(store, dataset, scheme, day) for day, scheme in requested]
    refresh_cube(store.lake, dataset)
    assert cubed == [_asked(store, dataset, scheme, day) for day, scheme in requested]


def _asked(store: Store, dataset: str, scheme: str, day: date) -> list[tuple[object, ...]]:
    try:
        return counts(store.lake, dataset, "week", scheme, day).rows()
    except NoAnswer:
        return []


DAY, LATER = date(2026, 1, 5), date(2026, 3, 1)


def test_files_published_again_or_removed_are_counted_as_they_stand(store: Store, tmp_path: Path) -> None:
    folder = write_quarter_hours(tmp_path / "gdelt", 6)
    ingest_events(store, [folder], retrieved=DAY)
    refresh_cube(store.lake)
    same_as_the_events(store, "gdelt2")
    rows = [gdelt(5000 + i, code="190", target=("CHN", "JPN")[i % 2]) for i in range(7)]
    ingest_events(store, [write_zip(folder, "20190121001500.export.CSV", rows)], retrieved=LATER)
    assert not refresh_cube(store.lake)[0].rebuilt
    before = cube_frame(store.lake, "gdelt2")
    same_as_the_events(store, "gdelt2")
    assert cube_frame(store.lake, "gdelt2").equals(before)
    compact(store)
    assert cube_of(store.lake, "gdelt2") is not None
    same_as_the_events(store, "gdelt2")
    for batch in [b.batch for b in store.lake.batches() if b.table == "events"][-2:]:
        remove(store, batch)
        same_as_the_events(store, "gdelt2")
    assert check_cube(store.lake) == []


# Other engines


def test_every_engine_has_its_query(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "CAST(sum(reports) AS BIGINT)" in cube_query("duckdb")
    assert "BIGINT" in cube_query("spark")
    with pytest.raises(UsageError) as unknown:
        render("SELECT 1", "oracle")
    assert unknown.value.value == "oracle"
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    assert cube_query("duckdb")
    with pytest.raises(StoreError) as absent:
        cube_query("spark")
    assert absent.value.value == "sqlglot"
