"""The compiled state list against the Correlates of War State System Membership List, v2016."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.identity import resolve, state_table, translate
from detente.identity.records import entities

pytestmark = pytest.mark.reference

END_OF_DATA = date(2016, 12, 31)


@pytest.fixture(scope="module")
def published(reference: Path) -> pl.DataFrame:
    """Return number, abbreviation, first and last day of each spell; the last day of the data is open."""
    frame = pl.read_parquet(reference / "states" / "cow_states.parquet")
    whole = frame.with_columns(pl.col(pl.Float64).cast(pl.Int32))
    return whole.select(
        "ccode",
        "stateabb",
        start=pl.date("styear", "stmonth", "stday"),
        end=pl.date("endyear", "endmonth", "endday").replace(END_OF_DATA, None),
    )


def test_every_start_and_end_is_the_published_one(published: pl.DataFrame) -> None:
    ours = {
        (spell.number, spell.period.start, None if spell.period.end == date.max else spell.period.end)
        for entity in entities().values()
        for spell in entity.spells
        if spell.system == "cow"
    }
    theirs = set(published.select("ccode", "start", "end").iter_rows())
    assert len(theirs) == 243
    assert ours == theirs


def test_every_abbreviation_is_the_published_one(published: pl.DataFrame) -> None:
    for number, abbreviation, start, _ in published.iter_rows():
        by_number = resolve(number, start, scheme="cow").code
        assert resolve(abbreviation, start, scheme="cowabb").code == by_number


def test_the_table_counts_the_published_members_on_every_first_and_last_day(published: pl.DataFrame) -> None:
    ours = state_table().filter(pl.col("cow").is_not_null())
    days = set(published["start"]) | set(published["end"].drop_nulls())
    for day in days:
        counts = [
            frame.filter(pl.col(first) <= day, pl.col(last).is_null() | (pl.col(last) >= day)).height
            for frame, first, last in ((ours, "valid_from", "valid_to"), (published, "start", "end"))
        ]
        assert counts[0] == counts[1], day


def test_every_state_year_of_the_material_capabilities_is_translated(reference: Path) -> None:
    frame = pl.read_parquet(reference / "states" / "cow_nmc.parquet")
    text = translate(frame["ccode"], "cow", frame["year"].cast(pl.Int32))
    assert text.filter(pl.col("reason").is_not_null()).is_empty()


def test_every_country_of_the_dyad_year_events_is_translated(reference: Path) -> None:
    frame = pl.read_parquet(reference / "events" / "icews_dyadyear_2002_2014.parquet")
    codes = frame["i_iso3c"].unique()
    text = translate(codes, "iso3", "2013-01-01")
    assert text.filter(pl.col("reason").is_not_null()).is_empty()
