from __future__ import annotations

import importlib
import inspect
import pkgutil
from importlib import metadata, resources
from types import ModuleType

import pytest

import detente

FOUND = [i for i in pkgutil.walk_packages(detente.__path__, "detente.") if not i.name.endswith("__main__")]
MODULES = ["detente", *(i.name for i in FOUND)]
PACKAGES = ["detente", *(i.name for i in FOUND if i.ispkg and i.name != "detente.cli")]  # cli is called, not imported


@pytest.mark.parametrize("name", MODULES)
def test_what_is_named_public_is_there(name: str) -> None:
    module = importlib.import_module(name)
    missing = [n for n in getattr(module, "__all__", ()) if not hasattr(module, n)]
    assert missing == []


@pytest.mark.parametrize("name", PACKAGES)
def test_no_module_takes_the_place_of_a_public_name_once_it_is_loaded(name: str) -> None:
    for module in MODULES:
        importlib.import_module(module)
    package = importlib.import_module(name)
    taken = [n for n in getattr(package, "__all__", ()) if inspect.ismodule(getattr(package, n))]
    assert taken == []


@pytest.mark.parametrize("name", MODULES)
def test_public_names_are_in_order_and_named_once(name: str) -> None:
    names = list(getattr(importlib.import_module(name), "__all__", ()))
    assert names == sorted(set(names), key=_order)


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_defines_nothing_public_in_hiding(name: str) -> None:
    module = importlib.import_module(name)
    public = set(getattr(module, "__all__", ()))
    here = {n for n, thing in vars(module).items() if not n.startswith("_") and _defined_in(thing, module)}
    assert here - public == set()


@pytest.mark.parametrize("name", MODULES)
def test_public_functions_and_classes_are_documented(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, f"{name} does not say what it is for"
    for member in getattr(module, "__all__", ()):
        thing = getattr(module, member)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert inspect.getdoc(thing), f"{name}.{member} has no docstring"


def test_the_package_is_typed_and_versioned() -> None:
    assert resources.files("detente").joinpath("py.typed").is_file()
    assert metadata.version("detente") == detente.__version__


def _order(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def _defined_in(thing: object, module: ModuleType) -> bool:
    return (inspect.isclass(thing) or inspect.isfunction(thing)) and thing.__module__ == module.__name__
