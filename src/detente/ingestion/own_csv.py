"""Tables, CSV as found in the wild or Stata, to rows of text with their line numbers and nothing lost.

The file is first cut into records here: one line each, or several where a quoted cell holds line breaks. Each
record gets its line number as a first cell; carriage returns that end no line are taken out. DuckDB then
parses the records and sets aside those that don't fit. Whatever neither parses nor is set aside is found by
its missing line number, so that rows in = rows parsed + rows rejected.
"""

from __future__ import annotations

import csv
import hashlib
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl

from detente.errors import DataError
from detente.sources.events.mapped_tables import as_text
from detente.sources.readers.archives import digest_of
from detente.sources.readers.literal_paths import duckdb_path
from detente.sources.readers.r_files import refuse_r
from detente.sources.readers.stata_files import is_stata, stata_columns, stata_rows

__all__ = ["Parsed", "Reject", "parse_table"]

LINE = "line of the file"  # no header can be called this: names are one word
DELIMITERS = ",\t;"
LONGEST_HEADER = 100_000  # characters; what is longer is no header
LONGEST_CELL = 100  # lines that a quoted cell may run on before its opening quote is held to be stray

UNCLOSED = "a quote is not closed"
NUL = "the row contains a NUL byte"

# DuckDB's names for what is wrong with a row, in words
WRONG = {
    "MISSING COLUMNS": "the row has fewer cells than the header",
    "TOO MANY COLUMNS": "the row has more cells than the header",
    "UNQUOTED VALUE": "the row has a quoted cell with text outside the quotes",
    "LINE SIZE OVER MAXIMUM": "the row is too long",
    "INVALID ENCODING": "the row is not valid UTF-8",
}


@dataclass(frozen=True, slots=True)
class Reject:
    """One record that could not be kept: see the table ``rejects``."""

    line: int
    column: str | None
    value: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A CSV file, parsed.

    Parameters
    ----------
    rows : polars.DataFrame
        All columns text, blank cells null; ``line`` is the record's first line in the file, from 1.
    line : str
        Name of that column.
    rejects : list of Reject
        Records that are no rows.
    rows_in : int
        Records in the file, header and blank lines not counted.
    digest : str
        SHA-256 of the file.
    size : int
        Bytes in the file.
    """

    rows: pl.DataFrame
    line: str
    rejects: list[Reject]
    rows_in: int
    digest: str
    size: int


def parse_table(path: Path, required: Sequence[str], one_of: Sequence[str], labelled: Sequence[str] = ()) -> Parsed:
    """Parse a file of Stata, or CSV with a header; commas, tabs or semicolons between cells.

    Parameters
    ----------
    path : pathlib.Path
        The file, UTF-8.
    required : sequence of str
        Columns that must be there.
    one_of : sequence of str
        Columns of which one must be there.
    labelled : sequence of str, optional
        Columns of which a file of Stata's labels are meant, not its numbers.

    Returns
    -------
    Parsed

    Raises
    ------
    DataError
        If the file can't be read, or its header lacks a column; says what was found and what is needed.
    """
    refuse_r(path)
    if is_stata(path):
        return _from_stata(path, required, one_of, labelled)
    try:
        with path.open("rb") as file, tempfile.TemporaryDirectory(prefix="detente-") as folder:
            header, delimiter, start = _header(file, path, required, one_of)
            cut = Path(folder) / "records.csv"
            lines, rejects = _cut(file, start, cut, delimiter)
            size = file.tell()
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            rows, wrong = _parse(cut, [LINE, *header], delimiter)
    except (IsADirectoryError, FileNotFoundError, PermissionError, OSError) as error:
        why = "it is a folder" if path.is_dir() else (error.strerror or str(error)).lower()
        raise DataError(f"{path} can't be read: {why}; name a CSV file", value=path) from None
    rows, wrong = _account(rows, wrong, lines)
    rejects = sorted([*rejects, *wrong], key=lambda reject: reject.line)
    return Parsed(rows, LINE, rejects, rows.height + len(rejects), digest, size)


def _from_stata(path: Path, required: Sequence[str], one_of: Sequence[str], labelled: Sequence[str]) -> Parsed:
    """Return the rows of a file of Stata, numbered from 1, as text."""
    names = stata_columns(path)
    called = {name.strip().lower(): name for name in reversed(names)}
    if not (called.keys() >= set(required) and any(name in called for name in one_of)):
        wanted = f"{', '.join(required)} and one of {', '.join(one_of)}"
        raise DataError(f"{path} lacks columns: it has {', '.join(names)[:200]}; it needs {wanted}", value=names)
    parts = stata_rows(path, list(called.values()), [called[name] for name in labelled if name in called])
    table = pl.concat(parts, how="vertical_relaxed")
    rows = table.select(as_text(theirs, table.schema[theirs]).alias(ours) for ours, theirs in called.items())
    rows = rows.with_columns(pl.all().str.strip_chars().replace("", None)).with_row_index(LINE, offset=1)
    digest, size = digest_of(path)
    return Parsed(rows.cast({LINE: pl.Int64}), LINE, [], rows.height, digest, size)


def _account(rows: pl.DataFrame, wrong: list[Reject], lines: pl.Series) -> tuple[pl.DataFrame, list[Reject]]:
    """Make every record either one row or one reject, whatever the parser made of it."""
    kept = rows.filter(pl.col(LINE).is_in(lines.implode())).unique(LINE, keep="first", maintain_order=True)
    known = set(lines.filter(~lines.is_in(kept[LINE].implode())))
    told = {reject.line: reject for reject in wrong if reject.line in known}
    lost = [Reject(line, None, None, "the row could not be read as CSV") for line in sorted(known - set(told))]
    return kept, [*told.values(), *lost]


def _header(file: BinaryIO, path: Path, required: Sequence[str], one_of: Sequence[str]) -> tuple[list[str], str, int]:
    """Return the header's names, the delimiter, and the number of the header's line."""
    wanted = f"{', '.join(required)} and one of {', '.join(one_of)}"
    number = 0
    for raw in file:
        number += 1
        if raw.strip(b"\xef\xbb\xbf\r\n\t ,;"):
            break
    else:
        raise DataError(f"{path} is empty; it needs a header with {wanted}, and rows", value=path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or len(text) > LONGEST_HEADER:
        raise DataError(f"{path} is not UTF-8 text; save it as CSV in UTF-8", value=path)
    if "\r" in text.strip():
        raise DataError(
            f"{path} ends its lines with carriage returns alone, as old Macs did; save it as CSV with line feeds",
            value=path,
        )
    for delimiter in DELIMITERS:
        names = [name.strip().lower() for name in next(csv.reader([text.strip()], delimiter=delimiter))]
        if all(name in names for name in required) and any(name in names for name in one_of):
            break
    else:
        names = [n.strip().lower() for n in next(csv.reader([text.strip()], delimiter=","))]
        found = ", ".join(names)[:200]
        raise DataError(f"{path} lacks columns: its header has {found}; it needs {wanted}", value=names)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DataError(f"{path}: its header names {', '.join(twice)} more than once", value=twice)
    blank = [name or f"unnamed {i}" for i, name in enumerate(names, start=1)]
    return blank, delimiter, number


def _cut(file: BinaryIO, start: int, cut: Path, delimiter: str) -> tuple[pl.Series, list[Reject]]:
    """Write each sound record, its line number before it; return these numbers, and the unsound records."""
    lines = array("q")
    rejects: list[Reject] = []
    with cut.open("wb") as out:
        for number, record, fault in _records(file, start, delimiter.encode()):
            if fault is None:
                lines.append(number)
                out.write(b"%d%s%s\n" % (number, delimiter.encode(), record))
            else:
                rejects.append(Reject(number, None, record.decode("utf-8", errors="replace"), fault))
    return pl.Series(lines, dtype=pl.Int64), rejects


def _records(file: BinaryIO, start: int, delimiter: bytes) -> Iterator[tuple[int, bytes, str | None]]:
    """Yield each record's first line number and bytes, and what is wrong with its bytes or quotes."""
    held: list[tuple[int, bytes]] = []  # an open record's lines so far
    queue: list[tuple[int, bytes]] = []  # lines to look at again after a stray quote
    lines = enumerate(file, start=start + 1)
    while True:
        number, line = queue.pop() if queue else next(lines, (0, b""))
        line = line.rstrip(b"\r\n").replace(b"\r", b"")
        inside = _inside(line, delimiter, quoted=bool(held)) if number else None
        if held and (inside is None or len(held) > LONGEST_CELL):
            queue += [(number, line)] if number else []
            queue += reversed(held[1:])
            yield (*held[0], UNCLOSED)
            held = []
        elif not number:
            return
        elif inside or held:
            held.append((number, line))
            if not inside:
                yield held[0][0], b"\n".join(part for _, part in held), None
                held = []
        elif b"\0" in line:
            yield number, line, NUL
        elif line.strip():
            yield number, line, None if inside is not None else WRONG["UNQUOTED VALUE"]


