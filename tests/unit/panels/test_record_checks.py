"""Own records in panels: what does not fit is an error that names the rows, and missing is never zero."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import polars as pl
import pytest

from detente import panels
from detente.errors import TableError, UsageError
from detente.panels import Coverage, Panel, TieColumn, universe

YEAR = date(2013, 1, 1)
COVERS = Coverage("mine", date(2012, 1, 1), date(2014, 12, 31))
AMONG = ["JPN", "RUS", "KOR"]


class Case(NamedTuple):
    """How an addition is called, and a row that it takes."""

    call: Callable[[Panel, pl.DataFrame], Panel]
    row: dict[str, Any]
    codes: tuple[str, ...] = ("source", "target")
    kinds: tuple[str, ...] = ("states", "dyads", "directed-dyads")


FLOW = {"source": "JPN", "target": "RUS", "period": YEAR, "value": 1.5}
TIE = {"dataset": "mine", "kind": "defence", "source": "JPN", "target": "RUS", "directed": True}
TIE |= {"start": YEAR, "end": date(2014, 6, 30), "level": 2.0}
MID = {"dataset": "mine", "dispute": 7, "source": "JPN", "target": "RUS", "period": YEAR, "onset": True}
CONFLICT = {"dataset": "mine", "conflict": 7, "state": "JPN", "period": YEAR, "side": "a", "secondary": False}
MEASURES = {"tied": TieColumn(("defence",), "any", "Tied"), "most": TieColumn(("defence",), "most", "Greatest level")}


def of_ties(function: Callable[..., Panel], kind: str) -> Case:
    return Case(
        lambda panel, frame, **more: function(panel, frame, dataset="mine", covers=COVERS, **more), TIE | {"kind": kind}
    )


CASES: dict[str, Case] = {
    "add_attributes": Case(
        lambda panel, frame, **more: panels.add_attributes(panel, frame, dataset="mine", covers=COVERS, **more),
        {"dataset": "mine", "name": "arms", "state": "JPN", "period": YEAR, "value": 1.5},
        ("state",),
    ),
    "add_conflicts": Case(
        lambda panel, frame, **more: panels.add_conflicts(panel, frame, dataset="mine", covers=COVERS, **more),
        CONFLICT | {"type": "intrastate", "intensity": 1},
        ("state",),
    ),
    "add_flows": Case(
        lambda panel, frame, **more: panels.add_flows(
            panel, frame, name="x", dataset="mine", covers=COVERS, zero=True, **more
        ),
        FLOW,
    ),
    "add_shared": Case(
        lambda panel, frame, **more: panels.add_shared(
            panel, frame, name="x", dataset="mine", covers=COVERS, zero=True, **more
        ),
        FLOW,
        kinds=("dyads", "directed-dyads"),
    ),
    "add_mids": Case(
        lambda panel, frame, **more: panels.add_mids(panel, frame, dataset="mine", covers=COVERS, **more), MID
    ),
    "add_ties": Case(
        lambda panel, frame, **more: panels.add_ties(panel, frame, MEASURES, dataset="mine", covers=COVERS, **more), TIE
    ),
    "add_pacts": of_ties(panels.add_pacts, "defence"),
    "add_contiguity": of_ties(panels.add_contiguity, "contiguity"),
    "add_rivalry": of_ties(panels.add_rivalry, "rivalry"),
    "add_claims": of_ties(panels.add_claims, "claim"),
}
EACH = pytest.mark.parametrize("name", sorted(CASES))


def framed(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), infer_schema_length=None)


def added(name: str, frame: pl.DataFrame, kind: str = "directed-dyads", **more: Any) -> Panel:
    return CASES[name].call(universe(kind, since=2012, until=2014, among=AMONG), frame, **more)  # type: ignore[arg-type]


def refused(name: str, frame: pl.DataFrame, *result: str, rows: list[int] | None = None) -> TableError:
    """Return the error, whose message has some words and which has the rows at fault."""
    with pytest.raises(TableError) as caught:
        added(name, frame)
    for words in result:
        assert words in caught.value.message
    if rows is not None:
        assert caught.value.rows is not None
        assert caught.value.rows["row"].to_list() == rows
    return caught.value


def test_every_addition_that_takes_records_is_tried() -> None:
    takes = {
        name
        for name in panels.__all__
        if name.startswith("add_")
        and any(
            "DataFrame" in str(one.annotation) for one in inspect.signature(getattr(panels, name)).parameters.values()
        )
    }
    assert takes == set(CASES)


@EACH
def test_a_row_that_fits_is_taken(name: str) -> None:
    for kind in CASES[name].kinds:
        plain = added(name, framed(CASES[name].row), kind)
        assert plain.added, kind
        assert any(one.cells.drop_nulls().cast(pl.Float64).sum() > 0 for one in plain.added.values()), kind


@EACH
def test_lower_case_is_refused_with_what_was_meant(name: str) -> None:
    row = CASES[name].row
    for column in CASES[name].codes:
        error = refused(name, framed(row, row | {column: "kor"}), column, "'kor'", "KOR", "row 1", rows=[1])
        assert error.value == "kor"


@EACH
def test_codes_of_another_scheme_are_refused_or_read_where_it_is_named(name: str) -> None:
    row = CASES[name].row
    numbers = dict(zip(("JPN", "RUS"), (740, 365), strict=True))
    numbered = framed(row | {column: numbers[row[column]] for column in CASES[name].codes})
    refused(name, numbered, "scheme='cow'")
    refused(name, numbered.with_columns(pl.col(CASES[name].codes[0]).cast(pl.String)), "740", "scheme=")
    read = added(name, numbered, scheme="cow")
    assert read.frame().equals(added(name, framed(row)).frame())
    with pytest.raises(TableError, match="999"):
        added(name, numbered.with_columns(pl.lit(999).alias(CASES[name].codes[0])), scheme="cow")


@EACH
def test_a_code_of_a_state_that_did_not_exist_is_an_error(name: str) -> None:
    row = CASES[name].row
    for code, result in (("SUN", "scheme="), ("BRD", "not a state then")):
        refused(name, framed(row, row | {CASES[name].codes[0]: code}), repr(code), result, rows=[1])


@EACH
def test_a_key_occurs_once(name: str) -> None:
    row = CASES[name].row
    other = {"value": 9.0} if "value" in row else {}
    refused(name, framed(row, row | other), "several rows", rows=[0, 1])


@EACH
def test_a_missing_code_or_day_is_refused(name: str) -> None:
    row = CASES[name].row
    for column in (*CASES[name].codes, "period" if "period" in row else "start"):
        refused(name, framed(row, row | {column: None}), column, "row 1", "may not be missing", rows=[1])
        with pytest.raises(TableError, match=column):
            added(name, framed(row).drop(column))


@EACH
def test_another_dataset_is_named(name: str) -> None:
    if "dataset" in CASES[name].row:
        refused(name, framed(CASES[name].row | {"dataset": "Mine"}), "'mine'", "Mine")


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "period" in case.row])
def test_a_period_begins_on_its_first_day(name: str) -> None:
    refused(name, framed(CASES[name].row | {"period": date(2013, 5, 6)}), "2013-05-06", "first day of a year", rows=[0])


@pytest.mark.parametrize("bad", [None, float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_missing_stays_missing(bad: float | None) -> None:
    third = FLOW | {"target": "KOR", "value": bad}
    frame = framed(FLOW, third)
    pairs = added("add_flows", frame)
    found = {
        row[:2]: row[2:] for row in pairs.frame().filter(year=2013).select("source", "target", "x", "x_back").rows()
    }
    assert found["JPN", "RUS"] == (1.5, 0.0)
    assert found["JPN", "KOR"] == (None, 0.0)
    assert found["KOR", "JPN"] == (0.0, None)
    assert found["RUS", "KOR"] == (0.0, 0.0)
    whys = pairs.frame().select("year", "source", "target").with_columns(pairs.reasons(["x"])["x_why"])
    assert whys.filter(year=2013, source="JPN", target="KOR")["x_why"].item() == "missing in the source"
    states = added("add_flows", frame, "states").frame().filter(year=2013)
    assert dict(states.select("state", "x_out").rows()) == {"JPN": None, "KOR": 0.0, "RUS": 0.0}
    assert dict(states.select("state", "x_in").rows()) == {"JPN": 0.0, "KOR": None, "RUS": 1.5}
    shared = added("add_shared", frame, "dyads").frame().filter(year=2013)
    assert {row[:2]: row[2] for row in shared.select("a", "b", "x").rows()} == {
        ("JPN", "KOR"): None,
        ("JPN", "RUS"): 1.5,
        ("KOR", "RUS"): 0.0,
    }
    row = CASES["add_attributes"].row
    attributes = added("add_attributes", framed(row, row | {"state": "RUS", "value": bad}), "states")
    assert attributes.frame().filter(year=2013).select("state", "arms").rows() == [
        ("JPN", 1.5),
        ("KOR", None),
        ("RUS", None),
    ]


def test_the_two_orders_of_a_pair_agree() -> None:
    turned = FLOW | {"source": "RUS", "target": "JPN"}
    assert added("add_shared", framed(FLOW, turned), "dyads").frame()["x"].max() == 1.5
    refused("add_shared", framed(FLOW, turned | {"value": 2.5}), "different values in its two orders", rows=[0, 1])
    both = (
        added("add_flows", framed(FLOW, turned | {"value": 2.5})).frame().filter(year=2013, source="JPN", target="RUS")
    )
    assert both.select("x", "x_back").rows() == [(1.5, 2.5)]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "start" in case.row])
def test_ties_end_after_they_begin_and_are_of_a_known_kind(name: str) -> None:
    row = CASES[name].row
    refused(name, framed(row, row | {"id": "2", "end": date(2012, 1, 1)}), "2012-01-01", "before the start", rows=[1])
    refused(name, framed(row | {"kind": "defense"}), "'defense'", "defence", rows=[0])
    alike = row | {"directed": False}
    turned = alike | {"source": "RUS", "target": "JPN"}
    refused(name, framed(alike, turned), "several rows", rows=[0, 1])


def test_a_measure_is_of_a_known_kind_of_tie() -> None:
    with pytest.raises(UsageError, match="'defense'"):
        panels.add_ties(
            universe("dyads", since=2013, until=2013, among=AMONG), framed(TIE),
            {"x": TieColumn(("defense",), "any", "X")}, dataset="mine", covers=COVERS,
        )  # fmt: skip
    with pytest.raises(UsageError, match="'mean'"):
        panels.add_ties(
            universe("dyads", since=2013, until=2013, among=AMONG), framed(TIE),
            {"x": TieColumn(("defence",), "mean", "X")}, dataset="mine", covers=COVERS,  # type: ignore[arg-type]
        )  # fmt: skip


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if len(case.codes) > 1])
def test_a_pair_is_two_states(name: str) -> None:
    row = CASES[name].row
    itself = framed(row, row | {"target": row["source"]})
    refused(name, itself, row["source"], "must differ", rows=None if name == "add_mids" else [1])


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(UsageError, match="cinc: expected arms"):
        added("add_attributes", framed(CASES["add_attributes"].row), names=["cinc"])


def test_a_level_that_is_missing_is_not_zero() -> None:
    found = added("add_ties", framed(TIE | {"level": None}), "dyads")
    row = found.frame().filter(year=2013, a="JPN", b="RUS")
    assert row.select("tied", "most").rows() == [(1, None)]
    assert "missing in the source" in set(found.reasons(["most"])["most_why"])


def test_a_scheme_is_read_at_each_rows_date() -> None:
    """ISO's DEU is West Germany until 1990, and Germany after it."""
    rows = [
        {"source": "DEU", "target": "JPN", "period": date(year, 1, 1), "value": float(year)} for year in (1985, 1995)
    ]
    panel = universe("directed-dyads", since=1985, until=1995, among=["BRD", "DEU", "JPN"])
    found = panels.add_flows(panel, framed(*rows), name="x", dataset="mine", scheme="iso3").frame()
    assert found.drop_nulls("x").select("source", "year", "x").rows() == [("BRD", 1985, 1985.0), ("DEU", 1995, 1995.0)]


