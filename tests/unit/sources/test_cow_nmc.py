"""National Material Capabilities: missing is not zero, currencies, and codes that share a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile
from detente.sources.providers.cow_nmc import read

COLUMNS = ["stateabb", "ccode", "year", "milex", "milper", "irst", "pec", "tpop", "upop", "cinc", "version"]


def parsed_file(folder: Path, *rows: tuple[object, ...]) -> ParsedFile:
    path = folder / "NMC-70-abridged.csv"
    text = [[str(cell) for cell in row] for row in rows]
    pl.DataFrame(text, schema=dict.fromkeys(COLUMNS, pl.String), orient="row").write_csv(path)
    return read(path)


def test_minus_nine_makes_no_row_and_zero_does(tmp_path: Path) -> None:
    frame = parsed_file(tmp_path, ("AFG", 700, 1919, -9, 60, 0, 1, 8000, 200, 0.002, 7)).frame
    values = dict(frame.select("name", "value").iter_rows())
    assert "milex" not in values
    assert (values["irst"], values["milper"], values["cinc"]) == (0.0, 60.0, 0.002)


def test_a_year_is_known_when_it_is_over(tmp_path: Path) -> None:
    frame = parsed_file(tmp_path, ("JPN", 740, 2013, 1, 1, 1, 1, 1, 1, 0.1, 7)).frame
    assert frame.select("dataset", "period", "freq", "known_on").unique().rows() == [
        ("cow_nmc", date(2013, 1, 1), "year", date(2013, 12, 31))
    ]


def test_spending_changes_its_currency_in_1914(tmp_path: Path) -> None:
    rows = [("UKG", 200, year, 1, 1, 1, 1, 1, 1, 0.1, 7) for year in (1913, 1914)]
    frame = parsed_file(tmp_path, *rows).frame.filter(pl.col("name") == "milex").sort("period")
    assert frame["unit"].to_list() == ["thousand pounds sterling, current", "thousand USD, current"]


def test_both_germanies_of_1990_and_the_yugoslav_number(tmp_path: Path) -> None:
    rows = [(255, 1990), (260, 1990), (265, 1990), (679, 1990), (678, 1990), (345, 1950), (345, 2010)]
    found = parsed_file(tmp_path, *[("X", code, year, 1, 1, 1, 1, 1, 1, 0.1, 7) for code, year in rows])
    assert found.rejects.height == 0
    states = found.frame.filter(pl.col("name") == "cinc").select("state", pl.col("period").dt.year()).rows()
    assert set(states) == {
        ("DEU", 1990),
        ("BRD", 1990),
        ("DDR", 1990),
        ("YEM", 1990),
        ("YAR", 1990),
        ("SRB", 1950),
        ("SRB", 2010),
    }


def test_a_number_that_was_no_member_is_rejected(tmp_path: Path) -> None:
    rows = [("GMY", 255, 1960), ("GFR", 260, 2000), ("YEM", 679, 1980), ("XXX", 999, 1980)]
    found = parsed_file(tmp_path, *[(*row, 1, 1, 1, 1, 1, 1, 0.1, 7) for row in rows])
    assert found.rows_kept == 0
    assert found.rejects.select("value", "reason").rows() == [
        ("255", "was not a state then"),
        ("260", "was not a state then"),
        ("679", "was not a state then"),
        ("999", "is not a state's name or code"),
    ]
