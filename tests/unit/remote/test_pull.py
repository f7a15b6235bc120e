from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from detente.errors import DataError, StoreError
from detente.remote import Manners, Outcome, Record, Site, carry_out, plan_gdelt, site_at, starting_from
from detente.remote.download import part_name
from providers import Fault, Provider, hold_second, md5

START = datetime(2020, 1, 1)  # noqa: DTZ001 - the provider's clock


def pulled(site: Site, record: Record, connections: int = 3) -> tuple[list[Outcome], list[Outcome]]:
    """Pull all there is; return how the files ended, and those that were there."""
    manners = Manners(connections=connections, tries=3, first_wait=0.01, longest_wait=0.05)
    plan = plan_gdelt(site, record.raw, manners, version=2)
    start = starting_from(plan, record)
    record.put(start.unrecorded, site)
    return list(carry_out(start.wanted, site, record, manners)), list(start.held)


def states(record: Record) -> list[str]:
    return sorted(row.state for row in record.rows().values())


def test_everything_arrives_once(provider: Provider, site: Site, record: Record) -> None:
    hold_second(provider, START, 40)
    ended, held = pulled(site, record)
    assert ({one.state for one in ended}, held) == ({"fetched"}, [])
    assert sorted(provider.fetched()) == sorted(path for path in provider.files if path.endswith(".export.CSV.zip"))
    for one in ended:
        assert one.path is not None
        assert one.path.read_bytes() == provider.files[one.file.path]
    rows = record.rows()
    assert {row.md5 for row in rows.values()} == {md5(provider.files[one.file.path]) for one in ended}
    provider.seen.clear()
    ended, held = pulled(site, record)
    assert (ended, len(held)) == ([], 40)
    assert provider.fetched() == []


def test_only_so_many_at_a_time(provider: Provider, site: Site, record: Record) -> None:
    hold_second(provider, START, 30)
    provider.pace = 0.01
    pulled(site, record, connections=2)
    assert provider.most_running == 2


def test_what_is_missing_does_not_stop_the_rest_and_is_recorded(provider: Provider, site: Site, record: Record) -> None:
    hold_second(provider, START, 20)
    paths = sorted(path for path in provider.files if path.endswith(".export.CSV.zip"))
    lost = {path: provider.files.pop(path) for path in paths[3:6]}
    provider.faults[paths[10]] = [Fault(flip=True)] * 2
    ended, _ = pulled(site, record)
    assert sorted(one.state for one in ended) == ["failed", *["fetched"] * 16, *["missing"] * 3]
    assert states(record) == ["failed", *["held"] * 16, *["missing"] * 3]
    provider.files |= lost
    ended, held = pulled(site, record)
    assert ([one.state for one in ended], len(held)) == (["fetched"] * 4, 16)
    assert states(record) == ["held"] * 20


def test_a_file_published_anew_is_fetched_anew(provider: Provider, site: Site, record: Record) -> None:
    hold_second(provider, START, 4, rows=5)
    pulled(site, record)
    record.ingested(
        file.file for file in starting_from(plan_gdelt(site, record.raw, Manners(), version=2), record).held
    )
    hold_second(provider, START, 4, rows=6)
    old = record.raw / "gdelt/v2/202001/.20200101000000.export.CSV.zip.0123456789ab.part"
    old.write_bytes(b"of the first publication")
    ended, held = pulled(site, record)
    assert (len(ended), held) == (4, [])
    assert not old.exists()
    assert [row.ingested for row in record.rows().values()] == [0] * 4


def test_files_that_a_killed_pull_left_unrecorded_are_found_by_digest(
    provider: Provider, site: Site, record: Record
) -> None:
    hold_second(provider, START, 4)
    pulled(site, record)
    with sqlite3.connect(record.home / "manifest.sqlite") as db:
        db.execute("DELETE FROM downloads")
    spoilt = record.raw / "gdelt/v2/202001/20200101000000.export.CSV.zip"
    spoilt.write_bytes(b"?" * spoilt.stat().st_size)
    provider.seen.clear()
    ended, held = pulled(site, record)
    assert (len(ended), len(held)) == (1, 3)
    assert states(record) == ["held"] * 4


def test_a_file_altered_on_the_disk_is_fetched_again(provider: Provider, site: Site, record: Record) -> None:
    hold_second(provider, START, 3)
    pulled(site, record)
    spoilt = record.raw / "gdelt/v2/202001/20200101000000.export.CSV.zip"
    spoilt.write_bytes(b"?" * spoilt.stat().st_size)
    ended, held = pulled(site, record)
    assert (len(ended), len(held)) == (1, 2)
    assert md5(spoilt.read_bytes()) == ended[0].md5


