"""The data of a document: JSON, and the figures as CSV."""

from __future__ import annotations

import csv
import io
import math
from typing import Any

from detente.documents.document import Document, Drawing
from detente.publish.drawings import drawing_specification
from detente.unsafe_characters import inert, json_text

__all__ = ["figures_csv", "plain", "to_json", "vega_json"]

DIGITS = 6  # significant


def to_json(document: Document) -> bytes:
    """Return the document as JSON: UTF-8, indented, numbers at six significant digits, never NaN."""
    return _encoded(document.as_dict())


def vega_json(drawing: Drawing) -> bytes:
    """Return a drawing's Vega-Lite specification, titled and with its data inside, as JSON on one line."""
    return _encoded(drawing_specification(drawing, titled=True), indent=None)


def figures_csv(document: Document) -> bytes:
    """Return every figure as one row of CSV, in the order in which they were computed."""
    columns = ("id", "label", "value", "lo", "hi", "coverage", "unit", "period", "known_on", "source")
    text = io.StringIO(newline="")
    sheet = csv.DictWriter(text, columns, lineterminator="\n")
    sheet.writeheader()
    for figure in document.figures.values():
        row = plain(figure.as_dict())
        sheet.writerow({key: inert(cell) if isinstance(cell, str) else cell for key, cell in row.items()})
    return text.getvalue().encode()


def _encoded(value: object, *, indent: int | None = 2) -> bytes:
    return (json_text(plain(value), indent=indent) + "\n").encode()


def plain(value: Any) -> Any:
    """Return a tree of data in JSON's own types; what is not a finite number becomes null.

    Examples
    --------
    >>> plain({"a": (0.1 + 0.2, float("nan"))})
    {'a': [0.3, None]}
    """
    match value:
        case dict():
            return {str(key): plain(held) for key, held in value.items()}
        case list() | tuple():
            return [plain(held) for held in value]
        case float():
            return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
        case bool() | int() | str() | None:
            return value
        case _:
            return plain(value.item()) if hasattr(value, "item") else str(value)
