from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from detente.catalog import table
from detente.errors import UsageError
from detente.panels import (
    Coverage,
    TieColumn,
    add_attributes,
    add_capital_distance,
    add_claims,
    add_conflicts,
    add_contiguity,
    add_flows,
    add_majors,
    add_mids,
    add_pacts,
    add_ratio,
    add_rivalry,
    add_shared,
    add_ties,
    one_dispute_a_year,
    relevant_dyads,
    universe,
)

TIE = {
    "dataset": "atop",
    "id": "1",
    "kind": "defence",
    "directed": True,
    "precision": "year",
    "end": None,
    "level": None,
    "title": None,
    "known_on": date(1900, 12, 31),
    "end_known_on": None,
}
MID = {
    "dataset": "cow_mids",
    "onset": True,
    "side_a": True,
    "originator": True,
    "revisionist": None,
    "action": 7,
    "hostility": 3,
    "fatality": 0,
    "deaths": None,
    "dispute_hostility": 3,
    "dispute_fatality": 0,
    "reciprocated": False,
    "days_least": 10,
    "days_most": 10,
    "start_month": 5,
    "known_on": date(1900, 12, 31),
    "end_known_on": date(1900, 12, 31),
    "reduced": False,
}


def ties(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{**TIE, **row} for row in rows], schema=table("ties").schema)


