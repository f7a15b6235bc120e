"""Trade by economy: industries are summed, and what no one reported is no zero."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from detente.errors import DataError
from detente.sources.providers.itpde import read

HEADER = "exporter_iso3,exporter_dynamic_code,importer_iso3,year,industry_id,broad_sector,trade,flag_mirror,flag_zero\n"


def test_industries_are_summed(tmp_path: Path) -> None:
    path = tmp_path / "ITPD_E_R02.csv"
    rows = ["JPN,JPN,RUS,2013,1,Agriculture,0.25,0,p", "JPN,JPN,RUS,2013,100,Manufacturing,1.5,0,p"]
    path.write_text(HEADER + "\n".join(rows) + "\n")
    found = read(path)
    assert found.frame.select("source", "target", "value", "unit").rows() == [
        ("JPN", "RUS", 1.75, "million USD, current")
    ]
    assert found.rows_in == 1


def test_a_zero_that_no_one_reported_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "ITPD_E_R02.csv"
    path.write_text(HEADER + "JPN,JPN,FJI,2013,1,A,0,0,u\nJPN,JPN,UKR,2013,1,A,0,0,r\nJPN,JPN,UKR,2013,2,A,0,0,u\n")
    assert read(path).frame.select("target", "value").rows() == [("UKR", 0.0)]


def test_a_zipped_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "itpd_e_r02.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ITPD_E_R02.csv", HEADER + "JPN,JPN,RUS,2013,1,A,2,0,p\n")
    assert read(path).frame["value"].to_list() == [2.0]


def test_an_empty_archive_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "itpd_e_r02.zip"
    zipfile.ZipFile(path, "w").close()
    with pytest.raises(DataError, match="contains no file"):
        read(path)


def test_a_damaged_row_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "ITPD_E_R02.csv"
    path.write_text(HEADER + "JPN,JPN,RUS,2013,1,A,2,0,p\n" * 50 + "JPN,JPN,R")
    with pytest.raises(DataError, match="can't be read as a table with a header"):
        read(path)


def test_names_that_the_lists_have_twice(tmp_path: Path) -> None:
    path = tmp_path / "itpde.parquet"
    rows = {"year": [2013, 2013], "exporter": ["Congo", "DR Congo"], "importer": ["Macedonia (FYROM)"] * 2}
    pl.DataFrame({**rows, "usd": [2e6, 3e6]}).write_parquet(path)
    assert read(path).frame.select("source", "target", "value").rows() == [("COG", "MKD", 2.0), ("COD", "MKD", 3.0)]


@pytest.mark.parametrize("ending", ["parquet", "dta"])
def test_industries_are_summed_in_every_format(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"ITPD_E_R02.{ending}"
    pair = {"exporter_iso3": "JPN", "importer_iso3": "RUS", "year": 2013}
    trade = [(1, 0.25, "p"), (2, 1.5, "p"), (3, 0.0, "u")]
    frame = pl.DataFrame([pair | {"industry_id": i, "trade": value, "flag_zero": flag} for i, value, flag in trade])
    frame.write_parquet(path) if ending == "parquet" else pyreadstat.write_dta(frame, path)
    found = read(path)
    assert found.frame.select("source", "target", "value").rows() == [("JPN", "RUS", 1.75)]
    assert found.rejects.is_empty()
