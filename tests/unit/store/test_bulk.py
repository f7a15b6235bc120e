from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.catalog import table
from detente.errors import DataError, StoreError, UsageError
from detente.store import Store, bulk
from detente.store import lake as lake_module
from detente.store.bulk import Ingested, ingest
from detente.store.coverage import spells
from detente.store.upkeep import compact, content, remove, status, verify
from event_samples import ICEWS_HEADER, POLECAT_HEADER, gdelt, icews, polecat, write_quarter_hours, write_zip
from store_sample import open_store

DAY = date(2026, 1, 31)
LATER = date(2026, 3, 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def take(store: Store, *paths: Path, day: date = DAY, **options: object) -> Ingested:
    done = ingest(store, paths, retrieved=day, **options)  # type: ignore[arg-type]
    assert done.rows_in == done.rows_ok + done.rows_rejected
    return done


def events(store: Store, as_of: date | None = None) -> pl.DataFrame:
    return store.read("events", as_of=as_of or LATER)


def reasons(store: Store) -> list[tuple[int, str | None, str | None, str]]:
    return store.rejects().sort("line").select("line", "column", "value", "reason").rows()


def write(path: Path, *rows: str) -> Path:
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


# GDELT


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


def test_what_gdelt_got_wrong_is_mended_and_marked(store: Store, tmp_path: Path) -> None:
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
    assert reasons(store) == [(3, "SQLDATE", "1920-01-03", "lies before 1979-01-01, where the dataset begins")]


def test_codes_that_say_that_no_class_fits_are_kept_apart(store: Store, tmp_path: Path) -> None:
    rows = [gdelt(n, code=code) for n, code in enumerate(("---", "X", "", "99", "abc", "04"))]
    take(store, write_zip(tmp_path, "20190121220000.export.CSV", rows))
    found = events(store)
    assert found.select("cameo", "quad", "flags").rows()[:3] == [(None, None, 8)] * 3
    assert found["cameo"].to_list()[3] == "04"
    assert [(line, column) for line, column, *_ in reasons(store)] == [(4, "EventCode"), (5, "EventCode")]


def test_actors_of_no_state_and_of_states_to_come_are_kept(store: Store, tmp_path: Path) -> None:
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
    monkeypatch.setattr("detente.sources.archives.BLOCK", 4000)
    rows = [icews(n) for n in range(100)] + [icews(5)]
    done = take(store, write(tmp_path / "events.2018.tab", ICEWS_HEADER, *rows))
    assert (done.rows_ok, done.rows_rejected) == (100, 1)
    assert reasons(store)[0][0] == 102


def test_days_are_read_as_the_files_of_icews_write_them(store: Store, tmp_path: Path) -> None:
    rows = [icews(1, day="1/31/2017"), icews(2, day="2017-02-28"), icews(3, day="30/31/2017"), icews(4, day="")]
    take(store, write(tmp_path / "events.2017.tab", ICEWS_HEADER, *rows))
    assert events(store)["date"].to_list() == [date(2017, 1, 31), date(2017, 2, 28)]
    assert reasons(store) == [(4, "Event Date", "30/31/2017", "is no day"), (5, "Event Date", None, "is no day")]


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


# Mappings

MAPPING = """
dataset = "mine"
scheme = "iso3"
day = "%d.%m.%Y"
[columns]
date = "Tag"
source = "von"
target = "nach"
quad = "Klasse"
reports = "Zahl"
text = "Was"
[quad]
1 = "verbal_cooperation"
4 = "material_conflict"
"""


def test_any_table_is_read_by_a_mapping(store: Store, tmp_path: Path) -> None:
    mapping = write(tmp_path / "mine.toml", MAPPING)
    path = write(
        tmp_path / "mine.csv",
        "Tag;von;nach;Klasse;Zahl;Was;mehr",
        '18.03.2014;RUS;UKR;4;3;"a; ""b""";x',
        "18.03.2014;JPN;USA;1;;;x",
        "18.03.2014;JPN;USA;7;1;;x",
        "18.03.2014;JPN;USA;1;0;;x",
        "2014-03-18;JPN;USA;1;1;;x",
        "18.03.2014;JPN;USA",
        "18.03.2014;ATL;USA;1;1;;x",
    )
    done = take(store, path, mapping=mapping)
    assert (done.rows_in, done.rows_ok, done.unplaced) == (7, 3, {"unknown": 1})
    assert events(store).select("source", "target", "quad", "reports", "text").rows() == [
        ("RUS", "UKR", "material_conflict", 3, 'a; "b"'),
        ("JPN", "USA", "verbal_cooperation", 1, None),
        (None, "USA", "verbal_cooperation", 1, None),
    ]
    assert [(line, column) for line, column, *_ in reasons(store)] == [
        (4, "Klasse"),
        (5, "Zahl"),
        (6, "Tag"),
        (7, None),
    ]


def test_parquet_is_read_by_a_mapping(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.sources.mapped.ROWS", 2)
    frame = pl.DataFrame(
        {
            "when": [date(2014, 3, 18), date(2014, 3, 19), None],
            "a": ["JPN", "CHN", "JPN"],
            "b": ["RUS", "JPN", "RUS"],
            "code": ["042", "190", "042"],
            "n": [1, 2, 3],
        }
    )
    frame.write_parquet(tmp_path / "mine.parquet")
    said = 'dataset="p"\nscheme="code"\n[columns]\ndate="when"\nsource="a"\ntarget="b"\ncameo="code"\nreports="n"\n'
    mapping = write(tmp_path / "mine.toml", said)
    take(store, tmp_path / "mine.parquet", mapping=mapping)
    assert events(store).select("date", "source", "cameo", "reports").rows() == [
        (date(2014, 3, 18), "JPN", "042", 1),
        (date(2014, 3, 19), "CHN", "190", 2),
    ]
    assert reasons(store) == [(3, "when", None, "is no day")]
    assert take(store, tmp_path / "mine.parquet").failures[0][1].endswith("say what its columns mean with --map FILE")


def test_two_mapped_files_of_one_name_are_two_files(store: Store, tmp_path: Path) -> None:
    mapping = write(tmp_path / "mine.toml", MAPPING)
    for folder, day in (("a", "18"), ("b", "19")):
        (tmp_path / folder).mkdir()
        rows = f"{day}.03.2014;RUS;UKR;4;3;text"
        write(tmp_path / folder / "data.csv", "Tag;von;nach;Klasse;Zahl;Was", rows)
    done = take(store, tmp_path / "a", tmp_path / "b", mapping=mapping)
    assert (done.units, done.replaced, events(store).height) == (2, 0, 2)
    write(tmp_path / "b" / "data.csv", "Tag;von;nach;Klasse;Zahl;Was", "20.03.2014;RUS;UKR;4;3;text")
    assert take(store, tmp_path / "b", mapping=mapping, day=LATER).replaced == 1
    assert [day.day for day in events(store)["date"]] == [18, 20]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dataset =", "is no TOML"),
        ('dataset = "m"', "needs date, source, target and one of cameo, quad, plover"),
        (MAPPING.replace('"mine"', '"My Events"'), "dataset must be a name of small letters"),
        (MAPPING.replace("Tag", "Tag").replace('reports = "Zahl"', 'sauce = "Zahl"'), "has sauce; allowed are"),
        (MAPPING.replace('"iso3"', '"morse"'), "scheme is 'morse', and must be one of"),
        (MAPPING.replace('"material_conflict"', '"war"'), "names war; the classes are"),
        (MAPPING.replace("day =", "days ="), "has days; allowed are"),
        ('delimiter = "|"\n' + MAPPING, "delimiter must be a tab, a comma or a semicolon"),
    ],
)
def test_a_mapping_that_can_not_be_used_is_told_why(store: Store, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        take(store, tmp_path, mapping=write(tmp_path / "mine.toml", text))
    assert said in str(caught.value)


# What can't be used


def test_a_file_that_can_not_be_used_does_not_stop_the_others(store: Store, tmp_path: Path) -> None:
    write_quarter_hours(tmp_path / "g", 3)
    (tmp_path / "g" / "20190121000100.export.CSV.zip").write_bytes(b"PK\x03\x04 torn")
    write(tmp_path / "g" / "notes.txt", "nothing to see")
    done = take(store, tmp_path / "g")
    assert done.units == 3
    assert [path.name for path, _ in done.failures] == ["20190121000100.export.CSV.zip", "notes.txt"]
    assert "is of no known format" in done.failures[1][1]
    assert not verify(store).faults


def test_a_file_that_is_damaged_at_its_end_leaves_no_row(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PACK", 50_000)
    monkeypatch.setattr(bulk, "ROWS", 100)
    monkeypatch.setattr("detente.sources.archives.BLOCK", 10_000)
    good = write_zip(tmp_path, "20190121.export.CSV", [gdelt(n, added="20190121", width=58) for n in range(50)])
    path = write_zip(tmp_path, "20190122.export.CSV", [gdelt(n, added="20190122", width=58) for n in range(3000)])
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 16 : at + 20] = b"\0\0\0\0"  # the check sum
    path.write_bytes(data)
    done = take(store, good, path)
    assert done.units == 1
    assert "is damaged" in done.failures[0][1]
    assert events(store).height == 50
    assert verify(store).orphans == ()


def test_paths_and_formats_that_are_not_there_are_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        take(store, tmp_path / "none")
    with pytest.raises(UsageError, match="there is no format 'gdelt3'"):
        take(store, tmp_path, format="gdelt3")
    with pytest.raises(UsageError, match="can't name a dataset"):
        take(store, tmp_path, dataset="My Data")


def test_a_format_that_is_named_is_believed(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "torn", "torn too", gdelt(1))
    assert take(store, path).failures
    done = take(store, path, format="gdelt2", dataset="mine")
    assert (done.rows_ok, done.rows_rejected, done.datasets) == (1, 2, {"mine": 1})


# Memory, batches, idempotence


@pytest.mark.parametrize(("pack", "rows"), [(1, 1), (2_000, 30), (1 << 20, 55)])
def test_how_much_is_read_at_once_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: int, rows: int
) -> None:
    folder = write_quarter_hours(tmp_path / "g", 9)
    lines = [icews(n, day=f"2018-{1 + n % 12:02d}-02") for n in range(200)] + ["torn"]
    write(folder / "events.2018.tab", ICEWS_HEADER, *lines)
    (tmp_path / "whole").mkdir()
    (tmp_path / "bits").mkdir()
    whole = open_store(tmp_path / "whole")
    take(whole, folder)
    monkeypatch.setattr(bulk, "PACK", pack)
    monkeypatch.setattr(bulk, "ROWS", rows)
    monkeypatch.setattr("detente.sources.archives.BLOCK", 3_000)
    bits = open_store(tmp_path / "bits")
    done = take(bits, folder)
    assert done.units == 10
    assert content(bits) == content(whole)
    assert not verify(bits).faults
    assert events(bits).equals(events(whole))


