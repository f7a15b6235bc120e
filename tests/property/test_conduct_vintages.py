"""What a vintage of the pack's temperatures is fitted to does not change when later counts come in."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.catalog import table
from detente.starter.conduct_sources import COVERED, MONTHLY, NEWS, YEARLY, Records
from detente.starter.temperatures import VINTAGES, share_covered

STATES = ("ARM", "AZE", "GEO", "SSD")
PAIR = st.permutations(STATES).map(lambda states: states[:2])
DAYS = st.dates(date(2002, 1, 1), date(2026, 3, 28))
COUNTS = st.lists(st.tuples(st.sampled_from([YEARLY, MONTHLY]), PAIR, st.integers(2002, 2022), st.integers(1, 99)))
ACTS = st.lists(st.tuples(PAIR, DAYS))


def records(counts: list[tuple[str, list[str], int, int]], acts: list[tuple[list[str], date]]) -> Records:
    """Return counts of ICEWS by year and coded acts."""
    rows = [(name, *pair, date(year, 1, 1), "verbal_conflict", float(n)) for name, pair, year, n in counts]
    icews = pl.DataFrame(
        rows,
        schema={"dataset": pl.String, "source": pl.String, "target": pl.String, "period": pl.Date, "cls": pl.String,
                "reports": pl.Float64},
        orient="row",
    )  # fmt: skip
    coded = pl.DataFrame(
        [{"source": pair[0], "target": pair[1], "date": day, "known_on": day + timedelta(days=1),
          "quad": "verbal_conflict", "weight": 1.0} for pair, day in acts],
        schema={name: table("coded_acts").schema[name]
                for name in ("source", "target", "date", "known_on", "quad", "weight")},
    )  # fmt: skip
    return Records(icews, coded)


@settings(max_examples=60, deadline=None)
@given(COUNTS, ACTS, st.sampled_from(VINTAGES))
def test_later_counts_change_no_earlier_vintage(
    counts: list[tuple[str, list[str], int, int]], acts: list[tuple[list[str], date]], day: date
) -> None:
    every = records(counts, acts)
    known = records([row for row in counts if row[2] <= day.year], [row for row in acts if row[1] < day])
    assert every.known(day).equals(known.known(day))
    assert every.states(day) == known.states(day)
    assert every.known(day).filter(pl.col("dataset") == NEWS)["reports"].sum() == sum(when < day for _, when in acts)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(COVERED)), st.integers(2002, 2026), DAYS, DAYS)
def test_what_is_covered_never_reaches_past_the_day(name: str, year: int, one: date, other: date) -> None:
    first, last = sorted((one, other))
    shares = share_covered(name, year, first), share_covered(name, year, last)
    assert 0 <= shares[0] <= shares[1] <= 1
    days = (min(first, date(year, 12, 31)) - date(year, 1, 1)).days + 1
    assert shares[0] <= max(0, days) / 365
