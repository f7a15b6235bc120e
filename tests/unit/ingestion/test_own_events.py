from __future__ import annotations

import csv
import gzip
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from bulk_sample import ingest_own
from detente.errors import DataError, NoAnswer, StoreError, UsageError
from detente.event_cube.counts import counts
from detente.lake.lake import Batch
from detente.sources.events.own_columns import dataset_name
from detente.store import Store
from store_sample import open_store, write_events

TODAY = date(2026, 1, 31)
GOOD = "2014-03-18,Japan,Russia,verbal_conflict"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.csv"


def reasons(store: Store, batch: Batch) -> list[tuple[int, str | None, str | None, str]]:
    return store.rejects(batch.batch).select("line", "column", "value", "reason").rows()


def test_a_row_becomes_an_event(store: Store, file: Path) -> None:
    header = "date,source,target,cameo,plover,id,known_on,reports,intensity,text,more"
    row = '2014-03-18,Russia,UKR,190,assault,x1,2014-03-20,12,-10,"Troops, moved",ignored'
    batch = ingest_own(store, write_events(file, row, header=header))
    row = store.read("events").row(0, named=True)
    assert row.pop("key") == 7524670840830139855
    assert row == {
        "id": "x1",
        "date": date(2014, 3, 18),
        "known_on": date(2014, 3, 20),
        "source": "RUS",
        "target": "UKR",
        "source_actor": "Russia",
        "target_actor": "UKR",
        "cameo": "190",
        "quad": "material_conflict",
        "plover": "ASSAULT",
        "intensity": -10.0,
        "text": "Troops, moved",
        "reports": 12,
        "flags": 0,
        "dataset": "mine",
        "batch": batch.batch,
    }
    assert store.read("events", as_of=date(2014, 3, 19)).is_empty()


def test_what_is_left_out_has_defaults(store: Store, file: Path) -> None:
    batch = ingest_own(store, write_events(file, GOOD))
    row = store.read("events").row(0, named=True)
    assert (row["id"], row["known_on"], row["reports"]) == (f"{batch.batch}-2", date(2014, 3, 18), 1)
    assert (row["cameo"], row["plover"], row["intensity"], row["text"]) == (None, None, None, None)


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        ("18/03/2014,Japan,Russia,verbal_conflict", "date", "18/03/2014", "is not a date written YYYY-MM-DD"),
        ("2014-02-30,Japan,Russia,verbal_conflict", "date", "2014-02-30", "is not a date written YYYY-MM-DD"),
        (",Japan,Russia,verbal_conflict", "date", None, "is not a date written YYYY-MM-DD"),
        ("2026-02-01,Japan,Russia,verbal_conflict", "date", "2026-02-01", "is after 2026-01-31"),
        ("2014-03-18,,Russia,verbal_conflict", "source", None, "is missing"),
        ("2014-03-18,Japan,Atlantis,verbal_conflict", "target", "Atlantis", "No state is called 'Atlantis'"),
        ("2014-03-18,Soviet Union,Japan,verbal_conflict", "source", "Soviet Union", "on 2014-03-18"),
        ("2014-03-18,Japan,European Union,verbal_conflict", "target", "European Union", "is an organisation"),
        ("2014-03-18,Japan,JPN,verbal_conflict", "target", "JPN", "is the same state as the source"),
        ("2014-03-18,Japan,Russia,war", "quad", "war", "is not one of verbal_cooperation"),
        ("2014-03-18,Japan,Russia,", "quad", None, "is missing, and there is no CAMEO code either"),
        ("2014-03-18,Japan", None, "2014-03-18,Japan", "the row has 2 cells, fewer than 4"),
        (GOOD + ",x", None, GOOD + ",x", "the row has 5 cells, more than 4"),
        ('"' + GOOD, None, '"' + GOOD, "a quote is not closed"),
        ('"2014"-03-18,Japan,Russia,verbal_conflict', None, None, "text outside the quotes"),
    ],
)
def test_a_bad_row_is_rejected_and_its_neighbours_are_kept(
    store: Store, row: str, column: str | None, value: str | None, reason: str
) -> None:
    file = store.lake.home.with_name("mine.csv")
    batch = ingest_own(store, write_events(file, GOOD, row, GOOD), day=TODAY)
    assert (batch.rows_in, batch.rows_ok, batch.rows_rejected) == (3, 2, 1)
    ((line, where, what, why),) = reasons(store, batch)
    assert (line, where) == (3, column)
    assert value is None or what == value
    assert reason in why


