"""Files of rows by layout: whatever their form, the same rows come out, and none is lost."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import polars as pl
import pytest

from detente.errors import DataError
from detente.sources.readers.layouts import Layout, days, numbers, read_layout

PRODUCER = Layout("the producer's", {"cow": "ccode", "year": "year"}, {"name": "stateName"})
OTHER = Layout("the package's", {"cow": "cow_code", "year": "yr"})
TEXT = 'StateName,CCODE,year,more\nCôte d\'Ivoire,437,1990,x\n"Two\nlines",2,1991,\n'
ROWS = [(2, "437", "1990", "Côte d'Ivoire"), (3, "2", "1991", "Two\nlines")]


def plain(path: Path) -> None:
    path.write_text(TEXT, encoding="utf-8")


def marked(path: Path) -> None:
    path.write_text(TEXT, encoding="utf-8-sig", newline="\r\n")


def latin(path: Path) -> None:
    path.write_text(TEXT, encoding="cp1252")


def semicolons(path: Path) -> None:
    path.write_text(TEXT.replace(",", ";"), encoding="utf-8")


def tabs(path: Path) -> None:
    path.write_text(TEXT.replace(",", "\t"), encoding="utf-8")


def gzipped(path: Path) -> None:
    path.write_bytes(gzip.compress(TEXT.encode()))


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "What is in here")
        archive.writestr("codes.csv", "code,meaning\n1,one\n")
        archive.writestr("data/states.csv", TEXT)


@pytest.mark.parametrize("write", [plain, marked, latin, semicolons, tabs, gzipped, zipped])
def test_text_is_read_in_whatever_form_it_comes(tmp_path: Path, write: object) -> None:
    path = tmp_path / "states.csv"
    write(path)  # type: ignore[operator]
    found = read_layout(path, [OTHER, PRODUCER])
    assert [(line, cow, year, name.replace("\r", "")) for line, cow, year, name in found.rows.rows()] == ROWS
    assert (found.layout, found.rows_in, found.rejects.height) == ("the producer's", 2, 0)


def test_parquet_keeps_its_types_and_the_first_layout_that_fits_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "states.parquet"
    pl.DataFrame({"yr": [1990], "cow_code": [437], "other": ["x"]}).write_parquet(path)
    found = read_layout(path, [PRODUCER, OTHER])
    assert (found.layout, found.rows.rows()) == ("the package's", [(1, 437, 1990)])


def test_rows_that_are_none_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "states.csv"
    path.write_text('stateName,ccode,year\na,1,1990\nb,2\nc,3,1990,9\n"d"x,4,1990\ne,5,1990\n', encoding="utf-8")
    found = read_layout(path, [PRODUCER])
    assert found.rows.select("line", "cow").rows() == [(2, "1"), (6, "5")]
    assert found.rejects.select("line", "reason").rows() == [
        (3, "has fewer cells than the header"),
        (4, "has more cells than the header"),
        (5, "has a quoted cell with text outside the quotes"),
    ]
    assert found.rows_in == 5


def test_many_rows_are_numbered_through(tmp_path: Path) -> None:
    path = tmp_path / "states.csv"
    lines = [f"n,{n},1990" if n % 1000 else f"n,{n}" for n in range(1, 200_001)]
    path.write_text("stateName,ccode,year\n" + "\n".join(lines) + "\n", encoding="utf-8")
    found = read_layout(path, [PRODUCER])
    assert (found.rows.height, found.rejects.height, found.rows_in) == (199_800, 200, 200_000)
    assert ((found.rows["line"] - 1).cast(pl.String) == found.rows["cow"]).all()
    assert found.rejects["line"].to_list() == list(range(1001, 200_002, 1000))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"a,b\n1,2\n",
            "no column ccode, year; its columns: a, b; required: ccode, year .the producer's.; or cow_code",
        ),
        (b"cow_code,b\n1,2\n", "no column yr; its columns: cow_code, b"),
        (b"", "no column"),
        (b"\0\0\0", "can't be read"),
        (b"PAR1 but no more", "can't be read as Parquet"),
        (b"PK\x03\x04 but no more", "zip archive"),
    ],
)
def test_files_that_are_in_no_layout(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "states.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_layout(path, [PRODUCER, OTHER])
    with pytest.raises(DataError, match="can't be read: it is a folder"):
        read_layout(tmp_path, [PRODUCER])


def test_numbers_are_distinguished_from_other_text() -> None:
    given = ["1", " 2 ", "3.0", "-9", "NA", ".", "", None, "4.5", "1e2", "inf", "x"]
    rows = pl.DataFrame({"line": range(1, 13), "n": given}).cast({"line": pl.Int64})
    kept, rejects = numbers(rows, {"n": pl.Int32()}, missing=[-9])
    assert kept["n"].to_list() == [1, 2, 3, None, None, None, None, None, 100]
    assert rejects.select("line", "value", "reason").rows() == [
        (9, "4.5", "is not a whole number"),
        (11, "inf", "is not a whole number"),
        (12, "x", "is not a whole number"),
    ]
    _, rejects = numbers(rows.head(6), {"n": pl.Float64()}, missing=[-9], needed=["n"])
    assert rejects["line"].to_list() == [4, 5, 6]


def test_numbers_that_are_numbers_already() -> None:
    rows = pl.DataFrame({"line": [1, 2, 3, 4], "n": [1.0, 2.5, None, float("nan")]})
    kept, rejects = numbers(rows, {"n": pl.Int16()})
    assert (kept["n"].to_list(), rejects["line"].to_list()) == ([1, None, None], [2])


def test_days_in_their_usual_forms() -> None:
    given = ["2014-03-27", "20140327", "2014/03/27", "NA", None, "27.3.2014"]
    rows = pl.DataFrame({"line": range(1, 7), "on": given}).cast({"line": pl.Int64})
    kept, rejects = days(rows, "on")
    assert kept["on"].drop_nulls().n_unique() == 1
    assert (kept.height, rejects.rows()) == (5, [(6, "on", "27.3.2014", "is not a date")])
    assert days(rows, "on", needed=True)[1]["line"].to_list() == [6, 4, 5]


def test_a_column_of_decimal_commas_is_refused_and_a_stray_comma_is_a_reject() -> None:
    commas = pl.DataFrame({"line": [1, 2, 3, 4], "n": ["0,5", "1.234", "7", "2,25"]})
    with pytest.raises(DataError, match="0,5"):
        numbers(commas, {"n": pl.Float64()})
    stray = pl.DataFrame({"line": [1, 2, 3], "n": ["0.5", "1,234", "7.1"]})
    kept, rejects = numbers(stray, {"n": pl.Float64()})
    assert (kept["n"].to_list(), rejects["value"].to_list()) == ([0.5, 7.1], ["1,234"])


def test_what_all_rows_of_a_number_say_is_read_once(tmp_path: Path) -> None:
    layout = Layout("votes", {"rcid": "rcid", "ccode": "ccode", "text": "descr"}, per="rcid", once=("text",))
    file = tmp_path / "votes.csv"
    file.write_text('rcid,ccode,descr\n1, 2 ,"A, long"\n1,NA,"A, long"\n2,2,NA\n2\n2,20,\n', encoding="utf-8")
    found = read_layout(file, [layout])
    assert found.rows.select("line", "rcid", pl.col("ccode").cast(pl.String)).rows() == [
        (2, "1", "2"), (3, "1", None), (4, "2", "2"), (6, "2", "20"),
    ]  # fmt: skip
    assert sorted(found.once.rows(), key=str) == [("1", "A, long"), ("2", None)]
    assert (found.rows_in, found.rejects["line"].to_list()) == (5, [5])
    parquet = tmp_path / "votes.parquet"
    pl.DataFrame({"rcid": [1, 1, 2], "ccode": ["2", "20", "2"], "descr": ["A", "A", None]}).write_parquet(parquet)
    found = read_layout(parquet, [layout])
    assert sorted(found.once.rows(), key=str) == [(1, "A"), (2, None)]
    assert found.rows["ccode"].cast(pl.String).to_list() == ["2", "20", "2"]
    kept, rejects = numbers(found.rows, {"ccode": pl.Int32()})
    assert (kept["ccode"].to_list(), rejects.height) == ([2, 20, 2], 0)
