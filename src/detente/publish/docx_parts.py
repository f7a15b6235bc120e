"""The parts of a Word file: paragraphs with links, captions that Word can list, tables with a header, pictures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from detente.publish.charts.theme import LIGHT

__all__ = ["Writer"]

Plain = Mapping[str, Any]

WIDTH = 170.0  # millimetres between the margins of A4
NARROWEST, WIDEST = 6, 60  # letters: bounds of what a column's content counts for its width
LETTERING = "Calibri"
ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)\]]")
LINKED = ("figure", "record", "marker")


class Writer:
    """Writes blocks to the end of a Word file.

    Parameters
    ----------
    word : docx.document.Document
        The file, as python-docx makes it.
    pictures : mapping of str to bytes
        PNG of each chart by its key.
    """

    def __init__(self, word: Any, pictures: Mapping[str, bytes]) -> None:
        self.word = word
        self.pictures = pictures
        self.bookmarks: dict[str, str] = {}

    def set_up(self, footer: str) -> None:
        """Set page, styles and language; print `footer` and the page number on every page."""
        section = self.word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm((210 - WIDTH) / 2)
        section.top_margin, section.bottom_margin = Mm(18), Mm(20)
        for lang in self.word.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), "en-GB")
        self._styles()
        foot = section.footer.paragraphs[0]
        foot.style = self.word.styles["Note"]
        foot.add_run(f"{footer} · ")
        _field(foot, "PAGE", "1")

    def _styles(self) -> None:
        styles = self.word.styles
        for name in ("Kicker", "Note"):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        for name, size, colour, bold, before, after in (
            ("Normal", 10.5, LIGHT.ink, None, 0, 6),
            ("Kicker", 9, LIGHT.muted, None, 0, 0),
            ("Note", 8.5, LIGHT.muted, None, 0, 3),
            ("Title", 24, LIGHT.ink, True, 0, 2),
            ("Subtitle", 10.5, LIGHT.muted, False, 0, 10),
            ("Heading 1", 15, LIGHT.ink, True, 16, 6),
            ("Heading 2", 11, LIGHT.ink, True, 10, 4),
            ("Caption", 9.5, LIGHT.ink, True, 8, 4),
        ):
            style = styles[name]
            style.font.name, style.font.size, style.font.bold, style.font.italic = LETTERING, Pt(size), bold, False
            style.font.color.rgb = RGBColor.from_string(colour[1:].upper())
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            fonts = style.element.rPr.rFonts
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
        styles["Caption"].paragraph_format.keep_with_next = True
        for border in styles["Title"].element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break

    def heading(self, text: str, level: int, *, anchor: str | None = None) -> None:
        """Write a heading."""
        self.paragraph([{"text": text, "kind": "text", "target": None}], style=f"Heading {level}", anchor=anchor)

    def paragraph(self, spans: Iterable[Plain], *, style: str = "Normal", anchor: str | None = None) -> None:
        """Write a paragraph; `anchor` is what links to it name."""
        self._fill(self.word.add_paragraph(style=style), spans, anchor)

    def caption(self, name: str, number: int, text: str, *, anchor: str | None = None) -> None:
        """Write a numbered caption, from which Word can make a list of tables or charts."""
        paragraph = self.word.add_paragraph(style="Caption")
        paragraph.add_run(f"{name} ")
        _field(paragraph, f"SEQ {name} \\* ARABIC", str(number))
        self._fill(paragraph, [{"text": f". {text}", "kind": "text", "target": None}], anchor)

    def picture(self, key: str, title: str, description: str) -> None:
        """Write a chart as wide as the text, with its description for those who can't see it."""
        shape = self.word.add_picture(io.BytesIO(self.pictures[key]), width=Mm(WIDTH))
        about = shape._inline.docPr  # noqa: SLF001 - python-docx has no name for the alternative text
        about.set("title", title)
        about.set("descr", description)

    def table(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[Sequence[Plain]]],
        align: Sequence[str],
        *,
        small: bool = False,
        anchors: Sequence[str] = (),
    ) -> None:
        """Write a table whose header is repeated on every page; `anchors` are those of its rows."""
        head = [[{"text": text, "kind": "term", "target": None}] for text in header]
        cells = [head, *rows]
        element = CT_Tbl.new_tbl(len(cells), len(header), Mm(WIDTH))
        body = self.word.element.body
        body.insert_element_before(element, "w:sectPr")
        table = Table(element, self.word)
        _ruled(table)
        widths = _widths(cells)
        for column, width in zip(element.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Mm(width)
        for number, (line, row) in enumerate(zip(element.tr_lst, cells, strict=True)):
            _row_properties(line, header=number == 0)
            key = anchors[number - 1] if number and anchors else None
            for place, (cell, spans, side) in enumerate(zip(line.tc_lst, row, align, strict=True)):
                cell.width = Mm(widths[place])
                paragraph = Paragraph(cell.p_lst[0], table)
                paragraph.style = self.word.styles["Note" if small else "Normal"]
                paragraph.paragraph_format.space_after = Pt(2)
                if side == "r":
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self._fill(paragraph, spans, key if place == 0 else None)
        self.word.add_paragraph(style="Note")

    def _fill(self, paragraph: Any, spans: Iterable[Plain], anchor: str | None) -> None:
        marks = _bookmark(self._name(anchor)) if anchor is not None else ()
        if marks:
            paragraph._p.append(marks[0])  # noqa: SLF001 - python-docx writes no bookmarks
        for span in spans:
            if span["kind"] in LINKED and span["target"]:
                link = OxmlElement("w:hyperlink")
                link.set(qn("w:anchor"), self._name(span["target"]))
                link.set(qn("w:history"), "1")
                link.append(_detached(paragraph, span["text"])._r)  # noqa: SLF001 - as above
                paragraph._p.append(link)  # noqa: SLF001 - as above
            else:
                self._words(paragraph, span)
        if marks:
            paragraph._p.append(marks[1])  # noqa: SLF001 - as above

    def _words(self, paragraph: Any, span: Plain) -> None:
        """Write plain words, their addresses as links."""
        at = 0
        for found in ADDRESS.finditer(span["text"]):
            _run(paragraph, span["text"][at : found.start()], bold=span["kind"] == "term")
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), self.word.part.relate_to(found[0], RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            run = _detached(paragraph, found[0])
            run.font.color.rgb = RGBColor.from_string(LIGHT.link[1:].upper())
            run.font.underline = True
            link.append(run._r)  # noqa: SLF001 - as above
            paragraph._p.append(link)  # noqa: SLF001 - as above
            at = found.end()
        _run(paragraph, span["text"][at:], bold=span["kind"] == "term")

    def _name(self, anchor: str) -> str:
        """Return the bookmark of an anchor: Word allows 40 letters and no sign but the underscore."""
        return self.bookmarks.setdefault(anchor, f"d{len(self.bookmarks) + 1}")


def _run(paragraph: Any, text: str, *, bold: bool) -> None:
    if text:
        paragraph.add_run(text).bold = bold or None


def _detached(paragraph: Any, text: str) -> Any:
    """Return a run that is taken out of its paragraph, to be put into a link."""
    run = paragraph.add_run(text)
    paragraph._p.remove(run._r)  # noqa: SLF001 - python-docx adds no runs to a link
    return run


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """Write a field that Word updates; `shown` stands there until it does."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(_detached(paragraph, shown)._r)  # noqa: SLF001 - as above
    paragraph._p.append(field)  # noqa: SLF001 - as above


def _bookmark(name: str) -> tuple[Any, Any]:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), name.removeprefix("d"))
    start.set(qn("w:name"), name)
    return start, end


def _ruled(table: Any) -> None:
    """Draw a thin line under each row and none between columns."""
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx draws no borders
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", 8), ("bottom", 4), ("insideH", 4)):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", LIGHT.line[1:])):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.find(qn("w:tblLook")).addprevious(borders)  # the schema's order


def _row_properties(line: Any, *, header: bool) -> None:
    properties = line.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _widths(rows: Sequence[Sequence[Sequence[Plain]]]) -> list[float]:
    """Share the width of the page among columns by the length of their longest cells."""
    columns = zip(*([sum(len(span["text"]) for span in cell) for cell in row] for row in rows), strict=True)
    letters = [min(max(*lengths, NARROWEST), WIDEST) for lengths in columns]
    return [WIDTH * count / sum(letters) for count in letters]