def test_files_from_a_list_without_digests_stay_once_recorded(
    provider: Provider, record: Record, tmp_path: Path
) -> None:
    hold_second(provider, START, 3)
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    for path, data in provider.files.items():
        if "list" not in path and "last" not in path:
            (mirror / Path(path).name).write_bytes(data)
    ended, _ = pulled(site_at(str(mirror)), record)
    assert [one.state for one in ended] == ["fetched"] * 3
    ended, held = pulled(site_at(str(mirror)), record)
    assert (ended, len(held)) == ([], 3)
    ended, held = pulled(site_at(provider.url), record)  # and the provider vouches for them
    assert (ended, len(held)) == ([], 3)


def test_a_provider_that_goes_away_ends_the_pull(provider: Provider, record: Record) -> None:
    hold_second(provider, START, 60)
    manners = Manners(connections=2, tries=2, first_wait=0.01)
    plan = plan_gdelt(site_at(provider.url), record.raw, manners, version=2)
    gone = site_at("http://127.0.0.1:9")
    with pytest.raises(DataError, match=r"gave up after 8 files in a row: the last, .*can't be reached"):
        list(carry_out(plan.files, gone, record, manners))
    assert set(states(record)) == {"failed"}


def test_an_outcome_is_recorded_before_it_is_passed_on(provider: Provider, site: Site, record: Record) -> None:
    hold_second(provider, START, 10)
    provider.pace = 0.15
    manners = Manners(connections=2)
    plan = plan_gdelt(site, record.raw, manners, version=2)
    outcomes = carry_out(plan.files, site, record, manners)
    first = next(outcomes)
    assert record.rows()[first.file.place].state == "held"
    outcomes.close()
    assert manners.stop.is_set()
    parts = list(record.raw.rglob("*.part"))
    assert all(part.name in {part_name(file) for file in plan.files} for part in parts)


def test_the_record_holds_no_name_or_password(provider: Provider, record: Record) -> None:
    hold_second(provider, START, 2)
    pulled(site_at(provider.url.replace("://", "://me:secret@")), record)
    assert b"secret" not in (record.home / "manifest.sqlite").read_bytes()


def test_a_gap_that_is_closed_is_no_gap_any_more(provider: Provider, site: Site, record: Record) -> None:
    path = "gdeltv2/masterfilelist.txt"
    hold_second(provider, START, 4)
    whole = provider.files[path]
    lines = whole.splitlines(keepends=True)
    provider.files[path] = b"".join(line for line in lines if b"20200101001500" not in line)
    gaps = plan_gdelt(site, record.raw, Manners(), version=2).gaps
    record.put_gaps(gaps, site)
    pulled(site, record)
    assert states(record) == ["held", "held", "held", "unlisted"]
    provider.files[path] = whole
    pulled(site, record)
    assert states(record) == ["held"] * 4
    record.put_gaps(gaps, site)
    assert states(record) == ["held"] * 4


def test_two_pulls_of_a_provider_do_not_meet(record: Record, tmp_path: Path) -> None:
    with record.alone("gdelt"):
        with pytest.raises(StoreError, match="another pull of gdelt is at work"), record.alone("gdelt"):
            pass
        with record.alone("icews"):
            pass
    with record.alone("gdelt"):
        pass


def test_a_home_that_can_not_be_written_is_told(provider: Provider, site: Site, tmp_path: Path) -> None:
    hold_second(provider, START, 2)
    (tmp_path / "home").write_text("no folder", encoding="utf-8")
    record = Record(tmp_path / "home")
    with pytest.raises(StoreError, match="can't be written"), record.alone("gdelt"):
        pass
    with pytest.raises(StoreError, match="can't be written"):
        record.put_gaps([], site)


def test_a_full_disk_ends_the_pull_and_leaves_what_arrived(
    provider: Provider, site: Site, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_second(provider, START, 12)
    real, left = os.fsync, [10]

    def full(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        real(handle)

    plan = plan_gdelt(site, record.raw, Manners(), version=2)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"no space left on device\. What arrived before stays"):
        list(carry_out(plan.files, site, record, Manners(connections=1)))
    monkeypatch.undo()
    assert len(states(record)) < 12
    pulled(site, record)
    assert states(record) == ["held"] * 12
