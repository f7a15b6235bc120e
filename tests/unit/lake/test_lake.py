from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.catalog import table
from detente.errors import StoreError, TableError
from detente.lake import lake as lake_module
from detente.store import Store
from store_sample import open_store, temperatures


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def newer(known_on: date, mean: float = 1.0) -> pl.DataFrame:
    """Return a later vintage of the same dyads."""
    rows = temperatures().filter(pl.col("known_on") == date(2014, 12, 31))
    return rows.with_columns(pl.lit(known_on).alias("known_on"), pl.lit(mean).alias("mean"))


def keep(store: Store, frame: pl.DataFrame, origin: str = "a test") -> lake_module.Batch:
    return store.write({"temperatures": frame}, dataset="made-up", origin=origin)


def test_a_kept_frame_is_read_back_with_the_pack(store: Store) -> None:
    batch = keep(store, newer(date(2015, 6, 30)))
    assert (batch.rows_in, batch.rows_ok, batch.rows_rejected) == (12, 12, 0)
    assert not batch.already
    assert store.read("temperatures")["mean"].unique().to_list() == [1.0]
    assert store.read("temperatures", as_of=date(2015, 6, 29))["mean"].unique().to_list() == [0.1]
    assert store.read("batches").row(0, named=True)["batch"] == batch.batch
    assert table("batches").validate(store.batches()).height == 1


def test_the_same_vintage_added_later_counts(store: Store) -> None:
    keep(store, newer(date(2014, 12, 31), mean=2.0))
    assert store.read("temperatures")["mean"].unique().to_list() == [2.0]
    assert store.read("temperatures").height == 12


def test_the_same_frames_again_change_nothing(store: Store) -> None:
    first = keep(store, newer(date(2015, 6, 30)))
    before = snapshot(store)
    again = keep(store, newer(date(2015, 6, 30)).sample(fraction=1, shuffle=True, seed=3))
    assert again.already
    assert again.batch == first.batch
    assert snapshot(store) == before


def test_other_frames_from_the_same_origin_replace(store: Store) -> None:
    first = keep(store, newer(date(2015, 6, 30)))
    second = keep(store, newer(date(2015, 6, 30), mean=3.0))
    assert second.replaced == first.batch
    assert store.batches()["batch"].to_list() == [second.batch]
    third = keep(store, newer(date(2015, 9, 30)), origin="elsewhere")
    assert third.replaced is None
    assert store.batches().height == 2


def test_a_frame_that_does_not_fit_changes_nothing(store: Store) -> None:
    with pytest.raises(TableError):
        keep(store, newer(date(2015, 6, 30)).drop("mean"))
    assert not store.lake.home.exists()


