"""A store of layout 1, brought up to date: its files of events get the columns that came with layout 2.

The manifest's own tables are changed by SQL (see `detente.lake.manifest`). Files are not changed but written anew,
so that an upgrade that is killed leaves the store as it was.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import polars as pl

from detente.catalog import table
from detente.lake.integrity import file_digest
from detente.lake.packing import numbered
from detente.sources.events.keys import key_of
from detente.sources.readers.literal_paths import parquet_schema, scan_parquet

__all__ = ["Mended", "mended_events"]

LEVEL = 6


class Mended(NamedTuple):
    """A file that takes the place of another."""

    old: str
    new: str
    bytes: int
    sha256: str


def mended_events(home: Path, files: Mapping[str, str]) -> list[Mended]:
    """Write files of events anew, with the columns that they lack.

    Parameters
    ----------
    home : pathlib.Path
        The store's folder.
    files : mapping of str to str
        Paths within it, and their digests. A file that has all columns, is not there or is damaged is left as it is.

    Returns
    -------
    list of Mended
        The new files, written and not yet in the manifest.

    Raises
    ------
    OSError
        If a file can't be written.
    """
    names = table("events").names
    found = []
    for file, sha256 in files.items():
        path = home / file
        if not path.is_file() or file_digest(path) != sha256 or set(names) <= set(parquet_schema(path)):
            continue
        new = f"{file.removesuffix('.parquet')}-{secrets.token_hex(4)}.parquet"
        temporary = home / f"{new}.part"
        rows = _with_all(scan_parquet(path).collect()).select(names)
        numbered(rows).write_parquet(temporary, compression="zstd", compression_level=LEVEL)
        temporary.replace(home / new)
        found.append(Mended(file, new, (home / new).stat().st_size, file_digest(home / new)))
    return found


def _with_all(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the key that tells acts apart, and no marks: nothing was mended then."""
    code = rows.select(pl.coalesce("cameo", "plover", "quad")).to_series()
    key = key_of(rows["date"], rows["source_actor"], rows["target_actor"], code)
    return rows.with_columns(key.alias("key"), pl.lit(0, pl.Int32).alias("flags"))
