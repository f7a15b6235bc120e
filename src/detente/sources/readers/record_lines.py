"""The line on which each record of a text file begins, if quoted cells may contain line breaks."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

__all__ = ["record_lines"]

BLOCK = 16 << 20  # bytes read together
LONGEST_CELL = 8 << 20  # characters


def record_lines(path: Path, delimiter: str, records: int) -> list[int] | range:
    r"""Return the line on which each record begins.

    Parameters
    ----------
    path : pathlib.Path
        A file of UTF-8 text.
    delimiter : str
        The delimiter.
    records : int
        Number of records, with the header and without blank lines.

    Returns
    -------
    list of int or range
        The line of each record, counted from 1. A blank line has the number 0.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "x.csv"
    ...     _ = file.write_text('a,b\n1,"x\ny"\n\n2,z\n')
    ...     record_lines(file, ",", 3)
    [1, 2, 0, 5]
    """
    if _count_lines(path) == records:
        return range(1, records + 1)
    return list(_by_reader(path, delimiter))


def _count_lines(path: Path) -> int:
    count, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")


def _by_reader(path: Path, delimiter: str) -> Iterator[int]:
    """Yield the line of each record, split by `csv.reader`: a quote opens a cell only at the beginning of a cell."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        before = 0
        for cells in reader:
            yield before + 1 if cells else 0
            before = reader.line_num
