from __future__ import annotations

from datetime import date
from hashlib import blake2b

import polars as pl
import pytest

from detente.sources.events.cameo import plover_of_cameo
from detente.sources.events.keys import key_of
from detente.sources.readers import lines as lines_module
from detente.sources.readers.line_format import LineFormat, Piece, pieces_of
from detente.sources.readers.lines import ParsedLines, read_lines
from detente.sources.readers.quoted_csv import read_quoted, split_cells

LAYOUT = LineFormat({"id": 0, "n": 2, "x": 1}, (3,), {"n": pl.Int64(), "x": pl.Float64()})


def read(data: bytes, layout: LineFormat = LAYOUT) -> ParsedLines:
    rows = read_lines([Piece(0, 1, data)], layout)
    assert rows.rows_in[0] == rows.frame.height + rows.rejects.height
    return rows


def test_cells_become_typed_columns() -> None:
    assert read(b"a\t1.5\t1\nb\t\t\n").frame.rows() == [(0, 1, "a", 1, 1.5), (0, 2, "b", None, None)]


@pytest.mark.parametrize(
    ("line", "column", "value", "reason"),
    [
        (b"a\t1", None, "a\t1", "the row has 2 cells, fewer than 3"),
        (b"a\t1\t2\t3", None, "a\t1\t2\t3", "the row has 4 cells, more than 3"),
        (b"a\xff\t1\t2", None, "a\ufffd\t1\t2", "the row is not valid UTF-8"),
        (b"a\x00\t1\t2", None, "a\x00\t1\t2", "the row contains a NUL byte"),
        (b"a\t1\tmany", "n", "many", "is not a whole number"),
        (b"a\t1\t1.5", "n", "1.5", "is not a whole number"),
        (b"a\t1\t99999999999999999999", "n", "99999999999999999999", "is not a whole number"),
        (b"a\t1\t1_0", "n", "1_0", "is not a whole number"),
        (b"a\twarm\t1", "x", "warm", "is not a number"),
    ],
)
def test_a_bad_line_is_rejected_and_its_neighbours_are_kept(
    line: bytes, column: str | None, value: str, reason: str
) -> None:
    rows = read(b"first\t1\t2\n" + line + b"\nlast\t1\t2\n")
    assert rows.frame["id"].to_list() == ["first", "last"]
    assert rows.frame["line"].to_list() == [1, 3]
    assert rows.rejects.row(0) == (0, 2, column, value, reason)


def test_what_is_untidy_is_tidied() -> None:
    data = b"\xef\xbb\xbf a \t 1 \t+5\r\n\n\r\nb\r\t2\t 3\nc\t3\t4\t\t \n"
    assert read(data).frame.select("line", "id", "n", "x").rows() == [
        (1, "a", 5, 1.0),
        (4, "b", 3, 2.0),
        (5, "c", 4, 3.0),
    ]


def test_more_than_255_cells_are_counted() -> None:
    wide = b"\t" * (256 + 2)
    rows = read(b"a\t1\t2\nb" + wide + b"x\nc\t1\t2\n")
    assert rows.frame["id"].to_list() == ["a", "c"]
    assert "259 cells" in rows.rejects["reason"][0]


def test_lines_of_two_widths_keep_their_order() -> None:
    layout = LineFormat({"id": 0, "last": 2}, (2, 3), {})
    assert read(b"a\t1\t2\nb\t1\nc\t1\t3\n", layout).frame.select("id", "last").rows() == [
        ("a", "2"),
        ("b", None),
        ("c", "3"),
    ]


def test_several_units_keep_their_own_line_numbers() -> None:
    rows = read_lines([Piece(4, 1, b"a\t1\t2\nb\t1\n"), Piece(9, 7, b"\nc\t1\t2\n")], LAYOUT)
    assert rows.frame.select("unit", "line").rows() == [(4, 1), (9, 8)]
    assert rows.rejects.select("unit", "line").rows() == [(4, 2)]
    assert rows.rows_in == {4: 2, 9: 1}


