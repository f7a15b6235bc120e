"""HTML, PDF, Markdown and JSON: complete, linked, closed in themselves, the same every time."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
import typst

from detente.brief import Assessment
from detente.documents.document import Paragraph, Section
from detente.documents.prose import say
from detente.errors import UsageError
from detente.publish import pdf as paper
from detente.publish import render
from detente.publish.json_form import figures_csv, vega_json
from detente.publish.page_content import outline, source_note
from publish_sample import sample

BRIEF = sample()
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Collects what the tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "title"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))


@pytest.fixture(scope="module")
def html() -> str:
    return render(BRIEF, "html").decode()


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_every_tag_is_closed(page: Page) -> None:
    assert page.open == []


def test_the_page_asks_for_nothing_from_outside(html: str, page: Page) -> None:
    assert "<script" not in html
    assert not re.findall(r"url\((?!data:|#)", html)
    for _, attrs in page.tags:
        assert not {"src", "srcset"} & attrs.keys()
        assert (attrs.get("href") or "#").startswith("#")
        assert (attrs.get("xlink:href") or "#").startswith("#")


def test_ids_are_unique_and_links_lead_somewhere(page: Page) -> None:
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {(attrs["href"] or "")[1:] for _, attrs in page.tags if "href" in attrs}
    named = {name for _, attrs in page.tags for name in (attrs.get("aria-labelledby") or "").split()}
    assert (targets | named) <= set(ids)


def test_headings_step_down_one_level_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_tables_have_captions_and_scopes(page: Page) -> None:
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("caption") > 0
    assert all(attrs.get("scope") in {"col", "row"} for tag, attrs in page.tags if tag == "th")


def test_every_sentence_and_every_figure_is_on_the_page(page: Page) -> None:
    for section in BRIEF.sections:
        assert section.title in page.text
        for block in section.blocks:
            if isinstance(block, Paragraph):
                assert block.sentence.text in page.text
    for figure in BRIEF.figures.values():
        assert figure.id in page.text
    for record in BRIEF.records.values():
        assert record.text in page.text
        assert record.document in page.text


def test_every_number_in_prose_links_to_its_figure(page: Page) -> None:
    links = {attrs["href"] for tag, attrs in page.tags if tag == "a" and "number" in (attrs.get("class") or "")}
    stated = {
        figure
        for section in BRIEF.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
        for figure in block.sentence.figures
    }
    assert {f"#figure-{figure}" for figure in stated} <= links


def test_silence_and_hindsight_are_marked(page: Page) -> None:
    assert "The records do not say: no trade record" in page.text
    assert "Written with records from after the as-of date." in page.text


def test_both_themes_are_in_the_style(html: str) -> None:
    assert "@media screen and (prefers-color-scheme: dark)" in html
    assert "@media print" in html
    assert 'fill="var(--first)"' in html
    assert 'lang="en"' in html


def test_text_from_outside_is_escaped() -> None:
    hostile = dataclasses.replace(BRIEF, title="<script>alert('x')</script> & *stars* | `ticks` #set")
    assert b"<script>" not in render(hostile, "html")
    assert rb"\*stars\*" in render(hostile, "md")
    assert render(hostile, "pdf").startswith(b"%PDF")


def test_the_pdf_is_tagged_titled_and_dated_to_its_as_of_date() -> None:
    pdf = render(BRIEF, "pdf")
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/Marked true" in pdf
    assert b"Japan and Russia, as of 1 September 2015" in pdf
    assert b"D:20150901" in pdf
    assert not re.search(rb"CreationDate \(D:(?!20150901)", pdf)
    assert b"pdfuaid:part" in pdf


@pytest.mark.parametrize("form", ["html", "pdf", "md", "json"])
def test_the_same_assessment_gives_the_same_bytes(form: str) -> None:
    assert render(BRIEF, form) == render(sample(), form)  # type: ignore[arg-type]


def test_json_is_pretty_and_holds_everything() -> None:
    text = render(BRIEF, "json").decode()
    assert text.endswith("}\n")
    assert "Côte d’Ivoire" in text
    held = json.loads(text)
    assert [f["id"] for f in held["figures"]] == list(BRIEF.figures)
    assert [s["key"] for s in held["sections"]] == [s.key for s in BRIEF.sections]
    for figure in held["figures"]:
        assert len(re.sub(r"\D", "", repr(figure["value"])).lstrip("0")) <= 6


def test_json_never_says_nan() -> None:
    chart = BRIEF.charts[0]
    rows = ({**chart.rows[0], "value": math.nan, "lo": math.inf}, *chart.rows[1:])
    broken = _with_section(Section("x", "X", (dataclasses.replace(chart, rows=rows),)))
    text = render(broken, "json").decode()
    assert "NaN" not in text
    assert "Infinity" not in text
    json.loads(text)


def test_vega_specifications_stand_alone() -> None:
    for chart in BRIEF.charts:
        held = json.loads(vega_json(chart))
        assert held["title"]["text"] == chart.title
        assert held["description"] == chart.description.text


def test_csv_has_a_row_a_figure() -> None:
    lines = figures_csv(BRIEF).decode().splitlines()
    assert lines[0] == "id,label,value,lo,hi,coverage,unit,period,known_on,source"
    assert len(lines) == 1 + len(BRIEF.figures)


def test_markdown_tables_are_whole() -> None:
    text = render(BRIEF, "md").decode()
    assert text.startswith("# Japan and Russia\n")
    assert r"Koizumi \| Putin" in text
    blocks = [block.splitlines() for block in text.split("\n\n") if block.startswith("|")]
    assert len(blocks) >= 8
    for block in blocks:
        columns = {len(re.findall(r"(?<!\\)\|", line)) for line in block}
        assert len(columns) == 1


def test_a_paragraph_that_opens_with_a_number_opens_no_list() -> None:
    brief = _with_section(
        Section(
            "x",
            "X",
            (
                Paragraph(
                    say("- dash"),
                ),
                Paragraph(say("+ plus")),
            ),
        )
    )
    text = render(brief, "md").decode()
    assert "\n\\- dash" in text
    assert "\n\\+ plus" in text


def test_a_brief_without_a_bottom_line_gets_one_from_its_judgements() -> None:
    bare = dataclasses.replace(BRIEF, sections=BRIEF.sections[1:2])
    laid = outline(bare)
    assert laid["lead"]["title"] == "Bottom line"
    assert len(laid["lead"]["blocks"][0]["items"]) == len(BRIEF.judgements)
    assert len(laid["sections"]) == 1


def test_the_barest_assessment_can_be_printed() -> None:
    bare = dataclasses.replace(BRIEF, sections=(), judgements=(), missing=(), sources=(), figures={}, records={})
    for form in ("html", "pdf", "md", "json"):
        assert render(bare, form)  # type: ignore[arg-type]


def test_a_figure_that_is_not_in_the_appendix_is_not_linked() -> None:
    loose = dataclasses.replace(BRIEF, figures={}, records={})
    held = Page(render(loose, "html").decode())
    ids = {attrs["id"] for _, attrs in held.tags if "id" in attrs}
    assert all((attrs["href"] or "")[1:] in ids for _, attrs in held.tags if "href" in attrs)
    assert render(loose, "pdf").startswith(b"%PDF")


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="html, pdf, docx, md, json") as caught:
        render(BRIEF, "odt")  # type: ignore[arg-type]
    assert caught.value.value == "odt"


def _with_section(section: Section) -> Assessment:
    return dataclasses.replace(BRIEF, sections=(section,))


def test_paper_settles(monkeypatch: pytest.MonkeyPatch) -> None:
    warned: list[str] = []

    def compiled(*args: object, **options: object) -> object:
        pdf, warnings = typst.compile_with_warnings(*args, **options)  # type: ignore[arg-type]
        warned.extend(w.message for w in warnings)
        return pdf

    monkeypatch.setattr(paper.typst, "compile", compiled)
    assert paper.to_pdf(BRIEF).startswith(b"%PDF")
    assert warned == []


def test_a_source_is_reported_in_whole_sentences() -> None:
    source = dataclasses.replace(BRIEF.sources[0], origin="records of the user.", citation="", licence="public domain")
    assert source_note(source) == (
        "All pairs, 2003 to 2015; newest record 1 September 2015. Records of the user. Public domain."
    )
    assert source_note(source, short=True) == "Newest record 1 September 2015."
