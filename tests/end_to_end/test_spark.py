"""The cube on a real Spark, on this machine: equal to DuckDB's to the last integer."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from cli_sample import Detente
from cube_sample import FIRST, Row, empty_store, put
from detente.catalog import PLOVER, QUADS
from detente.errors import DataError, UsageError
from detente.event_cube.cube import cube_frame, refresh_cube
from detente.event_cube.spark import import_cube, spark_cube
from detente.lake.lake import Lake
from detente.store import Store

pytestmark = pytest.mark.spark

CORES = "local[2]"
QUICK = {"spark.sql.shuffle.partitions": "4", "spark.driver.memory": "1g"}


@pytest.fixture(autouse=True)
def _spark_may_warn() -> Iterator[None]:
    """Let Spark's own Python warn: sockets it leaves to the collector are its affair."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def random_rows(seed: int, count: int) -> list[Row]:
    """Return rows as data in the wild have them: repeats, gaps, acts told late, codes that are none."""
    draw = np.random.default_rng(seed)

    def one() -> Row:
        day = FIRST + timedelta(days=int(draw.integers(0, 40)))
        text = day + timedelta(days=int(draw.choice([0, 0, 0, 1, 7, 30])))
        root = int(draw.integers(0, 21))
        cameo = f"{root:02d}{draw.integers(0, 9)}" if root else None
        states = ["JPN", "RUS", "CHN", None]
        return (
            day,
            text,
            draw.choice(states),
            draw.choice(states),
            cameo,
            draw.choice(QUADS) if root else None,
            draw.choice([*PLOVER, None]),
            None if draw.random() < 0.1 else float(np.round(draw.normal(0, 5), int(draw.integers(0, 6)))),
            int(draw.integers(1, 50)),
            None if draw.random() < 0.05 else int(draw.integers(-300, 300)) * 2**54,
        )

    return [one() for _ in range(count)]


@pytest.mark.parametrize("seed", [1, 2])
def test_spark_and_duckdb_agree_to_the_last_integer(seed: int) -> None:
    with empty_store() as store:
        for index in range(3):
            put(store, random_rows(10 * seed + index, 700), f"batch {index}")
            refresh_cube(store.lake)
        by_duckdb = cube_frame(store.lake, "d")
        (change,) = spark_cube(store.lake, master=CORES, settings=QUICK)
        by_spark = cube_frame(store.lake, "d")
        assert change.records == 2100
        assert refresh_cube(store.lake)[0].batches == 0
    assert by_duckdb.height > 500
    assert by_duckdb.equals(by_spark)


def test_spark_reads_a_home_that_is_named_like_a_pattern() -> None:
    with empty_store() as store:
        put(store, random_rows(5, 50), "a batch")
        homes = {name: store.lake.home.with_name(name) for name in ("x1", "x[1]")}
        for home in homes.values():
            shutil.copytree(store.lake.home, home)
        for path in (homes["x1"] / "lake").rglob("*.parquet"):
            pl.read_parquet(path).clear().write_parquet(path)
        named = replace(store, lake=Lake(homes["x[1]"]))
        (change,) = spark_cube(named.lake, master=CORES, settings=QUICK)
        assert change.records == 50
        assert cube_frame(named.lake, "d")["records"].sum() == 50


def test_days_after_spark_are_added_here() -> None:
    with empty_store() as store:
        put(store, random_rows(5, 300), "first")
        spark_cube(store.lake, master=CORES, settings=QUICK)
        put(store, random_rows(6, 300), "second")
        assert refresh_cube(store.lake)[0].batches == 1
        added = cube_frame(store.lake, "d")
        spark_cube(store.lake, master=CORES, settings=QUICK)
        assert added.equals(cube_frame(store.lake, "d"))


def test_an_imported_cube_is_checked(tmp_path: Path) -> None:
    with empty_store() as store:
        put(store, random_rows(7, 200), "first")
        (made,) = spark_cube(store.lake, master=CORES, output=str(tmp_path / "cube"), settings=QUICK)
        whole = cube_frame(store.lake, "d")
        assert made.batches == 1
        put(store, random_rows(8, 10), "second")
        with pytest.raises(DataError, match=r"counts 200 records, the batches have 210"):
            import_cube(store.lake, tmp_path / "cube" / "d", dataset="d")
        with pytest.raises(DataError, match="holds no Parquet files"):
            import_cube(store.lake, tmp_path, dataset="d")
        pl.DataFrame({"day": [date(2015, 1, 1)]}).write_parquet(tmp_path / "other.parquet")
        with pytest.raises(DataError, match="holds no cube: its files lack dataset, events"):
            import_cube(store.lake, tmp_path, dataset="d")
        assert whole.height > 100


def test_a_cluster_needs_a_place_to_write() -> None:
    with empty_store() as store:
        put(store, random_rows(9, 5), "first")
        with pytest.raises(UsageError, match="give a folder that the cluster can write to with --output"):
            spark_cube(store.lake, master="spark://far:7077")


def test_the_verb_runs_spark(detente: Detente, tmp_path: Path) -> None:
    put(Store.open(), random_rows(11, 50), "first")
    answer = detente(
        "cube", "--engine", "spark", "--master", CORES, "--set", "spark.sql.shuffle.partitions=2", "--json"
    )
    assert answer.code == 0, answer.err
    assert answer.data[0]["records"] == 50
    there = detente("cube", "--engine", "spark", "--master", CORES, "--output", tmp_path / "out")
    assert "d" in there.out
    again = detente("cube", "--import", tmp_path / "out" / "d", "--dataset", "d")
    assert again.code == 0, again.err
