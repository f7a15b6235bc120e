"""Varieties of Democracy: one number for a country through its changes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from detente.identity import states
from detente.sources.contract import ParsedFile
from detente.sources.providers.vdem import RENUMBERED, read


def parsed_file(folder: Path, *rows: tuple[object, ...], columns: str = "COWcode year v2x_polyarchy") -> ParsedFile:
    path = folder / "V-Dem-CY-Core-v15.csv"
    text = [[None if cell is None else str(cell) for cell in row] for row in rows]
    pl.DataFrame(text, schema=dict.fromkeys(columns.split(), pl.String), orient="row").write_csv(path)
    return read(path)


@pytest.mark.parametrize(
    ("number", "year", "state"),
    [
        (255, 1949, "BRD"),
        (255, 1989, "BRD"),
        (255, 1990, "DEU"),
        (255, 1930, "DEU"),
        (265, 1980, "DDR"),
        (679, 1989, "YAR"),
        (679, 1990, "YEM"),
        (316, 1992, "CSK"),
        (316, 1993, "CZE"),
        (345, 1980, "SRB"),
    ],
)
def test_whose_figure_a_number_is(tmp_path: Path, number: int, year: int, state: str) -> None:
    assert parsed_file(tmp_path, (number, year, 0.5)).frame["state"].to_list() == [state]


def test_every_change_of_number_says_why_and_names_a_state_then() -> None:
    for one in RENUMBERED:
        assert one.why.endswith(".")
        assert one.means in {state.cow for state in states(f"{one.last}-01-01")}


def test_numbers_stay_as_they_are_in_copies(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, (260, 1980, 0.86), columns="ccode year v2x_polyarchy")
    assert found.frame.select("state", "sd").rows() == [("BRD", None)]


def test_the_standard_deviation_is_taken_where_it_is(tmp_path: Path) -> None:
    columns = "COWcode year v2x_polyarchy v2x_polyarchy_sd"
    assert parsed_file(tmp_path, (740, 2013, 0.8, 0.03), columns=columns).frame["sd"].to_list() == [0.03]


def test_colonies_and_lands_without_a_number_are_rejected(tmp_path: Path) -> None:
    found = parsed_file(tmp_path, (750, 1900, 0.1), (None, 2010, 0.2), ("x", 2010, 0.2), (740, 2010, None))
    assert found.rejects["reason"].to_list() == ["was not a state then", "is missing", "is not a whole number"]
    assert (found.rows_kept, found.frame.height) == (1, 0)
