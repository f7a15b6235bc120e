"""Documents as pages: terminal, HTML, PDF, Word, Markdown, JSON. Computes no statistics.

Each format loads its own engine when it is first used, so that text on a terminal stays cheap.
The same document gives the same bytes. Control characters and invisible characters of records are written as
escapes in every format (see `detente.unsafe_characters`).

::

    appendix        what the appendices list
    cell_widths     text in the cells of a terminal: wide characters take two, combining marks none
    charts          specifications, their layers, themes and renderings
    docx            a document as a Word file
    docx_parts      the parts of a Word file
    drawings        charts and networks as SVG and PNG
    files           a document written to disk: one file by its suffix, or a folder with every format
    glyphs          letters that a document's fonts lack
    html            a document as one HTML file without scripts or requests
    json_form       the data of a document: JSON, and the figures as CSV
    links           which words of a sentence link to the appendices
    markdown        a document in GitHub-flavoured Markdown
    networks        pictures and pages of networks, on a plane or a map
    page_content    a document as plain data that a page is laid out from
    pairs_index     the index of a folder of briefs: a matrix and a table, sorted by a click
    pdf             a document as PDF
    standing_alone  a drawing in a file of its own, with title and list of acts
    terminal_text   a document as text on a terminal
    typesetting     the Typst engine, with the bundled fonts
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, cast, get_args

from detente.documents.document import Document
from detente.errors import UsageError
from detente.unsafe_characters import visible_tree

__all__ = ["Format", "notebook_html", "render", "terminal", "write"]

Format = Literal["html", "pdf", "docx", "md", "json"]


def render(document: Document, format: Format) -> bytes:  # noqa: A002 - the word users know
    """Return a document in a format.

    Parameters
    ----------
    document : Document
        What to print.
    format : {'html', 'pdf', 'docx', 'md', 'json'}
        ``html`` is one self-contained file, light and dark; ``pdf`` is tagged A4; ``docx`` needs the extra ``docx``.

    Returns
    -------
    bytes
        The file's content. The same document gives the same bytes.

    Raises
    ------
    UsageError
        `format` is none of these.

    Examples
    --------
    >>> from datetime import date
    >>> votes = Document(
    ...     title="Japan and Russia", kind="votes in the General Assembly", names=("Japan", "Russia"),
    ...     as_of=date(2015, 9, 1), sections=(), sources=(),
    ... )
    >>> render(votes, "md").decode().splitlines()[0]
    '# Japan and Russia'
    """
    if format not in get_args(Format):
        raise UsageError(f"{format!r} is not a format; choose one of {', '.join(get_args(Format))}", value=format)
    return _renderer(format)(document if format == "json" else visible_tree(document))


def terminal(document: Document, *, width: int = 80, colour: bool = False) -> str:
    """Return a document as text for a terminal, its lead first.

    Parameters
    ----------
    document : Document
        What to print.
    width : int
        Columns of the terminal; no line is longer. Below 40 it is taken as 40.
    colour : bool
        Whether to highlight headings and probability words with ANSI escapes.

    Returns
    -------
    str
        Lines, each ended.

    Examples
    --------
    >>> from datetime import date
    >>> votes = Document(
    ...     title="Japan and Russia", kind="votes in the General Assembly", names=("Japan", "Russia"),
    ...     as_of=date(2015, 9, 1), sections=(), sources=(),
    ... )
    >>> terminal(votes).splitlines()[:2]
    ['Japan and Russia', 'As of 1 September 2015']
    """
    from detente.publish.terminal_text import to_text  # noqa: PLC0415 - each format loads its own engine

    return to_text(visible_tree(document), width=width, colour=colour)


def notebook_html(document: Document) -> str:
    """Return a document as HTML for a notebook: what ``_repr_html_`` of an answer returns.

    Parameters
    ----------
    document : Document
        What to show.

    Returns
    -------
    str
        One ``<div>`` with its own style, light and dark, charts included.

    Examples
    --------
    >>> from datetime import date
    >>> votes = Document(
    ...     title="Japan and Russia", kind="votes in the General Assembly", names=("Japan", "Russia"),
    ...     as_of=date(2015, 9, 1), sections=(), sources=(),
    ... )
    >>> notebook_html(votes).splitlines()[0]
    '<div class="detente">'
    """
    from detente.publish.html import to_notebook  # noqa: PLC0415 - each format loads its own engine

    return to_notebook(visible_tree(document))


def write(document: Document, path: str | Path) -> list[Path]:
    """Write a document to a file, or to a folder in every format but Word.

    Parameters
    ----------
    document : Document
        What to print.
    path : str or Path
        A file ending in ``.html``, ``.pdf``, ``.docx``, ``.md`` or ``.json``; or a folder, which is created if need be
        and gets the document in all of them but Word, ``figures.csv``, each chart as SVG and PNG and its Vega-Lite
        specification.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    UsageError
        The suffix is none of these, or the folder of the file does not exist.
    StoreError
        The file can't be written.
    DocumentError
        A format can't be made. In a folder, the other files are written.

    Examples
    --------
    >>> import tempfile
    >>> from datetime import date
    >>> votes = Document(
    ...     title="Japan and Russia", kind="votes in the General Assembly", names=("Japan", "Russia"),
    ...     as_of=date(2015, 9, 1), sections=(), sources=(),
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write(votes, Path(folder) / "votes.json")]
    ['votes.json']
    """
    from detente.publish.files import write_document  # noqa: PLC0415 - each format loads its own engine

    return write_document(document, Path(path))


def _renderer(name: Format) -> Callable[[Document], bytes]:
    match name:
        case "html":
            from detente.publish.html import to_html as renderer  # noqa: PLC0415
        case "pdf":
            from detente.publish.pdf import to_pdf as renderer  # noqa: PLC0415
        case "docx":
            from detente.publish.docx import to_docx as renderer  # noqa: PLC0415
        case "md":
            from detente.publish.markdown import to_markdown as renderer  # noqa: PLC0415
        case "json":
            from detente.publish.json_form import to_json as renderer  # noqa: PLC0415
    return cast("Callable[[Document], bytes]", renderer)
