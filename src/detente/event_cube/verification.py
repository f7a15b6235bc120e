"""Is the cube whole? Its files, and how many records they count."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from detente.event_cube.cube import selected_datasets
from detente.event_cube.cube_files import CubeState, read_cube
from detente.event_cube.duckdb_engine import MENDING
from detente.lake.integrity import fault_of
from detente.lake.lake import Lake
from detente.sources.readers.literal_paths import scan_parquet

__all__ = ["check_cube"]


def check_cube(lake: Lake) -> list[str]:
    """Return what is wrong with the cube's files, in words; empty where they are whole.

    A file must be there with the digest the manifest lists, and the records in a dataset's cube must be those
    of the batches it counts.
    """
    return [fault for name in selected_datasets(lake, None) for fault in _faults(lake, name)]


def _faults(lake: Lake, dataset: str) -> Iterable[str]:
    cube = read_cube(lake, dataset)
    whole = True
    for file in cube.files:
        if fault := fault_of(lake.home / file.file, file.sha256):
            yield f"{file.file} {fault}. {MENDING}"
            whole = False
    if whole:
        yield from _wrong_count(lake, cube)


def _wrong_count(lake: Lake, cube: CubeState) -> Iterable[str]:
    """Say where the records of a cube are not those of the batches it counts."""
    rows = {batch.batch: batch.rows_ok for batch in lake.batches()}
    if any(name not in rows for name in cube.counted):
        return  # a batch was removed since; the next count rebuilds the cube
    expected = sum(rows[name] for name, replaced in cube.counted.items() if replaced is None)
    files = [lake.home / file.file for file in cube.files]
    found = scan_parquet(files).select(pl.col("records").sum()).collect().item() if files else 0
    if found != expected:
        yield f"the cube of {cube.dataset} counts {found:,} records, its batches have {expected:,}; {MENDING}"
