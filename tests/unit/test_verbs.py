"""Every command is a public function, and every option one of its parameters."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click
import pytest

import detente
from detente.cli import cli

OUTPUT = {"json", "output", "quiet", "all"}  # options that say how an answer is shown, or where it goes
OUTPUT_OF = {  # those of one verb alone
    "architecture": {"map", "dark"}, "code": {"explain"}, "panel": {"reasons", "cite"}, "data": {"bibtex"},
    "update": {"yes"},  # Python passes a function that confirms
    "cube": {"sql"},
}  # fmt: skip
PYTHON_NAMES = {  # options whose names are keywords or built-in functions of Python
    "import": "import_folder", "map": "mapping", "format": "form", "set": "settings",
    "from": "since", "to": "until",
}  # fmt: skip
ALONE = {
    "data": "overview",
    "ledger": "entries",
    "pull": "sources",
    "watch": "pairs",
}  # a namespace's function for the command without a subcommand
PYTHON_COMMANDS = {"list": "entries", "import": "import_csv"}  # commands whose names are keywords or built-in
OWN = {
    ("panel", "list"): "panel_additions",
    ("assess", "among"): "assess_pairs",
    ("assess", "pairs"): "assess_pairs",
}  # options that ask another question, and the function that answers it


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command that can be run, by its path."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        if path and command.invoke_without_command:
            yield path, command
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, (*path, name))
    else:
        yield path, command


def function_of(path: tuple[str, ...], command: click.Command) -> Callable[..., Any] | None:
    """Return the public function of a command, by its path."""
    thing: Any = detente
    for name in path:
        thing = getattr(thing, PYTHON_COMMANDS.get(name, name.replace("-", "_")), None)
    if isinstance(command, click.Group):
        thing = getattr(thing, ALONE[path[0]], None)
    if thing is None and path[0] == "pull":  # sources without an option of their own share one function
        thing = detente.pull.source
    return thing if inspect.isfunction(thing) else None


def options(command: click.Command) -> Iterator[str]:
    """Yield the long names of a command's options."""
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield max(parameter.opts, key=len).removeprefix("--")


COMMANDS = dict(commands(cli))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_a_command_is_a_function_with_its_options(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    function = function_of(path, command)
    assert function is not None, f"detente.{'.'.join(path)} is not a public function"
    parameters = inspect.signature(function).parameters
    missing = []
    for option in set(options(command)) - OUTPUT - OUTPUT_OF.get(path[0], set()):
        if (path[0], option) in OWN:
            assert inspect.isfunction(getattr(detente, OWN[path[0], option]))
        elif {option.replace("-", "_"), PYTHON_NAMES.get(option)}.isdisjoint(parameters):
            missing.append(option)
    assert missing == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_store_comes_last_and_is_optional(path: tuple[str, ...]) -> None:
    function = function_of(path, COMMANDS[path])
    names = list(inspect.signature(function).parameters.values()) if function else []
    if "store" in [name.name for name in names]:
        assert names[-1].name == "store"
        assert names[-1].default is None


def test_verbs_are_in_the_public_names() -> None:
    verbs = {path[0] for path in COMMANDS}
    assert verbs <= set(dir(detente))
    modules = {verb for verb in verbs if inspect.ismodule(getattr(detente, verb))}
    assert modules == {path[0] for path in COMMANDS if len(path) > 1}


def test_importing_the_package_loads_no_engine() -> None:
    program = "import sys, detente; dir(detente); print([m for m in ('polars', 'numpy', 'click') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
