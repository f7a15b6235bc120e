"""Shared fixtures, and the rule for tests that need reference data or Java."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

REFERENCE, SPARK = "DETENTE_REFERENCE", "DETENTE_SPARK"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine can't run, unless it is asked for by name: then it must run.

    Reference tests need DETENTE_REFERENCE; tests of Spark need Java, or DETENTE_SPARK=1 to insist.
    """
    absent = set()
    if not os.environ.get(REFERENCE):
        absent.add("reference")
    if not (os.environ.get(SPARK) or shutil.which("java")):
        absent.add("spark")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in absent)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session", autouse=True)
def a_home_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the user's own store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def reference() -> Path:
    """Return the folder of reference data; fail, don't skip, when it is named but missing."""
    folder = Path(os.environ[REFERENCE]).resolve()
    if not folder.is_dir():
        pytest.fail(f"{REFERENCE}={folder} is not a folder")
    return folder