@pytest.mark.parametrize(
    ("header", "cells", "column", "reason"),
    [
        ("cameo", "43", "cameo", "is not a CAMEO code"),
        ("cameo", "---", "cameo", "is not a CAMEO code"),
        ("quad,cameo", "verbal_conflict,010", "quad", "contradicts the CAMEO code 010, which is verbal_coop"),
        ("quad,plover", "verbal_conflict,SHOUT", "plover", "is not one of AGREE"),
        ("quad,known_on", "verbal_conflict,2014-03-17", "known_on", "is before the date of the event"),
        ("quad,known_on", "verbal_conflict,2026-02-01", "known_on", "is after 2026-01-31"),
        ("quad,known_on", "verbal_conflict,soon", "known_on", "is not a date"),
        ("quad,reports", "verbal_conflict,0", "reports", "is not a whole number from 1"),
        ("quad,reports", "verbal_conflict,1.5", "reports", "is not a whole number from 1"),
        ("quad,reports", "verbal_conflict,99999999999999999999", "reports", "is not a whole number from 1"),
        ("quad,intensity", "verbal_conflict,inf", "intensity", "is not a finite number"),
        ("quad,intensity", "verbal_conflict,high", "intensity", "is not a finite number"),
    ],
)
def test_each_column_has_its_own_check(store: Store, header: str, cells: str, column: str, reason: str) -> None:
    file = store.lake.home.with_name("mine.csv")
    blank = "010" if header == "cameo" else "verbal_conflict" + "," * header.count(",")
    rows = (f"2014-03-18,Japan,Russia,{blank}", f"2014-03-18,Japan,Russia,{cells}")
    batch = ingest_own(store, write_events(file, *rows, header=f"date,source,target,{header}"), day=TODAY)
    ((line, where, value, why),) = reasons(store, batch)
    assert (line, where) == (3, column)
    assert value in cells.split(",")
    assert reason in why


def test_a_repeated_id_is_kept_once(store: Store, tmp_path: Path) -> None:
    header = "date,source,target,quad,id"
    first = ingest_own(store, write_events(tmp_path / "a.csv", f"{GOOD},1", f"{GOOD},1", header=header), dataset="d")
    assert reasons(store, first) == [(3, "id", "1", "is already that of line 2")]
    second = ingest_own(store, write_events(tmp_path / "b.csv", f"{GOOD},1", f"{GOOD},2", header=header), dataset="d")
    assert reasons(store, second) == [(2, "id", "1", f"is already in the dataset, from batch {first.batch}")]
    assert store.read("events")["id"].to_list() == ["1", "2"]


def test_the_name_of_a_state_is_read_at_the_date(store: Store, file: Path) -> None:
    rows = [f"{day},Soviet Union,Japan,verbal_conflict" for day in ("1991-03-01", "1991-12-25", "1991-12-31")]
    batch = ingest_own(store, write_events(file, *rows))
    assert store.read("events")["source"].to_list() == ["RUS", "RUS"]
    assert [line for line, *_ in reasons(store, batch)] == [4]


def test_a_scheme_says_how_states_are_written(store: Store, file: Path) -> None:
    write_events(file, "2014-03-18,AUS,JPN,verbal_conflict")
    assert ingest_own(store, file, dataset="iso").rows_ok == 1
    assert ingest_own(store, file, dataset="cow", scheme="cowabb").rows_ok == 1
    assert store.read("events", dataset="iso")["source"].item() == "AUS"
    assert store.read("events", dataset="cow")["source"].item() == "AUT"


