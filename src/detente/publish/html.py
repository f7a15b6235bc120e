"""A document as one self-contained HTML file: no script, no request, light and dark."""

from __future__ import annotations

import base64
import functools
import re
from pathlib import Path

import jinja2
from markupsafe import Markup

from detente.documents.document import Document
from detente.publish.charts.theme import DARK, FAMILY, FONTS, LIGHT, Theme, custom_properties, follow_reader
from detente.publish.drawings import svg
from detente.publish.page_content import outline
from detente.unsafe_characters import visible

__all__ = ["filled", "to_html", "to_notebook"]

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
FACES = (("Regular", 400, "normal"), ("SemiBold", 600, "normal"), ("Italic", 400, "italic"))
SIZE = re.compile(r'^<svg ([^>]*?)width="(\d+)" height="(\d+)"')


def to_html(document: Document) -> bytes:
    """Return the document as one HTML page.

    Parameters
    ----------
    document : Document
        What to print.

    Returns
    -------
    bytes
        UTF-8. Numbers link to their rows in the appendix of figures, acts to theirs in the appendix of records.
    """
    drawings = {drawing.key: _inline(svg(drawing)) for drawing in document.drawings}
    page = _template("document.html").render(page=outline(document), drawings=drawings, style=_style())
    return page.encode()


def to_notebook(document: Document) -> str:
    """Return the document as a part of a page, for the output of a notebook's cell.

    Its style keeps to itself and follows the reader's choice of light or dark. Without the appendices, numbers link
    nowhere.
    """
    drawings = {drawing.key: _inline(svg(drawing)) for drawing in document.drawings}
    page = outline(document, linked=False)
    return _template("notebook.html").render(page=page, drawings=drawings, style=_notebook_style())


def filled(template: str, **values: object) -> bytes:
    """Return a page with the style of all pages; its values are escaped, control characters made visible."""
    return _template(template).render(style=_style(), **values).encode()


def _inline(drawing: str) -> Markup:
    """Let the page size and colour a drawing."""
    sized = SIZE.sub(r'<svg \1data-width="\2" style="max-width:\2px"', drawing)
    return Markup(follow_reader(sized))  # noqa: S704 - our own drawing, whose text the renderer escapes


@functools.cache
def _template(name: str) -> jinja2.Template:
    """Return a template; what it is filled with is escaped, and control characters in it are made visible."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=lambda held: visible(held) if type(held) is str else held,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


@functools.cache
def _style() -> Markup:
    """Return the page's style sheet: fonts, the two themes, layout."""
    faces = "\n".join(_face(*face) for face in FACES)
    dark = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_properties(DARK)} }} }}"
    layout = (HERE / "static" / "document.css").read_text(encoding="utf-8")
    return Markup(f"{faces}\n:root {{ {_properties(LIGHT)} }}\n{dark}\n{layout}")  # noqa: S704 - our own files


@functools.cache
def _notebook_style() -> Markup:
    dark = f"@media screen and (prefers-color-scheme: dark) {{ .detente {{ {_properties(DARK)} }} }}"
    layout = (HERE / "static" / "notebook.css").read_text(encoding="utf-8")
    return Markup(f".detente {{ {_properties(LIGHT)} }}\n{dark}\n{layout}")  # noqa: S704 - our own files


def _properties(theme: Theme) -> str:
    return " ".join(f"{name}: {colour};" for name, colour in custom_properties(theme).items())


def _face(name: str, weight: int, slope: str) -> str:
    data = base64.b64encode((FONTS / f"FiraSans-{name}.woff2").read_bytes()).decode()
    return (
        f"@font-face {{ font-family: '{FAMILY}'; font-weight: {weight}; font-style: {slope}; "
        f"src: url(data:font/woff2;base64,{data}) format('woff2'); }}"
    )
