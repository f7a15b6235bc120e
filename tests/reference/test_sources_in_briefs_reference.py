"""Published files in the store reach the brief on a pair that they know, under their names and not before their day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.answers.dataset_records import DatasetRecords, dataset_records
from detente.brief import assess
from detente.errors import NoAnswer, NotAStateThen
from detente.ingestion.source_file import ingest_source
from detente.store import Store
from truncated_store import truncated

pytestmark = pytest.mark.reference

END = date(2026, 11, 30)
KNOWN = (  # source, file, pair, least records or figures of it
    ("gml_mids", "disputes/gml_mid_dyadyear", ("IND", "PAK"), 30),
    ("cow_mids", "disputes/cow_mid_dyadyear", ("IND", "PAK"), 30),
    ("cow_mid_incidents", "disputes/mid5_midip", ("CHN", "PHL"), 20),
    ("cow_mid_participants", "disputes/mid5_midb", ("JPN", "CHN"), 20),
    ("mie", "disputes/mie_events_1816_2014", ("CHN", "PHL"), 30),
    ("ucdp_acd", "disputes/ucdp_acd", ("ARM", "AZE"), 1),
    ("icow_claims", "disputes/icow_claims", ("JPN", "RUS"), 1),
    ("td_rivalries", "disputes/td_rivalries", ("IND", "PAK"), 1),
    ("tss_rivalries", "disputes/tss_rivalries", ("IND", "PAK"), 1),
    ("cow_wars", "disputes/cow_war_inter_dyadyear_v4", ("IND", "PAK"), 3),
    ("icb_crises", "disputes/icb_v14_actors", ("IND", "PAK"), 5),
    ("pax_agreements", "disputes/pax_v10_agreements_1990_2025", ("ARM", "AZE"), 10),
    ("eusanct", "sanctions/eusanct_cases_1989_2015", ("USA", "RUS"), 2),
    ("gsdb", "sanctions/gsdb_v4", ("USA", "RUS"), 5),
    ("ofac_entities", "sanctions/ofac_entities_country_month_2022_2026", ("USA", "RUS"), 1),
    ("sipri_register", "arms/sipri_register_1995_2024", ("RUS", "CHN"), 1),
    ("mme", "exercises/mme_v7_long_1980_2010", ("USA", "JPN"), 5),
    ("jme_russia", "exercises/jme_russia_2009_2018", ("RUS", "CHN"), 5),
    ("china_leader_trips", "visits/china_leader_trips_1949_2025", ("CHN", "RUS"), 10),
    ("atop", "pacts/atop_dyadyear_1815_2018", ("JPN", "RUS"), 1),
    ("cow_alliances", "pacts/cow_alliance_1816_2012", ("USA", "JPN"), 1),
    ("ukraine_aid", "aid/ukraine_support_donor_month_2022_2026_04", ("DEU", "UKR"), 1),
    ("us_troops", "states/us_troops_country_year_1950_2024", ("USA", "JPN"), 1),
    ("unsc_vetoes", "votes/unsc_vetoes_1946_2022_09", ("CHN", "RUS"), 10),
)


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store without a pack's rows and without facts."""
    return truncated(tmp_path_factory.mktemp("nothing"), date(1700, 1, 1))


def days(found: DatasetRecords) -> list[date]:
    """Return the days on which the records and figures became known."""
    records = [record.known_on for group in found.groups for record in group.records]
    return records + (found.flows["known_on"].to_list() if found.flows.height else [])


@pytest.mark.parametrize("known", KNOWN, ids=[row[0] for row in KNOWN])
def test_a_published_file_reaches_the_brief(
    known: tuple[str, str, tuple[str, str], int], nothing: Store, reference: Path, tmp_path: Path
) -> None:
    name, file, pair, least = known
    store = Store.open(home=tmp_path, starter=nothing.pack.folder)
    ingest_source(store, name, reference / f"{file}.parquet")
    whole = dataset_records(store, pair, END)
    assert whole.datasets == (name,)
    assert len(days(whole)) >= least
    late = assess(*pair, as_of=END, retrospect=False, store=store)
    named = [r for r in late.records.values() if r.source == name] + [
        f for f in late.figures.values() if f.source == name
    ]
    assert len(named) >= least
    assert name in {source.id for source in late.sources}
    middle = sorted(days(whole))[len(days(whole)) // 2]
    for day in (middle - timedelta(days=1), middle):
        assert all(known_on <= day for known_on in days(dataset_records(store, pair, day)))
    with pytest.raises((NoAnswer, NotAStateThen)):
        assess(*pair, scheme="code", as_of=before(store, pair), retrospect=False, store=store)


def before(store: Store, pair: tuple[str, str]) -> date:
    """Return a day before anything was known of a pair."""
    day = END
    while found := days(dataset_records(store, pair, day)):
        day = min(found) - timedelta(days=1)
    return day
