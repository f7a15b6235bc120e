"""``detente update`` killed on its way: nothing is lost or doubled, and the next update ends as an undisturbed one.

By default a few kills; DETENTE_KILLS=50 for a long run.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from detente.store import Store
from pull_sample import content
from wiki_site import Wiki, hold_days, texts_requested

KILLS = int(os.environ.get("DETENTE_KILLS", "3"))
DAYS = 400 if KILLS >= 50 else 60


def test_an_update_that_is_killed_goes_on(tmp_path: Path) -> None:
    luck = random.Random(12)  # noqa: S311 - where to kill, the same every time
    first = (datetime.now(UTC) - timedelta(days=DAYS)).date()
    with Wiki().serving() as wiki:
        assert isinstance(wiki, Wiki)
        hold_days(wiki, first, DAYS)
        wiki.pages_an_answer, wiki.pace = 10, 0.03
        argv = ["update", "--mirror", f"news={wiki.url}", "--since", str(first), "--pair", "JPN", "RUS"]
        assert _start(tmp_path / "undisturbed", argv).wait(timeout=300) == 0
        home, killed = tmp_path / "home", 0
        while killed < KILLS:
            wiki.seen.clear()
            process = _start(home, argv)
            while not wiki.seen and process.poll() is None:
                time.sleep(0.005)
            time.sleep(luck.uniform(0.0, 0.002 * DAYS + 0.5))
            process.kill()
            if process.wait(timeout=60) == -signal.SIGKILL:
                killed += 1
            else:
                pages = sorted(home.rglob("*.wikipage"))
                for path in luck.sample(pages, len(pages) // 3):
                    path.unlink()
        assert _start(home, argv).wait(timeout=300) == 0
        wiki.seen.clear()
        assert _start(home, argv).wait(timeout=300) == 0
        assert texts_requested(wiki.seen) == []
    assert content(home) == content(tmp_path / "undisturbed")
    assert _rows(home) == _rows(tmp_path / "undisturbed")
    assert not list(home.rglob("*.part"))


def _rows(home: Path) -> dict[str, list[tuple[object, ...]]]:
    store = Store.open(home=home)
    return {
        table: sorted(store.read(table, dataset="news").rows(), key=str) for table in ("texts", "events", "coded_acts")
    }


def _start(home: Path, argv: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "detente.cli", *argv],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DETENTE_HOME": str(home)},
    )