def _inside(line: bytes, delimiter: bytes, *, quoted: bool) -> bool | None:
    """Whether a quoted cell is open at the line's end, given whether one is at its start.

    None means that a quote closes a cell and text follows it: the quote that opened the cell was stray.
    """
    if b"\0" in line:
        return None  # no cell holds one
    at = 0
    while b'"' in line[at:]:
        if quoted:
            at = line.index(b'"', at) + 1
            following = line[at : at + 1]
            quoted = following == b'"'  # a doubled quote is a quote within the cell
            if following not in (b"", b'"', delimiter):
                return None
            at += quoted
        elif line[at : at + 1] == b'"':
            quoted, at = True, at + 1
        else:
            at = line.find(delimiter, at) + 1
            if not at:
                return False
    return quoted


def _parse(cut: Path, names: list[str], delimiter: str) -> tuple[pl.DataFrame, list[Reject]]:
    """Parse the records with DuckDB; return rows of text, and the records that it sets aside."""
    import duckdb  # noqa: PLC0415 - only an ingest waits for it

    with duckdb.connect() as db:
        rows = pl.DataFrame(
            db.read_csv(
                duckdb_path(cut),
                header=False,
                columns=dict.fromkeys(names, "VARCHAR"),
                delimiter=delimiter,
                quotechar='"',
                escapechar='"',
                auto_detect=False,
                hive_partitioning=False,
                store_rejects=True,
                strict_mode=True,
            )
        )
        found = db.execute("SELECT csv_line, error_type FROM reject_errors ORDER BY column_idx DESC NULLS FIRST")
        wrong = dict(found.fetchall())  # a record's first fault is its last row here
    text = rows.with_columns(pl.all().str.strip_chars().replace("", None))
    numbered = text.with_columns(pl.col(LINE).cast(pl.Int64, strict=False))
    told = [_told(record, str(fault), delimiter) for record, fault in wrong.items()]
    return numbered, [reject for reject in told if reject is not None]


def _told(record: str, fault: str, delimiter: str) -> Reject | None:
    number, _, value = record.partition(delimiter)
    if not (number.isascii() and number.isdigit()):
        return None  # `_account` finds its line missing
    return Reject(int(number), None, value, WRONG.get(fault, f"the row has a fault: {fault.lower()}"))
