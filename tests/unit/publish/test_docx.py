"""The Word form of a document, read back as Word would read it."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest

from detente.errors import DocumentError
from detente.publish import render
from publish_sample import sample

docx = pytest.importorskip("docx", reason="needs python-docx: pip install 'detente[docx]'")

BRIEF = sample()
FILE = render(BRIEF, "docx")


@pytest.fixture
def word() -> docx.document.Document:
    return docx.Document(io.BytesIO(FILE))


def parts() -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(FILE)) as held:
        for name in held.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, held.read(name).decode()


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(sample(), "docx") == FILE


def test_properties_name_the_document_its_date_and_its_language(word: docx.document.Document) -> None:
    about = word.core_properties
    assert about.title == "Japan and Russia, as of 1 September 2015"
    assert (about.author, about.language, about.comments) == ("Detente", "en-GB", "")
    assert about.created.date() == about.modified.date() == date(2015, 9, 1)
    assert 'w:lang w:val="en-GB"' in dict(parts())["word/styles.xml"]


def test_sections_are_headings_in_the_order_of_the_brief(word: docx.document.Document) -> None:
    found = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert found[: len(BRIEF.sections) - 1] == [s.title for s in BRIEF.sections if not s.after_the_fact]
    assert found[-3:] == ["Figures", "Records", "Sources"]
    assert next(p for p in word.paragraphs if p.style.name == "Title").text == BRIEF.title


def test_tables_repeat_their_header_row(word: docx.document.Document) -> None:
    assert len(word.tables) == 3  # one of the text, figures, records
    for table in word.tables:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None
        assert all(row.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is None for row in rows[1:])


def test_every_chart_is_a_picture_with_a_caption_and_a_description(word: docx.document.Document) -> None:
    assert len(word.inline_shapes) == len(BRIEF.drawings)
    for shape, drawing in zip(word.inline_shapes, BRIEF.drawings, strict=True):
        assert shape._inline.docPr.get("descr") == drawing.description.text
    captions = [p for p in word.paragraphs if p.style.name == "Caption"]
    assert len(captions) == len(BRIEF.drawings) + 1
    assert all("SEQ " in p._p.xml for p in captions)


def test_every_link_leads_to_a_bookmark_of_its_own() -> None:
    body = dict(parts())["word/document.xml"]
    marks = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="(\w+)"', body)
    assert len(set(marks)) == len(marks) > 10
    assert {*re.findall(r'<w:hyperlink w:anchor="(\w+)"', body)} <= {name for _, name in marks}
    assert all(len(name) <= 40 for _, name in marks)


def test_figures_stated_are_all_in_the_appendix(word: docx.document.Document) -> None:
    listed = {row.cells[0].text for row in word.tables[-2].rows}
    assert "Temperature, Japan toward Russia" in listed
    values = {row.cells[1].text for row in word.tables[-2].rows}
    assert format(BRIEF.figures["votes.count.2014"]) in values


def test_without_python_docx_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "detente.publish.docx_parts", raising=False)
    monkeypatch.delitem(sys.modules, "detente.publish.docx", raising=False)
    with pytest.raises(DocumentError, match=r"detente\[docx\]"):
        render(BRIEF, "docx")
