"""The same question of the same store has the same answer, to the byte."""

from __future__ import annotations

from datetime import date

import polars as pl

from cli_sample import Detente
from detente.catalog import table
from detente.store import Store


def test_disputes_are_listed_in_one_order(detente: Detente) -> None:
    declared = table("mids")
    others = ("CHN", "USA", "RUS", "GBR", "FRA")
    rows = [
        {
            "dataset": "mine", "dispute": number // 5, "source": source, "target": target, "period": date(1980, 1, 1),
            "onset": True, "hostility": 3, "fatality": 0, "known_on": date(1980, 12, 31), "reduced": False,
        }
        for number, other in enumerate(others * 80)
        for source, target in (("JPN", other), (other, "JPN"))
    ]  # fmt: skip
    given = pl.DataFrame(rows, schema_overrides={c.name: c.dtype for c in declared.columns if c.name in rows[0]})
    absent = [pl.lit(None, c.dtype).alias(c.name) for c in declared.columns if c.name not in rows[0]]
    frame = given.with_columns(absent).select(declared.names)
    Store.open().write({"mids": frame}, dataset="mine", origin="made up")
    asked = [("disputes", "JPN", "--all", "--as-of", "2014-01-01", *form) for form in ((), ("--json",))]
    for words in asked:
        found = [detente(*words) for _ in range(4)]
        assert {answer.code for answer in found} == {0}, found[0].err
        answers = {answer.out for answer in found}
        assert len(answers) == 1
        assert len(answers.pop()) > 1000
