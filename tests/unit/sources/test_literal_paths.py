"""A file is read by exactly its name, whatever other files its name would match as a pattern."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from detente.errors import DataError
from detente.sources.contract import read_parquet
from detente.sources.readers.large_text import relation_of
from detente.sources.readers.literal_paths import duckdb_parquet, duckdb_path, parquet_schema, scan_parquet

NAMES = ("votes[1]", "votes?", "votes*", "votes[", "votes1", "%31 #1", "a=b")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_is_read_alone(tmp_path: Path, name: str) -> None:
    for other in ("votes1", "votes2", name):
        (tmp_path / other).mkdir(exist_ok=True)
        pl.DataFrame({other: [other]}).write_parquet(tmp_path / other / f"{other}.parquet")
        (tmp_path / other / f"{other}.csv").write_text(f"{other}\n{other}\n", encoding="utf-8")
    path = tmp_path / name / f"{name}.parquet"
    assert parquet_schema(path).names() == [name]
    assert scan_parquet(path).collect().rows() == [(name,)]
    assert read_parquet(path, [name]).rows() == [(1, name)]
    with duckdb.connect() as db:
        assert duckdb_parquet(db, [path]).fetchall() == [(name,)]
    with relation_of(path.with_suffix(".csv")) as rows:
        assert rows.fetchall() == [(name,)]


def test_what_duckdb_cannot_be_given_is_refused() -> None:
    with pytest.raises(DataError, match="backslash"):
        duckdb_path("/data/a\\b*")
