from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from detente.errors import UsageError
from detente.panels import Panel, PanelColumn, add_lags, add_peace_years, universe
from detente.panels.empty_cells import EARLIER, OUTSIDE, UNRECORDED
from detente.panels.panel import Figures

U = None  # unknown


def with_event(panel: Panel, event: list[int | None]) -> Panel:
    assert len(event) == panel.rows.count
    values = np.array([one or 0 for one in event], np.int8)
    why = np.array([OUTSIDE if one is None else 0 for one in event], np.uint8)
    return panel.add([Figures.of(PanelColumn("war", "War"), values, why)])


def japan(years: int) -> Panel:
    return universe("states", since=1900, until=1899 + years, among="JPN")


@pytest.mark.parametrize(
    ("event", "spell"),
    [
        ([0, 0, 1, 1, 0, 0], [0, 1, 2, 0, 0, 1]),
        ([1, 0, 0, 0, 1, 0], [0, 0, 1, 2, 3, 0]),
        ([0, 0, 0, 0, 0, 0], [0, 1, 2, 3, 4, 5]),
        ([U, U, 0, 0, 1, 0], [U, U, 0, 1, 2, 0]),  # the count begins with the record
        ([0, 0, 0, U, U, U], [0, 1, 2, U, U, U]),
        ([0, 1, U, 0, 1, 0], [0, 1, U, U, U, 0]),  # an unknown year may have had an event
        ([U, U, U, U, U, U], [U, U, U, U, U, U]),
    ],
)
def test_peace_is_counted_from_the_last_event_that_is_known(event: list[int | None], spell: list[int | None]) -> None:
    found = add_peace_years(with_event(japan(6), event), "war")
    assert found.frame()["war_spell"].to_list() == spell
    assert found.frame()["war_spell_3"].to_list() == [None if one is None else one**3 for one in spell]


def test_an_empty_count_says_why() -> None:
    found = add_peace_years(with_event(japan(4), [1, U, 0, 0]), "war", powers=1)
    assert found.why["war_spell"].tolist() == [0, OUTSIDE, UNRECORDED, UNRECORDED]


@pytest.mark.parametrize(("gaps", "after"), [("restart", [0, 1]), ("count", [11, 12]), ("ignore", [5, 6])])
def test_a_gap_means_what_is_requested(gaps: str, after: list[int]) -> None:
    panel = universe("states", since=1938, until=1953, among="JPN")  # away from 1946 to 1951
    assert 1948 not in panel.frame()["year"].to_list()
    event = [1 if year == 1940 else 0 for year in panel.frame()["year"]]
    found = add_peace_years(with_event(panel, event), "war", gaps=gaps)  # type: ignore[arg-type]
    back = found.frame().filter(pl.col("year") >= 1952)["war_spell"].to_list()
    before = found.frame().filter(pl.col("year") <= 1945)["war_spell"].to_list()
    assert before == [0, 1, 2, 0, 1, 2, 3, 4]
    assert back == after


def test_an_event_just_before_a_gap_ends_with_it() -> None:
    panel = universe("states", since=1944, until=1953, among="JPN")
    event = [1 if year == 1945 else 0 for year in panel.frame()["year"]]
    for gaps, back in {"restart": [0, 1], "count": [6, 7], "ignore": [0, 1]}.items():
        found = add_peace_years(with_event(panel, event), "war", gaps=gaps)  # type: ignore[arg-type]
        assert found.frame().filter(pl.col("year") >= 1952)["war_spell"].to_list() == back


def test_pairs_do_not_run_into_each_other() -> None:
    panel = universe("dyads", since=1900, until=1902, among=["JPN", "RUS", "USA"])
    found = add_peace_years(with_event(panel, [0, 0, 1, 0, 0, 0, 1, 0, 0]), "war", powers=1)
    assert found.frame()["war_spell"].to_list() == [0, 1, 2, 0, 1, 2, 0, 0, 1]


def test_a_lag_is_of_the_period_before_not_of_the_row_before() -> None:
    panel = universe("states", since=1944, until=1954, among="JPN")
    event = [int(year) % 7 for year in panel.frame()["year"]]
    found = add_lags(with_event(panel, event), ["war"])
    rows = {year: (now, then) for year, now, then in found.frame().select("year", "war", "war_lag1").rows()}
    assert rows[1945][1] == rows[1944][0]
    assert rows[1944][1] is None
    assert rows[1952][1] is None  # 1951 is not in the panel; 1945 is the row before
    assert found.why["war_lag1"].tolist().count(EARLIER) == 2


def test_a_longer_lag_skips_periods_and_keeps_reasons() -> None:
    found = add_lags(with_event(japan(5), [1, U, 0, 1, 0]), ["war"], 2)
    assert found.frame()["war_lag2"].to_list() == [None, None, 1, None, 0]
    assert found.why["war_lag2"].tolist() == [EARLIER, EARLIER, 0, OUTSIDE, 0]


def test_what_was_not_added_has_no_history() -> None:
    with pytest.raises(UsageError, match="'war'"):
        add_peace_years(japan(3), "war")
    with pytest.raises(UsageError, match="restart, count, ignore"):
        add_peace_years(with_event(japan(3), [0, 0, 0]), "war", gaps="fill")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="1 period or more"):
        add_lags(with_event(japan(3), [0, 0, 0]), ["war"], 0)
