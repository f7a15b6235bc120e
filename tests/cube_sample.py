"""Events for tests of the cube: frames of the table ``events``, put in the lake batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import strategies as st

from detente.catalog import QUADS, table
from detente.starter.writing import write_starter
from detente.store import Store
from store_sample import write_facts

FIRST = date(2015, 2, 26)
CELL = ["source", "target", "day", "quad", "root", "plover"]
SUMS = ["reports", "events", "records", "intensity", "rated"]
GIVEN = ("date", "known_on", "source", "target", "cameo", "quad", "plover", "intensity", "reports", "key")

Row = tuple[object, ...]


def days(most: int) -> st.SearchStrategy[date]:
    return st.integers(0, most).map(lambda n: FIRST + timedelta(days=n))


# Few values, so that cells and keys meet often
ROWS: st.SearchStrategy[Row] = st.tuples(
    days(4),
    days(8),
    st.sampled_from(["JPN", "RUS", None]),
    st.sampled_from(["RUS", "CHN", None]),
    st.sampled_from(["010", "013", "190", None]),
    st.sampled_from([QUADS[0], QUADS[3], None]),
    st.sampled_from(["AID", None]),
    st.one_of(st.none(), st.sampled_from([0.0, 2.8, -10.0, 0.0005, -0.0005]), st.floats(-100, 100)),
    st.integers(1, 5),
    st.sampled_from([None, 1, 2, -3]),
)


def frame(rows: Sequence[Row], dataset: str = "d", batch: str = "b") -> pl.DataFrame:
    """Return rows as the table ``events``; what `GIVEN` does not name is left empty."""
    declared = table("events")
    kinds = {name: declared.schema[name] for name in GIVEN}
    given = pl.DataFrame([list(row) for row in rows], schema=kinds, orient="row")
    fixed = {"id": pl.format("{}-{}", pl.lit(batch), pl.int_range(pl.len())), "dataset": pl.lit(dataset)}
    rest = {name: pl.lit(None, kind) for name, kind in declared.schema.items() if name not in GIVEN}
    rest |= {"batch": pl.lit(batch), "flags": pl.lit(0, pl.Int32), **fixed}
    made = given.with_columns(**{name: value for name, value in rest.items() if name in declared.names})
    return declared.validate(made.select(declared.names))


def put(store: Store, rows: Sequence[Row], origin: str, dataset: str = "d") -> None:
    """Put rows in the lake as the batch of an origin."""
    store.write({"events": frame(rows, dataset, origin)}, dataset=dataset, origin=origin)


@contextmanager
def empty_store() -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        write_starter(Path(folder) / "starter", {}, {"sources": []})
        write_facts(Path(folder) / "facts")
        yield Store.open(home=Path(folder) / "home", starter=Path(folder) / "starter")


def counted(events: pl.DataFrame, on: date) -> pl.DataFrame:
    """Count events by cell as known on a day, the plain way: what the cube must say."""
    known = events.filter((pl.col("known_on") <= on) & (pl.col("known_until").is_null() | (pl.col("known_until") > on)))
    cells = known.rename({"date": "day"}).with_columns(root=pl.col("cameo").str.slice(0, 2))
    scaled = (pl.col("intensity") * 1000 + 0.5).floor().cast(pl.Int64)
    sums = {
        "reports": pl.col("reports").cast(pl.Int64).sum(),
        "events": (pl.col("key").drop_nulls().n_unique() + pl.col("key").null_count()).cast(pl.Int64),
        "records": pl.len().cast(pl.Int64),
        "intensity": scaled.sum(),
        "rated": pl.col("intensity").count().cast(pl.Int64),
    }
    return cells.group_by(CELL).agg(**sums).sort(CELL, nulls_last=True)


def summed(cube: pl.DataFrame, on: date) -> pl.DataFrame:
    """Sum a cube by cell over what was known on a day."""
    known = cube.filter(pl.col("known_on") <= on).group_by(CELL).agg(pl.col(SUMS).sum())
    return known.filter(pl.col("records") > 0).sort(CELL, nulls_last=True)
