"""Counts: events summed to dyad, period and class, from the cube where it holds them, else from the events.

Either way the counts are the same: rows of one directed dyad, day and class with one key are reports of one
event, and a row without a key is an event of its own (see `detente.event_cube.cube`).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from detente.catalog import FREQS, SCHEMES, table
from detente.dates import check_day
from detente.errors import NoAnswer, StoreError, UsageError
from detente.event_cube.cube import cube_of
from detente.event_cube.duckdb_engine import (
    LakeEventFile,
    as_store_error,
    check_events,
    engine,
    event_batches,
    event_files,
    events_text,
    sql_text,
)
from detente.lake.lake import Lake
from detente.lake.parts import READDING
from detente.sources.readers.literal_paths import duckdb_parquet

__all__ = ["counts", "last_known"]


def counts(
    lake: Lake, dataset: str, freq: str = "year", scheme: str = "quad", as_of: date | None = None
) -> pl.DataFrame:
    """Count a dataset's events by directed dyad, period and class of act.

    Events without a code in the scheme are unclassified and in no count, and so are those that name no state as
    source or target, or the same one. A dyad-period without a row had no
    event; whether that is a zero is for the dataset's coverage to say.

    Parameters
    ----------
    lake : Lake
        Where the events are.
    dataset : str
        The dataset of events.
    freq : str
        ``year``, ``quarter``, ``month`` or ``week`` (from Monday).
    scheme : str
        ``quad`` (four classes), ``root`` (CAMEO root code) or ``plover`` (PLOVER event type).
    as_of : datetime.date, optional
        Only events known by then; by default today.

    Returns
    -------
    polars.DataFrame
        The table ``counts``, in the order of its key.

    Raises
    ------
    UsageError
        If there is no such frequency or scheme.
    NoAnswer
        If the dataset has no events by then, or none with a code in the scheme.

    Examples
    --------
    >>> from pathlib import Path
    >>> from detente.errors import NoAnswer
    >>> try:
    ...     counts(Lake(Path("nowhere")), "mine", "year", "quad")
    ... except NoAnswer as error:
    ...     print(error)
    there are no events of dataset 'mine'; bring events in with: detente pull or detente ingest
    """
    day = check_day(as_of)
    _one_of("freq", freq, FREQS)
    _one_of("scheme", scheme, SCHEMES)
    files = event_files(lake, dataset)
    if not files:
        raise NoAnswer(
            f"there are no events of dataset {dataset!r}; bring events in with: detente pull or detente ingest",
            value=dataset,
        )
    given = {"dataset": dataset, "freq": freq, "scheme": scheme, "as_of": day}
    cube = cube_of(lake, dataset)
    frame = _of_events(lake, files, given) if cube is None else _of_cube(lake, cube, given)
    if frame.is_empty():
        raise NoAnswer(
            f"dataset {dataset!r} has no events known by {day} with a {scheme} code; "
            f"try a later day or another scheme ({', '.join(SCHEMES)})",
            value=dataset,
        )
    declared = table("counts")
    return declared.sort(declared.validate(frame))


def last_known(lake: Lake, dataset: str, as_of: date) -> date:
    """Return a day as of which the counts are the same: the last on which the cube's rows changed, if there is a cube.

    Parameters
    ----------
    lake : Lake
        Where the events are.
    dataset : str
        Whose events.
    as_of : datetime.date
        The as-of date, which is returned where no cube tells of an earlier day.

    Examples
    --------
    >>> from pathlib import Path
    >>> last_known(Lake(Path("nowhere")), "mine", date(2015, 9, 1))
    datetime.date(2015, 9, 1)
    """
    cube = cube_of(lake, dataset)
    if cube is None:
        return as_of
    with engine() as db, as_store_error(lake.home):
        duckdb_parquet(db, cube).create_view("cube")
        row = db.sql("SELECT max(known_on) FROM cube WHERE known_on <= $as_of", params={"as_of": as_of}).fetchone()
    return as_of if row is None or row[0] is None else row[0]


def _of_cube(lake: Lake, files: list[Path], given: dict[str, object]) -> pl.DataFrame:
    with engine() as db, as_store_error(lake.home):
        duckdb_parquet(db, files).create_view("cube")
        return pl.DataFrame(db.sql(sql_text("cube_counts"), params=given))


def _of_events(lake: Lake, files: list[LakeEventFile], given: dict[str, object]) -> pl.DataFrame:
    import duckdb  # noqa: PLC0415 - a read of other tables should not wait for it

    batches = event_batches(lake, str(given["dataset"]))
    check_events(lake, files)
    with engine() as db:
        try:
            duckdb_parquet(db, [file.path for file in files]).create_view("files")
            db.execute(f"CREATE VIEW events AS {events_text('files', files, batches)}")
            return pl.DataFrame(db.sql(sql_text("counts"), params=given))
        except duckdb.Error as error:
            raise StoreError(
                f"the lake's events can't be read: {error}. {READDING}",
                value=[file.path for file in files],
            ) from None


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise UsageError(f"invalid {name} {value!r}: expected one of {', '.join(allowed)}", value=value)
