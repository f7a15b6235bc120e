"""What to cite: the producer's work, the figures computed from it, the file a user added."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulk_sample import ingest_own
from detente.citations import bibliography, citations
from detente.errors import UsageError
from detente.ingestion.source_file import ingest_source
from detente.store import Store
from store_sample import open_store, write_events


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def test_a_source_is_cited_whether_ingested_or_not(store: Store, tmp_path: Path) -> None:
    before = citations(store, ["undl_votes"])
    file = tmp_path / "ga_voting.csv"
    file.write_text("undl_id,ms_code,ms_name,ms_vote,date,session\n1,JPN,JAPAN,Y,2014-03-27,68\n")
    ingest_source(store, "undl_votes", file)
    assert citations(store, ["undl_votes"]) == before
    assert before[0].bibtex.startswith("@misc{undl_ga_votes,")


def test_figures_of_the_pack_and_files_of_the_user_have_entries_too(store: Store, tmp_path: Path) -> None:
    ingest_own(store, write_events(tmp_path / "my_own.csv", "2014-03-18,Russia,Japan,verbal_conflict"), dataset="mine")
    found = citations(store)
    assert [entry.datasets for entry in found] == [("made-up",), ("mine",)]
    assert found[0].bibtex.startswith(
        "@misc{detente-starter-temperature,\n  author = {{The Detente developers}},\n  title = {Temperatures computed"
    )
    assert r"my\_own.csv" in found[1].bibtex


def test_a_bibliography_has_each_key_once(store: Store) -> None:
    twice = citations(store, ["undl_votes", "unga_votes", "undl_votes"])
    text = bibliography([*twice, *twice])
    assert text.count("@") == 2
    assert bibliography([]) == ""


def test_an_unknown_dataset_names_the_known(store: Store) -> None:
    with pytest.raises(
        UsageError, match="there is no dataset 'atlantis' to cite; the store has made-up, and sources are"
    ):
        citations(store, ["atlantis"])
