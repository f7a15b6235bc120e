"""Backtests of the forecast models on the starter pack, as tables in Markdown, and the CPU seconds that they take.

    python benchmarks/forecasts.py

Votes: the 105 pairs among fifteen large states, from origins of 1999 to 2018. Temperatures: their 210 directed dyads,
and all dyads, from the vintages of 2007 to 2013. Sanctions: whether those in force still stand, from origins of 2009
to 2021.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations, permutations
from time import process_time

import polars as pl

from detente.forecasts import (
    BaseRate,
    Climatology,
    Hazard,
    History,
    LastValue,
    LocalLevel,
    Model,
    Persistence,
    TraitOutlook,
    agreement_history,
    rolling_origin,
    sanction_history,
    temperature_history,
)
from detente.store import Store

STATES = ("BRA", "CHN", "DEU", "FRA", "GBR", "IND", "IRN", "ISR", "JPN", "KOR", "PAK", "RUS", "SAU", "TUR", "USA")
PAIRS = list(combinations(STATES, 2))


def main() -> None:
    store = Store.open()
    compare(
        "Votes: raw agreement",
        lambda day: agreement_history(store, PAIRS, as_of=day),
        [LocalLevel(draws=1000), Persistence(), LastValue(), Climatology(), Climatology(last=12)],
        range(1999, 2019), baseline="persistence", until=date(2020, 12, 31),
    )  # fmt: skip
    for title, dyads in (("Temperatures among the fifteen", list(permutations(STATES, 2))), ("All temperatures", None)):
        compare(
            title,
            lambda day, dyads=dyads: temperature_history(store, dyads=dyads, as_of=day),
            [TraitOutlook(draws=500), Persistence(), LastValue(), Climatology(), Climatology(last=3)],
            range(2007, 2014), baseline="persistence", until=date(2015, 12, 31),
        )  # fmt: skip
    compare(
        "Sanctions that still stand",
        lambda day: sanction_history(store, as_of=day),
        [Hazard(), BaseRate()],
        range(2009, 2022), baseline="base rate", until=date(2023, 12, 31),
    )  # fmt: skip


def compare(
    title: str, read: Callable[[date], History], models: Sequence[Model], years: range, *, baseline: str, until: date
) -> None:
    began = process_time()
    run = rolling_origin(read, models, [date(y, 12, 31) for y in years], steps=3, outcomes_as_of=until)
    table = run.summary(baseline).sort("step", "skill", descending=[False, True])
    score = next(name for name in ("crps", "brier") if name in table.columns)
    covered = [pl.col("covered").round(2)] if "covered" in table.columns else []
    skill = pl.format("{} [{}, {}]", *(pl.col(name).round(2) for name in ("skill", "skill_lo", "skill_hi"))).alias(
        "skill"
    )
    shown = table.select("step", "model", "cases", pl.col(score).round(4), *covered, skill)
    print(f"\n{title}: skill over {baseline}; {process_time() - began:.0f} CPU s\n")
    with pl.Config(tbl_formatting="MARKDOWN", tbl_rows=-1, tbl_hide_column_data_types=True,
                   tbl_hide_dataframe_shape=True, fmt_str_lengths=40, tbl_width_chars=200):  # fmt: skip
        print(shown)


if __name__ == "__main__":
    main()
