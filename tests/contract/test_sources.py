"""What holds for every source, on the small file it brings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from source_samples import SAMPLES

from detente.errors import DataError, UsageError
from detente.identity import states
from detente.sources import SHAPES, SOURCES, Reading, Source, source

NAMES = sorted(SOURCES)


@pytest.fixture
def reading(request: pytest.FixtureRequest, tmp_path: Path) -> Reading:
    name = request.param
    return SOURCES[name].read(SAMPLES[name].write(tmp_path))


def every(function: object) -> object:
    return pytest.mark.parametrize("reading", NAMES, indirect=True)(function)


def test_every_source_brings_a_sample() -> None:
    assert sorted(SAMPLES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_source_says_what_it_is(name: str) -> None:
    one = source(name)
    assert isinstance(one, Source)
    assert one.name == name
    assert one.table in SHAPES
    assert one.files
    assert one.origin.startswith("https://")
    for words in (one.title, one.licence, one.citation, one.covers):
        assert len(words.split()) > 3
    assert "No row" in one.covers


@pytest.mark.parametrize("name", NAMES)
def test_no_row_is_lost(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    reading = SOURCES[name].read(sample.write(tmp_path))
    assert (reading.rows_kept, reading.rejects.height) == (sample.kept, sample.rejected)
    assert reading.rows_in == sample.kept + sample.rejected


@every
def test_every_reject_has_line_and_reason(reading: Reading) -> None:
    assert reading.rejects.columns == ["line", "column", "value", "reason"]
    assert reading.rejects.select("line", "column", "reason").null_count().sum_horizontal().item() == 0
    assert reading.rejects["line"].is_between(1, reading.rows_in).all()
    assert reading.rejects["line"].is_unique().all()
    assert reading.rejects["line"].is_sorted()


@every
def test_states_are_ours(reading: Reading) -> None:
    known = {state.code for state in states("2020-01-01")} | {state.code for state in states("1965-01-01")}
    columns = [name for name in ("source", "target", "state") if name in reading.frame.columns]
    for name in columns:
        assert set(reading.frame[name]) <= known


@pytest.mark.parametrize("name", NAMES)
def test_the_frame_fits_its_table_in_the_order_of_its_key(name: str, tmp_path: Path) -> None:
    frame = SOURCES[name].read(SAMPLES[name].write(tmp_path)).frame
    shape = SHAPES[SOURCES[name].table]
    assert frame.equals(shape.sort(shape.validate(frame)))


@pytest.mark.parametrize("name", NAMES)
def test_reading_twice_or_by_folder_is_the_same(name: str, tmp_path: Path) -> None:
    path = SAMPLES[name].write(tmp_path)
    first, second = SOURCES[name].read(path), SOURCES[name].read(tmp_path)
    assert first.frame.equals(second.frame)
    assert first.rejects.equals(second.rejects)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_rows_does_not_matter_to_the_frame(name: str, tmp_path: Path) -> None:
    path = SAMPLES[name].write(tmp_path)
    rows = pl.read_parquet(path)
    kept = SOURCES[name].read(path)
    sound = rows.with_row_index("line", offset=1).filter(~pl.col("line").is_in(kept.rejects["line"].implode()))
    sound.drop("line").reverse().write_parquet(path)
    assert SOURCES[name].read(path).frame.equals(kept.frame)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_file_is_an_empty_frame(name: str, tmp_path: Path) -> None:
    path = SAMPLES[name].write(tmp_path)
    pl.read_parquet(path).clear().write_parquet(path)
    reading = SOURCES[name].read(path)
    assert (reading.frame.height, reading.rows_in) == (0, 0)


@pytest.mark.parametrize("name", NAMES)
def test_files_that_are_none(name: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is no file"):
        SOURCES[name].read(tmp_path)
    path = SAMPLES[name].write(tmp_path)
    column = pl.read_parquet_schema(path).keys()
    lost = next(iter(column))
    pl.read_parquet(path).drop(lost).write_parquet(path)
    with pytest.raises(DataError, match=f"lacks the column {lost}"):
        SOURCES[name].read(path)
    path.write_text("not parquet")
    with pytest.raises(DataError, match="can't be read as Parquet"):
        SOURCES[name].read(path)


def test_a_source_that_loses_rows_is_caught(tmp_path: Path) -> None:
    good = SOURCES["icews"]
    path = SAMPLES["icews"].write(tmp_path)
    leaky = replace(good, parse=lambda p: replace(good.parse(p), rows_kept=1))
    with pytest.raises(DataError, match="was lost"):
        leaky.read(path)


def test_an_unknown_source_names_the_known() -> None:
    with pytest.raises(UsageError, match="icews, unga_votes"):
        source("atlantis")
