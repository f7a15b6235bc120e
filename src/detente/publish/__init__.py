"""An assessment on a page: terminal, HTML, PDF, Markdown, JSON. Computes no statistics.

Each format loads its own engine when it is first asked for, so that text on a terminal costs no more than text.
The same assessment gives the same bytes. Characters of records that steer a terminal or can't be seen are written as
escapes in every form (see `detente.characters`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, cast, get_args

from detente.characters import visible_tree
from detente.documents.document import Assessment
from detente.errors import UsageError

__all__ = ["Format", "render", "terminal", "write"]

Format = Literal["html", "pdf", "md", "json"]


def render(assessment: Assessment, format: Format) -> bytes:  # noqa: A002 - the word users know
    """Return an assessment as a document.

    Parameters
    ----------
    assessment : Assessment
        What to print.
    format : {'html', 'pdf', 'md', 'json'}
        ``html`` is one file that needs nothing else, light and dark; ``pdf`` is tagged A4.

    Returns
    -------
    bytes
        The document. The same assessment gives the same bytes.

    Raises
    ------
    UsageError
        `format` is none of the four.

    Examples
    --------
    >>> from datetime import date
    >>> brief = Assessment(
    ...     ("JPN", "RUS"), ("Japan", "Russia"), date(2015, 9, 1), 2003, 3, "starter",
    ...     "Japan and Russia", (), (), (), (),
    ... )
    >>> render(brief, "md").decode().splitlines()[0]
    '# Japan and Russia'
    """
    if format not in get_args(Format):
        raise UsageError(f"{format!r} is not a format; choose one of {', '.join(get_args(Format))}", value=format)
    return _renderer(format)(assessment if format == "json" else visible_tree(assessment))


def terminal(assessment: Assessment, *, width: int = 80, colour: bool = False) -> str:
    """Return an assessment as text for a terminal, its bottom line first.

    Parameters
    ----------
    assessment : Assessment
        What to print.
    width : int
        Columns of the terminal; no line is longer. Below 40 it is taken as 40.
    colour : bool
        Whether to set headings and probability words apart with ANSI escapes.

    Returns
    -------
    str
        Lines, the last one ended.

    Examples
    --------
    >>> from datetime import date
    >>> brief = Assessment(
    ...     ("JPN", "RUS"), ("Japan", "Russia"), date(2015, 9, 1), 2003, 3, "starter",
    ...     "Japan and Russia", (), (), (), (),
    ... )
    >>> terminal(brief).splitlines()[:2]
    ['Japan and Russia', 'As of 1 September 2015']
    """
    from detente.publish.terminal_form import to_text  # noqa: PLC0415 - each format loads its own engine

    return to_text(visible_tree(assessment), width=width, colour=colour)


def write(assessment: Assessment, path: str | Path) -> list[Path]:
    """Write an assessment to a file, or to a folder in every form.

    Parameters
    ----------
    assessment : Assessment
        What to print.
    path : str or Path
        A file ending in ``.html``, ``.pdf``, ``.md`` or ``.json``; or a folder, which is made if need be and gets
        the brief in all four, ``figures.csv``, each chart as SVG and PNG and its Vega-Lite specification.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    UsageError
        The ending is none of the four, or the folder of the file does not exist.
    StoreError
        The file can't be written.
    DocumentError
        A form can't be made. Of a folder, the other files are written.

    Examples
    --------
    >>> import tempfile
    >>> from datetime import date
    >>> brief = Assessment(
    ...     ("JPN", "RUS"), ("Japan", "Russia"), date(2015, 9, 1), 2003, 3, "starter",
    ...     "Japan and Russia", (), (), (), (),
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write(brief, Path(folder) / "brief.json")]
    ['brief.json']
    """
    from detente.publish.files import write_brief  # noqa: PLC0415 - each format loads its own engine

    return write_brief(assessment, Path(path))


def _renderer(name: Format) -> Callable[[Assessment], bytes]:
    match name:
        case "html":
            from detente.publish.html import to_html as renderer  # noqa: PLC0415
        case "pdf":
            from detente.publish.pdf import to_pdf as renderer  # noqa: PLC0415
        case "md":
            from detente.publish.markdown import to_markdown as renderer  # noqa: PLC0415
        case "json":
            from detente.publish.json_form import to_json as renderer  # noqa: PLC0415
    return cast("Callable[[Assessment], bytes]", renderer)
