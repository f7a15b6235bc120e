"""An ingest or a compaction that is killed leaves the lake whole, and running it again completes it.

By default twenty kills, which takes seconds. DETENTE_KILLS=2000 for a long run.
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

from detente.ingestion import events as bulk
from detente.ingestion.maintenance import compact, content, verify
from detente.store import Store
from event_samples import ICEWS_HEADER, icews, write_quarter_hours
from store_sample import write_pack

KILLS = int(os.environ.get("DETENTE_KILLS", "20"))
FILES = 16


def small_steps() -> None:
    """Make an ingest take many steps, so that a kill falls between any two."""
    bulk.PACK, bulk.ROWS = 10_000, 60  # type: ignore[misc]


def ingest_all(home: Path, folder: Path) -> None:
    small_steps()
    bulk.ingest_events(Store.open(home=home, starter=folder / "starter"), [folder / "files"])


def ingest_and_compact(home: Path, folder: Path) -> None:
    ingest_all(home, folder)
    compact(Store.open(home=home, starter=folder / "starter"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with files to ingest."""
    folder = tmp_path_factory.mktemp("kills")
    write_pack(folder)
    write_quarter_hours(folder / "files", FILES, rows=40)
    lines = "".join(f"{icews(n, day=f'2018-{1 + n % 12:02d}-02')}\n" for n in range(400))
    (folder / "files" / "events.2018.tab").write_text(f"{ICEWS_HEADER}\n{lines}torn\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("work", [ingest_all, ingest_and_compact])
def test_what_is_killed_is_whole_and_is_completed_by_running_it_again(folder: Path, work: object) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["detente.ingestion.events", "detente.ingestion.maintenance", "duckdb", "event_samples"]
    )
    undisturbed = folder / "undisturbed"
    run(context, work, undisturbed, folder)
    run(context, work, folder / f"warm-{work.__name__}", folder)  # type: ignore[attr-defined]
    began = time.monotonic()
    run(context, work, folder / f"timed-{work.__name__}", folder)  # type: ignore[attr-defined]
    lasts = time.monotonic() - began
    whole = content(Store.open(home=undisturbed, starter=folder / "starter"))
    dice = random.Random("kill")  # noqa: S311 - no secret
    partial = 0  # kills that came while work was left; more are made until enough did
    for killed in range(4 * KILLS):
        if killed >= KILLS // 2 and partial > KILLS // 8:
            break
        home = folder / "killed"
        process = context.Process(target=work, args=(home, folder))  # type: ignore[arg-type]
        process.start()
        process.join(dice.uniform(0, lasts))
        if process.pid is not None and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        store = Store.open(home=home, starter=folder / "starter")
        assert not verify(store).faults
        partial += store.batches().height < FILES + 1
        run(context, work, home, folder)
        assert not verify(store).faults
        assert content(store) == whole
        assert store.batches().height == FILES + 1
        shutil.rmtree(home)
    assert partial > KILLS // 8, "the kills came too late to show anything"


def run(context: multiprocessing.context.BaseContext, work: object, home: Path, folder: Path) -> None:
    """Let the work come to its end."""
    process = context.Process(target=work, args=(home, folder))  # type: ignore[attr-defined]
    process.start()
    process.join(60)
    assert process.exitcode == 0
