"""A document as PDF: A4, tagged, with its own fonts, and the same bytes every time.

The layout is a fixed template; the outline reaches it as JSON and never as markup.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import cast

import typst

from detente.documents.document import Document
from detente.errors import DocumentError
from detente.publish.charts.theme import FAMILY, LIGHT
from detente.publish.drawings import svg
from detente.publish.glyphs import legible
from detente.publish.page_content import outline
from detente.publish.typesetting import compiler

__all__ = ["to_pdf"]

TEMPLATE = Path(__file__).parent / "templates" / "document.typ"


def to_pdf(document: Document) -> bytes:
    """Return the document as a PDF dated to its as-of date.

    Parameters
    ----------
    document : Document
        What to print.

    Returns
    -------
    bytes
        PDF/UA-1. Numbers and acts link to their rows in the appendices, which list what the text states and cites;
        numbers that only a chart draws are left to the HTML and JSON formats. Letters that no bundled font has are
        replaced (see `detente.publish.glyphs`).

    Raises
    ------
    DocumentError
        If it can't be laid out.
    """
    laid = outline(document)
    content = {
        **{key: held for key, held in laid.items() if key != "families"},
        "uncited": len(laid["uncited"]),
        "drawings": {drawing.key: legible(svg(drawing), alone=True) for drawing in document.drawings},
        "colours": dataclasses.asdict(LIGHT),
        "family": FAMILY,
        "year": document.as_of.year,
        "month": document.as_of.month,
        "day": document.as_of.day,
    }
    try:
        page = compiler().compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            format="pdf",
            sys_inputs={"document": legible(json.dumps(content, ensure_ascii=False))},
            pdf_standards="ua-1",
            timestamp=datetime.combine(document.as_of, time(), tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise DocumentError(f"the PDF can't be made: {error}", value=document.title) from error
    return cast("bytes", page)
