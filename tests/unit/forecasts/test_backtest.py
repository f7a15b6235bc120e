"""A backtest never looks ahead, scores all models on the same cases, and its skill is what the scores say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DataError, NoAnswer, UsageError
from detente.forecasts import (
    BaseRate,
    Climatology,
    FittedModel,
    Hazard,
    History,
    LastValue,
    LocalLevel,
    Model,
    Persistence,
    Predictions,
    TraitOutlook,
    agreement_history,
    as_known,
    brier,
    crps,
    interval_score,
    log_score,
    quantile_score,
    rolling_origin,
    sanction_history,
    temperature_history,
)
from detente.store import Store

YEARS = range(2000, 2013)
ORIGINS = [date(year, 12, 31) for year in (2008, 2009, 2010)]
LATER = date(2014, 12, 31)
SCHEMA = {"unit": pl.String, "period": pl.Date, "value": pl.Float64, "known_on": pl.Date}
CONTINUOUS: list[Model] = [LocalLevel(draws=50), Persistence(), LastValue(), Climatology(), Climatology(last=4)]
BINARY: list[Model] = [Hazard(), BaseRate()]


def records(values: list[tuple[str, int, float, int]]) -> pl.DataFrame:
    """Rows of unit, year, value, and how many days after the year's end it became known."""
    rows = [(u, date(year, 1, 1), v, date(year, 12, 31) + timedelta(days=lag)) for u, year, v, lag in values]
    return pl.DataFrame(rows, SCHEMA, orient="row").unique(["unit", "period", "known_on"], maintain_order=True)


def walk(seed: int = 0, *, binary: bool = False) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    steps = rng.standard_normal((3, len(YEARS))).cumsum(axis=1)
    values = (steps > -1).astype(float) if binary else steps
    return records(
        [(unit, year, float(v), 0) for unit, row in zip("ABC", values, strict=True)
         for year, v in zip(YEARS, row, strict=True)]
    )  # fmt: skip


