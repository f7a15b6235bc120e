"""The files that the contributor's page names."""

from __future__ import annotations

import re

from markdown_pages import DOCS, ROOT, text

PATH = re.compile(r"`((?:src|tests|docs)/[\w./-]+)`")
TASKS = ("source", "measure", "section of the brief", "verb", "forecast model")


def test_every_file_that_the_page_names_exists() -> None:
    named = PATH.findall(text(DOCS / "contributing.md"))
    assert len(named) >= 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_task_names_the_files_to_touch() -> None:
    page = text(DOCS / "contributing.md")
    for task in TASKS:
        section = page.split(f"## Add a {task}\n")[1].split("\n## ")[0]
        assert len(PATH.findall(section)) >= 3, task


def test_every_package_is_in_the_layout() -> None:
    table = text(DOCS / "contributing.md").split("## The layout")[1].split("\n## ")[0]
    packages = {path.parent.name for path in (ROOT / "src" / "detente").glob("*/__init__.py")}
    assert {name for name in packages if f"`{name}`" not in table} == set()
