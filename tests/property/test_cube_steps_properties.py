"""Counting in steps gives what plain counting gives, whatever the size of a step and the build that wrote a file."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cube_sample import FIRST, GIVEN, ROWS, Row, counted, days, empty_store, frame, put, summed
from detente.event_cube import batch_counting as cube_count
from detente.event_cube.cube import compact_cube, cube_frame, drop_cube, refresh_cube
from detente.event_cube.verification import check_cube
from detente.lake.manifest import Batch, LakeChange
from detente.store import Store

Version = tuple[list[Row], date | None, bool, bool, bool]
VERSIONS: st.SearchStrategy[Version] = st.tuples(
    st.lists(ROWS, min_size=1, max_size=10), st.none() | days(9), st.booleans(), st.booleans(), st.booleans()
)
# Columns that earlier builds wrote beside the table's
EXTRA = {"source_number": pl.Int16, "target_number": pl.Int16, "class_number": pl.Int16, "thousandths": pl.Int32}


@settings(max_examples=40, deadline=None)
@given(st.lists(VERSIONS, min_size=1, max_size=5), st.sampled_from([1, 7, 1000]))
def test_steps_count_as_plain_counting_does(versions: list[Version], step: int) -> None:
    with empty_store() as store, pytest.MonkeyPatch.context() as patched:
        patched.setattr(cube_count, "MOST_ROWS", step)
        for index, (rows, until, told_later, refreshed, extra) in enumerate(versions):
            _place(store, rows, f"batch{index}", extra=extra)
            if until and not told_later:
                _supersede(store, index, until)
            if refreshed:
                refresh_cube(store.lake)
        for index, (_, until, told_later, refreshed, _) in enumerate(versions):
            if until and told_later:
                _supersede(store, index, until)
                if refreshed:
                    refresh_cube(store.lake)
        refresh_cube(store.lake)
        step_by_step = cube_frame(store.lake, "d")
        if not any(until for _, until, *_ in versions):
            assert check_cube(store.lake) == []
        drop_cube(store.lake)
        refresh_cube(store.lake)
        at_once = cube_frame(store.lake, "d")
        compact_cube(store.lake)
        assert cube_frame(store.lake, "d").equals(at_once)
    assert step_by_step.equals(at_once)
    every = pl.concat(
        [frame(rows).select(GIVEN).with_columns(known_until=pl.lit(until, pl.Date)) for rows, until, *_ in versions]
    )
    for on in [FIRST + timedelta(days=n) for n in range(-1, 11)]:
        assert summed(at_once, on).equals(counted(every, on))


def _place(store: Store, rows: list[Row], name: str, *, extra: bool) -> None:
    """Put rows in the lake as a batch of this name, in a file with the columns of earlier builds or without."""
    events = frame(rows, batch=name)
    store.lake.prepare()
    file = f"lake/events/d/{name}.parquet"
    stored = store.lake.write_file(events, "events", file, dataset="d")
    if extra:
        with store.lake.placing(file) as path:
            events.with_columns(pl.lit(7, kind).alias(column) for column, kind in EXTRA.items()).write_parquet(path)
        stored = store.lake.stored(file, "events", events.height, stored.profile, dataset="d")
    size = events.height
    batch = Batch(name, "d", "events", name, f"{name:0>64}", 1, size, size, 0, 2, FIRST, unit=name)
    store.lake.records.publish(LakeChange(batches=[batch], files=[stored], holdings=[(name, stored.file)]))


def _supersede(store: Store, index: int, day: date) -> None:
    store.lake.records.publish(LakeChange(supersede={f"batch{index}": day}))


ODD = {
    "an act long ago": {"date": date(1816, 1, 1), "known_on": date(1816, 1, 1)},
    "a day of knowledge far ahead": {"known_on": date(9999, 12, 31)},
}


@pytest.mark.parametrize("what", ODD)
def test_days_far_off_are_counted(what: str) -> None:
    usual = {"date": FIRST, "known_on": FIRST, "source": "JPN", "target": "RUS", "cameo": "190", "quad": None}
    usual |= {"plover": None, "intensity": 1.0, "reports": 2, "key": 7}
    with empty_store() as store:
        put(store, [tuple(usual.values())] * 2, "usual")
        refresh_cube(store.lake)
        put(store, [tuple((usual | ODD[what]).values()), tuple(usual.values())], "odd")
        (change,) = refresh_cube(store.lake)
        assert change.batches == 1
        assert cube_frame(store.lake, "d")["records"].sum() == 4


def test_states_of_no_list_are_counted_and_merged() -> None:
    def row(source: str, key: int) -> Row:
        return (FIRST, FIRST, source, "RUS", "010", None, None, 1.0, 1, key)

    with empty_store() as store:
        put(store, [row("JPN", 1), row("QQQ", 2)], "a stranger")
        refresh_cube(store.lake)
        put(store, [row("JPN", 1), row("QQQ", 3)], "again")
        refresh_cube(store.lake)
        made = cube_frame(store.lake, "d")
        assert made.select("source", "events", "records").rows() == [("JPN", 1, 2), ("QQQ", 2, 2)]
        (change,) = compact_cube(store.lake)
        assert change.files == 1
        assert cube_frame(store.lake, "d").equals(made)
