"""Ten well-known courses, read from the archive of news items: counts of acts by quarter, both directions added.

The floors lie below what was found when they were set, so that a change of one item does not break them; the
comparisons between quarters are what a reader of those years would expect.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from detente.coding import code_text

pytestmark = pytest.mark.reference

ITEMS = "text/wiki_current_events_items_2002_2026.parquet"


class Course:
    """The acts between two states, by quarter."""

    def __init__(self, acts: Counter[tuple[frozenset[str], str, str]], *states: str) -> None:
        self.acts, self.states = acts, frozenset(states)

    def count(self, quarter: str, *quads: str) -> int:
        """Return how many acts of the quads a quarter has, or a year where no quarter is named."""
        return sum(
            n
            for (states, when, quad), n in self.acts.items()
            if states == self.states and when.startswith(quarter) and quad in quads
        )

    def conflict(self, quarter: str) -> int:
        return self.count(quarter, "verbal_conflict", "material_conflict")

    def force(self, quarter: str) -> int:
        return self.count(quarter, "material_conflict")

    def cooperation(self, quarter: str) -> int:
        return self.count(quarter, "verbal_cooperation", "material_cooperation")


@pytest.fixture(scope="module")
def acts(reference: Path) -> Counter[tuple[frozenset[str], str, str]]:
    """Return the acts of the archive by pair, quarter and quad, one a date, source, target and type."""
    items = pl.read_parquet(reference / ITEMS).filter(~pl.col("is_topic_label"))
    found = {
        (a.date, a.source, a.target, a.type): a
        for stamp, text in items.select("date", "text").iter_rows()
        for a in code_text(text, stamp.date())
    }
    return Counter(
        (frozenset({a.source, a.target}), f"{a.date.year}Q{(a.date.month + 2) // 3}", a.quad) for a in found.values()
    )


def quarters(first: int, last: int) -> list[str]:
    return [f"{year}Q{quarter}" for year in range(first, last + 1) for quarter in range(1, 5)]


def test_japan_and_south_korea_2019(acts: Counter) -> None:
    course = Course(acts, "JPN", "KOR")
    assert course.conflict("2019Q3") >= 4
    assert course.conflict("2019Q3") > max(course.conflict(q) for q in [*quarters(2018, 2018), "2019Q1", "2019Q2"])
    assert course.cooperation("2019Q4") >= 8 > course.cooperation("2019Q3")


def test_azerbaijan_and_armenia_2020_and_2023(acts: Counter) -> None:
    course, karabakh = Course(acts, "AZE", "ARM"), Course(acts, "AZE", "NKR")
    assert course.force("2020Q3") >= 6
    assert course.force("2020Q4") >= 6
    assert course.force("2020") > 3 * course.force("2019")
    assert karabakh.force("2020Q4") >= 8
    assert course.cooperation("2020Q4") >= 3  # the ceasefire, the exchange of bodies
    assert course.conflict("2023Q3") >= 3
    assert karabakh.force("2023Q3") >= 2  # the offensive
    assert course.cooperation("2023Q4") > course.conflict("2023Q4")  # prisoners and a treaty


def test_china_and_india_at_doklam_2017(acts: Counter) -> None:
    course = Course(acts, "CHN", "IND")
    assert course.conflict("2017Q1") == 0
    assert course.conflict("2017Q2") >= 2
    assert course.conflict("2017Q3") >= 5 > course.conflict("2017Q4")
    assert course.conflict("2017Q3") > course.cooperation("2017Q3") >= 2  # the end of the stand-off


def test_india_and_china_2020(acts: Counter) -> None:
    course = Course(acts, "CHN", "IND")
    assert course.force("2020Q2") >= 3
    assert course.conflict("2020Q3") >= 5
    assert course.conflict("2020") > 3 * course.conflict("2019")
    assert course.conflict("2020") > 3 * course.cooperation("2020")


def test_saudi_arabia_and_iran_2016_and_2023(acts: Counter) -> None:
    course = Course(acts, "SAU", "IRN")
    assert course.conflict("2016Q1") >= 4 > course.conflict("2015Q4")
    assert course.cooperation("2016Q1") == 0
    assert course.cooperation("2023Q1") >= 2 > course.conflict("2023Q1")


def test_russia_and_ukraine_2014_to_2026(acts: Counter) -> None:
    course = Course(acts, "RUS", "UKR")
    assert course.force("2014") >= 4 > course.force("2013")
    before = max(course.force(q) for q in quarters(2014, 2021))
    war = {q: course.force(q) for q in [*quarters(2022, 2025), "2026Q1"]}
    assert min(war.values()) >= 15 > 2 * before
    assert course.force("2022Q1") >= 35
    assert course.cooperation("2022Q1") > course.cooperation("2022Q2")  # the talks of March
    assert all(war[q] > 3 * course.cooperation(q) for q in quarters(2023, 2025))


def test_united_states_and_china_2018_to_2020_and_2025(acts: Counter) -> None:
    course = Course(acts, "USA", "CHN")
    assert course.conflict("2018") >= 8 > course.conflict("2017")
    assert course.conflict("2020Q3") >= 10
    assert course.conflict("2020") > course.conflict("2019") > course.conflict("2017")
    assert course.conflict("2025Q1") + course.conflict("2025Q2") >= 10
    assert course.conflict("2025Q2") > course.conflict("2025Q3")  # the truce


def test_israel_and_iran_2024_and_2025(acts: Counter) -> None:
    course = Course(acts, "ISR", "IRN")
    assert course.force("2024Q2") >= 3 > course.force("2024Q1")
    assert course.force("2024Q4") >= 4
    assert course.force("2025Q2") >= 12
    assert course.force("2025Q2") == max(course.force(q) for q in quarters(2002, 2025))


def test_india_and_pakistan_2019_and_2025(acts: Counter) -> None:
    course = Course(acts, "IND", "PAK")
    assert course.force("2019Q1") >= 5 > course.force("2018")
    assert course.force("2025Q2") >= 7 > course.force("2024") + course.force("2025Q1")
    assert course.cooperation("2025Q2") >= 2  # the ceasefire


def test_venezuela_and_guyana_2023(acts: Counter) -> None:
    course = Course(acts, "VEN", "GUY")
    assert course.conflict("2023") >= 3 > course.conflict("2022")
    assert course.cooperation("2023Q4") >= 4 > course.cooperation("2023Q3")  # the talks of December
