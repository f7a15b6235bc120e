"""Parquet files of texts of which there are few, written from Enums and Categoricals."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import polars as pl

__all__ = ["write_texts"]

SCHEMA = "ARROW:schema"  # the entry of a Parquet file's metadata in which Polars says what types its columns had


def write_texts(rows: pl.DataFrame, path: Path, *, level: int, row_group: int) -> None:
    """Write rows as a Parquet file in which Enums and Categoricals are texts.

    Polars writes these faster than texts, and beside them its own schema, which would make Enums of them again for
    whoever reads the file with Polars. The schema written here says that they are texts, as the file does.
    """
    types = tuple(rows.schema.items())
    rows.write_parquet(
        path, compression="zstd", compression_level=level, row_group_size=row_group, metadata={SCHEMA: _plain(types)}
    )


@cache
def _plain(types: tuple[tuple[str, pl.DataType], ...]) -> str:
    """Return the schema that Polars would write, were all Enums and Categoricals texts."""
    plain = {name: pl.String if isinstance(dtype, (pl.Enum, pl.Categorical)) else dtype for name, dtype in types}
    with io.BytesIO() as file:
        pl.DataFrame(schema=plain).write_parquet(file)
        file.seek(0)
        return pl.read_parquet_metadata(file)[SCHEMA]
