"""Ctrl-C at any moment ends a verb with 130 and a sentence, and leaves the store whole.

By default a few interrupts of each verb; DETENTE_KILLS=200 for a long run.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.cli import run
from detente.store import Store, bulk
from detente.store.upkeep import content, verify
from event_samples import write_quarter_hours
from store_sample import write_events, write_pack

INTERRUPTS = int(os.environ.get("DETENTE_KILLS", "3"))
VERBS: dict[str, tuple[str, ...]] = {
    "compact": ("data", "compact"),
    "cube": ("cube", "--rebuild", "--compact"),
    "verify": ("data", "verify", "--content"),
    "ingest": ("ingest", "{folder}/hours", "--quiet"),
    "add": ("add", "events", "{folder}/mine.csv"),
    "temperature": ("temperature", "USA", "RUS", "--events", "gdelt2"),
}


def ask(home: Path, words: tuple[str, ...], said: Path) -> None:
    """Run a verb in a process of its own, its messages in a file."""
    os.environ["DETENTE_HOME"] = str(home)
    bulk.PACK, bulk.ROWS = 10_000, 60  # type: ignore[misc]
    with said.open("w", encoding="utf-8") as file:
        sys.stdout = sys.stderr = file
        (said.parent / "began").touch()
        code = run([word.format(folder=home.parent) for word in words])
        file.flush()
    os._exit(code)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with inputs and a filled home."""
    folder = tmp_path_factory.mktemp("interrupts")
    write_pack(folder)
    write_quarter_hours(folder / "hours", 12, rows=40)
    write_events(folder / "mine.csv", *(f"2014-03-{1 + n % 28:02d},Japan,Russia,verbal_conflict" for n in range(300)))
    store = Store.open(home=folder / "home", starter=folder / "starter")
    for path in sorted((folder / "hours").iterdir()):
        bulk.ingest(store, [path])
    return folder


@pytest.mark.parametrize("verb", VERBS)
def test_an_interrupted_verb_says_so_and_leaves_the_store_whole(world: Path, verb: str) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["detente.store.bulk", "detente.store.upkeep", "duckdb", "event_samples"])
    dice = random.Random(verb)  # noqa: S311 - no secret
    home, said = world / "asked", world / "said.txt"
    before = content(Store.open(home=world / "home", starter=world / "starter"))

    def end(interrupt: Callable[[], None]) -> int | None:
        if verb not in ("ingest", "add"):
            shutil.copytree(world / "home", home)
        (world / "began").unlink(missing_ok=True)
        process = context.Process(target=ask, args=(home, VERBS[verb], said))
        process.start()
        while process.is_alive() and not (world / "began").exists():
            time.sleep(0.001)
        interrupt()
        if process.pid is not None and process.is_alive():
            os.kill(process.pid, signal.SIGINT)
        process.join(60)
        return process.exitcode

    began = time.monotonic()
    assert end(lambda: time.sleep(2)) is not None  # once without an interrupt, which loads what is needed
    lasts = min(time.monotonic() - began, 1.0)
    shutil.rmtree(home)
    for _ in range(INTERRUPTS):
        code = end(lambda: time.sleep(dice.uniform(0, lasts)))
        text = said.read_text(encoding="utf-8")
        assert code in (0, 1, 130), text
        assert (code == 130) == ("interrupted" in text), text
        assert "bug" not in text
        store = Store.open(home=home, starter=world / "starter")
        assert not verify(store).faults
        if verb not in ("ingest", "add"):
            assert content(store) == before
        shutil.rmtree(home, ignore_errors=True)
