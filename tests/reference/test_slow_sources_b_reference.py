"""The sources of ties, disputes and conflicts, on the published files.

The counts are those of the files. Spells are checked against the years that they were made of by a count that
shares no code with the reader.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from detente.identity import state_table
from detente.sources import ParsedFile, source

pytestmark = pytest.mark.reference

FOLDERS = {
    "atop": "pacts",
    "cow_alliances": "pacts",
    "cow_contiguity": "states",
    "td_rivalries": "disputes",
    "tss_rivalries": "disputes",
    "icow_claims": "disputes",
    "gsdb": "sanctions",
    "mme": "exercises",
    "jme_russia": "exercises",
    "china_leader_trips": "visits",
    "chinavitae": "visits",
    "cow_mids": "disputes",
    "gml_mids": "disputes",
    "mie": "disputes",
    "ucdp_acd": "disputes/ucdp_acd.parquet",  # another edition lies beside it
}
THEN, NOBODY = "was not a state then", "is not a state's name or code"
EARLY = "is before the state lists begin, in 1816"
GROUP = "names neither a state nor a group with recorded members"
# Rows of the file, rows of the frame, and why rows were rejected
COUNTS: dict[str, tuple[int, int, dict[str, int]]] = {
    "atop": (273_296, 22_070, {THEN: 196}),
    "cow_alliances": (120_784, 4_941, {THEN: 946}),
    "cow_contiguity": (1_874, 847, {THEN: 4}),
    "td_rivalries": (197, 179, {THEN: 3, EARLY: 15}),
    "tss_rivalries": (264, 242, {THEN: 7, EARLY: 15}),
    "icow_claims": (848, 834, {THEN: 2, "is missing": 11, "is not a month": 1}),
    "gsdb": (1_547, 5_954, {GROUP: 59}),
    "mme": (13_818, 39_978, {NOBODY: 208, "is a group, not a state": 3, "is before the start": 24}),
    "jme_russia": (278, 278, {}),
    "china_leader_trips": (690, 622, {"is not named in the notice cited": 68}),
    "chinavitae": (
        5_705,
        3_395,
        {THEN: 5, NOBODY: 4, "reports neither a visit to the country nor a meeting": 790},
    ),
    "cow_mids": (10_234, 10_234, {}),
    "gml_mids": (9_284, 9_284, {}),
    "mie": (28_011, 28_011, {}),
    "ucdp_acd": (5_652, 6_321, {NOBODY: 2}),
}
Reader = Callable[[str], ParsedFile]


@pytest.fixture(scope="module")
def read(reference: Path) -> Reader:
    return cache(lambda name: source(name).read(reference / FOLDERS[name]))


def between(frame: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    return frame.filter(pl.col("source").is_in([one, other]), pl.col("target").is_in([one, other]))


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_every_row_is_kept_or_rejected_for_a_known_reason(name: str, read: Reader) -> None:
    rows, made, reasons = COUNTS[name]
    found = read(name)
    assert (found.rows_in, found.frame.height) == (rows, made)
    assert dict(found.rejects.group_by("reason").len().rows()) == reasons
    assert found.rows_kept == rows - sum(reasons.values())


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_years_lie_within_the_coverage(name: str, read: Reader) -> None:
    one = source(name)
    when = "period" if "period" in read(name).frame.columns else "start"
    years = read(name).frame[when].dt.year()
    assert years.max() <= one.covers_until
    if "rivalries" not in name and name != "icow_claims":  # these may be older than the state lists
        assert years.min() >= one.covers_from


@pytest.mark.parametrize(
    ("name", "file", "prefix", "directed"),
    [
        ("atop", "atop_dyadyear_1815_2018.parquet", "atop_", True),
        ("cow_alliances", "cow_alliance_1816_2012.parquet", "cow_", False),
    ],
)
def test_spells_of_pacts_have_the_years_of_the_file(
    reference: Path, read: Reader, name: str, file: str, prefix: str, *, directed: bool
) -> None:
    raw = pl.read_parquet(reference / FOLDERS[name] / file).with_row_index("line", offset=1)
    sound = raw.filter(~pl.col("line").is_in(read(name).rejects["line"].implode()))
    kinds = {"defense": "defence", "offense": "offence", "neutral": "neutrality", "nonagg": "nonaggression"}
    kinds |= {"consul": "consultation", "entente": "entente"}
    frame = read(name).frame
    until = source(name).covers_until
    for column in (one for one in raw.columns if one.startswith(prefix)):
        years = sound.filter(pl.col(column) == 1).height
        spans = frame.filter(pl.col("kind") == kinds[column.removeprefix(prefix)])
        last = pl.col("end").dt.year().fill_null(until)
        counted = spans.select((last - pl.col("start").dt.year() + 1).sum()).item()
        assert counted == years / (1 if directed else 2)


def test_japan_and_russia_have_non_aggression_alone(read: Reader) -> None:
    lasting = between(read("atop").frame, "JPN", "RUS").filter(pl.col("end").is_null())
    assert sorted(lasting.select("kind", "source", "id").rows()) == [
        ("nonaggression", "JPN", "2004"),
        ("nonaggression", "RUS", "2004"),
    ]


def test_china_is_bound_to_defend_north_korea(read: Reader) -> None:
    lasting = between(read("atop").frame, "CHN", "PRK").filter(pl.col("end").is_null())
    assert set(lasting.filter(pl.col("kind") == "defence")["id"]) == {"1961"}


def test_the_neutrality_of_1941_is_in_both_lists(read: Reader) -> None:
    for name in ("atop", "cow_alliances"):
        pact = between(read(name).frame, "JPN", "RUS").filter(pl.col("kind") == "neutrality")
        assert set(pact.select("id", "end").rows()) == {("1941", date(1945, 12, 31))}


def test_germanys_alliances_after_1990_are_not_lost_with_the_rows_of_its_old_number(read: Reader) -> None:
    frame = read("cow_alliances").frame
    dropped = read("cow_alliances").rejects.filter(pl.col("value") == "260")
    assert dropped.height == 394
    partners = between(frame, "DEU", "FRA").filter(pl.col("kind") == "defence", pl.col("end").is_null())
    assert partners.height == 1


def test_contiguity_of_japan_and_russia(read: Reader) -> None:
    rows = between(read("cow_contiguity").frame, "JPN", "RUS").select("start", "end", "level").rows()
    assert rows == [(date(1860, 1, 1), date(1945, 8, 31), 3.0), (date(1952, 4, 1), None, 2.0)]


def test_every_state_of_2016_that_borders_by_land_is_there(read: Reader) -> None:
    now = read("cow_contiguity").frame.filter(pl.col("end").is_null(), pl.col("level") == 1)
    russia = now.filter((pl.col("source") == "RUS") | (pl.col("target") == "RUS"))
    neighbours = (set(russia["source"]) | set(russia["target"])) - {"RUS"}
    assert neighbours >= {
        "NOR",
        "FIN",
        "EST",
        "LVA",
        "LTU",
        "POL",
        "BLR",
        "UKR",
        "GEO",
        "AZE",
        "KAZ",
        "MNG",
        "CHN",
        "PRK",
    }


def test_rivalries_of_russia(read: Reader) -> None:
    later = read("tss_rivalries").frame
    assert between(later, "RUS", "UKR").select("start", "end").row(0) == (date(2014, 1, 1), None)
    assert between(later, "JPN", "RUS").select("start", "end").row(0) == (date(1894, 1, 1), date(1945, 12, 31))
    assert between(read("td_rivalries").frame, "RUS", "UKR").is_empty()
    assert between(read("td_rivalries").frame, "RUS", "USA").filter(pl.col("end").is_null()).height == 1


def test_the_claim_to_the_kuril_islands(read: Reader) -> None:
    claims = read("icow_claims").frame.filter(pl.col("title") == "Kuril Islands & South Sakhalin")
    assert claims.select("source", "target", "start", "end", "level").rows() == [
        ("JPN", "RUS", date(1952, 4, 1), None, 12.0),
        ("RUS", "JPN", date(1940, 11, 1), date(1945, 8, 31), 12.0),
    ]


def test_sanctions_on_russia_in_2014(read: Reader) -> None:
    new = read("gsdb").frame.filter(pl.col("target") == "RUS", pl.col("start").dt.year() == 2014)
    assert {"JPN", "USA", "CAN", "AUS", "CHE", "NOR", "DEU", "FRA", "GBR"} <= set(new["source"])
    assert "CHN" not in set(new["source"])
    japan = new.filter(pl.col("source") == "JPN").row(0, named=True)
    assert (japan["id"], japan["end"], japan["level"]) == ("1008", None, 4.0)


def test_sanctions_before_1990_are_of_the_germany_meant(read: Reader) -> None:
    frame = read("gsdb").frame
    early = frame.filter(pl.col("start").dt.year() < 1990)
    assert not early.select((pl.col("source") == "DEU") | (pl.col("target") == "DEU")).to_series().any()
    assert early.filter(pl.col("source") == "BRD", pl.col("target") == "DDR").height == 2


def test_senders_and_targets_that_are_not_states(read: Reader) -> None:
    known = set(state_table()["code"])
    frame = read("gsdb").frame
    assert set(frame["source"]) - known == {"UNO", "AFU", "ARL", "OSC", "HKG"}
    assert set(frame["target"]) - known <= {"PSE", "GIB", "HKG", "ARL", "NCY"}


def test_peace_missions_and_the_gap_in_joint_sea(read: Reader) -> None:
    early = between(read("mme").frame, "CHN", "RUS")
    assert {"Peace Mission 2005", "Peace Mission 2007", "Peace Mission 2009"} <= set(early["title"].drop_nulls())
    late = between(read("jme_russia").frame, "CHN", "RUS").filter(pl.col("title").str.contains("(?i)морское"))
    assert set(late["start"].dt.year()) == {2014, 2015}


def test_trips_of_chinas_leaders(read: Reader) -> None:
    frame = read("china_leader_trips").frame
    most = frame.group_by("target").len().sort("len", descending=True).head(3)
    assert most.rows() == [("RUS", 40), ("USA", 23), ("PRK", 18)]
    assert frame.filter(pl.col("target") == "UKR", pl.col("start").dt.year() > 2021).is_empty()


def test_xi_in_moscow(read: Reader) -> None:
    visits = read("chinavitae").frame.filter(pl.col("kind") == "visit", pl.col("target") == "RUS")
    march = visits.filter(pl.col("start") == date(2013, 3, 22)).row(0, named=True)
    assert (march["end"], march["title"]) == (date(2013, 3, 24), "Xi Jinping")
    assert visits.select((pl.col("end") - pl.col("start")).dt.total_days().max()).item() < 10


def test_disputes_of_japan_and_russia(read: Reader) -> None:
    frame = between(read("cow_mids").frame, "JPN", "RUS").filter(pl.col("period") > date(2003, 1, 1))
    assert sorted(set(frame["period"].dt.year())) == [2006, 2008, 2009, 2011, 2012, 2013, 2014]
    assert frame.filter(pl.col("onset"))["dispute"].unique().sort().to_list() == [4477, 4480, 4484, 4679, 4680]


@pytest.mark.parametrize("name", ["cow_mids", "gml_mids"])
def test_disputes_have_both_directions(name: str, read: Reader) -> None:
    frame = read(name).frame
    turned = frame.rename({"source": "target", "target": "source"})
    key = ["dispute", "source", "target", "period"]
    both = frame.join(turned, on=key, how="inner", suffix="_other")
    assert both.height == frame.height
    for column in ("onset", "dispute_hostility", "days_least", "start_month"):
        assert both[column].equals(both[f"{column}_other"].rename(column))
    assert (both["side_a"] != both["side_a_other"]).all()


def test_a_month_of_an_event_is_known_where_its_day_is_not(read: Reader) -> None:
    frame = read("mie").frame
    assert dict(frame["precision"].value_counts().rows()) == {"day": 26_024, "month": 1_987}
    assert frame.filter(pl.col("end").is_null()).height == 2_164


def test_states_in_the_war_in_ukraine(read: Reader) -> None:
    war = read("ucdp_acd").frame.filter(pl.col("type") == "interstate", pl.col("period") == date(2022, 1, 1))
    parties = war.filter(~pl.col("secondary"), pl.col("conflict") == 13243)
    assert set(parties.select("state", "side", "intensity").rows()) == {("RUS", "a", 2), ("UKR", "b", 2)}
