"""Shared organisations: the ones are counted, whatever the other codes are."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from detente.errors import DataError
from detente.sources.providers.cow_igo import read

HEADER = "ccode1,country1,ccode2,country2,year,AALCO,EU,UN,WTO,dyadid,version\n"


def test_full_members_of_both_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "dyadic_formatv3.csv"
    path.write_text(HEADER + "365,Russia,740,Japan,2014,0,-1,1,1,1,1\n2,USA,731,North Korea,1985,2,3,0,-9,1,1\n")
    found = read(path)
    assert found.frame.select("source", "target", "value", "directed").rows() == [
        ("JPN", "RUS", 2.0, False),
        ("PRK", "USA", 0.0, False),
    ]


def test_a_zipped_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "dyadic_formatv3.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("README.txt", "about")
        archive.writestr("dyadic_formatv3.csv", HEADER + "365,R,740,J,2014,0,-1,1,1,1,3\n")
    assert read(path).frame["value"].to_list() == [2.0]


def test_names_in_another_encoding_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "dyadic_formatv3.csv"
    path.write_bytes((HEADER + "437,Côte d'Ivoire,740,Japan,2014,0,-1,1,1,1,3\n").encode("cp1252"))
    assert read(path).frame.select("source", "target", "value").rows() == [("CIV", "JPN", 2.0)]


def test_a_file_that_is_neither_form_says_what_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "dyadic_formatv3.csv"
    path.write_text("ccode1,ccode2,year\n2,740,1990\n")
    with pytest.raises(DataError, match=r"dyadigos.*ccode1, ccode2, year.*UN"):
        read(path)


@pytest.mark.parametrize("ending", ["parquet", "dta"])
def test_ones_are_counted_in_every_format(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"dyadic_formatv3.{ending}"
    row = {"ccode1": 365, "country1": "Russia", "ccode2": 740, "country2": "Japan", "year": 2014}
    bodies = {"AALCO": 0.0, "EU": -1.0, "UN": 1.0, "WTO": 1.0, "APEC": 1.0, "dyadid": 1, "version": 3}
    frame = pl.DataFrame([row | bodies])
    frame.write_parquet(path) if ending == "parquet" else pyreadstat.write_dta(frame, path)
    assert read(path).frame.select("source", "target", "value").rows() == [("JPN", "RUS", 3.0)]
