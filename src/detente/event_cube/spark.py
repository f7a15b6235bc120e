"""The cube on Apache Spark: the same SQL over the same Parquet files, where one machine is not enough.

Spark reads the events' files from wherever the cluster sees them, and writes the cube as Parquet to a place
that it can write to. The result is small: `import_cube` adds it to the store, after checking that it
counts as many records as the batches have.

Needs the extra ``detente[spark]`` and Java 17 or later.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import DataError, StoreError, UsageError
from detente.event_cube.cube import CubeRefresh, selected_datasets
from detente.event_cube.cube_files import publish, read_cube
from detente.event_cube.dialects import render
from detente.event_cube.duckdb_engine import (
    COLUMNS,
    as_store_error,
    check_events,
    engine,
    event_batches,
    event_files,
    events_text,
    sql_text,
    ticks_text,
    write_cube_file,
)
from detente.lake.lake import Lake
from detente.sources.readers.literal_paths import duckdb_parquet, spark_path

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["import_cube", "session", "spark_cube"]

Notify = Callable[[str], None]

MASTER = "local[*]"
SETTINGS = {
    "spark.app.name": "detente",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",
}


def spark_cube(
    home: Lake,
    dataset: str | None = None,
    *,
    master: str = MASTER,
    lake: str | None = None,
    output: str | None = None,
    settings: Mapping[str, str] | None = None,
    notify: Notify = lambda _: None,
) -> list[CubeRefresh]:
    """Build datasets' cubes on Spark from all their events.

    Parameters
    ----------
    home : Lake
        The lake whose manifest lists the files and batches.
    dataset : str, optional
        Only this dataset; by default every one with events.
    master : str, optional
        Spark's master, such as ``local[*]``, ``spark://host:7077`` or ``yarn``.
    lake : str, optional
        Where the cluster finds the store's folder: a path or an address such as ``s3a://bucket/detente`` or
        ``hdfs://host/detente``. By default the store's own folder.
    output : str, optional
        Folder that Spark writes the cube to, one folder a dataset in it. By default a temporary folder here,
        which needs a master on this machine.
    settings : mapping of str to str, optional
        More of Spark's settings.
    tell : callable, optional
        Called with a message when Spark starts, which takes a while.

    Returns
    -------
    list of CubeRefresh
        One a dataset; empty where there are no events, or `output` is not a folder on this machine and has to be
        brought back.

    Raises
    ------
    UsageError
        If a cluster would write to a temporary folder of this machine.
    NoAnswer
        If the dataset has no events.
    StoreError
        If Spark is not installed or fails.
    """
    names = selected_datasets(home, dataset)
    if output is None and not master.startswith("local"):
        raise UsageError(
            f"Spark on {master} can't write to this machine; give a folder that the cluster can write to with --output",
            value=master,
        )
    if not names:
        return []
    with session(master, settings or {}, notify) as spark, _place(output) as place:
        for name in names:
            _build(spark, home, name, lake or str(home.home), f"{place}/{name}")
        if not Path(place).is_dir():
            return []
        return [import_cube(home, Path(place) / name, dataset=name) for name in names]


def _build(spark: SparkSession, lake: Lake, dataset: str, base: str, place: str) -> None:
    """Run the cube's SQL on Spark and write what it gives."""
    batches = event_batches(lake, dataset)
    files = [file for file in event_files(lake, dataset) if file.batches & batches.keys()]
    if base == str(lake.home):
        check_events(lake, files)
    paths = [f"{base.rstrip('/')}/{file.path.relative_to(lake.home).as_posix()}" for file in files]
    spark.read.parquet(*map(spark_path, paths)).createOrReplaceTempView("files")
    views = {
        "events": events_text("files", files, batches),
        "new_ticks": ticks_text("events"),
        "counted_ticks": "SELECT * FROM new_ticks WHERE FALSE",
    }
    for name, text in views.items():
        spark.sql(render(text, "spark")).createOrReplaceTempView(name)
    made = spark.sql(render(sql_text("cube"), "spark")).selectExpr(f"'{dataset}' AS dataset", "*")
    made.write.mode("overwrite").option("compression", "zstd").parquet(place)


