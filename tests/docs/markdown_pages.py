"""What the documentation tests read: the pages, their fenced blocks, links and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, text, and the line of its first row."""

    language: str
    text: str
    line: int


def pages() -> list[Path]:
    """Return every page of prose in the project."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def name(page: Path) -> str:
    """Return a page's path from the root."""
    return page.relative_to(ROOT).as_posix()


def text(page: Path) -> str:
    """Return a page's text."""
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[Block]:
    """Return a page's fenced blocks in order."""
    whole = text(page)
    return [Block(m[1], m[2], whole.count("\n", 0, m.start()) + 2) for m in FENCE.finditer(whole)]


def prose(page: Path) -> str:
    """Return a page without its fenced blocks and code spans."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text(page)))


def links(page: Path) -> list[str]:
    """Return the targets of a page's links and images."""
    return LINK.findall(re.sub(r"`([^`\n]*)`", "code", FENCE.sub("", text(page))))


def toctree(page: Path) -> list[str]:
    """Return the pages that a page lists in the navigation, without their endings."""
    lists = re.findall(r"^```\{toctree\}\n(.*?)^```", text(page), re.MULTILINE | re.DOTALL)
    return [line for block in lists for line in block.split() if not line.startswith(":")]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, and those set by hand, as the site makes them."""
    found = {slug(h) for h in HEADING.findall(FENCE.sub("", text(page)))}
    return found | set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text(page)))


def slug(heading: str) -> str:
    """Return a heading's anchor."""
    words = re.sub(r"[^\w\s-]", "", heading.replace("`", "")).strip().lower()
    return re.sub(r"[-\s]+", "-", words)
