"""Any table of events into the lake, by a mapping file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from bulk_sample import DAY, LATER, events, reasons, take, write
from detente.catalog import QUADS
from detente.errors import UsageError
from detente.ingestion import inputs
from detente.ingestion.maintenance import verify
from detente.sources.readers.archives import digest_of
from detente.store import Store
from store_sample import open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


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
    monkeypatch.setattr("detente.sources.events.mapped_tables.ROWS", 2)
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
    message = 'dataset="p"\nscheme="code"\n[columns]\ndate="when"\nsource="a"\ntarget="b"\ncameo="code"\nreports="n"\n'
    mapping = write(tmp_path / "mine.toml", message)
    take(store, tmp_path / "mine.parquet", mapping=mapping)
    assert events(store).select("date", "source", "cameo", "reports").rows() == [
        (date(2014, 3, 18), "JPN", "042", 1),
        (date(2014, 3, 19), "CHN", "190", 2),
    ]
    assert reasons(store) == [(3, "when", None, "is missing")]
    assert "map them with --map FILE" in take(store, tmp_path / "mine.parquet").failures[0][1]


@pytest.mark.parametrize("quotes", ["true", "false"])
def test_one_column_may_be_read_as_two(store: Store, tmp_path: Path, quotes: str) -> None:
    text = MAPPING.replace("[columns]", f'quotes = {quotes}\n[columns]\nsource_actor = "von"\ntarget_actor = "nach"', 1)
    mapping = write(tmp_path / "mine.toml", text)
    write(tmp_path / "data.csv", "Tag;von;nach;Klasse;Zahl;Was", "18.03.2014;RUS;UKR;4;3;text")
    assert take(store, tmp_path / "data.csv", mapping=mapping).rows_ok == 1
    kept = events(store).select("source", "source_actor", "target", "target_actor").rows()
    assert kept == [("RUS", "RUS", "UKR", "UKR")]


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


ROW = "18.03.2014;RUS;UKR;4;3;text"
HEADER = "Tag;von;nach;Klasse;Zahl;Was"


def test_reasons_give_the_values_that_the_mapping_allows(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "mine.csv", HEADER, ROW.replace(";4;", ";9;"), ROW.replace("18.03.2014", "2014-03-18"))
    take(store, path, mapping=write(tmp_path / "mine.toml", MAPPING))
    assert reasons(store) == [
        (2, "Klasse", "9", "is not one of 1, 4"),
        (3, "Tag", "2014-03-18", "is not a date written as 18.03.2014, as the mapping sets: day = '%d.%m.%Y'"),
    ]
    take(store, path, mapping=write(tmp_path / "mine.toml", MAPPING[: MAPPING.index("[quad]")]), day=LATER)
    assert (2, "Klasse", "9", f"is not one of {', '.join(QUADS)}") in reasons(store)


def test_a_mapping_without_day_names_the_formats_of_dates(store: Store, tmp_path: Path) -> None:
    mapping = write(tmp_path / "mine.toml", MAPPING.replace('day = "%d.%m.%Y"', ""))
    take(store, write(tmp_path / "mine.csv", HEADER, ROW), mapping=mapping)
    assert "2014-03-18, 3/18/2014, 2014/03/18 or 18-Mar-2014" in reasons(store)[0][3]


def test_a_corrected_mapping_makes_a_new_version(store: Store, tmp_path: Path) -> None:
    mapping, path = tmp_path / "mine.toml", write(tmp_path / "mine.csv", HEADER, ROW)
    take(store, path, mapping=write(mapping, MAPPING))
    before = events(store, DAY)
    write(mapping, MAPPING.replace('4 = "material_conflict"', '4 = "verbal_conflict"'))
    done = take(store, path, mapping=mapping, day=LATER)
    assert (done.units, done.already, done.replaced) == (1, 0, 1)
    assert events(store, DAY).equals(before)
    assert events(store, LATER).select("quad", "known_on").rows() == [("verbal_conflict", LATER)]
    assert not verify(store).faults
    assert take(store, path, mapping=mapping, day=LATER).already == 1
    back = take(store, path, mapping=write(mapping, MAPPING), day=LATER + timedelta(days=1))
    assert back.replaced == 1
    assert [events(store, LATER + timedelta(days=n))["quad"].to_list() for n in (0, 1)] == [
        ["verbal_conflict"],
        ["material_conflict"],
    ]


def test_a_mapping_that_means_the_same_changes_nothing(store: Store, tmp_path: Path) -> None:
    mapping, path = tmp_path / "mine.toml", write(tmp_path / "mine.csv", HEADER, ROW)
    take(store, path, mapping=write(mapping, MAPPING))
    columns = MAPPING[MAPPING.index("[columns]") : MAPPING.index("[quad]")]
    turned = "[columns]\n" + "\n".join(reversed(columns.splitlines()[1:])) + "\n"
    same = "quotes = true  # as it is anyhow\n" + MAPPING.replace(columns, turned) + '[about]\ntitle = "Mine"\n'
    assert take(store, path, mapping=write(mapping, same), day=LATER).already == 1
    assert store.batches().height == 1


def test_a_version_without_rows_is_superseded(store: Store, tmp_path: Path) -> None:
    mapping, path = tmp_path / "mine.toml", write(tmp_path / "mine.csv", HEADER, ROW)
    other = write(tmp_path / "other.csv", HEADER, ROW, "soon;RUS;UKR;4;3;text")
    done = take(store, path, other, mapping=write(mapping, MAPPING.replace("%d.%m.%Y", "%Y-%m-%d")))
    assert (done.rows_ok, store.rejects().height) == (0, 3)
    done = take(store, path, other, mapping=write(mapping, MAPPING), day=LATER)
    assert (done.units, done.rows_ok, store.batches().height) == (2, 2, 2)
    assert events(store, date(2014, 3, 18)).height == 2  # known since then, as if the mapping had been right at once
    assert reasons(store) == [(3, "Tag", "soon", reasons(store)[0][3])]
    assert not verify(store).faults


def test_a_reading_without_rows_does_not_take_the_place_of_one_with_rows(store: Store, tmp_path: Path) -> None:
    mapping, path = tmp_path / "mine.toml", write(tmp_path / "mine.csv", HEADER, ROW)
    take(store, path, mapping=write(mapping, MAPPING))
    done = take(store, path, mapping=write(mapping, MAPPING.replace("%d.%m.%Y", "%Y-%m-%d")), day=LATER)
    assert (done.units, [name for name, _ in done.failures]) == (0, [path])
    assert "18.03.2014" in done.failures[0][1]  # the first reject says what is wrong
    assert [events(store, day).height for day in (DAY, LATER)] == [1, 1]
    assert store.batches().height == 1
    assert take(store, path, mapping=write(mapping, MAPPING), day=LATER).already == 1
    assert not verify(store).faults


def test_a_mapped_file_of_a_store_written_before_is_read_again_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping, path = write(tmp_path / "mine.toml", MAPPING), write(tmp_path / "mine.csv", HEADER, ROW)
    with monkeypatch.context() as patched:  # digests told nothing of the mapping
        patched.setattr(inputs, "digest_of_input", lambda file: digest_of(file.member.path))
        take(store, path, mapping=mapping)
    assert take(store, path, mapping=mapping, day=LATER).replaced == 1
    assert take(store, path, mapping=mapping, day=LATER).already == 1
    assert [events(store, day).height for day in (DAY, LATER)] == [1, 1]
    assert not verify(store).faults


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dataset =", "TOML"),
        ('dataset = "m"', "it needs date, source, target and one of cameo, quad, plover"),
        ('dataset = "m"\n[columns]\ndate = "d"', "lacks source and target and one of cameo"),
        (MAPPING.replace('"mine"', '"My Events"'), "dataset is 'My Events'"),
        (MAPPING.replace('"mine"', "5"), "dataset is 5"),
        (MAPPING.replace('day = "%d.%m.%Y"', 'day = "%Q"'), "day is '%Q'"),
        (MAPPING.replace('day = "%d.%m.%Y"', 'day = "%m.%Y"'), "day is '%m.%Y'"),
        (MAPPING.replace('day = "%d.%m.%Y"', "day = 5"), "day is 5,"),
        (MAPPING.replace("Tag", "Tag").replace('reports = "Zahl"', 'sauce = "Zahl"'), "has sauce; allowed are"),
        (MAPPING.replace('"iso3"', '"morse"'), "invalid scheme 'morse'"),
        (MAPPING.replace('"material_conflict"', '"war"'), "names war; the classes are"),
        (MAPPING.replace("day =", "days ="), "has days; allowed are"),
        ('delimiter = "|"\n' + MAPPING, "invalid delimiter '|'"),
    ],
)
def test_a_mapping_that_can_not_be_used_is_refused_with_the_reason(
    store: Store, tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        take(store, tmp_path, mapping=write(tmp_path / "mine.toml", text))
    assert message in str(caught.value)
