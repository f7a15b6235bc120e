from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_pages import DOCS, anchors, links, name, pages, text, toctree

GITHUB_ONLY = {"README.md", "CHANGELOG.md"}  # outside the site: they may link to anything in the project


@pytest.mark.parametrize("page", pages(), ids=name)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    lost = [link for link in links(page) if not _resolves(page, link)]
    assert lost == [], f"{name(page)} links to what is not there"


def test_every_page_can_be_reached_from_the_index() -> None:
    seen: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen and page.suffix == ".md" and page.is_file():
            seen.add(page)
            waiting += [(page.parent / unquote(link.partition("#")[0])).resolve() for link in links(page)]
            waiting += [(page.parent / f"{entry}.md").resolve() for entry in toctree(page)]
    assert [name(page) for page in sorted(DOCS.rglob("*.md")) if page not in seen] == []


@pytest.mark.parametrize("page", pages(), ids=name)
def test_a_page_opens_with_its_title_and_has_one(page: Path) -> None:
    assert text(page).startswith("# ")


def _resolves(page: Path, link: str) -> bool:
    if "://" in link or link.startswith("mailto:"):
        return True
    path, _, anchor = unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or (page.name not in GITHUB_ONLY and not target.is_relative_to(DOCS)):
        return False
    return not anchor or (target.suffix == ".md" and anchor in anchors(target))
