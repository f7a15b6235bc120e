"""The roll calls that set pairs apart, year by year, are those that `telling` finds in each year."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import polars as pl
import pytest

from detente.errors import UsageError
from detente.measures.votes import gaps_by_year, telling

STATES = ("CHN", "FRA", "JPN", "RUS", "USA")


def assembly(seed: int = 3, calls: int = 40) -> pl.DataFrame:
    """Return votes of five states over two years, a fifth of them not cast."""
    dice = np.random.default_rng(seed)
    rows = [
        (call, state, int(dice.choice([-1, 0, 1], p=[0.2, 0.2, 0.6])))
        for call in range(1, calls + 1)
        for state in STATES
        if dice.random() > 0.2
    ]
    frame = pl.DataFrame(rows, schema={"rcid": pl.Int32, "state": pl.String, "vote": pl.Int8}, orient="row")
    return frame.with_columns(
        session=pl.lit(68),
        date=pl.when(pl.col("rcid") <= calls // 2).then(pl.date(2013, 11, 1)).otherwise(pl.date(2014, 11, 1)),
        resolution=pl.format("A/RES/68/{}", "rcid"),
        kind=pl.lit("whole"),
    )


@pytest.mark.parametrize("year", [2013, 2014])
def test_they_are_those_of_telling(year: int) -> None:
    votes = assembly()
    found = gaps_by_year(votes, list(combinations(STATES, 2)), since=2013, most=3)
    for a, b in combinations(STATES, 2):
        one = telling(votes, a, b, start=date(year, 1, 1), end=date(year, 12, 31), limit=3).sort("rcid")
        own = found.filter((pl.col("a") == a) & (pl.col("b") == b) & (pl.col("date").dt.year() == year))
        assert own["rcid"].to_list() == one["rcid"].to_list()
        for column in ("gap", "yes", "no", "abstain"):
            assert own[column].to_list() == one[column].to_list()
        assert own["surprise"].to_list() == pytest.approx(one["surprise"].to_list())
        assert set(own["known_on"]) <= {date(year, 12, 31)}


def test_later_votes_change_nothing_earlier() -> None:
    votes = assembly()
    pairs = [("JPN", "RUS")]
    early = gaps_by_year(votes.filter(pl.col("date").dt.year() == 2013), pairs, since=2013)
    every = gaps_by_year(votes, pairs, since=2013)
    assert every.filter(pl.col("date").dt.year() == 2013).equals(early)


def test_roll_calls_on_one_question_are_reported_as_such() -> None:
    votes = assembly()
    titles = pl.DataFrame({"rcid": range(1, 41), "title": ["Disarmament"] * 40, "same_as": [None] * 40}).cast(
        {"rcid": pl.Int32, "same_as": pl.Int32}
    )
    found = gaps_by_year(votes, [("JPN", "RUS")], since=2013, roll_calls=titles)
    assert found["question"].n_unique() == 1
    assert gaps_by_year(votes, [("JPN", "RUS")], since=2013)["question"].n_unique() == found.height


def test_years_before_the_first_and_empty_questions() -> None:
    votes = assembly()
    assert gaps_by_year(votes, [("JPN", "RUS")], since=2015).is_empty()
    with pytest.raises(UsageError, match="0 pairs"):
        gaps_by_year(votes, [], since=2013)
