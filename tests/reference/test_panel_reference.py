"""Panels of the reference data: the number of rows, values looked up by hand in the raw tables, and what must hold.

The values in `HAND` were read from the raw files with a filter on their own columns, not with Detente. Counts of the
universe are made here from the raw list of states, day by day. The release of the R package peacesciencer that ended
in 2019 documents its directed dyad-years as 2,025,840 rows, of which 60 are pairs that never met (South Vietnam and
Suriname in 1975, …): ours are 2,025,780.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest

from detente.ingestion.source_file import ingest_source
from detente.panels import Panel, panel, universe
from detente.store import Store

pytestmark = pytest.mark.reference

FILES = {
    "atop": "pacts/atop_dyadyear_1815_2018",
    "cow_alliances": "pacts/cow_alliance_1816_2012",
    "cow_mids": "disputes/cow_mid_dyadyear",
    "gml_mids": "disputes/gml_mid_dyadyear",
    "mie": "disputes/mie_events_1816_2014",
    "cow_nmc": "states/cow_nmc",
    "cow_contiguity": "states/cow_contdir",
    "cow_mindist": "states/cow_mindist",
    "vdem": "states/democracy",
    "polity": "states/democracy",
    "euds": "states/democracy",
    "gdppop": "states/gdppop",
    "cow_trade": "states/cow_trade_dyadyear_1946_2014",
    "itpde": "states/itpde_trade_2000_2016",
    "cow_igo": "states/cow_igo_ndy",
    "tss_rivalries": "disputes/tss_rivalries",
    "td_rivalries": "disputes/td_rivalries",
    "icow_claims": "disputes/icow_claims",
    "ucdp_acd": "disputes/ucdp_acd",
    "gsdb": "sanctions/gsdb_v4",
}
ADD = (
    "pacts", "pacts:cow_alliances", "mids", "mids:gml_mids", "incidents", "capabilities", "contiguity", "distance",
    "democracy", "gdp", "trade", "trade:itpde", "igos", "rivalry", "rivalry:td_rivalries", "claims", "conflicts",
    "sanctions", "majors", "capitals",
)  # fmt: skip
OUT, NONE, UNTOLD = "out of coverage", "missing in the source", "nothing to tell"

# source, target, year, column, value; text where the cell is empty, and why
HAND: tuple[tuple[str, str, int, str, float | str], ...] = (
    # capabilities: thousands of current USD (pounds until 1913), thousands of persons
    ("USA", "JPN", 1945, "cinc_source", 0.38386354),
    ("USA", "RUS", 1945, "milex_source", 90_000_000),
    ("USA", "RUS", 1945, "milper_source", 12_123),
    ("JPN", "RUS", 2013, "cinc_source", 0.035465047),
    ("RUS", "JPN", 2013, "cinc_target", 0.035465047),
    ("USA", "CHN", 2020, "tpop_target", 1_434_279),
    ("RUS", "CHN", 1985, "cinc_source", 0.17565069),
    ("DEU", "FRA", 1914, "milper_source", 862),
    ("GBR", "FRA", 1816, "cinc_source", 0.33661938),
    # pacts, directed (ATOP) and not (Correlates of War)
    ("JPN", "RUS", 2013, "atop_nonaggression", 1),
    ("JPN", "RUS", 2013, "atop_defence", 0),
    ("JPN", "RUS", 2012, "cow_pact", 0),
    ("JPN", "RUS", 2013, "cow_pact", OUT),
    ("CHN", "PRK", 2000, "atop_defence", 1),
    ("CHN", "PRK", 2000, "cow_nonaggression", 1),
    ("USA", "JPN", 1960, "atop_consultation", 1),
    ("USA", "JPN", 1960, "cow_nonaggression", 0),
    ("RUS", "CHN", 1950, "atop_offence", 1),
    ("RUS", "CHN", 1985, "atop_pact", 0),
    ("FRA", "RUS", 1900, "atop_defence", 1),
    ("USA", "RUS", 1980, "atop_nonaggression", 1),
    ("USA", "RUS", 2019, "atop_pact", OUT),
    # disputes
    ("JPN", "RUS", 2006, "cow_mid_onset", 1),
    ("JPN", "RUS", 2006, "cow_mid_dispute", 4477),
    ("JPN", "RUS", 2006, "cow_mid_hostility_source", 1),
    ("JPN", "RUS", 2006, "cow_mid_hostility_target", 4),
    ("JPN", "RUS", 2007, "cow_mid_ongoing", 0),
    ("JPN", "RUS", 2007, "cow_mid_hostility", UNTOLD),
    ("JPN", "RUS", 2015, "cow_mid_ongoing", OUT),
    ("USA", "RUS", 1962, "cow_mid_dispute", 2219),
    ("USA", "RUS", 1962, "gml_mid_dispute", 1353),
    ("FRA", "ITA", 1860, "cow_mid_dispute", 113),
    ("FRA", "ITA", 1860, "cow_mid_days_least", 149),
    ("IRN", "IRQ", 1984, "cow_mid_onset", 0),
    ("IRN", "IRQ", 1984, "cow_mid_ongoing", 1),
    ("CHN", "RUS", 1969, "gml_mid_onset", 0),
    ("CHN", "RUS", 1969, "gml_mid_fatality", NONE),
    ("DEU", "FRA", 1914, "cow_mid_fatality_source", 6),
    ("JPN", "RUS", 2013, "incidents", 6),
    ("JPN", "RUS", 2013, "incidents_back", 2),
    # borders, distance (km), organisations
    ("JPN", "RUS", 2000, "contiguity", 2),
    ("JPN", "RUS", 1930, "contiguity", 3),
    ("USA", "CAN", 1990, "contiguity", 1),
    ("USA", "JPN", 1990, "contiguity", 0),
    ("USA", "JPN", 2017, "contiguity", OUT),
    ("JPN", "RUS", 2000, "min_distance", 45.9496706146127),
    ("CHN", "USA", 2010, "min_distance", 3333.982235216),
    ("CHN", "USA", 1885, "min_distance", OUT),
    ("RUS", "JPN", 2000, "igos", 54),
    ("FRA", "GBR", 1990, "igos", 90),
    # democracy, income and population
    ("USA", "JPN", 1900, "v2x_polyarchy_source", 0.419),
    ("JPN", "USA", 1930, "polity2_source", 1),
    ("CHN", "RUS", 2010, "polity2_source", -7),
    ("CHN", "RUS", 2010, "euds_source", -0.9467912319010393),
    ("DEU", "FRA", 1936, "pwtpop_source", 67.40290711052425),
    ("GBR", "FRA", 1850, "mrgdppc_source", 3974.628670625246),
    # trade: Russia's exports to Japan are Japan's imports from it, million USD
    ("RUS", "JPN", 2013, "cow_exports", 23_591),
    ("JPN", "RUS", 2013, "cow_exports", 13_560),
    ("RUS", "JPN", 2013, "cow_exports_back", 13_560),
    ("USA", "CHN", 2010, "cow_exports", 125_610),
    ("CHN", "USA", 2010, "cow_exports", 387_580),
    ("JPN", "RUS", 2015, "cow_exports", OUT),
    ("JPN", "RUS", 2013, "itpde_exports", 13_263.757855806053),
    ("JPN", "RUS", 2016, "itpde_exports", 6_488.159248848746),
    # rivalry, claims, sanctions, armed conflict
    ("JPN", "RUS", 1945, "tss_rivalry", 1),
    ("JPN", "RUS", 1946, "tss_rivalry", "no row"),  # Japan is out of the list from 1945 to 1952
    ("CHN", "RUS", 1989, "tss_rivalry", 1),
    ("CHN", "RUS", 1950, "tss_rivalry", 0),
    ("RUS", "UKR", 2014, "tss_rivalry", 1),
    ("RUS", "USA", 2010, "td_rivalry", 1),
    ("RUS", "USA", 2011, "td_rivalry", OUT),
    ("JPN", "RUS", 1956, "claims", 1),
    ("JPN", "RUS", 1956, "claim_salience", 12),
    ("RUS", "JPN", 1956, "claims", 0),
    ("RUS", "JPN", 1956, "claim_salience", UNTOLD),
    ("CHN", "JPN", 2012, "claim_salience", 6),
    ("JPN", "RUS", 2015, "sanctions", 1),
    ("RUS", "JPN", 2015, "sanctions", 0),
    ("RUS", "UKR", 1994, "sanctions", 1),
    ("RUS", "UKR", 1995, "sanctions", 2),
    ("ISR", "EGY", 1967, "ucdp_conflicts_source", 4),
    ("ISR", "EGY", 1967, "ucdp_interstate_source", 3),
    ("IRN", "IRQ", 1980, "ucdp_conflicts_source", 4),
    ("IRN", "IRQ", 1980, "ucdp_intensity_source", 2),
    ("IND", "CHN", 1967, "ucdp_conflicts_source", 3),
    ("USA", "VNM", 1965, "ucdp_conflicts_source", 0),  # it supported a party with troops, and is none itself
    ("GBR", "ARG", 1945, "ucdp_conflicts_source", OUT),
    # great powers and capitals
    ("JPN", "RUS", 1990, "major_source", 0),
    ("JPN", "RUS", 1991, "major_source", 1),
    ("RUS", "JPN", 1920, "major_source", 0),
)


@pytest.fixture(scope="module")
def store(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    found = Store.open(home=tmp_path_factory.mktemp("panels"))
    for name, file in FILES.items():
        ingest_source(found, name, reference / f"{file}.parquet")
    return found


@pytest.fixture(scope="module")
def full(store: Store) -> Panel:
    return panel("directed-dyads", until=2020, add=ADD, peace=["cow_mid_ongoing"], lag={"cinc_source": 1}, store=store)


def lived(reference: Path) -> list[tuple[int, date, date]]:
    """Return the raw list's spells; those that reach its end go on."""
    rows = pl.read_parquet(reference / "states" / "cow_states.parquet").iter_rows(named=True)
    found = []
    for row in rows:
        start, end = (
            date(int(row[f"{edge}year"]), int(row[f"{edge}month"]), int(row[f"{edge}day"])) for edge in ("st", "end")
        )
        found.append((int(row["ccode"]), start, date.max if end == date(2016, 12, 31) else end))
    return found


