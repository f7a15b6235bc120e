"""``detente pull news`` killed on its way: nothing is lost or doubled, and a rerun ends as an undisturbed pull.

By default a few kills; DETENTE_KILLS=50 for a long run over 500 days.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from detente.event_cube.counts import counts
from detente.lake.lake import Lake
from detente.sources.providers.current_events import page_title
from detente.store import Store
from pull_sample import content, recorded
from wiki_site import Revision, Wiki, hold_days, page_of, texts_requested

KILLS = int(os.environ.get("DETENTE_KILLS", "4"))
FIRST, DAYS = date(2025, 1, 1), 500 if KILLS >= 50 else 70
GONE = [FIRST + timedelta(days=n) for n in (3, 60)]
EDIT_DAY = date(2026, 8, 15)


def test_a_pull_that_is_killed_goes_on_and_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    luck = random.Random(2026)  # noqa: S311 - where to kill, the same every time
    undisturbed, home = tmp_path / "undisturbed", tmp_path / "home"
    with Wiki().serving() as wiki:
        assert isinstance(wiki, Wiki)
        held = hold_days(wiki, FIRST, DAYS, without=GONE)
        wiki.pages_an_answer, wiki.pace = 10, 0.03
        assert _start(wiki, undisturbed).wait(timeout=120) == 0
        first = everything(undisturbed)
        assert texts_of(undisturbed) == 2 * len(held)
        _kill(wiki, home, luck, KILLS // 2, ())
        assert _start(wiki, home).wait(timeout=120) == 0
        assert everything(home) == first
        wiki.seen.clear()
        assert _start(wiki, home).wait(timeout=120) == 0
        assert wiki.seen == []
        for n, day in enumerate(luck.sample(held, DAYS // 10)):
            edited = page_of(day, [f"[[Japan]] sanctions [[Russia]], for the {n}th time. [http://x.example (X)]"])
            wiki.pages[page_title(day)] = Revision(50_000 + n, f"{EDIT_DAY}T10:00:00Z", edited)
        assert _start(wiki, undisturbed, "--again").wait(timeout=120) == 0
        _kill(wiki, home, luck, KILLS - KILLS // 2, ("--again",))
        assert _start(wiki, home, "--again").wait(timeout=120) == 0
        wiki.seen.clear()
        assert _start(wiki, home, "--again").wait(timeout=120) == 0
        assert texts_requested(wiki.seen) == [page_title(day) for day in GONE]
    assert content(home) == content(undisturbed)
    assert everything(home) == everything(undisturbed)
    assert everything(home)["texts", EDIT_DAY - timedelta(days=1)] == first["texts", EDIT_DAY - timedelta(days=1)]
    assert texts_of(home) == 2 * len(held) - DAYS // 10
    assert {place: row[0] for place, row in recorded(home).items()} == {
        place: row[0] for place, row in recorded(undisturbed).items()
    }
    assert not list(home.rglob("*.part"))


def everything(home: Path) -> dict[tuple[str, date], list[tuple[object, ...]]]:
    """Return the rows of news, and their counts, as known before and after the edits."""
    store = Store.open(home=home)
    days = (EDIT_DAY - timedelta(days=1), EDIT_DAY)
    rows = {
        (table, day): sorted(store.read(table, dataset="news", as_of=day).rows(), key=str)
        for table in ("texts", "events", "coded_acts")
        for day in days
    }
    return rows | {("counts", day): counts(Lake(home), "news", "month", "plover", as_of=day).rows() for day in days}


def texts_of(home: Path) -> int:
    return Store.open(home=home).read("texts", dataset="news").height


def _kill(wiki: Wiki, home: Path, luck: random.Random, kills: int, more: tuple[str, ...]) -> None:
    """Start pulls and kill each somewhere, until so many were killed at work; one that is done loses some files."""
    killed = 0
    while killed < kills:
        wiki.seen.clear()
        process = _start(wiki, home, *more)
        while not wiki.seen and process.poll() is None:
            time.sleep(0.005)
        time.sleep(luck.uniform(0.0, 0.002 * DAYS + 0.5))
        process.kill()
        if process.wait(timeout=60) == -signal.SIGKILL:
            killed += 1
        else:
            newest = {path.name[:10]: path for path in sorted(home.rglob("*.wikipage"))}
            for path in luck.sample(sorted(newest.values()), len(newest) // 3):
                path.unlink()


def _start(wiki: Wiki, home: Path, *more: str) -> subprocess.Popen[bytes]:
    until = FIRST + timedelta(days=DAYS - 1)
    argv = ["pull", "news", "--mirror", wiki.url, "--since", str(FIRST), "--until", str(until), *more]
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "detente.cli", *argv],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DETENTE_HOME": str(home)},
    )
