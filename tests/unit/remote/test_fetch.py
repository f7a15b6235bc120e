from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from detente.errors import DataError, StoreError
from detente.remote import (
    DownloadLog,
    FetchOutcome,
    RetryPolicy,
    Site,
    fetch_files,
    plan_gdelt,
    site_at,
    take_inventory,
)
from detente.remote.download import part_name
from providers import Fault, Provider, hold_second, md5

START = datetime(2020, 1, 1)  # noqa: DTZ001 - the provider's clock


def pulled(site: Site, log: DownloadLog, connections: int = 3) -> tuple[list[FetchOutcome], list[FetchOutcome]]:
    """Pull all there is; return how the files ended, and those that were there."""
    policy = RetryPolicy(connections=connections, tries=3, first_wait=0.01, longest_wait=0.05)
    plan = plan_gdelt(site, log.raw, policy, version=2)
    start = take_inventory(plan, log)
    log.put(start.unrecorded, site)
    return list(fetch_files(start.wanted, site, log, policy)), list(start.held)


def states(log: DownloadLog) -> list[str]:
    return sorted(row.state for row in log.rows().values())


def test_everything_arrives_once(provider: Provider, site: Site, log: DownloadLog) -> None:
    hold_second(provider, START, 40)
    ended, held = pulled(site, log)
    assert ({one.state for one in ended}, held) == ({"fetched"}, [])
    assert sorted(provider.fetched()) == sorted(path for path in provider.files if path.endswith(".export.CSV.zip"))
    for one in ended:
        assert one.path is not None
        assert one.path.read_bytes() == provider.files[one.file.path]
    rows = log.rows()
    assert {row.md5 for row in rows.values()} == {md5(provider.files[one.file.path]) for one in ended}
    provider.seen.clear()
    ended, held = pulled(site, log)
    assert (ended, len(held)) == ([], 40)
    assert provider.fetched() == []


def test_only_so_many_at_a_time(provider: Provider, site: Site, log: DownloadLog) -> None:
    hold_second(provider, START, 30)
    provider.pace = 0.01
    pulled(site, log, connections=2)
    assert provider.most_running == 2


def test_what_is_missing_does_not_stop_the_rest_and_is_recorded(
    provider: Provider, site: Site, log: DownloadLog
) -> None:
    hold_second(provider, START, 20)
    paths = sorted(path for path in provider.files if path.endswith(".export.CSV.zip"))
    lost = {path: provider.files.pop(path) for path in paths[3:6]}
    provider.faults[paths[10]] = [Fault(flip=True)] * 2
    ended, _ = pulled(site, log)
    assert sorted(one.state for one in ended) == ["failed", *["fetched"] * 16, *["missing"] * 3]
    assert states(log) == ["failed", *["held"] * 16, *["missing"] * 3]
    provider.files |= lost
    ended, held = pulled(site, log)
    assert ([one.state for one in ended], len(held)) == (["fetched"] * 4, 16)
    assert states(log) == ["held"] * 20


def test_a_file_published_again_is_fetched_again(provider: Provider, site: Site, log: DownloadLog) -> None:
    hold_second(provider, START, 4, rows=5)
    pulled(site, log)
    log.ingested(file.file for file in take_inventory(plan_gdelt(site, log.raw, RetryPolicy(), version=2), log).held)
    hold_second(provider, START, 4, rows=6)
    old = log.raw / "gdelt/v2/202001/.20200101000000.export.CSV.zip.0123456789ab.part"
    old.write_bytes(b"of the first publication")
    ended, held = pulled(site, log)
    assert (len(ended), held) == (4, [])
    assert not old.exists()
    assert [row.ingested for row in log.rows().values()] == [0] * 4


def test_files_that_a_killed_pull_left_unrecorded_are_found_by_digest(
    provider: Provider, site: Site, log: DownloadLog
) -> None:
    hold_second(provider, START, 4)
    pulled(site, log)
    with contextlib.closing(sqlite3.connect(log.home / "manifest.sqlite", isolation_level=None)) as db:
        db.execute("DELETE FROM downloads")
    spoilt = log.raw / "gdelt/v2/202001/20200101000000.export.CSV.zip"
    spoilt.write_bytes(b"?" * spoilt.stat().st_size)
    provider.seen.clear()
    ended, held = pulled(site, log)
    assert (len(ended), len(held)) == (1, 3)
    assert states(log) == ["held"] * 4


