"""Opening a store loads neither the providers' readers nor DuckDB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("detente.sources.providers", "detente.sources.events", "detente.sources.registry", "detente.remote",
         "detente.ingestion", "detente.event_cube", "duckdb", "scipy", "urllib3")  # fmt: skip


def _loaded(code: str, home: Path) -> set[str]:
    done = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        env={"DETENTE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "from detente.store import Store",
        "from detente.store import Store; Store.open().read('pacts'); Store.open().coverage()",
    ],
)
def test_opening_and_reading_a_store_loads_no_reader_of_sources(code: str, tmp_path: Path) -> None:
    assert _loaded(code, tmp_path) & set(HEAVY) == set()