def test_a_lost_file_is_reported_and_repaired_by_adding_again(store: Store) -> None:
    batch = keep(store, newer(date(2015, 6, 30)))
    path = store.lake.home / batch.file
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(StoreError, match="ingest them again"):
        store.read("temperatures")
    assert not keep(store, newer(date(2015, 6, 30))).already
    assert store.read("temperatures")["mean"].unique().to_list() == [1.0]


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("nth", range(1, 7))
@pytest.mark.parametrize("step", ["write", "sync", "rename", "publish"])
def test_an_ingest_that_is_killed_leaves_the_lake_as_before(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str, nth: int
) -> None:
    keep(store, newer(date(2015, 6, 30)), origin="first")
    before = snapshot(store)
    owner, name = {
        "write": (lake_module, "write_parquet"),
        "sync": (lake_module, "sync"),
        "rename": (Path, "replace"),
        "publish": (lake_module.Lake, "_publish"),
    }[step]
    calls = 0
    real = getattr(owner, name)

    def fails(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise Killed
        return real(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, fails)
        try:
            keep(store, newer(date(2015, 9, 30)), origin="first")
        except Killed:
            assert snapshot(store) == before
        else:
            assert calls < nth
            assert snapshot(store) != before
    keep(store, newer(date(2015, 9, 30)), origin="first")
    assert store.batches().height == 1
    assert store.read("temperatures")["known_on"].unique().to_list() == [date(2015, 9, 30)]


def test_a_process_killed_between_files_and_manifest_leaves_the_lake_as_before(store: Store, tmp_path: Path) -> None:
    keep(store, newer(date(2015, 6, 30)), origin="first")
    before = snapshot(store)
    script = f"""
        import os, signal, sys
        sys.path.insert(0, {str(Path(__file__).parents[2])!r})
        from datetime import date
        from pathlib import Path
        import detente.lake.lake as lake
        from detente.store import Store
        from store_sample import temperatures
        import polars as pl
        real = lake.sqlite3.connect
        class Dying(lake.sqlite3.Connection):
            def executemany(self, *args):
                super().executemany(*args)
                os.kill(os.getpid(), signal.SIGKILL)
        lake.sqlite3.connect = lambda *a, **k: real(*a, factory=Dying, **k)
        store = Store.open(home=Path({str(store.lake.home)!r}), starter=Path({str(store.pack.folder)!r}))
        frame = temperatures().filter(pl.col("known_on") == date(2014, 12, 31))
        frame = frame.with_columns(pl.lit(date(2016, 1, 1)).alias("known_on"))
        store.write({{"temperatures": frame}}, dataset="made-up", origin="first")
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False, timeout=60)  # noqa: S603
    assert done.returncode == -signal.SIGKILL
    assert len(list((store.lake.home / "lake" / "temperatures").iterdir())) == 2
    assert snapshot(store) == before


def test_files_that_no_manifest_lists_are_swept_a_day_later(store: Store) -> None:
    keep(store, newer(date(2015, 6, 30)), origin="first")
    old = store.lake.home / "lake" / "temperatures" / "orphan.parquet"
    young = old.with_name("young.parquet.123")
    for path in (old, young):
        path.write_bytes(b"left behind")
    os.utime(old, (0, 0))
    keep(store, newer(date(2015, 9, 30)), origin="second")
    assert not old.exists()
    assert young.exists()
    assert store.batches().height == 2


def test_a_file_that_is_renamed_while_orphans_are_swept_is_no_fault(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake_module.Lake, "orphans", lambda _: [tmp_path / "just-renamed.parquet.123"])
    keep(store, newer(date(2015, 6, 30)))
    assert store.batches().height == 1


def test_a_full_disk_is_a_store_error_and_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(lake_module, "sync", full)
    with pytest.raises(StoreError, match=r"the disk is full; nothing was added\. Free space on it") as caught:
        keep(store, newer(date(2015, 6, 30)))
    assert caught.value.exit_code == 3
    assert store.batches().is_empty()
    assert list(store.lake.home.glob("lake/*/*")) == []


def test_a_home_that_may_not_be_read_is_not_an_empty_one(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, newer(date(2015, 6, 30)))
    real = os.stat

    def locked(path: object, *given: object, **named: object) -> object:
        if path == store.lake.manifest:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *given, **named)  # type: ignore[call-overload]

    with monkeypatch.context() as patched:
        patched.setattr("detente.lake.manifest.os.stat", locked)
        for ask in (store.batches, store.contents, lambda: keep(store, newer(date(2015, 9, 30)))):
            with pytest.raises(StoreError, match=r"can't be read: permission denied\. Give yourself permission"):
                ask()
    monkeypatch.setattr("detente.lake.manifest.os.access", lambda *_: False)
    monkeypatch.setattr("detente.lake.manifest.sqlite3.connect", unable)
    with pytest.raises(StoreError, match="can't be read: permission denied"):
        store.batches()


def unable(*_: object, **__: object) -> None:
    raise sqlite3.OperationalError("unable to open database file")


def test_a_disk_that_is_full_is_reported_though_the_engine_tells_something_else(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_: object, **__: object) -> None:
        raise pl.exceptions.ComputeError("parquet: File out of specification: Invalid thrift")

    monkeypatch.setattr(lake_module, "write_parquet", torn)
    with pytest.raises(StoreError, match="can't be written: parquet: File out of"):
        keep(store, newer(date(2015, 6, 30)))
    monkeypatch.setattr(lake_module, "is_full", lambda _: True)
    with pytest.raises(StoreError, match="can't be written: the disk is full"):
        keep(store, newer(date(2015, 6, 30)))


def test_files_that_did_not_become_visible_are_deleted_and_no_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, newer(date(2015, 6, 30)))

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    before = snapshot(store)
    with monkeypatch.context() as patched:
        patched.setattr("detente.lake.manifest.Manifest.publish", full)
        with pytest.raises(StoreError, match="the disk is full; nothing was added"):
            keep(store, newer(date(2015, 9, 30)))
    assert store.lake.orphans() == []
    assert snapshot(store) == before
    store.lake.discard(part.path.relative_to(store.lake.home).as_posix() for part in store.lake.parts())
    assert snapshot(store) == before


def test_a_home_of_an_unknown_user_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_HOME", "~nobody-of-this-name/home")
    with pytest.raises(StoreError, match="an unknown user; give another folder"):
        Store.open()


def test_a_home_that_is_a_file_is_reported(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.lake.home.write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreError, match="is not a folder"):
        store.batches()
    with pytest.raises(StoreError, match=r"can't be written|is not a folder"):
        keep(store, newer(date(2015, 6, 30)))


def test_a_store_from_a_newer_version_is_left_alone(store: Store) -> None:
    keep(store, newer(date(2015, 6, 30)))
    with contextlib.closing(sqlite3.connect(store.lake.manifest, isolation_level=None)) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="from a newer Detente"):
        store.read("temperatures")
    with pytest.raises(StoreError, match="from a newer Detente"):
        keep(store, newer(date(2015, 9, 30)))


def test_a_manifest_that_is_not_a_database_is_reported(store: Store) -> None:
    store.lake.home.mkdir()
    store.lake.manifest.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="can't be read"):
        store.batches()


def test_what_was_added_is_among_the_sources(store: Store) -> None:
    batch = keep(store, newer(date(2015, 6, 30)))
    source = store.sources("temperatures", "made-up")[-1]
    assert (source.id, source.licence) == (batch.batch, "not stated")


def snapshot(store: Store) -> tuple[object, ...]:
    """Return what a reader sees."""
    return (
        store.batches().rows(),
        store.read("temperatures").rows(),
        [part.path.read_bytes() for part in store.lake.parts()],
    )
