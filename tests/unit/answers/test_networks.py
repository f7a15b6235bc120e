from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.answers.map_points import capitals_on, disputes_on
from detente.answers.network_series import network_series
from detente.answers.pair_architecture import architecture_around, group_around
from detente.errors import NoAnswer, UsageError
from detente.identity import group
from detente.store import Store

DAY = date(2015, 9, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store.open(tmp_path_factory.mktemp("home"))


def test_the_group_around_a_pair_follows_the_rule(store: Store) -> None:
    assert group_around("JPN", "RUS", DAY, store=store)[0] == "asia-pacific"
    assert group_around("KAZ", "UKR", DAY, store=store)[0] == "post-soviet"
    chosen, why = group_around("DEU", "TUR", DAY, store=store)
    assert chosen[:2] == ("DEU", "TUR")
    assert len(set(chosen)) == 20
    assert "most" in why
    with pytest.raises(NoAnswer, match="give a group"):
        group_around("TUV", "SMR", DAY, store=store)


def test_the_architecture_around_japan_and_russia(store: Store) -> None:
    found = architecture_around("Japan", "Russia", as_of=DAY, since=2000, store=store)
    assert found.pacts.added == (("CHN", "RUS"),)
    supposed = {row["index"]: row for row in found.pacts.supposed.to_dicts()}
    assert (supposed["hub_share"]["before"], supposed["hub_share"]["after"]) == pytest.approx((5 / 7, 5 / 8))
    assert found.pacts.value("web_density", 2000) == found.pacts.value("web_density", 2015)
    assert found.wider.value("web_density", 2015) > found.wider.value("web_density", 2000)
    assert found.cooperation is not None
    change = found.cooperation.change.row(by_predicate=pl.col("index") == "web_density", named=True)
    assert change["hi"] < 0


def test_before_the_temperatures_there_are_pacts_alone(store: Store) -> None:
    found = architecture_around("Japan", "Russia", as_of=date(1995, 6, 30), store=store)
    assert found.cooperation is None
    assert found.pacts.on == date(1995, 6, 30)
    assert found.pacts.value("ties", 1995) == 8  # the pact of 1961 with North Korea still runs


def test_a_named_pact_can_be_supposed(store: Store) -> None:
    found = architecture_around("Japan", "Russia", as_of=DAY, suppose=[("Japan", "Australia")], since=2014, store=store)
    assert found.pacts.added == (("JPN", "AUS"),)
    assert {row["index"]: row for row in found.pacts.supposed.to_dicts()}["web_density"]["difference"] > 0


def test_a_course_says_what_it_leaves_out(store: Store) -> None:
    course = network_series("cooperation", "asia-pacific", as_of=DAY, since=2013, store=store)
    assert course.notes[0] == "Left out: Brunei, Taiwan and Timor-Leste; they have no temperature."
    assert "BRN" not in course.states
    late = network_series("pacts", "asia-pacific", as_of=date(2026, 6, 1), since=2020, store=store)
    assert late.on == date(2025, 12, 31)
    assert any("later years are left out" in note for note in late.notes)


def test_years_before_a_state_do_without_it(store: Store) -> None:
    course = network_series(
        "pacts", ["Russia", "Ukraine", "Poland", "Belarus"], since=1990, until=1992, as_of=DAY, store=store
    )
    assert course.states == ("BLR", "POL", "RUS", "UKR")
    with pytest.raises(NoAnswer, match="fewer than 3"):
        network_series("pacts", ["Kazakhstan", "Ukraine", "Uzbekistan"], since=1990, until=1990, as_of=DAY, store=store)


def test_a_state_that_was_not_yet_is_left_out_and_named(store: Store) -> None:
    named = ["United States", "Japan", "Soviet Union", "Ukraine"]
    course = network_series("pacts", named, since=1985, as_of=date(1985, 12, 31), store=store)
    assert course.states == ("JPN", "RUS", "USA")
    assert course.group == "Japan, Soviet Union, United States"
    assert any("Ukraine" in note for note in course.notes)


@pytest.mark.parametrize(
    ("requested", "message"),
    [
        ({"of": "trade"}, "pacts, cooperation"),
        ({"indices": ["centrality"]}, "hub_share"),
        ({"since": 2016}, "2016"),
        ({"hub": "France"}, "not in the network"),
        ({"add": [("China", "France")]}, "FRA is not in the network"),
    ],
)
def test_questions_that_make_no_sense_are_errors(store: Store, requested: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        network_series(**{"as_of": DAY, "store": store, **requested})  # type: ignore[arg-type]


# Places


def test_every_state_of_the_facts_has_a_capital(store: Store) -> None:
    codes = pl.read_csv(store.facts.folder / "states.csv")["code"].to_list()
    assert capitals_on(codes, DAY)["state"].to_list() == sorted(codes)


def test_a_capital_is_that_of_the_day() -> None:
    assert capitals_on(["KAZ"], date(1995, 1, 1))["capital"].to_list() != capitals_on(["KAZ"], DAY)["capital"].to_list()


def test_every_dispute_has_a_place_on_the_globe(store: Store) -> None:
    places = pl.read_csv(store.facts.folder / "dispute_places.csv")
    assert set(places["dispute"]) == set(store.read("disputes")["id"])
    assert places["dispute"].is_unique().all()
    assert places["lat"].is_between(-90, 90).all()
    assert places["lon"].is_between(-180, 180).all()


def test_disputes_are_those_open_and_known_then(store: Store) -> None:
    states = group("asia-pacific", on=DAY)
    found = disputes_on(states, DAY, store=store)
    assert {"kurils", "senkaku", "spratlys"} <= set(found["dispute"])
    assert "crimea" not in set(found["dispute"])  # one claimant alone is of the group
    assert "sino-russian-border" not in set(found["dispute"])  # settled in 2008
    assert "sino-russian-border" in set(disputes_on(states, date(2000, 1, 1), store=store)["dispute"])
    spratlys = found.row(by_predicate=pl.col("dispute") == "spratlys", named=True)
    assert spratlys["claimants"] == "Brunei, China, Malaysia, Philippines, Taiwan, Vietnam"


def test_the_folder_of_a_store_need_not_exist() -> None:
    assert network_series("pacts", "asia-pacific", since=2015, as_of=DAY, store=Store.open(Path("nowhere"))).on == DAY
