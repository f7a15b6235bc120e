from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from detente.catalog import TABLES, Column, Table, quad_of_cameo, table
from detente.errors import TableError, UsageError

DYADS = Table(
    "dyads",
    "For these tests.",
    (
        Column("source", pl.String(), "Source", pattern="^[A-Z]{3}$"),
        Column("target", pl.String(), "Target", pattern="^[A-Z]{3}$"),
        Column("day", pl.Date(), "Day"),
        Column("count", pl.Int32(), "Count"),
        Column("share", pl.Float64(), "Share", nullable=True),
        Column("kind", pl.String(), "Kind", nullable=True, codes=("x", "y")),
    ),
    key=("source", "target", "day"),
    directed=True,
    known_on=None,
)


def frame(**changed: object) -> pl.DataFrame:
    columns: dict[str, object] = {
        "source": ["JPN", "RUS"],
        "target": ["RUS", "JPN"],
        "day": [date(2014, 1, 1)] * 2,
        "count": [1, 2],
        "share": [0.5, None],
        "kind": ["x", None],
    }
    return pl.DataFrame({**columns, **changed})


def test_a_frame_that_fits_comes_back_in_order_and_type() -> None:
    fitted = DYADS.validate(frame().select(reversed(DYADS.names)))
    assert dict(fitted.schema) == DYADS.schema
    assert fitted["count"].to_list() == [1, 2]


def test_an_empty_frame_fits_its_own_table() -> None:
    for declared in TABLES.values():
        assert declared.validate(declared.empty()).columns == list(declared.names)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"count": ["1", "2"]}, ("column count", "String", "Int32")),
        ({"count": [1.0, 2.5]}, ("column count", "2.5", "row 1", "Int32")),
        ({"count": [1, 2**40]}, ("column count", "1099511627776", "row 1", "Int32")),
        ({"count": [None, 2]}, ("column count", "None", "row 0")),
        ({"share": [0.5, float("nan")]}, ("column share", "nan", "row 1", "finite")),
        ({"share": [2**60 + 1, 0]}, ("column share", "1152921504606846977", "row 0", "Float64")),
        ({"kind": ["z", None]}, ("column kind", "'z'", "row 0", "x, y")),
        ({"source": ["Japan", "RUS"]}, ("column source", "'Japan'", "row 0", "[A-Z]{3}")),
        ({"target": ["JPN", "JPN"]}, ("source and target", "'JPN'", "row 0")),
        ({"day": [datetime(2014, 1, 1, 6), None]}, ("column day", "row 0")),  # noqa: DTZ001 - naive on purpose
        ({"day": ["2014-01-01"] * 2}, ("column day", "String", "Date")),
        (
            {"source": ["JPN", "JPN"], "target": ["RUS", "RUS"]},
            ("source=JPN, target=RUS, day=2014-01-01", "2 rows", "row 0"),
        ),
    ],
)
def test_an_invalid_frame_names_column_value_and_row(changed: dict[str, object], named: tuple[str, ...]) -> None:
    with pytest.raises(TableError, match=r"^table dyads: ") as caught:
        DYADS.validate(frame(**changed))
    assert all(part in str(caught.value) for part in named)
    assert caught.value.exit_code == 3


def test_missing_and_extra_columns_are_named() -> None:
    with pytest.raises(TableError, match="count") as caught:
        DYADS.validate(frame().drop("count"))
    assert caught.value.value == ["count"]
    with pytest.raises(TableError, match="more"):
        DYADS.validate(frame(more=[1, 2]))


@pytest.mark.parametrize(
    ("changed", "cast"),
    [
        ({"count": [1.0, 2.0]}, ("count", [1, 2])),
        ({"share": [1, None]}, ("share", [1.0, None])),
        ({"share": pl.Series([0.5, None], dtype=pl.Float32)}, ("share", [0.5, None])),
        ({"kind": [None, None]}, ("kind", [None, None])),
        ({"kind": pl.Series(["x", None], dtype=pl.Categorical)}, ("kind", ["x", None])),
        ({"day": [datetime(2014, 1, 1)] * 2}, ("day", [date(2014, 1, 1)] * 2)),  # noqa: DTZ001
    ],
)
def test_only_lossless_casts_are_made(changed: dict[str, object], cast: tuple[str, list[object]]) -> None:
    name, values = cast
    assert DYADS.validate(frame(**changed))[name].to_list() == values


def test_undirected_pairs_are_in_alphabetical_order() -> None:
    declared = Table(
        "pairs",
        "Pairs.",
        (Column("a", pl.String(), "One"), Column("b", pl.String(), "Other")),
        key=("a", "b"),
        directed=False,
        known_on=None,
    )
    assert declared.validate(pl.DataFrame({"a": ["JPN"], "b": ["RUS"]})).height == 1
    with pytest.raises(TableError, match="column a is 'RUS' in row 0"):
        declared.validate(pl.DataFrame({"a": ["RUS"], "b": ["JPN"]}))


def test_null_is_a_value_in_a_key() -> None:
    declared = Table(
        "named",
        "Named.",
        (Column("name", pl.String(), "Name"), Column("cls", pl.String(), "Class", nullable=True)),
        key=("name", "cls"),
        known_on=None,
    )
    assert declared.validate(pl.DataFrame({"name": ["k", "k"], "cls": [None, "x"]})).height == 2
    with pytest.raises(TableError, match="2 rows"):
        declared.validate(pl.DataFrame({"name": ["k", "k"], "cls": [None, None]}))


def test_a_key_without_a_column_is_an_error() -> None:
    with pytest.raises(ValueError, match="no columns"):
        Table("t", "T.", (Column("x", pl.String(), "X"),), key=("y",), known_on=None)


def test_declarations_follow_the_style() -> None:
    for name, declared in TABLES.items():
        assert declared.name == name
        assert declared.doc.endswith(".")
        assert len(set(declared.names)) == len(declared.names)
        for column in declared.columns:
            assert column.doc, (name, column.name)
            assert not column.doc.endswith("."), (name, column.name)
            assert column.doc[0].isupper(), (name, column.name)
            assert (column.unit is None) or column.dtype.is_numeric(), (name, column.name)
        for column_name in declared.key:
            assert not declared.column(column_name).nullable or column_name in ("cls", "opponent")


def test_unknown_tables_and_columns_name_the_valid_ones() -> None:
    with pytest.raises(UsageError, match=r"'event'.*events, counts"):
        table("event")
    with pytest.raises(TableError, match="has no column 'when'"):
        table("events").column("when")


@pytest.mark.parametrize(
    ("code", "quad"),
    [
        ("01", "verbal_cooperation"),
        ("057", "verbal_cooperation"),
        ("060", "material_cooperation"),
        ("0874", "material_cooperation"),
        ("09", "verbal_conflict"),
        ("138", "verbal_conflict"),
        ("14", "material_conflict"),
        ("204", "material_conflict"),
        ("00", None),
        ("21", None),
        ("43", None),
        ("---", None),
        ("X", None),
        ("1", None),
        ("01234", None),
        ("²0", None),
    ],
)
def test_cameo_roots_fall_into_four_classes(code: str, quad: str | None) -> None:
    assert quad_of_cameo(code) == quad
