"""Files too large for memory, queried in place by DuckDB; only aggregates are loaded."""

from __future__ import annotations

import codecs
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DataError
from detente.sources.readers.archives import Limits, Member, members
from detente.sources.readers.literal_paths import duckdb_path
from detente.sources.readers.stata_files import is_stata, stata_columns, stata_rows
from detente.sources.readers.text_files import header_in
from detente.sources.shaping.states import EMPTY

if TYPE_CHECKING:
    import duckdb

__all__ = ["UNNAMED", "columns_of", "is_parquet", "largest_member", "quoted", "relation_of"]

PARQUET = b"PAR1"
UNNAMED = "unnamed"  # column of row names, as written by R and pandas
LIMITS = Limits(ratio=1100)  # a matrix of few distinct codes compresses very well
CELLS = 20_000_000  # of a Stata file, in memory at a time


def is_parquet(path: Path) -> bool:
    """Return whether a file begins with Parquet's magic bytes.

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
def relation_of(path: Path) -> Iterator[duckdb.DuckDBPyRelation]:
    r"""Open a file as a relation whose columns are text.

    Parameters
    ----------
    path : pathlib.Path
        Parquet or Stata; or CSV or TSV, plain, gzipped, or the largest file in a zip archive; UTF-8, otherwise read as
        Windows-1252.

    Yields
    ------
    duckdb.DuckDBPyRelation
        Empty cells (`detente.sources.shaping.states.EMPTY`) are null.

    Raises
    ------
    DataError
        If the file can't be read, or one of its rows has more or fewer cells than the header.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "trade.csv"
    ...     _ = file.write_text("exporter,trade\nJPN,2\nJPN,3\n")
    ...     with relation_of(file) as rows:
    ...         rows.aggregate("exporter, sum(trade::DOUBLE)").fetchall()
    [('JPN', 5.0)]
    """
    import duckdb  # noqa: PLC0415 - loaded only for such files

    with tempfile.TemporaryDirectory(prefix="detente-") as folder, duckdb.connect() as db:
        try:
            yield _relation(db, path, Path(folder))
        except duckdb.Error as error:
            reason = str(error).partition("\n")[0]
            raise DataError(f"{path} can't be read as a table with a header: {reason}", value=path) from None


def _relation(db: duckdb.DuckDBPyConnection, path: Path, folder: Path) -> duckdb.DuckDBPyRelation:
    """Return a file's rows, all columns as text; `folder` is for temporary copies."""
    if is_parquet(path):
        return _as_text(db.read_parquet(duckdb_path(path)))
    if is_stata(path):
        names = stata_columns(path)
        parts: list[Path] = []
        for frame in stata_rows(path, names, at_a_time=max(1, CELLS // max(1, len(names)))):
            parts.append(folder / f"{len(parts)}.parquet")
            frame.write_parquet(parts[-1])
        return _as_text(db.read_parquet([duckdb_path(part) for part in parts], union_by_name=True))
    plain = _plain(path, folder / "text.csv")
    delimiter, names = header_in(path, plain)
    if not names:
        raise DataError(f"{path} has no header", value=path)
    return db.read_csv(
        duckdb_path(plain),
        header=True,
        columns=dict.fromkeys(_unique_names(names), "VARCHAR"),
        delimiter=delimiter,
        quotechar='"',
        escapechar='"',
        auto_detect=False,
        hive_partitioning=False,
        strict_mode=True,
        na_values=list(EMPTY),
    )


def _as_text(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return columns as text, with empty cells null."""
    empty = ", ".join(f"'{cell}'" for cell in EMPTY)
    texts = ((quoted(name), f"{quoted(name)}::VARCHAR") for name in rows.columns)
    return rows.project(
        ", ".join(f"CASE WHEN trim({text}) NOT IN ({empty}) THEN {text} END AS {name}" for name, text in texts)
    )


def columns_of(relation: duckdb.DuckDBPyRelation) -> dict[str, str]:
    """Return the file's column names by their lower-case form."""
    return {name.strip().lower(): name for name in reversed(relation.columns)}


def largest_member(path: Path) -> Member:
    """Return the file itself, or the largest file in a zip archive.

    Raises
    ------
    DataError
        If it can't be read, or the archive is empty.
    """
    files = members(path, LIMITS)
    if not files:
        raise DataError(f"{path} contains no file", value=path)
    return max(files, key=lambda one: one.entry.file_size if one.entry else 0)


def quoted(name: str) -> str:
    """Return a column name quoted for SQL.

    Examples
    --------
    >>> quoted("flow")
    '"flow"'
    """
    return '"' + name.replace('"', '""') + '"'


def _plain(path: Path, copy: Path) -> Path:
    """Return a file of plain UTF-8 text: the path itself if it is one, otherwise a copy."""
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


def _unique_names(names: list[str]) -> list[str]:
    """Return column names, with repeated names numbered."""
    return [name if name not in names[:i] else f"{name} {i}" for i, name in enumerate(names)]
