"""Lines of cells to typed columns: fast, and no line lost.

Polars reads the cells. It pads a line that is too short and says nothing, so no such line reaches it: NumPy
first counts the cells of every line, and a line is parsed only if it has as many as its layout allows, is
valid UTF-8 and holds no NUL. The rest is rejected with its number. What Polars then can't read as the number
it should be is looked up in the line itself: blanks around a number are forgiven, anything else is a reject.

Carriage returns are taken out before, wherever they stand: they end lines in some files, and stand lost within
cells in others. Blank lines are no rows. Quotes mean nothing in these files; for files in which they do, see
`detente.sources.readers.quoted`.

Vocabulary: a *piece* is whole lines of one input, a *unit* the input's number among those read together.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

__all__ = ["REJECTS", "Layout", "Piece", "Rows", "join_rejects", "pieces_of", "read_lines"]

REJECTS: dict[str, pl.DataType] = {
    "unit": pl.UInt32(),
    "line": pl.Int64(),
    "column": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
}
LONGEST_VALUE = 1_000  # characters of a value that are kept with a reject
LONGEST_LINE = 1 << 20  # bytes; what is longer is no row

NEWLINE, NUL, BYTE_ORDER_MARK = 10, 0, b"\xef\xbb\xbf"
PADDED = r"^\s|\s$"
SHORT, LONG = "the row has {} cells, fewer than {}", "the row has {} cells, more than {}"
NOT_UTF8, HOLDS_NUL, ENDLESS = "the row is not valid UTF-8", "the row holds a NUL byte", "the row is too long"

Floats = (pl.Float32, pl.Float64)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which cells of a line are read, and as what.

    Parameters
    ----------
    cells : mapping of str to int
        Name of a column, and the cell it is, counted from 0.
    widths : tuple of int
        How many cells a line may have.
    types : mapping of str to polars.DataType
        The columns that are numbers; others are text.
    delimiter : str
        One byte.
    empty : tuple of str
        Texts that stand for no number, beside blanks.
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
        Which input.
    first : int
        Number of the first line, counted from 1 in the input.
    data : bytes
        The lines.
    """

    unit: int
    first: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Rows:
    """What lines became.

    Parameters
    ----------
    frame : polars.DataFrame
        ``unit``, ``line`` and the layout's columns; blank cells are null.
    rejects : polars.DataFrame
        The lines that are no rows: see `REJECTS`.
    rows_in : dict of int to int
        Lines that are not blank, by unit.
    """

    frame: pl.DataFrame
    rejects: pl.DataFrame
    rows_in: dict[int, int]

    def without(self, unit: int) -> Rows:
        """Return the rows of the other inputs."""
        others = pl.col("unit") != unit
        rows_in = {number: count for number, count in self.rows_in.items() if number != unit}
        return Rows(self.frame.filter(others), self.rejects.filter(others), rows_in)


def pieces_of(unit: int, blocks: Iterator[bytes], first: int = 1) -> Iterator[Piece]:
    r"""Cut blocks of bytes into pieces of whole lines.

    A line longer than `LONGEST_LINE` keeps only its first byte after the cut, and so becomes a reject: memory
    stays bounded whatever the input.

    Examples
    --------
    >>> [(p.first, p.data) for p in pieces_of(0, iter([b"a\nb", b"c\n", b"d"]))]
    [(1, b'a\n'), (2, b'bc\n'), (3, b'd\n')]
    """
    rest, given = b"", b""
    for block in blocks:
        cut = block.rfind(b"\n") + 1
        if not cut:
            rest = (rest + block)[: LONGEST_LINE + 1]
            continue
        first += given.count(b"\n")
        given = rest + block[:cut] if rest else block[:cut]
        rest = block[cut:]
        yield Piece(unit, first, given)
    if rest:
        yield Piece(unit, first + given.count(b"\n"), rest + b"\n")


