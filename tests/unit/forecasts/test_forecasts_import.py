"""The package loads what is used of it, and nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("polars", "scipy", "scoringrules", "duckdb", "detente.store")


@pytest.mark.parametrize(
    ("name", "loaded"),
    [("brier", []), ("Target", ["polars"]), ("crps", []), ("LocalLevel", ["polars", "detente.store"])],
)
def test_a_name_loads_only_what_it_needs(name: str, loaded: list[str]) -> None:
    script = f"import sys; from detente.forecasts import {name}; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - our own script
    assert done.stdout.split() == loaded


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    import detente.forecasts as package  # noqa: PLC0415

    assert "rolling_origin" in dir(package)
    with pytest.raises(AttributeError):
        _ = package.none_such
