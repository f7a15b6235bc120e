"""Several ingests at once, each its own process: all end well, and the store is as if one had done everything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from detente.ingestion.maintenance import content, verify
from detente.store import Store
from event_samples import ICEWS_HEADER, gdelt, icews, write_quarter_hours, write_zip

INGEST = (
    "import sys\nfrom detente.cli import run\nsys.stdin.readline()\nsys.exit(run(['ingest', *sys.argv[1:], '--json']))"
)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Return a folder of files of two formats, of records of votes and of rows that are rejected."""
    folder = tmp_path / "given"
    write_quarter_hours(folder, 24, rows=40)
    write_zip(folder, "20190201000000.export.CSV", [gdelt(9_000_000 + n, day="20190201") for n in range(30)])
    lines = "".join(f"{icews(n, day=f'2018-{1 + n % 12:02d}-02')}\n" for n in range(400))
    (folder / "events.2018.tab").write_text(f"{ICEWS_HEADER}\n{lines}torn\n", encoding="utf-8")
    votes = "".join(f"{n},{s},{s},Y,2014-03-27,68,A/RES/68/{n}\n" for n in range(40) for s in ("JPN", "USA", "XXX"))
    (folder / "ga_voting.csv").write_text(f"undl_id,ms_code,ms_name,ms_vote,date,session,resolution\n{votes}")
    return folder


def at_once(home: Path, works: Sequence[Sequence[Path]]) -> list[tuple[int, dict[str, object]]]:
    """Run an ingest for each of the lists of paths, all at the same time; return codes and answers."""
    environment = {**os.environ, "DETENTE_HOME": str(home)}
    running = [
        subprocess.Popen(  # noqa: S603 - our own command line
            [sys.executable, "-c", INGEST, *map(str, paths)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        )
        for paths in works
    ]  # fmt: skip
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    message = [one.communicate() for one in running]
    return [(one.returncode, json.loads(out) if out else err) for one, (out, err) in zip(running, message, strict=True)]


@pytest.mark.parametrize("count", [2, 4])
@pytest.mark.parametrize("shared", [True, False], ids=["same folder", "different files"])
def test_ingests_at_once_end_well_and_leave_what_one_would(
    count: int, shared: bool, given: Path, tmp_path: Path
) -> None:
    files = sorted(given.iterdir())
    ((code, _),) = at_once(tmp_path / "serial", [[given]])
    assert code == 0
    whole = Store.open(home=tmp_path / "serial")
    works = [[given]] * count if shared else [files[n::count] for n in range(count)]
    ended = at_once(tmp_path / "home", works)
    assert [code for code, _ in ended] == [0] * count, ended
    store = Store.open(home=tmp_path / "home")
    assert not verify(store).faults
    assert content(store) == content(whole)
    assert store.batches().height == whole.batches().height == len(files)
