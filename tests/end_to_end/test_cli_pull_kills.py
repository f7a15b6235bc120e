"""``detente pull`` killed on its way: nothing is lost or doubled, and a rerun ends as an undisturbed pull."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from providers import Provider, hold_first, hold_second
from pull_sample import START, content, events, recorded

KILLS = int(os.environ.get("DETENTE_KILLS", "16"))  # a long run: DETENTE_KILLS=200
INGEST_KILLS = max(KILLS // 2, 4)


def test_a_pull_that_is_killed_as_it_ingests_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    luck = random.Random(2015)  # noqa: S311 - where to kill, the same every time
    with Provider().serving() as provider:
        hold_first(provider, {"2005.zip": 400, "20150217.export.CSV.zip": 500})
        hold_second(provider, START, 30, rows=40)
        provider.pace = 0.02
        undisturbed, home = tmp_path / "undisturbed", tmp_path / "home"
        assert _start(provider, undisturbed, ingest=True).wait(timeout=60) == 0
        killed = 0
        for _ in range(INGEST_KILLS):
            process = _under_way(provider, home, ingest=True)
            time.sleep(luck.uniform(0.0, 0.8))
            process.kill()
            killed += process.wait(timeout=60) == -signal.SIGKILL
        assert killed > 0
        assert _start(provider, home, ingest=True).wait(timeout=60) == 0
        assert content(home) == content(undisturbed)
        assert events(home).equals(events(undisturbed))
        assert events(home).height == 900 + 1200


def test_a_pull_that_is_killed_goes_on_and_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    luck = random.Random(18)  # noqa: S311 - where to kill, the same every time
    with Provider().serving() as provider:
        hold_first(provider, {"2005.zip": 400, "200601.zip": 300, "20150217.export.CSV.zip": 500})
        hold_second(provider, START, 60, rows=40)
        provider.pace = 0.02
        undisturbed = tmp_path / "undisturbed"
        assert _start(provider, undisturbed).wait(timeout=60) == 0
        home = tmp_path / "home"
        killed = underway = 0
        for _ in range(KILLS):
            process = _under_way(provider, home, requests=luck.randint(1, 20))
            time.sleep(luck.uniform(0.0, 0.1))
            process.kill()
            killed += process.wait(timeout=60) == -signal.SIGKILL
            whole = content(home) if (home / "raw").exists() else {}
            underway += 0 < len(whole) < 63 or any(home.rglob("*.part"))
            assert whole.items() <= content(undisturbed).items()  # what has its name is whole
            if len(whole) == 63 and luck.random() < 0.5:
                for path in luck.sample(sorted(whole), 40):
                    (home / path).unlink()
        assert killed >= KILLS // 2
        assert underway >= KILLS // 4
        assert _start(provider, home).wait(timeout=60) == 0
        assert content(home) == content(undisturbed)
        assert {file: row[0] for file, row in recorded(home).items()} == {
            file: row[0] for file, row in recorded(undisturbed).items()
        }
        assert not list(home.rglob("*.part"))


def _under_way(provider: Provider, home: Path, *, ingest: bool = False, requests: int = 1) -> subprocess.Popen[bytes]:
    """Start a pull, and wait for its first requests: a busy machine takes its time."""
    provider.seen.clear()
    process = _start(provider, home, ingest=ingest)
    while len(provider.seen) < requests and process.poll() is None:
        time.sleep(0.005)
    return process


def _start(provider: Provider, home: Path, *, ingest: bool = False) -> subprocess.Popen[bytes]:
    argv = ["pull", "gdelt", "--mirror", provider.url, *([] if ingest else ["--no-ingest"])]
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "detente.cli", *argv],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DETENTE_HOME": str(home)},
    )
