"""The cube: events summed to directed dyad, day and class, kept up to date as batches come.

A *cell* is source, target, day, quad class, CAMEO root and PLOVER type; either state may be missing. For each
cell the cube holds, by the day on which it became known: reports, distinct events, records (rows of the
dataset), the sum of intensity in thousandths, and how many records have one. Summed over the days of
knowledge up to a day, it says what was known then; summed over cells, it gives weeks, months, quarters,
years and any scheme of classes.

*Distinct events*: records of one cell with one key report one event. It counts from the first day on which
any of them was known for as long as any is; a record without a key is an event of its own. Which batch came
first does not matter, so that a cube built batch by batch equals one built at once.

`refresh_cube` counts the batches that are not in the cube yet (see `detente.event_cube.batch_counting`). It reads those
batches, and of the others only rows of the same days; a batch that a later version replaced is counted again from
the day of replacement, with its sign turned. Only where a batch was removed is the dataset's cube rebuilt.
`compact_cube` merges a month's files into one, dyad by dyad.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from detente.dates import check_day
from detente.errors import NoAnswer, StoreError, UsageError
from detente.event_cube.batch_counting import CountProgress, count_due
from detente.event_cube.cube_files import FOLDER, CubeChanged, CubeState, covering_files, publish, read_cube
from detente.event_cube.duckdb_engine import (
    MENDING,
    as_store_error,
    check_cube_files,
    engine,
    event_batches,
    sql_text,
    write_cube_file,
)
from detente.lake.integrity import fault_of
from detente.lake.lake import Lake
from detente.sources.readers.literal_paths import duckdb_parquet, scan_parquet

__all__ = [
    "CubeRefresh",
    "compact_cube",
    "cube_frame",
    "cube_of",
    "drop_cube",
    "dyad_days",
    "forget_cube",
    "refresh_cube",
    "selected_datasets",
]

SUMS = ("reports", "events", "records", "intensity", "rated")
STEPS = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
DAYS_KEY = ("dataset", "source", "target", "period", "quad", "root", "plover")
MOST_FILES = 16  # a month of more files is merged as the cube is refreshed
TRIES = 50  # when other processes change the cube at the same time; each try that fails means that one of them got on
PAUSE = 0.05  # seconds at most before another try


@dataclass(frozen=True, slots=True)
class CubeRefresh:
    """What a refresh did to one dataset's cube.

    Parameters
    ----------
    dataset : str
        Its name.
    batches : int
        Batches counted that were not before, or were replaced since.
    records : int
        Rows of events in them that were not counted before.
    rebuilt : bool
        True if the cube was rebuilt because a batch it counted was removed, or one of its files was damaged.
    files, rows : int
        Files of the cube, and rows in them, after the refresh.
    """

    dataset: str
    batches: int
    records: int
    rebuilt: bool
    files: int
    rows: int

    def resized(self, other: CubeRefresh) -> CubeRefresh:
        """Return the change with the files and rows of another, of the same cube later."""
        return replace(self, files=other.files, rows=other.rows)

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain data, for ``--json``."""
        return asdict(self)


# Keeping the cube up to date


def refresh_cube(lake: Lake, dataset: str | None = None, *, thorough: bool = False) -> list[CubeRefresh]:
    """Count the batches that the cube does not hold yet.

    A cube of which a file is missing or cut short is recounted.

    Parameters
    ----------
    lake : Lake
        The lake.
    dataset : str, optional
        Only this dataset; by default every one with events.
    thorough : bool, optional
        Check the digest of each of the cube's files, too, and recount if one is damaged.

    Returns
    -------
    list of CubeRefresh
        One a dataset.

    Raises
    ------
    NoAnswer
        If the dataset has no events.
    StoreError
        If the lake can't be read or the cube can't be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> refresh_cube(Lake(Path("nowhere")))
    []
    """
    return [_refresh(lake, name, thorough=thorough) for name in selected_datasets(lake, dataset)]


