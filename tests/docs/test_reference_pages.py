from __future__ import annotations

import importlib.util
from types import ModuleType

import click
import pytest
from markdown_pages import DOCS, text

REMEDY = "run: python docs/generate.py"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_say_what_the_code_says(generate: ModuleType) -> None:
    for path, expected in generate.pages().items():
        page = DOCS / path
        assert page.is_file(), f"{path} is missing; {REMEDY}"
        assert text(page) == expected, f"{path} is out of date; {REMEDY}"


def test_no_page_is_left_of_a_module_that_is_gone(generate: ModuleType) -> None:
    written = {page.relative_to(DOCS) for page in (DOCS / "reference" / "api").glob("*.md")}
    assert written - set(generate.pages()) == set(), REMEDY


def test_every_command_and_option_is_explained(generate: ModuleType) -> None:
    page = text(DOCS / "reference" / "commands.md")
    for path, command in generate.commands():
        section = page.split(f"\n## {path}\n", 1)
        assert len(section) == 2, f"`{path}` has no section; {REMEDY}"
        own = section[1].split("\n## ", 1)[0]
        assert command.help, f"`{path}` has no help text"
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"`{path} {option.opts[0]}` has no help text"
                assert all(word in own for word in option.opts), f"`{path} {option.opts[0]}` is not in its section"


def test_every_command_is_shown_at_work(generate: ModuleType) -> None:
    written = [DOCS / "getting-started.md", *sorted((DOCS / "guides").glob("*.md"))]
    shown = "\n".join(text(page) for page in written)
    leaves = [path for path, command in generate.commands() if not isinstance(command, click.Group)]
    assert [path for path in leaves if path not in shown] == []


def test_every_public_name_has_its_entry(generate: ModuleType) -> None:
    for module in generate.public_modules():
        page = text(DOCS / "reference" / "api" / f"{module.__name__}.md")
        missing = [n for n in module.__all__ if f":: {module.__name__}.{n}\n" not in page]
        assert missing == [], f"{module.__name__}: {REMEDY}"


def test_help_fits_a_page(generate: ModuleType) -> None:
    for path, command in generate.commands():
        assert max(map(len, generate.help_text(path, command).splitlines())) <= generate.WIDTH, path
