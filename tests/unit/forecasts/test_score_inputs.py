"""What can't be scored or forecast is refused, with the value that came in; nothing is scored as nan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl
import pytest

from detente.errors import DetenteError, TableError, UsageError
from detente.forecasts import (
    Predictions,
    Trait,
    brier,
    crps,
    interval_score,
    local_level,
    log_score,
    outlook,
    quantile_score,
    survival,
)
from detente.measures.architecture import cooperation, friends_and_foes
from detente.measures.profiles import attention_shares, attention_to, capability_ratio, capability_shares
from detente.measures.temperature import level, likely_level
from detente.measures.third_state_pull import trade_shares

NAN, INFINITE = float("nan"), float("inf")
YEAR = date(2014, 1, 1)
TRAIT = Trait(("c", "k"), np.array([1.0, 0.0]), np.array([0.5, -0.5]), 30.0, 4.0)
INDEX = pl.DataFrame(
    [("temperature", "JPN.RUS", YEAR, date(year, 1, 1), step) for step, year in enumerate((2015, 2016), 1)],
    ["target", "unit", "origin", "period", "step"],
    orient="row",
)
FAN = Predictions(INDEX, np.zeros((2, 3)), "draws")
QUANTILES = Predictions(INDEX, np.zeros((2, 2)), "quantiles", (0.05, 0.95))


def temperatures(sd: float = 0.1, link: float = 0.5) -> pl.DataFrame:
    rows = [(a, b, YEAR, 0.2, sd, link) for a, b in (("JPN", "RUS"), ("RUS", "JPN"))]
    return pl.DataFrame(rows, ["source", "target", "period", "mean", "sd", "link"], orient="row")


def shares(share: float) -> pl.DataFrame:
    return pl.DataFrame({"state": ["CHN", "RUS"], "period": [YEAR] * 2, "share": [0.2, share]})


def flows(value: float) -> pl.DataFrame:
    return pl.DataFrame({"source": ["JPN"], "target": ["RUS"], "period": [YEAR], "value": [value]})


def indicators(value: float) -> pl.DataFrame:
    return pl.DataFrame({"name": ["tpop"] * 2, "state": ["JPN", "RUS"], "period": [YEAR] * 2, "value": [1.0, value]})


def counts(reports: int) -> pl.DataFrame:
    return pl.DataFrame({"source": ["JPN"], "target": ["RUS"], "period": [YEAR], "reports": [reports]})


def attention(share: float) -> pl.DataFrame:
    return pl.DataFrame({"source": ["JPN"], "target": ["RUS"], "period": [YEAR], "share": [share]})


REFUSED: list[tuple[Callable[[], object], object]] = [
    (lambda: brier(2.0, 0.5), 2.0),
    (lambda: brier(0.5, 0.5), 0.5),
    (lambda: brier(NAN, 0.5), NAN),
    (lambda: brier(1.0, 1.2), 1.2),
    (lambda: brier(1.0, -0.1), -0.1),
    (lambda: brier(1.0, NAN), NAN),
    (lambda: crps(0.0, np.array([0.3])), (1,)),
    (lambda: crps(0.0, np.array([])), (0,)),
    (lambda: crps(0.0, np.zeros((2, 2))), (2, 2)),
    (lambda: crps(0.0, np.array([0.1, NAN])), NAN),
    (lambda: crps(0.0, np.array([0.1, INFINITE])), INFINITE),
    (lambda: crps(NAN, np.array([0.1, 0.2])), NAN),
    (lambda: interval_score(0.5, 1.0, 0.0, 0.9), (1.0, 0.0)),
    (lambda: interval_score(0.5, 0.0, NAN, 0.9), NAN),
    (lambda: interval_score(INFINITE, 0.0, 1.0, 0.9), INFINITE),
    (lambda: interval_score(0.5, 0.0, 1.0, 0.0), 0.0),
    (lambda: interval_score(0.5, 0.0, 1.0, 1.0), 1.0),
    (lambda: interval_score(0.5, 0.0, 1.0, 90), 90),
    (lambda: survival(1, 10, NAN), (1, 10, NAN)),
    (lambda: survival(3, 2, 1), (3, 2, 1)),
    (lambda: log_score(0.5, 0.5), 0.5),
    (lambda: log_score(1.0, NAN), NAN),
    (lambda: quantile_score(0.5, 0.4, 1.0), 1.0),
    (lambda: quantile_score(NAN, 0.4, 0.5), NAN),
    (lambda: FAN.at(date(2017, 1, 1)), date(2017, 1, 1)),
    (lambda: FAN.quantiles((1.5,)), 1.5),
    (lambda: FAN.probability("<", NAN), NAN),
    (lambda: FAN.probability("==", 0.0), "=="),
    (lambda: QUANTILES.quantiles((0.5,)), 0.5),
    (lambda: QUANTILES.probability("<", 0.0), "quantiles"),
    (lambda: outlook(TRAIT, NAN, 0.1, 0.2, steps=1), NAN),
    (lambda: outlook(TRAIT, 0.0, -0.1, 0.2, steps=1), -0.1),
    (lambda: outlook(TRAIT, 0.0, 0.1, INFINITE, steps=1), INFINITE),
    (lambda: outlook(TRAIT, 0.0, 0.1, 0.2, steps=0), 0),
    (lambda: local_level(np.array([NAN, NAN]), np.zeros(2), steps=1), None),
    (lambda: local_level(np.array([0.1, 0.2]), np.array([0.1, -0.2]), steps=1), -0.2),
    (lambda: local_level(np.array([0.1, INFINITE]), np.zeros(2), steps=1), INFINITE),
    (lambda: local_level(np.array([0.1, 0.2]), np.zeros(2), steps=1, prior=0.0), 0.0),
    (lambda: level(NAN), NAN),
    (lambda: likely_level(0.1, -0.2), -0.2),
    (lambda: likely_level(NAN, 0.2), NAN),
    (lambda: cooperation(temperatures(sd=-0.1), ["JPN", "RUS"]), -0.1),
    (lambda: cooperation(temperatures(link=1.2), ["JPN", "RUS"]), 1.2),
    (lambda: cooperation(temperatures(), ["JPN", "RUS"], cut=NAN), NAN),
    (lambda: friends_and_foes(temperatures(), ["JPN", "RUS"], warm=-1.0, cold=0.5), (0.5, -1.0)),
    (lambda: capability_ratio(shares(-0.1), "CHN", "RUS"), -0.1),
    (lambda: capability_shares(indicators(-9.0)), -9.0),
    (lambda: capability_shares(indicators(NAN)), NAN),
    (lambda: trade_shares(flows(-1.0)), -1.0),
    (lambda: trade_shares(flows(INFINITE)), INFINITE),
    (lambda: attention_shares(counts(-5)), -5),
    (lambda: attention_to(attention(1.5), "JPN", ["RUS"]), 1.5),
]


@pytest.mark.parametrize("at", range(len(REFUSED)))
def test_what_is_out_of_range_is_refused_with_its_value(at: int) -> None:
    call, value = REFUSED[at]
    with pytest.raises(DetenteError) as caught:
        call()
    assert isinstance(caught.value, (UsageError, TableError))
    if value is not None:
        assert repr(caught.value.value) == repr(value)


def test_the_ends_of_a_range_are_inside_it() -> None:
    assert [brier(1, 0), brier(0, 0), brier(True, 1.0)] == [1.0, 0.0, 0.0]
    assert crps(1.0, [0.0, 0.0]) == 1.0
    assert interval_score(0.0, 0.0, 0.0, 0.5) == 0.0
    assert FAN.quantiles((0.0, 1.0)).tolist() == [[0.0, 0.0]] * 2
    assert [log_score(1.0, 1.0), log_score(1.0, 0.0)] == [0.0, INFINITE]
