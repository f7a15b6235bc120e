"""What students of conflict take from the records: initiators, deaths, types of rivalry, filtered conflicts."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from detente.catalog import table
from detente.errors import UsageError
from detente.panels import Coverage, Panel, add_attributes, add_conflicts, add_mids, add_rivalry, universe

MID = {"dataset": "cow_mids", "dispute": 1, "onset": True, "known_on": date(1914, 12, 31)}
MID |= {"end_known_on": date(1914, 12, 31), "reduced": False, "reciprocated": True, "start_month": 7}
MID |= dict.fromkeys(
    ("revisionist", "action", "hostility", "fatality", "deaths", "dispute_hostility", "dispute_fatality")
)
COVERS = Coverage("cow_mids", date(1816, 1, 1), date(2014, 12, 31))
# A, on the side that acted first, against B; C joined B's side, D joined A's
PARTS = {"AUH": (True, True), "SRB": (False, True), "RUS": (False, False), "DEU": (True, False)}


def disputes(**changed: Any) -> pl.DataFrame:
    """One dispute of 1914, as each state's part against each opponent."""
    rows = [
        {**MID, "source": one, "target": other, "period": date(1914, 1, 1), "side_a": side, "originator": first}
        | changed.get(one, {})
        for one, (side, first) in PARTS.items()
        for other, (against, _) in PARTS.items()
        if side != against
    ]
    return pl.DataFrame(rows, schema=table("mids").schema)


def initiators(panel: Panel, frame: pl.DataFrame, column: str, who: str) -> dict[str, int | None]:
    found = add_mids(panel, frame, covers=COVERS, initiators=who).frame()  # type: ignore[arg-type]
    named = "source" if "source" in found.columns else "state"
    return dict(found.drop_nulls("cow_mid_ongoing").select(named, column).unique().rows())


@pytest.mark.parametrize(
    ("who", "result"),
    [("joiners", "AUH DEU RUS"), ("side-a", "AUH DEU"), ("originators", "AUH")],
)
def test_who_initiates_is_chosen(who: str, result: str) -> None:
    expected = {code: int(code in result.split()) for code in PARTS}
    directed = universe("directed-dyads", since=1914, until=1914, among=list(PARTS))
    found = add_mids(directed, disputes(), covers=COVERS, initiators=who)  # type: ignore[arg-type]
    there = found.frame().filter(pl.col("cow_mid_ongoing") == 1)
    assert dict(there.select("source", "cow_mid_initiator_source").unique().rows()) == expected
    assert dict(there.select("target", "cow_mid_initiator_target").unique().rows()) == expected
    states = universe("states", since=1914, until=1914, among=list(PARTS))
    assert initiators(states, disputes(), "cow_mid_initiated", who) == expected
    assert initiators(states, disputes(), "cow_mid_onset_initiated", who) == expected


def test_an_initiator_is_unknown_where_the_file_does_not_say() -> None:
    blank = disputes(DEU={"side_a": None, "originator": None}, RUS={"originator": None})
    states = universe("states", since=1914, until=1914, among=list(PARTS))
    found = initiators(states, blank, "cow_mid_initiated", "joiners")
    assert found == {"AUH": 1, "SRB": 0, "RUS": None, "DEU": None}


def test_that_a_state_initiated_none_is_unknown_in_a_file_of_one_dispute_a_year() -> None:
    states = universe("states", since=1914, until=1914, among=["AUH", "SRB"])
    reduced = disputes().with_columns(reduced=pl.lit(value=True))
    assert initiators(states, reduced, "cow_mid_initiated", "joiners") == {"AUH": 1, "SRB": None}


def test_no_other_word_says_who_initiates() -> None:
    with pytest.raises(UsageError, match="side-a"):
        add_mids(universe("states", since=1914, until=1914), disputes(), initiators="sidea")  # type: ignore[arg-type]


