"""The starter pack: what Detente computed, shipped as package data and checked before it is believed.

The pack is a folder of Parquet files and one ``manifest.json``::

    {"schema_version": 1,
     "tables": {"temperatures": {"file", "sha256", "bytes", "rows", "spans", "vintages"}, ...},
     "provenance": {"sources": [{"id", "title", "origin", "licence", "citation", "covers", ...}], ...}}

`write_starter` writes it, byte for byte the same from the same frames; `Pack` reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from detente.catalog import Table, table
from detente.errors import StoreError, TableError
from detente.store.integrity import check_once

__all__ = ["MANIFEST", "READDING", "Pack", "Part", "profile", "write_starter"]

MANIFEST = "manifest.json"
SCHEMA_VERSION = 1
ROW_GROUP = 20_000  # rows; small enough that one dyad's series touches a few
MENDING = "reinstall Detente, for instance with: pip install --force-reinstall detente"

READDING = "`detente data verify` names what its rows came from; bring that in again as you did before"


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file that holds rows of one table, and what is known of it without opening it.

    Parameters
    ----------
    table : str
        Whose rows it holds.
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
    """

    table: str
    path: Path
    size: int
    sha256: str
    place: str
    rows: int
    spans: tuple[dict[str, Any], ...]
    vintages: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Pack:
    """The starter pack in `folder`. Nothing is read before it is asked for."""

    folder: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the pack holds.

        Raises
        ------
        StoreError
            If there is no readable manifest.
        """
        path = self.folder / MANIFEST
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise StoreError(f"the starter pack is missing: {path} does not exist; {MENDING}", value=path) from None
        except (OSError, ValueError) as error:
            raise StoreError(f"the starter pack can't be read: {path}: {error}; {MENDING}", value=path) from None
        if not isinstance(manifest, dict) or manifest.get("schema_version") != SCHEMA_VERSION:
            raise StoreError(
                f"the starter pack in {self.folder} is not of layout {SCHEMA_VERSION}; {MENDING}", value=path
            )
        return manifest

    @property
    def sources(self) -> list[dict[str, Any]]:
        """The provenance entries, as written."""
        return list(self.manifest["provenance"].get("sources", ()))

    def parts(self, name: str | None = None) -> list[Part]:
        """Return the pack's files, or the one that holds table `name`, unchecked."""
        return [
            Part(
                table=key,
                path=self.folder / entry["file"],
                size=entry["bytes"],
                sha256=entry["sha256"],
                place="starter",
                rows=entry["rows"],
                spans=tuple(entry["spans"]),
                vintages=tuple(entry["vintages"]),
            )
            for key, entry in self.manifest["tables"].items()
            if name in (None, key)
        ]


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
    """Return what a manifest says of a frame: its rows, spans by dataset, and vintages."""
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
    """Return the columns that files are sorted by: the dyad first, so that one dyad's rows lie together."""
    first = [name for name in ("source", "target", "a", "b") if name in declared.key]
    return [*first, *(name for name in declared.key if name not in first)]


def write_parquet(frame: pl.DataFrame, declared: Table, path: Path, *, level: int) -> None:
    """Write a validated frame as one Parquet file, the dyad's rows together."""
    frame.sort(physical_order(declared), nulls_last=True).write_parquet(
        path, compression="zstd", compression_level=level, row_group_size=ROW_GROUP, statistics=True
    )


def write_starter(
    folder: Path, frames: Mapping[str, pl.DataFrame], provenance: Mapping[str, Any], *, level: int = 19
) -> Path:
    """Write a starter pack: one Parquet file a table, and the manifest.

    The same frames and provenance give the same bytes, with the same version of Polars. Values are written
    as given: round them first.

    Parameters
    ----------
    folder : pathlib.Path
        Where to. It is made if need be; other files in it are left alone.
    frames : mapping of str to polars.DataFrame
        By table; each is validated.
    provenance : mapping
        JSON data. ``sources`` is a list of dicts with ``id``, ``title``, ``origin``, ``licence``,
        ``citation`` and ``covers``, and optionally ``tables`` and ``datasets``: the rows it stands behind.
    level : int, optional
        zstd level, 1 to 22.

    Returns
    -------
    pathlib.Path
        The manifest.

    Raises
    ------
    TableError
        If a frame does not fit its table, or a source lacks an entry.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from detente.catalog import table
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_starter(Path(folder), {"agreements": table("agreements").empty()}, {"sources": []}).name
    'manifest.json'
    """
    for source in provenance.get("sources", ()):
        if absent := {"id", "title", "origin", "licence", "citation", "covers"} - set(source):
            raise TableError(f"provenance source {source.get('id')!r} lacks {', '.join(sorted(absent))}", value=source)
    folder.mkdir(parents=True, exist_ok=True)
    tables = {}
    for name in sorted(frames):
        declared = table(name)
        frame = declared.validate(frames[name])
        path = folder / f"{name}.parquet"
        write_parquet(frame, declared, path, level=level)
        data = path.read_bytes()
        tables[name] = {
            "file": path.name,
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
            **profile(frame, declared),
        }
    manifest = {"schema_version": SCHEMA_VERSION, "tables": tables, "provenance": dict(provenance)}
    path = folder / MANIFEST
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path
