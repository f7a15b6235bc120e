"""The sources of incidents, sanctions by day, aid and trips, on the published files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from detente.ingestion.source_file import ingest_source
from detente.panels import panel
from detente.sources import ParsedFile, source
from detente.store import Store

pytestmark = pytest.mark.reference

FILES = {
    "cow_mid_incidents": "disputes/mid5_midip.parquet",
    "eusanct": "sanctions/eusanct_cases_1989_2015.parquet",
    "colt_trips": "visits/colt_pair_trips_5states_2018_2024.parquet",
    "ofac_entities": "sanctions/ofac_entities_country_month_2022_2026.parquet",
    "ukraine_aid": "aid/ukraine_support_donor_month_2022_2026_04.parquet",
}
THEN, MISSING, BEFORE = "was not a state then", "is missing", "is before the start"
# Rows of the file, rows of the frame, and why rows were rejected
COUNTS: dict[str, tuple[int, int, dict[str, int]]] = {
    "cow_mid_incidents": (9_619, 5_860, {THEN: 1, MISSING: 2, BEFORE: 2}),
    "eusanct": (326, 3_080, {THEN: 2, BEFORE: 1}),
    "colt_trips": (3_998, 3_957, {}),
    "ofac_entities": (8_640, 25_418, {MISSING: 48}),
    "ukraine_aid": (1_079, 5_395, {}),
}
Reader = Callable[[str], ParsedFile]


@pytest.fixture(scope="module")
def read(reference: Path) -> Reader:
    return cache(lambda name: source(name).read(reference / FILES[name]))


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_every_row_is_kept_or_rejected_for_a_known_reason(name: str, read: Reader) -> None:
    rows, made, reasons = COUNTS[name]
    found = read(name)
    assert (found.rows_in, found.frame.height) == (rows, made)
    assert dict(found.rejects.group_by("reason").len().rows()) == reasons


def test_incidents_of_russia_and_japan_are_those_of_both_files(reference: Path, read: Reader) -> None:
    raw = pl.read_parquet(reference / FILES["cow_mid_incidents"])
    both = raw.filter(pl.col("ccode") == 365).join(raw.filter(pl.col("ccode") == 740), on="incidnum", suffix="_other")
    opposed = both.filter(pl.col("insidea") != pl.col("insidea_other"))
    acts = opposed.filter(pl.col("action") > 0).height + opposed.filter(pl.col("action_other") > 0).height
    made = read("cow_mid_incidents").frame
    pair = made.filter(pl.col("source").is_in(["RUS", "JPN"]), pl.col("target").is_in(["RUS", "JPN"]))
    assert pair.height == acts > 0


def test_no_target_without_an_act_of_its_own_acts(reference: Path, read: Reader) -> None:
    raw = pl.read_parquet(reference / FILES["cow_mid_incidents"])
    idle = raw.filter(pl.col("action") == 0).select(incident="incidnum", number="ccode")
    assert idle.height == 3_807
    frame = read("cow_mid_incidents").frame
    assert frame["action"].min() == 1
    assert frame["incident"].n_unique() <= raw.filter(pl.col("action") > 0)["incidnum"].n_unique() == 4_482


def test_one_sender_in_two_threatened_before_it_imposed(read: Reader) -> None:
    ties = read("eusanct").frame
    russia = ties.filter(pl.col("target") == "RUS", pl.col("source") == "USA", pl.col("id") == "2014022701/US")
    assert russia.sort("start").select("kind", "start", "end").rows() == [
        ("sanction_threat", date(2014, 2, 28), date(2014, 3, 5)),
        ("sanction", date(2014, 3, 6), None),
    ]
    europe = ties.filter(pl.col("id") == "2014022701/EU", pl.col("kind") == "sanction")
    assert europe.height == 28
    assert set(europe["start"]) == {date(2014, 3, 17)}


def test_sanctions_in_force_agree_with_the_producers_by_target_and_year(reference: Path, tmp_path: Path) -> None:
    store = Store.open(home=tmp_path)
    ingest_source(store, "eusanct", reference / FILES["eusanct"])
    made = panel("states", since=1989, until=2015, add=["sanctions_received"], store=store).frame()
    theirs = pl.read_parquet(reference / "sanctions/eusanct_target_year_1989_2015.parquet")
    both = theirs.join(made.with_columns(year=pl.col("year").cast(pl.Int32), ccode="cow"), on=["ccode", "year"])
    # The rest are target-years of the producer's table without a case in the file of cases, such as the EU's on Burundi
    for sender, least in (("EU", 0.98), ("US", 0.995), ("UN", 0.985)):
        ours = pl.col(f"{sender.lower()}_sanctions") + pl.col(f"{sender.lower()}_sanction_threats") > 0
        same = both.select((ours == (pl.col(sender) == 1)).mean()).item()
        assert same > least, (sender, same)


def test_russian_entities_on_the_lists(read: Reader) -> None:
    rows = read("ofac_entities").frame.filter(pl.col("state") == "RUS")
    levels = rows.filter(pl.col("name") == "ofac_entities").sort("period")
    assert levels["value"].to_list()[:2] == [1_469, 1_524]
    assert levels["value"][-1] == 5_419
    added = rows.filter(pl.col("name") == "ofac_additions")
    assert added["period"].min() == date(2022, 5, 1)  # April 2022 is the opening stock
    removed = rows.filter(pl.col("name") == "ofac_removals")
    assert added["value"].sum() - removed["value"].sum() == 5_419 - 1_469


def test_a_month_is_covered_and_no_more(reference: Path, tmp_path: Path) -> None:
    store = Store.open(home=tmp_path)
    ingest_source(store, "ofac_entities", reference / FILES["ofac_entities"])
    ingest_source(store, "ukraine_aid", reference / FILES["ukraine_aid"])
    covered = {
        name: store.read("coverage", dataset=name).select("from", "until").row(0)
        for name in ("ofac_entities", "ukraine_aid")
    }
    assert covered == {
        "ofac_entities": (date(2022, 4, 1), date(2026, 3, 31)),
        "ukraine_aid": (date(2022, 1, 1), date(2026, 4, 30)),
    }
    query = {"since": 2022, "until": 2026, "among": ["USA", "UKR"], "store": store}
    made = panel("directed-dyads", add=["aid"], **query).frame().filter(pl.col("source") == "USA")  # type: ignore[arg-type]
    assert made["aid_allocations"].is_null().to_list() == [False, False, False, False, True]  # 2026 is not over
    states = panel("states", add=["listed_entities"], **query).frame().filter(pl.col("state") == "USA")  # type: ignore[arg-type]
    assert states["ofac_entities"].is_null().to_list() == [True, False, False, False, True]


def test_allocations_are_the_sum_of_their_kinds(read: Reader) -> None:
    totals = dict(read("ukraine_aid").frame.group_by("name").agg(pl.col("value").sum()).rows())
    assert totals["aid_allocations"] == pytest.approx(358.3995, abs=1e-3)
    parts = ("aid_military", "aid_financial", "aid_humanitarian")
    assert sum(totals[name] for name in parts) == pytest.approx(totals["aid_allocations"], abs=1e-6)
    assert totals["aid_commitments"] == pytest.approx(547.9838, abs=1e-3)
    union = read("ukraine_aid").frame.filter(pl.col("source") == "EUE", pl.col("name") == "aid_allocations")
    assert union["value"].sum() == pytest.approx(84.4253, abs=1e-3)


def test_trips_of_china_and_russia(read: Reader) -> None:
    rows = read("colt_trips").frame.filter(pl.col("source") == "CHN", pl.col("target") == "RUS").sort("period")
    assert rows["value"].to_list() == [2, 2, 0, 0, 1, 2, 2]
    assert read("colt_trips").frame.filter(pl.col("source") == "FRA", pl.col("target") == "ITA").is_empty()
