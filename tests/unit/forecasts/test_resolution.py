"""Whether targets came true, by the records known on a day and no later ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from detente.brief import assess
from detente.errors import NoAnswer, UnknownState, UsageError
from detente.forecasts import ResolutionRule, Target, brier, resolve
from detente.store import Store

END = date(2014, 12, 31)


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.open()


def target(measure: str, operator: str, threshold: float, rule: ResolutionRule, first: int = 2014) -> Target:
    return Target("mine", ("JPN", "RUS"), measure, operator, threshold, date(first, 1, 1), END, rule)


def test_a_value_is_compared_as_the_operator_says(store: Store) -> None:
    rule = ResolutionRule("", "unga-votes")
    raw = store.read("agreements", a="JPN", b="RUS", period=date(2014, 1, 1))["raw"][0]
    outcomes = [resolve(target("agreement", operator, raw, rule), store) for operator in ("<", "<=", ">", ">=")]
    assert outcomes == [0.0, 1.0, 0.0, 1.0]


def test_of_several_years_all_must_be_on_record(store: Store) -> None:
    every, some = (ResolutionRule("", "unga-votes", aggregate) for aggregate in ("all", "any"))
    raw = store.read("agreements", a="JPN", b="RUS").filter(pl.col("period").dt.year().is_between(2012, 2014))["raw"]
    outcomes = [resolve(target("agreement", ">=", raw.max(), rule, first=2012), store) for rule in (every, some)]  # type: ignore[arg-type]
    assert outcomes == [0.0, 1.0]
    last = store.read("agreements")["period"].dt.year().max()
    beyond = replace(target("agreement", ">=", 0.0, every), last=date(last + 1, 12, 31))  # type: ignore[operator]
    assert resolve(beyond, store) is None


def test_the_order_of_a_pair_does_not_matter_and_a_code_without_a_state_is_refused(store: Store) -> None:
    mine = target("agreement", ">=", 0.0, ResolutionRule("", "unga-votes"))
    assert resolve(replace(mine, unit=("RUS", "JPN")), store) == 1.0
    with pytest.raises(UnknownState) as caught:
        resolve(replace(mine, unit=("JPN", "RSU")), store)
    assert caught.value.value == "RSU"


def test_a_temperature_is_that_of_the_newest_vintage_known(store: Store) -> None:
    rule = ResolutionRule("", "conduct")
    mine = target("temperature", "<", 0.0, rule)
    mean = store.read(
        "temperatures", dataset="conduct", score="all", source="JPN", target="RUS", period=date(2014, 1, 1)
    )
    assert resolve(mine, store) == float(mean["mean"][0] < 0)
    assert resolve(mine, store, END - timedelta(days=1)) is None
    assert resolve(replace(mine, last=date(2016, 12, 31), first=date(2016, 1, 1)), store) is None  # not covered
    with pytest.raises(UsageError):
        resolve(replace(mine, rule=replace(rule, dataset="none-such")), store)


@pytest.mark.parametrize(("aggregate", "quiet"), [("all", 1.0), ("any", 0.0)])
def test_a_dispute_without_a_move_in_the_window_meets_all_and_not_any(
    store: Store, aggregate: str, quiet: float
) -> None:
    rungs = store.read("dispute_rungs")
    still = (
        rungs.group_by("dispute").agg(pl.col("start").max()).filter(pl.col("start") < date(2010, 1, 1))["dispute"][0]
    )
    rule = ResolutionRule("", "facts", aggregate, still)  # type: ignore[arg-type]
    assert resolve(target("rung", ">=", 1, rule, first=2011), store) == quiet


def test_a_dispute_that_moved_is_seen_once_the_facts_cover_the_window(store: Store) -> None:
    moved = store.read("dispute_rungs").filter(
        pl.col("start").is_between(date(2013, 1, 1), date(2013, 12, 31)), pl.col("rung") >= 4
    )["dispute"][0]
    clash = target("rung", ">=", 4, ResolutionRule("", "facts", "any", moved), first=2013)
    assert resolve(clash, store) == 1.0
    assert resolve(clash, store, END) == 1.0
    assert resolve(clash, store, END - timedelta(days=1)) is None
    later = replace(clash, last=date(2026, 12, 31))
    assert resolve(later, store) is None  # the facts end before


def test_a_sanction_stands_until_its_end(store: Store) -> None:
    rows = store.read("sanctions")
    ended = rows.filter(pl.col("end") < END, pl.col("start").dt.year() >= 2005).row(0, named=True)
    lasting = rows.filter(pl.col("end").is_null(), pl.col("start") < END).row(0, named=True)
    outcomes = [
        resolve(target("sanction", ">=", 1, ResolutionRule("", "facts", record=row["id"])), store)
        for row in (ended, lasting)
    ]
    assert outcomes == [0.0, 1.0]
    rule = ResolutionRule("", "facts", record=ended["id"])
    last = replace(target("sanction", ">=", 1, rule), first=ended["start"], last=ended["end"])
    assert resolve(last, store) == 0.0  # on its last day it has ended
    assert resolve(replace(last, last=ended["end"] - timedelta(days=1)), store) == 1.0


@pytest.mark.parametrize("measure", ["rung", "sanction"])
def test_a_record_that_is_not_there_is_no_outcome(store: Store, measure: str) -> None:
    with pytest.raises(NoAnswer) as caught:
        resolve(target(measure, ">=", 1, ResolutionRule("", "facts", record="atlantis")), store)
    assert caught.value.value == "atlantis"


def test_a_brief_states_targets_that_resolve_to_what_its_retrospect_scores(store: Store) -> None:
    brief = assess("Japan", "Russia", as_of=date(2013, 12, 31), horizon=1)
    figures = brief.figures
    assert len(brief.judgements) >= 4
    for judgement in brief.judgements:
        mine = Target.from_json(Target.from_dict(judgement.target).to_json())
        assert mine.id == judgement.key == judgement.probability.id
        assert mine.rule.text == judgement.question.text
        outcome = resolve(mine, store)
        assert outcome is not None
        assert resolve(mine, store, brief.as_of) is None
        assert figures[f"later.brier.{mine.id}"].value == brier(outcome, judgement.probability.value)
