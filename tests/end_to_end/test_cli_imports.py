"""A verb loads what it needs: most of a short command's time is imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.cli.verbs import VERBS

RENDERERS = ("jinja2", "typst", "vl_convert", "docx")
ENGINES = ("duckdb", "scipy", "scoringrules", "rich", "sqlglot", "urllib3", "isal", "pandas")
FRAMES = ("polars", "numpy", "sqlite3")
READERS = ("detente.sources.providers", "detente.sources.events", "detente.remote")
WRITERS = ("detente.event_cube", "detente.ingestion", "detente.panels", "detente.starter")
RECORDS = ("detente.identity.records", "detente.store", "platformdirs", "shutil", "unicodedata", "signal")

AS_OF = ("--as-of", "2015-09-01")
ANSWER = (*RENDERERS, *ENGINES, *READERS, *WRITERS)

# Commands, and what none of them loads
CASES = {
    "help": ([("--help",), ("--version",)], (*ANSWER, *FRAMES, *RECORDS)),
    "help of a verb": ([(verb, "--help") for verb in VERBS], (*ANSWER, *FRAMES, *RECORDS[:3])),
    "states": ([("states", "Japan"), ("states", "--json"), ("states", "RUS", "--json")], (*ANSWER, *FRAMES)),
    "answers about a pair": (
        [(verb, "Japan", "Russia", *AS_OF) for verb in ("temperature", "votes", "pacts", "disputes", "assess")],
        ANSWER,
    ),
    "profile": ([("profile", "Japan", *AS_OF)], ANSWER),
    "architecture": ([("architecture", *AS_OF)], set(ANSWER) - {"scipy"}),
    "data": ([("data",), ("data", "rejects")], (*RENDERERS, "scipy", "pandas")),
}


@pytest.mark.parametrize("case", CASES)
def test_a_command_loads_nothing_that_it_does_not_need(case: str, tmp_path: Path) -> None:
    commands, without = CASES[case]
    script = (
        "import sys\nbefore = set(sys.modules)\nfrom detente.cli import run\n"
        f"for command in {commands!r}:\n"
        "    assert run(command) == 0, command\n"
        f"    print(*command, *sorted({set(without)!r} & set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "DETENTE_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stderr.splitlines() == [" ".join(command) for command in commands]
