"""The cube's promises, for any events: what it says is what counting says, however and whenever it was built."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cube_sample import FIRST, GIVEN, ROWS, Row, counted, days, empty_store, frame, put, summed
from cube_sample import days as some_day
from detente.catalog import FREQS, SCHEMES
from detente.errors import NoAnswer
from detente.event_cube.counts import counts
from detente.event_cube.cube import compact_cube, cube_frame, refresh_cube
from detente.event_cube.duckdb_engine import sql_text, ticks_text
from detente.store import Store

BATCHES = st.lists(st.lists(ROWS, min_size=1, max_size=12), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None)
@given(BATCHES, st.data())
def test_a_cube_built_batch_by_batch_is_the_one_built_at_once(batches: list[list[Row]], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(batches))))
    cubes = []
    for step_by_step in (True, False):
        with empty_store() as store:
            for index in order if step_by_step else range(len(batches)):
                put(store, batches[index], f"batch {index}")
                if step_by_step:
                    refresh_cube(store.lake)
            refresh_cube(store.lake)
            if data.draw(st.booleans()):
                compact_cube(store.lake)
            cubes.append(cube_frame(store.lake, "d"))
            events = _version([row for rows in batches for row in rows], None)
    for on in [FIRST + timedelta(days=n) for n in range(-1, 10)]:
        expected = counted(events, on)
        assert summed(cubes[0], on).equals(expected)
        assert summed(cubes[1], on).equals(expected)


@settings(max_examples=25, deadline=None)
@given(BATCHES, some_day(9), st.sampled_from(FREQS), st.sampled_from(SCHEMES))
def test_counts_from_the_cube_are_counts_from_the_events(
    batches: list[list[Row]], on: date, freq: str, scheme: str
) -> None:
    def query(store: Store) -> pl.DataFrame | str:
        try:
            return counts(store.lake, "d", freq, scheme, on)
        except NoAnswer as error:
            return str(error)

    with empty_store() as store:
        for index, rows in enumerate(batches):
            put(store, rows, f"batch {index}")
        direct = query(store)
        refresh_cube(store.lake)
        cubed = query(store)
    if isinstance(direct, pl.DataFrame):
        assert isinstance(cubed, pl.DataFrame)
        assert direct.equals(cubed)
    else:
        assert direct == cubed


# Versions of a file: a batch is replaced on a day, which may be counted with it or later

VERSIONS = st.tuples(st.lists(ROWS, min_size=1, max_size=8), st.none() | days(9), st.booleans())


@settings(max_examples=40, deadline=None)
@given(st.lists(VERSIONS, min_size=1, max_size=4))
def test_a_replaced_version_counts_for_its_time_and_no_longer(
    versions: list[tuple[list[Row], date | None, bool]],
) -> None:
    steps = [(i, None if told_later else until, False) for i, (_, until, told_later) in enumerate(versions)]
    steps += [(i, until, True) for i, (_, until, told_later) in enumerate(versions) if until and told_later]
    known: dict[int, date | None] = {}
    cubes = []
    for index, until, again in steps:
        cubes.append(_added(versions, index, until, known, again=again))
        known[index] = until
    cube = pl.concat(cubes)
    every = pl.concat([_version(rows, until) for rows, until, _ in versions])
    for on in [FIRST + timedelta(days=n) for n in range(-1, 11)]:
        assert summed(cube, on).equals(counted(every, on))


def _version(rows: list[Row], until: date | None) -> pl.DataFrame:
    return frame(rows).select(GIVEN).with_columns(known_until=pl.lit(until, pl.Date))


def _added(
    versions: list[tuple[list[Row], date | None, bool]],
    index: int,
    until: date | None,
    known: dict[int, date | None],
    *,
    again: bool,
) -> pl.DataFrame:
    """Return what the cube's SQL makes of one version, given those it counts already."""
    fresh = _version(versions[index][0], until)
    held = [_version(versions[i][0], day) for i, day in known.items()]
    with duckdb.connect() as db, TemporaryDirectory() as folder:
        for name, rows in {"fresh": fresh, "held": pl.concat([fresh.clear(), *held])}.items():
            path = Path(folder) / f"{name}.parquet"
            rows.write_parquet(path)
            db.read_parquet(str(path)).create_view(name)
        only = "WHERE records < 0" if again else ""
        db.execute(f"CREATE VIEW new_ticks AS FROM ({ticks_text('fresh')}) {only}")
        db.execute(f"CREATE VIEW counted_ticks AS {ticks_text('held')}")
        return pl.DataFrame(db.sql(sql_text("cube")))
