"""What the pack covers, and what a missing row means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from detente.catalog import table
from detente.sources import source
from detente.sources.coverage import covered, runs_of, years_of
from detente.starter.conduct_sources import COVERED, MONTHLY, NEWS, YEARLY
from detente.starter.temperatures import DATASET, FEWEST, LEAST, VINTAGES

__all__ = ["coverage"]

VOTE_DATASETS = {
    "unga_votes": "All recorded votes. No row: the state was no member; one that cast no vote is in the table "
    "absences.",
    "undl_votes": "All recorded votes on resolutions adopted. No row: the state cast no vote, or was no member; which "
    "of the two is not on record.",
}
# By source of the temperatures: which pairs, and what 'no row' means
CONDUCT = {
    YEARLY: (
        "directed pairs of 152 states in ICEWS by year",
        (
            f"A pair with fewer than {LEAST} reported acts by a vintage has no row in it: too few reports, not peace. "
            "A year without reports has a row with a wide interval."
        ),
    ),
    MONTHLY: (
        "directed pairs of the states in ICEWS by month",
        "As for ICEWS by year; counts are of distinct facts, and those of 2022 are of the 999 most frequent actors.",
    ),
    NEWS: (
        f"directed pairs and years with {FEWEST[NEWS]} or more acts coded from news items",
        "A pair and year with fewer acts is not covered by the news: few are noticed.",
    ),
}
ACTS = {
    "scope": "acts of any state toward another, coded from the news items of Wikipedia's current events",
    "note": "No row: no act of the one toward the other was found in the items of the day; most acts are in none.",
}
# By table: the dataset, which pairs or states, and what 'no row' means
STATED: dict[str, tuple[str, str, str]] = {
    "attention": (
        DATASET,
        "directed pairs of the states in ICEWS, years of ICEWS",
        "No row: no act of the one toward the other was reported that year.",
    ),
    "ideal_points": (
        "unga",
        "all states that voted",
        "No row: the state cast no vote in a divided roll call of the session.",
    ),
    "capabilities": (
        "cow_nmc",
        "states of the system",
        "No row: the state was no member of the system that year, or had figures for no component.",
    ),
    "trade_shares": (
        "cow_trade",
        "states of the system and their partners",
        "No row: less than 0.01% of the state's recorded trade, none, or trade that nobody reported.",
    ),
    "similarities": (
        "atop",
        "pairs of states of the system",
        "No row: one of the two was no member of the system that year.",
    ),
}


def coverage(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return what the pack covers, measured from its rows, and what a missing row means.

    A run of years is known when its first year is over and the first vintage exists.

    Parameters
    ----------
    frames : mapping of str to polars.DataFrame
        The pack's tables.

    Returns
    -------
    polars.DataFrame
        The table ``coverage``, one row per run of years without a gap.
    """
    rows = []
    for name, (dataset, scope, note) in STATED.items():
        if name in frames:
            earliest: date = frames[name]["known_on"].min()  # type: ignore[assignment]
            known: dict[str, Any] = {
                "dataset": dataset,
                "table": name,
                "scope": scope,
                "note": note,
                "known_on": earliest,
            }
            for first_year, last_year in runs_of(years_of(frames[name][table(name).when or ""])):
                rows.append(_row(date(first_year, 1, 1), date(last_year, 12, 31), by="year", **known))
    if "temperatures" in frames:
        for source_name, (scope, note) in CONDUCT.items():
            known = {"dataset": DATASET, "table": "temperatures", "scope": scope, "note": note, "known_on": VINTAGES[0]}
            by = "year" if source_name == YEARLY else "day"
            rows += [_row(first, last, by=by, **known) for first, last in COVERED[source_name]]
    if "coded_acts" in frames:
        ((first, last),) = COVERED[NEWS]
        rows.append(_row(first, last, by="day", dataset=NEWS, table="coded_acts", known_on=first, **ACTS))
    stated = pl.DataFrame(rows, schema=table("coverage").schema)
    return pl.concat([stated, *(_of_votes(frames, name) for name in VOTE_DATASETS if "votes" in frames)])


def _row(first: date, last: date, *, by: str, known_on: date, **stated: Any) -> dict[str, Any]:
    known = max(date(first.year, 12, 31) if by == "year" else first, known_on)
    return {**stated, "from": first, "until": last, "without": None, "by": by, "known_on": known}


def _of_votes(frames: Mapping[str, pl.DataFrame], dataset: str) -> pl.DataFrame:
    """Return what the pack covers of a dataset of votes: from its first roll call to its last, but for empty years."""
    own = {name: frames[name].filter(pl.col("dataset") == dataset) for name in ("votes", "roll_calls", "absences")}
    first, last = (own["votes"].select(getattr(pl.col("date"), end)()).item() for end in ("min", "max"))
    known = replace(source(dataset), covers=VOTE_DATASETS[dataset])
    return covered(known, own).with_columns(
        pl.col("from").clip(lower_bound=first), pl.col("known_on").clip(lower_bound=first),
        pl.col("until").clip(upper_bound=last), without=pl.lit(None, pl.String),
    )  # fmt: skip
