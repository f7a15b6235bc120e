"""CSV with quoted cells, as spreadsheets write it.

A block without a quote is read as plain lines, which is fast. From the first quote on, records are split here: a
quoted cell may contain the delimiter, doubled quotes and line breaks. A quote that is not closed within
`LONGEST_CELL` lines is treated as stray, and only its own line is rejected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from detente.sources.readers.line_format import REJECTS, LineFormat, Piece, join_rejects
from detente.sources.readers.line_index import HAS_NUL, LONG, NOT_UTF8, SHORT
from detente.sources.readers.lines import ParsedLines, read_lines

__all__ = ["read_quoted", "split_cells"]

LONGEST_CELL = 100
UNCLOSED = "a quote is not closed"
OUTSIDE = "the row has a quoted cell with text outside the quotes"

QuotedRecord = tuple[int, bytes, list[str] | str]


def read_quoted(pieces: Iterable[Piece], layout: LineFormat) -> Iterator[ParsedLines]:
    """Read the pieces of one input, in order.

    Parameters
    ----------
    pieces : iterable of Piece
        Whole lines.
    layout : LineFormat
        The cells to read. Every column is read as text.

    Yields
    ------
    ParsedLines
        One per piece; every record is either a row or a reject.
    """
    pending: list[tuple[int, bytes]] = []
    for piece in pieces:
        if not pending and b'"' not in piece.data:
            yield read_lines([piece], layout)
            continue
        data = piece.data.removeprefix(b"\xef\xbb\xbf") if piece.first == 1 else piece.data
        lines = [*pending, *enumerate(data.removesuffix(b"\n").split(b"\n"), start=piece.first)]
        records, pending = _records(lines, layout.delimiter, at_end=False)
        yield _rows(piece.unit, records, layout)
        unit = piece.unit
    if pending:
        yield _rows(unit, _records(pending, layout.delimiter, at_end=True)[0], layout)


def split_cells(text: str, delimiter: str) -> list[str] | None:
    """Return the cells of a record, or None if a quoted cell is still open.

    Raises
    ------
    ValueError
        If text follows a quoted cell outside its quotes.

    Examples
    --------
    >>> split_cells('a,"b, ""c"" d",', ",")
    ['a', 'b, "c" d', '']
    """
    cells: list[str] = []
    at = 0
    while True:
        if text[at : at + 1] != '"':
            end = text.find(delimiter, at)
            cells.append(text[at:] if end < 0 else text[at:end])
            if end < 0:
                return cells
            at = end + 1
            continue
        close = at
        while True:
            close = text.find('"', close + 1)
            if close < 0:
                return None
            if text[close + 1 : close + 2] != '"':
                break
            close += 1
        cells.append(text[at + 1 : close].replace('""', '"'))
        if close + 1 == len(text):
            return cells
        if text[close + 1] != delimiter:
            raise ValueError(OUTSIDE)
        at = close + 2


def _records(
    lines: list[tuple[int, bytes]], delimiter: str, *, at_end: bool
) -> tuple[list[QuotedRecord], list[tuple[int, bytes]]]:
    """Split lines into records (number, bytes, and cells or an error) and return the lines of an open record."""
    records: list[QuotedRecord] = []
    at = 0
    while at < len(lines):
        number, first = lines[at]
        cells, taken = _record(lines, at, delimiter, at_end=at_end)
        if not taken:
            return records, lines[at:]
        if first.strip() or taken > 1:
            records.append((number, b"\n".join(line for _, line in lines[at : at + taken]), cells))
        at += taken
    return records, []


def _record(lines: list[tuple[int, bytes]], at: int, delimiter: str, *, at_end: bool) -> tuple[list[str] | str, int]:
    """Return the cells, or the error, of the record that begins at a line, and its number of lines."""
    text = ""
    for count in range(1, LONGEST_CELL + 1):
        if at + count > len(lines):
            return (UNCLOSED, 1) if at_end else ("", 0)
        line = lines[at + count - 1][1].replace(b"\r", b"")
        if b"\0" in line:
            return (HAS_NUL, 1) if count == 1 else (UNCLOSED, 1)
        try:
            text += ("\n" if count > 1 else "") + line.decode("utf-8")
        except UnicodeDecodeError:
            return (NOT_UTF8, 1) if count == 1 else (UNCLOSED, 1)
        try:
            cells = split_cells(text, delimiter)
        except ValueError:
            return (OUTSIDE, 1) if count == 1 else (UNCLOSED, 1)
        if cells is not None:
            return cells, count
    return UNCLOSED, 1


def _rows(unit: int, records: list[QuotedRecord], layout: LineFormat) -> ParsedLines:
    rows: list[tuple[object, ...]] = []
    rejects: list[tuple[object, ...]] = []
    fewest, most = min(layout.widths), max(layout.widths)
    for number, raw, cells in records:
        error = cells if isinstance(cells, str) else None
        if isinstance(cells, list) and len(cells) not in layout.widths:
            if len(cells) > most and not any(cell.strip() for cell in cells[most:]):
                cells = cells[:most]  # noqa: PLW2901 - blank cells at the end
            else:
                error = SHORT.format(len(cells), fewest) if len(cells) < fewest else LONG.format(len(cells), most)
        if error is not None:
            rejects.append((unit, number, None, raw.decode("utf-8", "replace"), error))
        else:
            rows.append((unit, number, *(cells[i].strip() or None for i in layout.cells.values())))
    schema = {"unit": pl.UInt32(), "line": pl.Int64(), **dict.fromkeys(layout.cells, pl.String())}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    rejected = join_rejects([pl.DataFrame(rejects, schema=REJECTS, orient="row")])
    return ParsedLines(frame, rejected, {unit: len(rows) + len(rejects)})