def test_deaths_start_month_and_revision_are_of_the_dispute_that_speaks_for_the_year() -> None:
    known = disputes(AUH={"deaths": 1_100_000, "revisionist": True}, SRB={"deaths": 0, "revisionist": False})
    directed = universe("directed-dyads", since=1913, until=1914, among=["AUH", "SRB"])
    found = add_mids(directed, known, covers=COVERS)
    columns = ["cow_mid_start_month", "cow_mid_deaths_source", "cow_mid_deaths_target", "cow_mid_revisionist_source"]
    rows = found.frame().filter(pl.col("source") == "AUH").select(columns).rows()
    assert rows == [(None,) * 4, (7, 1_100_000, 0, 1)]
    assert found.reasons(["cow_mid_deaths_source"]).to_series().to_list()[:2] == ["nothing to tell", None]


def rivalry(title: str | None, start: int, end: int | None, target: str = "PAK") -> dict[str, Any]:
    row = {"dataset": "tss_rivalries", "id": f"{title}", "kind": "rivalry", "source": "IND", "target": target}
    row |= {"directed": False, "precision": "year", "level": None, "start": date(start, 1, 1), "title": title}
    return row | {"end": date(end, 12, 31) if end else None, "known_on": date(start, 12, 31), "end_known_on": None}


def test_rivalries_have_types() -> None:
    rows = [rivalry("India-Pakistan: positional, spatial", 1950, 1951), rivalry(None, 1953, 1953)]
    frame = pl.DataFrame(rows, schema=table("ties").schema)
    covers = Coverage("tss_rivalries", date(1816, 1, 1), date(1953, 12, 31))
    pair = universe("dyads", since=1951, until=1954, among=["IND", "PAK"])
    found = add_rivalry(pair, frame, covers=covers)
    kinds = ["", "_spatial", "_positional", "_ideological", "_interventionary"]
    assert found.frame().select(f"tss_rivalry{kind}" for kind in kinds).rows() == [
        (1, 1, 1, 0, 0),
        (0, 0, 0, 0, 0),
        (1, None, None, None, None),  # a rivalry whose types are not recorded
        (None,) * 5,
    ]
    assert found.reasons(["tss_rivalry_spatial"]).to_series().to_list() == [
        None, None, "missing in the source", "out of coverage",
    ]  # fmt: skip


def test_rivalries_without_types_are_added_to_a_panel_that_has_columns() -> None:
    frame = pl.DataFrame([rivalry(None, 1953, 1953)], schema=table("ties").schema)
    covers = Coverage("tss_rivalries", date(1816, 1, 1), date(1954, 12, 31))
    pair = add_mids(universe("dyads", since=1953, until=1954, among=["IND", "PAK"]), disputes(), covers=COVERS)
    found = add_rivalry(pair, frame, covers=covers)
    assert found.frame().select("tss_rivalry", "tss_rivalry_spatial").rows() == [(1, None), (0, 0)]


def test_rivals_are_counted_by_type() -> None:
    rows = [
        rivalry("India-Pakistan: spatial", 1950, 1951),
        rivalry("China-India: spatial, ideological", 1950, 1951, "CHN"),
    ]
    frame = pl.DataFrame(rows, schema=table("ties").schema)
    found = add_rivalry(universe("states", since=1951, until=1951, among=["IND"]), frame).frame()
    named = [f"tss_rivalry{kind}_partners" for kind in ("", "_spatial", "_ideological", "_interventionary")]
    assert found.select(named).row(0) == (2, 2, 1, 0)


def conflict(number: int, *years: int, **changed: Any) -> list[dict[str, Any]]:
    row = {"dataset": "ucdp_acd", "conflict": number, "state": "IND", "side": "a", "secondary": False}
    row |= {"type": "intrastate", "issue": "territory", "intensity": 1, "start": None, "end": None}
    return [row | {"period": date(year, 1, 1), "known_on": date(year, 12, 31)} | changed for year in years]