def test_many_rows_at_fault_are_counted() -> None:
    frame = framed(*(FLOW | {"source": "jpn", "period": date(year, 1, 1)} for year in range(2000, 2012)))
    error = refused("add_flows", frame, "and 7 more", rows=list(range(12)))
    assert error.exit_code == 3


def test_a_period_in_which_nobody_has_a_row_is_not_covered() -> None:
    rows = [FLOW | {"period": date(year, 1, 1)} for year in (2011, 2013)]
    panel = universe("directed-dyads", since=2010, until=2014, among=["JPN", "RUS", "USA"])
    found = panels.add_flows(panel, framed(*rows), name="x", dataset="mine", zero=True)
    known = found.frame().filter(source="JPN", target="USA")["x"].to_list()
    assert known == [None, 0.0, None, 0.0, None]
    (column,) = (one for one in found.columns if one.name == "x")
    assert column.gaps == ((date(2012, 1, 1), date(2012, 12, 31)),)


def test_a_quarter_in_which_nobody_has_a_row_is_not_covered() -> None:
    rows = [FLOW | {"period": date(2013, month, 1), "freq": "quarter"} for month in (1, 7)]
    panel = universe("directed-dyads", since=2013, until=2013, freq="quarter", among=["JPN", "RUS", "USA"])
    found = panels.add_flows(panel, framed(*rows), name="x", dataset="mine", zero=True).frame()
    assert found.filter(source="JPN", target="USA")["x"].to_list() == [0.0, None, 0.0, None]


def test_a_year_in_which_no_tie_holds_is_not_covered() -> None:
    rows = [TIE | {"start": date(year, 3, 1), "end": date(year, 9, 1)} for year in (2011, 2013)]
    panel = universe("directed-dyads", since=2010, until=2014, among=["JPN", "RUS", "USA"])
    found = panels.add_ties(panel, framed(*rows), MEASURES, dataset="mine").frame()
    assert found.filter(source="JPN", target="USA")["tied"].to_list() == [None, 0, None, 0, None]
