"""A user's own facts: kept or rejected with a reason, in place of the pack's rows, versions, removal, sources."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente import assess, disputes
from detente.add import facts
from detente.data import remove
from detente.errors import DataError, UsageError
from detente.store import Store

HEADER = "id,a,b,level,start,precision,known_on,end,end_precision,end_known_on,text,document,document_kind\n"
ENDED = (
    "ukr-rus-2022,UKR,RUS,severed,2022-02-24,day,2022-02-24,2026-03-01,day,2026-03-01,"
    "Ukraine breaks off relations,Statement of 24 February 2022,ministry\n"
)
NEW = "jpn-rus-2026,JPN,RUS,recalled,2026-02-24,day,2026-02-24,,,,Japan recalls its ambassador,Statement,ministry\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(home=tmp_path / "home")


def add(store: Store, folder: Path, text: str, name: str = "mine.csv", **options: object):
    (folder / name).write_text(text, encoding="utf-8")
    return facts(folder / name, store=store, **options)  # type: ignore[arg-type]


def test_rows_are_added_and_win_over_those_that_ship(store: Store, tmp_path: Path) -> None:
    found = add(store, tmp_path, HEADER + ENDED + NEW)
    assert (found.batch.table, found.batch.rows_ok, found.added) == ("ruptures", 2, ("jpn-rus-2026",))
    assert found.corrected["ukr-rus-2022"]["end"] == ("", "2026-03-01")
    rows = store.read("ruptures", as_of=date(2026, 3, 28), id=["ukr-rus-2022", "jpn-rus-2026"])
    assert rows.select("id", "end", "verified").rows() == [
        ("jpn-rus-2026", None, "no"),
        ("ukr-rus-2022", date(2026, 3, 1), "no"),
    ]
    assert store.read("ruptures", as_of=date(2025, 1, 1), id="ukr-rus-2022")["end"].to_list() == [None]
    assert disputes("Ukraine", "Russia", as_of="2026-03-28", store=store).ruptures["standing"].to_list() == [False]


def test_removed_the_row_that_ships_is_back(store: Store, tmp_path: Path) -> None:
    shipped = store.read("ruptures", as_of=date(2026, 3, 28))
    found = add(store, tmp_path, HEADER + ENDED + NEW)
    remove(found.batch.batch, store=store)
    assert store.read("ruptures", as_of=date(2026, 3, 28)).equals(shipped)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (NEW.replace("RUS", "XXX"), "b", "XXX"),
        (NEW.replace("recalled,", "gone,"), "level", "severed"),
        (NEW.replace("2026-02-24,,,,", "2026-02-24,2026-01-01,day,2026-01-01,"), "end", "not after start"),
        (NEW.replace("2026-02-24,,,,", "2026-02-24,2026-03-01,,,"), "end_precision", "blank"),
        (NEW.replace("2026-02-24,day", "24.2.2026,day"), "start", "YYYY-MM-DD"),
        (NEW.replace(",ministry", ""), None, "cells"),
        (NEW.replace("RUS", "JPN"), "b", "different states"),
        (ENDED, "id", "earlier in the file"),
    ],
)
def test_a_row_is_rejected_with_its_reason(
    store: Store, tmp_path: Path, row: str, column: str | None, reason: str
) -> None:
    found = add(store, tmp_path, HEADER + ENDED + row)
    rejects = store.rejects(found.batch.batch)
    assert (rejects["line"].to_list(), rejects["column"].to_list()) == ([3], [column])
    assert reason in rejects["reason"][0]


def test_other_tables_are_held_to_what_they_name(store: Store, tmp_path: Path) -> None:
    header = "dispute,start,precision,known_on,rung,document\n"
    rows = "kurils,2024-01-05,day,2024-01-05,2,Note\nnowhere,2024-01-05,day,2024-01-05,2,Note\n"
    found = add(store, tmp_path, header + rows + "kurils,2024-02-05,day,2024-02-05,9,Note\n")
    assert found.added == ("kurils 2024-01-05",)
    assert store.rejects(found.batch.batch)["column"].to_list() == ["dispute", "rung"]


def test_the_same_file_changes_nothing_and_new_content_is_a_version(store: Store, tmp_path: Path) -> None:
    first = add(store, tmp_path, HEADER + NEW)
    assert add(store, tmp_path, HEADER + NEW).batch.already
    second = add(store, tmp_path, HEADER + NEW.replace("recalled", "severed"))
    assert second.batch.replaced == first.batch.batch
    assert store.read("ruptures", id="jpn-rus-2026")["level"].to_list() == ["severed"]
    other = add(store, tmp_path, HEADER + NEW + ENDED, "other.csv")
    assert other.batch.rows_rejected == 1
    assert "mine.csv" in store.rejects(other.batch.batch)["reason"][0]


@pytest.mark.parametrize("text", ["", "id,a\n", "id,a\n1,2\n", HEADER + NEW.replace("JPN", "XXX")])
def test_a_file_without_a_usable_row_is_an_error(store: Store, tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError):
        add(store, tmp_path, text)
    assert store.lake.batches() == []


def test_names_of_detente_are_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--dataset"):
        add(store, tmp_path, HEADER + NEW, dataset="facts")


def test_a_report_says_what_is_new_and_what_differs(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path, HEADER + ENDED + NEW, report=tmp_path / "report.md")
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "`jpn-rus-2026`" in report
    assert "end: (blank) → 2026-03-01" in report
    block = report.partition("```csv\n")[2].partition("```")[0]
    assert pl.read_csv(block.encode())["id"].to_list() == ["ukr-rus-2022", "jpn-rus-2026"]


def test_a_document_names_the_users_file_as_a_source(store: Store, tmp_path: Path) -> None:
    found = add(store, tmp_path, HEADER + ENDED)
    brief = assess("Ukraine", "Russia", as_of="2026-03-28", retrospect=False, store=store)
    assert found.batch.batch in {source.id for source in brief.sources}
    assert found.batch.batch not in {
        source.id for source in assess("Ukraine", "Russia", as_of="2026-03-28", retrospect=False).sources
    }


def test_a_report_never_replaces_the_file_and_needs_a_folder(store: Store, tmp_path: Path) -> None:
    for place in (tmp_path / "mine.csv", tmp_path / "nowhere" / "report.md", tmp_path):
        with pytest.raises(UsageError):
            add(store, tmp_path, HEADER + NEW, report=place)
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == HEADER + NEW
    assert store.lake.batches() == []
