"""The pack's coverage, the meaning of a missing row, and the provenance of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import polars as pl

from detente.catalog import table
from detente.sources import source
from detente.sources.coverage import covered, runs_of, years_of
from detente.sources.shipped import SHIPPED
from detente.starter.temperatures import DATASET, FIRST, LAST, LEAST

__all__ = ["PROVENANCE", "coverage"]

VOTE_DATASETS = {
    "unga_votes": "All recorded votes. No row: the state was no member; one that cast no vote is in the table "
    "absences.",
    "undl_votes": "All recorded votes on resolutions adopted. No row: the state cast no vote, or was no member; which "
    "of the two is not on record.",
}
PAIRS, DIRECTED = "pairs among the pack's states", "directed pairs among the pack's states"
# By table: the dataset, which pairs or states, and what 'no row' means
STATED: dict[str, tuple[str, str, str]] = {
    "temperatures": (
        DATASET,
        DIRECTED,
        (
            f"A pair with fewer than {LEAST} reported acts by a vintage has no row in it: too few reports, not peace. "
            "A year without reports has a row with a wide interval. Not covered: Brunei, Taiwan and Turkey, which the "
            f"source leaves out, and the years before {FIRST} and after {LAST}."
        ),
    ),
    "attention": (DATASET, DIRECTED, "No row: no act of the one toward the other was reported that year."),
    "ideal_points": (
        "unga",
        "all states that voted",
        "No row: the state cast no vote in a divided roll call of the session.",
    ),
    "capabilities": (
        "cow_nmc",
        "the pack's states",
        "No row: the state was no member of the system that year, or had figures for no component.",
    ),
    "trade_shares": (
        "cow_trade",
        "the pack's states and partners among them",
        "No row: less than 0.01% of the state's recorded trade, none, or trade that nobody reported.",
    ),
    "similarities": ("atop", PAIRS, "No row: one of the two was no member of the system that year."),
}


def coverage(frames: Mapping[str, pl.DataFrame], states: tuple[str, ...]) -> pl.DataFrame:
    """Return what the pack covers, measured from its rows, and what a missing row means.

    A run of years is known when its first year is over and the first vintage exists.

    Parameters
    ----------
    frames : mapping of str to polars.DataFrame
        The pack's tables.
    states : tuple of str
        Codes of the pack's states.

    Returns
    -------
    polars.DataFrame
        The table ``coverage``, one row per run of years without a gap.
    """
    rows = []
    for name, (dataset, scope, note) in STATED.items():
        if name not in frames:
            continue
        frame = frames[name]
        earliest = frame["known_on"].min()
        sides = [side for side in ("source", "target", "a", "b", "state") if side in frame.columns]
        absent = sorted(set(states).difference(*(frame[side].unique() for side in sides)))
        rows += [
            {
                "dataset": dataset,
                "table": name,
                "scope": scope,
                "from": date(first, 1, 1),
                "until": date(last, 12, 31),
                "note": note,
                "without": ";".join(absent) or None,
                "by": "year",
                "known_on": max(date(first, 12, 31), earliest),  # type: ignore[type-var]
            }
            for first, last in runs_of(years_of(frame[table(name).when or ""]))
        ]
    stated = pl.DataFrame(rows, schema=table("coverage").schema)
    return pl.concat([stated, *(_of_votes(frames, name) for name in VOTE_DATASETS if "votes" in frames)])


def _of_votes(frames: Mapping[str, pl.DataFrame], dataset: str) -> pl.DataFrame:
    """Return what the pack covers of a dataset of votes: from its first roll call to its last, but for empty years."""
    own = {name: frames[name].filter(pl.col("dataset") == dataset) for name in ("votes", "roll_calls", "absences")}
    first, last = (own["votes"].select(getattr(pl.col("date"), end)()).item() for end in ("min", "max"))
    known = replace(source(dataset), covers=VOTE_DATASETS[dataset])
    return covered(known, own).with_columns(
        pl.col("from").clip(lower_bound=first), pl.col("known_on").clip(lower_bound=first),
        pl.col("until").clip(upper_bound=last), without=pl.lit(None, pl.String),
    )  # fmt: skip


PROVENANCE: list[dict[str, Any]] = [asdict(one) for one in SHIPPED]
