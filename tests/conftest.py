"""Shared fixtures, and the rule for tests that need reference data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REFERENCE = "DETENTE_REFERENCE"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave reference tests out where no reference data is named; where it is named, they must run."""
    if os.environ.get(REFERENCE):
        return
    reference = [item for item in items if item.get_closest_marker("reference")]
    if reference:
        config.hook.pytest_deselected(items=reference)
        items[:] = [item for item in items if item not in set(reference)]


@pytest.fixture(scope="session")
def reference() -> Path:
    """Return the folder of reference data; fail, don't skip, when it is named but missing."""
    folder = Path(os.environ[REFERENCE]).resolve()
    if not folder.is_dir():
        pytest.fail(f"{REFERENCE}={folder} is not a folder")
    return folder
