"""The list of modules in the docstring of each package."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import detente

LINE = re.compile(r"^    (\w+)  +\S", re.MULTILINE)
IN_PROSE = ("detente.coding", "detente.starter", "detente.updates", "detente.measures.temperature")
PACKAGES = sorted(
    one.name for one in pkgutil.walk_packages(detente.__path__, "detente.") if one.ispkg and "resources" not in one.name
)


@pytest.mark.parametrize("package", [name for name in PACKAGES if name not in IN_PROSE])
def test_a_package_lists_its_modules_in_order(package: str) -> None:
    loaded = importlib.import_module(package)
    modules = sorted(one.name for one in pkgutil.iter_modules(loaded.__path__) if one.name != "__main__")
    assert LINE.findall((loaded.__doc__ or "").rpartition("\n::\n\n")[2]) == modules
