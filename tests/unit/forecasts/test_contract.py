"""What a model may return: rows with a key, and finite numbers that fit their kind; anything else is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

from detente.errors import DataError, DetenteError, TableError, UsageError
from detente.forecasts import History, Predictions

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAN = float("nan")
ORIGIN = date(2014, 12, 31)
COLUMNS = ["target", "unit", "origin", "period", "step"]
ROWS = [
    ("agreement", unit, ORIGIN, date(2014 + step, 1, 1), step) for unit in ("CHN.JPN", "JPN.RUS") for step in (1, 2)
]
INDEX = pl.DataFrame(ROWS, COLUMNS, orient="row")
DRAWS = np.arange(12.0).reshape(4, 3)


@pytest.mark.parametrize(
    ("values", "kind", "levels"),
    [
        (DRAWS, "draws", ()),
        (DRAWS, "quantiles", (0.05, 0.5, 0.95)),
        (np.array([[0.0], [0.2], [1.0], [0.5]]), "probability", ()),
    ],
)
def test_a_frame_and_a_file_hold_all_of_it(
    tmp_path: Path, values: NDArray[np.float64], kind: Any, levels: tuple[float, ...]
) -> None:
    ahead = Predictions(INDEX, values, kind, levels)
    ahead.frame().write_parquet(tmp_path / "ahead.parquet")
    again = Predictions.from_frame(pl.read_parquet(tmp_path / "ahead.parquet"))
    assert (again.kind, again.levels) == (ahead.kind, ahead.levels)
    assert again.index.equals(ahead.index)
    assert np.array_equal(again.values, ahead.values)
    if kind != "quantiles":  # whose levels stand in the rows
        assert len(Predictions.from_frame(ahead.frame().clear())) == 0


REFUSED: list[tuple[dict[str, Any], type[DetenteError], object]] = [
    ({"kind": "median"}, UsageError, "median"),
    ({"levels": (0.5,)}, UsageError, (0.5,)),
    ({"kind": "quantiles", "levels": (0.5, 0.5, 0.9)}, UsageError, (0.5, 0.5, 0.9)),
    ({"kind": "quantiles", "levels": (0.0, 0.5, 0.9)}, UsageError, (0.0, 0.5, 0.9)),
    ({"kind": "quantiles"}, UsageError, ()),
    ({"kind": "quantiles", "levels": (0.5, 0.9)}, TableError, (4, 3)),
    ({"kind": "quantiles", "levels": (0.1, 0.5, 0.9), "values": DRAWS[:, ::-1]}, TableError, 1.0),
    ({"kind": "probability"}, TableError, (4, 3)),
    ({"kind": "probability", "values": np.array([[0.1], [0.2], [1.2], [0.0]])}, TableError, 1.2),
    ({"values": DRAWS[:, :1]}, TableError, (4, 1)),
    ({"values": DRAWS[:3]}, TableError, (3, 3)),
    ({"values": DRAWS[0]}, TableError, (3,)),
    ({"values": np.where(DRAWS == 7, NAN, DRAWS)}, TableError, NAN),
    ({"values": np.where(DRAWS == 7, np.inf, DRAWS)}, TableError, np.inf),
    ({"index": INDEX.drop("step")}, TableError, ["step"]),
    ({"index": INDEX.with_columns(model=pl.lit("mine"))}, TableError, ["model"]),
    ({"index": INDEX.with_columns(step=pl.lit(0))}, TableError, 0),
    ({"index": INDEX.with_columns(pl.lit(None).alias("unit"))}, TableError, None),
    ({"index": INDEX.with_columns(pl.lit(None, pl.Date).alias("origin"))}, TableError, None),
]


@pytest.mark.parametrize("at", range(len(REFUSED)))
def test_what_does_not_fit_is_refused_with_its_value(at: int) -> None:
    change, error, value = REFUSED[at]
    with pytest.raises(error) as caught:
        Predictions(**({"index": INDEX, "values": DRAWS, "kind": "draws"} | change))
    assert repr(caught.value.value) == repr(value)


def test_the_same_prediction_twice_is_refused() -> None:
    twice = pl.concat([INDEX[:3], INDEX[:1]])
    with pytest.raises(TableError) as caught:
        Predictions(twice, DRAWS, "draws")
    assert caught.value.value == {"target": "agreement", "unit": "CHN.JPN", "origin": ORIGIN, "step": 1}


def test_rows_are_joined_and_narrowed() -> None:
    ahead = Predictions(INDEX, DRAWS, "draws")
    one, other = (ahead.where(pl.col("unit") == unit) for unit in ("CHN.JPN", "JPN.RUS"))
    assert other.at(date(2016, 1, 1)).tolist() == [9, 10, 11]
    assert np.array_equal(Predictions.concat([one, other]).values, DRAWS)
    assert other.probability(">=", 9.0).tolist() == [0.0, 1.0]
    assert other.quantiles((0.0, 0.5, 1.0)).tolist() == [[6, 7, 8], [9, 10, 11]]
    with pytest.raises(UsageError):  # of two units
        ahead.at(date(2016, 1, 1))
    with pytest.raises(TableError):
        Predictions.concat([one, one])
    with pytest.raises(UsageError):
        Predictions.concat([one, Predictions(other.index, other.values[:, :2], "draws")])
    with pytest.raises(UsageError):
        Predictions.concat([])


@pytest.mark.parametrize(
    "frame",
    [
        INDEX,
        INDEX.with_columns(probability=pl.lit(0.2), draws=pl.lit([0.1, 0.2])),
        INDEX[:2].with_columns(pl.Series("draws", [[0.1, 0.2], [0.1, 0.2, 0.3]])),
    ],
)
def test_a_frame_of_no_kind_of_several_or_of_ragged_rows_is_refused(frame: pl.DataFrame) -> None:
    with pytest.raises(TableError):
        Predictions.from_frame(frame)


def test_units_of_different_shapes_are_refused() -> None:
    found = history([("A.B", date(2014, 1, 1), 0.5, ORIGIN), ("A.C", date(2014, 1, 1), 0.7, ORIGIN)])
    with pytest.raises(TableError) as caught:
        Predictions.of_units(found, {"A.B": np.zeros((3, 1)), "A.C": np.zeros((4, 1))})
    assert caught.value.value == [(3, 1), (4, 1)]


# Histories


def history(rows: list[tuple[str, date, float, date]], **options: Any) -> History:
    frame = pl.DataFrame(rows, ["unit", "period", "value", "known_on"], orient="row")
    return History("agreement", frame, ORIGIN, **options)


def test_a_history_holds_gaps_as_missing_and_counts_steps_from_its_last_period() -> None:
    found = history([("A.B", date(2010, 1, 1), 0.5, ORIGIN), ("A.C", date(2013, 1, 1), 0.7, ORIGIN)])
    assert [p.year for p in found.periods] == [2010, 2011, 2012, 2013]
    assert found.series("A.B")[0] == 0.5
    assert np.isnan(found.series("A.B")[1:]).all()
    assert found.periods_ahead(2) == [date(2014, 1, 1), date(2015, 1, 1)]
    assert [found.steps_to(date(year, 1, 1)) for year in (2011, 2013, 2014, 2017)] == [-2, 0, 1, 4]


@pytest.mark.parametrize("freq", ["quarter", "month", "week"])
def test_a_history_may_be_of_any_length_of_period(freq: str) -> None:
    found = history([("A.B", date(2014, 10, 1), 0.5, ORIGIN)], freq=freq)
    ahead = found.periods_ahead(3)
    assert [found.steps_to(period) for period in ahead] == [1, 2, 3]


@pytest.mark.parametrize(
    ("rows", "options", "value"),
    [
        ([("A.B", date(2014, 1, 1), 0.5, date(2015, 1, 1))], {}, date(2015, 1, 1)),  # known after the origin
        ([("A.B", date(2014, 1, 1), NAN, ORIGIN)], {}, NAN),
        ([("A.B", date(2014, 1, 1), 0.5, ORIGIN)], {"freq": "day"}, "day"),
        ([("A.B", date(2013, 1, 1), 0.5, ORIGIN), ("A.B", date(2014, 2, 1), 0.5, ORIGIN)], {}, date(2014, 2, 1)),
        ([("A.B", date(2014, 1, 1), 0.5, ORIGIN)] * 2, {}, {"unit": "A.B", "period": date(2014, 1, 1)}),
    ],
)
def test_a_history_refuses_what_could_not_be_known_or_is_no_series(
    rows: list[tuple[str, date, float, date]], options: dict[str, Any], value: object
) -> None:
    with pytest.raises((DataError, UsageError)) as caught:
        history(rows, **options)
    assert repr(caught.value.value) == repr(value)
