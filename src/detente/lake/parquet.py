"""Parquet files with columns of few distinct texts, written from Enums and Categoricals."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import polars as pl

__all__ = ["write_texts"]

SCHEMA = "ARROW:schema"  # the metadata entry in which Polars records the types of its columns


def write_texts(rows: pl.DataFrame, path: Path, *, level: int, row_group: int) -> None:
    """Write rows as a Parquet file in which Enums and Categoricals are texts.

    Polars writes these faster than texts, together with its own schema, which would turn them into Enums again when
    the file is read with Polars. The schema written here has texts, as the file does.
    """
    listed = (pl.Enum, pl.Categorical)
    types = tuple((name, pl.String() if isinstance(dtype, listed) else dtype) for name, dtype in rows.schema.items())
    rows.write_parquet(
        path, compression="zstd", compression_level=level, row_group_size=row_group, metadata={SCHEMA: _schema(types)}
    )


@lru_cache(maxsize=16)  # a table's columns are the same in every file; an Enum here would keep all of its texts
def _schema(types: tuple[tuple[str, pl.DataType], ...]) -> str:
    """Return the schema that Polars writes for columns of these types."""
    with io.BytesIO() as file:
        pl.DataFrame(schema=dict(types)).write_parquet(file)
        file.seek(0)
        return pl.read_parquet_metadata(file)[SCHEMA]
