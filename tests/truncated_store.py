"""A store without any record known after a day: the starter pack and the facts, cut."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl

from detente.catalog import TABLES, Table
from detente.starter.pack import REVISED
from detente.starter.writing import write_starter
from detente.store import Store
from detente.store.store import DATA, FACT_TABLES

PACK = tuple(Store.open().pack.manifest["tables"])


def truncated(folder: Path, day: date) -> Store:
    """Write a pack and facts with what was known on `day` alone, and open them in an empty home."""
    full = Store.open(home=folder / "none")
    frames = {}
    for name in PACK:
        packed = name in ("votes", "absences")  # a file with a row a roll call
        rows = full.read(name) if packed else pl.read_parquet(DATA / "starter" / f"{name}.parquet")
        frames[name] = until(rows, TABLES[name], day)
    write_starter(folder / "starter", frames, full.pack.manifest["provenance"], level=1, revised=REVISED)
    (folder / "facts").mkdir(exist_ok=True)
    for path in (DATA / "facts").iterdir():
        if path.stem not in FACT_TABLES:
            shutil.copy(path, folder / "facts")
            continue
        table = TABLES[path.stem]
        frame = pl.read_csv(path, infer_schema=False).with_columns(
            pl.col(c.name).str.to_date("%Y-%m-%d") for c in table.columns if c.dtype == pl.Date
        )
        until(frame, table, day).write_csv(folder / "facts" / path.name)
    return Store.open(home=folder / "home", starter=folder / "starter")


def until(frame: pl.DataFrame, table: Table, day: date) -> pl.DataFrame:
    """Drop rows known after a day; null the ends known after it, and what is about a whole span known after it."""
    assert table.known_on is not None
    kept = frame.filter(pl.col(table.known_on) <= day)
    cut = kept
    for end, known in table.hidden_ends.items():
        late = kept.select(pl.coalesce(known, end) > day).to_series().fill_null(value=False)
        cut = cut.with_columns(pl.when(~late).then(pl.col(name)).alias(name) for name in {end, known})
    for whole, known in table.whole_spans.items():
        late = (kept[known] > day).fill_null(value=False)
        cut = cut.with_columns(pl.when(~late).then(pl.col(name)).alias(name) for name in (whole, known))
    return cut
