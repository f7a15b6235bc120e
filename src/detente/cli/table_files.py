"""A table that the user asked for as a file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from detente.characters import csv_text, json_text
from detente.cli.output import write_file
from detente.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["write_table"]


def write_table(frame: pl.DataFrame, data: object, output: Path) -> None:
    """Write a table as CSV or Parquet, or the whole answer as JSON, by the file's suffix.

    Parameters
    ----------
    frame : polars.DataFrame
        The table.
    data : object
        The whole answer as plain data.
    output : pathlib.Path
        The file.

    Raises
    ------
    UsageError
        If the suffix is another, or the file can't be written.
    """
    match output.suffix:
        case ".csv":
            write_file(output, csv_text(frame))
        case ".parquet":
            buffer = io.BytesIO()
            frame.write_parquet(buffer)
            write_file(output, buffer.getvalue())
        case ".json":
            write_file(output, json_text(data, default=str) + "\n")
        case other:
            raise UsageError(
                f"a table can't be written as {other or 'a file without suffix'}; use .csv, .parquet or .json",
                value=other,
            )