@st.composite
def histories(draw: st.DrawFn, values: st.SearchStrategy[float]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Records with gaps, delays and revisions, and the same with what became known after an origin altered."""
    row = st.tuples(st.sampled_from("ABC"), st.integers(2000, 2010), values, st.integers(0, 900))
    base = draw(st.lists(st.tuples(st.just("A"), st.integers(2000, 2008), values, st.just(0)), min_size=1))
    known = records(base + draw(st.lists(row, max_size=30)))
    late = pl.col("known_on") > ORIGINS[0]
    fate = draw(st.sampled_from(["drop", "change", "add"]))
    altered = known.filter(~late)
    if fate == "change":
        altered = known.with_columns(pl.when(late).then(draw(values)).otherwise("value").alias("value"))
    if fate == "add":
        more = records(draw(st.lists(row, min_size=1, max_size=20)))
        altered = pl.concat([known, more.filter(late)]).unique(["unit", "period", "known_on"], maintain_order=True)
    return known, altered


def predictions(frame: pl.DataFrame, models: list[Model]) -> list[Predictions]:
    return [model.fit(as_known(frame, "mine", origin=ORIGINS[0])).predict(2) for model in models]


@settings(max_examples=40, deadline=None)
@given(both=histories(st.floats(-5, 5)))
def test_predictions_do_not_change_with_later_records(both: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    for one, other in zip(*(predictions(frame, CONTINUOUS) for frame in both), strict=True):
        assert one.index.equals(other.index)
        assert np.array_equal(one.values, other.values)


@settings(max_examples=40, deadline=None)
@given(both=histories(st.sampled_from([0.0, 1.0])))
def test_probabilities_do_not_change_with_later_records(both: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    for one, other in zip(*(predictions(frame, BINARY) for frame in both), strict=True):
        assert one.index.equals(other.index)
        assert np.array_equal(one.values, other.values)


def test_what_a_backtest_predicts_is_what_each_origin_would_have_predicted() -> None:
    frame = walk()
    run = rolling_origin(lambda day: as_known(frame, "mine", origin=day), CONTINUOUS, ORIGINS, steps=2,
                         outcomes_as_of=LATER)  # fmt: skip
    for model in CONTINUOUS:
        for origin in ORIGINS:
            alone = model.fit(as_known(frame.filter(pl.col("known_on") <= origin), "mine", origin=origin)).predict(2)
            assert np.array_equal(run.predictions[model.name].where(pl.col("origin") == origin).values, alone.values)


@pytest.mark.parametrize("model", [LocalLevel(draws=50), TraitOutlook(draws=50), Persistence()])
def test_a_unit_is_predicted_the_same_whatever_others_are_there(model: Model) -> None:
    store, day = Store.open(), date(2010, 12, 31)
    read = temperature_history if isinstance(model, TraitOutlook) else agreement_history
    alone, among = ([("JPN", "RUS")], [("CHN", "RUS"), ("JPN", "RUS"), ("CHN", "JPN")])
    one, many = (model.fit(read(store, **_pairs(read, pairs), as_of=day)).predict(3) for pairs in (alone, among))
    assert np.array_equal(one.values, many.where(pl.col("unit") == "JPN.RUS").values)


def _pairs(read: object, pairs: list[tuple[str, str]]) -> dict[str, object]:
    return {"dyads" if read is temperature_history else "pairs": pairs}


# Scores


@dataclass(frozen=True)
class Quantiles:
    """Quantiles of all past values, of one unit alone: others are left out."""

    levels: tuple[float, ...] = (0.05, 0.5, 0.95)
    name: str = "quantiles"
    history: History | None = None

    def fit(self, history: History) -> FittedModel:
        return Quantiles(self.levels, self.name, history)

    def predict(self, steps: int) -> Predictions:
        assert self.history is not None
        q = np.nanquantile(self.history.series("A"), self.levels)
        ahead = {"A": np.repeat(q[:, None], steps, axis=1)}
        return Predictions.of_units(self.history, ahead, "quantiles", self.levels)


def backtest(models: list[Model], frame: pl.DataFrame | None = None, steps: int = 2) -> tuple[pl.DataFrame, object]:
    frame = walk() if frame is None else frame
    run = rolling_origin(lambda day: as_known(frame, "mine", origin=day), models, ORIGINS, steps=steps,
                         outcomes_as_of=LATER)  # fmt: skip
    return run.scores(), run


def test_scores_are_those_of_the_score_functions() -> None:
    scores, run = backtest([Climatology()])
    ahead = run.predictions["climatology"]  # type: ignore[attr-defined]
    assert scores.height == 3 * 3 * 2
    for at, row in enumerate(scores.iter_rows(named=True)):
        draws = ahead.values[at]
        lo, hi = np.quantile(draws, (0.05, 0.95))
        assert row["crps"] == pytest.approx(crps(row["outcome"], draws))
        assert row["interval_score"] == pytest.approx(interval_score(row["outcome"], lo, hi, 0.9))
        assert row["covered"] == (lo <= row["outcome"] <= hi)


def test_probabilities_get_the_brier_and_the_log_score() -> None:
    scores, run = backtest(BINARY, walk(binary=True))
    ahead = run.predictions["base rate"]  # type: ignore[attr-defined]
    rows = scores.filter(pl.col("model") == "base rate").join(
        ahead.frame(), on=["unit", "origin", "step"], how="left", maintain_order="left"
    )
    for row in rows.iter_rows(named=True):
        assert row["brier"] == brier(row["outcome"], row["probability"])
        assert row["log_score"] == log_score(row["outcome"], row["probability"])


def test_quantiles_get_the_mean_quantile_score_and_only_common_cases_count() -> None:
    scores, run = backtest([Quantiles()])
    assert scores["unit"].unique().to_list() == ["A"]
    q = run.predictions["quantiles"].values[0]  # type: ignore[attr-defined]
    y = scores["outcome"][0]
    expected = np.mean([quantile_score(y, *pair) for pair in zip(q, (0.05, 0.5, 0.95), strict=True)])
    assert scores["quantile_score"][0] == pytest.approx(expected)
    with pytest.raises(UsageError):  # no 90% interval among them
        backtest([Quantiles((0.1, 0.5, 0.9))])


def test_skill_is_one_less_the_ratio_of_mean_scores() -> None:
    scores, run = backtest([Persistence(), Climatology(), LastValue()], steps=1)
    table = run.summary("last value")  # type: ignore[attr-defined]
    means = dict(scores.group_by("model").agg(pl.col("crps").mean()).iter_rows())
    for row in table.iter_rows(named=True):
        assert row["skill"] == pytest.approx(1 - means[row["model"]] / means["last value"])
        assert row["skill_lo"] <= row["skill"] <= row["skill_hi"]
        assert (row["cases"], row["units"]) == (9, 3)
    assert table["crps"].is_sorted()
    whole = run.summary("last value", by=())  # type: ignore[attr-defined]
    assert whole.columns[0] == "model"
    assert whole.height == 3


def test_a_revision_counts_as_an_outcome_only_from_when_it_is_known() -> None:
    frame = pl.concat([walk(), records([("A", 2009, 99.0, 400)])])
    for day, value in ((date(2010, 12, 31), None), (LATER, 99.0)):
        run = rolling_origin(lambda at: as_known(frame, "mine", origin=at), [LastValue()], ORIGINS[:1], steps=1,
                             outcomes_as_of=day)  # fmt: skip
        outcome = run.scores().filter(pl.col("unit") == "A")["outcome"][0]
        assert (outcome == 99.0) == (value == 99.0)


@pytest.mark.parametrize(
    "change",
    [
        {"models": []},
        {"models": [LastValue(), LastValue()]},
        {"models": [LastValue(), BaseRate()]},
        {"origins": []},
        {"origins": [LATER]},
        {"steps": 0},
        {"read": lambda day: as_known(walk(), "mine", origin=date(2010, 12, 31))},
    ],
)
def test_a_backtest_that_makes_no_sense_is_refused(change: dict[str, object]) -> None:
    frame = walk(binary=True)
    usual = {"read": lambda day: as_known(frame, "mine", origin=day), "models": [LastValue()], "origins": ORIGINS[:1]}
    with pytest.raises(UsageError):
        rolling_origin(**({"steps": 1, "outcomes_as_of": LATER} | usual | change))  # type: ignore[arg-type]


def test_a_history_that_looks_ahead_is_refused() -> None:
    with pytest.raises(DataError):
        rolling_origin(lambda day: History("mine", walk(), day), [LastValue()], ORIGINS, steps=1, outcomes_as_of=LATER)


def test_without_outcomes_there_is_nothing_to_score() -> None:
    frame = walk().filter(pl.col("known_on") <= ORIGINS[0])
    with pytest.raises(NoAnswer):
        backtest([LastValue()], frame)
    _, run = backtest([LastValue()])
    with pytest.raises(UsageError):
        run.summary("mine")  # type: ignore[attr-defined]
    with pytest.raises(UsageError):
        run.summary("last value", by=("skill",))  # type: ignore[attr-defined]


# The naive models, by hand


def history(values: list[float | None]) -> History:
    rows = [("A", year, v, 0) for year, v in zip(YEARS, values, strict=False) if v is not None]
    return as_known(records(rows), "mine", origin=LATER)


def test_persistence_adds_the_changes_over_as_many_periods_as_the_step() -> None:
    ahead = Persistence().fit(history([1.0, 2.0, 4.0, 8.0])).predict(2)
    assert sorted(set(ahead.values[0])) == [9.0, 10.0, 12.0]
    assert sorted(set(ahead.values[1])) == [11.0, 14.0]
    assert len(Persistence().fit(history([1.0, 2.0, 4.0, 8.0])).predict(3)) == 0  # one change over three periods


def test_climatology_is_the_past_and_a_hazard_the_ends() -> None:
    assert sorted(set(Climatology(last=2).fit(history([1.0, 2.0, None, 8.0])).predict(1).values[0])) == [2.0, 8.0]
    fitted = Hazard().fit(history([1.0, 1.0, 0.0, 1.0, 1.0]))
    assert (fitted.ends, fitted.periods) == (1, 3)
    assert len(Hazard().fit(history([1.0, 0.0])).predict(1)) == 0  # nothing lasts
    assert BaseRate().fit(history([1.0, 0.0, 0.0])).predict(2).values.tolist() == [[0.375], [0.375]]
    with pytest.raises(UsageError):
        Hazard().fit(history([0.5]))
    with pytest.raises(UsageError):
        Climatology(last=1)


@pytest.mark.parametrize("model", [*CONTINUOUS, *BINARY])
def test_no_step_and_a_column_that_is_not_there_are_refused(model: Model) -> None:
    found = history([1.0, 1.0, 1.0])
    with pytest.raises(UsageError) as caught:
        model.fit(found).predict(0)
    assert caught.value.value == 0
    for unit, column in (("B", "value"), ("A", "sd")):
        with pytest.raises(UsageError):
            found.series(unit, column)


def test_histories_of_the_store_take_pairs_in_either_order_and_a_day_as_text() -> None:
    store = Store.open()
    one = agreement_history(store, [("RUS", "JPN")], as_of="2015-09-01")
    assert one.rows.equals(agreement_history(store, [("JPN", "RUS")], as_of=date(2015, 9, 1)).rows)
    dyads = temperature_history(store, dyads=[("RUS", "JPN"), ("JPN", "RUS")], as_of="2015-09-01").units
    assert dyads == ["JPN.RUS", "RUS.JPN"]
    with pytest.raises(NoAnswer):
        sanction_history(store, as_of="2004-12-31")
