"""``detente data`` counts and lists the versions that hold, and no others."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from bulk_sample import take, write
from cli_sample import Detente
from detente.ingestion.maintenance import status
from detente.ingestion.source_file import ingest_source
from detente.store import Store
from event_samples import ICEWS_HEADER, icews

VOTES = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution\n"


def votes(path: Path, version: int) -> Path:
    rows = [f"{n},JPN,JAPAN,Y,2014-03-27,68,A/RES/68/{n}" for n in range(10 + version)]
    path.write_text(VOTES + "\n".join(rows), encoding="utf-8")
    return path


def acts(path: Path, version: int) -> Path:
    return write(path, ICEWS_HEADER, *(icews(n) for n in range(10 + version)))


def test_what_is_counted_is_what_holds(detente: Detente, tmp_path: Path) -> None:
    store = Store.open()
    for version, came in enumerate((date(2020, 1, 1), date(2021, 1, 1))):
        take(store, acts(tmp_path / "events.2018.20200101000000.tab", version), day=came)
        ingest_source(store, "undl_votes", votes(tmp_path / "ga_voting.csv", version), retrieved=came)
    now, then, early = (
        detente("data", *words, "--json").data for words in ((), ("--as-of", "2020-06-01"), ("--as-of", "2001-01-01"))
    )
    rows = {(entry["table"], entry["dataset"]): entry["rows"] for entry in now["contents"]}
    assert (rows["events", "icews"], rows["votes", "undl_votes"]) == (11, 11)
    assert [batch["rows_ok"] for batch in now["batches"]] == [11, 11]
    assert [batch["rows_ok"] for batch in then["batches"]] == [10, 10]
    assert early["batches"] == []
    assert [now["batch_count"], then["batch_count"], early["batch_count"]] == [2, 2, 0]
    assert [(entry["inputs"], entry["superseded"], entry["rows_ok"]) for entry in status(store)] == [
        (1, 1, 11),
        (1, 1, 11),
    ]
    assert [batch["rows_ok"] for batch in detente("data", "batches", "--json").data] == [10, 10, 11, 11]


def read_by_an_older_detente(home: Path) -> None:
    """Write down that an older reader read the files of the store."""
    with closing(sqlite3.connect(home / "manifest.sqlite")) as db, db:
        assert db.execute("UPDATE batches SET schema_version = 2").rowcount


def test_a_file_that_an_older_reader_read_is_named_and_read_again(detente: Detente, tmp_path: Path) -> None:
    file = tmp_path / "ga_voting.csv"
    file.write_text(VOTES + "767565,JPN,JAPAN,Y,2014-03-27,68,A/RES/68/262\n", encoding="utf-8")
    first = detente("ingest", "undl_votes", file, "--json").data
    assert detente("data", "status", "--json").data["read_by_older"] == []
    assert "older" not in detente("data").out
    read_by_an_older_detente(tmp_path / "home")
    for verb in (("data",), ("data", "status")):
        assert detente(*verb, "--json").data["read_by_older"] == ["undl_votes"]
        assert "detente pull" in detente(*verb).out.split("older version")[1]
    again = detente("ingest", "undl_votes", file, "--json").data
    assert detente("data", "--json").data["read_by_older"] == []
    batches = sorted(detente("data", "batches", "--json").data, key=lambda batch: batch["superseded_on"] is None)
    assert [batch["superseded_on"] is None for batch in batches] == [False, True]
    assert len({batch["digest"] for batch in batches}) == 1
    assert first != again
    assert detente("ingest", "undl_votes", file, "--json").code == 0
    assert len(detente("data", "batches", "--json").data) == 2
    assert detente("data", "verify").code == 0


def test_pull_reads_a_file_again_that_an_older_reader_read(detente: Detente, tmp_path: Path) -> None:
    assert detente("pull", "capitals").code == 0
    read_by_an_older_detente(tmp_path / "home")
    again = detente("pull", "capitals", "--json").data["batch"]
    assert (again["already"], again["replaced"] is None) == (False, False)
    assert detente("pull", "capitals", "--json").data["batch"]["already"]
