"""A brief as PDF: A4, tagged, with its own fonts, and the same bytes every time.

The layout is a fixed template; the outline reaches it as JSON and never as markup.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, time
from pathlib import Path

import typst

from detente.documents.document import Assessment
from detente.errors import DocumentError
from detente.publish.charts.render import svg
from detente.publish.charts.theme import FAMILY, FONTS, LIGHT
from detente.publish.glyphs import legible
from detente.publish.outline import outline

__all__ = ["to_pdf"]

TEMPLATE = Path(__file__).parent / "templates" / "brief.typ"


def to_pdf(assessment: Assessment) -> bytes:
    """Return the brief as a PDF dated to its as-of date.

    Parameters
    ----------
    assessment : Assessment
        What to print.

    Returns
    -------
    bytes
        PDF/UA-1. Numbers and acts link to their rows in the appendices, which list what words state and cite; the
        numbers that only a chart draws are left to the HTML and JSON forms. Letters that no font at hand shows are
        replaced (see `detente.publish.glyphs`).

    Raises
    ------
    DocumentError
        If it can't be laid out.
    """
    laid = outline(assessment)
    brief = {
        **{key: held for key, held in laid.items() if key != "families"},
        "uncited": len(laid["uncited"]),
        "drawings": {chart.key: legible(svg(chart), alone=True) for chart in assessment.charts},
        "colours": dataclasses.asdict(LIGHT),
        "family": FAMILY,
        "year": assessment.as_of.year,
        "month": assessment.as_of.month,
        "day": assessment.as_of.day,
    }
    try:
        page = typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            format="pdf",
            font_paths=[FONTS],
            ignore_system_fonts=True,
            sys_inputs={"brief": legible(json.dumps(brief, ensure_ascii=False))},
            pdf_standards="ua-1",
            timestamp=datetime.combine(assessment.as_of, time(), tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise DocumentError(f"the PDF can't be made: {error}", value=assessment.title) from error
    return bytes(page)
