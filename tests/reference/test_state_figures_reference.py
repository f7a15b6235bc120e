"""Sources of figures of states on real files: nothing lost without a reason, and figures that are known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.sources import ParsedFile, source

pytestmark = pytest.mark.reference

# source: file, its rows, rows kept, rows of the frame
FILES = {
    "vdem": ("states/vdem_v15_1960_2024.parquet", 10_641, 10_181, 50_872),
    "row_regimes": ("states/row_regime_owid_1789_2025.parquet", 31_017, 17_837, 17_837),
    "fractionalisation": ("states/fractionalisation_creg_hief_1945_2013.parquet", 11_525, 9_015, 43_890),
    "territorial_threat": ("states/territorial_threat_1816_2010.parquet", 14_781, 14_781, 14_781),
    "us_troops": ("states/us_troops_country_year_1950_2024.parquet", 13_135, 11_864, 15_177),
    "reign_elections": ("leaders/reign_elections_2021.parquet", 4_351, 2_708, 9_716),
    "reign_leaders": ("leaders/reign_leaders_1945_2021.parquet", 2_524, 2_514, 22_940),
    "rugged_terrain": ("states/ruggedness.parquet", 192, 192, 38_041),
    "gpr": ("events/gpr_country_monthly_1985_2026_07.parquet", 499, 499, 21_956),
    "ai_gpr": ("events/ai_gpr_bilateral_2023_04_2025_12.parquet", 3_300, 3_300, 3_300),
    "us_missions": ("pacts/us_missions_range_cow_v0_1_to_2024.parquet", 656, 656, 656),
    "archigos": ("leaders/archigos_transitions_stateyear_1870_2015.parquet", 14_407, 14_112, 42_336),
}
READ: dict[str, ParsedFile] = {}


def parsed_file(reference: Path, name: str) -> ParsedFile:
    if name not in READ:
        READ[name] = source(name).parse(reference / FILES[name][0])
    return READ[name]


@pytest.mark.parametrize("name", FILES)
def test_no_row_is_lost(reference: Path, name: str) -> None:
    found = parsed_file(reference, name)
    assert (found.rows_in, found.rows_kept, found.frame.height) == FILES[name][1:]
    assert found.rows_in - found.rows_kept == found.rejects["line"].n_unique()


@pytest.mark.parametrize(
    ("name", "where", "value"),
    [
        ("vdem", ("BRD", 1980, "v2x_polyarchy"), 0.868),
        ("vdem", ("CSK", 1980, "v2x_libdem"), 0.056),
        ("vdem", ("JPN", 2000, "v2x_egaldem"), 0.764),
        ("row_regimes", ("BRD", 1980, "row_regime"), 3),
        ("row_regimes", ("RVN", 1960, "row_regime"), 1),
        ("fractionalisation", ("RUS", 1991, "ethfrac"), 0.6907),
        ("fractionalisation", ("RUS", 2000, "ethfrac"), 0.3215),
        ("fractionalisation", ("SRB", 1995, "efindex"), 0.54),
        ("territorial_threat", ("JPN", 2000, "lterrthreat"), -1.0064),
        ("us_troops", ("RVN", 1968, "us_troops"), 537_377),
        ("us_troops", ("CSK", 1980, "us_troops"), 11),
        ("us_troops", ("BRD", 1980, "us_troops"), 244_320),
        ("archigos", ("RUS", 1991, "irregular_change"), 1),
        ("archigos", ("JPN", 2000, "leaders"), 3),
    ],
)
def test_figures_that_are_known(reference: Path, name: str, where: tuple[str, int, str], value: float) -> None:
    state, year, figure = where
    frame = parsed_file(reference, name).frame
    row = frame.filter(pl.col("state") == state, pl.col("period") == date(year, 1, 1), pl.col("name") == figure)
    assert row["value"].item() == pytest.approx(value, abs=1e-4)


def test_no_personnel_of_the_vietnam_war_are_in_the_north(reference: Path) -> None:
    frame = parsed_file(reference, "us_troops").frame
    north = frame.filter(pl.col("state") == "VNM", pl.col("period").dt.year().is_between(1954, 1974))
    assert north.is_empty()


def test_civilians_are_missing_before_they_were_recorded(reference: Path) -> None:
    frame = parsed_file(reference, "us_troops").frame.filter(pl.col("name") == "us_civilians")
    assert frame["period"].min() == date(2008, 1, 1)
