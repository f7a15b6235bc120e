"""Any table of events into the lake, by a mapping file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from bulk_sample import LATER, events, reasons, take, write
from detente.errors import UsageError
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dataset =", "is no TOML"),
        ('dataset = "m"', "it needs date, source, target and one of cameo, quad, plover"),
        ('dataset = "m"\n[columns]\ndate = "d"', "lacks source and target and one of cameo"),
        (MAPPING.replace('"mine"', '"My Events"'), "dataset is 'My Events', and must be a name of small"),
        (MAPPING.replace('"mine"', "5"), "dataset is 5, and must be a name of small letters"),
        (MAPPING.replace('"mine"', '"gdelt2"'), "dataset is 'gdelt2', which is a provider's own; choose another name"),
        (MAPPING.replace('day = "%d.%m.%Y"', 'day = "%Q"'), "day is '%Q', which tells no year, month and day; write"),
        (MAPPING.replace('day = "%d.%m.%Y"', 'day = "%m.%Y"'), "day is '%m.%Y', which tells no year, month and day"),
        (MAPPING.replace('day = "%d.%m.%Y"', "day = 5"), "day is 5, which tells no year, month and day"),
        (MAPPING.replace("Tag", "Tag").replace('reports = "Zahl"', 'sauce = "Zahl"'), "has sauce; allowed are"),
        (MAPPING.replace('"iso3"', '"morse"'), "scheme is 'morse', and must be one of"),
        (MAPPING.replace('"material_conflict"', '"war"'), "names war; the classes are"),
        (MAPPING.replace("day =", "days ="), "has days; allowed are"),
        ('delimiter = "|"\n' + MAPPING, "delimiter is '|', and must be a tab, a comma or a semicolon"),
    ],
)
def test_a_mapping_that_can_not_be_used_is_told_why(store: Store, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        take(store, tmp_path, mapping=write(tmp_path / "mine.toml", text))
    assert said in str(caught.value)
