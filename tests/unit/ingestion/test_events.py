"""Files of events into the lake: what can not be used, what is there already, what is a new version."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bulk_sample import DAY, LATER, events, take, write
from detente.errors import DataError, UsageError
from detente.ingestion import events as bulk
from detente.ingestion.maintenance import content, verify
from detente.store import Store
from event_samples import ICEWS_HEADER, gdelt, icews, write_quarter_hours, write_zip
from store_sample import open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


# What can't be used


def test_a_file_that_can_not_be_used_does_not_stop_the_others(store: Store, tmp_path: Path) -> None:
    write_quarter_hours(tmp_path / "g", 3)
    (tmp_path / "g" / "20190121000100.export.CSV.zip").write_bytes(b"PK\x03\x04 torn")
    write(tmp_path / "g" / "notes.txt", "nothing to see")
    done = take(store, tmp_path / "g")
    assert done.units == 3
    assert [path.name for path, _ in done.failures] == ["20190121000100.export.CSV.zip", "notes.txt"]
    assert "has no known format" in done.failures[1][1]
    assert not verify(store).faults


@pytest.mark.parametrize("together", [1, 1_000, 100_000])
def test_a_file_that_is_damaged_at_its_end_leaves_no_row(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(bulk, "PACK", 50_000)
    monkeypatch.setattr(bulk, "TOGETHER", together)
    monkeypatch.setattr(bulk, "ROWS", 100)
    monkeypatch.setattr("detente.sources.readers.archives.BLOCK", 10_000)
    good = write_zip(tmp_path, "20190121.export.CSV", [gdelt(n, added="20190121", width=58) for n in range(50)])
    path = write_zip(tmp_path, "20190122.export.CSV", [gdelt(n, added="20190122", width=58) for n in range(3000)])
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 16 : at + 20] = b"\0\0\0\0"  # the check sum
    path.write_bytes(data)
    done = take(store, good, path)
    assert done.units == 1
    assert "is damaged" in done.failures[0][1]
    assert events(store).height == 50
    assert verify(store).orphans == ()


def test_paths_and_formats_that_are_not_there_are_reported(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        take(store, tmp_path / "none")
    with pytest.raises(UsageError, match="there is no format 'gdelt3'"):
        take(store, tmp_path, format="gdelt3")
    with pytest.raises(UsageError, match="not a valid dataset name"):
        take(store, tmp_path, dataset="My Data")


@pytest.mark.parametrize("name", ["gdelt2", "icews", "icews-events", "icews-yearly", "unga", "unga_votes", "cow_nmc"])
def test_a_name_in_the_registry_is_refused(store: Store, tmp_path: Path, name: str) -> None:
    mapping = 'dataset = "mine"\n[columns]\ndate = "day"\nsource = "a"\ntarget = "b"\ncameo = "code"'
    path = write(tmp_path / "x.csv", "day,a,b,code", "2014-03-18,Russia,Ukraine,190")
    with pytest.raises(UsageError) as caught:
        take(store, path, mapping=write(tmp_path / "m.toml", mapping), dataset=name)
    assert caught.value.value == name
    with pytest.raises(UsageError, match="choose another name"):
        take(store, path, mapping=write(tmp_path / "m.toml", mapping.replace("mine", name)))
    assert take(store, path, mapping=write(tmp_path / "m.toml", mapping)).datasets == {"mine": 1}


def test_a_providers_name_is_for_files_of_its_format(store: Store, tmp_path: Path) -> None:
    second = write_zip(tmp_path, "20190121220000.export.CSV", [gdelt(1)])
    third = write(tmp_path / "events.2018.tab", ICEWS_HEADER, icews(1))
    done = take(store, second, third, dataset="gdelt1")
    assert (done.units, len(done.failures)) == (0, 2)
    assert (
        "is a file of GDELT 2.0 events, and 'gdelt1' is the name of GDELT 1.0 events; leave out" in done.failures[0][1]
    )
    assert take(store, second, dataset="gdelt2-translingual").datasets == {"gdelt2-translingual": 1}
    assert take(store, second, third).datasets == {"gdelt2": 1, "icews": 1}
    with pytest.raises(UsageError, match="'icews-yearly' is the name of a dataset"):
        take(store, third, dataset="icews-yearly")


def test_a_format_that_is_named_is_believed(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "torn", "torn too", gdelt(1))
    assert take(store, path).failures
    done = take(store, path, format="gdelt2", dataset="mine")
    assert (done.rows_ok, done.rows_rejected, done.datasets) == (1, 2, {"mine": 1})


# Memory, batches, idempotence


@pytest.mark.parametrize(("pack", "together", "rows"), [(1, 1, 1), (2_000, 7, 30), (1 << 20, 99, 55), (900, 40, 90)])
def test_how_much_is_read_at_once_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: int, together: int, rows: int
) -> None:
    folder = write_quarter_hours(tmp_path / "g", 9)
    lines = [icews(n, day=f"2018-{1 + n % 12:02d}-02") for n in range(200)] + ["torn"]
    write(folder / "events.2018.tab", ICEWS_HEADER, *lines)
    (tmp_path / "whole").mkdir()
    (tmp_path / "bits").mkdir()
    whole = open_store(tmp_path / "whole")
    take(whole, folder)
    monkeypatch.setattr(bulk, "PACK", pack)
    monkeypatch.setattr(bulk, "TOGETHER", together)
    monkeypatch.setattr(bulk, "ROWS", rows)
    monkeypatch.setattr("detente.sources.readers.archives.BLOCK", 3_000)
    bits = open_store(tmp_path / "bits")
    done = take(bits, folder)
    assert done.units == 10
    assert content(bits) == content(whole)
    assert not verify(bits).faults
    assert events(bits).equals(events(whole))


def test_the_same_files_again_change_nothing(store: Store, tmp_path: Path) -> None:
    folder = write_quarter_hours(tmp_path / "g", 4)
    take(store, folder)
    before = sorted((path, path.stat().st_mtime_ns) for path in store.lake.home.rglob("*"))
    again = take(store, folder)
    assert (again.units, again.already) == (0, 4)
    copied = (tmp_path / "elsewhere").mkdir() or tmp_path / "elsewhere" / "20190121000000.export.CSV.zip"
    copied.write_bytes((folder / "20190121000000.export.CSV.zip").read_bytes())
    assert take(store, copied).already == 1
    assert sorted((path, path.stat().st_mtime_ns) for path in store.lake.home.rglob("*")) == before


def test_a_lost_file_is_reported_and_repaired_by_ingesting_again(store: Store, tmp_path: Path) -> None:
    folder = write_quarter_hours(tmp_path / "g", 4)
    take(store, folder)
    before = content(store)
    (part,) = store.lake.parts("events")
    part.path.unlink()
    assert "is missing" in verify(store).faults[0]
    assert take(store, folder).units == 4
    assert not verify(store).faults
    assert content(store) == before


# Versions


def test_a_file_published_again_is_a_new_version(store: Store, tmp_path: Path) -> None:
    rows = [icews(n) for n in range(20)]
    path = write(tmp_path / "events.2018.20200101000000.tab", ICEWS_HEADER, *rows, "torn")
    take(store, path, day=DAY)
    days = (date(2018, 10, 2), date(2018, 10, 1), DAY, date(2026, 2, 28))
    before = {day: events(store, day) for day in days}
    newer = write(tmp_path / "events.2018.20210101000000.tab", ICEWS_HEADER, *rows[:5], icews(99, code="190"))
    done = take(store, newer, day=LATER)
    assert (done.units, done.replaced) == (1, 1)
    for day in days:
        assert events(store, day).equals(before[day]), day
    assert events(store, LATER)["id"].to_list() == ["0", "1", "2", "3", "4", "99"]
    assert events(store, LATER)["known_on"].unique().to_list() == [LATER]
    assert not verify(store).faults
    assert take(store, newer, day=LATER).already == 1


def test_a_version_that_comes_back_is_a_version_again(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "events.2018.tab"
    for month, rows in enumerate(([icews(1)], [icews(2)], [icews(1)]), start=1):
        take(store, write(path, ICEWS_HEADER, *rows), day=date(2026, month, 1))
    ids = [events(store, date(2026, month, 15))["id"].to_list() for month in (1, 2, 3)]
    assert ids == [["1"], ["2"], ["1"]]
    assert store.batches().height == 3
    assert not verify(store).faults


def test_a_large_file_published_again_is_known_from_then_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PACK", 1)
    monkeypatch.setattr(bulk, "ROWS", 10)
    monkeypatch.setattr("detente.sources.readers.archives.BLOCK", 2_000)
    path = tmp_path / "events.2018.tab"
    take(store, write(path, ICEWS_HEADER, *(icews(n) for n in range(60))))
    take(store, write(path, ICEWS_HEADER, *(icews(n) for n in range(50))), day=LATER)
    assert events(store, DAY).height == 60
    assert events(store, LATER).height == 50
    assert not verify(store).faults


def test_more_files_leave_earlier_answers_as_they_were(store: Store, tmp_path: Path) -> None:
    first = write_zip(tmp_path, "20190121220000.export.CSV", [gdelt(1), gdelt(2, day="20180101")])
    take(store, first)
    before = events(store, date(2019, 1, 21))
    take(store, write_zip(tmp_path, "20190122000000.export.CSV", [gdelt(3, day="20180101", added="20190122000000")]))
    assert events(store, date(2019, 1, 21)).equals(before)
    assert events(store, date(2019, 1, 22)).height == 3
