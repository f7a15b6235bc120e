"""Forty turns of 2015–2026 are among the acts compiled by hand.

They were chosen before the acts of these years were compiled, by a rule from acts coded by machine: see `choose_turns`
in ``scripts/compare_facts_and_acts.py``.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from detente.store import Store

TURNS = Path(__file__).resolve().parents[2] / "resources" / "turns.csv"


def acts_between(store: Store, a: str, b: str, quarter: str) -> int:
    """Count the compiled acts of a quarter in which both take part."""
    first = date.fromisoformat(quarter)
    last = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    rows = store.read("chronicle", as_of=date(2026, 3, 28)).iter_rows(named=True)
    return sum(
        first <= row["date"] < last and {a, b} <= {*row["actors"].split(";"), *(row["targets"] or "").split(";")}
        for row in rows
    )


@pytest.fixture(scope="module")
def turns() -> list[dict[str, str]]:
    with TURNS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_nine_of_ten_turns_have_a_compiled_act(turns: list[dict[str, str]]) -> None:
    store = Store.open()
    missing = [turn for turn in turns if not acts_between(store, turn["a"], turn["b"], turn["quarter"])]
    assert len(turns) == 40
    assert len(missing) <= 4, missing


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("2024-06-19-pyongyang-treaty", "agreement"),
        ("2023-03-10-relations-to-resume", "restoration"),
        ("2025-05-07-strikes-beyond-the-line", "clash"),
        ("2025-05-10-stop-of-firing", "ceasefire"),
        ("2023-04-04-finland-joins-nato", "agreement"),
        ("2024-03-07-sweden-joins-nato", "agreement"),
        ("2020-11-09-end-of-fighting-nagorno-karabakh", "ceasefire"),
        ("2023-09-19-operation-nagorno-karabakh", "clash"),
    ],
)
def test_named_turns_are_among_the_facts(act: str, kind: str) -> None:
    assert Store.open().read("chronicle", as_of=date(2026, 3, 28), id=act)["kind"].to_list() == [kind]