def years_of(spells: list[tuple[int, date, date]], last: int) -> Iterator[list[tuple[int, date, date]]]:
    for year in range(1816, last + 1):
        first_day, last_day = date(year, 1, 1), date(year, 12, 31)
        yield [(c, max(a, first_day), min(b, last_day)) for c, a, b in spells if a <= last_day and b >= first_day]


@pytest.mark.parametrize(("last", "states", "directed"), [(2016, 15_951, 1_912_290), (2019, 16_536, 2_025_780)])
def test_rows_are_as_many_as_the_list_has(reference: Path, last: int, states: int, directed: int) -> None:
    spells = lived(reference)
    of_states = sum(len({code for code, _, _ in live}) for live in years_of(spells, last))
    of_pairs = sum(
        len({(c, d) for c, a, b in live for d, e, f in live if c != d and max(a, e) <= min(b, f)})
        for live in years_of(spells, last)
    )
    assert (of_states, of_pairs) == (states, directed)
    assert universe("states", until=last).frame().height == states
    assert universe("directed-dyads", until=last).frame().height == directed
    assert universe("dyads", until=last).frame().height == directed // 2


def test_months_add_up_to_the_list(reference: Path) -> None:
    """Every state-month of the raw list, by its days."""
    expected = set()
    for code, start, end in lived(reference):
        day = (start.year, start.month)
        while day <= min((end.year, end.month), (1955, 12)):
            if day >= (1940, 1):
                expected.add((code, *day))
            day = (day[0] + day[1] // 12, day[1] % 12 + 1)
    found = universe("states", since=1940, until=1955, freq="month").frame()
    assert set(found.select("cow", "year", "month").rows()) == expected


@pytest.mark.parametrize("looked_up", HAND, ids=lambda row: "-".join(map(str, row)))
def test_values_are_those_of_the_raw_tables(full: Panel, looked_up: tuple[str, str, int, str, float | str]) -> None:
    source, target, year, column, value = looked_up
    at = (full.frame()["source"] == source) & (full.frame()["target"] == target) & (full.frame()["year"] == year)
    if value == "no row":
        assert not at.any()
        return
    row = int(at.arg_true()[0])
    cell = full.frame()[column][row]
    if isinstance(value, str):
        text = full.keep(at).reasons([column]).to_series().to_list()
        assert (cell, text) == (None, [value])
    else:
        assert cell == pytest.approx(value, rel=1e-9)


def test_there_are_fifty_values_at_least() -> None:
    assert len(HAND) >= 50
    assert len({row[:4] for row in HAND}) == len(HAND)


def test_keys_are_unique_and_of_the_universe(full: Panel) -> None:
    keys = full.frame().select("source", "target", "year")
    assert keys.is_unique().all()
    assert keys.height == universe("directed-dyads", until=2020).frame().height
    assert (full.frame()["source"] != full.frame()["target"]).all()


SHARED = (
    "cow_pact", "cow_defence", "cow_mid_ongoing", "cow_mid_onset", "cow_mid_dispute", "gml_mid_ongoing", "contiguity",
    "min_distance", "igos", "tss_rivalry", "td_rivalry", "capital_distance", "cow_mid_ongoing_spell",
)  # fmt: skip
MIRRORED = {
    "cinc_source": "cinc_target",
    "v2x_polyarchy_source": "v2x_polyarchy_target",
    "cow_exports": "cow_exports_back",
    "incidents": "incidents_back",
    "cow_mid_hostility_source": "cow_mid_hostility_target",
    "cow_mid_fatality_source": "cow_mid_fatality_target",
    "major_source": "major_target",
}


def test_what_is_not_directed_is_symmetric(full: Panel) -> None:
    turned = full.frame().sort("target", "source", "year")  # the reverse of each row, in the order of the rows
    ordered = full.frame().sort("source", "target", "year")
    for name in SHARED:
        assert ordered[name].equals(turned[name]), name
    for name, mirror in MIRRORED.items():
        assert ordered[name].equals(turned[mirror].alias(name)), name


def test_nothing_outside_coverage_has_a_value(full: Panel) -> None:
    years = full.frame()["year"]
    for text in full.columns:
        if text.covers_from is None or text.covers_until is None or "_lag" in text.name:
            continue
        outside = (years < text.covers_from.year) | (years > text.covers_until.year)
        empty = full.frame()[text.name].is_null()
        assert (empty | ~outside).all(), text.name


def test_every_empty_cell_says_why_and_no_other(full: Panel) -> None:
    for name, why in full.why.items():
        assert (full.frame()[name].is_null() == pl.Series(why > 0)).all(), name


def test_counts_are_those_of_the_raw_tables(full: Panel, reference: Path) -> None:
    """Each row of the raw disputes is one dispute of one directed pair and year, once reduced."""
    raw = pl.read_parquet(reference / f"{FILES['cow_mids']}.parquet")
    pairs = raw.select("ccode1", "ccode2", "year").cast(pl.Int16)
    alive = full.frame().select(ccode1="source_cow", ccode2="target_cow", year="year")
    assert full.frame()["cow_mid_ongoing"].sum() == pairs.join(alive, on=pairs.columns).height
    onsets = raw.filter(pl.col("cowmidonset") == 1).select(pairs.columns).cast(pl.Int16)
    assert full.frame()["cow_mid_onset"].sum() == onsets.join(alive, on=onsets.columns).height
    flows = pl.read_parquet(reference / f"{FILES['cow_trade']}.parquet").filter(pl.col("flow2") >= 0)
    exports = flows.select(source_cow="ccode1", target_cow="ccode2", year="year", flow="flow2")
    both = (
        full.frame()
        .select("source_cow", "target_cow", "year", "cow_exports")
        .join(
            exports.cast({"source_cow": pl.Int16, "target_cow": pl.Int16, "year": pl.Int16}),
            on=["source_cow", "target_cow", "year"],
        )
    )
    assert both.height > 600_000
    assert (both["cow_exports"] - both["flow"]).abs().max() == 0


def test_peace_is_counted_over_the_whole_record(full: Panel) -> None:
    pair = (
        full.frame()
        .filter((pl.col("source") == "JPN") & (pl.col("target") == "RUS"))
        .select("year", "cow_mid_ongoing", "cow_mid_ongoing_spell")
    )
    rows = {year: (war, spell) for year, war, spell in pair.rows()}
    assert rows[2006][0] == rows[2008][0] == 1
    assert rows[2007] == (0, 0)
    assert rows[2008] == (1, 1)
    assert rows[2009] == (1, 0)
    assert rows[1952][1] == 0  # Japan is back in the list: the count restarts
    assert rows[2015] == (None, None)


def test_files_are_read_back_equal(full: Panel, tmp_path: Path) -> None:
    some = full.keep((full.frame()["year"] >= 2005) & (full.frame()["year"] <= 2016))
    some.to(tmp_path / "panel.parquet")
    some.to(tmp_path / "panel.csv")
    some.to(tmp_path / "panel.dta")
    assert pl.read_parquet(tmp_path / "panel.parquet").equals(some.frame())
    assert pl.read_csv(tmp_path / "panel.csv", schema=some.frame().schema).equals(some.frame())
    found, _ = pyreadstat.read_dta(tmp_path / "panel.dta", output_format="polars")
    assert isinstance(found, pl.DataFrame)
    for name, dtype in some.frame().schema.items():
        assert found[name].cast(dtype).equals(some.frame()[name]), name


def test_relevant_dyads_are_a_tenth_of_all(store: Store) -> None:
    found = panel("dyads", since=1816, until=2016, add=["contiguity", "majors"], relevant=True, store=store).frame()
    assert found.filter((pl.col("contiguity") == 0) & (pl.col("major_a") + pl.col("major_b") == 0)).height == 0
    rate = found.height / universe("dyads", until=2016).frame().height
    assert 0.08 < rate < 0.16


def test_states_and_months_are_built_of_the_same_records(store: Store) -> None:
    add: list[Any] = ["pacts", "mids", "contiguity", "rivalry", "trade", "conflicts", "capabilities"]
    states = panel("states", since=2000, until=2012, add=add, store=store).frame()
    japan = states.filter((pl.col("state") == "JPN") & (pl.col("year") == 2012)).row(0, named=True)
    assert japan["tss_rivalry_partners"] == 1  # China
    assert japan["cow_mid_ongoing"] == 1
    assert japan["cow_mid_disputes"] is None  # the file has one dispute a pair and year
    assert japan["cinc"] == pytest.approx(0.0357, abs=0.002)
    months = panel(
        "dyads", since=1990, until=1991, freq="month", among=["DEU", "BRD", "FRA"], add=["contiguity"], store=store
    )
    german = months.frame().filter(pl.col("b") == "FRA").select("a", "year", "month", "contiguity").rows()
    assert ("BRD", 1990, 9, 1) in german
    assert ("DEU", 1990, 11, 1) in german


def test_the_other_list_has_its_own_states(store: Store) -> None:
    found = panel(
        "dyads", system="gw", since=1910, until=1925, among=["CAN", "GBR"], add=["pacts", "conflicts"], store=store
    )
    years = found.frame().select("year", "atop_pact").rows()
    assert [year for year, pact in years if pact is None] == list(range(1910, 1920))
    assert found.reasons(["atop_pact"]).to_series()[0] == "not among the dataset's states"