def mids(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of disputes, each told from both sides."""
    both = [row for one in rows for row in (one, {**one, "source": one["target"], "target": one["source"]})]
    return pl.DataFrame([{**MID, **row} for row in both], schema=table("mids").schema)


def figures(name: str, unit: str = "share", **values: float) -> pl.DataFrame:
    """Figures of states in years, written JPN_1914=.05."""
    rows = [
        {"dataset": "nmc", "name": name, "state": key[:3], "period": date(int(key[4:]), 1, 1), "freq": "year"}
        | {"value": value, "sd": None, "unit": unit, "known_on": date(int(key[4:]), 12, 31)}
        for key, value in values.items()
    ]
    return pl.DataFrame(rows, schema=table("indicators").schema)


def by(frame: pl.DataFrame, column: str, *keys: str) -> dict[Any, Any]:
    return {row[:-1] if len(keys) > 1 else row[0]: row[-1] for row in frame.select(*keys, column).rows()}


# Ties


def test_an_obligation_stands_in_its_own_direction_and_in_a_pair_either_way() -> None:
    frame = ties({"source": "GBR", "target": "BEL", "start": date(1900, 1, 1)})
    covers = Coverage("atop", date(1899, 1, 1), date(1901, 12, 31))
    directed = add_pacts(universe("directed-dyads", since=1899, until=1902, among=["GBR", "BEL"]), frame, covers=covers)
    found = by(directed.frame(), "atop_defence", "source", "year")
    assert [found["GBR", year] for year in range(1899, 1903)] == [0, 1, 1, None]
    assert [found["BEL", year] for year in range(1899, 1903)] == [0, 0, 0, None]
    pair = add_pacts(universe("dyads", since=1899, until=1902, among=["GBR", "BEL"]), frame, covers=covers)
    assert pair.frame()["atop_defence"].to_list() == [0, 1, 1, None]
    assert pair.frame()["atop_pact"].to_list() == [0, 1, 1, None]
    assert pair.frame()["atop_neutrality"].to_list() == [0, 0, 0, None]
    assert pair.reasons(["atop_pact"])["atop_pact_why"].to_list() == [None, None, None, "out of coverage"]


def test_a_tie_of_both_alike_stands_in_both_directions() -> None:
    frame = ties(
        {"dataset": "cow_alliances", "directed": False, "source": "BEL", "target": "GBR", "start": date(1900, 1, 1)}
    )
    covers = Coverage("cow_alliances", date(1816, 1, 1), date(2012, 12, 31))
    panel = universe("directed-dyads", since=1900, until=1900, among=["GBR", "BEL"])
    found = add_pacts(panel, frame, dataset="cow_alliances", covers=covers)
    assert found.frame()["cow_defence"].to_list() == [1, 1]
    assert "cow_entente" in found.frame().columns


def test_a_state_outside_the_datasets_list_has_no_zero() -> None:
    """Canada is a member of the Gleditsch–Ward list from 1867, of the Correlates of War list from 1920."""
    frame = ties({"source": "GBR", "target": "BEL", "start": date(1900, 1, 1)})
    covers = Coverage("atop", date(1816, 1, 1), date(2018, 12, 31))
    panel = universe("dyads", system="gw", since=1919, until=1920, among=["CAN", "GBR"])
    found = add_pacts(panel, frame, covers=covers)
    assert found.frame()["atop_pact"].to_list() == [None, 0]
    assert found.reasons(["atop_pact"])["atop_pact_why"][0] == "not among the dataset's states"


def test_months_know_the_days_of_a_tie() -> None:
    frame = ties(
        {"kind": "contiguity", "directed": False, "level": 1.0, "source": "DEU", "target": "FRA"}
        | {"dataset": "cow_contiguity", "start": date(1990, 10, 3), "end": date(1990, 11, 2), "precision": "day"}
    )
    covers = Coverage("cow_contiguity", date(1816, 1, 1), date(2016, 12, 31))
    panel = universe("dyads", since=1990, until=1990, freq="month", among=["DEU", "FRA"])
    found = add_contiguity(panel, frame, covers=covers).frame()
    assert by(found, "contiguity", "month") == {10: 1, 11: 1, 12: 0}


def test_the_nearest_contiguity_counts_and_none_is_zero() -> None:
    shared = {"kind": "contiguity", "directed": False, "source": "JPN", "target": "RUS", "dataset": "cow_contiguity"}
    frame = ties(
        {**shared, "level": 3.0, "start": date(1900, 1, 1), "end": date(1900, 6, 30)},
        {**shared, "level": 2.0, "start": date(1900, 6, 1), "end": date(1900, 12, 31)},
    )
    covers = Coverage("cow_contiguity", date(1816, 1, 1), date(2016, 12, 31))
    found = add_contiguity(universe("dyads", since=1900, until=1901, among=["JPN", "RUS"]), frame, covers=covers)
    assert found.frame().select("contiguity", "contiguous").rows() == [(2, 1), (0, 0)]
    states = add_contiguity(universe("states", since=1900, until=1901, among="JPN"), frame, covers=covers).frame()
    assert states["contiguous_partners"].to_list() == [1, 0]
    assert states["land_border_partners"].to_list() == [0, 0]


def test_partners_are_counted_beyond_the_panel_and_once() -> None:
    frame = ties(
        {"source": "JPN", "target": "USA", "start": date(1960, 1, 1)},
        {"source": "USA", "target": "JPN", "start": date(1960, 1, 1)},
        {"source": "JPN", "target": "GBR", "start": date(1961, 1, 1), "id": "2"},
        {"source": "JPN", "target": "GBR", "start": date(1961, 1, 1), "id": "3"},
    )
    covers = Coverage("atop", date(1816, 1, 1), date(1962, 12, 31))
    found = add_pacts(universe("states", since=1959, until=1963, among="JPN"), frame, covers=covers).frame()
    assert found["atop_defence_partners"].to_list() == [0, 1, 2, 2, None]


def test_claims_are_counted_and_their_salience_is_no_zero_without_one() -> None:
    claim = {"kind": "claim", "dataset": "icow_claims", "source": "JPN", "start": date(1952, 4, 1)}
    frame = ties(
        {**claim, "target": "RUS", "level": 12.0},
        {**claim, "target": "RUS", "level": 3.0, "id": "2", "end": date(1952, 12, 31)},
    )
    covers = Coverage("icow_claims", date(1816, 1, 1), date(2017, 12, 31))
    found = add_claims(universe("directed-dyads", since=1952, until=1953, among=["JPN", "RUS"]), frame, covers=covers)
    rows = found.frame().select("source", "claims", "claim_salience").rows()
    assert rows == [("JPN", 2, 12), ("JPN", 1, 12), ("RUS", 0, None), ("RUS", 0, None)]
    assert found.reasons(["claim_salience"])["claim_salience_why"][2] == "nothing to tell"


def test_a_rivalry_older_than_the_panel_holds_in_it() -> None:
    row = {"kind": "rivalry", "directed": False, "dataset": "tss_rivalries", "source": "CHN", "target": "RUS"}
    frame = ties({**row, "start": date(1690, 1, 1), "end": date(1901, 12, 31)})
    covers = Coverage("tss_rivalries", date(1816, 1, 1), date(2020, 12, 31))
    panel = add_rivalry(universe("dyads", since=1900, until=1902, among=["CHN", "RUS"]), frame, covers=covers)
    assert panel.frame()["tss_rivalry"].to_list() == [1, 1, 0]


def test_ties_may_be_picked_by_level() -> None:
    row = {"kind": "contiguity", "directed": False, "dataset": "mine", "source": "CHN", "target": "RUS", "level": 4.0}
    frame = ties({**row, "start": date(1900, 1, 1), "end": date(1901, 12, 31)})
    panel = universe("dyads", since=1900, until=1900, among=["CHN", "RUS"])
    query = {
        "land": TieColumn(("contiguity",), "any", "Land", (1,)),
        "sea": TieColumn(("contiguity",), "any", "Sea", (2, 3, 4)),
    }
    assert add_ties(panel, frame, query, dataset="mine").frame().select("land", "sea").rows() == [(0, 1)]


# Figures


def test_both_sides_have_their_figure_and_what_lacks_says_why() -> None:
    frame = pl.concat([figures("cinc", JPN_1914=0.03, RUS_1914=0.12), figures("cinc", JPN_1915=0.04)])
    panel = universe("directed-dyads", since=1914, until=1916, among=["JPN", "RUS"])
    found = add_ratio(add_attributes(panel, frame, dataset="nmc"), "cinc")
    rows = found.frame().filter(pl.col("source") == "JPN").select("cinc_source", "cinc_target", "cinc_ratio").rows()
    assert rows[0] == (0.03, 0.12, pytest.approx(0.25))
    assert rows[1:] == [(0.04, None, None), (None, None, None)]
    whys = found.reasons(["cinc_target"]).filter(found.frame()["source"] == "JPN")["cinc_target_why"].to_list()
    assert whys == [None, "missing in the source", "out of coverage"]


def test_a_ratio_to_zero_is_not_computed() -> None:
    frame = figures("irst", JPN_1900=5, RUS_1900=0)
    panel = add_attributes(
        universe("directed-dyads", since=1900, until=1900, among=["JPN", "RUS"]), frame, dataset="nmc"
    )
    found = add_ratio(panel, "irst")
    assert by(found.frame(), "irst_ratio", "source") == {"JPN": None, "RUS": 0.0}
    assert "not computable" in found.reasons(["irst_ratio"])["irst_ratio_why"].to_list()


def test_a_years_figure_stands_in_each_of_its_months() -> None:
    panel = universe("states", since=1914, until=1915, freq="quarter", among="JPN")
    found = add_attributes(panel, figures("cinc", JPN_1914=0.03), dataset="nmc").frame()
    assert found["cinc"].to_list() == [0.03] * 4 + [None] * 4


def test_monthly_figures_do_not_fit_years() -> None:
    frame = figures("cinc", JPN_1914=0.03).with_columns(freq=pl.lit("month"))
    with pytest.raises(UsageError, match="shorter unit"):
        add_attributes(universe("states", since=1914, until=1914), frame, dataset="nmc")


def test_what_flows_keeps_its_direction() -> None:
    row = {"source": "RUS", "target": "JPN", "period": date(2013, 1, 1), "freq": "year", "value": 0.0}
    frame = pl.DataFrame([row, {**row, "source": "JPN", "target": "RUS", "value": 5.0}])
    query = {"name": "exports", "dataset": "mine"}
    pair = add_flows(universe("dyads", since=2013, until=2013, among=["JPN", "RUS", "USA"]), frame, **query).frame()
    assert by(pair, "exports_ab", "a", "b") == {("JPN", "RUS"): 5.0, ("JPN", "USA"): None, ("RUS", "USA"): None}
    assert by(pair, "exports_ba", "a", "b")["JPN", "RUS"] == 0.0  # a zero that was recorded
    state = add_flows(universe("states", since=2013, until=2013, among=["JPN", "RUS", "USA"]), frame, **query).frame()
    assert state.select("exports_out", "exports_in").rows() == [(5.0, 0.0), (0.0, 5.0), (None, None)]


def test_what_both_share_is_alike_in_both_directions() -> None:
    row = {"source": "JPN", "target": "RUS", "period": date(2013, 1, 1), "freq": "year", "value": 45.9}
    panel = universe("directed-dyads", since=2013, until=2013, among=["JPN", "RUS"])
    found = add_shared(panel, pl.DataFrame([row]), name="km", dataset="mine")
    assert found.frame()["km"].to_list() == [45.9, 45.9]
    with pytest.raises(UsageError, match="between two states"):
        add_shared(universe("states", since=2013, until=2013), pl.DataFrame([row]), name="km", dataset="mine")


def test_capitals_move() -> None:
    panel = universe("dyads", since=1989, until=2000, among=["BRD", "DEU", "FRA"])
    found = add_capital_distance(panel).frame().filter(pl.col("a").is_in(["BRD", "DEU"]) & (pl.col("b") == "FRA"))
    far = by(found, "capital_distance", "a", "year")
    assert 390 < far["BRD", 1989] < 410  # Bonn
    assert 870 < far["DEU", 2000] < 885  # Berlin


def test_great_powers_have_their_dates() -> None:
    found = add_majors(universe("states", since=1816, until=2020)).frame()
    years = {
        state: set(found.filter((pl.col("state") == state) & (pl.col("major") == 1))["year"].to_list())
        for state in ("JPN", "FRA", "USA", "TUR")
    }
    assert years["JPN"] == {*range(1895, 1946), *range(1991, 2021)}
    assert years["FRA"] == {*range(1816, 1941), *range(1945, 2021)}
    assert years["USA"] == set(range(1898, 2021))
    assert years["TUR"] == set()


def test_those_who_support_a_conflict_are_no_parties() -> None:
    row = {"dataset": "ucdp_acd", "conflict": 1, "side": "a", "secondary": False, "type": "interstate", "issue": None}
    row |= {"start": None, "end": None, "known_on": date(1951, 12, 31), "intensity": 1}
    frame = pl.DataFrame(
        [
            {**row, "state": "IND", "period": date(1950, 1, 1)},
            {**row, "state": "IND", "period": date(1951, 1, 1), "intensity": 2},
            {**row, "state": "IND", "period": date(1951, 1, 1), "conflict": 2, "type": "intrastate"},
            {**row, "state": "USA", "period": date(1951, 1, 1), "secondary": True},
            {**row, "state": "IND", "period": date(1953, 1, 1)},
        ],
        schema=table("armed_conflicts").schema,
    )
    found = add_conflicts(universe("states", since=1949, until=1953, among=["IND", "USA"]), frame).frame()
    counted = [f"ucdp_{name}" for name in ("conflicts", "onsets", "interstate", "intrastate", "intensity")]
    rows = found.filter(pl.col("state") == "IND").select(counted).rows()
    assert rows == [
        (None,) * 5,
        (1, None, 1, 0, 1),  # whether it began in 1950 can't be told from a record that begins there
        (2, 1, 1, 1, 2),
        (None,) * 5,  # nobody has a row in 1952
        (1, None, 1, 0, 1),  # onsets are of conflicts within the state
    ]
    assert found.filter(pl.col("state") == "USA")["ucdp_conflicts"].to_list() == [None, 0, 0, None, 0]


# Disputes


def test_one_dispute_is_chosen_for_a_year_by_the_rules_in_order() -> None:
    year = {"source": "FRA", "target": "ITA", "period": date(1860, 1, 1)}
    frame = mids(
        {**year, "dispute": 9, "onset": False, "dispute_fatality": 6, "dispute_hostility": 5},
        {**year, "dispute": 8, "dispute_fatality": None},
        {**year, "dispute": 7, "dispute_fatality": 0, "dispute_hostility": 5},
        {**year, "dispute": 6, "dispute_fatality": 0, "days_least": 90},
    )

    def kept(*rules: str) -> int:
        found = one_dispute_a_year(frame, rules)
        assert set(found["dispute"]) == {found["dispute"][0]}  # the same in both directions
        return int(found["dispute"][0])

    assert kept("onset", "fatality") == 8  # unknown deaths stand between none and few
    assert kept("fatality") == 9
    assert kept("onset", "hostility") == 7
    assert kept("onset", "days_least") == 6
    assert kept() == 6  # the lowest number
    with pytest.raises(UsageError, match="'worst'"):
        kept("worst")


def test_no_dispute_is_zero_and_tells_nothing_more() -> None:
    frame = mids(
        {"source": "JPN", "target": "RUS", "period": date(2006, 1, 1), "dispute": 1},
        {"source": "JPN", "target": "RUS", "period": date(2006, 1, 1), "dispute": 2, "onset": False},
        {"source": "JPN", "target": "USA", "period": date(2008, 1, 1), "dispute": 3, "dispute_fatality": None},
    )
    panel = universe("directed-dyads", since=2006, until=2009, among=["JPN", "RUS"])
    found = add_mids(panel, frame)
    assert found.frame()["cow_mid_ongoing"].to_list() == [1, None, 0, None] * 2  # nobody has a row in 2007
    assert found.frame()["cow_mid_onset"].to_list() == [1, None, 0, None] * 2
    assert found.frame()["cow_mid_disputes"].to_list() == [2, None, 0, None] * 2
    assert found.frame()["cow_mid_hostility"].to_list() == [3, None, None, None] * 2
    whys = found.reasons(["cow_mid_hostility"]).to_series().to_list()
    assert whys[:4] == [None, "out of coverage", "nothing to tell", "out of coverage"]
    states = add_mids(universe("states", since=2006, until=2008, among="JPN"), frame).frame()
    assert states.select("cow_mid_disputes", "cow_mid_onsets").rows() == [(2, 1), (None, None), (1, 1)]


def test_each_side_has_its_own_part() -> None:
    frame = pl.DataFrame(
        [
            {**MID, "dispute": 1, "source": "JPN", "target": "RUS", "period": date(2006, 1, 1), "hostility": 1},
            {**MID, "dispute": 1, "source": "RUS", "target": "JPN", "period": date(2006, 1, 1), "hostility": 4},
        ],
        schema=table("mids").schema,
    )
    directed = add_mids(universe("directed-dyads", since=2006, until=2006, among=["JPN", "RUS"]), frame).frame()
    rows = directed.select("source", "cow_mid_hostility_source", "cow_mid_hostility_target").rows()
    assert rows == [("JPN", 1, 4), ("RUS", 4, 1)]
    pair = add_mids(universe("dyads", since=2006, until=2006, among=["JPN", "RUS"]), frame).frame()
    assert pair.select("cow_mid_hostility_a", "cow_mid_hostility_b").rows() == [(1, 4)]


def test_disputes_are_of_years() -> None:
    frame = mids({"source": "JPN", "target": "RUS", "period": date(2006, 1, 1), "dispute": 1})
    with pytest.raises(UsageError, match="add 'incidents'"):
        add_mids(universe("dyads", since=2006, until=2006, freq="month"), frame)


# Relevance


def test_relevant_are_neighbours_and_all_pairs_of_a_great_power() -> None:
    frame = ties(
        {"kind": "contiguity", "directed": False, "level": 4.0, "source": "ARG", "target": "CHL"}
        | {"dataset": "cow_contiguity", "start": date(1816, 1, 1)}
    )
    covers = Coverage("cow_contiguity", date(1816, 1, 1), date(2016, 12, 31))
    panel = universe("dyads", since=1930, until=1930, among=["ARG", "CHL", "ECU", "USA"])
    found = add_majors(add_contiguity(panel, frame, covers=covers))
    kept = relevant_dyads(found)
    pairs = [("ARG", "CHL"), ("ARG", "USA"), ("CHL", "USA"), ("ECU", "USA")]
    assert kept.frame().select("a", "b").rows() == pairs
    assert kept.rows.count == kept.why["contiguity"].size == 4
    assert relevant_dyads(found, farthest=1).frame().select("a", "b").rows() == pairs[1:]
    assert kept.codebook()["panel"]["rows"] == 4


def test_a_column_is_added_once() -> None:
    with pytest.raises(UsageError, match="'major'"):
        add_majors(add_majors(universe("states", since=1930, until=1930)))
