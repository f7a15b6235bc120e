"""The pack's data have a version of their own, and a store made before it says which figures changed."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from bulk_sample import ingest_own
from detente.ingestion.data_answers import status_of
from detente.store import Store

RELEASED = date.fromisoformat(Store.open().pack.data.version)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text("date,source,target,quad\n2014-01-02,JPN,RUS,verbal_conflict\n", encoding="utf-8")
    return path


def test_a_store_says_what_changed_since_it_was_last_added_to(tmp_path: Path, file: Path) -> None:
    store = Store.open(home=tmp_path / "home")
    assert status_of(store).changed == ()
    ingest_own(store, file, dataset="mine", day=RELEASED + timedelta(days=300))
    assert status_of(store).changed == ()
    with sqlite3.connect(store.lake.manifest) as db:  # as an older Detente left it
        db.execute("DROP TABLE used_with")
    db.close()
    found = status_of(store)
    assert found.changed == found.data.changes
    assert len(found.as_dict()["changed_since_last_ingested"]) == len(found.changed) > 0
    file.write_text(file.read_text(encoding="utf-8").replace("2014-01-02", "2014-01-03"), encoding="utf-8")
    ingest_own(store, file, dataset="mine", day=RELEASED + timedelta(days=301))
    assert status_of(store).changed == ()


def test_the_version_is_that_of_the_release() -> None:
    data = Store.open().pack.data
    assert date.fromisoformat(data.until) < RELEASED
    assert [change.version for change in data.changes] == sorted((c.version for c in data.changes), reverse=True)
