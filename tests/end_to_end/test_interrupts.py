"""Ctrl-C at any moment ends a verb with 130 and a sentence, and leaves the store whole.

By default a few interrupts of each verb; DETENTE_KILLS=200 for a long run.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.ingestion import events as bulk
from detente.ingestion.maintenance import content, verify
from detente.store import Store
from event_samples import write_quarter_hours
from store_sample import write_events, write_pack

INTERRUPTS = int(os.environ.get("DETENTE_KILLS", "3"))
VERBS: dict[str, tuple[str, ...]] = {
    "compact": ("data", "compact"),
    "cube": ("cube", "--rebuild", "--compact"),
    "verify": ("data", "verify", "--content"),
    "ingest": ("ingest", "{folder}/hours", "--quiet"),
    "own events": ("ingest", "{folder}/mine.csv"),
    "data": ("data", "--as-of", "2020-01-01"),
}


# In small steps, so that an interrupt falls between any two; the first line says that the verb begins
PROGRAM = """
import sys
from detente.cli import run
from detente.ingestion import events as bulk
bulk.PACK, bulk.ROWS = 10_000, 60
print("began", flush=True)
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with inputs and a filled home."""
    folder = tmp_path_factory.mktemp("interrupts")
    write_pack(folder)
    write_quarter_hours(folder / "hours", 12, rows=40)
    write_events(folder / "mine.csv", *(f"2014-03-{1 + n % 28:02d},Japan,Russia,verbal_conflict" for n in range(300)))
    store = Store.open(home=folder / "home", starter=folder / "starter")
    for path in sorted((folder / "hours").iterdir()):
        bulk.ingest_events(store, [path])
    return folder


@pytest.mark.parametrize("verb", VERBS)
def test_an_interrupted_verb_says_so_and_leaves_the_store_whole(world: Path, verb: str) -> None:
    dice = random.Random(verb)  # noqa: S311 - no secret
    home = world / "asked"
    before = content(Store.open(home=world / "home", starter=world / "starter"))
    words = [word.format(folder=world) for word in VERBS[verb]]

    def end(wait: float) -> tuple[int, str]:
        if verb not in ("ingest", "own events"):
            shutil.copytree(world / "home", home)
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", PROGRAM, *words],
            env={**os.environ, "DETENTE_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        process.stdout.readline()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(wait)
        process.send_signal(signal.SIGINT)
        _, message = process.communicate(timeout=60)
        return process.returncode, message

    began = time.monotonic()
    code, message = end(60)  # once without an interrupt
    assert code == 0, message
    lasts = time.monotonic() - began
    shutil.rmtree(home)
    for _ in range(INTERRUPTS):
        code, message = end(dice.uniform(0, lasts))
        assert code in (0, 1, 130, -signal.SIGINT), message  # the last as Python itself ends
        assert (code == 130) == ("interrupted" in message), message
        assert "bug" not in message
        store = Store.open(home=home, starter=world / "starter")
        assert not verify(store).faults
        if verb not in ("ingest", "own events"):
            assert content(store) == before
        shutil.rmtree(home, ignore_errors=True)
