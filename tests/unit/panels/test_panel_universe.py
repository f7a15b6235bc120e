from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from detente.errors import UsageError
from detente.panels import universe
from detente.panels.periods import Periods
from detente.panels.universe import memberships


def pairs(frame: pl.DataFrame, year: int) -> set[tuple[str, str]]:
    one, other = ("a", "b") if "a" in frame.columns else ("source", "target")
    return set(frame.filter(pl.col("year") == year).select(one, other).rows())


def test_a_pair_needs_a_day_in_common() -> None:
    found = universe("dyads", since=1975, until=1975, among=["RVN", "SUR", "USA"]).frame()
    assert pairs(found, 1975) == {("RVN", "USA"), ("SUR", "USA")}  # South Vietnam ended in April, Suriname began later


def test_states_of_a_year_are_those_of_any_of_its_days() -> None:
    names = ["DEU", "BRD", "DDR"]
    germanies = {
        rule: universe("states", since=1990, until=1990, among=names, membership=rule).frame()["state"].to_list()
        for rule in ("any", "first", "last")
    }
    assert germanies == {"any": ["BRD", "DDR", "DEU"], "first": ["BRD", "DDR"], "last": ["DEU"]}


def test_a_month_knows_more_than_its_year() -> None:
    found = universe("states", since=1990, until=1990, freq="month", among=["DEU", "BRD"]).frame()
    assert found.filter(pl.col("state") == "BRD")["month"].to_list() == list(range(1, 11))
    assert found.filter(pl.col("state") == "DEU")["month"].to_list() == [10, 11, 12]
    assert found["period"].to_list()[0] == date(1990, 1, 1)


def test_a_number_that_two_states_had_in_turn_is_one_unit() -> None:
    found = universe("states", system="gw", since=1989, until=1991, among=["BRD", "DEU"]).frame()
    assert found.select("state", "gw", "year").rows() == [("BRD", 260, 1989), ("DEU", 260, 1990), ("DEU", 260, 1991)]
    first = universe("states", system="gw", since=1990, until=1990, among=["BRD", "DEU"], membership="first").frame()
    assert first["state"].to_list() == ["BRD"]


def test_numbers_that_one_state_had_in_turn_are_one_row_a_year() -> None:
    found = universe("states", system="gw", since=2005, until=2007, among="SRB").frame()
    assert found.select("gw", "year").rows() == [(345, 2005), (340, 2006), (340, 2007)]


def test_a_pair_without_direction_is_in_the_order_of_the_alphabet_whatever_the_unit() -> None:
    found = universe("dyads", system="gw", since=1985, until=1995, among=["BRD", "DEU", "CAN"]).frame()
    assert (found["a"] < found["b"]).all()
    assert pairs(found, 1989) == {("BRD", "CAN")}
    assert pairs(found, 1990) == {("CAN", "DEU")}


def test_a_group_counts_while_it_has_the_member() -> None:
    found = universe("states", since=1975, until=1977, among="g7").frame()
    assert "CAN" not in found.filter(pl.col("year") == 1975)["state"].to_list()
    assert "CAN" in found.filter(pl.col("year") == 1976)["state"].to_list()


def test_groups_and_states_add_up() -> None:
    found = universe("states", since=2010, until=2010, among=["central-asia", "Russia", "CHN"]).frame()
    assert found["state"].to_list() == ["CHN", "KAZ", "KGZ", "RUS", "TJK", "TKM", "UZB"]


def test_rows_stand_by_pair_and_then_time() -> None:
    panel = universe("directed-dyads", since=1918, until=1921, among=["USA", "CAN", "GBR"])
    assert panel.frame().equals(panel.frame().sort("source", "target", "year"))
    assert np.all(np.diff(panel.rows.runs) >= 0)
    same = np.diff(panel.rows.runs) == 0
    assert np.all(np.diff(panel.rows.when)[same] > 0)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"kind": "triads"}, "states, dyads, directed-dyads"),
        ({"kind": "states", "freq": "week"}, "year, quarter, month"),
        ({"kind": "states", "system": "un"}, "'cow' or 'gw'"),
        ({"kind": "states", "membership": "middle"}, "any, first, last"),
        ({"kind": "states", "since": 2000, "until": 1990}, "2000 to 1990"),
        ({"kind": "states", "since": 2000, "until": 2999}, "2999"),
        ({"kind": "states", "among": "natoo"}, "Groups are"),
        ({"kind": "states", "among": "EUE"}, "was ever a member"),
    ],
)
def test_an_invalid_option_names_the_valid_ones(query: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        universe(**query)  # type: ignore[arg-type]


def test_a_panel_may_have_no_rows() -> None:
    found = universe("dyads", since=1900, until=1910, among=["BRD", "DDR"])
    assert found.frame().height == 0
    assert found.frame().columns == ["a", "b", "a_cow", "b_cow", "period", "year"]


def test_nobody_is_a_member_twice_in_a_period() -> None:
    for system in ("cow", "gw"):
        found = memberships(system, Periods("year", 1816, 2020))
        for own, first, last in found.spans:
            order = np.lexsort((first, own))
            again = own[order][1:] == own[order][:-1]
            assert np.all(first[order][1:][again] > last[order][:-1][again])  # no two spells of a unit overlap
