from __future__ import annotations

from datetime import date

from markdown_pages import DOCS, text

from detente.brief import assess


def test_every_section_of_a_brief_is_explained() -> None:
    guide = text(DOCS / "guides" / "read-a-brief.md")
    brief = assess("Japan", "Russia", as_of=date(2015, 9, 1))
    assert [s.title for s in brief.sections if f"| {s.title} |" not in guide and f"## {s.title}" not in guide] == []
