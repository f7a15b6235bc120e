"""The cube's list of files on a full disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

import pytest

from cube_sample import empty_store, put
from detente.errors import StoreError
from detente.event_cube import cube_files
from detente.event_cube.cube import cube_frame, refresh_cube
from detente.store import Store

DAY = date(2015, 2, 26)


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store() as made:
        yield made


def test_what_sqlite_rolled_back_itself_is_not_rolled_back_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, [(DAY, DAY, "JPN", "RUS", "190", "material_conflict", "ASSAULT", -10.0, 3, 1)], "first")
    refresh_cube(store.lake)
    put(store, [(DAY, DAY, "JPN", "CHN", "190", "material_conflict", "ASSAULT", -10.0, 3, 2)], "second")

    def full(db: sqlite3.Connection, _: object) -> None:
        db.execute("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(cube_files, "_check_unchanged", full)
        with pytest.raises(StoreError, match=r"can't be read or written: the disk is full\. Free space on it"):
            refresh_cube(store.lake)
    refresh_cube(store.lake)
    assert cube_frame(store.lake, "d")["records"].sum() == 2
