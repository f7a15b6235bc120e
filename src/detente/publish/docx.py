"""A document for Word: real headings, captions, tables and links, and the same bytes every time.

It has what the PDF has. Charts are pictures with a description; numbers and acts link to their rows in the appendices.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from detente.documents.document import Document
from detente.errors import DocumentError
from detente.publish.drawings import png
from detente.publish.page_content import outline

if TYPE_CHECKING:
    from detente.publish.docx_parts import Writer

__all__ = ["to_docx"]

Plain = dict[str, Any]

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of the entries of a ZIP file, which has no earlier one
FIGURES = ("Figure", "Value", "Interval", "Period", "Known on", "Source")
RECORDS = ("Date", "Record", "Document")
TONES = " Filled squares are conflictual acts, open circles cooperative ones."


def to_docx(document: Document) -> bytes:
    """Return the document as a Word file (Office Open XML) dated to its as-of date.

    Parameters
    ----------
    document : Document
        What to print.

    Returns
    -------
    bytes
        A4. The same document gives the same bytes with the same version of python-docx.

    Raises
    ------
    DocumentError
        If python-docx is not installed.
    """
    try:
        import docx  # noqa: PLC0415 - an optional dependency

        from detente.publish.docx_parts import Writer  # noqa: PLC0415 - needs it
    except ImportError:
        raise DocumentError(
            "a Word file needs python-docx, which is not installed; install it with: pip install 'detente[docx]'",
            value="docx",
        ) from None
    page = outline(document)
    word = docx.Document()
    writer = Writer(word, {drawing.key: png(drawing, titled=False) for drawing in document.drawings})
    _properties(word, page, datetime.combine(document.as_of, time(), tzinfo=UTC))
    writer.set_up(f"{page['subject']} · as of {page['as_of']}")
    _body(writer, page)
    _appendices(writer, page)
    file = io.BytesIO()
    word.save(file)
    return _repacked(file.getvalue())


def _properties(word: Any, page: Plain, day: datetime) -> None:
    about = word.core_properties
    about.title = f"{page['title']}, as of {page['as_of']}"
    about.subject = f"{page['description']}, as of {page['as_of']}"
    about.author = about.last_modified_by = "Detente"
    about.comments = about.keywords = ""
    about.language = "en-GB"
    about.created = about.modified = day.replace(tzinfo=None)
    about.revision = 1


def _body(writer: Writer, page: Plain) -> None:
    writer.paragraph([_text(f"Detente · {page['kind']}")], style="Kicker")
    writer.paragraph([_text(page["title"])], style="Title")
    under = ["" if page["subject"] in page["title"] else page["subject"], f"as of {page['as_of']}", page["subtitle"]]
    writer.paragraph([_text(" · ".join(part for part in under if part))], style="Subtitle")
    if page["lead"] is not None:
        _section(writer, page["lead"])
    for section in page["sections"]:
        _section(writer, section)
    if page["missing"]:
        writer.heading("What the records lack", 1)
        for spans in page["missing"]:
            writer.paragraph(spans, style="List Bullet")
    for section in page["after"]:
        _section(writer, section)


def _section(writer: Writer, section: Plain) -> None:
    writer.heading(section["title"], 1, anchor=section["anchor"])
    if section["after"]:
        writer.paragraph([{**_text("Written with records from after the as-of date."), "kind": "term"}])
    if section["silence"] is not None:
        opening = {**_text("The records do not say: "), "kind": "term"}
        writer.paragraph([opening, *section["silence"]])
    for block in section["blocks"]:
        _block(writer, block)


def _block(writer: Writer, block: Plain) -> None:
    match block["type"]:
        case "paragraph":
            writer.paragraph(block["spans"])
        case "judgements":
            for item in block["items"]:
                writer.paragraph(item["spans"], style="List Bullet", anchor=item["anchor"])
                odds = [_text(f"{item['range']} · model "), _linked(item["number"], item["target"]), _text(". ")]
                writer.paragraph([*odds, *item["question"]], style="Note")
        case "acts":
            writer.heading(block["caption"], 2)
            for record in block["records"]:
                spans = [_linked(record["when"], record["target"]), _text(f": {record['text']}.")]
                writer.paragraph(spans, style="List Bullet")
        case "table":
            writer.caption("Table", block["number"], block["caption"])
            writer.table(block["header"], block["rows"], block["align"])
        case "chart":
            _chart(writer, block)


def _chart(writer: Writer, chart: Plain) -> None:
    writer.caption("Chart", chart["number"], chart["title"], anchor=chart["anchor"])
    if chart["subtitle"]:
        writer.paragraph([_text(f"{chart['subtitle']}.")], style="Note")
    writer.picture(chart["key"], chart["title"], chart["description"])
    for mark in chart["marks"]:
        spans = [_text(f"{mark['number']}  "), _linked(mark["when"], mark["target"]), _text(f" {mark['label']}")]
        writer.paragraph(spans, style="Note")
    note = f" {chart['note']}{TONES if chart['marks'] else ''}".rstrip()
    writer.paragraph([*chart["spans"], _text(note)], style="Note")


def _appendices(writer: Writer, page: Plain) -> None:
    writer.heading("Figures", 1)
    writer.paragraph(
        [
            _text(
                "Every number that the text and its tables state. Intervals hold 90% of probability unless another "
                "share is given. Numbers that only a chart draws are in the HTML and JSON formats."
            )
        ]
    )
    writer.table(FIGURES, map(_figure_row, page["figures"]), "lrrlll", small=True, anchors=_anchors(page["figures"]))
    if page["records"]:
        writer.heading("Records", 1)
        records = [[[_text(r["when"])], [_text(f"{r['text']}.")], [_text(r["document"])]] for r in page["records"]]
        writer.table(RECORDS, records, "lll", small=True, anchors=_anchors(page["records"]))
    writer.heading("Sources", 1)
    for source in page["sources"]:
        spans = [{**_text(source["title"]), "kind": "term"}, _text(f" ({source['id']}): {source['text']}")]
        writer.paragraph(spans, style="List Bullet", anchor=source["anchor"])
    if page["permalink"] is not None:
        writer.heading("Make it again", 1)
        again = f"With {page['permalink']['versions']}, this command makes the same {page['noun']}:"
        writer.paragraph([_text(again)])
        writer.paragraph([_text(page["permalink"]["command"])], style="Note")


def _figure_row(figure: Plain) -> list[list[Plain]]:
    interval = f"{figure['interval']} ({figure['share']})" if figure["share"] else figure["interval"]
    plain = (figure["label"], figure["value"], interval, figure["period"], figure["known_on"])
    return [*([_text(text)] for text in plain), [_linked(figure["source"], figure["target"])]]


def _anchors(rows: Iterable[Plain]) -> Sequence[str]:
    return [row["anchor"] for row in rows]


def _text(text: str) -> Plain:
    return {"text": text, "kind": "text", "target": None}


def _linked(text: str, target: str | None) -> Plain:
    return {"text": text, "kind": "figure", "target": target}


def _repacked(file: bytes) -> bytes:
    """Return the file with the time of writing taken out of its entries."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as held, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in held.namelist():
            out.writestr(zipfile.ZipInfo(name, FIRST_DAY), held.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
