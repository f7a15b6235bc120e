"""Whether files are the ones that were written: digests, checked before a file is read or rewritten.

The manifest lists the SHA-256 of every file of the lake and of the cube. It is checked

- before a file's rows are written to another file: a compaction, an upgrade, a batch removed, a count or merge of the
  cube;
- once in a process before a file is read as a whole (`detente.store.Store.read`, `detente.event_cube.counts`);
- by an ingest, for the files that hold rows of its inputs;
- by ``detente data verify``, for everything.

It is not checked where one dyad's rows are read from a cube's file (`detente.event_cube.cube.dyad_days`).
A pull assumes that a file of the lake is intact if its size and time of change are those of when it was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path, PurePath

from detente.errors import StoreError
from detente.lake.batches import Batch, LakeFile
from detente.lake.manifest import Manifest

__all__ = [
    "check_files",
    "check_once",
    "damaged_batches",
    "damaged_files",
    "damaged_inputs",
    "fault_of",
    "file_digest",
    "is_damaged",
    "mending",
]

SHOWN = 3  # inputs named in an error


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal.

    Raises
    ------
    OSError
        If it can't be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fault_of(path: Path, sha256: str) -> str | None:
    """Return what is wrong with a file, given its digest, in words; None if nothing is.

    Examples
    --------
    >>> fault_of(Path("nowhere.parquet"), "e3b0")
    'is missing'
    """
    try:
        found = file_digest(path)
    except (FileNotFoundError, NotADirectoryError):
        return "is missing"
    except OSError as error:
        return f"can't be read: {(error.strerror or str(error)).lower()}"
    return None if found == sha256 else "is damaged: its SHA-256 differs from that of the file that was written"


def check_once(path: Path, sha256: str) -> str | None:
    """Return what is wrong with a file, as `fault_of`; one that was checked and has not changed is not read again."""
    try:
        stat = path.stat()
        found = _digest(path, stat.st_size, stat.st_mtime_ns)
    except OSError:
        return fault_of(path, sha256)
    return None if found == sha256 else fault_of(path, sha256)


@lru_cache(maxsize=65_536)
def _digest(path: Path, size: int, changed: int) -> str:  # noqa: ARG001 - size and time of change identify the version
    return file_digest(path)


def check_files(manifest: Manifest, files: Iterable[LakeFile]) -> None:
    """Check that files of the lake are the ones that were written.

    Raises
    ------
    StoreError
        For the first that is not: which it is, what its rows came from, and what to do.
    """
    for stored in files:
        if fault := fault_of(manifest.path.parent / stored.file, stored.sha256):
            raise StoreError(f"{stored.file} {fault}. {mending(manifest, stored.file)}", value=stored.file)


def mending(manifest: Manifest, file: str) -> str:
    """Return how to restore a file of the lake: from the inputs whose rows it holds."""
    held = manifest.batches("b.batch IN (SELECT batch FROM holdings WHERE file = ?)", (file,))
    origins = sorted({batch.origin for batch in held})
    if not origins:
        return "Ingest the file that its rows came from again, which rewrites it"
    more = f" and {len(origins) - SHOWN:,} more" if len(origins) > SHOWN else ""
    return (
        f"Its rows came from {', '.join(origins[:SHOWN])}{more}; ingest them again as before, with "
        "`detente ingest` or `detente pull`, which rewrites them"
    )


def is_damaged(manifest: Manifest, batch: Batch) -> bool:
    """Whether rows of a batch are missing from where the manifest lists them."""
    files = manifest.held([batch.batch])[batch.batch]
    if not files:
        return batch.rows_in > 0
    return bool(damaged_files(manifest, files))


def damaged_files(manifest: Manifest, files: Collection[str] | None = None, *, trusting: bool = False) -> list[str]:
    """Return the files of the lake, of some or of all, that are not the ones that were written.

    Parameters
    ----------
    manifest : Manifest
        What they were.
    files : collection of str, optional
        Paths within the store's folder; by default all.
    trusting : bool, optional
        Assume that a file is intact if its size and time of change are those of when it was written.
    """
    return list(_damaged(manifest, files, trusting=trusting))


def _damaged(manifest: Manifest, files: Collection[str] | None, *, trusting: bool) -> Iterator[str]:
    home = manifest.path.parent
    listed = manifest.files() if files is None else [s for f in files for s in manifest.files("file = ?", (f,))]
    for stored in listed:
        try:
            stat = (home / stored.file).stat()
        except OSError:
            yield stored.file
            continue
        known = trusting and stat.st_mtime_ns == stored.profile.get("mtime_ns")
        if stat.st_size != stored.bytes or (not known and fault_of(home / stored.file, stored.sha256)):
            yield stored.file


def damaged_inputs(manifest: Manifest) -> set[tuple[str, str]]:
    """Return dataset and file name of the inputs of which rows are missing from where the manifest lists them.

    A file of the lake is assumed intact if its size and time of change are those of when it was written.
    """
    lost = damaged_batches(manifest, trusting=True)
    found = [batch for batch in manifest.batches() if batch.batch in lost] if lost else []
    return {(batch.dataset, PurePath(batch.origin).name) for batch in found}


def damaged_batches(manifest: Manifest, *, trusting: bool = False) -> set[str]:
    """Return the batches of which rows are missing from where the manifest lists them; see `damaged_files`."""
    lost = damaged_files(manifest, trusting=trusting)
    held = {batch for file in lost for batch in manifest.holders(file)}
    nowhere = manifest.ask("SELECT batch FROM batches WHERE rows_in > 0 AND batch NOT IN (SELECT batch FROM holdings)")
    return held | {batch for (batch,) in nowhere}