def test_the_same_file_again_changes_nothing(store: Store, file: Path) -> None:
    first = ingest_own(store, write_events(file, GOOD))
    before = sorted((p, p.stat().st_mtime_ns) for p in store.lake.home.rglob("*.parquet"))
    again = ingest_own(store, file)
    assert (again.already, again.batch) == (True, first.batch)
    assert sorted((p, p.stat().st_mtime_ns) for p in store.lake.home.rglob("*.parquet")) == before
    copied = file.with_name("copy.csv")
    copied.write_bytes(file.read_bytes())
    assert ingest_own(store, copied, dataset="mine").already


def test_a_changed_file_is_a_new_version_from_its_day_on(store: Store, file: Path) -> None:
    days = TODAY, TODAY + timedelta(days=30)
    first = ingest_own(store, write_events(file, GOOD, "bad"), day=days[0])
    second = ingest_own(store, write_events(file, GOOD, GOOD, GOOD), day=days[1])
    assert second.replaced == first.batch
    assert [store.read("events", as_of=day).height for day in days] == [1, 3]
    assert set(store.read("events", as_of=days[1])["known_on"]) == {days[1]}
    assert store.rejects(second.batch).is_empty()
    assert store.coverage().filter(dataset="mine").height == 1


def test_a_version_of_which_no_row_can_be_kept_is_refused(store: Store, file: Path) -> None:
    first = ingest_own(store, write_events(file, GOOD), day=TODAY)
    with pytest.raises(DataError, match="line 2: date 'soon'"):
        ingest_own(store, write_events(file, "soon,Japan,Russia,verbal_conflict"), day=TODAY + timedelta(days=30))
    assert store.batches()["batch"].to_list() == [first.batch]
    assert store.read("events", as_of=TODAY + timedelta(days=30)).height == 1


def test_a_first_version_without_rows_is_superseded_by_a_corrected_one(store: Store, file: Path) -> None:
    bad = ingest_own(store, write_events(file, "soon,Japan,Russia,verbal_conflict"), day=TODAY)
    assert (bad.rows_ok, store.rejects(bad.batch).height) == (0, 1)
    good = ingest_own(store, write_events(file, GOOD), day=TODAY + timedelta(days=30))
    assert store.batches()["batch"].to_list() == [good.batch]
    assert store.read("events", as_of=date(2014, 3, 18)).height == 1


def test_another_scheme_is_another_reading_of_the_same_file(store: Store, file: Path) -> None:
    write_events(file, "2014-03-18,AUS,JPN,verbal_conflict")
    assert ingest_own(store, file).rows_ok == 1
    again = ingest_own(store, file, scheme="cowabb")
    assert (again.already, again.replaced is None) == (False, False)
    assert store.read("events")["source"].to_list() == ["AUT"]
    with pytest.raises(UsageError):
        ingest_own(store, file, scheme="zip")


def test_files_of_every_kind_are_read_alike(store: Store, tmp_path: Path) -> None:
    rows = pl.DataFrame({"Date": [date(2014, 3, 18)], "SOURCE": ["Japan"], "target": ["Russia"], "cameo": ["190"]})
    rows.write_csv(tmp_path / "text.csv")
    rows.write_parquet(tmp_path / "table.parquet")
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress((tmp_path / "text.csv").read_bytes()))
    names = [ingest_own(store, tmp_path / name).dataset for name in ("text.csv", "table.parquet", "packed.csv.gz")]
    assert names == ["text", "table", "packed"]
    found = store.read("events").select("date", "source", "target", "cameo", "key").unique()
    assert found.height == 1


