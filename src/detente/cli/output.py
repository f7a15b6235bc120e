"""Output: plain text in 80 columns, or JSON; data to standard output, messages to standard error.

Every verb writes through this module. Control characters and invisible characters are written as escapes (see
`detente.unsafe_characters`).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from detente.errors import DataError, UsageError
from detente.unsafe_characters import json_text, visible

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "WIDTH",
    "emit",
    "emit_bytes",
    "emit_json",
    "grid",
    "heading",
    "notify",
    "paragraph",
    "terminal_columns",
    "write_file",
    "write_stderr",
]

WIDTH = 80
GAP = "  "
STYLE = re.compile(r"(\x1b\[[0124]m)")  # styles of headings and probability words


def emit(text: str) -> None:
    """Write data to standard output.

    Raises
    ------
    DataError
        If it can't be written, as on a full disk.
    """
    _write("".join(part if STYLE.fullmatch(part) else _lines(part) for part in STYLE.split(text)))


def _write(content: str | bytes, *, end: bool = True) -> None:
    try:
        click.echo(content, nl=end)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise DataError(f"standard output can't be written: {error.strerror or error}", value=error.errno) from None


def emit_bytes(content: bytes) -> None:
    """Write a file's content to standard output.

    Raises
    ------
    DataError
        If it can't be written, as on a full disk.
    """
    _write(content, end=False)


def emit_json(data: object) -> None:
    """Write data to standard output as JSON; days are written YYYY-MM-DD."""
    _write(json_text(data, default=_plain))


def notify(text: str) -> None:
    """Write a message to standard error."""
    write_stderr(f"detente: {text}")


def write_stderr(text: str) -> None:
    """Write text to standard error, without the prefix ``detente:``."""
    click.echo(_lines(text), err=True)


def write_file(path: Path, content: str | bytes) -> None:
    """Write an output file.

    Raises
    ------
    UsageError
        If it can't be written.
    """
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{path} can't be written: {why}; give a path in a folder that exists", value=path) from None


def heading(text: str) -> str:
    """Return a heading, bold on a terminal unless ``NO_COLOR`` is set."""
    return click.style(visible(text), bold=True)


def paragraph(text: str, indent: str = "") -> str:
    """Return text wrapped to the width."""
    import textwrap  # noqa: PLC0415 - not needed for help

    return textwrap.fill(visible(text), WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def terminal_columns() -> int:
    """Return the columns of the terminal, 80 where there is none; COLUMNS in the environment goes first.

    `shutil.get_terminal_size` returns the same, but the import of shutil costs help more than its own text.
    """
    if (columns := os.environ.get("COLUMNS", "")).isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or WIDTH  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # closed, replaced or redirected
        return WIDTH


def grid(header: Sequence[str], rows: Iterable[Sequence[object]], align: str, indent: str = "  ") -> str:
    """Return a table of aligned columns; the last, if of text, is wrapped to the width.

    Parameters
    ----------
    header : sequence of str
        The columns' titles.
    rows : iterable of sequences
        The cells; None is left blank.
    align : str
        One ``l`` or ``r`` a column.
    indent : str, optional
        Before each line.

    Examples
    --------
    >>> print(grid(("state", "votes"), [("Japan", 71), ("Fiji", 8)], "lr", indent=""))
    state  votes
    Japan     71
    Fiji       8
    """
    cells = [[visible(title) for title in header], *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    if align[-1] == "l":
        widths[-1] = max(12, WIDTH - len(indent) - sum(widths[:-1]) - len(GAP) * (len(widths) - 1))
    import textwrap  # noqa: PLC0415 - not needed for help

    lines = []
    for row in cells:
        last = textwrap.wrap(row[-1], widths[-1], break_on_hyphens=False) if align[-1] == "l" else [row[-1]]
        first, *more = last or [""]
        placed = [_place(*cell) for cell in zip([*row[:-1], first], widths, align, strict=True)]
        lines.append((indent + GAP.join(placed)).rstrip())
        before = " " * (len(indent) + sum(widths[:-1]) + len(GAP) * (len(widths) - 1))
        lines += [before + line for line in more]
    return "\n".join(lines)


def _place(text: str, width: int, side: str) -> str:
    return text.rjust(width) if side == "r" else text.ljust(width)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return " ".join(visible(str(value)).split())


def _lines(text: str) -> str:
    return "\n".join(map(visible, text.split("\n")))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, os.PathLike):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
