"""Panels from a store that holds a few records."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.catalog import table
from detente.errors import NoAnswer, UsageError
from detente.panels import ADDITIONS, panel
from detente.store import Store
from store_sample import open_store

TIE = {
    "dataset": "atop",
    "id": "1",
    "kind": "defence",
    "directed": True,
    "precision": "year",
    "level": None,
    "title": None,
}
MID = dict.fromkeys(table("mids").names) | {"dataset": "cow_mids", "onset": True}
FIGURE = {"dataset": "vdem", "name": "v2x_polyarchy", "freq": "year", "sd": None, "unit": "index, 0 to 1"}


def covered(dataset: str, name: str, start: int, end: int, by: str | None = "year") -> pl.DataFrame:
    row = (dataset, name, "All states", date(start, 1, 1), date(end, 12, 31), "zero", None, by)
    row += (date(start, 12, 31),)
    return pl.DataFrame([row], schema=table("coverage").schema, orient="row")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = open_store(tmp_path)
    pacts = [
        {**TIE, "source": "GBR", "target": "BEL", "start": date(1900, 1, 1), "end": None}
        | {"known_on": date(1900, 12, 31), "end_known_on": None},
        {**TIE, "source": "FRA", "target": "BEL", "start": date(1900, 1, 1), "end": date(1902, 12, 31)}
        | {"known_on": date(1900, 12, 31), "end_known_on": date(1902, 12, 31)},
    ]
    found.write(
        {"ties": pl.DataFrame(pacts, schema=table("ties").schema), "coverage": covered("atop", "ties", 1899, 1905)},
        dataset="atop",
        origin="made up",
    )
    disputes = [
        {
            **MID,
            "dispute": year,
            "source": one,
            "target": other,
            "period": date(year, 1, 1),
            "known_on": date(year, 12, 31),
        }
        for year in (1901, 1903)
        for one, other in (("GBR", "FRA"), ("FRA", "GBR"))
    ]
    found.write(
        {
            "mids": pl.DataFrame(disputes, schema=table("mids").schema),
            "coverage": covered("cow_mids", "mids", 1899, 1914, by=None),
        },
        dataset="cow_mids",
        origin="made up",
    )
    scores = [
        {**FIGURE, "state": "GBR", "period": date(1900, 1, 1), "value": 0.4, "known_on": date(1900, 12, 31)},
    ]
    found.write(
        {"indicators": pl.DataFrame(scores, schema=table("indicators").schema)}, dataset="vdem", origin="made up"
    )
    return found


def test_coverage_is_what_the_store_states(store: Store) -> None:
    found = panel("dyads", since=1898, until=1906, among=["GBR", "BEL"], add=["pacts"], store=store)
    assert found.frame()["atop_defence"].to_list() == [None, 0, 1, 1, 1, 1, 1, 1, None]
    result = next(one for one in found.columns if one.name == "atop_defence")
    assert (result.covers_from, result.covers_until) == (date(1899, 1, 1), date(1905, 12, 31))


def test_coverage_that_an_older_store_states_is_measured_from_its_rows(store: Store) -> None:
    found = panel(
        "dyads", since=1900, until=1905, among=["GBR", "FRA"], add=["mids"], peace=["cow_mid_ongoing"], store=store
    )
    assert found.frame()["cow_mid_ongoing"].to_list() == [None, 1, None, 1, None, None]
    assert found.frame()["cow_mid_ongoing_spell"].to_list() == [None, None, None, None, None, None]


def test_only_what_was_known_counts(store: Store) -> None:
    query = {"since": 1900, "until": 1904, "among": ["FRA", "BEL"], "add": ["pacts"]}
    then = panel("dyads", **query, as_of=date(1902, 6, 30), store=store).frame()  # type: ignore[arg-type]
    assert then["atop_defence"].to_list() == [1, 1, None, None, None]  # 1902 is not over
    later = panel("dyads", **query, as_of=date(1904, 1, 1), store=store).frame()  # type: ignore[arg-type]
    assert later["atop_defence"].to_list() == [1, 1, 1, 0, None]


def test_a_panel_as_of_a_day_ends_with_the_last_year_that_was_over(store: Store) -> None:
    found = panel("states", among="GBR", add=["democracy"], as_of=date(1903, 5, 1), store=store)
    assert found.frame()["year"].to_list() == list(range(1816, 1903))


def test_of_democracy_all_that_is_there_is_taken(store: Store) -> None:
    found = panel("states", since=1899, until=1901, among="GBR", add=["democracy"], store=store)
    assert found.frame()["v2x_polyarchy"].to_list() == [None, 0.4, None]
    assert [name for name in found.frame().columns if name.startswith("polity")] == []
    assert "vdem" in found.citations
    assert "euds" not in found.citations


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("mids:gml_mids", "detente (pull gml_mids, or detente )?ingest gml_mids FILE"),
        ("gdp", "ingest gdppop FILE"),
        ("democracy:polity", "polity"),
        ("temperature", "no temperatures by year"),
    ],
)
def test_a_missing_dataset_names_the_command_that_ingests_it(store: Store, query: str, message: str) -> None:
    with pytest.raises(NoAnswer, match=message):
        panel("dyads", since=1900, until=1901, add=[query], store=store)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"kind": "dyads", "add": ["treaties"]}, "'treaties'"),
        ({"kind": "dyads", "add": ["pacts:mine"]}, "'mine': expected atop, cow_alliances"),
        ({"kind": "dyads", "add": ["capitals:mine"]}, "Detente's own data"),
        ({"kind": "states", "add": ["capitals"]}, "of dyads or directed-dyads, not of states"),
        ({"kind": "states", "relevant": True}, "dyads or directed-dyads"),
        ({"kind": "dyads", "peace": ["war"]}, "'war'"),
    ],
)
def test_an_invalid_request_names_the_valid_ones(store: Store, query: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        panel(since=1900, until=1901, store=store, **query)  # type: ignore[arg-type]


def test_lags_and_citations_come_with_what_they_are_of(store: Store) -> None:
    found = panel("dyads", since=1900, until=1903, add=["majors", "pacts"], lag={"major_a": [1, 2]}, store=store)
    assert {"major_a_lag1", "major_a_lag2"} <= set(found.frame().columns)
    assert list(found.citations) == ["cow", "majors", "atop"]
    text = found.bibliography()
    assert text.count("cow_system2016") == 1  # the list and its great powers are one work
    assert "@" in text


def test_similarity_is_of_the_years_that_the_pacts_cover(store: Store) -> None:
    found = panel("dyads", since=1898, until=1900, among=["GBR", "FRA", "JPN"], add=["similarity"], store=store).frame()
    assert found["atop_s"].is_null().to_list() == [True, False, False] * 3
    alike = {row[:2]: row[2] for row in found.filter(pl.col("year") == 1900).select("a", "b", "atop_s").rows()}
    assert alike["FRA", "GBR"] > alike["FRA", "JPN"]  # both owe Belgium defence
    outside = panel("dyads", since=1950, until=1951, among=["GBR", "FRA"], add=["similarity"], store=store)
    assert outside.reasons(["atop_kappa"]).to_series().to_list() == ["out of coverage"] * 2


def test_agreement_is_of_the_votes_where_the_store_has_them(store: Store) -> None:
    vote = {"dataset": "unga_votes", "session": 30, "date": date(1975, 11, 1), "precision": "day", "resolution": None}
    vote |= {"kind": "whole", "known_on": date(1975, 11, 1)}
    rows = [
        {**vote, "rcid": call, "state": state, "vote": cast}
        for call, votes in enumerate([(1, 1, -1), (1, 0, 1), (-1, -1, 1)])
        for state, cast in zip(("FRA", "GBR", "USA"), votes, strict=True)
    ]
    store.write({"votes": pl.DataFrame(rows, schema=table("votes").schema)}, dataset="unga_votes", origin="made up")
    found = panel("dyads", since=1975, until=1975, among=["FRA", "GBR", "USA"], add=["agreement"], store=store)
    assert found.frame().select("agreement", "agreement_votes").rows() == [
        (pytest.approx(5 / 6), 3),
        (pytest.approx(1 / 3), 3),
        (pytest.approx(1 / 6), 3),
    ]
    assert "Voeten" in found.bibliography()


def test_incidents_are_counted_in_the_period_in_which_they_began(store: Store) -> None:
    row = dict.fromkeys(table("incidents").names) | {"dataset": "mie", "dispute": 1, "source": "FRA", "target": "GBR"}
    row |= {"precision": "day", "known_on": date(1900, 12, 31)}
    rows = [
        {**row, "incident": 1, "start": date(1900, 3, 31), "end": date(1900, 4, 2), "hostility": 3},
        {**row, "incident": 2, "start": date(1900, 3, 1), "hostility": 4},
        {**row, "incident": 3, "start": date(1900, 6, 1), "hostility": 2, "source": "GBR", "target": "FRA"},
    ]
    store.write({"incidents": pl.DataFrame(rows, schema=table("incidents").schema)}, dataset="mie", origin="made up")
    query = {"since": 1900, "until": 1900, "among": ["FRA", "GBR"], "add": ["incidents"]}
    months = panel("directed-dyads", freq="month", **query, store=store).frame().filter(pl.col("source") == "FRA")  # type: ignore[arg-type]
    assert months["incidents"].to_list() == [0, 0, 2] + [0] * 9
    assert months["incidents_back"].to_list() == [0] * 5 + [1] + [0] * 6
    assert months["incident_hostility"].to_list()[2:4] == [4, 0]
    states = panel("states", **query, store=store).frame()  # type: ignore[arg-type]
    assert states.select("state", "incidents_out", "incidents_in").rows() == [("FRA", 2, 1), ("GBR", 1, 2)]


def test_every_addition_says_what_it_is() -> None:
    for one in ADDITIONS.values():
        assert one.doc, one.name
        assert one.unit, one.name
        assert one.about, one.name
        assert one.absent in ("zero", "missing"), one.name
        assert bool(one.datasets) == bool(one.table), one.name


def test_a_relevant_panel_adds_what_relevance_needs(store: Store) -> None:
    with pytest.raises(NoAnswer, match="cow_contiguity"):
        panel("dyads", since=1900, until=1901, relevant=True, store=store)
