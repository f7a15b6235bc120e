"""The pack's data have a version of their own, and a store made before it says which figures changed."""

from __future__ import annotations

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


@pytest.mark.parametrize(("after", "changed"), [(-200, True), (-1, True), (0, True), (1, False), (300, False)])
def test_a_store_says_what_changed_since_it_was_last_added_to(
    tmp_path: Path, file: Path, after: int, *, changed: bool
) -> None:
    store = Store.open(home=tmp_path / "home")
    assert status_of(store).changed == ()
    ingest_own(store, file, dataset="mine", day=RELEASED + timedelta(days=after))
    found = status_of(store)
    assert bool(found.changed) is changed
    if changed:
        assert {change.version for change in found.changed} == {RELEASED.isoformat()}
        assert len(found.as_dict()["changed_since_last_ingested"]) == len(found.data.changes)


def test_the_version_is_that_of_the_release() -> None:
    data = Store.open().pack.data
    assert date.fromisoformat(data.until) < RELEASED
    assert [change.version for change in data.changes] == sorted((c.version for c in data.changes), reverse=True)
