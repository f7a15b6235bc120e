"""Formats of events into the lake: GDELT, ICEWS and POLECAT, row by row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bulk_sample import events, reasons, take, write
from detente.catalog import table
from detente.ingestion import events as bulk
from detente.store import Store
from event_samples import ICEWS_HEADER, POLECAT_HEADER, gdelt, icews, polecat, write_zip
from store_sample import open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def test_a_row_of_gdelt_becomes_an_event(store: Store, tmp_path: Path) -> None:
    row = gdelt(7, day="20190120", source="USAGOV", target="GOV", code="0831", mentions="12")
    done = take(store, write_zip(tmp_path, "20190121220000.export.CSV", [row]))
    assert done.datasets == {"gdelt2": 1}
    (found,) = events(store).drop("key", "batch").to_dicts()
    assert found == {
        "id": "7",
        "date": date(2019, 1, 20),
        "known_on": date(2019, 1, 21),
        "source": "USA",
        "target": None,
        "source_actor": "USAGOV",
        "target_actor": "GOV",
        "cameo": "0831",
        "quad": "material_cooperation",
        "plover": "CONCEDE",
        "intensity": 1.9,
        "text": None,
        "reports": 12,
        "flags": 0,
        "dataset": "gdelt2",
    }
    assert events(store, date(2019, 1, 20)).is_empty()
    assert table("events").validate(events(store)).height == 1


def test_versions_of_gdelt_and_its_streams_are_datasets_of_their_own(store: Store, tmp_path: Path) -> None:
    write_zip(tmp_path, "20190121220000.export.CSV", [gdelt(1)])
    write_zip(tmp_path, "20190121220000.translation.export.CSV", [gdelt(1)])
    write_zip(
        tmp_path, "20190121.export.CSV", [gdelt(1, added="20190121", width=58), gdelt(2, added="20190121", width=57)]
    )
    assert take(store, tmp_path).datasets == {"gdelt1": 2, "gdelt2": 1, "gdelt2-translingual": 1}


def test_what_gdelt_got_wrong_is_repaired_and_marked(store: Store, tmp_path: Path) -> None:
    shifted = [
        gdelt(1, day="19200101", added="20200102", width=58),
        gdelt(2, day="19200103", added="20200102", width=58),
    ]
    path = write_zip(tmp_path, "20200102.export.CSV", [*shifted, gdelt(3, day="19200103", added="20160102", width=58)])
    blank = write_zip(tmp_path, "20130901.export.CSV", [gdelt(4, day="20130830", added="", width=58)])
    padded = write_zip(
        tmp_path, "20130902.export.CSV", [gdelt(5, day="20130830", added=" 20130902", code=" 042 ", width=58)]
    )
    take(store, path, blank, padded)
    assert events(store).select("id", "date", "known_on", "cameo", "flags").rows() == [
        ("1", date(2020, 1, 1), date(2020, 1, 2), "042", 1),
        ("2", date(2020, 1, 3), date(2020, 1, 3), "042", 1 + 4),
        ("4", date(2013, 8, 30), date(2013, 9, 1), "042", 2),
        ("5", date(2013, 8, 30), date(2013, 9, 2), "042", 0),
    ]
    assert reasons(store) == [(3, "SQLDATE", "1920-01-03", "is before 1979-01-01, the first day of the dataset")]


def test_codes_that_say_that_no_class_fits_are_kept_apart(store: Store, tmp_path: Path) -> None:
    rows = [gdelt(n, code=code) for n, code in enumerate(("---", "X", "", "99", "abc", "04"))]
    take(store, write_zip(tmp_path, "20190121220000.export.CSV", rows))
    found = events(store)
    assert found.select("cameo", "quad", "flags").rows()[:3] == [(None, None, 8)] * 3
    assert found["cameo"].to_list()[3] == "04"
    assert [(line, column) for line, column, *_ in reasons(store)] == [(4, "EventCode"), (5, "EventCode")]


def test_actors_without_a_state_and_of_states_to_come_are_kept(store: Store, tmp_path: Path) -> None:
    rows = [gdelt(1, source="EUR", target="SSD", day="20050101"), gdelt(2, source="", target="USABUS")]
    done = take(store, write_zip(tmp_path, "20190121220000.export.CSV", rows))
    assert events(store).select("source", "target", "source_actor", "target_actor").rows() == [
        (None, None, "EUR", "SSD"),
        (None, "USA", None, "USABUS"),
    ]
    assert sum(done.unplaced.values()) == 3
    assert done.unplaced["region"] == 1
    assert done.unplaced["missing"] == 1


def test_a_row_that_repeats_another_is_a_copy_and_a_repeated_id_is_not(store: Store, tmp_path: Path) -> None:
    rows = [icews(1), icews(1), icews(1, sentence="3"), icews(2), icews(1, day="2018-10-03")]
    done = take(store, write(tmp_path / "events.2018.tab", ICEWS_HEADER, *rows))
    assert (done.rows_ok, done.rows_rejected) == (4, 1)
    assert reasons(store) == [(3, None, "1", "repeats an earlier row of the file")]
    found = events(store)
    assert found.filter(date=date(2018, 10, 2))["key"].n_unique() == 1
    assert found["key"].n_unique() == 2


def test_copies_are_found_however_far_apart(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PACK", 1)
    monkeypatch.setattr("detente.sources.readers.archives.BLOCK", 4000)
    rows = [icews(n) for n in range(100)] + [icews(5)]
    done = take(store, write(tmp_path / "events.2018.tab", ICEWS_HEADER, *rows))
    assert (done.rows_ok, done.rows_rejected) == (100, 1)
    assert reasons(store)[0][0] == 102


def test_days_are_read_as_the_files_of_icews_write_them(store: Store, tmp_path: Path) -> None:
    rows = [icews(1, day="1/31/2017"), icews(2, day="2017-02-28"), icews(3, day="30/31/2017"), icews(4, day="")]
    take(store, write(tmp_path / "events.2017.tab", ICEWS_HEADER, *rows))
    assert events(store)["date"].to_list() == [date(2017, 1, 31), date(2017, 2, 28)]
    assert reasons(store) == [
        (4, "Event Date", "30/31/2017", "is not a date written as 2014-03-18, 3/18/2014, 2014/03/18 or 18-Mar-2014"),
        (5, "Event Date", None, "is missing"),
    ]


def test_a_daily_file_of_icews_is_known_from_its_day(store: Store, tmp_path: Path) -> None:
    take(store, write(tmp_path / "20181004-icews-events.tab", ICEWS_HEADER, icews(1, day="2018-09-28")))
    assert events(store)["known_on"].item() == date(2018, 10, 4)


def test_quotes_mean_nothing_in_icews(store: Store, tmp_path: Path) -> None:
    row = icews(1).replace("Consult", 'Say "no', 1)
    take(store, write(tmp_path / "events.2018.tab", ICEWS_HEADER, row, icews(2)))
    assert events(store)["text"].to_list() == ['Say "no', "Consult"]


def test_polecat_has_plover_types_and_stray_cells(store: Store, tmp_path: Path) -> None:
    rows = [polecat(1), polecat(2, kind="coerce") + "\t\t", polecat(3, kind="SHOUT"), polecat(4, source="None")]
    take(store, write(tmp_path / "polecat-2020.txt", POLECAT_HEADER + "\tExtra\tMore", *rows))
    assert events(store).select("id", "source", "plover", "quad", "known_on").rows() == [
        ("E1", "JPN", "CONSULT", "verbal_cooperation", date(2020, 3, 2)),
        ("E2", "JPN", "COERCE", "material_conflict", date(2020, 3, 2)),
        ("E4", None, "CONSULT", "verbal_cooperation", date(2020, 3, 2)),
    ]
    assert [line for line, *_ in reasons(store)] == [4]