def test_where_polars_makes_other_rows_the_cells_are_cut_here(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"a\t1.5\t1\nb\t\t\nc\tx\t2\nd\t1\t \n"
    fast = read(data)

    def fails(*_: object, **__: object) -> pl.DataFrame:
        raise pl.exceptions.ComputeError("no")

    monkeypatch.setattr(lines_module.pl, "read_csv", fails)
    slow = read(data)
    assert slow.frame.equals(fast.frame)
    assert slow.rejects.equals(fast.rejects)


def test_an_endless_line_is_one_reject() -> None:
    blocks = iter([b"a\t1\t2\n" + b"x" * 900_000, b"y" * 900_000, b"z" * 900_000, b"\nb\t1\t2\n"])
    rows = [read_lines([piece], LAYOUT) for piece in pieces_of(0, blocks)]
    assert [row for part in rows for row in part.frame["id"]] == ["a", "b"]
    assert sum(part.rejects.height for part in rows) == 1


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks() -> None:
    layout = LineFormat({"a": 0, "b": 1}, (2,), {}, ",")
    pieces = [Piece(0, 2, b'1,x\n2,"y, ""y""\n'), Piece(0, 4, b'z"\n3,"w"\n4,"torn"x\n5,"open\n')]
    parts = list(read_quoted(pieces, layout))
    rows = pl.concat(part.frame for part in parts)
    assert rows.select("line", "a", "b").rows() == [(2, "1", "x"), (3, "2", 'y, "y"\nz'), (5, "3", "w")]
    rejects = pl.concat(part.rejects for part in parts).select("line", "reason").rows()
    assert rejects == [
        (6, "the row has a quoted cell with text outside the quotes"),
        (7, "a quote is not closed"),
    ]
    assert sum(part.rows_in[0] for part in parts) == 5


def test_cells_are_split() -> None:
    assert split_cells('"a";b;""', ";") == ["a", "b", ""]
    assert split_cells('"a', ";") is None


def test_the_key_tells_days_actors_and_codes_apart() -> None:
    rows = pl.DataFrame(
        {
            "day": [date(2014, 3, 18)] * 5 + [date(2014, 3, 19), date(1960, 1, 1)],
            "s": ["RUS", "RUS", "UKR", None, "RUS", "RUS", "RUS"],
            "t": ["UKR", "UKR", "RUS", "UKR", "UKR", "UKR", "UKR"],
            "c": ["190", "190", "190", "190", "191", "190", "190"],
        }
    )
    keys = key_of(rows["day"], rows["s"], rows["t"], rows["c"])
    assert keys[0] == keys[1]
    assert keys.n_unique() == 6
    assert keys.to_list() == [by_the_formula(*row) for row in rows.rows()]


def by_the_formula(day: date, *texts: str | None) -> int:
    """Return the key as the module's docstring defines it, one number at a time."""

    def mixed(word: int) -> int:
        word = (word + 0x9E3779B97F4A7C15) % 2**64
        word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        word = (word ^ word >> 27) * 0x94D049BB133111EB % 2**64
        return word ^ word >> 31

    word = mixed((day - date(1970, 1, 1)).days % 2**64)
    for text in texts:
        word = mixed(word ^ int.from_bytes(blake2b((text or "").encode(), digest_size=8).digest(), "little"))
    return word - 2**64 if word >= 2**63 else word


def test_cameo_codes_have_the_types_of_the_published_crosswalk() -> None:
    types = {"030": "AGREE", "0813": "RETREAT", "081": "CONCEDE", "163": "COERCE", "162": "SANCTION", "175": "ASSAULT"}
    types |= {"1712": "ASSAULT", "171": "COERCE", "191": "COERCE", "190": "ASSAULT", "20": "ASSAULT", "094": "ACCUSE"}
    assert {code: plover_of_cameo(code) for code in types} == types
    assert [plover_of_cameo(code) for code in ("010", "0231", "---", "X", "21", "")] == [None] * 6
