"""Texts of few values in files of events: Enums while they are made, texts for whoever reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from bulk_sample import events, take
from detente.catalog import table
from detente.ingestion import events as bulk
from detente.ingestion.ingest_unit import profile_of
from detente.lake.parquet import write_texts
from detente.lake.parts import profile
from detente.store import Store
from event_samples import ICEWS_HEADER, gdelt, icews, write_quarter_hours, write_zip
from store_sample import as_written, open_store

TEXTS = [column.name for column in table("events").columns if column.dtype == pl.String]
FEW = ["source", "target", "cameo", "quad", "plover", "dataset", "batch"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def files(store: Store) -> list[Path]:
    return [part.path for part in store.lake.parts("events")]


def by_duckdb(paths: list[Path]) -> list[tuple[object, ...]]:
    columns = ", ".join(table("events").names)
    return duckdb.read_parquet([str(path) for path in paths]).project(columns).order("id, batch").fetchall()


def written_as(store: Store, path: Path, types: dict[str, pl.DataType]) -> None:
    """Write a file anew as Polars does by itself, so that it has these types for whoever reads it with Polars."""
    rows = pl.read_parquet(path).cast(types)  # type: ignore[arg-type]
    rows.write_parquet(path)
    as_written(store, path)
    assert pl.read_parquet_schema(path)["source"].base_type() == types["source"].base_type()


def test_whoever_reads_a_file_finds_texts(store: Store, tmp_path: Path) -> None:
    take(store, write_quarter_hours(tmp_path / "g", 3))
    (path,) = files(store)
    schema = pl.read_parquet_schema(path)
    assert {name: schema[name] for name in table("events").names} == table("events").schema
    assert pl.scan_parquet(path).filter(source="no state").collect().is_empty()
    types = duckdb.read_parquet(str(path))
    assert {dict(zip(types.columns, types.types, strict=True))[name] for name in TEXTS} == {"VARCHAR"}
    (stored,) = store.lake.records.files("\"table\" = 'events'")
    assert {**stored.profile, "mtime_ns": 0} == {**profile(pl.read_parquet(path), table("events")), "mtime_ns": 0}


def test_what_was_written_as_enums_reads_as_texts(tmp_path: Path) -> None:
    rows = pl.DataFrame({"n": [3, 1, 2, None], "text": ["b", None, "a", "b"], "day": [date(2014, 3, 18)] * 4})
    for dtype in (pl.String(), pl.Categorical(), pl.Enum(["z", "b", "a", "never"])):
        write_texts(rows.cast({"text": dtype}), tmp_path / "a.parquet", level=3, row_group=2)
        assert pl.read_parquet(tmp_path / "a.parquet").equals(rows)
        assert pl.read_parquet_schema(tmp_path / "a.parquet") == rows.schema
        assert duckdb.read_parquet(str(tmp_path / "a.parquet")).fetchall() == rows.rows()


def test_files_of_texts_and_of_any_enums_are_one_lake(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "ROWS", 1)
    monkeypatch.setattr(bulk, "PACK", 1)
    take(store, write_quarter_hours(tmp_path / "g", 6))
    before, paths = events(store), files(store)
    known = by_duckdb(paths)
    assert len(paths) > 4
    written_as(store, paths[0], dict.fromkeys(FEW, pl.String()))
    written_as(store, paths[1], dict.fromkeys(FEW, pl.Categorical()))
    for path in paths[2:4]:
        rows = pl.read_parquet(path)
        written_as(store, path, {name: pl.Enum(rows[name].drop_nulls().unique()) for name in FEW})
    assert events(store).equals(before)
    assert by_duckdb(paths) == known
    for name in FEW:
        for value in (*before[name].unique(), "none such"):
            wanted = before.filter(pl.col(name).eq_missing(pl.lit(value)))
            assert store.read("events", **{name: value}).equals(wanted), (name, value)
    pair = {"source": ["RUS", "none such"], "target": before["target"].drop_nulls()[0]}
    wanted = before.filter(source="RUS", target=pair["target"])
    assert store.read("events", **pair).equals(wanted)


def test_a_batch_is_removed_from_a_file(store: Store, tmp_path: Path) -> None:
    take(store, write_quarter_hours(tmp_path / "g", 3))
    before = events(store)
    (stored,) = store.lake.records.files("\"table\" = 'events'")
    gone = before["batch"][0]
    ((new, held),) = store.lake.without(stored, [gone, "no batch"])
    assert held == set(before["batch"]) - {gone}
    left = pl.read_parquet(store.lake.home / new.file, columns=table("events").names)
    assert dict(left.schema) == table("events").schema
    assert left.sort("id").equals(before.filter(pl.col("batch") != gone).sort("id"))
    assert {**new.profile, "mtime_ns": 0} == {**profile(left, table("events")), "mtime_ns": 0}


def test_formats_share_a_pack_of_acts_with_none_but_their_own(store: Store, tmp_path: Path) -> None:
    folder = write_quarter_hours(tmp_path / "g", 2)
    (folder / "events.2018.tab").write_text("".join(f"{row}\n" for row in (ICEWS_HEADER, icews(1), icews(2))))
    write_zip(folder, "20190121.export.CSV", [gdelt(n, added="20190121", width=58) for n in range(5)])
    done = take(store, folder)
    assert set(done.datasets) == {"gdelt1", "gdelt2", "icews"}
    for name, count in done.datasets.items():
        rows = store.read("events", dataset=name)
        assert rows.height == count
        assert dict(rows.schema) == table("events").schema


def test_a_profile_is_made_of_two_days(store: Store, tmp_path: Path) -> None:
    take(store, write_quarter_hours(tmp_path / "g", 2))
    rows = events(store)
    assert profile_of(rows, "gdelt2") == profile(rows, table("events"))
