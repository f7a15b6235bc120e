"""The trade register: lines above the header, lists of years, and parties that are not states."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from detente.errors import DataError
from detente.sources.contract import ParsedFile
from detente.sources.providers.sipri_register import read

ABOVE = "SIPRI Arms Transfers Database\r\nInformation generated on 1 May 2025\r\n\r\n"


def parsed_file(folder: Path, *rows: str, above: str = ABOVE, encoding: str = "utf-8") -> ParsedFile:
    path = folder / "trade-register.csv"
    header = "SIPRI AT Database ID,Supplier,Recipient,Delivery year,Delivery year is estimate,TIV delivery values;"
    path.write_bytes((above + "\r\n".join([header, *rows, ""])).encode(encoding))
    return read(path)


def test_lines_above_the_header_and_semicolons_at_the_end(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, "1,Russia,China,2005,No,66.5;", '2,"Russia",China,2005,Yes,3;')
    assert found.frame.select("source", "target", "value", "unit").rows() == [("RUS", "CHN", 69.5, "million TIV")]
    assert found.rows_in == 2


def test_other_encodings(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "cp1252"):
        found = parsed_file(tmp_path, "1,France,Côte d'Ivoire,2005,No,1;", encoding=encoding)
        assert found.frame["target"].to_list() == ["CIV"]


def test_lists_of_years_have_a_value_each(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, '1,Russia,China,"2004; 2005?",No,"10; 20"', "2,Russia,China,(2005),No,1")
    assert found.frame.select(pl.col("period").dt.year(), "value").rows() == [(2004, 10.0), (2005, 21.0)]


def test_one_value_for_several_years_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text(
        "Supplier,Recipient,Year(s) of delivery,SIPRI TIV of delivered weapons\n"
        "Russia,China,2004; 2005,30\nRussia,China,2006,7\n"
    )
    found = read(path)
    assert found.rejects["reason"].to_list() == ["has not one value for each year of delivery"]
    assert found.frame["value"].to_list() == [7.0]


def test_parties_that_are_not_states(tmp_path: Path) -> None:
    rows = [
        "1,Iran,Hezbollah (Lebanon)*,2006,No,1",
        "2,unknown supplier(s),Syria,2006,No,1",
        "3,France,OSCE**,2006,No,1",
    ]
    found = parsed_file(tmp_path, *rows, "4,Ukraine,South Sudan,2009,No,1")
    assert found.rejects["reason"].to_list() == [
        "is a group, an organisation or an unknown party",
        "is a group, an organisation or an unknown party",
        "is a group, an organisation or an unknown party",
        "was not a state then",
    ]


@pytest.mark.parametrize(
    ("name", "year", "state"),
    [
        ("Germany", 1975, "BRD"),
        ("Germany", 2005, "DEU"),
        ("East Germany (GDR)", 1975, "DDR"),
        ("Soviet Union", 1975, "RUS"),
        ("Viet Nam", 1980, "VNM"),
        ("North Yemen", 1975, "YAR"),
        ("Yugoslavia", 1975, "SRB"),
        ("Congo", 2005, "COG"),
        ("DR Congo", 2005, "COD"),
        ("Turkiye", 2005, "TUR"),
        ("Taiwan", 2005, "TWN"),
        ("South Korea", 2005, "KOR"),
    ],
)
def test_names_of_states(tmp_path: Path, name: str, year: int, state: str) -> None:
    found = parsed_file(tmp_path, f"1,United States,{name},{year},No,1")
    assert found.frame["target"].to_list() == [state]


def test_a_file_without_the_register(tmp_path: Path) -> None:
    path = tmp_path / "trade-register.csv"
    path.write_text(ABOVE + "a,b\n1,2\n")
    with pytest.raises(DataError, match=r"trade-register\.csv has no column"):
        read(path)