def selected_datasets(lake: Lake, dataset: str | None) -> tuple[str, ...]:
    """Return the given dataset, or all that have events, sorted.

    Raises
    ------
    NoAnswer
        If the dataset has no events.
    """
    names = lake.records.datasets_with("events")
    if dataset is None:
        return names
    if dataset not in names:
        has = f"there are {', '.join(names)}" if names else "there are none of any dataset"
        raise NoAnswer(
            f"there are no events of dataset {dataset!r} to count; {has}. Bring events in with: "
            "detente pull or detente ingest",
            value=dataset,
        )
    return (dataset,)


def _refresh(lake: Lake, dataset: str, *, thorough: bool) -> CubeRefresh:
    cube, batches = read_cube(lake, dataset), event_batches(lake, dataset)
    counted = CountProgress(cube)
    rebuilt = False
    for tries_left in reversed(range(TRIES)):
        try:
            if _taken_away(counted.cube, batches) or _is_damaged(lake, counted.cube, thorough=thorough):
                counted.cube = publish(lake, counted.cube, {}, (), counted.cube.files)
                rebuilt = True
            count_due(lake, counted, batches)
            break
        except CubeChanged:
            if not tries_left:
                raise
            time.sleep(random.uniform(0, PAUSE))  # noqa: S311 - no secret
            counted.cube, batches = read_cube(lake, dataset), event_batches(lake, dataset)
    with contextlib.suppress(CubeChanged):  # whoever changed it merges
        for label in sorted({file.label for file in counted.cube.files}):
            if sum(file.label == label for file in counted.cube.files) > MOST_FILES:
                counted.cube = _merge(lake, counted.cube, label)
    files = counted.cube.files
    return CubeRefresh(dataset, counted.batches, counted.records, rebuilt, len(files), sum(file.rows for file in files))


def _taken_away(cube: CubeState, batches: Mapping[str, date | None]) -> bool:
    """Return whether the cube is outdated: a batch was removed, or a replacement was undone."""
    replaced = ((name, day) for name, day in cube.counted.items() if day is not None)
    return not cube.counted.keys() <= batches.keys() or any(batches[name] != day for name, day in replaced)


def _is_damaged(lake: Lake, cube: CubeState, *, thorough: bool) -> bool:
    """Return whether a file of the cube is not there or has another size; or, thoroughly, another digest."""
    for file in cube.files:
        path = lake.home / file.file
        if not path.is_file() or path.stat().st_size != file.bytes or (thorough and fault_of(path, file.sha256)):
            return True
    return False


def drop_cube(lake: Lake, dataset: str | None = None) -> None:
    """Delete the cube of a dataset, or of all: the next refresh recounts everything.

    Raises
    ------
    NoAnswer
        If the dataset has no events.
    StoreError
        If the manifest can't be written.
    """
    for name in selected_datasets(lake, dataset):
        forget_cube(lake, name)


def forget_cube(lake: Lake, dataset: str) -> None:
    """Take a dataset's cube out of use, whether or not it has events still.

    Raises
    ------
    StoreError
        If the manifest can't be written.
    """
    for tries_left in reversed(range(TRIES)):
        cube = read_cube(lake, dataset)
        if not (cube.files or cube.counted):
            return
        try:
            publish(lake, cube, {}, (), cube.files)
        except CubeChanged:
            if not tries_left:
                raise
        else:
            return


def compact_cube(lake: Lake, dataset: str | None = None) -> list[CubeRefresh]:
    """Merge the cube's files by month of knowledge, so that a dyad's rows lie together.

    Parameters
    ----------
    lake : Lake
        The lake.
    dataset : str, optional
        Only this dataset; by default every one with events.

    Returns
    -------
    list of CubeRefresh
        One a dataset; nothing is counted.

    Raises
    ------
    NoAnswer
        If the dataset has no events.
    StoreError
        If the cube can't be read or written.
    """
    changes = []
    for name in selected_datasets(lake, dataset):
        cube = _compacted(lake, name)
        changes.append(CubeRefresh(name, 0, 0, False, len(cube.files), sum(file.rows for file in cube.files)))
    return changes


