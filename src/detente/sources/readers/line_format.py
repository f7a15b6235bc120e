"""The format of delimited lines, and the pieces of an input that are read together.

A *piece* is whole lines of one input, a *unit* the number of an input among those read together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

__all__ = ["LONGEST_LINE", "REJECTS", "LineFormat", "Piece", "join_rejects", "pieces_of"]

REJECTS: dict[str, pl.DataType] = {
    "unit": pl.UInt32(),
    "line": pl.Int64(),
    "column": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
}
LONGEST_VALUE = 1_000  # characters of a value that are stored with a reject
LONGEST_LINE = 1 << 20  # bytes; a longer line is rejected


@dataclass(frozen=True, slots=True)
class LineFormat:
    """The cells of a line to read, and their types.

    Parameters
    ----------
    cells : mapping of str to int
        Column names, with the number of the cell, counted from 0.
    widths : tuple of int
        Valid numbers of cells in a line.
    types : mapping of str to polars.DataType
        Types of the numeric columns; others are text.
    delimiter : str
        One byte.
    empty : tuple of str
        Texts for a missing number, besides blanks.
    """

    cells: Mapping[str, int]
    widths: tuple[int, ...]
    types: Mapping[str, pl.DataType]
    delimiter: str = "\t"
    empty: tuple[str, ...] = ()

    def dtype(self, name: str) -> pl.DataType:
        """Return a column's type."""
        return self.types.get(name, pl.String())


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines of one input.

    Parameters
    ----------
    unit : int
        Number of the input.
    first : int
        Number of the first line, counted from 1 in the input.
    data : bytes
        The lines.
    """

    unit: int
    first: int
    data: bytes


def pieces_of(unit: int, blocks: Iterator[bytes], first: int = 1) -> Iterator[Piece]:
    r"""Split blocks of bytes into pieces of whole lines.

    A line longer than `LONGEST_LINE` is truncated to one byte more, and is then rejected, so that memory is bounded.

    Examples
    --------
    >>> [(p.first, p.data) for p in pieces_of(0, iter([b"a\nb", b"c\n", b"d"]))]
    [(1, b'a\n'), (2, b'bc\n'), (3, b'd\n')]
    """
    rest, lines = b"", b""
    for block in blocks:
        cut = block.rfind(b"\n") + 1
        if not cut:
            rest = (rest + block)[: LONGEST_LINE + 1]
            continue
        first += lines.count(b"\n")
        lines = rest + block[:cut] if rest else block[:cut]
        rest = block[cut:]
        yield Piece(unit, first, lines)
    if rest:
        yield Piece(unit, first + lines.count(b"\n"), rest + b"\n")


def join_rejects(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Concatenate frames of rejects, with values truncated to `LONGEST_VALUE`."""
    whole = pl.concat([pl.DataFrame(schema=REJECTS), *frames])
    return whole.with_columns(pl.col("value").str.slice(0, LONGEST_VALUE))
