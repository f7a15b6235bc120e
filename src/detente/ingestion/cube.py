"""The verb cube: count events by dyad, day and class, and keep the counts up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from detente.documents.answer import Answer
from detente.errors import UsageError, check_choice
from detente.event_cube.cube import CubeRefresh, compact_cube, drop_cube, refresh_cube
from detente.store import Store

__all__ = ["ENGINES", "CubeAnswer", "cube", "refresh_cubes"]

ENGINES = ("duckdb", "spark")
LOCAL = "local[*]"


@dataclass(frozen=True)
class CubeAnswer(Answer):
    """What was counted.

    Parameters
    ----------
    changes : tuple of detente.event_cube.cube.CubeRefresh
        One a dataset.
    """

    changes: tuple[CubeRefresh, ...]

    def frame(self) -> pl.DataFrame:
        """Return a row a dataset: batches and events counted, and the cube's files and rows."""
        schema = {"dataset": pl.String, "batches": pl.Int64, "records": pl.Int64, "rebuilt": pl.Boolean}
        return pl.DataFrame(self.as_dict(), schema={**schema, "files": pl.Int64, "rows": pl.Int64})

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the changes as plain data."""
        return [change.as_dict() for change in self.changes]


def cube(
    dataset: str | None = None,
    *,
    engine: str = "duckdb",
    master: str = LOCAL,
    lake: str | None = None,
    output: str | None = None,
    settings: Mapping[str, str] | None = None,
    import_folder: Path | None = None,
    compact: bool = False,
    rebuild: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    store: Store | None = None,
) -> CubeAnswer:
    """Count events by dyad, day and class, and store the counts.

    Temperatures and counts then read the cube instead of the events. Only batches added since the last count are read.

    Parameters
    ----------
    dataset : str, optional
        Only this dataset; by default every one with events.
    engine : {'duckdb', 'spark'}, optional
        ``duckdb`` counts what is new on this machine; ``spark`` counts everything again.
    master, lake, output, settings : optional
        For Spark: its master, where it finds the store's folder, the folder to write to (by default the store), and
        its configuration.
    import_folder : pathlib.Path, optional
        Import the cube that Spark wrote to this folder for `dataset`, and count nothing.
    compact : bool, optional
        Also merge the files of each month.
    rebuild : bool, optional
        Count everything again.
    progress : callable, optional
        Called with a line of text at each step that Spark takes.
    store : Store, optional
        By default the user's.

    Returns
    -------
    CubeAnswer

    Raises
    ------
    UsageError
        If options do not go together.
    NoAnswer
        If the dataset has no events.
    StoreError
        If the lake can't be read or the cube can't be written.

    Examples
    --------
    >>> cube(store=Store.open(home=Path("nowhere"))).frame().height
    0
    """
    check_choice("engine", engine, ENGINES)
    spark_only = {"master": master != LOCAL, "lake": lake, "output": output, "settings": settings}
    if engine == "duckdb" and (given := [name for name, value in spark_only.items() if value]):
        raise UsageError(f"{given[0]} is an option of Spark; use it with engine='spark'", value=given[0])
    store = store or Store.open()
    if import_folder is not None:
        changes = [_import(store, import_folder, dataset, engine)]
    elif engine == "spark":
        from detente.event_cube.spark import spark_cube  # noqa: PLC0415 - an extra

        found = dict(settings or {})
        changes = spark_cube(
            store.lake, dataset, master=master, lake=lake, output=output, settings=found, notify=progress
        )
    else:
        if rebuild:
            drop_cube(store.lake, dataset)
        changes = refresh_cube(store.lake, dataset, thorough=True)
    if compact:
        sizes = {change.dataset: change for change in compact_cube(store.lake, dataset)}
        changes = [change.resized(sizes[change.dataset]) for change in changes]
    return CubeAnswer(tuple(changes))


def _import(store: Store, folder: Path, dataset: str | None, engine: str) -> CubeRefresh:
    from detente.event_cube.spark import import_cube  # noqa: PLC0415 - seldom used

    if dataset is None:
        raise UsageError("an import needs the dataset whose cube the folder holds", value=folder)
    if engine == "spark":
        raise UsageError("an import reads what Spark wrote, and does not run Spark", value=engine)
    if not folder.is_dir():
        raise UsageError(f"{folder} does not exist; give the folder that Spark wrote for {dataset}", value=folder)
    return import_cube(store.lake, folder, dataset=dataset)


def refresh_cubes(store: Store, datasets: Iterable[str]) -> tuple[CubeRefresh, ...]:
    """Bring the cubes of datasets up to date, of those that have events.

    Raises
    ------
    StoreError
        If a cube can't be written; the events stay.
    """
    wanted = sorted({*datasets} & {*store.lake.records.datasets_with("events")})
    return tuple(change for name in wanted for change in refresh_cube(store.lake, name))
