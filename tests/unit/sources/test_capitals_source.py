"""Distances between capitals: great circles, moves, and states that end within a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.sources.providers.capitals import LIST, capital_distances, read


@pytest.fixture(scope="module")
def distances() -> pl.DataFrame:
    return read(LIST).frame


def km(frame: pl.DataFrame, one: str, other: str, year: int) -> float:
    pair = frame.filter(pl.col("source") == one, pl.col("target") == other, pl.col("period") == date(year, 1, 1))
    return float(pair["value"].item())


@pytest.mark.parametrize(
    ("one", "other", "year", "expected"),
    [
        ("FRA", "GBR", 2000, 344),  # Paris–London
        ("JPN", "USA", 2000, 10_910),  # Tokyo–Washington
        ("JPN", "RUS", 2014, 7_480),  # Tokyo–Moscow
        ("AUS", "NZL", 2000, 2_325),  # Canberra–Wellington
        ("CHN", "IND", 2000, 3_780),  # Beijing–New Delhi
        ("DEU", "POL", 2000, 520),  # Berlin–Warsaw
        ("ARG", "URY", 2000, 203),  # Buenos Aires–Montevideo
    ],
)
def test_published_great_circles(distances: pl.DataFrame, one: str, other: str, year: int, expected: float) -> None:
    assert km(distances, one, other, year) == pytest.approx(expected, rel=0.01)


def test_a_year_has_the_capital_at_its_end(distances: pl.DataFrame) -> None:
    # Russia's moved to Moscow in March 1918, Turkey's to Ankara in October 1923
    assert km(distances, "RUS", "SWE", 1917) == pytest.approx(690, rel=0.02)
    assert km(distances, "RUS", "SWE", 1918) == pytest.approx(1_230, rel=0.02)
    assert km(distances, "GRC", "TUR", 1922) < km(distances, "GRC", "TUR", 1923)


def test_states_that_end_within_a_year_are_there_in_it(distances: pl.DataFrame) -> None:
    assert km(distances, "BRD", "DDR", 1990) == pytest.approx(478, rel=0.02)  # Bonn–Berlin
    assert km(distances, "DDR", "DEU", 1990) == 0.0
    with pytest.raises(ValueError, match="of length 0"):
        km(distances, "BRD", "FRA", 1991)


def test_every_pair_occurs_once_a_year(distances: pl.DataFrame) -> None:
    keys = distances.select("source", "target", "period")
    assert not keys.is_duplicated().any()
    assert (distances["source"] < distances["target"]).all()
    assert distances["value"].is_between(0, 20_038).all()


def test_antipodes_are_half_the_circumference_apart() -> None:
    rows = pl.DataFrame({"code": ["JPN", "RUS"], "lat": [10.0, -10.0], "lon": [20.0, -160.0]})
    frame = capital_distances(rows.with_columns(since=date.min, until=date.max), 2000, 2000)
    assert frame["value"].item() == pytest.approx(20_015.1, abs=0.1)


def test_a_list_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "capitals.csv"
    path.write_text(
        "code,capital,lat,lon,from,until\nJPN,Tokyo,35.69,139.69,1868-09-03,\nRUS,Moscow,55.76,37.62,1918-03-12,\n"
    )
    years = read(path).frame["period"].dt.year()
    assert (years.min(), years.max()) == (1918, 2025)
