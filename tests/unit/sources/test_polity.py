"""Polity5: numbers of its own, years with two rows, and codes that are not scores."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from detente.sources.contract import ParsedFile
from detente.sources.providers.polity import LEFT, NUMBERS, read


def parsed_file(folder: Path, *rows: tuple[object, ...], producer: bool = True) -> ParsedFile:
    path = folder / "p5v2018.csv"
    columns = ["ccode", "year", "polity2", *(["scode"] if producer else [])]
    text = [[*("" if cell is None else str(cell) for cell in row), *(["ABC"] if producer else [])] for row in rows]
    pl.DataFrame(text, schema=dict.fromkeys(columns, pl.String), orient="row").write_csv(path)
    return read(path)


@pytest.mark.parametrize(
    ("number", "year", "state"),
    [
        (364, 1980, "RUS"),
        (365, 2000, "RUS"),
        (345, 1980, "SRB"),
        (347, 2000, "SRB"),
        (342, 2010, "SRB"),
        (341, 2010, "XKX"),
        (348, 2010, "MNE"),
        (529, 2010, "ETH"),
        (769, 1970, "PAK"),
        (818, 1990, "VNM"),
        (626, 2015, "SDN"),
        (525, 2015, "SSD"),
        (260, 1980, "BRD"),
    ],
)
def test_the_projects_own_numbers(tmp_path: Path, number: int, year: int, state: str) -> None:
    assert parsed_file(tmp_path, (number, year, 5)).frame.select("state", "value").rows() == [(state, 5.0)]


def test_the_same_numbers_mean_others_in_copies(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, (341, 2010, 9), (347, 2010, 8), (626, 2015, 0), producer=False)
    assert found.frame["state"].to_list() == ["MNE", "XKX", "SSD"]


@pytest.mark.parametrize(("number", "year"), LEFT)
def test_the_years_figure_is_the_one_at_its_end(tmp_path: Path, number: int, year: int) -> None:
    state = NUMBERS.get(number, number)
    other = next(one for one in (*NUMBERS, state) if NUMBERS.get(one, one) == state and one != number)
    found = parsed_file(tmp_path, (number, year, 1), (other, year, 2))
    assert found.frame["value"].to_list() == [2.0]
    assert "gives way" in found.rejects["reason"].item()
    assert parsed_file(tmp_path, (number, year, 1)).frame["value"].to_list() == [1.0]


def test_codes_of_no_score_are_missing(tmp_path: Path) -> None:
    found = parsed_file(
        tmp_path, (700, 2001, -66), (700, 2002, -77), (700, 2003, -88), (700, 2004, 0), (700, 2005, None)
    )
    assert (found.rows_kept, found.rejects.height) == (5, 0)
    assert found.frame["value"].to_list() == [0.0]


def test_what_is_not_a_score_is_rejected(tmp_path: Path) -> None:
    assert parsed_file(tmp_path, (700, 2001, 11)).rejects["reason"].to_list() == ["is not from -10 to 10"]
