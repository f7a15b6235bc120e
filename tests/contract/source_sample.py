"""What a source's sample is: a small file of our own making."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import polars as pl

__all__ = ["Sample", "load", "save"]


class Sample(NamedTuple):
    """A source's sample in one layout: how to write it, and how many of its rows are sound and faulty.

    ``write`` writes the files into a folder, under one of the source's usual names, and returns the main one's path.
    """

    write: Callable[[Path], Path]
    kept: int
    rejected: int


def load(path: Path) -> pl.DataFrame:
    """Return a sample's main file, as it is or as text."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    return pl.read_csv(path, separator=_separator(path), infer_schema=False)


def save(rows: pl.DataFrame, path: Path) -> None:
    """Write a sample's main file anew."""
    if path.suffix == ".parquet":
        rows.write_parquet(path)
    else:
        rows.write_csv(path, separator=_separator(path))


def _separator(path: Path) -> str:
    return "\t" if path.suffix in (".tab", ".tsv") else ","
