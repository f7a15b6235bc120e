"""The starter pack: what Detente computed, shipped as package data and checked before it is read.

The pack is a folder of Parquet files and one ``manifest.json``::

    {"schema_version": 2,
     "data": {"version": "2026-12-01", "until": "2026-03-28", "changes": [{"version", "figures", "why"}, ...]},
     "tables": {"temperatures": {"file", "sha256", "bytes", "rows", "spans", "vintages", "revised"}, ...},
     "provenance": {"sources": [{"id", "title", "origin", "licence", "citation", "covers", ...}], ...}}

The data have a version of their own, the day of their release: a new pack needs no new code.

`detente.starter.writing` writes it; `Pack` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import StoreError
from detente.lake.parts import MENDING, Part
from detente.sources.readers.literal_paths import scan_parquet
from detente.store.scan import FileSelection, Vintage, readable, scan

__all__ = ["MANIFEST", "SCHEMA_VERSION", "DataChange", "DataVersion", "Pack"]

MANIFEST = "manifest.json"
SCHEMA_VERSION = 2
HELD = 16  # frames cached in memory: all tables, and a few vintages


@dataclass(frozen=True, slots=True)
class DataChange:
    """Figures that changed with a version of the data, and why."""

    version: str
    figures: str
    why: str


@dataclass(frozen=True, slots=True)
class DataVersion:
    """The version of the pack's data.

    Parameters
    ----------
    version : str
        The day of the release, YYYY-MM-DD; empty for a pack that does not state it.
    until : str
        The last day that any of its figures covers.
    changes : tuple of DataChange
        What changed, newest first.
    """

    version: str
    until: str
    changes: tuple[DataChange, ...] = ()

    def since(self, version: str) -> tuple[DataChange, ...]:
        """Return what changed after a version; all of it after an empty one.

        Examples
        --------
        >>> data = DataVersion("2026-12-01", "", (DataChange("2026-12-01", "temperatures", "to 2026"),))
        >>> len(data.since("")), len(data.since("2026-12-01"))
        (1, 0)
        """
        return tuple(change for change in self.changes if change.version > version)

    def as_dict(self) -> dict[str, Any]:
        """Return the version as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Pack:
    """The starter pack in `folder`. Tables are read when first used, and cached in memory."""

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
    def data(self) -> DataVersion:
        """The version of the data, and what changed in it."""
        stated = self.manifest.get("data", {})
        changes = tuple(DataChange(**change) for change in stated.get("changes", ()))
        return DataVersion(stated.get("version", ""), stated.get("until", ""), changes)

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
                revised=entry.get("revised", False),
            )
            for key, entry in self.manifest["tables"].items()
            if name in (None, key)
        ]

    def rows(self, name: str, vintages: tuple[Vintage, ...] = (), conditions: Sequence[pl.Expr] = ()) -> pl.LazyFrame:
        """Return the rows of a table, or of some vintages in it, that meet the conditions; the file is read once.

        Raises
        ------
        StoreError
            If its file can't be read, or is not the one the manifest lists.
        """
        return self._read(name, vintages).lazy().filter(*conditions).cast({pl.Categorical: pl.String})

    @cached_property
    def packed_votes(self) -> pl.DataFrame | None:
        """The file of votes with a row a roll call; None where votes are rows: see `detente.store.packed_votes`.

        Raises
        ------
        StoreError
            If the file can't be read, or is not the one the manifest lists.
        """
        (part,) = self.parts("votes")
        with readable(part):
            rows = scan_parquet(part.path)
            return None if "state" in rows.collect_schema() else rows.collect()

    @cached_property
    def _read(self) -> Callable[[str, tuple[Vintage, ...]], pl.DataFrame]:
        """Read rows, and hold those that were read last, with texts as codes: these take a quarter of the memory."""

        @lru_cache(maxsize=HELD)
        def read(name: str, vintages: tuple[Vintage, ...]) -> pl.DataFrame:
            (part,) = self.parts(name)
            return scan(part, FileSelection(part, vintages).where(), coded=True)

        return read
