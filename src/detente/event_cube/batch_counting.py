"""Counting what is due: batch after batch into files of the cube, in memory that does not grow with the lake.

Batches are counted in steps, by month of knowledge; each step becomes visible when it is done, so that a count that is
killed continues from there. A step is one query on DuckDB (``sql/cube.sql``), which Spark runs as well. Keys that may
come again are looked for among the rows already counted: rows of the same days only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from detente.event_cube.cube_files import CubeFile, CubeState, publish
from detente.event_cube.duckdb_engine import (
    LakeEventFile,
    as_store_error,
    check_events,
    engine,
    event_files,
    events_text,
    sql_text,
    ticks_text,
    write_cube_file,
)
from detente.lake.lake import Lake
from detente.sources.readers.literal_paths import duckdb_parquet

if TYPE_CHECKING:
    import duckdb

__all__ = ["CountProgress", "count_due"]

MOST_ROWS = 3_000_000  # rows of events in a step, if no batch alone has more
MOST_DAYS = 400  # days listed one by one when SQL looks for earlier rows of the same days; more are a range

Batches = Mapping[str, date | None]


class CountProgress:
    """What a count did, while it goes on.

    Parameters
    ----------
    cube : CubeState
        The cube.
    """

    def __init__(self, cube: CubeState) -> None:
        self.cube = cube
        self.batches = 0
        self.records = 0


def count_due(lake: Lake, counted: CountProgress, batches: Batches) -> None:
    """Count the batches that a cube does not count yet, or whose replacement it does not reflect.

    Parameters
    ----------
    lake : Lake
        Where the events are.
    counted : CountProgress
        The cube; updated with each step.
    batches : mapping of str to datetime.date or None
        The dataset's batches, and the day from which a later version replaces each.

    Raises
    ------
    CubeChanged
        If another process changed the cube meanwhile; the steps made visible stay.
    StoreError
        If the lake can't be read or the cube can't be written.
    """
    known = counted.cube.counted
    due = set(batches.keys() - known.keys())
    due.update(name for name, day in batches.items() if day is not None and known.get(name) != day)
    if not due:
        return
    with as_store_error(lake.home):
        count = _Count(lake, counted, batches)
        for label, step in _steps(count.files, due):
            count.take(label, step)


def _steps(files: Sequence[LakeEventFile], due: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Yield due batches in steps of one month, those of one file together, and at last those without rows."""
    left = set(due)
    step: set[str] = set()
    label, rows = "", 0.0
    for file in sorted(files, key=lambda file: file.label):
        mine = file.batches & left
        here = file.rows * len(mine) / len(file.batches)
        if step and mine and (label != file.label or rows + here > MOST_ROWS):
            yield label, step
            step, rows = set(), 0.0
        if mine:
            label, step, rows = file.label, step | mine, rows + here
            left -= mine
    if step or left:
        yield label or "000000", step | left


class _Count:
    """One count: what it has read so far."""

    def __init__(self, lake: Lake, counted: CountProgress, batches: Batches) -> None:
        self.lake, self.counted, self.batches = lake, counted, batches
        self.files = event_files(lake, counted.cube.dataset)
        listed = lake.records.batches("b.dataset = ? AND b.\"table\" = 'events'", (counted.cube.dataset,))
        self.rows = {batch.batch: batch.rows_ok for batch in listed}

    def take(self, label: str, due: set[str]) -> None:
        """Count one step and make it visible."""
        self._look_again()
        mine = [file for file in self.files if not file.batches.isdisjoint(due)]
        made = self._made(label, due, mine) if mine else None
        cube = self.counted.cube
        now = {**cube.counted, **{name: self.batches[name] for name in due}}
        self.counted.cube = publish(self.lake, cube, now, [made] if made is not None and made.rows else [], more=due)
        self.counted.batches += len(due)
        self.counted.records += sum(self.rows.get(name, 0) for name in due if name not in cube.counted)

    def _look_again(self) -> None:
        """Read the list of files again, after a compaction or another change replaced some."""
        dataset = self.counted.cube.dataset
        rows = self.lake.records.ask("SELECT file FROM files WHERE \"table\" = 'events' AND dataset = ?", (dataset,))
        if {self.lake.home / file for (file,) in rows} != {file.path for file in self.files}:
            self.files = event_files(self.lake, dataset)

    def _made(self, label: str, due: set[str], mine: Sequence[LakeEventFile]) -> CubeFile:
        """Write the file of the cube that a step adds."""
        check_events(self.lake, mine)
        counted = self.counted.cube.counted
        with engine() as db:
            _view_of_ticks(db, "fresh_ticks", mine, {name: self.batches[name] for name in due if name not in counted})
            _view_of_ticks(db, "gone_ticks", mine, {name: self.batches[name] for name in due if name in counted})
            db.execute("CREATE VIEW new_ticks AS FROM fresh_ticks UNION ALL FROM gone_ticks WHERE records < 0")
            _view_of_earlier(self.lake, db, self.files, counted)
            query = f"WITH cube AS ({sql_text('cube')}\n) {sql_text('cube_step')}"
            return write_cube_file(db, self.lake, self.counted.cube.dataset, label, query)


def _view_of_earlier(
    lake: Lake, db: duckdb.DuckDBPyConnection, files: Sequence[LakeEventFile], counted: Batches
) -> None:
    """Make the view of what is in the cube already, cut to the days that the new rows are of."""
    wanted = [day for (day,) in db.execute("SELECT DISTINCT day FROM new_ticks ORDER BY day").fetchall()]
    near = [
        file
        for file in files
        if wanted and file.first and file.last and file.first <= wanted[-1] and wanted[0] <= file.last
    ]
    check_events(lake, near)
    _view_of_ticks(db, "all_earlier", near, counted)
    listed = ", ".join(f"DATE '{day}'" for day in wanted)
    within = f"day IN ({listed})" if 0 < len(wanted) <= MOST_DAYS else "true"
    db.execute(f"CREATE VIEW counted_ticks AS FROM all_earlier WHERE {within}")


def _view_of_ticks(db: duckdb.DuckDBPyConnection, name: str, files: Sequence[LakeEventFile], batches: Batches) -> None:
    """Make the view of the ticks of some batches, with the days on which they were replaced."""
    mine = [file for file in files if not file.batches.isdisjoint(batches)]
    if not mine:
        db.execute(f"CREATE VIEW {name} AS {sql_text('cube_nothing')}")
        return
    duckdb_parquet(db, [file.path for file in mine]).create_view(f"{name}_files")
    db.execute(f"CREATE VIEW {name}_events AS {events_text(f'{name}_files', mine, batches)}")
    db.execute(f"CREATE VIEW {name} AS {ticks_text(f'{name}_events')}")
