from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from detente.catalog import TABLES, table
from detente.dates import today
from detente.errors import StoreError, TableError, UsageError
from detente.starter.writing import write_starter
from detente.store import Store
from store_sample import SOURCES, frames, open_store, temperatures, write_pack


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def test_opening_creates_and_reads_nothing(tmp_path: Path) -> None:
    Store.open(home=tmp_path / "home", starter=tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_reading_creates_nothing(store: Store, tmp_path: Path) -> None:
    for name in TABLES:
        if name != "counts":
            store.read(name)
    assert not (tmp_path / "home").exists()


def test_the_home_is_what_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path))
    assert Store.open().lake.home == tmp_path
    monkeypatch.setenv("DETENTE_HOME", "")
    assert Store.open().lake.home.name == "detente"


def test_every_table_reads_with_its_columns_and_types(store: Store) -> None:
    for name, declared in TABLES.items():
        if name == "counts":
            continue
        frame = store.read(name)
        assert dict(frame.schema) == declared.schema, name
        assert frame.equals(declared.sort(frame)), name


def test_rows_not_yet_known_are_left_out(store: Store) -> None:
    assert store.read("chronicle", as_of=date(2014, 3, 18))["id"].to_list() == ["a-visit"]
    assert store.read("chronicle", as_of=date(2014, 3, 17)).is_empty()
    assert store.read("chronicle").height == 2


def test_an_end_is_hidden_until_it_could_be_known(store: Store) -> None:
    def end(as_of: date) -> tuple[object, object]:
        return store.read("pacts", as_of=as_of, id="old").select("end", "end_known_on").row(0)

    assert end(date(1989, 5, 31)) == (None, None)
    assert end(date(1989, 6, 1)) == (date(1990, 1, 1), date(1989, 6, 1))


def test_an_end_without_a_day_of_knowledge_was_known_when_it_came(store: Store) -> None:
    before, after = (
        store.read("pact_members", as_of=day, state="AAA")["until"].item()
        for day in (date(1989, 12, 31), date(1990, 1, 1))
    )
    assert (before, after) == (None, date(1990, 1, 1))


def test_a_filter_sees_an_end_as_it_was_known(store: Store) -> None:
    assert store.read("pacts", as_of=date(1980, 1, 1), end=None)["id"].to_list() == ["old"]
    assert store.read("pacts", as_of=date(2000, 1, 1), end=None).is_empty()


def test_a_read_held_in_memory_is_neither_shared_nor_stale(store: Store) -> None:
    known = {"as_of": date(2020, 1, 1), "dataset": "demo"}
    first = store.read("attention", **known)
    first.insert_column(0, pl.Series("note", ["mine"] * first.height))
    assert "note" not in store.read("attention", **known).columns
    day = {"period": date(2013, 1, 1), "known_on": date(2013, 12, 31)}
    added = pl.DataFrame([{"dataset": "own", "source": "JPN", "target": "RUS", "share": 1.0, **day}])
    before = store.read("attention", as_of=date(2020, 1, 1)).height
    store.write({"attention": added.select(table("attention").names)}, dataset="own", origin="a test")
    assert store.read("attention", as_of=date(2020, 1, 1)).height == before + 1


def test_a_query_is_checked_though_one_of_an_equal_value_is_held(store: Store) -> None:
    store.read("dispute_rungs", rung=1)
    with pytest.raises(UsageError, match="rung"):
        store.read("dispute_rungs", rung=1.0)


def test_only_the_newest_vintage_then_known_is_read(store: Store) -> None:
    early = store.read("temperatures", as_of=date(2014, 6, 1))
    assert early["known_on"].unique().to_list() == [date(2013, 12, 31)]
    assert early["period"].max() == date(2013, 1, 1)
    late = store.read("temperatures", as_of=date(2014, 12, 31))
    assert late["known_on"].unique().to_list() == [date(2014, 12, 31)]
    assert late.height == 12
    assert store.read("temperatures", as_of=date(2013, 12, 30)).is_empty()


def test_filters_take_a_value_or_several(store: Store) -> None:
    one = store.read("temperatures", source="AAA", score="all", period=date(2014, 1, 1))
    assert one.select("source", "target").rows() == [("AAA", "BBB")]
    assert store.read("temperatures", source=["AAA", "BBB"], score="all").height == 6
    assert store.read("temperatures", source={"CCC"}).is_empty()
    assert store.read("temperatures", source=()).is_empty()
    assert store.read("temperatures", link=None).height == 4
    assert store.read("temperatures", link=[None, 0.5]).height == 12
    assert store.read("pacts", name="Old Pact").height == 1
    assert store.read("temperatures", source=pl.Series(["AAA"]), score="all").height == 3


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("pact", {}, "'pact'"),
        ("pacts", {"state": "JPN"}, "pacts has no column 'state'; it has id, name"),
        ("pacts", {"signed": "1951-09-08"}, "can't be a value of pacts.signed, which is Date"),
        ("pacts", {"id": 3}, "can't be a value of pacts.id, which is String"),
        ("counts", {}, "counts are computed, not stored"),
        ("pacts", {"as_of": "2014-03-18"}, "'2014-03-18': expected a datetime.date"),
    ],
)
def test_an_invalid_query_names_what_is_wrong(store: Store, name: str, given: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message.replace(".", r"\.")):
        store.read(name, **given)  # type: ignore[arg-type]


def test_a_moment_counts_as_its_day(store: Store) -> None:
    moment = datetime(2014, 3, 18, 9, 30)  # noqa: DTZ001 - naive on purpose
    assert store.read("chronicle", as_of=moment).height == 1