def _compacted(lake: Lake, dataset: str) -> CubeState:
    for tries_left in reversed(range(TRIES)):
        cube = read_cube(lake, dataset)
        try:
            for label in sorted({file.label for file in cube.files}):
                if sum(file.label == label for file in cube.files) > 1:
                    cube = _merge(lake, cube, label)
        except CubeChanged:
            if not tries_left:
                raise
            time.sleep(random.uniform(0, PAUSE))  # noqa: S311 - no secret
        else:
            return cube
    raise AssertionError  # the loop returns or raises


def _merge(lake: Lake, cube: CubeState, label: str) -> CubeState:
    old = [file for file in cube.files if file.label == label]
    check_cube_files(lake, old)
    with as_store_error(lake.home), engine() as db:
        duckdb_parquet(db, [lake.home / file.file for file in old]).create_view("cube")
        made = write_cube_file(db, lake, cube.dataset, label, sql_text("cube_merge"))
    return publish(lake, cube, cube.counted, [made] if made.rows else [], old)


# Reading the cube


def cube_of(lake: Lake, dataset: str) -> list[Path] | None:
    """Return the files of a dataset's cube, or None where the cube is not up to date.

    Raises
    ------
    StoreError
        If a file is not the one that was written.
    """
    files = covering_files(lake, dataset)
    check_cube_files(lake, files or ())
    return [lake.home / file.file for file in files] if files else None


def cube_frame(lake: Lake, dataset: str) -> pl.DataFrame:
    """Return a dataset's whole cube, merged: the columns of the cube's files, sorted.

    Raises
    ------
    NoAnswer
        If there is none, or it is not up to date.
    """
    files = cube_of(lake, dataset) or _files(lake, dataset)
    with engine() as db, as_store_error(lake.home):
        duckdb_parquet(db, files).create_view("cube")
        return pl.DataFrame(db.sql(sql_text("cube_merge")))


def dyad_days(
    lake: Lake, dataset: str, source: str, target: str, *, freq: str = "day", as_of: date | None = None
) -> pl.DataFrame:
    """Return one directed dyad's counts by day, or by a longer step, from the cube.

    Parameters
    ----------
    lake : Lake
        The lake.
    dataset : str
        The dataset of events.
    source, target : str
        Codes of two states.
    freq : {'day', 'week', 'month', 'quarter', 'year'}
        Length of a step; a week begins on Monday.
    as_of : datetime.date, optional
        Only what was known by then; by default today.

    Returns
    -------
    polars.DataFrame
        dataset, source, target, period (first day of the step), quad, root, plover, reports, events, records,
        intensity (sum, in thousandths of a scale point) and rated (records that have an intensity); a step
        without a row had no event.

    Raises
    ------
    UsageError
        If there is no such step.
    NoAnswer
        If there is no cube, or it is not up to date.

    Examples
    --------
    >>> from pathlib import Path
    >>> try:
    ...     dyad_days(Lake(Path("nowhere")), "gdelt", "CHN", "JPN")
    ... except NoAnswer as error:
    ...     print(error)
    the cube of 'gdelt' is not up to date; update it with: detente cube
    """
    if freq not in STEPS:
        raise UsageError(f"invalid freq {freq!r}: expected one of {', '.join(STEPS)}", value=freq)
    day = check_day(as_of)
    files = _files(lake, dataset)
    wanted = (pl.col("source") == source) & (pl.col("target") == target) & (pl.col("known_on") <= day)
    period = pl.col("day").dt.truncate(STEPS[freq]).alias("period")
    try:
        # Polars opens files faster than DuckDB connects, and reads only the row groups that may hold the dyad
        found = scan_parquet(files).filter(wanted).with_columns(pl.lit(dataset).alias("dataset")).collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StoreError(f"the cube in {lake.home / FOLDER} can't be read: {error}. {MENDING}", value=files) from None
    known = found.with_columns(period).group_by(DAYS_KEY).agg(pl.col(SUMS).sum())
    return known.filter(pl.col("records") > 0).sort(DAYS_KEY, nulls_last=True)


def _files(lake: Lake, dataset: str) -> list[Path]:
    if files := covering_files(lake, dataset):
        return [lake.home / file.file for file in files]
    raise NoAnswer(
        f"the cube of {dataset!r} is not up to date; update it with: detente cube",
        value=dataset,
    )
