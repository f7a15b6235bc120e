"""A count or a merge of the cube that is killed leaves the store whole, and running it again completes it.

By default twelve kills, which takes seconds. DETENTE_KILLS=1000 for a long run.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from detente.event_cube import batch_counting as cube_count
from detente.event_cube.cube import compact_cube, cube_frame, cube_of, refresh_cube
from detente.event_cube.verification import check_cube
from detente.ingestion import events as bulk
from detente.store import Store
from event_samples import write_quarter_hours
from store_sample import write_pack

KILLS = int(os.environ.get("DETENTE_KILLS", "12"))


def opened(home: Path) -> Store:
    return Store.open(home=home, starter=home.parent / "starter")


def count_and_merge(home: Path) -> None:
    cube_count.MOST_ROWS = 150  # many steps, so that a kill falls between any two
    refresh_cube(opened(home).lake)
    compact_cube(opened(home).lake)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store's folder with events and no cube."""
    folder = tmp_path_factory.mktemp("cube-kills")
    write_pack(folder)
    bulk.ingest_events(opened(folder / "home"), [write_quarter_hours(folder / "files", 16, rows=40)])
    return folder / "home"


def test_what_is_killed_is_whole_and_is_completed_by_running_it_again(lake: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["detente.ingestion.events", "detente.event_cube.cube", "duckdb", "event_samples"])
    home = lake.parent / "killed"
    for _ in range(2):  # the second time is what it takes once all is loaded
        shutil.copytree(lake, home)
        began = time.monotonic()
        _finish(context, home)
        lasts = time.monotonic() - began
        whole = cube_frame(opened(home).lake, "gdelt2")
        shutil.rmtree(home)
    dice = random.Random("cube")  # noqa: S311 - no secret
    partial = 0  # kills that came while work was left; more are made until enough did
    for killed in range(4 * KILLS):
        if killed >= KILLS and partial > KILLS // 8:
            break
        shutil.copytree(lake, home)
        process = context.Process(target=count_and_merge, args=(home,))
        process.start()
        process.join(dice.uniform(0, lasts))
        if process.pid is not None and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert check_cube(opened(home).lake) == []
        partial += cube_of(opened(home).lake, "gdelt2") is None
        _finish(context, home)
        assert check_cube(opened(home).lake) == []
        assert cube_frame(opened(home).lake, "gdelt2").equals(whole)
        shutil.rmtree(home)
    assert partial > KILLS // 8, "the kills came too late to show anything"


def test_several_at_once_count_each_batch_once(lake: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    one, several = lake.parent / "one", lake.parent / "several"
    for home in (one, several):
        shutil.copytree(lake, home)
    _finish(context, one)
    processes = [context.Process(target=count_and_merge, args=(several,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * len(processes)
    _finish(context, several)
    assert check_cube(opened(several).lake) == []
    assert cube_frame(opened(several).lake, "gdelt2").equals(cube_frame(opened(one).lake, "gdelt2"))


def _finish(context: multiprocessing.context.BaseContext, home: Path) -> None:
    """Let the work come to its end."""
    process = context.Process(target=count_and_merge, args=(home,))  # type: ignore[attr-defined]
    process.start()
    process.join(60)
    assert process.exitcode == 0
