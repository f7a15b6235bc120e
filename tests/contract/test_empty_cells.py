"""Empty cells as R, pandas and Stata write them are empty in every source's file."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from source_sample import load, save
from source_samples import SAMPLES

from detente.sources import SOURCES, Source

KEYS = sorted(key for key in SAMPLES if key != "icews-yearly")  # which is read from Parquet alone
EMPTY = ("NA", "NaN", "nan", ".", " ")


def of(key: str) -> Source:
    return SOURCES[key.partition("/")[0]]


def lines_of_text(path: Path, rejects: pl.DataFrame) -> list[int]:
    """Return where rows of the original are in a text file: Parquet's rows count from 1, a text's header is line 1."""
    return (rejects["line"] + (path.suffix == ".parquet")).to_list()


def as_text(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.all().cast(pl.String))


def write_csv_of_r(rows: pl.DataFrame, path: Path) -> None:
    """Write rows as R's ``write.csv``: the rows' names first, text and names in quotes, ``NA`` without."""
    texts = {name for name, dtype in rows.schema.items() if dtype in (pl.String, pl.Categorical)}
    lines = [",".join(f'"{name}"' for name in ("", *rows.columns))]
    for number, row in enumerate(as_text(rows).iter_rows(named=True), start=1):
        cells = [f'"{cell}"' if name in texts and cell is not None else cell or "NA" for name, cell in row.items()]
        lines.append(",".join([f'"{number}"', *cells]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("key", KEYS)
def test_a_file_written_by_r_is_read_as_the_original(key: str, tmp_path: Path) -> None:
    path = SAMPLES[key].write(tmp_path)
    first = of(key).read(path)
    again = path.with_suffix(".csv")
    write_csv_of_r(load(path), again)
    second = of(key).read(again)
    assert second.frame.equals(first.frame)
    assert (second.rows_in, second.rows_kept) == (first.rows_in, first.rows_kept)
    assert second.rejects["line"].to_list() == lines_of_text(path, first.rejects)


@pytest.mark.parametrize("empty", EMPTY)
@pytest.mark.parametrize("key", KEYS)
def test_an_empty_cell_is_empty_however_it_is_written(key: str, empty: str, tmp_path: Path) -> None:
    path = SAMPLES[key].write(tmp_path)
    first = of(key).read(path)
    again = path.with_suffix(".csv")
    rows = as_text(load(path)).fill_null(empty)
    with again.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=",").writerows([rows.columns, *rows.rows()])
    second = of(key).read(again)
    assert second.frame.equals(first.frame)
    assert second.rejects["line"].to_list() == lines_of_text(path, first.rejects)


def test_text_of_parquet_is_empty_likewise(tmp_path: Path) -> None:
    checked = 0
    for number, key in enumerate(key for key in KEYS if key != "unga_votes"):  # whose codes are of two letters
        folder = tmp_path / str(number)
        folder.mkdir()
        path = SAMPLES[key].write(folder)
        rows = load(path)
        texts = [name for name, dtype in rows.schema.items() if dtype == pl.String]
        if path.suffix == ".parquet" and texts:
            first = of(key).read(path)
            save(rows.with_columns(pl.col(texts).fill_null("NA")), path)
            assert of(key).read(path).frame.equals(first.frame), key
            checked += 1
    assert checked > 5


def test_na_is_namibia_in_a_column_of_two_letter_codes(tmp_path: Path) -> None:
    calls = pl.DataFrame({"rcid": [1], "session": [68.0], "date": ["2014-03-27"], "unres": ["R/68/262"]})
    calls.write_parquet(tmp_path / "un_roll_calls.parquet")
    votes = pl.DataFrame({"rcid": [1, 1], "country_code": ["NA", "JP"], "country": ["Namibia", "Japan"]})
    votes.with_columns(vote=pl.lit("yes")).write_parquet(tmp_path / "un_votes_1946_2019.parquet")
    assert SOURCES["unga_votes"].read(tmp_path).frame["state"].to_list() == ["JPN", "NAM"]
