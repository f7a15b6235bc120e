"""Time the cube: a first count, one more day, one dyad's days; on DuckDB and on Spark.

Usage: cube.py [ROWS] [--spark]

The events are synthetic: days of equal size, states and acts as skewed as in machine-coded news, a third of the
sides without a state, some days told a week, a month or a year late, a sixth of the rows repeating an earlier key.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from detente.catalog import quad_of_cameo, table
from detente.event_cube.counts import counts
from detente.event_cube.cube import compact_cube, cube_frame, drop_cube, dyad_days, refresh_cube
from detente.event_cube.spark import spark_cube
from detente.identity import translate
from detente.lake.manifest import Batch, LakeChange
from detente.lake.parts import profile
from detente.sources.events.cameo import plover_of_cameo
from detente.store import Store

FIRST = date(2015, 3, 1)
DAYS = 120
LATE = [0] * 18 + [1, 7, 30, 365]
ROOTS = [f"{root:02d}" for root in range(1, 21)]
SHARE = np.array([9, 7, 8, 22, 10, 3, 4, 4, 2, 3, 6, 3, 2, 2, 1, 1, 5, 2, 5, 1], float)  # of acts, by root


def main() -> None:
    """Build a lake, time what users wait for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=float, default=1e6)
    parser.add_argument("--spark", action="store_true", help="compare with Spark on this machine")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        per_day = int(given.rows) // DAYS
        building = multiprocessing.get_context("spawn").Process(target=build, args=(home, per_day))
        building.start()  # in a process of its own, so that the peak of memory is that of counting
        building.join()
        os.sync()  # the disk's work on what was built is not counting's
        store = Store.open(home=home)
        print(f"{per_day * DAYS:,} rows in {DAYS} batches, {size(store.lake.home / 'lake'):.0f} MB of Parquet")
        with timed("first count, written"):
            (change,) = refresh_cube(store.lake)
        print(f"    peak memory of this process: {peak():.0f} MiB")
        drop_cube(store.lake)
        with timed("counted anew, written"):
            refresh_cube(store.lake)
        rows = cube_frame(store.lake, "synthetic").height
        ratio, megabytes = per_day * DAYS / rows, size(store.lake.home / "cube")
        print(f"    {change.rows:,} rows, 1 for {ratio:.1f} events; {megabytes:.0f} MB")
        put(store, DAYS, per_day)
        with timed("one more day"):
            refresh_cube(store.lake)
        with timed("merged by month"):
            compact_cube(store.lake)
        names = (("USA", "RUS"), ("CHN", "JPN"))
        for source, target in names:
            best = min(seconds(lambda s=source, t=target: dyad_days(store.lake, "synthetic", s, t)) for _ in range(5))
            print(f"{1000 * best:8.0f} ms wall      {source} toward {target} by day")
        with timed("months of all dyads from the cube"):
            from_cube = counts(store.lake, "synthetic", "month", "quad")
        if given.spark:
            spark(store, from_cube)


def build(home: Path, per_day: int) -> None:
    """Make the lake."""
    store = Store.open(home=home)
    for index in range(DAYS):
        put(store, index, per_day)


def peak() -> float:
    """Return the most memory that this process had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def spark(store: Store, from_cube: pl.DataFrame) -> None:
    """Build the same cube on Spark and compare it to the last integer."""
    by_duckdb = cube_frame(store.lake, "synthetic")
    with timed("Spark, local[*], start and all (processor time: children's too)"):
        spark_cube(store.lake, "synthetic", settings={"spark.driver.memory": "4g"})
    same = by_duckdb.equals(cube_frame(store.lake, "synthetic"))
    print(f"    equal to DuckDB's to the last integer: {same}")
    if not same or not from_cube.equals(counts(store.lake, "synthetic", "month", "quad")):
        raise SystemExit("Spark and DuckDB disagree")


def put(store: Store, index: int, rows: int) -> None:
    """Put one day's events in the lake as a batch."""
    frame, day, batch = synthetic(index, rows), FIRST + timedelta(days=index), f"day{index:04d}"
    file = f"lake/events/synthetic/{day:%Y%m}/{batch}.parquet"
    store.lake.prepare()
    with store.lake.placing(file) as path:
        frame.write_parquet(path, compression="zstd", compression_level=3, row_group_size=100_000)
    described = profile(frame, table("events"))
    stored = store.lake.stored(file, "events", rows, described, dataset="synthetic", month=f"{day:%Y%m}")
    made = Batch(batch, "synthetic", "events", batch, f"{index:064x}", 1, rows, rows, 0, 2, day, unit=batch)
    store.lake.records.publish(LakeChange(batches=[made], files=[stored], holdings=[(batch, file)]))