def test_real_files_are_untidy(store: Store, file: Path) -> None:
    text = (
        b"\xef\xbb\xbf Date ;SOURCE;Target;Quad;Text\r\n"
        b"\r\n"
        b'2014-03-18;Japan;Russia; verbal_conflict ;"a; b\r\nc"\r\n'
        b'2014-03-19;Ja\rpan;Russia;Verbal_Conflict;lone "quote\r\n'
        b"2014-03-20;Japan;Russia;verbal_conflict;caf\xe9\r\n"
        b"2014-03-21;Japan;Russia;verbal_conflict;last, without end of line"
    )
    file.write_bytes(text)
    batch = ingest_own(store, file)
    assert store.read("events")["date"].dt.day().sort().to_list() == [18, 19, 21]
    assert (batch.rows_in, batch.rows_ok, batch.rows_rejected) == (4, 3, 1)
    assert [(line, why) for line, _, _, why in reasons(store, batch)] == [(6, "the row is not valid UTF-8")]
    assert batch.bytes == len(text)


def test_a_stray_quote_costs_only_its_own_row(store: Store, file: Path) -> None:
    rows = [f'{GOOD},"open', *[f"{GOOD},fine"] * 150, f'{GOOD},"closed"']
    batch = ingest_own(store, write_events(file, *rows, header="date,source,target,quad,text"))
    assert (batch.rows_in, batch.rows_ok) == (152, 151)
    assert reasons(store, batch)[0][0] == 2


@pytest.mark.parametrize(
    "lines",
    [
        [b'""\x00,"', b'"x",2014-03-18,2014-03-18,2014-03-18,2014-03-18'],
        [b'""\x00,"', b'"\x00"'],
        [b'"\x00', b'"'],
    ],
)
def test_a_nul_byte_costs_only_its_own_row(store: Store, file: Path, lines: list[bytes]) -> None:
    file.write_bytes(b"\n".join([b"date,source,target,quad", *lines, GOOD.encode(), b""]))
    batch = ingest_own(store, file)
    assert (batch.rows_in, batch.rows_ok) == (3, 1)
    assert reasons(store, batch)[0][3] == "the row contains a NUL byte"


def test_a_row_of_many_megabytes_is_one_reject(store: Store, file: Path) -> None:
    batch = ingest_own(store, write_events(file, GOOD, GOOD + "x" * 3_000_000, GOOD))
    assert (batch.rows_in, batch.rows_ok, batch.rows_rejected) == (3, 2, 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\r\n  \n", "is empty"),
        (b"date,source,target,quad\n", "has a header and no rows"),
        (b"day,from,to\n2014-03-18,JPN,RUS\n", "'day,from,to'"),
        (b"date,source,target\n2014-03-18,JPN,RUS\n", "lacks quad or cameo"),
        (b"date,quad\n2014-03-18,verbal_conflict\n", "lacks source, target"),
        (b"date,source,target,quad,quad\n", "names quad more than once"),
        (b"date,source,target,quad\r2014-03-18,JPN,RUS,verbal_conflict\r", "carriage returns alone"),
        ("date,source,target,quad\n".encode("utf-16"), "save a table as CSV in UTF-8"),
        (b"PK\x03\x04\x00\x00\n", "is not a valid zip archive"),
    ],
)
def test_a_file_that_can_not_be_used_is_refused_with_the_reason(
    store: Store, file: Path, content: bytes, message: str
) -> None:
    file.write_bytes(content)
    with pytest.raises(DataError) as caught:
        ingest_own(store, file)
    assert message in str(caught.value)
    assert caught.value.exit_code == 3
    assert not store.lake.home.exists()


def test_a_path_that_is_not_a_file_is_reported(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="does not exist"):
        ingest_own(store, tmp_path / "none.csv")
    write_events(tmp_path / "mine.csv", GOOD)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(DataError, match="permission denied"):
        ingest_own(store, tmp_path / "mine.csv")


def test_a_dataset_has_a_plain_name(store: Store, file: Path) -> None:
    assert dataset_name(Path("My Events (2014).csv")) == "my-events-2014"
    with pytest.raises(UsageError, match="not a valid dataset name"):
        ingest_own(store, write_events(file, GOOD), dataset="My Events")
    with pytest.raises(UsageError, match="not a valid dataset name"):
        dataset_name(Path("事件.csv"))


@pytest.mark.parametrize("name", ["gdelt2", "ucdp_acd"])
def test_rows_are_not_mixed_with_those_of_others(store: Store, file: Path, name: str) -> None:
    with pytest.raises(UsageError, match="choose another name"):
        ingest_own(store, write_events(file, GOOD), dataset=name)