def conflicts(*rows: dict[str, Any], **query: Any) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=table("armed_conflicts").schema)
    covers = Coverage("ucdp_acd", date(1946, 1, 1), date(1962, 12, 31), "gw")
    return add_conflicts(universe("states", since=1947, until=1963, among="IND"), frame, covers=covers, **query).frame()


@pytest.mark.parametrize(
    ("quiet", "onsets"),
    [
        (1, [1948, 1950, 1953, 1958, 1960]),
        (2, [1948, 1953, 1958, 1960]),
        (3, [1958, 1960]),
        (5, [1958, 1960]),
        (10, [1958]),
    ],
)
def test_an_onset_comes_after_so_many_quiet_years_that_are_covered(quiet: int, onsets: list[int]) -> None:
    rows = conflict(1, 1948, 1950, 1953, 1954, 1960) + conflict(2, 1958, 1959)
    found = conflicts(*rows)[["year", "ucdp_onsets" if quiet == 1 else f"ucdp_onsets_{quiet}"]]
    result = dict(found.rows())
    # the record begins in 1946, so 1948 has two covered years before it
    assert [year for year, count in result.items() if count] == onsets
    assert [year for year, count in result.items() if count is None] == [*range(1947, 1946 + quiet), 1963]


def test_conflicts_are_chosen_by_type_issue_and_intensity() -> None:
    rows = [
        *conflict(1, 1950, 1951),
        *conflict(1, 1952, intensity=2),
        *conflict(2, 1951, issue="government"),
        *conflict(3, 1952, type="interstate"),
    ]

    def counted(column: str, **query: Any) -> list[int]:
        return conflicts(*rows, **query).filter(pl.col("year").is_between(1950, 1953))[column].to_list()

    assert counted("ucdp_conflicts") == [1, 2, 2, 0]
    assert counted("ucdp_conflicts", types=["interstate"]) == [0, 0, 1, 0]
    assert counted("ucdp_onsets", types=["interstate"]) == [0, 0, 1, 0]
    assert counted("ucdp_onsets") == [1, 1, 0, 0]
    assert counted("ucdp_conflicts", issues=["government", "both"]) == [0, 1, 0, 0]
    assert counted("ucdp_conflicts", intensity=2) == [0, 0, 1, 0]
    assert counted("ucdp_onsets", intensity=2) == [0, 0, 1, 0]


@pytest.mark.parametrize(
    "query", [{"types": ["civil"]}, {"issues": ["oil"]}, {"intensity": 3}], ids=["type", "issue", "intensity"]
)
def test_a_choice_that_is_not_there_is_refused(query: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        conflicts(*conflict(1, 1950), **query)


def test_the_codebook_says_which_conflicts_count() -> None:
    frame = pl.DataFrame(conflict(1, 1950), schema=table("armed_conflicts").schema)
    pair = universe("states", since=1950, until=1950, among="IND")
    found = add_conflicts(pair, frame, types=["intrastate"], intensity=2)
    doc = next(one["doc"] for one in found.codebook()["columns"] if one["name"] == "ucdp_conflicts")
    assert "intrastate" in doc
    assert "intensity 2" in doc


def test_estimates_have_standard_deviations() -> None:
    row = {"dataset": "gdppop", "name": "pwtpop", "state": "JPN", "period": date(2010, 1, 1), "freq": "year"}
    row |= {"value": 128.5, "sd": 0.9, "unit": "million persons", "known_on": date(2010, 12, 31)}
    frame = pl.DataFrame([row, row | {"state": "RUS", "sd": None}], schema=table("indicators").schema)
    found = add_attributes(universe("states", since=2010, until=2010), frame, dataset="gdppop", deviations=True)
    result = dict(found.frame().filter(pl.col("state").is_in(["JPN", "RUS"])).select("state", "sd_pwtpop").rows())
    assert result == {"JPN": 0.9, "RUS": None}
    column = next(one for one in found.columns if one.name == "sd_pwtpop")
    assert column.unit == "million persons"
