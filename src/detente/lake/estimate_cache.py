"""A cache of estimates that take long to compute, in the store's folder.

::

    estimates/<name>.json              the key: all that the estimate depends on; small results; the name of its file
    estimates/<name>-<random>.parquet  the estimate's rows, sorted, so that those of one dyad are read alone

The Parquet file is complete on the disk before the JSON file that names it appears. An estimate is used only if its
key is equal in every part and the digest of its file is unchanged. Everything can be computed again: a file that can't
be read counts as absent, and where the folder can't be written nothing is cached.

An estimate is deleted when its dataset's batches of events have changed, and the oldest when there are too many.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from detente.lake.lake import Lake, file_digest
from detente.sources.readers.literal_paths import scan_parquet

__all__ = ["FOLDER", "CachedEstimate", "events_version", "load", "prune", "save"]

FOLDER = "estimates"
MOST = 24  # estimates cached; a brief on own events needs three
MOST_BYTES = 2_000_000_000
ROW_GROUP = 10_000  # rows; one pair's are in one or two groups
LEFT_BEHIND = 3600.0  # seconds; a file this old that no JSON file names was left by a killed process

Key = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class CachedEstimate:
    """A cached estimate.

    Parameters
    ----------
    rows : polars.DataFrame
        Its rows, or those selected.
    notes : dict
        Small results saved with them.
    """

    rows: pl.DataFrame
    notes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Entry:
    note: Path
    values: dict[str, Any]

    @property
    def file(self) -> Path:
        """The file of rows."""
        return self.note.parent / Path(self.values["file"]).name


def load(lake: Lake, key: Key, only: pl.Expr | None = None) -> CachedEstimate | None:
    """Return the estimate cached under a key, or None.

    Parameters
    ----------
    lake : Lake
        The lake in whose folder the cache lies.
    key : mapping of str to str, int or float
        All that the estimate depends on, its ``dataset`` among it.
    only : polars.Expr, optional
        Condition on the rows to return; by default all.

    Returns
    -------
    CachedEstimate or None
        None also where it can't be read or its digest has changed.

    Examples
    --------
    >>> load(Lake(Path("nowhere")), {"dataset": "mine", "score": "all"}) is None
    True
    """
    entry = _read(lake.home / FOLDER / f"{_name(key)}.json")
    if entry is None or entry.values["key"] != dict(key):
        return None
    with contextlib.suppress(OSError, pl.exceptions.PolarsError):
        if file_digest(entry.file) == entry.values["sha256"]:
            rows = scan_parquet(entry.file)
            return CachedEstimate((rows if only is None else rows.filter(only)).collect(), entry.values["notes"])
    return None


def save(lake: Lake, key: Key, rows: pl.DataFrame, notes: Mapping[str, Any]) -> None:
    """Cache an estimate, if the folder can be written, and delete stale ones.

    Parameters
    ----------
    lake : Lake
        The lake in whose folder the cache lies. It is not created.
    key : mapping of str to str, int or float
        All that the estimate depends on, its ``dataset`` among it.
    rows : polars.DataFrame
        Its rows, sorted by the columns that `load` selects by.
    notes : mapping
        Small results that belong to it, as JSON data.
    """
    if not lake.home.is_dir():
        return
    folder, name = lake.home / FOLDER, _name(key)
    values: dict[str, Any] = {
        "key": dict(key),
        "notes": dict(notes),
        "batches": events_version(lake, str(key["dataset"])),
    }
    file = folder / f"{name}-{secrets.token_hex(6)}.parquet"
    try:
        folder.mkdir(exist_ok=True)
        with file.open("xb") as target:
            rows.write_parquet(target, compression="zstd", compression_level=1, row_group_size=ROW_GROUP)
            target.flush()
            os.fsync(target.fileno())
        values |= {"file": file.name, "bytes": file.stat().st_size, "sha256": file_digest(file)}
        _write(folder / f"{name}.json", json.dumps({"entry": values, "sha256": _digest_of(values)}))
    except (OSError, pl.exceptions.PolarsError):
        _remove(file)
    else:
        prune(lake)


def prune(lake: Lake) -> None:
    """Delete estimates whose dataset has changed, the oldest beyond the limits, and leftover files.

    Files that can't be deleted are left.
    """
    folder = lake.home / FOLDER
    total, count = 0, 0
    for entry in sorted(_entries(folder), key=lambda entry: _age(entry.note)):
        total, count = total + entry.values["bytes"], count + 1
        stale = entry.values["batches"] != events_version(lake, entry.values["key"]["dataset"])
        if stale or count > MOST or (total > MOST_BYTES and count > 1):
            _remove(entry.note)
            _remove(entry.file)
            total, count = total - entry.values["bytes"], count - 1
    named = {path for entry in _entries(folder) for path in (entry.note, entry.file)}
    for path in _listed(folder):
        if path not in named and _age(path) > LEFT_BEHIND:
            _remove(path)


def _name(key: Key) -> str:
    return _digest_of(dict(key))[:32]


def events_version(lake: Lake, dataset: str) -> str:
    """Return a digest of the batches of events of a dataset, or of several joined by ``+``, with their ends."""
    query = "SELECT batch, digest, superseded_on FROM batches WHERE dataset = ? AND \"table\" = 'events' ORDER BY batch"
    rows = []
    for name in dict.fromkeys([dataset, *dataset.split("+")]):
        rows += lake.records.ask(query, (name,))
    return _digest_of(rows)


def _entries(folder: Path) -> Iterator[_Entry]:
    for path in _listed(folder):
        if path.suffix == ".json" and (entry := _read(path)) is not None:
            yield entry


def _listed(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(folder.iterdir())
    return []


def _read(note: Path) -> _Entry | None:
    """Return the entry in a JSON file; None where there is none or its digest differs."""
    try:
        written = json.loads(note.read_text(encoding="utf-8"))
        values: dict[str, Any] = written["entry"]
        return _Entry(note, values) if _digest_of(values) == written["sha256"] else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _write(path: Path, text: str) -> None:
    """Write a small file, completely or not at all."""
    temporary = path.with_name(f"{path.stem}-{secrets.token_hex(6)}.part")
    try:
        with temporary.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        _remove(temporary)
        raise


def _digest_of(values: object) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _age(path: Path) -> float:
    with contextlib.suppress(OSError):
        return time.time() - path.stat().st_mtime
    return 0.0


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