def test_a_dispute_is_known_since_it_began_unless_the_file_says_otherwise(store: Store) -> None:
    assert store.read("disputes")["known_on"].item() == date(1971, 6, 11)


def test_a_missing_pack_says_what_to_do(tmp_path: Path) -> None:
    store = Store.open(home=tmp_path / "home", starter=tmp_path / "starter")
    with pytest.raises(StoreError, match=r"the starter pack is missing.*pip install") as caught:
        store.read("temperatures")
    assert caught.value.exit_code == 3
    with pytest.raises(StoreError, match=r"the facts are not whole.*pacts\.csv"):
        store.read("pacts")


def test_a_damaged_pack_is_not_believed(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "starter" / "temperatures.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="is damaged"):
        store.read("temperatures")
    path.unlink()
    with pytest.raises(StoreError, match="is missing"):
        store.read("temperatures")


@pytest.mark.parametrize("manifest", ["", "{", "[]", "{}", '{"schema_version": 99}'])
def test_a_manifest_that_is_none_is_a_store_error(store: Store, tmp_path: Path, manifest: str) -> None:
    (tmp_path / "starter" / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(StoreError, match="pip install"):
        Store.open(home=tmp_path / "home", starter=tmp_path / "starter").read("temperatures")


@pytest.mark.parametrize(
    ("line", "words_found"),
    [
        ("short,row", r"chronicle\.csv, line 4: 2 cells, where the header has 15"),
        (
            "c,20140318,day,,2014-03-18,visit,neutral,words,AAA,,Text,Doc,un,,no",
            r"chronicle\.csv, line 4: date is '20140318', and must be a day written YYYY-MM-DD",
        ),
        ("c,2014-03-18,day,,2014-03-18,visit,warm,words,AAA,,Text,Doc,un,,no", "column tone is 'warm' in row 2"),
        ("a-visit,2014-03-18,day,,2014-03-18,visit,neutral,words,AAA,,Text,Doc,un,,no", "2 rows"),
        ("c,2014-03-18,day,,2014-03-18,visit,neutral,words,Japan,,Text,Doc,un,,no", "column actors is 'Japan'"),
        ("c,2014-03-18,day,,,visit,neutral,words,AAA,,Text,Doc,un,,no", "known_on is None in row 2"),
    ],
)
def test_facts_are_read_strictly(store: Store, tmp_path: Path, line: str, words_found: str) -> None:
    with (tmp_path / "facts" / "chronicle.csv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(TableError, match=words_found):
        store.read("chronicle")


def test_facts_that_are_not_text_are_a_store_error(store: Store, tmp_path: Path) -> None:
    (tmp_path / "facts" / "pacts.csv").write_bytes(b"id,\xff\n")
    with pytest.raises(StoreError, match="can't be read"):
        store.read("pacts")


def test_the_pack_is_written_the_same_from_rows_in_any_order(tmp_path: Path) -> None:
    first = write_pack(tmp_path / "one")
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=7) for name, frame in frames().items()}
    write_starter(tmp_path / "two", shuffled, {"sources": SOURCES}, level=3)
    for path in first.iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_the_manifest_tells_rows_spans_and_vintages(store: Store) -> None:
    entry = json.loads((store.pack.folder / "manifest.json").read_text(encoding="utf-8"))["tables"]["temperatures"]
    assert entry["rows"] == 20
    assert entry["spans"] == [{"dataset": "made-up", "rows": 20, "first": "2012-01-01", "last": "2014-01-01"}]
    assert len(entry["vintages"]) == 4


def test_a_source_without_its_entries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="lacks citation, covers, licence, origin, title"):
        write_starter(tmp_path, {}, {"sources": [{"id": "x"}]})


def test_vintages_are_listed_without_reading_rows(store: Store) -> None:
    listed = store.vintages("temperatures")
    expected = temperatures().select("dataset", "score", "freq", "known_on").unique().sort(pl.all())
    assert listed.equals(expected)
    assert store.vintages("temperatures", date(2014, 1, 1)).height == 2
    with pytest.raises(UsageError, match="these have: temperatures, trait_parameters"):
        store.vintages("pacts")


def test_contents_tell_what_is_there(store: Store) -> None:
    rows = {(r["table"], r["place"]): r for r in store.contents().iter_rows(named=True)}
    assert rows["temperatures", "starter"]["rows"] == 20
    assert rows["chronicle", "facts"]["last"] == date(2014, 3, 19)
    assert store.contents(date(2014, 3, 18)).filter(table="chronicle")["rows"].item() == 1
    assert store.contents(date(2014, 3, 18)).filter(table="temperatures")["rows"].item() == 8
    assert store.datasets() == ("made-up",)


def test_nothing_is_covered_beyond_the_day_of_the_query(store: Store) -> None:
    assert store.coverage(date(2014, 3, 18))["until"].item() == date(2013, 12, 31)  # the last year that was over
    assert store.coverage()["until"].item() == date(2014, 12, 31)
    assert store.coverage(date(2012, 12, 31)).is_empty()


def test_sources_are_reported_by_table_and_dataset(store: Store) -> None:
    assert [s.id for s in store.sources()] == ["starter-temperature", "facts"]
    assert [s.id for s in store.sources("temperatures")] == ["starter-temperature"]
    assert [s.id for s in store.sources("chronicle", "made-up")] == ["facts"]
    assert store.sources("temperatures")[0].as_dict()["licence"] == "Apache-2.0"


def test_the_facts_that_ship_fit_their_tables() -> None:
    store = Store.open()
    for name in ("pacts", "pact_members", "disputes", "dispute_rungs", "sanctions", "chronicle"):
        assert store.read(name, as_of=today() + timedelta(days=1)).height > 0
        assert table(name).validate(store.read(name)).height > 0
