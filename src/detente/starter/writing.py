"""Write a starter pack: one Parquet file a table, and the manifest, which `detente.store.pack` reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.catalog import table
from detente.errors import TableError
from detente.lake.parts import profile, write_parquet
from detente.store.pack import MANIFEST, SCHEMA_VERSION
from detente.store.packed_votes import PACKED, pack

if TYPE_CHECKING:
    import polars as pl

__all__ = ["write_starter"]


def write_starter(
    folder: Path,
    frames: Mapping[str, pl.DataFrame],
    provenance: Mapping[str, Any],
    *,
    level: int = 12,
    kept: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    revised: Collection[str] = (),
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
    kept : mapping, optional
        Entries of the manifest for tables whose files are in the folder already.
    data : mapping, optional
        ``version``, ``until`` and ``changes`` of the data.
    revised : collection of str, optional
        Tables whose vintages have only the rows that changed: see `detente.lake.parts.Part`.

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
    valid = {name: table(name).validate(frame) for name, frame in sorted(frames.items())}
    tables = dict(kept or {})
    for name, frame in valid.items():
        path = folder / f"{name}.parquet"
        if {*PACKED, "roll_calls"} <= set(valid) and name in PACKED:
            path = folder / "votes.parquet"
            packed = pack(valid["votes"], valid["absences"], valid["roll_calls"])
            packed.write_parquet(path, compression="zstd", compression_level=level, statistics=False)
        else:
            write_parquet(frame, table(name), path, level=level)
        content = path.read_bytes()
        tables[name] = {
            "file": path.name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
            **profile(frame, table(name)),
            **({"revised": True} if name in revised else {}),
        }
    manifest = {
        "schema_version": SCHEMA_VERSION,
        "data": dict(data or {}),
        "tables": tables,
        "provenance": dict(provenance),
    }
    path = folder / MANIFEST
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path
