"""An ingest by two processes: the same lake as by one, whatever happens to either."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from bulk_sample import DAY, LATER, events, take
from detente.errors import DataError, StoreError, UsageError
from detente.ingestion import parallel as ingest_processes
from detente.ingestion.event_ingest import EventIngestResult
from detente.ingestion.maintenance import content, verify
from detente.ingestion.parallel import _sum, ingest_together, shares
from detente.store import Store
from event_samples import ICEWS_HEADER, icews, write_quarter_hours
from store_sample import open_store

KILLS = max(int(os.environ.get("DETENTE_KILLS", "4")) // 4, 3)
WORK = """
import sys
from pathlib import Path
from detente.ingestion import events as bulk, parallel as ingest_processes
from detente.store import Store
bulk.PACK, bulk.ROWS, ingest_processes.ENOUGH = 10_000, 60, 1
ingest_processes.ingest_together(Store.open(home=Path(sys.argv[2])), [Path(sys.argv[1])])
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.fixture(autouse=True)
def share_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_processes, "ENOUGH", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = write_quarter_hours(tmp_path / "files", 9)
    lines = "".join(f"{icews(n, day=f'2018-{1 + n % 12:02d}-02')}\n" for n in range(200))
    (folder / "events.2018.tab").write_text(f"{ICEWS_HEADER}\n{lines}torn\n", encoding="utf-8")
    return folder


def test_two_processes_do_what_one_does(store: Store, files: Path, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    alone = open_store(tmp_path / "alone")
    expected = take(alone, files)
    text: list[int] = []
    done = ingest_together(store, [files], retrieved=DAY, report=text.append)
    assert done == expected
    assert (len(text), sum(text)) == (done.units, done.rows_in)
    assert content(store) == content(alone)
    assert verify(store).faults == ()
    assert ingest_together(store, [files], retrieved=DAY).already == done.units


def test_files_of_one_name_stay_together_in_their_order(store: Store, tmp_path: Path) -> None:
    rows = [icews(n) for n in range(50)]
    for folder, some in (("a", rows[:20]), ("b", rows)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "events.2018.tab").write_text("\n".join([ICEWS_HEADER, *some, ""]), encoding="utf-8")
        (tmp_path / folder / f"events.{folder}.tab").write_text("\n".join([ICEWS_HEADER, *some, ""]), encoding="utf-8")
    mine, other = shares(sorted(tmp_path.glob("?/*.tab")))
    assert other
    assert any({tmp_path / "a/events.2018.tab", tmp_path / "b/events.2018.tab"} <= set(s) for s in (mine, other))


def test_what_is_small_is_left_to_one(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = sorted(files.iterdir())
    assert all(shares(every))
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert shares(every) == (every, [])
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(ingest_processes, "ENOUGH", 1 << 20)
    assert shares(every) == (every, [])
    assert shares(every[:1]) == (every[:1], [])


def test_files_that_can_not_be_used_are_reported_by_both(store: Store, files: Path) -> None:
    for name in ("0.zip", "zz.zip"):
        (files / name).write_bytes(b"PK\x03\x04 no archive")
    done = ingest_together(store, [files], retrieved=DAY)
    assert sorted(path.name for path, _ in done.failures) == ["0.zip", "zz.zip"]
    assert events(store, LATER).height == done.rows_ok > 0


def test_errors_of_either_are_raised(store: Store, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="does not exist"):
        ingest_together(store, [files, Path("nowhere")])
    with pytest.raises(UsageError, match="there is no format"):
        ingest_together(store, [files], format="atlantis")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(StoreError, match="the second process of the ingest ended early"):
        ingest_together(store, [files])
    monkeypatch.undo()
    take(store, files)
    assert verify(store).faults == ()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
def test_when_the_first_is_killed_the_second_ends_and_a_rerun_completes(files: Path, tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    whole = open_store(tmp_path / "whole")
    take(whole, files)
    dice = random.Random(7)  # noqa: S311 - where to kill, the same every time
    home = tmp_path / "killed"
    for _ in range(KILLS):
        process = subprocess.Popen([sys.executable, "-c", WORK, str(files), str(home)])  # noqa: S603 - our own code
        time.sleep(dice.uniform(0.3, 1.2))
        process.kill()
        process.wait()
    command = [sys.executable, "-c", WORK, str(files), str(home)]
    assert subprocess.run(command, check=False).returncode == 0  # noqa: S603 - likewise
    found = Store.open(home=home)
    assert verify(found).faults == ()
    assert found.batches().height == 10
    assert content(found) == content(whole)


def test_a_folder_that_may_not_be_read_is_reported_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, locked = write_quarter_hours(tmp_path / "g", 4), tmp_path / "g" / "locked"
    locked.mkdir()
    real = os.scandir

    def scandir(path: int | str | Path = ".") -> object:
        if not isinstance(path, int) and Path(path) == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    for processes in (1, 2):
        done = ingest_together(store, [folder], processes=processes)
        assert (done.units + done.already, [path for path, _ in done.failures]) == (4, [locked])
    assert [path for path, _ in take(store, folder).failures] == [locked]


def test_what_two_processes_did_is_one_account() -> None:
    first = EventIngestResult(
        units=1, failures=[(Path("a"), "why")], unknown=[Path("a")], mostly_rejected=[("a", 2, 2)]
    )
    second = EventIngestResult(
        units=2, failures=[(Path("b"), "why")], unknown=[Path("b")], mostly_rejected=[("b", 4, 3)]
    )
    plain = json.loads(
        json.dumps(asdict(second), default=lambda one: sorted(one) if isinstance(one, set) else str(one))
    )
    done = _sum(first, plain)
    assert (done.units, done.unknown) == (3, [Path("a"), Path("b")])
    assert done.failures == [(Path("a"), "why"), (Path("b"), "why")]
    assert [tuple(one) for one in done.mostly_rejected] == [("a", 2, 2), ("b", 4, 3)]
