"""Forty turns of 2015–2026 are among the acts compiled by hand.

They were chosen before the acts of these years were compiled, by a rule from acts coded by machine: see `choose_turns`
in ``scripts/compare_facts_and_acts.py``.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.store import Store

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
TURNS = RESOURCES / "turns.csv"
TURN_ACTS = RESOURCES / "turn_acts.csv"
LAST = date(2026, 3, 28)


def acts_between(store: Store, a: str, b: str, quarter: str) -> int:
    """Count the compiled acts of a quarter in which both take part."""
    rows = store.read("chronicle", as_of=LAST).iter_rows(named=True)
    return sum(in_quarter(row["date"], quarter) and {a, b} <= parties(row) for row in rows)


def in_quarter(day: date, quarter: str) -> bool:
    """Return whether a day is in the quarter that begins on a date."""
    first = date.fromisoformat(quarter)
    return first <= day < date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)


def parties(row: dict[str, Any]) -> set[str]:
    """Return all states that take part in an act."""
    return {*row["actors"].split(";"), *(row["targets"] or "").split(";")}


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def turns() -> list[dict[str, str]]:
    return rows_of(TURNS)


def test_nine_of_ten_turns_have_a_compiled_act(turns: list[dict[str, str]]) -> None:
    store = Store.open()
    missing = [turn for turn in turns if not acts_between(store, turn["a"], turn["b"], turn["quarter"])]
    assert len(turns) == 40
    assert len(missing) <= 4, missing


def test_the_act_of_each_turn_has_its_date_parties_and_kind(turns: list[dict[str, str]]) -> None:
    acts = {row["id"]: row for row in Store.open().read("chronicle", as_of=LAST).iter_rows(named=True)}
    chosen = rows_of(TURN_ACTS)
    assert [(row["a"], row["b"], row["quarter"]) for row in chosen] == [(t["a"], t["b"], t["quarter"]) for t in turns]
    for row in chosen:
        if not row["act"]:
            assert row["reason"], row
            continue
        act = acts[row["act"]]
        assert in_quarter(act["date"], row["quarter"]), row
        assert {row["a"], row["b"]} <= parties(act), row
        assert act["kind"] == row["kind"], row
    assert sum(bool(row["act"]) for row in chosen) >= 36


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
    assert Store.open().read("chronicle", as_of=LAST, id=act)["kind"].to_list() == [kind]


def test_named_turns_are_among_pacts_and_ruptures() -> None:
    store = Store.open()
    nato = store.read("pact_members", as_of=LAST, pact="nato-defence")
    joined = dict(zip(nato["state"], nato["from"], strict=True))
    assert (joined["FIN"], joined["SWE"]) == (date(2023, 4, 4), date(2024, 3, 7))
    pact = store.read("pacts", as_of=LAST, id="russia-dprk-2024-defence")
    assert (pact["signed"].item(), pact["in_force"].item()) == (date(2024, 6, 19), date(2024, 12, 4))
    rupture = store.read("ruptures", as_of=LAST, id="sau-irn-2016")
    assert (rupture["start"].item(), rupture["end"].item()) == (date(2016, 1, 3), date(2023, 3, 10))
