"""Delimited lines to typed columns, fast and without losing a line.

Polars parses the cells. It silently pads a line that is too short, so NumPy first counts the cells of every line: a
line is parsed only if it has a valid number of cells, is valid UTF-8 and contains no NUL. Other lines are rejected
with their number. If Polars can't parse a number, the cell is checked in the line itself: spaces around a number are
accepted, anything else is rejected.

Carriage returns are removed first: they end lines in some files and occur inside cells in others. Blank lines are not
rows. Quotes have no meaning in these files; see `detente.sources.readers.quoted_csv` for files with quoted cells.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.sources.readers.line_format import REJECTS, LineFormat, Piece, join_rejects
from detente.sources.readers.line_index import LineIndex

__all__ = ["ParsedLines", "read_lines"]

PADDED = r"^\s|\s$"
Floats = (pl.Float32, pl.Float64)


@dataclass(frozen=True, slots=True)
class ParsedLines:
    """ParsedLines and rejects read from lines.

    Parameters
    ----------
    frame : polars.DataFrame
        ``unit``, ``line`` and the layout's columns; blank cells are null.
    rejects : polars.DataFrame
        The rejected lines: see `REJECTS`.
    rows_in : dict of int to int
        Number of lines that are not blank, by unit.
    """

    frame: pl.DataFrame
    rejects: pl.DataFrame
    rows_in: dict[int, int]

    def without(self, unit: int) -> ParsedLines:
        """Return the rows of the other inputs."""
        others = pl.col("unit") != unit
        rows_in = {number: count for number, count in self.rows_in.items() if number != unit}
        return ParsedLines(self.frame.filter(others), self.rejects.filter(others), rows_in)


def read_lines(pieces: Sequence[Piece], layout: LineFormat) -> ParsedLines:
    r"""Read pieces with one line format.

    Parameters
    ----------
    pieces : sequence of Piece
        Whole lines of one or several inputs.
    layout : LineFormat
        The cells to read.

    Returns
    -------
    ParsedLines
        Every line that is not blank is either a row or a reject.

    Examples
    --------
    >>> layout = LineFormat({"id": 0, "n": 2}, (3,), {"n": pl.Int64()})
    >>> rows = read_lines([Piece(0, 1, b"a\tx\t1\nb\tx\nc\tx\tmany\n")], layout)
    >>> rows.frame.rows(), rows.rejects.select("line", "reason").rows()
    ([(0, 1, 'a', 1)], [(2, 'the row has 2 cells, fewer than 3'), (3, 'is not a whole number')])
    """
    lines = LineIndex.of(pieces, layout)
    malformed = lines.malformed(layout)
    kept = np.flatnonzero(lines.filled & ~malformed.any)
    cells = _cells(lines, kept, layout)
    frame = cells.with_columns(
        pl.Series("unit", lines.unit[kept], dtype=pl.UInt32), pl.Series("line", lines.number[kept], dtype=pl.Int64)
    ).select("unit", "line", *layout.cells)
    frame, wrong = _recheck_numbers(frame, lines, kept, layout)
    units, counts = np.unique(lines.unit[lines.filled], return_counts=True)
    rows_in = dict.fromkeys((piece.unit for piece in pieces), 0) | dict(
        zip(units.tolist(), counts.tolist(), strict=True)
    )
    return ParsedLines(frame, join_rejects([malformed.rejects(lines), wrong]), rows_in)


# The cells


def _cells(lines: LineIndex, kept: np.ndarray, layout: LineFormat) -> pl.DataFrame:
    """Parse the lines in `kept`, each width separately, in order."""
    widths = lines.width[kept]
    most = max(layout.widths)
    frames = []
    order = []
    for width in np.unique(np.minimum(widths, most)).tolist():
        mine = np.flatnonzero(np.minimum(widths, most) == width)
        frames.append(_parse(_joined(lines, kept[mine]), width, mine.size, layout))
        order.append(mine)
    if not frames:
        return pl.DataFrame(schema={name: layout.dtype(name) for name in layout.cells})
    if len(frames) == 1:
        return frames[0]
    return pl.concat(frames)[np.argsort(np.concatenate(order), kind="stable")]


def _joined(lines: LineIndex, kept: np.ndarray) -> bytes:
    """Return the lines in `kept` as one buffer; adjacent lines are copied together."""
    if kept.size == lines.end.size:
        return lines.data
    if not kept.size:
        return b""
    breaks = np.flatnonzero(np.diff(kept) != 1)
    first, last = kept[np.concatenate(([0], breaks + 1))], kept[np.concatenate((breaks, [kept.size - 1]))]
    return b"".join(lines.data[a : b + 1] for a, b in zip(lines.start[first], lines.end[last], strict=True))


def _parse(data: bytes, width: int, height: int, layout: LineFormat) -> pl.DataFrame:
    here = {name: at for name, at in layout.cells.items() if at < width}
    ours = {at: name for name, at in here.items()}
    schema = {ours.get(at, f" {at}"): layout.dtype(ours.get(at, "")) for at in range(width)}
    frame = None
    with contextlib.suppress(pl.exceptions.PolarsError):
        frame = pl.read_csv(
            data,
            has_header=False,
            separator=layout.delimiter,
            quote_char=None,
            columns=sorted(ours),
            schema=schema,
            ignore_errors=True,
            truncate_ragged_lines=True,
        )
    if frame is None or frame.height != height:
        frame = _parse_slowly(data, here, layout)
    texts = [name for name in frame.columns if frame.schema[name] == pl.String]
    padded = [pl.col(name).str.contains(PADDED).any() for name in texts]
    if texts and any(frame.select(padded).row(0)):
        frame = frame.with_columns(pl.col(texts).str.strip_chars().replace("", None))
    absent = [pl.lit(None, layout.dtype(name)).alias(name) for name in layout.cells if name not in here]
    return frame.with_columns(absent).select(*layout.cells)


def _parse_slowly(data: bytes, here: Mapping[str, int], layout: LineFormat) -> pl.DataFrame:
    """Parse in Python lines for which Polars returns a wrong number of rows."""
    rows = [line.split(layout.delimiter) for line in data.decode("utf-8").split("\n") if line]
    columns = [
        pl.Series(name, [row[at] or None for row in rows], dtype=pl.String).cast(layout.dtype(name), strict=False)
        for name, at in here.items()
    ]
    return pl.DataFrame(columns)


def _recheck_numbers(
    frame: pl.DataFrame, lines: LineIndex, kept: np.ndarray, layout: LineFormat
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Recheck numbers that are null or infinite: blank is null, padded is parsed, others are rejected."""
    wrong: dict[int, tuple[str, str, str]] = {}
    cut = layout.delimiter.encode()
    for name, dtype in layout.types.items():
        column = frame[name]
        odd = column.is_null()
        if dtype in Floats:
            odd |= ~column.is_finite().fill_null(value=True)
        if not odd.any():
            continue
        parsed: dict[int, int | float | None] = {}
        for row in odd.arg_true().to_list():
            cells = lines.line(int(kept[row])).split(cut)
            text = cells[layout.cells[name]].decode().strip() if layout.cells[name] < len(cells) else ""
            if not text or row in wrong:
                continue
            if text in layout.empty:
                parsed[row] = None
                continue
            value = _number(text, dtype)
            if value is None or not math.isfinite(value):
                wrong[row] = (name, text, "is not a number" if dtype in Floats else "is not a whole number")
            else:
                parsed[row] = value
        if parsed:
            frame = frame.with_columns(column.scatter(list(parsed), list(parsed.values())))
    if not wrong:
        return frame, pl.DataFrame(schema=REJECTS)
    at = sorted(wrong)
    rejects = (
        frame[at]
        .select("unit", "line")
        .with_columns(pl.DataFrame([wrong[row] for row in at], schema=["column", "value", "reason"], orient="row"))
    )
    good = np.ones(frame.height, bool)
    good[at] = False
    return frame.filter(pl.Series(good)), rejects.cast(REJECTS)  # type: ignore[arg-type]


def _number(text: str, dtype: pl.DataType) -> int | float | None:
    if not text.isascii() or "_" in text:
        return None
    try:
        value = float(text) if dtype in Floats else int(text)
        return pl.Series([value], dtype=dtype, strict=True).item()  # type: ignore[no-any-return]
    except (ValueError, OverflowError, TypeError, pl.exceptions.PolarsError):
        return None
