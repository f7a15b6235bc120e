"""Ties out of treaties: the overlap of two memberships, no longer than the treaty."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from detente.errors import TableError
from detente.measures.obligations import in_force, obligations

PACTS = pl.DataFrame(
    {
        "id": ["p", "q"], "name": ["P", "Q"], "kind": ["defence", "consultation"], "document": ["P, 1950", "Q, 1990"],
        "end": [date(1980, 4, 10), None], "end_precision": ["day", None],
    }
)  # fmt: skip


def members(*rows: tuple[str, str, date, date | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["pact", "state", "from", "until"], orient="row", strict=False).with_columns(
        pl.col("until").cast(pl.Date), from_precision=pl.lit("day")
    )


def test_each_two_members_are_bound_while_both_are_in() -> None:
    found = obligations(
        PACTS,
        members(
            ("q", "USA", date(1990, 1, 1), None),
            ("q", "CAN", date(1992, 1, 1), date(1999, 12, 31)),
            ("q", "MEX", date(2000, 1, 1), None),
        ),
    )
    assert found.select("source", "target", "start", "end").rows() == [
        ("CAN", "USA", date(1992, 1, 1), date(1999, 12, 31)),
        ("MEX", "USA", date(2000, 1, 1), None),
    ]


def test_no_tie_outlives_its_treaty() -> None:
    found = obligations(
        PACTS, members(("p", "RUS", date(1950, 2, 14), None), ("p", "CHN", date(1950, 2, 14), date(1985, 1, 1)))
    )
    assert found["end"].to_list() == [date(1980, 4, 10)]
    assert in_force(found, date(1980, 4, 10)).height == 1
    assert in_force(found, date(1980, 4, 11)).is_empty()
    assert in_force(found, date(1950, 2, 13)).is_empty()


def test_a_tie_is_dated_as_exactly_as_the_later_of_two_memberships_and_the_end() -> None:
    both = members(("p", "RUS", date(1976, 2, 24), None), ("p", "CHN", date(1978, 10, 8), None))
    pacts = PACTS.with_columns(end_precision=pl.lit("year"))
    for exact in (["year", "day"], ["day", "month"]):
        found = obligations(pacts, both.with_columns(from_precision=pl.Series(exact)))
        assert found.select("precision", "end_precision").row(0) == (exact[1], "year")
    left = both.with_columns(until=pl.lit(date(1979, 5, 1)))
    assert obligations(pacts, left)["end_precision"].to_list() == ["day"]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableError, match="missing column until"):
        obligations(PACTS, members().drop("until"))
    with pytest.raises(TableError, match="missing column end"):
        in_force(pl.DataFrame({"start": [date(1950, 1, 1)]}), date(1950, 1, 1))