def test_a_file_altered_on_the_disk_is_fetched_again(provider: Provider, site: Site, log: DownloadLog) -> None:
    hold_second(provider, START, 3)
    pulled(site, log)
    spoilt = log.raw / "gdelt/v2/202001/20200101000000.export.CSV.zip"
    spoilt.write_bytes(b"?" * spoilt.stat().st_size)
    ended, held = pulled(site, log)
    assert (len(ended), len(held)) == (1, 2)
    assert md5(spoilt.read_bytes()) == ended[0].md5


def test_files_from_a_list_without_digests_stay_once_recorded(
    provider: Provider, log: DownloadLog, tmp_path: Path
) -> None:
    hold_second(provider, START, 3)
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    for path, data in provider.files.items():
        if "list" not in path and "last" not in path:
            (mirror / Path(path).name).write_bytes(data)
    ended, _ = pulled(site_at(str(mirror)), log)
    assert [one.state for one in ended] == ["fetched"] * 3
    ended, held = pulled(site_at(str(mirror)), log)
    assert (ended, len(held)) == ([], 3)
    ended, held = pulled(site_at(provider.url), log)  # and the provider vouches for them
    assert (ended, len(held)) == ([], 3)


def test_a_provider_that_goes_away_ends_the_pull(provider: Provider, log: DownloadLog) -> None:
    hold_second(provider, START, 60)
    policy = RetryPolicy(connections=2, tries=2, first_wait=0.01)
    plan = plan_gdelt(site_at(provider.url), log.raw, policy, version=2)
    gone = site_at("http://127.0.0.1:9")
    with pytest.raises(DataError, match=r"gave up after 8 files in a row; the last was .*can't be reached"):
        list(fetch_files(plan.files, gone, log, policy))
    assert set(states(log)) == {"failed"}


def test_an_outcome_is_recorded_before_it_is_passed_on(provider: Provider, site: Site, log: DownloadLog) -> None:
    hold_second(provider, START, 10)
    provider.pace = 0.15
    policy = RetryPolicy(connections=2)
    plan = plan_gdelt(site, log.raw, policy, version=2)
    outcomes = fetch_files(plan.files, site, log, policy)
    first = next(outcomes)
    assert log.rows()[first.file.place].state == "held"
    outcomes.close()
    assert policy.stop.is_set()
    parts = list(log.raw.rglob("*.part"))
    assert all(part.name in {part_name(file) for file in plan.files} for part in parts)


def test_the_record_holds_no_name_or_password(provider: Provider, log: DownloadLog) -> None:
    hold_second(provider, START, 2)
    pulled(site_at(provider.url.replace("://", "://me:secret@")), log)
    assert b"secret" not in (log.home / "manifest.sqlite").read_bytes()


def test_a_gap_that_is_closed_is_no_gap_any_more(provider: Provider, site: Site, log: DownloadLog) -> None:
    path = "gdeltv2/masterfilelist.txt"
    hold_second(provider, START, 4)
    whole = provider.files[path]
    lines = whole.splitlines(keepends=True)
    provider.files[path] = b"".join(line for line in lines if b"20200101001500" not in line)
    gaps = plan_gdelt(site, log.raw, RetryPolicy(), version=2).gaps
    log.put_gaps(gaps, site)
    pulled(site, log)
    assert states(log) == ["held", "held", "held", "unlisted"]
    provider.files[path] = whole
    pulled(site, log)
    assert states(log) == ["held"] * 4
    log.put_gaps(gaps, site)
    assert states(log) == ["held"] * 4


def test_two_pulls_of_a_provider_do_not_meet(log: DownloadLog, tmp_path: Path) -> None:
    with log.alone("gdelt"):
        with pytest.raises(StoreError, match="another pull of gdelt is running"), log.alone("gdelt"):
            pass
        with log.alone("icews"):
            pass
    with log.alone("gdelt"):
        pass


def test_a_home_that_can_not_be_written_is_reported(provider: Provider, site: Site, tmp_path: Path) -> None:
    hold_second(provider, START, 2)
    (tmp_path / "home").write_text("no folder", encoding="utf-8")
    log = DownloadLog(tmp_path / "home")
    with pytest.raises(StoreError, match="can't be written"), log.alone("gdelt"):
        pass
    with pytest.raises(StoreError, match="can't be written"):
        log.put_gaps([], site)


def test_a_full_disk_ends_the_pull_and_leaves_what_arrived(
    provider: Provider, site: Site, log: DownloadLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_second(provider, START, 12)
    real, left = os.fsync, [10]

    def full(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        real(handle)

    plan = plan_gdelt(site, log.raw, RetryPolicy(), version=2)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"no space left on device\. What arrived before stays"):
        list(fetch_files(plan.files, site, log, RetryPolicy(connections=1)))
    monkeypatch.undo()
    assert len(states(log)) < 12
    pulled(site, log)
    assert states(log) == ["held"] * 12