def test_the_same_files_again_change_nothing(store: Store, tmp_path: Path) -> None:
    folder = write_quarter_hours(tmp_path / "g", 4)
    take(store, folder)
    before = sorted((path, path.stat().st_mtime_ns) for path in store.lake.home.rglob("*"))
    again = take(store, folder)
    assert (again.units, again.already) == (0, 4)
    copied = (tmp_path / "elsewhere").mkdir() or tmp_path / "elsewhere" / "20190121000000.export.CSV.zip"
    copied.write_bytes((folder / "20190121000000.export.CSV.zip").read_bytes())
    assert take(store, copied).already == 1
    assert sorted((path, path.stat().st_mtime_ns) for path in store.lake.home.rglob("*")) == before


def test_a_lost_file_is_told_and_mended_by_ingesting_again(store: Store, tmp_path: Path) -> None:
    folder = write_quarter_hours(tmp_path / "g", 4)
    take(store, folder)
    before = content(store)
    (part,) = store.lake.parts("events")
    part.path.unlink()
    assert "can't be read" in verify(store).faults[0]
    assert take(store, folder).units == 4
    assert not verify(store).faults
    assert content(store) == before


# Versions


def test_a_file_published_anew_is_a_new_version(store: Store, tmp_path: Path) -> None:
    rows = [icews(n) for n in range(20)]
    path = write(tmp_path / "events.2018.20200101000000.tab", ICEWS_HEADER, *rows, "torn")
    take(store, path, day=DAY)
    days = (date(2018, 10, 2), date(2018, 10, 1), DAY, date(2026, 2, 28))
    before = {day: events(store, day) for day in days}
    newer = write(tmp_path / "events.2018.20210101000000.tab", ICEWS_HEADER, *rows[:5], icews(99, code="190"))
    done = take(store, newer, day=LATER)
    assert (done.units, done.replaced) == (1, 1)
    for day in days:
        assert events(store, day).equals(before[day]), day
    assert events(store, LATER)["id"].to_list() == ["0", "1", "2", "3", "4", "99"]
    assert events(store, LATER)["known_on"].unique().to_list() == [LATER]
    assert not verify(store).faults
    assert take(store, newer, day=LATER).already == 1