def read_lines(pieces: Sequence[Piece], layout: Layout) -> Rows:
    r"""Read pieces of one layout.

    Parameters
    ----------
    pieces : sequence of Piece
        Whole lines, of one or several inputs.
    layout : Layout
        What to read.

    Returns
    -------
    Rows
        Every line that is not blank is one row or one reject.

    Examples
    --------
    >>> layout = Layout({"id": 0, "n": 2}, (3,), {"n": pl.Int64()})
    >>> rows = read_lines([Piece(0, 1, b"a\tx\t1\nb\tx\nc\tx\tmany\n")], layout)
    >>> rows.frame.rows(), rows.rejects.select("line", "reason").rows()
    ([(0, 1, 'a', 1)], [(2, 'the row has 2 cells, fewer than 3'), (3, 'is no whole number')])
    """
    lines = _Lines.of(pieces, layout)
    faults = lines.faults(layout)
    kept = np.flatnonzero(lines.filled & ~faults.any)
    cells = _cells(lines, kept, layout)
    frame = cells.with_columns(
        pl.Series("unit", lines.unit[kept], dtype=pl.UInt32), pl.Series("line", lines.number[kept], dtype=pl.Int64)
    ).select("unit", "line", *layout.cells)
    frame, wrong = _mend(frame, lines, kept, layout)
    units, counts = np.unique(lines.unit[lines.filled], return_counts=True)
    rows_in = dict.fromkeys((piece.unit for piece in pieces), 0) | dict(
        zip(units.tolist(), counts.tolist(), strict=True)
    )
    return Rows(frame, join_rejects([faults.rejects(lines), wrong]), rows_in)