def test_rejects_of_a_batch_that_is_not_there(store: Store, file: Path) -> None:
    with pytest.raises(UsageError, match="nothing was ingested yet"):
        store.rejects("nope")
    batch = ingest_own(store, write_events(file, GOOD))
    with pytest.raises(UsageError, match=f"the newest batches are {batch.batch}"):
        store.rejects("nope")


# Counts


def test_counts_sum_reports_by_dyad_period_and_class(store: Store, file: Path) -> None:
    rows = (
        "2014-01-01,JPN,RUS,010,1",
        "2014-02-28,JPN,RUS,057,2",
        "2014-04-01,JPN,RUS,0131,4",
        "2014-04-01,RUS,JPN,190,8",
    )
    ingest_own(store, write_events(file, *rows, header="date,source,target,cameo,reports"), dataset="mine")
    by_quarter = counts(store.lake, "mine", "quarter", "quad")
    assert by_quarter.select("source", "period", "cls", "reports", "events").rows() == [
        ("JPN", date(2014, 1, 1), "verbal_cooperation", 3, 2),
        ("JPN", date(2014, 4, 1), "verbal_cooperation", 4, 1),
        ("RUS", date(2014, 4, 1), "material_conflict", 8, 1),
    ]
    by_root = counts(store.lake, "mine", "year", "root", date(2014, 3, 1))
    assert by_root.select("cls", "reports").rows() == [("01", 1), ("05", 2)]
    assert counts(store.lake, "mine", "week", "quad")["period"][0] == date(2013, 12, 30)


def test_counts_that_are_not_there_are_no_answer(store: Store, file: Path) -> None:
    with pytest.raises(NoAnswer, match="no events of dataset 'mine'; bring events in with"):
        counts(store.lake, "mine", "year", "quad")
    batch = ingest_own(store, write_events(file, GOOD))
    with pytest.raises(NoAnswer, match="another scheme"):
        counts(store.lake, "mine", "year", "plover")
    with pytest.raises(NoAnswer, match="known by 2014-01-01"):
        counts(store.lake, "mine", "year", "quad", date(2014, 1, 1))
    with pytest.raises(UsageError, match="invalid freq 'day'"):
        counts(store.lake, "mine", "day", "quad")
    with pytest.raises(UsageError, match="invalid scheme 'x'"):
        counts(store.lake, "mine", "year", "x")
    (store.lake.home / batch.file).unlink()
    with pytest.raises(StoreError, match="`detente ingest`"):
        counts(store.lake, "mine", "year", "quad")


@pytest.mark.reference
def test_a_real_month_of_events_is_counted_as_polars_counts_it(reference: Path, store: Store, tmp_path: Path) -> None:
    wanted = {
        "Event ID": "source id",
        "Event Date": "date",
        "Source Country": "source",
        "Target Country": "target",
        "CAMEO Code": "cameo",
    }
    raw = pl.read_parquet(next((reference / "events").glob("icews_raw_2018_10_12*"))).select(wanted.keys())
    raw = raw.rename(wanted)
    path = tmp_path / "autumn.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(raw.columns)
        writer.writerows(raw.rows())
    batch = ingest_own(store, path)
    assert batch.rows_in == raw.height == batch.rows_ok + batch.rows_rejected
    prose = set(store.rejects()["column"])
    assert prose <= {"source", "target", "cameo"}
    events = store.read("events", dataset="autumn")
    assert events.height > 0.3 * raw.height
    expected = (
        events.group_by("source", "target", pl.col("date").dt.truncate("1mo").alias("period"), "quad")
        .agg(pl.col("reports").sum().cast(pl.Int64), pl.col("key").n_unique().cast(pl.Int64).alias("events"))
        .rename({"quad": "cls"})
        .sort("source", "target", "period", "cls")
    )
    found = counts(store.lake, "autumn", "month", "quad").select(expected.columns)
    assert found.sort("source", "target", "period", "cls").equals(expected)
