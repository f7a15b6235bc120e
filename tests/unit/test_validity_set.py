"""The pair-years on which specialists agree are well formed."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from detente.identity import resolve
from detente.measures.temperature.levels import LEVELS

FILE = Path(__file__).parent.parent / "validity" / "pair_years.csv"
WORDS = [*(name for name, _, _ in LEVELS), "friction"]


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_there_are_eighty_of_six_regions_and_twenty_are_held_out() -> None:
    found = rows()
    regions = Counter(row["region"] for row in found)
    held = Counter(row["region"] for row in found if row["held_out"] == "yes")
    assert len(found) == 80
    assert sum(held.values()) == 20
    assert len(regions) == len(held) == 6
    assert min(regions.values()) >= 10


def test_states_resolve_in_the_year_and_words_are_known() -> None:
    for row in rows():
        year = int(row["year"])
        assert 1995 <= year <= 2025, row
        for code in (row["source"], row["target"]):
            assert resolve(code, on=date(year, 12, 31), scheme="code").code == code, row
        words = row["levels"].split(";")
        assert set(words) <= set(WORDS), row
        assert 1 <= len(words) <= 3, row
        assert row["reason"], row
        assert row["document"], row


def test_no_pair_year_is_repeated() -> None:
    keys = [(row["source"], row["target"], row["year"]) for row in rows()]
    assert len(set(keys)) == len(keys)
