"""What the facts show as running, against acts coded from an archive of news that say that it ended."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from detente.store import Store

pytestmark = pytest.mark.reference

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture(scope="module")
def compared() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCRIPTS))
        return importlib.import_module("compare_facts_and_acts")


def test_what_ended_does_not_run(compared: ModuleType, reference: Path) -> None:
    found = compared.running(compared.coded_acts(reference, words=compared.ENDED), Store.open())
    assert [row for row in found if row["id"] not in compared.REASONS] == []
