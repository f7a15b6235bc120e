"""Of the versions of one input, one holds on each day, in the order in which they came, whatever the clock said."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulk_sample import take, write
from detente.event_cube.counts import counts
from detente.event_cube.cube import refresh_cube
from detente.ingestion.maintenance import remove, verify
from detente.ingestion.source_file import ingest_source
from event_samples import ICEWS_HEADER, icews
from store_sample import open_store

FIRST = date(2026, 6, 1)
DAYS = st.lists(st.integers(0, 9), min_size=2, max_size=4)
VOTES = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution\n"


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def holder(days: list[int], on: int) -> int:
    """Return which version holds on a day: the last to come of those that had come by then by their clocks."""
    return max((n for n, came in enumerate(days) if came <= on), default=0)


def votes(path: Path, version: int) -> Path:
    rows = [f"{n},JPN,JAPAN,Y,2014-03-27,68,A/RES/68/{n}" for n in range(10 + version)]
    path.write_text(VOTES + "\n".join(rows), encoding="utf-8")
    return path


def acts(path: Path, version: int) -> Path:
    return write(path, ICEWS_HEADER, *(icews(n) for n in range(10 + version)))


@settings(max_examples=6, deadline=None)
@given(days=DAYS, cubed=st.integers(0, 3))
def test_one_version_of_a_file_holds_on_each_day(days: list[int], cubed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        for version, came in enumerate(days):
            take(store, acts(Path(folder) / "events.2018.20200101000000.tab", version), day=day(came))
            ingest_source(store, "undl_votes", votes(Path(folder) / "ga_voting.csv", version), retrieved=day(came))
            if version == cubed:
                refresh_cube(store.lake)
        refresh_cube(store.lake)
        for on in range(-1, 11, 2):
            rows = 10 + holder(days, on)
            assert store.read("events", as_of=day(on)).height == rows
            assert store.read("votes", as_of=day(on)).height == rows
            assert counts(store.lake, "icews", "year", "quad", day(on))["reports"].sum() == rows
            found = store.contents(day(on)).filter(place="added")
            assert dict(found.filter(dataset="undl_votes").select("table", "rows").rows())["votes"] == rows
            assert found.filter(dataset="icews")["rows"].to_list() == [rows]
            assert [batch.rows_ok for batch in store.lake.held_on(day(on))] == [rows, rows]
        for before, after in pairwise(batch for batch in store.lake.batches() if batch.table == "events"):
            assert before.superseded_on is not None
            assert after.superseded_on is None or before.superseded_on <= after.superseded_on
        assert not verify(store).faults


@settings(max_examples=6, deadline=None)
@given(days=DAYS, gone=st.integers(0, 3))
@example(days=[0, 1, 2, 0], gone=3)
def test_removing_a_version_is_as_if_it_had_never_come(days: list[int], gone: int) -> None:
    gone %= len(days)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        for version, came in enumerate(days):
            ingest_source(store, "undl_votes", votes(Path(folder) / "ga_voting.csv", version), retrieved=day(came))
        remove(store, store.lake.batches()[gone].batch)
        left = [n for n in range(len(days)) if n != gone]
        for on in range(-1, 11, 2):
            version = left[holder([days[n] for n in left], on)]
            assert store.read("votes", as_of=day(on)).height == 10 + version


@pytest.mark.parametrize("harmed", [0, 1])
def test_a_version_that_is_repaired_keeps_its_place(tmp_path: Path, harmed: int) -> None:
    store = open_store(tmp_path)
    files = [acts(tmp_path / "events.2018.20200101000000.tab", 0), tmp_path / "ga_voting.csv"]
    contents = []
    for version in (0, 1):
        take(store, acts(files[0], version), day=day(5 * version))
        ingest_source(store, "undl_votes", votes(files[1], version), retrieved=day(5 * version))
        contents.append([file.read_bytes() for file in files])
    before = [(b.batch, b.retrieved, b.superseded_on, b.rows_ok) for b in store.lake.batches()]
    for batch in store.lake.batches():
        if batch.rows_ok == 10 + harmed:
            for file in store.lake.records.held([batch.batch])[batch.batch]:
                (store.lake.home / file).unlink()
    for file, content in zip(files, contents[harmed], strict=True):
        file.write_bytes(content)
    assert take(store, files[0], day=day(9)).mended == 1
    ingest_source(store, "undl_votes", files[1], retrieved=day(9))
    assert [(b.batch, b.retrieved, b.superseded_on, b.rows_ok) for b in store.lake.batches()] == before
    for on in range(-1, 11, 2):
        rows = 10 + (on >= 5)
        assert store.read("events", as_of=day(on)).height == rows
        assert store.read("votes", as_of=day(on)).height == rows
    assert not verify(store).faults


def test_a_file_removed_and_ingested_again_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(tmp_path)
    batch = ingest_source(store, "undl_votes", votes(tmp_path / "ga_voting.csv", 0))
    remove(store, batch.batch)
    ingest_source(store, "undl_votes", tmp_path / "ga_voting.csv")
    monkeypatch.setattr("detente.lake.lake.RETIRED_AGE", -1.0)
    store.lake.prepare()
    assert not verify(store).faults
    assert store.read("votes").height == 10
