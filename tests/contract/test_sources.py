"""What holds for every source, on the small file it brings."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from source_sample import load, save
from source_samples import SAMPLES

from detente.catalog import TABLES
from detente.errors import DataError, UsageError
from detente.identity import states
from detente.identity.records import entities
from detente.sources import SOURCES, Fetch, ParsedFile, Source, shape, source

NAMES = sorted(SOURCES)
KEYS = sorted(SAMPLES)
ABOVE = 20  # lines above the first row, at most


def of(key: str) -> Source:
    return SOURCES[key.partition("/")[0]]


@pytest.fixture
def parsed(request: pytest.FixtureRequest, tmp_path: Path) -> ParsedFile:
    key = request.param
    return of(key).read(SAMPLES[key].write(tmp_path))


def every(function: object) -> object:
    return pytest.mark.parametrize("parsed", KEYS, indirect=True)(function)


def test_every_source_brings_a_sample() -> None:
    assert sorted({key.split("/")[0] for key in KEYS}) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_source_says_what_it_is(name: str) -> None:
    one = source(name)
    assert isinstance(one, Source)
    assert one.name == name
    assert set(one.tables) <= set(TABLES)
    assert one.table == one.tables[0]
    assert one.files
    assert one.origin.startswith("https://")
    for words in (one.title, one.licence, one.citation, one.covers):
        assert len(words.split()) > 3
    assert "No row" in one.covers
    assert 1700 <= one.covers_from <= one.covers_until <= 2030
    assert one.no_row in ("zero", "missing") or len(one.no_row.split()) > 2


@pytest.mark.parametrize("name", NAMES)
def test_a_source_can_be_cited(name: str) -> None:
    entry = source(name).bibtex
    assert re.match(r"@[a-z]+\{[a-z][a-z0-9_-]+,\n", entry)
    assert entry.count("{") == entry.count("}")
    for field in ("author", "title", "year"):
        assert f"{field} = {{" in entry


def test_keys_of_citations_are_unique() -> None:
    keys = [one.bibtex.split(",")[0] for one in SOURCES.values()]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", NAMES)
def test_a_source_is_fetched_or_says_how_to_get_it(name: str) -> None:
    one = source(name)
    assert sum(map(bool, (one.fetch, one.by_hand, one.shipped))) == 1
    assert one.shipped is None or one.shipped.is_file()
    if isinstance(one.fetch, Fetch):
        assert all(address.startswith("https://") for address in one.fetch.addresses)
        assert len({urlsplit(address).netloc for address in one.fetch.addresses}) <= 1
        assert bool(one.fetch.addresses) != bool(one.fetch.doi)
        assert bool(one.fetch.doi) == bool(one.fetch.files)


@pytest.mark.parametrize("key", KEYS)
def test_no_row_is_lost(key: str, tmp_path: Path) -> None:
    sample = SAMPLES[key]
    parsed = of(key).read(sample.write(tmp_path))
    assert (parsed.rows_kept, parsed.rejects.height) == (sample.kept, sample.rejected)
    assert parsed.rows_in == sample.kept + sample.rejected


@every
def test_every_reject_has_line_and_reason(parsed: ParsedFile) -> None:
    assert parsed.rejects.columns == ["line", "column", "value", "reason"]
    assert parsed.rejects.select("line", "column", "reason").null_count().sum_horizontal().item() == 0
    assert parsed.rejects["line"].is_between(1, parsed.rows_in + ABOVE).all()
    assert parsed.rejects["line"].is_unique().all()
    assert parsed.rejects["line"].is_sorted()


@every
def test_states_are_ours(parsed: ParsedFile) -> None:
    known = {state.code for state in states("2020-01-01")} | {state.code for state in states("1965-01-01")}
    known |= {code for code, entity in entities().items() if entity.kind == "organisation"}  # that impose or give
    columns = [name for name in ("source", "target", "state") if name in parsed.frame.columns]
    for name in columns:
        assert set(parsed.frame[name]) <= known


@pytest.mark.parametrize("key", KEYS)
def test_the_frame_fits_its_table_in_the_order_of_its_key(key: str, tmp_path: Path) -> None:
    parsed = of(key).read(SAMPLES[key].write(tmp_path))
    assert parsed.frame.equals(parsed.frames[of(key).table])
    assert tuple(parsed.frames) == of(key).tables
    for name, frame in parsed.frames.items():
        assert frame.equals(shape(name).sort(shape(name).validate(frame)))
        if "dataset" in frame.columns:
            assert set(frame["dataset"]) <= {of(key).name}


@pytest.mark.parametrize("key", KEYS)
def test_reading_twice_or_by_folder_is_the_same(key: str, tmp_path: Path) -> None:
    path = SAMPLES[key].write(tmp_path)
    first, second = of(key).read(path), of(key).read(tmp_path)
    assert first.frame.equals(second.frame)
    assert first.rejects.equals(second.rejects)


@pytest.mark.parametrize("key", KEYS)
def test_the_order_of_rows_does_not_matter_to_the_frame(key: str, tmp_path: Path) -> None:
    path = SAMPLES[key].write(tmp_path)
    rows = load(path)
    kept = of(key).read(path)
    first = 1 if path.suffix == ".parquet" else 2
    sound = rows.with_row_index("line", offset=first).filter(~pl.col("line").is_in(kept.rejects["line"].implode()))
    save(sound.drop("line").reverse(), path)
    assert of(key).read(path).frame.equals(kept.frame)


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_file_is_an_empty_frame(key: str, tmp_path: Path) -> None:
    path = SAMPLES[key].write(tmp_path)
    save(load(path).clear(), path)
    parsed = of(key).read(path)
    assert (parsed.frame.height, parsed.rows_in) == (0, 0)


@pytest.mark.parametrize("key", KEYS)
def test_files_that_are_none(key: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds none of the files"):
        of(key).read(tmp_path)
    with pytest.raises(DataError, match="does not exist"):
        of(key).read(tmp_path / "nowhere")
    path = SAMPLES[key].write(tmp_path)
    rows = load(path)
    save(rows.select(pl.lit("x").alias("nothing")), path)
    with pytest.raises(DataError, match=r"no column .*its columns: nothing; required: "):
        of(key).read(path)
    path.write_bytes(b"PAR1 not parquet")
    with pytest.raises(DataError, match="can't be read"):
        of(key).read(path)


def test_a_source_that_loses_rows_is_caught(tmp_path: Path) -> None:
    good = SOURCES["icews-yearly"]
    path = SAMPLES["icews-yearly"].write(tmp_path)
    leaky = replace(good, parse=lambda p: replace(good.parse(p), rows_kept=1))
    with pytest.raises(DataError, match="was lost"):
        leaky.read(path)


def test_an_unknown_source_names_the_known() -> None:
    with pytest.raises(UsageError, match=r"the sources are .*unga_votes"):
        source("atlantis")