def test_a_version_that_comes_back_is_a_version_again(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "events.2018.tab"
    for month, rows in enumerate(([icews(1)], [icews(2)], [icews(1)]), start=1):
        take(store, write(path, ICEWS_HEADER, *rows), day=date(2026, month, 1))
    ids = [events(store, date(2026, month, 15))["id"].to_list() for month in (1, 2, 3)]
    assert ids == [["1"], ["2"], ["1"]]
    assert store.batches().height == 3
    assert not verify(store).faults


def test_a_large_file_published_anew_is_known_from_then_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PACK", 1)
    monkeypatch.setattr(bulk, "ROWS", 10)
    monkeypatch.setattr("detente.sources.archives.BLOCK", 2_000)
    path = tmp_path / "events.2018.tab"
    take(store, write(path, ICEWS_HEADER, *(icews(n) for n in range(60))))
    take(store, write(path, ICEWS_HEADER, *(icews(n) for n in range(50))), day=LATER)
    assert events(store, DAY).height == 60
    assert events(store, LATER).height == 50
    assert not verify(store).faults


def test_more_files_leave_earlier_answers_as_they_were(store: Store, tmp_path: Path) -> None:
    first = write_zip(tmp_path, "20190121220000.export.CSV", [gdelt(1), gdelt(2, day="20180101")])
    take(store, first)
    before = events(store, date(2019, 1, 21))
    take(store, write_zip(tmp_path, "20190122000000.export.CSV", [gdelt(3, day="20180101", added="20190122000000")]))
    assert events(store, date(2019, 1, 21)).equals(before)
    assert events(store, date(2019, 1, 22)).height == 3


# Upkeep


def test_a_batch_that_is_removed_leaves_the_others(store: Store, tmp_path: Path) -> None:
    take(store, write_quarter_hours(tmp_path / "g", 6))
    batch = store.batches().filter(unit="20190121003000.export")["batch"].item()
    with pytest.raises(UsageError, match="there is no batch 'nothing'"):
        remove(store, "nothing")
    with pytest.raises(UsageError, match="there is no batch ''"):
        remove(store, "")
    assert remove(store, batch[:8]).batch == batch
    assert store.batches().height == 5
    assert batch not in events(store)["batch"].to_list()
    assert not verify(store).faults
    again = take(store, tmp_path / "g")
    assert (again.units, again.already) == (1, 5)


def test_a_version_that_is_removed_gives_way_to_the_one_before(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "events.2018.tab"
    for month in (1, 2, 3):
        take(store, write(path, ICEWS_HEADER, icews(month)), day=date(2026, month, 1))
    first, second, third = store.lake.batches()
    remove(store, second.batch)
    assert [events(store, date(2026, month, 15))["id"].item() for month in (1, 2, 3)] == ["1", "1", "3"]
    remove(store, third.batch)
    assert [events(store, date(2026, month, 15))["id"].item() for month in (1, 2, 3)] == ["1", "1", "1"]
    assert store.lake.batches()[0].batch == first.batch


def test_what_is_compact_reads_the_same(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PACK", 5_000)
    monkeypatch.setattr(bulk, "ROWS", 30)
    take(store, write_quarter_hours(tmp_path / "g", 8))
    before, digests = events(store), content(store)
    assert len(store.lake.parts("events")) > 3
    done = compact(store)
    assert (done.months, done.files_after) == (1, 1)
    assert len(store.lake.parts("events")) == 1
    assert events(store).equals(before)
    assert content(store) == digests
    assert not verify(store).faults
    assert compact(store).months == 0
    take(store, write_zip(tmp_path, "20190121230000.export.CSV", [gdelt(99_999)]))
    assert compact(store, "gdelt2").months == 1
    assert compact(store, "nothing").months == 0


def test_files_taken_out_of_use_are_kept_a_while(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PACK", 5_000)
    monkeypatch.setattr(bulk, "ROWS", 30)
    take(store, write_quarter_hours(tmp_path / "g", 8))
    old = [part.path for part in store.lake.parts("events")]
    compact(store)
    assert all(path.exists() for path in old)
    assert verify(store).orphans == ()
    monkeypatch.setattr(lake_module, "RETIRED_AGE", -1.0)
    store.lake.sweep()
    assert not any(path.exists() for path in old)
    assert store.lake.records.retired() == {}


def test_a_store_says_what_is_wrong_with_it(store: Store, tmp_path: Path) -> None:
    take(store, write_quarter_hours(tmp_path / "g", 2))
    part = store.lake.parts("events")[0]
    part.path.write_bytes(part.path.read_bytes()[:-1] + b"?")
    stray = part.path.with_name("stray.parquet")
    stray.write_bytes(b"left behind")
    found = verify(store)
    assert "its SHA-256 differs" in found.faults[0]
    assert found.orphans == (stray.relative_to(store.lake.home).as_posix(),)


def test_coverage_is_told_from_the_files(store: Store, tmp_path: Path) -> None:
    for day in ("20190121", "20190122", "20190124"):
        write_zip(tmp_path, f"{day}.export.CSV", [gdelt(int(day), day=day, added=day, width=58)])
    take(store, tmp_path)
    assert [(s.first, s.last, s.inputs) for s in spells(store.lake)] == [
        (date(2019, 1, 21), date(2019, 1, 22), 2),
        (date(2019, 1, 24), date(2019, 1, 24), 1),
    ]
    rows = store.coverage().filter(dataset="gdelt1")
    assert rows["from"].to_list() == [date(2019, 1, 21), date(2019, 1, 24)]
    assert "compare shares, not counts" in rows["note"][0]


def test_what_was_ingested_is_one_source_a_dataset(store: Store, tmp_path: Path) -> None:
    take(store, write_quarter_hours(tmp_path / "g", 5))
    (source,) = store.sources(dataset="gdelt2")[-1:]
    assert (source.id, source.title) == ("gdelt2", "GDELT 2.0 events")
    assert "98 rows of events from 5 files" in source.covers
    (told,) = status(store)
    assert (told["inputs"], told["rows_rejected"], told["files"]) == (5, 2, 1)


def test_what_was_known_on_a_day_is_counted(store: Store, tmp_path: Path) -> None:
    for day in ("20190121", "20190124"):
        take(store, write_zip(tmp_path, f"{day}.export.CSV", [gdelt(int(day), day="20190120", added=day, width=58)]))
    counted = [store.contents(date(2019, 1, day)).filter(dataset="gdelt1")["rows"].to_list() for day in (20, 21, 24)]
    assert counted == [[], [1], [2]]
    assert store.contents().filter(dataset="gdelt1")["rows"].to_list() == [2]


# The disk, and others


def test_a_full_disk_leaves_the_lake_as_it_was(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_quarter_hours(tmp_path / "g", 6)
    take(store, tmp_path / "g" / "20190121000000.export.CSV.zip")
    before, synced = content(store), lake_module._sync
    for nth in range(1, 12):
        calls = 0

        def full(path: Path) -> None:
            nonlocal calls
            calls += 1
            if calls == nth:  # noqa: B023 - used in this round only
                raise OSError(28, "No space left on device")
            synced(path)

        with monkeypatch.context() as patched:
            patched.setattr(lake_module, "_sync", full)
            with pytest.raises(StoreError, match="No space left on device") as caught:
                take(store, tmp_path / "g")
        assert caught.value.exit_code == 3
        assert content(store) == before
        assert not verify(store).faults
        assert verify(store).orphans == ()
    assert take(store, tmp_path / "g").units == 5


def test_a_folder_that_may_not_be_written_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_quarter_hours(tmp_path / "g", 1)

    def fixed(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", fixed)
    with pytest.raises(StoreError, match=r"can't be written: .*Read-only file system") as caught:
        take(store, tmp_path / "g")
    assert caught.value.exit_code == 3
    assert not store.lake.home.exists()


def test_two_ingests_at_once_bring_everything_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PACK", 5_000)
    monkeypatch.setattr(bulk, "ROWS", 30)
    folder = write_quarter_hours(tmp_path / "g", 12)
    done: list[Ingested] = []
    threads = [threading.Thread(target=lambda: done.append(take(store, folder))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.units for one in done) == 12
    assert sum(one.already for one in done) == 24
    assert verify(store).orphans == ()
    assert not verify(store).faults
    (tmp_path / "alone").mkdir()
    alone = open_store(tmp_path / "alone")
    take(alone, folder)
    assert content(store) == content(alone)


def test_whoever_is_late_with_another_version_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "events.2018.tab", ICEWS_HEADER, icews(1))
    (tmp_path / "b").mkdir()
    other = write(tmp_path / "b" / "events.2018.tab", ICEWS_HEADER, icews(2))
    prepare, brought = lake_module.Lake.prepare, []

    def late(lake: lake_module.Lake) -> None:
        prepare(lake)
        if not brought:
            brought.append(True)
            take(store, other)

    monkeypatch.setattr(lake_module.Lake, "prepare", late)
    done = take(store, path)
    assert done.units == 0
    assert "another ingest has brought another version of it just now" in done.failures[0][1]
    assert events(store)["id"].to_list() == ["2"]
    assert verify(store).orphans == ()
