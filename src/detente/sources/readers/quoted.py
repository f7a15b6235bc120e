"""Lines of cells in which quotes mean something: CSV as spreadsheets write it.

A block without a quote is read as plain lines, which is fast. From the first quote on, records are cut here: a
quoted cell may hold the delimiter, doubled quotes and line breaks. A quote that is not closed within
`LONGEST_CELL` lines is held to be stray and costs its own line only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from detente.sources.readers.lines import (
    HOLDS_NUL,
    LONG,
    NOT_UTF8,
    REJECTS,
    SHORT,
    Layout,
    Piece,
    Rows,
    join_rejects,
    read_lines,
)

__all__ = ["read_quoted", "split_cells"]

LONGEST_CELL = 100
UNCLOSED = "a quote is opened and not closed"
OUTSIDE = "the row has a quoted cell with text outside the quotes"

Record = tuple[int, bytes, list[str] | str]


def read_quoted(pieces: Iterable[Piece], layout: Layout) -> Iterator[Rows]:
    """Read the pieces of one input, in their order.

    Parameters
    ----------
    pieces : iterable of Piece
        Whole lines.
    layout : Layout
        What to read. Every column is read as text.

    Yields
    ------
    Rows
        For each piece; every record is one row or one reject.
    """
    held: list[tuple[int, bytes]] = []
    for piece in pieces:
        if not held and b'"' not in piece.data:
            yield read_lines([piece], layout)
            continue
        data = piece.data.removeprefix(b"\xef\xbb\xbf") if piece.first == 1 else piece.data
        lines = [*held, *enumerate(data.removesuffix(b"\n").split(b"\n"), start=piece.first)]
        records, held = _records(lines, layout.delimiter, at_end=False)
        yield _rows(piece.unit, records, layout)
        unit = piece.unit
    if held:
        yield _rows(unit, _records(held, layout.delimiter, at_end=True)[0], layout)


def split_cells(text: str, delimiter: str) -> list[str] | None:
    """Return the cells of a record; None where a quoted cell is still open.

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
) -> tuple[list[Record], list[tuple[int, bytes]]]:
    """Cut lines into records: number, bytes, and cells or a fault; and the lines of a record still open."""
    records: list[Record] = []
    at = 0
    while at < len(lines):
        number, first = lines[at]
        found, taken = _record(lines, at, delimiter, at_end=at_end)
        if not taken:
            return records, lines[at:]
        if first.strip() or taken > 1:
            records.append((number, b"\n".join(line for _, line in lines[at : at + taken]), found))
        at += taken
    return records, []


def _record(lines: list[tuple[int, bytes]], at: int, delimiter: str, *, at_end: bool) -> tuple[list[str] | str, int]:
    """Return the cells, or the fault, of the record that begins at a line, and how many lines it takes."""
    text = ""
    for count in range(1, LONGEST_CELL + 1):
        if at + count > len(lines):
            return (UNCLOSED, 1) if at_end else ("", 0)
        line = lines[at + count - 1][1].replace(b"\r", b"")
        if b"\0" in line:
            return (HOLDS_NUL, 1) if count == 1 else (UNCLOSED, 1)
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


def _rows(unit: int, records: list[Record], layout: Layout) -> Rows:
    rows: list[tuple[object, ...]] = []
    rejects: list[tuple[object, ...]] = []
    fewest, most = min(layout.widths), max(layout.widths)
    for number, raw, found in records:
        fault = found if isinstance(found, str) else None
        if isinstance(found, list) and len(found) not in layout.widths:
            if len(found) > most and not any(cell.strip() for cell in found[most:]):
                found = found[:most]  # noqa: PLW2901 - blank cells at the end
            else:
                fault = SHORT.format(len(found), fewest) if len(found) < fewest else LONG.format(len(found), most)
        if fault is not None:
            rejects.append((unit, number, None, raw.decode("utf-8", "replace"), fault))
        else:
            rows.append((unit, number, *(found[i].strip() or None for i in layout.cells.values())))
    schema = {"unit": pl.UInt32(), "line": pl.Int64(), **dict.fromkeys(layout.cells, pl.String())}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    told = join_rejects([pl.DataFrame(rejects, schema=REJECTS, orient="row")])
    return Rows(frame, told, {unit: len(rows) + len(rejects)})
