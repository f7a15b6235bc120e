"""Write a starter pack: one Parquet file a table, and the manifest, which `detente.store.pack` reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.catalog import table
from detente.errors import TableError
from detente.lake.parts import profile, write_parquet
from detente.store.pack import MANIFEST, SCHEMA_VERSION

if TYPE_CHECKING:
    import polars as pl

__all__ = ["write_starter"]


def write_starter(
    folder: Path, frames: Mapping[str, pl.DataFrame], provenance: Mapping[str, Any], *, level: int = 19
) -> Path:
    """Write a starter pack: one Parquet file a table, and the manifest.

    The same frames and provenance give the same bytes, with the same version of Polars. Values are written
    as given: round them first.

    Parameters
    ----------
    folder : pathlib.Path
        Destination, created if needed; other files in it are left unchanged.
    frames : mapping of str to polars.DataFrame
        By table; each is validated.
    provenance : mapping
        JSON data. ``sources`` is a list of dicts with ``id``, ``title``, ``origin``, ``licence``,
        ``citation`` and ``covers``, and optionally ``tables`` and ``datasets``: the rows that it describes.
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
