"""The sources of numbers on real files: nothing lost without a reason, and figures that are known.

Row counts are those of the files. The figures were looked up in the files by other means than the readers, or are
known from the producers' own publications; capitals are checked against distances between borders.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.sources import ParsedFile, source
from detente.sources.providers.capitals import LIST

pytestmark = pytest.mark.reference

FOLDERS = {"sipri_register": "arms", "vdem": "states/democracy.parquet"}  # the folder has two editions of V-Dem
# name: rows of the file, rows kept, rows of the frame
COUNTS = {
    "cow_nmc": (17_121, 17_121, 116_489),
    "vdem": (17_706, 17_706, 16_690),
    "polity": (17_706, 17_706, 14_435),
    "euds": (17_706, 17_706, 35_302),
    "gdppop": (16_536, 16_536, 49_479),
    "cow_trade": (1_285_538, 1_285_538, 1_236_960),
    "cow_mindist": (875_215, 875_215, 875_215),
    "cow_igo": (797_509, 797_509, 797_509),
    "itpde": (428_463, 425_845, 425_845),
    "sipri_register": (25_024, 24_573, 11_260),
}
ATOLLS = ["FSM", "KIR", "MDV", "MHL", "NRU", "TUV"]  # of which CShapes lacks some
READ: dict[str, ParsedFile] = {}


def parsed_file(reference: Path, name: str) -> ParsedFile:
    if name not in READ:
        READ[name] = source(name).read(reference / FOLDERS.get(name, "states"))
    return READ[name]


def figure(frame: pl.DataFrame, year: int, **where: str) -> float:
    row = frame.filter(pl.col("period") == date(year, 1, 1), *(pl.col(name) == is_ for name, is_ in where.items()))
    return float(row["value"].item())


@pytest.mark.parametrize("name", COUNTS)
def test_no_row_is_lost(reference: Path, name: str) -> None:
    found = parsed_file(reference, name)
    assert (found.rows_in, found.rows_kept, found.frame.height) == COUNTS[name]


@pytest.mark.parametrize("name", [name for name in COUNTS if name not in ("itpde", "sipri_register")])
def test_nothing_is_rejected(reference: Path, name: str) -> None:
    assert parsed_file(reference, name).rejects.is_empty()


def test_what_is_rejected_is_no_relation_of_states(reference: Path) -> None:
    assert parsed_file(reference, "itpde").rejects["reason"].unique().to_list() == [
        "is the same state as the other: trade at home"
    ]
    register = parsed_file(reference, "sipri_register").rejects
    assert register.filter(pl.col("reason") == "was not a state then")["value"].unique().to_list() == ["South Sudan"]
    others = register.filter(pl.col("reason") != "was not a state then")["value"]
    assert others.str.contains(r"\*$|^unknown ").all()


@pytest.mark.parametrize(
    ("name", "state", "year", "value"),
    [
        ("cinc", "CHN", 2022, 0.234),
        ("cinc", "USA", 2022, 0.124),
        ("milper", "USA", 1816, 17.0),
        ("tpop", "USA", 1816, 8_659.0),
    ],
)
def test_capabilities(reference: Path, name: str, state: str, year: int, value: float) -> None:
    frame = parsed_file(reference, "cow_nmc").frame
    assert figure(frame, year, name=name, state=state) == pytest.approx(value, abs=5e-4)


def test_shares_add_up_to_little_more_than_the_system(reference: Path) -> None:
    cinc = parsed_file(reference, "cow_nmc").frame.filter(pl.col("name") == "cinc")
    totals = cinc.group_by("period").agg(pl.col("value").sum())["value"]
    assert totals.is_between(0.9999, 1.08).all()


def test_the_germanies_and_the_yemens_of_1990(reference: Path) -> None:
    cinc = parsed_file(reference, "cow_nmc").frame.filter(
        pl.col("name") == "cinc", pl.col("period") == date(1990, 1, 1)
    )
    assert {"DEU", "BRD", "DDR", "YEM", "YAR", "YPR"} <= set(cinc["state"])


def test_democracy(reference: Path) -> None:
    assert figure(parsed_file(reference, "vdem").frame, 2017, state="USA") == pytest.approx(0.834)
    assert figure(parsed_file(reference, "polity").frame, 2016, state="USA") == 8
    assert figure(parsed_file(reference, "euds").frame, 2013, state="USA", name="euds") == pytest.approx(1.783996)
    scores = parsed_file(reference, "polity").frame["value"]
    assert scores.is_between(-10, 10).all()
    assert parsed_file(reference, "vdem").frame["value"].is_between(0, 1).all()


def test_one_constant_parts_the_two_unified_scores(reference: Path) -> None:
    wide = parsed_file(reference, "euds").frame.pivot("name", index=["state", "period"], values="value")
    assert (wide["euds"] - wide["aeuds"]).std() == pytest.approx(0, abs=1e-9)


def test_income_and_population_with_their_uncertainty(reference: Path) -> None:
    frame = parsed_file(reference, "gdppop").frame
    assert figure(frame, 2017, name="pwtpop", state="JPN") == pytest.approx(126.457, abs=0.001)
    assert figure(frame, 1960, name="pwtpop", state="BRD") == pytest.approx(66.714, abs=0.001)
    assert (frame["sd"] > 0).all()


def test_trade_goes_from_the_exporter(reference: Path) -> None:
    frame = parsed_file(reference, "cow_trade").frame
    assert figure(frame, 2013, source="JPN", target="USA") == 142_148
    assert figure(frame, 2013, source="USA", target="JPN") == 71_939
    both = frame.join(frame, left_on=["source", "target", "period"], right_on=["target", "source", "period"])
    assert both.height < frame.height  # a direction may be missing where the other is known
    assert (frame["value"] >= 0).all()


def test_japans_exports_to_russia(reference: Path) -> None:
    frame = parsed_file(reference, "itpde").frame
    assert figure(frame, 2013, source="JPN", target="RUS") == pytest.approx(13_264, abs=1)
    assert figure(frame, 2016, source="JPN", target="RUS") == pytest.approx(6_488, abs=1)


@pytest.mark.parametrize(("year", "value"), [(2005, 3_066), (2014, 560.5), (2018, 1_656.05)])
def test_russias_arms_for_china(reference: Path, year: int, value: float) -> None:
    frame = parsed_file(reference, "sipri_register").frame
    assert figure(frame, year, source="RUS", target="CHN") == pytest.approx(value)


def test_neighbours_and_shared_organisations(reference: Path) -> None:
    nearest = parsed_file(reference, "cow_mindist").frame
    assert figure(nearest, 2014, source="RUS", target="UKR") == 0
    assert 0 < figure(nearest, 2014, source="JPN", target="RUS") < 50
    shared = parsed_file(reference, "cow_igo").frame
    assert shared["value"].max() == 106
    assert (shared["source"] < shared["target"]).all()


def test_capitals_are_no_nearer_than_borders(reference: Path) -> None:
    nearest = parsed_file(reference, "cow_mindist").frame.select("source", "target", "period", least="value")
    capitals = source("capitals").read(LIST).frame.select("source", "target", "period", "value")
    both = nearest.join(capitals, on=["source", "target", "period"])
    assert both.height == nearest.height
    # A sphere is within 0.5% of the ellipsoid that the borders were measured on
    nearer = both.filter(pl.col("value") < 0.995 * pl.col("least") - 5)
    faulty = pl.col("source").is_in(ATOLLS) | pl.col("target").is_in(ATOLLS)
    assert nearer.filter(~faulty).is_empty()
