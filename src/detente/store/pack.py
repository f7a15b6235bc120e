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
from typing import TYPE_CHECKING, Any

from detente.catalog import table
from detente.errors import StoreError, TableError
from detente.lake.parts import MENDING, Part, profile, write_parquet

if TYPE_CHECKING:
    import polars as pl

__all__ = ["MANIFEST", "Pack", "write_starter"]

MANIFEST = "manifest.json"
SCHEMA_VERSION = 1


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