def join_rejects(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return several frames of rejects as one, values cut to `LONGEST_VALUE`."""
    whole = pl.concat([pl.DataFrame(schema=REJECTS), *frames])
    return whole.with_columns(pl.col("value").str.slice(0, LONGEST_VALUE))


# The structure of the bytes


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a buffer: where each begins and ends, how many cells it has, and whose it is."""

    data: bytes
    start: np.ndarray
    end: np.ndarray
    width: np.ndarray
    unit: np.ndarray
    number: np.ndarray
    filled: np.ndarray
    nul: np.ndarray

    @classmethod
    def of(cls, pieces: Sequence[Piece], layout: Layout) -> _Lines:
        texts = [_tidied(piece) for piece in pieces]
        data = b"".join(texts)
        array = np.frombuffer(data, np.uint8)
        end = np.flatnonzero(array == NEWLINE)
        start = np.concatenate(([0], end[:-1] + 1)) if end.size else end
        ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        counts = np.diff(np.searchsorted(end, ends), prepend=0)
        firsts = np.cumsum(counts) - counts
        unit = np.repeat(np.array([piece.unit for piece in pieces], np.uint32), counts)
        offset = np.repeat(np.array([piece.first for piece in pieces], np.int64) - firsts, counts)
        nul = np.zeros(end.size, bool)
        if array.size and not array.min():
            nul[np.searchsorted(end, np.flatnonzero(array == NUL))] = True
        return cls(
            data=data,
            start=start,
            end=end,
            width=_widths(array == ord(layout.delimiter), start),
            unit=unit,
            number=np.arange(end.size) + offset,
            filled=end > start,
            nul=nul,
        )

    def line(self, index: int) -> bytes:
        return self.data[self.start[index] : self.end[index]]

    def faults(self, layout: Layout) -> _Faults:
        most = max(layout.widths)
        said: dict[int, str] = {}
        fits = np.isin(self.width, layout.widths) if len(layout.widths) > 1 else self.width == most
        trimmed = {}
        for index in np.flatnonzero(~fits & self.filled).tolist():
            line, width = self.line(index), int(self.width[index])
            bare = line.rstrip(layout.delimiter.encode() + b" ")
            if width > most and bare.count(layout.delimiter.encode()) < most:
                trimmed[index] = line[: _nth(line, layout.delimiter.encode(), most)]
            else:
                said[index] = SHORT.format(width, min(layout.widths)) if width < most else LONG.format(width, most)
        said |= dict.fromkeys(np.flatnonzero(self.end - self.start > LONGEST_LINE).tolist(), ENDLESS)
        said |= dict.fromkeys(self._not_utf8(), NOT_UTF8)
        said |= dict.fromkeys(np.flatnonzero(self.nul).tolist(), HOLDS_NUL)
        bad = np.zeros(self.end.size, bool)
        bad[list(said)] = True
        return _Faults(bad, said, {i: line for i, line in trimmed.items() if i not in said})

    def _not_utf8(self) -> list[int]:
        if self.data.isascii() or _is_utf8(self.data):
            return []
        return [i for i in range(self.end.size) if not _is_utf8(self.line(i))]


@dataclass(frozen=True, slots=True)
class _Faults:
    """Which lines are no rows, and why; and which lost blank cells at their end."""

    any: np.ndarray
    said: dict[int, str]
    trimmed: dict[int, bytes]

    def rejects(self, lines: _Lines) -> pl.DataFrame:
        rows = [
            (int(lines.unit[i]), int(lines.number[i]), None, lines.line(i).decode("utf-8", "replace"), self.said[i])
            for i in sorted(self.said)
            if lines.filled[i]
        ]
        return pl.DataFrame(rows, schema=REJECTS, orient="row")


def _widths(cuts: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return how many cells each line has, given where the delimiters are and where the lines start."""
    if not start.size:
        return start
    bits = cuts.view(np.uint8)
    counts = np.add.reduceat(bits, start, dtype=np.uint8)  # fast, and right up to 255
    if int(counts.sum(dtype=np.int64)) != int(np.count_nonzero(cuts)):
        counts = np.add.reduceat(bits, start, dtype=np.int64)
    return counts.astype(np.int64) + 1


def _tidied(piece: Piece) -> bytes:
    data = piece.data
    if piece.first == 1 and data.startswith(BYTE_ORDER_MARK):
        data = data[len(BYTE_ORDER_MARK) :]
    if b"\r" in data:
        data = data.replace(b"\r", b"")
    return data if data.endswith(b"\n") else data + b"\n"


def _nth(line: bytes, cut: bytes, count: int) -> int:
    at = -1
    for _ in range(count):
        at = line.index(cut, at + 1)
    return at


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# The cells


def _cells(lines: _Lines, kept: np.ndarray, layout: Layout) -> pl.DataFrame:
    """Parse the lines in `kept`, each width by itself, in their order."""
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


def _joined(lines: _Lines, kept: np.ndarray) -> bytes:
    """Return the lines in `kept` as one buffer; neighbours are copied together."""
    if kept.size == lines.end.size:
        return lines.data
    if not kept.size:
        return b""
    breaks = np.flatnonzero(np.diff(kept) != 1)
    first, last = kept[np.concatenate(([0], breaks + 1))], kept[np.concatenate((breaks, [kept.size - 1]))]
    return b"".join(lines.data[a : b + 1] for a, b in zip(lines.start[first], lines.end[last], strict=True))


def _parse(data: bytes, width: int, height: int, layout: Layout) -> pl.DataFrame:
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


def _parse_slowly(data: bytes, here: Mapping[str, int], layout: Layout) -> pl.DataFrame:
    """Do what Polars does, for lines that it makes less or more rows of than there are."""
    rows = [line.split(layout.delimiter) for line in data.decode("utf-8").split("\n") if line]
    columns = [
        pl.Series(name, [row[at] or None for row in rows], dtype=pl.String).cast(layout.dtype(name), strict=False)
        for name, at in here.items()
    ]
    return pl.DataFrame(columns)


def _mend(frame: pl.DataFrame, lines: _Lines, kept: np.ndarray, layout: Layout) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read again the numbers that came out null or infinite: blank is null, padded is mended, else a reject."""
    wrong: dict[int, tuple[str, str, str]] = {}
    cut = layout.delimiter.encode()
    for name, dtype in layout.types.items():
        column = frame[name]
        odd = column.is_null()
        if dtype in Floats:
            odd |= ~column.is_finite().fill_null(value=True)
        if not odd.any():
            continue
        mended: dict[int, int | float | None] = {}
        for row in odd.arg_true().to_list():
            cells = lines.line(int(kept[row])).split(cut)
            text = cells[layout.cells[name]].decode().strip() if layout.cells[name] < len(cells) else ""
            if not text or row in wrong:
                continue
            if text in layout.empty:
                mended[row] = None
                continue
            value = _number(text, dtype)
            if value is None or not math.isfinite(value):
                wrong[row] = (name, text, "is no number" if dtype in Floats else "is no whole number")
            else:
                mended[row] = value
        if mended:
            frame = frame.with_columns(column.scatter(list(mended), list(mended.values())))
    if not wrong:
        return frame, pl.DataFrame(schema=REJECTS)
    at = sorted(wrong)
    told = (
        frame[at]
        .select("unit", "line")
        .with_columns(pl.DataFrame([wrong[row] for row in at], schema=["column", "value", "reason"], orient="row"))
    )
    good = np.ones(frame.height, bool)
    good[at] = False
    return frame.filter(pl.Series(good)), told.cast(REJECTS)  # type: ignore[arg-type]


def _number(text: str, dtype: pl.DataType) -> int | float | None:
    if not text.isascii() or "_" in text:
        return None
    try:
        value = float(text) if dtype in Floats else int(text)
        return pl.Series([value], dtype=dtype, strict=True).item()  # type: ignore[no-any-return]
    except (ValueError, OverflowError, TypeError, pl.exceptions.PolarsError):
        return None
