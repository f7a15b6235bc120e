"""What a brief read and forecast goes with it: nothing outlives the brief that was made from it."""

from __future__ import annotations

import gc
from datetime import date

from detente.brief import assess
from detente.brief.evidence import Evidence
from detente.forecasts.contract import Predictions

PAIRS = [("Japan", "Russia"), ("China", "Japan"), ("Turkey", "Greece"), ("France", "Germany"), ("Brazil", "India")]
DAYS = [date(year, 9, 1) for year in range(2010, 2016)]


def alive(kind: type) -> int:
    gc.collect()
    return sum(isinstance(one, kind) for one in gc.get_objects())


def test_thirty_briefs_leave_no_evidence_and_no_forecast_behind() -> None:
    before = alive(Evidence), alive(Predictions)
    for day in DAYS:
        for first, second in PAIRS:
            assess(first, second, as_of=day, retrospect=False)
    assert (alive(Evidence), alive(Predictions)) == before
