"""Every example runs: those in docstrings, and those on pages.

On a page, a ``pycon`` block is a Python session and a ``console`` block a shell session, of which the
lines after ``$ `` that call ``detente`` are run. What is shown must be what comes out; ``...`` stands for any text.
The blocks of a page share one folder, one store and one session.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import io
import pkgutil
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from markdown_pages import Block, blocks, name, pages

import detente
from detente.cli import run

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
SESSIONS = ("pycon", "console")
WRITES = "cat > "  # `$ cat > FILE` writes the lines that follow into a file


def modules() -> list[str]:
    found = pkgutil.walk_packages(detente.__path__, "detente.")
    return ["detente", *(i.name for i in found if not i.name.endswith("__main__"))]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder with an empty store."""
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)


@pytest.mark.parametrize("module", modules())
def test_examples_in_docstrings_run(module: str) -> None:
    loaded: ModuleType = importlib.import_module(module)
    results = io.StringIO()
    with contextlib.redirect_stdout(results):
        failed, _ = doctest.testmod(loaded, optionflags=FLAGS)
    assert failed == 0, results.getvalue()


@pytest.mark.parametrize("page", [p for p in pages() if any(b.language in SESSIONS for b in blocks(p))], ids=name)
def test_examples_on_pages_run(page: Path) -> None:
    session: dict[str, object] = {}
    for block in blocks(page):
        if block.language == "pycon":
            _python(block, page, session)
        elif block.language == "console":
            _shell(block, page)


def _python(block: Block, page: Path, session: dict[str, object]) -> None:
    printed: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    test = doctest.DocTestParser().get_doctest(block.text, session, name(page), name(page), block.line - 1)
    runner.run(test, out=printed.append, clear_globs=False)
    session.update(test.globs)
    assert not printed, "".join(printed)


def _shell(block: Block, page: Path) -> None:
    checker = doctest.OutputChecker()
    for command, shown in _commands(block.text):
        if command.startswith(WRITES):
            Path(command.removeprefix(WRITES)).write_text(shown, encoding="utf-8")
            continue
        words = shlex.split(command)
        assert words[0] == "detente", f"{name(page)}, line {block.line}: only detente is run: {command}"
        printed, code = _run(words[1:])
        if not shown.startswith("detente: "):  # an error that the page shows
            assert code == 0, f"{name(page)}: {command} ended with {code}: {printed}"
        if shown.strip():
            assert checker.check_output(shown, printed, FLAGS), f"{name(page)}: {command}\n{printed}"


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """Split a session into commands and what is shown after each."""
    for part in ("\n" + text).split("\n$ ")[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def _run(argv: list[str]) -> tuple[str, int]:
    """Run a command and return what a terminal would show, and the exit code."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = run(argv)
    return printed.getvalue(), code
