"""ICEWS dyad-years: counts per class, zeros that make no rows, and faults."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from detente.sources.providers.icews_dyad_years import read

COLUMNS = ["i_iso3c", "j_iso3c", "year", "verbCoop", "matlCoop", "verbConf", "matlConf"]


def parsed_file(folder: Path, *rows: tuple[object, ...]):
    path = folder / "years.parquet"
    pl.DataFrame(rows, schema=COLUMNS, orient="row").write_parquet(path)
    return read(path)


def test_each_class_with_a_report_is_a_row(tmp_path: Path) -> None:
    frame = parsed_file(tmp_path, ("RUS", "UKR", 2014, 12, 0, 7, 2547)).frame
    assert dict(frame.select("cls", "reports").iter_rows()) == {
        "verbal_cooperation": 12,
        "verbal_conflict": 7,
        "material_conflict": 2547,
    }
    assert frame.select("dataset", "period", "freq", "scheme").unique().rows() == [
        ("icews-yearly", date(2014, 1, 1), "year", "quad")
    ]
    assert frame["events"].is_null().all()


def test_a_row_of_zeros_is_kept_and_makes_no_row(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, ("FJI", "UKR", 2014, 0, 0, 0, 0))
    assert (found.frame.height, found.rows_kept, found.rejects.height) == (0, 1, 0)


def test_faults_are_reported(tmp_path: Path) -> None:
    found = parsed_file(
        tmp_path,
        ("RUS", "RUS", 2014, 1, 1, 1, 1),
        ("RUS", "ZZZ", 2014, 1, 1, 1, 1),
        ("MNE", "RUS", 2004, 1, 1, 1, 1),
        ("RUS", "JPN", 2014, 1, None, 1, 1),
    )
    assert found.rejects.rows() == [
        (1, "j_iso3c", "RUS", "is the same state as the source"),
        (2, "j_iso3c", "ZZZ", "is not a state's name or code"),
        (3, "i_iso3c", "MNE", "was not a state then"),
        (4, "matlCoop", None, "is not a whole number from 0 to 100,000,000"),
    ]
