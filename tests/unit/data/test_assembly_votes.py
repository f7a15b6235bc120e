"""The landmark votes compiled by hand: lists as long as the counts, and states that were members."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import polars as pl
import pytest

from detente.identity import resolve
from detente.measures.votes import symbol
from detente.store import Store

LISTS = {"in_favour": "yes", "against": "no", "abstaining": "abstain"}


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return list(Store.open().read("assembly_votes").iter_rows(named=True))


def states(row: dict, name: str) -> list[str]:
    return row[name].split(";") if row[name] else []


def test_lists_are_as_long_as_the_counts(rows: list[dict]) -> None:
    for row in rows:
        for name, count in LISTS.items():
            assert not row[name] or len(set(states(row, name))) == row[count], (row["id"], name)
        for one, other in combinations((*LISTS, "absent"), 2):
            assert not set(states(row, one)) & set(states(row, other)), (row["id"], one, other)
        assert row["against"] or row["no"] == 0, row["id"]


def test_codes_are_in_order_and_were_states_or_founders(rows: list[dict]) -> None:
    for row in rows:
        for name in (*LISTS, "absent"):
            codes = states(row, name)
            assert codes == sorted(codes), (row["id"], name)
            for code in codes:
                founder = code in ("BLR", "UKR") and row["date"] < date(1991, 12, 31)
                assert founder or resolve(code, on=row["date"]).code == code, (row["id"], code)


def test_a_row_is_dated_and_documented(rows: list[dict]) -> None:
    assert len(rows) >= 20
    for row in rows:
        assert row["known_on"] == row["date"]
        assert f"{row['date'].day} {row['date']:%B %Y}" in row["document"]
        assert row["symbol"].startswith("A/RES/")
    assert len({symbol(row["symbol"]) for row in rows}) == len(rows)


def test_no_title_looks_ahead(rows: list[dict]) -> None:
    for row in rows:
        assert "later" not in row["title"]
        assert "revoked by" not in row["title"]


def test_the_territorial_integrity_of_ukraine() -> None:
    (row,) = Store.open().read("assembly_votes", symbol="A/RES/68/262").iter_rows(named=True)
    assert (row["yes"], row["no"], row["abstain"], len(states(row, "absent"))) == (100, 11, 58, 24)
    assert {"JPN", "USA", "UKR", "TUR"} <= set(states(row, "in_favour"))
    assert states(row, "against") == [
        *("ARM", "BLR", "BOL", "CUB", "NIC", "PRK", "RUS", "SDN", "SYR", "VEN", "ZWE"),
    ]
    assert {"CHN", "IND", "KAZ", "BRA", "ZAF"} <= set(states(row, "abstaining"))
    assert {"IRN", "ISR", "SRB"} <= set(states(row, "absent"))
    assert Store.open().read("assembly_votes", as_of=date(2014, 3, 26), symbol="A/RES/68/262").is_empty()


def test_an_older_question_sees_fewer() -> None:
    store = Store.open()
    every = store.read("assembly_votes")
    then = store.read("assembly_votes", as_of=date(2000, 1, 1))
    assert then.height == every.filter(pl.col("date") <= date(2000, 1, 1)).height < every.height
