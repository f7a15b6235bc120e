"""The page on sources says of each what its module says."""

from __future__ import annotations

import re

import pytest
from markdown_pages import DOCS

from detente.sources import SOURCES

FIGURES = {"indicators", "dyad_indicators"}


def rows() -> dict[str, dict[str, str]]:
    """Return the rows of the page's tables by source: each cell under its column's name."""
    found: dict[str, dict[str, str]] = {}
    header: list[str] = []
    for line in (DOCS / "concepts" / "sources.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells[:1] == ["source"]:
            header = cells
        elif cells and (name := re.fullmatch(r"`(\w+)`", cells[0])):
            found[name[1]] = dict(zip(header, cells, strict=True))
    return found


ROWS = rows()


def test_every_source_of_figures_has_a_row() -> None:
    assert {name for name, one in SOURCES.items() if FIGURES & set(one.tables)} <= set(ROWS)
    assert set(ROWS) <= set(SOURCES)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_row_says_what_the_source_says(name: str) -> None:
    row, one = ROWS[name], SOURCES[name]
    assert row["covers"] == f"{one.covers_from}–{one.covers_until}"
    if one.no_row in ("zero", "missing") and FIGURES & set(one.tables):
        assert row["no row means"] == one.no_row
