"""Texts coded on Apache Spark: the same coder over the parts of an archive in Parquet.

Each of Spark's workers needs Detente. The acts and rejects come back to this machine, where what concerns the whole
archive is done: the order, one act a day, and ids that are repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

import polars as pl

from detente.coding.texts import ACTS, REJECTS, REPEATED, TEXTS, Coded, acts_of_texts, numbered, one_a_day, read_texts
from detente.dates import today
from detente.errors import DataError
from detente.event_cube.spark import session
from detente.sources.readers.literal_paths import spark_path

__all__ = ["spark_code"]

PLACE = {"file": pl.String(), "row": pl.Int64(), "kind": pl.String()}
ROWS: dict[str, pl.DataType] = {**PLACE, **ACTS, **REJECTS, "id": pl.String()}
AT = {"file": pl.String(), "row": pl.Int64()}
REPEATS = {**AT, "id": pl.String()}
SQL = {pl.String: "string", pl.Int64: "long", pl.Float64: "double", pl.Date: "date"}
TOGETHER = 5_000  # texts that a worker reads together
COLUMNS = [name for name in TEXTS if name != "line"]


def spark_code(
    path: str,
    *,
    sentences: int = 4,
    master: str = "local[*]",
    settings: Mapping[str, str] | None = None,
    with_texts: bool = False,
    notify: Callable[[str], None] = lambda _: None,
) -> tuple[Coded, int, pl.DataFrame]:
    """Code an archive of texts on Spark.

    Parameters
    ----------
    path : str
        A Parquet file or folder, as the cluster sees it; columns as for `detente.coding.code`.
    sentences : int, optional
        How many sentences of each text are read.
    master : str, optional
        Spark's master, such as ``local[*]``, ``spark://host:7077`` or ``yarn``.
    settings : mapping of str to str, optional
        More of Spark's settings.
    with_texts : bool, optional
        Also bring the texts to this machine, as a store needs them.
    notify : callable, optional
        Called with a message when Spark starts, which takes a while.

    Returns
    -------
    coded : Coded
        Acts and rejects as `detente.coding.code` returns them; no texts, which stay where they are.
    texts_in : int
        How many texts the archive has.
    texts : polars.DataFrame
        With `with_texts` its rows, numbered by ``line`` as those of the acts; else none.

    Raises
    ------
    DataError
        If the archive has no column of dates or of texts.
    StoreError
        If Spark is not installed or fails.
    """
    with session(master, settings or {}, notify) as spark:
        rows = spark.read.parquet(spark_path(path))
        names = {name.strip().lower(): name for name in rows.columns}
        if lacking := [name for name in ("date", "text") if name not in names]:
            raise DataError(f"{path} has no column {' or '.join(lacking)}; it has {', '.join(names)}", value=path)
        types = {name: _kept_as(rows.schema[column].dataType.typeName()) for name, column in names.items()}
        wanted = [rows[f"`{names[name]}`"].cast(types[name]).alias(name) for name in COLUMNS if name in names]
        place = [rows["_metadata.file_name"].alias("file"), rows["_metadata.row_index"].alias("row")]
        placed = rows.select(*wanted, *place)
        counts = {row["file"]: row["count"] for row in placed.groupBy("file").count().collect()}
        coder = _coder({name: types[name] for name in COLUMNS if name in names}, sentences, today())
        schema = ", ".join(f"`{name}` {SQL[type(dtype)]}" for name, dtype in ROWS.items())
        coded = spark.createDataFrame(placed.rdd.mapPartitions(coder), schema).persist()
        repeated = coded.filter("kind = 'id'").selectExpr(
            "file", "row", "id", "row_number() OVER (PARTITION BY id ORDER BY file, row) AS nth"
        )
        twice = repeated.filter("nth > 1").select("file", "row", "id").collect()
        found = coded.filter("kind <> 'id'").collect()
        given = placed.collect() if with_texts else []
    again = pl.DataFrame([tuple(row) for row in twice], schema=REPEATS, orient="row")
    whole = _whole(pl.DataFrame([tuple(row) for row in found], schema=ROWS, orient="row"), again, counts)
    kinds = {name: pl.Date() if types[name] == "date" else pl.String() for name in COLUMNS if name in names}
    texts = pl.DataFrame([tuple(row) for row in given], schema={**kinds, **AT}, orient="row")
    texts = texts.with_columns(_line(counts).alias("line")).sort("line").drop(*AT)
    return whole, sum(counts.values()), texts


def _kept_as(kind: str) -> str:
    """Return the type of Spark's that a column is read as: a time as its day, in UTC, and anything else as text."""
    return "date" if kind in {"date", "timestamp", "timestamp_ntz"} else "string"


def _coder(
    types: Mapping[str, str], sentences: int, latest: date
) -> Callable[[Iterable[Sequence[object]]], Iterator[tuple[Any, ...]]]:
    """Return what each worker does with its part of the rows."""
    schema = {name: pl.Date() if kind == "date" else pl.String() for name, kind in types.items()}

    def code_part(rows: Iterable[Sequence[object]]) -> Iterator[tuple[Any, ...]]:
        left = iter(rows)
        while part := [tuple(row) for row in islice(left, TOGETHER)]:
            frame = pl.DataFrame(part, schema={**schema, "file": pl.String(), "row": pl.Int64()}, orient="row")
            frame = frame.with_columns(pl.int_range(0, pl.len()).alias("line"))
            places = frame.select("line", "file", "row")
            texts, rejects = read_texts(frame, latest=latest, ids_seen=False)
            ids = numbered(frame).filter(pl.col("id").is_not_null()).select("line", "id")
            kinds = {"act": acts_of_texts(texts, sentences=sentences), "reject": rejects, "id": ids}
            made = pl.concat(
                [frame.with_columns(pl.lit(kind).alias("kind")) for kind, frame in kinds.items()], how="diagonal"
            ).join(places, on="line", maintain_order="left")
            yield from made.select(ROWS.keys()).iter_rows()

    return code_part


def _line(counts: Mapping[str, int]) -> pl.Expr:
    """Return a row's line, counted through the files by name."""
    offsets, before = {}, 0
    for file in sorted(counts):
        offsets[file], before = before, before + counts[file]
    return pl.col("file").replace_strict(offsets, default=0, return_dtype=pl.Int64) + pl.col("row") + 1


def _whole(found: pl.DataFrame, twice: pl.DataFrame, counts: Mapping[str, int]) -> Coded:
    """Return the parts as one: lines counted through the files, and what concerns all texts."""
    place = _line(counts)
    rows = found.with_columns(place.alias("line")).sort("line", maintain_order=True)
    again = twice.with_columns(place.alias("line")).select(
        "line", pl.lit("id").alias("column"), pl.col("id").alias("value"), pl.lit(REPEATED).alias("reason")
    )
    rejects = rows.filter(kind="reject").select(REJECTS.keys())
    new = again.join(rejects, on="line", how="anti").select(REJECTS.keys())
    acts = rows.filter(kind="act").join(new, on="line", how="anti", maintain_order="left").select(ACTS.keys())
    whole = pl.concat([rejects, new]).sort("line", maintain_order=True)
    return Coded(one_a_day(acts), pl.DataFrame(schema=TEXTS), whole)