def synthetic(index: int, rows: int) -> pl.DataFrame:
    """Return one day's events."""
    draw = np.random.default_rng(index)
    known = FIRST + timedelta(days=index)
    states = codes()
    weight = 1 / np.arange(1, len(states) + 1) ** 1.3
    code = np.array([f"{root}{tail}" for root in ROOTS for tail in range(4)])
    acts = draw.choice(len(code), rows, p=np.repeat(SHARE / SHARE.sum() / 4, 4))
    key = draw.integers(-(2**62), 2**62, rows)
    again = draw.random(rows) < 1 / 6
    sides = {}
    for side in ("source", "target"):
        drawn = pl.Series(draw.choice(len(states), rows, p=weight / weight.sum()))
        sides[side] = pl.Series(states)[drawn].scatter(np.flatnonzero(draw.random(rows) < 1 / 3), None)
    shuffled = np.arange(rows)
    shuffled[again] = draw.integers(0, rows, again.sum())  # a row told again: the same act, of the same two
    late = pl.Series(draw.choice(LATE, rows))
    act = pl.Series(code[acts])
    frame = pl.DataFrame(
        {
            "id": pl.Series(np.arange(rows) + index * rows).cast(pl.String),
            "date": pl.select(pl.lit(known) - pl.duration(days=late)).to_series(),
            "known_on": pl.Series([known] * rows),
            **sides,
            "cameo": act,
            "quad": act.replace_strict({c: quad_of_cameo(c) for c in code}, return_dtype=pl.String),
            "plover": act.replace_strict({c: plover_of_cameo(c) for c in code}, return_dtype=pl.String),
            "intensity": pl.Series((acts % 41 - 20) / 2),
            "key": pl.Series(key),
        }
    )[shuffled]
    fixed = {"reports": pl.Series(draw.geometric(0.2, rows)).cast(pl.Int32), "flags": pl.lit(0, pl.Int32)}
    frame = frame.with_columns(**fixed, dataset=pl.lit("synthetic"), batch=pl.lit(f"day{index:04d}"))
    schema = table("events").schema
    rest = [pl.lit(None, kind).alias(name) for name, kind in schema.items() if name not in frame.columns]
    return frame.with_columns(rest).select(list(schema)).sort("source", "target", "date")


def codes() -> list[str]:
    """Return state codes, those most in the news first."""
    first = ["USA", "RUS", "CHN", "GBR", "FRA", "ISR", "IRN", "JPN", "DEU", "IND", "UKR", "SYR", "TUR", "KOR", "PAK"]
    letters = pl.Series(
        [f"{a}{b}{c}" for a in "ABCDEFGIJKLMNPQRSTUVYZ" for b in "AEFGHIKLMNORSTUZ" for c in "ABDEGKLMNRSTUY"]
    )
    known = translate(letters, "iso3", pl.Series([FIRST] * len(letters)))["code"].drop_nulls().unique().sort()
    return [*first, *(code for code in known if code not in first)][:190]


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print the processor and wall time of a block, its children's included."""

    def spent() -> float:
        now = os.times()
        return now.user + now.system + now.children_user + now.children_system

    wall, used = time.perf_counter(), spent()
    yield
    print(f"{spent() - used:8.2f} s CPU {time.perf_counter() - wall:8.2f} s wall  {what}", flush=True)


def seconds(work: object) -> float:
    """Return the wall time of a call."""
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - start


def size(folder: Path) -> float:
    """Return the megabytes under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 1e6


if __name__ == "__main__":
    main()
