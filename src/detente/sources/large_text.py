"""Text too large to hold: read by DuckDB where it lies, and only sums of it brought back."""

from __future__ import annotations

import codecs
import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DataError
from detente.sources.archives import Limits, Member, members
from detente.sources.literal_paths import duckdb_path
from detente.sources.rows import EMPTY

if TYPE_CHECKING:
    import duckdb

__all__ = ["UNNAMED", "columns_of_text", "is_parquet", "largest_member", "quoted", "text_relation"]

PARQUET = b"PAR1"
UNNAMED = "unnamed"  # column of the rows' names, as R and pandas write it
DELIMITERS = ",\t;|"
LIMITS = Limits(ratio=1100)  # a matrix of few codes is packed as tightly as zip can
LONGEST_HEADER = 1 << 20  # bytes; what is longer is no header


def is_parquet(path: Path) -> bool:
    """Return whether a file begins as Parquet does.

    Raises
    ------
    DataError
        If the file can't be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(len(PARQUET)) == PARQUET
    except OSError as error:
        raise DataError(f"{path} can't be read: {(error.strerror or str(error)).lower()}", value=path) from None


@contextmanager
def text_relation(path: Path) -> Iterator[duckdb.DuckDBPyRelation]:
    r"""Open a file of text with a header as a relation whose columns are text.

    Parameters
    ----------
    path : pathlib.Path
        CSV or TSV, plain, gzipped, or the largest file in a zip archive; UTF-8, else read as Windows-1252.

    Yields
    ------
    duckdb.DuckDBPyRelation
        Empty cells (`detente.sources.rows.EMPTY`) are null.

    Raises
    ------
    DataError
        If the file can't be read, or a row of it has more or fewer cells than the header: such a file is damaged.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "trade.csv"
    ...     _ = file.write_text("exporter,trade\nJPN,2\nJPN,3\n")
    ...     with text_relation(file) as rows:
    ...         rows.aggregate("exporter, sum(trade::DOUBLE)").fetchall()
    [('JPN', 5.0)]
    """
    import duckdb  # noqa: PLC0415 - only who reads such a file waits for it

    with tempfile.TemporaryDirectory(prefix="detente-") as folder, duckdb.connect() as db:
        plain = _plain(path, Path(folder) / "text.csv")
        delimiter, names = _header(plain)
        try:
            yield db.read_csv(
                duckdb_path(plain),
                header=True,
                columns=dict.fromkeys(names, "VARCHAR"),
                delimiter=delimiter,
                quotechar='"',
                escapechar='"',
                auto_detect=False,
                hive_partitioning=False,
                strict_mode=True,
                na_values=list(EMPTY),
            )
        except duckdb.Error as error:
            said = str(error).partition("\n")[0]
            raise DataError(f"{path} can't be read as text with a header: {said}", value=path) from None


def columns_of_text(relation: duckdb.DuckDBPyRelation) -> dict[str, str]:
    """Return the file's names of columns by their names in lower case."""
    return {name.strip().lower(): name for name in reversed(relation.columns)}


def largest_member(path: Path) -> Member:
    """Return the file itself, or the largest one in a zip archive.

    Raises
    ------
    DataError
        If it can't be read, or the archive is empty.
    """
    found = members(path, LIMITS)
    if not found:
        raise DataError(f"{path} holds no file", value=path)
    return max(found, key=lambda one: one.entry.file_size if one.entry else 0)


def quoted(name: str) -> str:
    """Return a column's name as SQL quotes it.

    Examples
    --------
    >>> quoted("flow")
    '"flow"'
    """
    return '"' + name.replace('"', '""') + '"'


def _plain(path: Path, copy: Path) -> Path:
    """Return a file of plain UTF-8 text: the path itself if it is that, else a copy."""
    member = largest_member(path)
    utf8 = _is_utf8(member)
    if utf8 and member.entry is None and member.name == path.name:
        return path
    with copy.open("wb") as out:
        for block in member.blocks():
            out.write(block if utf8 else block.decode("cp1252", errors="replace").encode())
    return copy


def _is_utf8(member: Member) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in member.blocks():
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _header(plain: Path) -> tuple[str, list[str]]:
    """Return the delimiter and the names of the columns, each once."""
    with plain.open("rb") as file:
        line = file.readline(LONGEST_HEADER).decode("utf-8-sig", errors="replace").strip("\r\n")
    delimiter = max(DELIMITERS, key=line.count)
    names = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    named = [name or f"{UNNAMED} {i}" for i, name in enumerate(names, start=1)]
    return delimiter, [name if name not in named[:i] else f"{name} {i}" for i, name in enumerate(named)]
