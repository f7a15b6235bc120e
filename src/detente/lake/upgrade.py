"""A store of an older layout, brought up to date.

From layout 1: files of events get the columns that came with layout 2. They are not changed but rewritten, so that
an upgrade that is killed leaves the store as it was. From layout 2: datasets that are called otherwise now get their
new names in the manifest. No file is written: the manifest says which dataset the rows of a file belong to.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from detente.catalog import table
from detente.lake.integrity import file_digest
from detente.sources.events.keys import key_of
from detente.sources.readers.literal_paths import parquet_schema, scan_parquet

__all__ = ["RewrittenFile", "mended_events", "rename_datasets"]

LEVEL = 6


class RewrittenFile(NamedTuple):
    """A file that takes the place of another."""

    old: str
    new: str
    bytes: int
    sha256: str


def mended_events(home: Path, files: Mapping[str, str]) -> list[RewrittenFile]:
    """Rewrite files of events, with the columns that they lack.

    Parameters
    ----------
    home : pathlib.Path
        The store's folder.
    files : mapping of str to str
        Paths within it, and their digests. A file that has all columns, is not there or is damaged is left as it is.

    Returns
    -------
    list of RewrittenFile
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
        rows.write_parquet(temporary, compression="zstd", compression_level=LEVEL)
        temporary.replace(home / new)
        found.append(RewrittenFile(file, new, (home / new).stat().st_size, file_digest(home / new)))
    return found


def _with_all(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the key that tells acts apart, and no marks: nothing was mended then."""
    code = rows.select(pl.coalesce("cameo", "plover", "quad")).to_series()
    key = key_of(rows["date"], rows["source_actor"], rows["target_actor"], code)
    return rows.with_columns(key.alias("key"), pl.lit(0, pl.Int32).alias("flags"))


def rename_datasets(db: sqlite3.Connection) -> None:
    """Rename the datasets of a manifest that are called otherwise now, and note it in the table ``renamed``.

    A dataset whose new name is taken keeps its old one.

    Parameters
    ----------
    db : sqlite3.Connection
        The manifest, in a transaction.
    """
    from detente.sources.events.known_formats import former_names  # noqa: PLC0415 - once in a store's life

    there = {name for (name,) in db.execute("SELECT DISTINCT dataset FROM batches")}
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for old, new in former_names().items():
        if old not in there or new in there:
            continue
        for table_name in ("batches", "files", *sorted(tables & {"cube_files", "cube_batches", "cube_changes"})):
            db.execute(f"UPDATE {table_name} SET dataset = ? WHERE dataset = ?", (new, old))  # noqa: S608 - names of ours
        for file, profile in db.execute("SELECT file, profile FROM files WHERE dataset = ?", (new,)).fetchall():
            renamed = json.dumps(_with_name(json.loads(profile), old, new))
            db.execute("UPDATE files SET profile = ? WHERE file = ?", (renamed, file))
        db.execute("INSERT INTO renamed VALUES (?, ?)", (old, new))


def _with_name(profile: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """Return a file's profile with a dataset's new name in its spans and vintages."""
    for row in (*profile.get("spans", ()), *profile.get("vintages", ())):
        if row.get("dataset") == old:
            row["dataset"] = new
    return profile
