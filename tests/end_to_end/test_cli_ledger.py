"""``detente ledger`` as a user meets it, and killed while it writes.

By default a few kills; DETENTE_KILLS=50 for a long run.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli_sample import Detente
from detente.ledger.chain import FILE, LedgerFile

KILLS = int(os.environ.get("DETENTE_KILLS", "3"))
WRITER = """
import sys
from pathlib import Path
import detente
store = detente.Store.open(home=Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    made = detente.ledger.add(
        f"Event {sys.argv[2]} {number}", until="2100", probability=0.5, author=sys.argv[2], store=store
    )
    print(f"{sys.argv[2]} {number} {made.head}", flush=True)
"""


def test_a_forecast_is_added_resolved_and_scored(detente: Detente, tmp_path: Path) -> None:
    text = "Japan and Russia hold a summit"
    added = json.loads(
        detente("ledger", "add", text, "--until", "2100", "--between", "10-30%", "--author", "ana", "--json").out
    )
    question = added["entries"][0]["question"]
    detente("ledger", "add", text, "--until", "2100", "--word", "unlikely", "--author", "bo")
    detente("ledger", "resolve", question, "--outcome", "yes", "--on", "2026-01-01", "--document", "Kyodo")
    answer = detente("ledger", "score", "--pool", "--json", "-o", tmp_path / "ledger.html")
    assert answer.code == 0, answer.out
    found = {one["author"]: one for one in json.loads(answer.out)["authors"]}
    assert found["ana"]["brier"] == pytest.approx(0.64)
    assert found["bo"]["brier"] == pytest.approx((1 - 0.325) ** 2)
    assert set(found) == {"ana", "bo", "pool"}
    page = (tmp_path / "ledger.html").read_text(encoding="utf-8")
    assert text in page
    assert "<svg" in page
    assert json.loads(detente("ledger", "verify", "--head", added["head"], "--json").out)["lines"] == 3
    assert detente("ledger", "verify", "--head", "0" * 64).code == 3
    assert detente("ledger", "add", text, "--until", "2100", "--probability", "120%").code == 2
    assert detente("ledger", "resolve", "q-unknown", "--outcome", "no").code == 2
    assert detente("ledger", "export", tmp_path / "ledger.csv").code == 0
    assert (tmp_path / "ledger.csv").read_text(encoding="utf-8").count("\n") == 4
    assert detente("ledger", "export", tmp_path / "ledger.xlsx").code == 2


def test_a_changed_line_is_named_and_the_others_are_still_scored(detente: Detente, tmp_path: Path) -> None:
    for event in ("One", "Two"):
        detente("ledger", "add", event, "--until", "2100", "--probability", "0.5")
    path = tmp_path / "home" / FILE
    path.write_bytes(path.read_bytes().replace(b'"probability":0.5', b'"probability":0.1', 1))
    answer = detente("ledger", "verify", "--json")
    assert (answer.code, [one["line"] for one in json.loads(answer.out)["faults"]]) == (3, [1])
    listed = detente("ledger", "list", "--json")
    assert [one["text"] for one in json.loads(listed.out)["entries"]] == ["Two"]
    assert "fault" in listed.err


def test_two_writers_and_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    luck = random.Random(6)  # noqa: S311 - where to kill, the same every time
    home, acknowledged, killed, turn = tmp_path / "home", set(), 0, 0
    while killed < KILLS:
        turn += 1
        writers = [
            subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-c", WRITER, str(home), f"{name}{turn}", "400"], stdout=subprocess.PIPE, text=True
            )
            for name in "ab"
        ]
        assert writers[0].stdout is not None
        first = writers[0].stdout.readline()
        time.sleep(luck.uniform(0.0, 0.3))
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
        acknowledged.update(line for line in [first] if line.endswith("\n"))
        for writer in writers:
            assert writer.stdout is not None
            acknowledged.update(line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n"))
            killed += writer.wait(timeout=60) == -signal.SIGKILL
            writer.stdout.close()
    contents = LedgerFile(home).read()
    assert contents.faults == ()
    texts = [entry.text for entry in contents.entries]  # type: ignore[union-attr]
    assert len(texts) == len(set(texts))
    for line in acknowledged:
        name, number, head = line.split()
        assert f"Event {name} {number}" in texts
        assert head in contents.heads


def test_a_brief_on_an_earlier_day_is_retrospective_and_never_in_a_track_record(shipped: Detente) -> None:
    assert shipped("assess", "Japan", "Russia", "--as-of", "2015-09-01", "--record", "--json").code == 0
    listed = json.loads(shipped("ledger", "--json").out)["entries"]
    assert len(listed) >= 3
    assert {entry["author"] for entry in listed} == {"detente"}
    assert {entry["as_of"] for entry in listed} == {"2015-09-01"}
    assert json.loads(shipped("ledger", "resolve", "--json").out)["entries"]
    (scores,) = json.loads(shipped("ledger", "score", "--json").out)["authors"]
    assert (scores["scored"], scores["brier"]) == (0, None)
    assert scores["retrospective"] == len(listed)
    assert shipped("assess", "Japan", "Russia", "--as-of", "2015-09-01", "--record", "--json").code == 0
    again = json.loads(shipped("ledger", "list", "--json").out)["entries"]  # the same forecasts are not added twice
    assert [entry for entry in again if entry["kind"] == "forecast"] == listed
