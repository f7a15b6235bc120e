"""Letters that the fonts of a PDF or a PNG lack: the document is made, and says which letter it was."""

from __future__ import annotations

import dataclasses
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.brief import Assessment
from detente.documents.document import Chart, RecordList
from detente.publish import render
from detente.publish.drawings import png, svg
from detente.publish.glyphs import legible
from publish_sample import sample

BRIEF = sample()
LETTERS = ["日", "′", "▲", "العربية", "עברית", "हिन्दी", "Жизнь", "ไทย", "😀", "Ｕ＜", "\ue000", "\u0301"]


def saying(text: str) -> Assessment:
    """Return the sample with a text after every record and mark."""
    records = {key: dataclasses.replace(one, text=f"{one.text} {text}") for key, one in BRIEF.records.items()}

    def turned(block: object) -> object:
        if isinstance(block, RecordList):
            return dataclasses.replace(block, records=tuple(records[one.id] for one in block.records))
        if isinstance(block, Chart):
            return with_marks(block, text)
        return block

    sections = tuple(
        dataclasses.replace(section, blocks=tuple(map(turned, section.blocks)))  # type: ignore[arg-type]
        for section in BRIEF.sections
    )
    return dataclasses.replace(BRIEF, records=records, sections=sections)


def with_marks(chart: Chart, text: str) -> Chart:
    marks = tuple({**mark, "label": f"{mark['label']} {text}"} for mark in chart.marks)
    return dataclasses.replace(chart, title=f"{chart.title} {text}", marks=marks)


@pytest.mark.parametrize("letters", [" ".join(LETTERS), *LETTERS[:3]], ids=["all", "one", "prime", "triangle"])
def test_no_letter_stops_the_pdf(letters: str) -> None:
    assert render(saying(letters), "pdf").startswith(b"%PDF")


def test_other_forms_keep_the_letters() -> None:
    prose = saying("外務省 ▲")
    for form in ("html", "md", "json"):
        assert "外務省 ▲" in render(prose, form).decode()  # type: ignore[arg-type]
    chart = cast("Chart", prose.charts[0])
    assert "外務省" in svg(chart, titled=True)
    assert png(chart) != png(BRIEF.charts[0])


def test_a_letter_without_a_glyph_is_numbered_or_written_plainly() -> None:
    assert legible("Kyōto 京都, Ｕ, ▲ Ж") == "Kyōto [U+4EAC U+90FD], U, ▲ Ж"
    assert legible("▲ Ж", alone=True) == "[U+25B2] Ж"
    assert legible("plain – text’s κ →", alone=True) == "plain – text’s κ →"


def test_what_replaces_a_letter_is_no_markup() -> None:
    assert not {*legible("＜＂＆＼", alone=True)} & {*'<"&\\'}


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")), max_size=8))
def test_what_is_legible_stays_so(text: str) -> None:
    assert legible(legible(text)) == legible(text)
