"""Parquet files with rows of one table, in the pack or the lake: what is known of each, and how to write one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from detente.catalog import Table
from detente.errors import StoreError
from detente.lake.integrity import check_once

__all__ = ["MENDING", "READDING", "Part", "as_named", "check_part", "physical_order", "profile", "write_parquet"]

ROW_GROUP = 20_000  # rows; small enough that one dyad's series touches a few
MENDING = "reinstall Detente, for instance with: pip install --force-reinstall detente"
READDING = "`detente data verify` names the files it was made from; ingest them again as before"


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file with rows of one table, and what is known of it without opening it.

    Parameters
    ----------
    table : str
        The table of its rows.
    path : pathlib.Path
        The file.
    size : int
        Its size in bytes.
    sha256 : str
        Its digest.
    place : str
        ``starter`` or ``added``.
    rows : int
        Rows in it.
    spans : tuple of dict
        ``dataset``, ``rows``, ``first``, ``last`` (ISO days, or None).
    vintages : tuple of dict
        For vintaged tables: one dict a vintage, of the group's columns and ``known_on`` (ISO day).
    revised : bool
        Whether a vintage has only the rows that have changed: the others are those of the vintages before it.
    """

    table: str
    path: Path
    size: int
    sha256: str
    place: str
    rows: int
    spans: tuple[dict[str, Any], ...]
    vintages: tuple[dict[str, str], ...]
    revised: bool = False


def as_named(rows: pl.LazyFrame, part: Part) -> pl.LazyFrame:
    """Return a file's rows with their dataset's name as the manifest has it: the file may have a former name."""
    names = {span["dataset"] for span in part.spans}
    if part.place != "added" or len(names) != 1 or None in names:
        return rows
    return rows.with_columns(pl.lit(names.pop()).alias("dataset"))


def check_part(part: Part) -> None:
    """Check a file of the pack, or of the lake, against its digest, once a process.

    Raises
    ------
    StoreError
        If the file is missing or is not the one the manifest lists.
    """
    if fault := check_once(part.path, part.sha256):
        if part.place == "starter":
            raise StoreError(f"the starter pack can't be read: {part.path} {fault}; {MENDING}", value=part.path)
        raise StoreError(f"{part.path} {fault}. {READDING}", value=part.path)


def profile(frame: pl.DataFrame, declared: Table) -> dict[str, Any]:
    """Return a frame's entry in a manifest: its rows, spans by dataset, and vintages."""
    by = ["dataset"] if "dataset" in declared.names else []
    days = [declared.when] if declared.when else []
    measures = [
        pl.len().alias("rows"),
        *(pl.col(day).min().cast(pl.String).alias("first") for day in days),
        *(pl.col(day).max().cast(pl.String).alias("last") for day in days),
    ]
    spans = frame.group_by(by).agg(measures).sort(by) if by else frame.select(measures)
    blank = {"dataset": None, "rows": 0, "first": None, "last": None}
    group = [*declared.vintage_of, "known_on"] if declared.vintage_of else []
    vintages = (
        frame.select(group).unique().sort(group).with_columns(pl.col("known_on").cast(pl.String)) if group else None
    )
    return {
        "rows": frame.height,
        "spans": [{**blank, **row} for row in spans.iter_rows(named=True)],
        "vintages": [] if vintages is None else vintages.to_dicts(),
    }


def physical_order(declared: Table) -> list[str]:
    """Return the columns that files are sorted by: the dyad first, so that one dyad's rows are together."""
    first = [name for name in ("source", "target", "a", "b") if name in declared.key]
    return [*first, *(name for name in declared.key if name not in first)]


def write_parquet(frame: pl.DataFrame, declared: Table, path: Path, *, level: int) -> None:
    """Write a validated frame as one Parquet file, the dyad's rows together."""
    frame.sort(physical_order(declared), nulls_last=True).write_parquet(
        path, compression="zstd", compression_level=level, row_group_size=ROW_GROUP, statistics=True
    )
