"""The sample of disagreements between compiled facts and coded acts is settled, and what was missing is compiled."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from detente.store import Store

FILE = Path(__file__).parent.parent / "validity" / "disagreements.csv"
VERDICTS = {
    "compiled": {"archive_silent", "coder_missed", "unexplained"},
    "coded": {
        "coder_wrong", "fact_added", "health", "in_a_war", "multilateral", "near_fact", "not_states", "too_small",
        "unexplained",
    },
}  # fmt: skip
NEAR = timedelta(days=180)


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_disagreement_has_a_verdict_and_few_are_unexplained() -> None:
    found = rows()
    assert Counter(row["side"] for row in found) == {"compiled": 100, "coded": 100}
    assert all(row["verdict"] in VERDICTS[row["side"]] and row["reason"] for row in found)
    assert sum(row["verdict"] == "unexplained" for row in found) <= 0.05 * len(found)


def test_what_the_sample_lacked_is_compiled() -> None:
    acts = Store.open().facts.table("chronicle")
    parties = (pl.col("actors") + ";" + pl.col("targets").fill_null("")).str.split(";")
    for row in rows():
        if row["verdict"] == "fact_added":
            day = date.fromisoformat(row["date"])
            own = acts.filter(parties.list.contains(row["a"]) & parties.list.contains(row["b"]))
            assert own.filter((pl.col("date") - day).abs() <= NEAR).height, row


def test_the_compiled_acts_of_the_sample_stand() -> None:
    known = set(Store.open().facts.table("chronicle")["id"])
    assert {row["id"] for row in rows() if row["side"] == "compiled"} <= known
