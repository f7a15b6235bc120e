"""Write the generated pages of the reference: every command, every dataset, and every public name.

``python docs/generate.py`` writes them; the tests call `pages` and compare.
"""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click

import detente
from detente.cli import cli
from detente.sources.datasets import registry_page

DOCS = Path(__file__).parent
API = Path("reference/api")
WIDTH = 88
INNER = ("detente.cli",)  # used through the command line, whose own page says how
# Public modules outside packages
ALONE = ("detente.add", "detente.citations", "detente.data", "detente.errors", "detente.pull", "detente.watch")
OPEN = ("detente.measures",)  # packages whose modules are public each for itself


def pages() -> dict[Path, str]:
    """Return each generated page by its path under ``docs``."""
    modules = public_modules()
    found = {
        Path("reference/commands.md"): commands_page(),
        Path("reference/datasets.md"): registry_page(),
        API / "index.md": index_page(modules),
    }
    return found | {API / f"{module.__name__}.md": module_page(module) for module in modules}


def public_modules() -> list[ModuleType]:
    """Return the package, its subpackages and the modules that are public each for itself, if they name names."""
    found = list(pkgutil.walk_packages(detente.__path__, "detente."))
    inner = [i.name for i in found if i.ispkg or i.name.rpartition(".")[0] in OPEN]
    names = ["detente", *(n for n in inner if not n.startswith(INNER)), *ALONE]
    modules = [importlib.import_module(name) for name in names]
    return [m for m in modules if getattr(m, "__all__", ())]


def index_page(modules: list[ModuleType]) -> str:
    """Return the list of public modules and names."""
    parts = [
        "# Python",
        "Every public name, by the package to import it from. What is not listed may change without notice.",
    ]
    for module in modules:
        page = f"{module.__name__}.md"
        names = [f"- [`{n}`]({page}): {summary(getattr(module, n))}" for n in public_names(module)]
        parts += [f"## {module.__name__}", summary(module), "\n".join(names)]
    listing = "\n".join(module.__name__ for module in modules)
    return "\n\n".join([*parts, f"```{{toctree}}\n:hidden:\n\n{listing}\n```"]) + "\n"


def public_names(module: ModuleType) -> list[str]:
    """Return a module's public names, in the order of the alphabet."""
    return sorted(module.__all__, key=str.casefold)


def summary(thing: object) -> str:
    """Return the first sentence of a docstring; what a constant is, where there is none of its own."""
    described = inspect.ismodule(thing) or inspect.isclass(thing) or inspect.isfunction(thing)
    doc = inspect.getdoc(thing) if described else None
    if doc:
        return " ".join(doc.partition("\n\n")[0].split())
    return "A constant." if not callable(thing) else "A type."


def module_page(module: ModuleType) -> str:
    """Return the page of one public module: what it is for, then each name by autodoc."""
    doc = (module.__doc__ or "").strip()
    parts = [f"# {module.__name__}", doc]
    for name in public_names(module):
        parts += [f"## {name}", entry(module.__name__, name, getattr(module, name))]
    return "\n\n".join(parts) + "\n"


def entry(module: str, name: str, thing: object) -> str:
    """Return the directive that documents a name; the top level repeats names, and stays out of the index."""
    options = []
    if inspect.isclass(thing):
        directive = "autoexception" if issubclass(thing, BaseException) else "autoclass"
        options.append("members")
    else:
        directive = "autofunction" if inspect.isroutine(thing) else "py:data"
    if module == "detente":
        options.append("no-index")
    lines = [f".. {directive}:: {module}.{name}", *(f"   :{option}:" for option in options)]
    return "\n".join(["```{eval-rst}", *lines, "```"])


def commands_page() -> str:
    """Return the page of all commands: each one's help text."""
    parts = ["# Commands", "What `--help` prints, command by command."]
    for path, command in commands():
        parts += [f"## {path}", f"```text\n{help_text(path, command)}\n```"]
    return "\n\n".join(parts) + "\n"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Walk the command line: each command with the words that call it."""

    def walk(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        yield path, command
        if isinstance(command, click.Group):
            with click.Context(command, info_name=path) as ctx:
                names = command.list_commands(ctx)
                inner = [(name, command.get_command(ctx, name)) for name in names]
            for name, sub in inner:
                if sub is not None and not sub.hidden:
                    yield from walk(f"{path} {name}", sub)

    return walk("detente", cli)


def help_text(path: str, command: click.Command) -> str:
    """Return what ``--help`` prints, at a fixed width."""
    with click.Context(
        command, info_name=path, terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=["-h", "--help"]
    ) as ctx:
        return command.get_help(ctx).rstrip()


def write() -> None:
    """Write the pages, and remove those of modules that are no longer public."""
    generated = pages()
    for path, text in generated.items():
        (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / path).write_text(text, encoding="utf-8")
    for page in (DOCS / API).glob("*.md"):
        if page.relative_to(DOCS) not in generated:
            page.unlink()


if __name__ == "__main__":
    os.environ["NO_COLOR"] = "1"
    write()
