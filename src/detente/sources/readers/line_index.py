"""An index of the lines in a buffer: bounds, number of cells and input of each, and which are malformed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.sources.readers.line_format import LONGEST_LINE, REJECTS, LineFormat, Piece

__all__ = ["HAS_NUL", "LONG", "NOT_UTF8", "SHORT", "LineIndex"]

NEWLINE, NUL, BYTE_ORDER_MARK = 10, 0, b"\xef\xbb\xbf"
SHORT, LONG = "the row has {} cells, fewer than {}", "the row has {} cells, more than {}"
NOT_UTF8, HAS_NUL, ENDLESS = "the row is not valid UTF-8", "the row contains a NUL byte", "the row is too long"


@dataclass(frozen=True, slots=True)
class LineIndex:
    """The lines of a buffer: start and end, number of cells, and input of each."""

    data: bytes
    start: np.ndarray
    end: np.ndarray
    width: np.ndarray
    unit: np.ndarray
    number: np.ndarray
    filled: np.ndarray
    nul: np.ndarray

    @classmethod
    def of(cls, pieces: Sequence[Piece], layout: LineFormat) -> LineIndex:
        """Index the lines of several pieces."""
        texts = [_clean(piece) for piece in pieces]
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
        """Return a line's bytes."""
        return self.data[self.start[index] : self.end[index]]

    def malformed(self, layout: LineFormat) -> MalformedLines:
        """Return the lines that can't be parsed."""
        most = max(layout.widths)
        reasons: dict[int, str] = {}
        regular = np.isin(self.width, layout.widths) if len(layout.widths) > 1 else self.width == most
        trimmed = {}
        for index in np.flatnonzero(~regular & self.filled).tolist():
            line, width = self.line(index), int(self.width[index])
            bare = line.rstrip(layout.delimiter.encode() + b" ")
            if width > most and bare.count(layout.delimiter.encode()) < most:
                trimmed[index] = line[: _nth(line, layout.delimiter.encode(), most)]
            else:
                reasons[index] = SHORT.format(width, min(layout.widths)) if width < most else LONG.format(width, most)
        reasons |= dict.fromkeys(np.flatnonzero(self.end - self.start > LONGEST_LINE).tolist(), ENDLESS)
        reasons |= dict.fromkeys(self._not_utf8(), NOT_UTF8)
        reasons |= dict.fromkeys(np.flatnonzero(self.nul).tolist(), HAS_NUL)
        bad = np.zeros(self.end.size, bool)
        bad[list(reasons)] = True
        return MalformedLines(bad, reasons, {i: line for i, line in trimmed.items() if i not in reasons})

    def _not_utf8(self) -> list[int]:
        if self.data.isascii() or _is_utf8(self.data):
            return []
        return [i for i in range(self.end.size) if not _is_utf8(self.line(i))]


@dataclass(frozen=True, slots=True)
class MalformedLines:
    """The rejected lines with their reasons, and the lines whose trailing blank cells are dropped."""

    any: np.ndarray
    reasons: dict[int, str]
    trimmed: dict[int, bytes]

    def rejects(self, lines: LineIndex) -> pl.DataFrame:
        """Return the malformed lines as rejects."""
        rows = [
            (int(lines.unit[i]), int(lines.number[i]), None, lines.line(i).decode("utf-8", "replace"), self.reasons[i])
            for i in sorted(self.reasons)
            if lines.filled[i]
        ]
        return pl.DataFrame(rows, schema=REJECTS, orient="row")


def _widths(cuts: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the number of cells in each line, from the positions of delimiters and line starts."""
    if not start.size:
        return start
    bits = cuts.view(np.uint8)
    counts = np.add.reduceat(bits, start, dtype=np.uint8)  # fast, and exact up to 255
    if int(counts.sum(dtype=np.int64)) != int(np.count_nonzero(cuts)):
        counts = np.add.reduceat(bits, start, dtype=np.int64)
    return counts.astype(np.int64) + 1


def _clean(piece: Piece) -> bytes:
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
