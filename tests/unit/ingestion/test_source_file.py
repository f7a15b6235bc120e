"""The slow record in the lake: one version at a time, each for its time, all accounted for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import DataError, StoreError, UsageError
from detente.ingestion.maintenance import remove, verify
from detente.ingestion.source_file import ingest_source
from detente.store import Store
from store_sample import as_written, open_store

HEADER = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,title,subjects\n"
JAPAN = "767565,JPN,JAPAN,Y,2014-03-27,68,A/RES/68/262,Territorial integrity of Ukraine,\n"
RUSSIA = "767565,RUS,RUSSIAN FEDERATION,N,2014-03-27,68,A/RES/68/262,Territorial integrity of Ukraine,\n"
MOROCCO = "767565,MAR,MOROCCO,X,2014-03-27,68,A/RES/68/262,Territorial integrity of Ukraine,\n"
NOBODY = "767565,XXX,ATLANTIS,Y,2014-03-27,68,A/RES/68/262,Territorial integrity of Ukraine,\n"
FIRST, SECOND, THIRD = date(2024, 9, 12), date(2025, 7, 23), date(2026, 2, 6)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def export(folder: Path, *rows: str) -> Path:
    path = folder / "ga_voting.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def who(store: Store, as_of: date | None = None) -> list[str]:
    return store.read("votes", as_of=as_of, dataset="undl_votes")["state"].to_list()


def test_a_file_becomes_one_batch_in_all_its_tables(store: Store, tmp_path: Path) -> None:
    batch = ingest_source(store, "undl_votes", export(tmp_path, JAPAN, MOROCCO, NOBODY))
    assert (batch.rows_in, batch.rows_ok, batch.rows_rejected) == (3, 2, 1)
    assert (batch.covers_from, batch.covers_until) == (date(2014, 1, 1), date(2014, 3, 27))
    assert who(store) == ["JPN"]
    assert store.read("absences")["state"].to_list() == ["MAR"]
    assert store.read("roll_calls")["title"].to_list() == ["Territorial integrity of Ukraine"]
    assert store.rejects(batch.batch).select("line", "column", "value").rows() == [(4, "iso3", "XXX")]
    assert verify(store).faults == ()


def test_rows_are_known_from_their_day(store: Store, tmp_path: Path) -> None:
    ingest_source(store, "undl_votes", export(tmp_path, JAPAN))
    assert who(store, date(2014, 3, 26)) == []
    assert who(store, date(2014, 3, 27)) == ["JPN"]


def test_the_same_file_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    first = ingest_source(store, "undl_votes", export(tmp_path, JAPAN))
    again = ingest_source(store, "undl_votes", tmp_path)
    assert again.already
    assert again.batch == first.batch
    assert store.batches().height == 1


def test_a_new_version_holds_from_its_day_and_the_old_one_before(store: Store, tmp_path: Path) -> None:
    first = ingest_source(store, "undl_votes", export(tmp_path, JAPAN), retrieved=FIRST)
    second = ingest_source(store, "undl_votes", export(tmp_path, JAPAN, RUSSIA), retrieved=SECOND)
    third = ingest_source(store, "undl_votes", export(tmp_path, RUSSIA), retrieved=THIRD)
    assert (second.replaced, third.replaced) == (first.batch, second.batch)
    assert who(store) == ["RUS"]
    assert who(store, date(2026, 2, 5)) == ["JPN", "RUS"]
    assert who(store, date(2025, 7, 23)) == ["JPN", "RUS"]
    assert who(store, date(2025, 7, 22)) == ["JPN"]
    assert who(store, date(2014, 4, 1)) == ["JPN"]
    assert store.coverage(date(2025, 7, 22)).filter(dataset="undl_votes", table="votes").height == 1
    assert store.contents().filter(table="votes")["rows"].to_list() == [1]
    assert len([p for p in store.sources("votes") if p.id == "undl_votes"]) == 1
    assert verify(store).faults == ()


def test_removing_a_version_lets_the_one_before_hold_again(store: Store, tmp_path: Path) -> None:
    ingest_source(store, "undl_votes", export(tmp_path, JAPAN), retrieved=FIRST)
    second = ingest_source(store, "undl_votes", export(tmp_path, RUSSIA), retrieved=SECOND)
    remove(store, second.batch)
    assert who(store) == ["JPN"]


def test_a_version_that_comes_back_is_a_version_of_its_own(store: Store, tmp_path: Path) -> None:
    first = ingest_source(store, "undl_votes", export(tmp_path, JAPAN), retrieved=FIRST)
    ingest_source(store, "undl_votes", export(tmp_path, RUSSIA), retrieved=SECOND)
    third = ingest_source(store, "undl_votes", export(tmp_path, JAPAN), retrieved=THIRD)
    assert third.batch != first.batch
    assert who(store) == ["JPN"]
    assert who(store, date(2025, 12, 1)) == ["RUS"]
    assert who(store, date(2025, 1, 1)) == ["JPN"]


def test_what_stands_behind_the_rows_can_be_cited(store: Store, tmp_path: Path) -> None:
    ingest_source(store, "undl_votes", export(tmp_path, JAPAN))
    (message,) = [p for p in store.sources("absences") if p.datasets == ("undl_votes",)]
    assert message.bibtex.startswith("@misc{undl_ga_votes,")
    assert message.licence.startswith("Copyright United Nations")


def test_what_can_not_be_ingested(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no source is called 'atlantis'"):
        ingest_source(store, "atlantis", tmp_path)
    with pytest.raises(DataError, match="has no rows"):
        ingest_source(store, "undl_votes", export(tmp_path))
    with pytest.raises(DataError, match=r"Line 2: iso3 'XXX'"):
        ingest_source(store, "undl_votes", export(tmp_path, NOBODY))
    assert store.batches().is_empty()


def test_figures_are_covered_from_where_the_file_begins(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "trade-register.csv"
    path.write_text(
        "Supplier,Recipient,Delivery year,TIV delivery values\nRussia,China,2005,30\nRussia,China,2014,7\n",
        encoding="utf-8",
    )
    batch = ingest_source(store, "sipri_register", path)
    assert (batch.covers_from, batch.covers_until) == (date(2005, 1, 1), date(2014, 12, 31))


def test_files_written_before_a_table_had_a_column_are_read(store: Store, tmp_path: Path) -> None:
    ingest_source(store, "undl_votes", export(tmp_path, JAPAN))
    (part,) = store.lake.parts("roll_calls")
    pl.read_parquet(part.path).drop("same_as").with_columns(gone=1).write_parquet(part.path)
    as_written(store, part.path)
    assert store.read("roll_calls")["same_as"].to_list() == [None]
    assert store.read("roll_calls", same_as=None).height == 1
    pl.read_parquet(part.path).drop("session").write_parquet(part.path)
    as_written(store, part.path)
    with pytest.raises(StoreError, match="was written by an older Detente and lacks session"):
        store.read("roll_calls")
