"""Text too large to hold: read by DuckDB where it lies, and only sums of it brought back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DataError
from detente.sources.archives import members

if TYPE_CHECKING:
    import duckdb

__all__ = ["columns_of_text", "is_parquet", "quoted", "text_relation"]

PARQUET = b"PAR1"


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
        CSV or TSV, plain, gzipped, or the first file in a zip archive.

    Yields
    ------
    duckdb.DuckDBPyRelation

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
        try:
            relation = db.read_csv(str(plain), header=True, all_varchar=True, strict_mode=True)
            yield relation
        except duckdb.Error as error:
            said = str(error).partition("\n")[0]
            raise DataError(f"{path} can't be read as text with a header: {said}", value=path) from None


def columns_of_text(relation: duckdb.DuckDBPyRelation) -> dict[str, str]:
    """Return the file's names of columns by their names in lower case."""
    return {name.strip().lower(): name for name in reversed(relation.columns)}


def quoted(name: str) -> str:
    """Return a column's name as SQL quotes it.

    Examples
    --------
    >>> quoted("flow")
    '"flow"'
    """
    return '"' + name.replace('"', '""') + '"'


def _plain(path: Path, copy: Path) -> Path:
    """Return a file of plain text: the path itself, or a copy of what it holds."""
    member = members(path)[0]
    if member.entry is None and member.name == path.name:
        return path
    with copy.open("wb") as out:
        for block in member.blocks():
            out.write(block)
    return copy