@contextlib.contextmanager
def _place(output: str | None) -> Iterator[str]:
    if output is not None:
        yield output.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="detente-spark-") as folder:
        yield folder


@contextlib.contextmanager
def session(master: str, settings: Mapping[str, str], notify: Notify) -> Iterator[SparkSession]:
    """Start Spark, and stop it at the end.

    Raises
    ------
    StoreError
        If it is not installed, can't start, or fails.
    """
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError:
        raise StoreError(
            "Spark is not installed; install it with: pip install 'detente[spark]'", value="pyspark"
        ) from None
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise StoreError("Spark needs Java 17 or later, and there is no java on the path; install one", value="java")
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # Spark's workers otherwise run the python3 of the path
    notify(f"starting Spark on {master}")
    builder: Any = SparkSession.builder
    for key, value in {**SETTINGS, "spark.master": master, **settings}.items():
        builder = builder.config(key, value)
    try:
        spark = builder.getOrCreate()
    except Exception as error:  # a JVM that can't start says so in many ways
        raise StoreError(f"Spark can't start on {master}: {_first_line(error)}", value=master) from error
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    except PySparkException as error:
        raise StoreError(f"Spark on {master} failed: {_first_line(error)}", value=master) from error
    finally:
        spark.stop()


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def import_cube(lake: Lake, folder: Path, *, dataset: str) -> CubeRefresh:
    """Import a cube that Spark wrote, in place of the dataset's cube.

    Parameters
    ----------
    lake : Lake
        Destination.
    folder : pathlib.Path
        The dataset's folder of Parquet files, as Spark wrote it.
    dataset : str
        The dataset of the cube.

    Returns
    -------
    CubeRefresh

    Raises
    ------
    NoAnswer
        If the dataset has no events here.
    DataError
        If the files are not the cube of the dataset's current batches.
    StoreError
        If the store can't be written.
    """
    (name,) = selected_datasets(lake, dataset)
    parts = sorted(path for path in Path(folder).glob("*.parquet"))
    if not parts:
        raise DataError(f"{folder} holds no Parquet files; give the folder that Spark wrote for {name}", value=folder)
    before, batches = read_cube(lake, name), event_batches(lake, name)
    with engine() as db, as_store_error(lake.home):
        given = duckdb_parquet(db, parts)
        if absent := set(COLUMNS) - set(given.columns):
            lacking = ", ".join(sorted(absent))
            raise DataError(f"{folder} holds no cube: its files lack {lacking}. Name what Spark wrote", value=folder)
        given.create_view("given")
        _check_records(db, lake, name, batches, folder)
        months = [
            m for (m,) in db.execute("SELECT DISTINCT strftime(known_on, '%Y%m') FROM given ORDER BY 1").fetchall()
        ]
        made = []
        for month in months:
            db.execute(f"CREATE OR REPLACE VIEW cube AS FROM given WHERE strftime(known_on, '%Y%m') = '{month}'")
            made.append(write_cube_file(db, lake, name, month, sql_text("cube_merge")))
    after = publish(lake, before, batches, made, [file for file in before.files if file not in made])
    rows = sum(file.rows for file in after.files)
    return CubeRefresh(name, len(batches), _rows(lake, name), bool(before.counted), len(after.files), rows)


def _check_records(db: Any, lake: Lake, dataset: str, batches: Mapping[str, date | None], folder: Path) -> None:
    """Check that a cube counts each row of the dataset once: those not replaced by a later version."""
    found, strangers = db.execute(
        "SELECT coalesce(sum(records), 0), count_if(dataset <> $dataset) FROM given", {"dataset": dataset}
    ).fetchone()
    rows_ok = {batch.batch: batch.rows_ok for batch in lake.batches()}
    expected = sum(rows_ok[name] for name, replaced in batches.items() if replaced is None)
    if strangers or found != expected:
        raise DataError(
            f"{folder} is not the cube of {dataset}: it counts {found:,} records, the batches have "
            f"{expected:,}. Run Spark again over the same batches",
            value=found,
        )


def _rows(lake: Lake, dataset: str) -> int:
    return sum(file.rows for file in event_files(lake, dataset))
