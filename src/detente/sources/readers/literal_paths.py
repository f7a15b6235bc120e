r"""File names passed to engines literally.

DuckDB, Polars and Spark treat ``*``, ``?`` and ``[…]`` in a path as a pattern, also in folder names, and then read
all files that match. Polars and DuckDB may also read ``key=value`` in a folder name as a column. Every path that is
passed to an engine goes through this module.

====================================================  ====================================================
engine                                                what happens with ``/data/x[1]/votes.parquet``
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
    r"""Return a path escaped for DuckDB.

    Raises
    ------
    DataError
        If the path contains both a backslash and one of ``*``, ``?``, ``[``: DuckDB treats a backslash in a pattern
        as a path separator.

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
            f"{text} can't be read: DuckDB can't open a path with both a backslash and one of *, ? and [; rename the "
            "folder or the file",
            value=text,
        )
    return PATTERN.sub(lambda match: f"[{match[0]}]", text)


def duckdb_parquet(db: duckdb.DuckDBPyConnection, paths: Iterable[Path | str]) -> duckdb.DuckDBPyRelation:
    """Return exactly these Parquet files, with their own columns, as a DuckDB relation."""
    return db.read_parquet([duckdb_path(path) for path in paths], hive_partitioning=False)


def scan_parquet(path: Path | list[Path]) -> pl.LazyFrame:
    """Return exactly these Parquet files, with their own columns, as a lazy frame."""
    return pl.scan_parquet(path, glob=False, hive_partitioning=False)


def parquet_schema(path: Path) -> pl.Schema:
    """Return the columns of a Parquet file and their types."""
    return scan_parquet(path).collect_schema()


def spark_path(path: str) -> str:
    r"""Return a path escaped for Spark.

    Examples
    --------
    >>> spark_path("/data/x[1]")
    '/data/x\\[1\\]'
    """
    return SPARK_PATTERN.sub(lambda match: f"\\{match[0]}", path)
