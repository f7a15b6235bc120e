"""Write a Stata file, format 118 (Stata 14 and later), without Stata.

The format is documented by its maker (``help dta``). Used are bytes, ints, longs, doubles and fixed strings, dates as
days since 1960, variable labels, and extended missing values for the reasons of empty cells:

======  ==============================
.       no reason is recorded
.a      out of coverage
.b      not among the dataset's states
.c      missing in the source
.d      nothing to tell
.e      no earlier period
.f      not computable
.g      not known yet
.h      not decided
======  ==============================

Names follow Stata's rules: see `detente.panels.stata_names`. There is no time stamp, so files are reproducible.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.errors import UsageError
from detente.panels.stata_names import stata_names

__all__ = ["write_stata"]

EPOCH = 3653  # days from 1 January 1960 to 1 January 1970
CHUNK = 1 << 17  # rows written at a time
NAME, FORMAT, LABEL = 129, 57, 321  # bytes in the file
LONGEST_LABEL, LONGEST_TEXT = 80, 2045
MISSING_DOUBLE = 0x7FE0000000000000
STEP_DOUBLE = 0x0000010000000000


class StataType(NamedTuple):
    """The storage type of a column: Stata's number, NumPy's type, the format, and the range of values."""

    number: int
    dtype: str
    format: str
    least: int
    most: int


BYTE = StataType(65530, "<i1", "%8.0g", -127, 100)
INT = StataType(65529, "<i2", "%8.0g", -32767, 32740)
LONG = StataType(65528, "<i4", "%12.0g", -2147483647, 2147483620)
DAY = StataType(65528, "<i4", "%td", -2147483647, 2147483620)
DOUBLE = StataType(65526, "<f8", "%10.0g", 0, 0)


class Field(NamedTuple):
    """One column of the file."""

    name: str
    label: str
    kind: StataType
    values: pl.Series
    why: npt.NDArray[np.uint8] | None


def write_stata(
    frame: pl.DataFrame,
    path: Path,
    *,
    labels: Mapping[str, str] | None = None,
    why: Mapping[str, npt.NDArray[np.uint8]] | None = None,
) -> None:
    """Write a frame as a Stata file.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns of whole numbers, floats, flags, dates or text.
    path : pathlib.Path
        The file; an existing file is replaced.
    labels : mapping of str to str, optional
        Labels by column. If the column has another name in Stata, its original name comes first. Truncated to 80
        characters.
    why : mapping of str to array of uint8, optional
        Reasons for empty cells by column: 1 becomes ``.a``, 2 ``.b``, and so on.

    Raises
    ------
    UsageError
        If a column has a type, a text or a number that Stata can't store.
    OSError
        If the file can't be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "two.dta"
    ...     write_stata(pl.DataFrame({"year": [1914, None]}), file)
    ...     file.read_bytes()[:48]
    b'<stata_dta><header><release>118</release><byteor'
    """
    names = stata_names(frame.columns)
    fields = [
        Field(
            names[name], _label(name, names[name], labels or {}), _kind(frame[name]), frame[name], (why or {}).get(name)
        )
        for name in frame.columns
    ]
    with path.open("wb") as file:
        _write(file, fields, frame.height)


def _label(name: str, stata: str, labels: Mapping[str, str]) -> str:
    """Return a column's label, after its original name if Stata can't have it."""
    return ": ".join(part for part in ("" if name == stata else name, labels.get(name, "")) if part)


def _kind(values: pl.Series) -> StataType:
    """Return the smallest storage type for a column."""
    if values.dtype == pl.String:
        width = max(1, int(values.str.len_bytes().max() or 0))  # type: ignore[arg-type]
        if width > LONGEST_TEXT:
            raise UsageError(
                f"column {values.name} has a text of {width} bytes; Stata allows {LONGEST_TEXT}", value=width
            )
        return StataType(width, f"S{width}", f"%{width}s", 0, 0)
    if values.dtype == pl.Date:
        return DAY
    if values.dtype == pl.Boolean:
        return BYTE
    if values.dtype.is_float():
        return DOUBLE
    if values.dtype.is_integer():
        low, high = int(values.min() or 0), int(values.max() or 0)  # type: ignore[arg-type]
        for kind in (BYTE, INT, LONG):
            if kind.least <= low and high <= kind.most:
                return kind
        return DOUBLE
    raise UsageError(f"column {values.name} has type {values.dtype}, which Stata does not have", value=values.dtype)


def _write(file: IO[bytes], fields: list[Field], rows: int) -> None:
    """Write the sections in order, then the map of their offsets."""
    starts: list[int] = []

    def section(name: str, content: bytes) -> None:
        starts.append(file.tell())
        file.write(b"<%s>%s</%s>" % (name.encode(), content, name.encode()))

    starts.append(0)
    header = b"<release>118</release><byteorder>LSF</byteorder>"
    header += b"<K>%s</K><N>%s</N>" % (struct.pack("<H", len(fields)), struct.pack("<Q", rows))
    header += b"<label>%s</label><timestamp>%s</timestamp>" % (struct.pack("<H", 0), struct.pack("<B", 0))
    file.write(b"<stata_dta><header>%s</header>" % header)
    section("map", bytes(8 * 14))
    section("variable_types", struct.pack(f"<{len(fields)}H", *(field.kind.number for field in fields)))
    section("varnames", b"".join(_padded(field.name, NAME) for field in fields))
    section("sortlist", bytes(2 * (len(fields) + 1)))
    section("formats", b"".join(_padded(field.kind.format, FORMAT) for field in fields))
    section("value_label_names", bytes(NAME * len(fields)))
    section("variable_labels", b"".join(_padded(field.label[:LONGEST_LABEL], LABEL) for field in fields))
    section("characteristics", b"")
    starts.append(file.tell())
    file.write(b"<data>")
    layout = np.dtype([(field.name, field.kind.dtype) for field in fields])
    for start in range(0, rows, CHUNK):
        block = np.zeros(min(CHUNK, rows - start), layout)
        for field in fields:
            block[field.name] = _cells(field, start, len(block))
        file.write(block.tobytes())
    file.write(b"</data>")
    section("strls", b"")
    section("value_labels", b"")
    starts.append(file.tell())
    file.write(b"</stata_dta>")
    starts.append(file.tell())
    file.seek(starts[1] + len("<map>"))
    file.write(struct.pack("<14Q", *starts))


def _padded(text: str, width: int) -> bytes:
    """Return text in UTF-8, null-terminated and padded to a width."""
    cut = text.encode()[: width - 1].decode(errors="ignore").encode()
    return cut.ljust(width, b"\0")


def _cells(field: Field, start: int, count: int) -> npt.NDArray[Any]:
    """Return a column's values as stored in the file."""
    values = field.values.slice(start, count)
    if values.dtype == pl.String:
        return np.array([text.encode() for text in values.fill_null("")], dtype=field.kind.dtype)
    numbers = values.to_physical()
    if values.dtype == pl.Date:
        numbers = numbers + EPOCH
    empty = values.is_null().to_numpy()
    reason = field.why[start : start + count] if field.why is not None else np.zeros(count, np.uint8)
    if field.kind is DOUBLE:
        floats = numbers.cast(pl.Float64).fill_null(0.0).to_numpy().copy()
        codes = MISSING_DOUBLE + reason[empty].astype(np.uint64) * STEP_DOUBLE
        floats[empty] = codes.astype(np.uint64).view(np.float64)
        return floats
    whole = numbers.cast(pl.Int64).fill_null(0).to_numpy().copy()
    whole[empty] = field.kind.most + 1 + reason[empty].astype(np.int64)
    return whole.astype(field.kind.dtype)
