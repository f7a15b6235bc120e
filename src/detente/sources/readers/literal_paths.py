r"""Files read by exactly the name they have.

DuckDB, Polars and Spark take ``*``, ``?`` and ``[…]`` in a path for a pattern, in the folders' names too, and then read
whatever files match. Polars and DuckDB may also take ``key=value`` in a folder's name for a column. Every path that
is handed to an engine goes through this module.

====================================================  ====================================================
engine                                                what it does with ``/data/x[1]/votes.parquet``
====================================================  ====================================================
DuckDB 1.5 ``read_parquet``, ``read_csv``             reads ``/data/x1/votes.parquet`` where that exists
Polars 2.1 ``read_parquet``, ``read_csv``             the same, unless ``glob=False``
Polars 2.1 ``read_parquet_schema``                    the same, and it has no such option
Spark 4 ``read.parquet``                              the same, unless escaped with a backslash
DuckDB and Polars, writing                            write the file of that name
====================================================  ====================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from detente.errors import DataError

if TYPE_CHECKING:
    import duckdb

__all__ = ["duckdb_parquet", "duckdb_path", "parquet_schema", "scan_parquet", "spark_path"]

PATTERN = re.compile(r"[*?\[]")
SPARK_PATTERN = re.compile(r"[*?\[\]{}\\]")


def duckdb_path(path: Path | str) -> str:
    r"""Return a path as DuckDB has to be given it.

    Raises
    ------
    DataError
        If the path holds both a backslash and one of ``*``, ``?``, ``[``: DuckDB takes a backslash in a pattern for
        the end of a folder's name.

    Examples
    --------
    >>> duckdb_path("/data/x[1]/what?.csv")
    '/data/x[[]1]/what[?].csv'
    """
    text = str(path)
    if not PATTERN.search(text):
        return text
    if "\\" in text and Path(text).as_posix() == text:
        raise DataError(
            f"{text} can't be read: its path holds a backslash beside *, ? or [, which DuckDB can't be given; rename "
            "the folder or the file",
            value=text,
        )
    return PATTERN.sub(lambda found: f"[{found[0]}]", text)


def duckdb_parquet(db: duckdb.DuckDBPyConnection, paths: Iterable[Path | str]) -> duckdb.DuckDBPyRelation:
    """Return Parquet files as a relation of DuckDB: these files and no others, with the columns they have."""
    return db.read_parquet([duckdb_path(path) for path in paths], hive_partitioning=False)


def scan_parquet(path: Path | list[Path]) -> pl.LazyFrame:
    """Return a Parquet file, or several, as a lazy frame: these files and no others, with the columns they have."""
    return pl.scan_parquet(path, glob=False, hive_partitioning=False)


def parquet_schema(path: Path) -> pl.Schema:
    """Return the columns of a Parquet file and their types."""
    return scan_parquet(path).collect_schema()


def spark_path(path: str) -> str:
    r"""Return a path as Spark has to be given it.

    Examples
    --------
    >>> spark_path("/data/x[1]")
    '/data/x\\[1\\]'
    """
    return SPARK_PATTERN.sub(lambda found: f"\\{found[0]}", path)
