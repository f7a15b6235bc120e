"""The pack's coverage, the meaning of a missing row, and the provenance of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import polars as pl

from detente.catalog import table
from detente.sources.coverage import runs_of, years_of
from detente.sources.shipped import SHIPPED
from detente.starter.temperatures import DATASET, FIRST, LAST, LEAST

__all__ = ["PROVENANCE", "coverage"]

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
    "agreements": (
        "unga",
        PAIRS,
        "No row: the two took part in no divided roll call together that year, or one was no member.",
    ),
    "ideal_points": (
        "unga",
        "the pack's states",
        "No row: the state cast no vote in a divided roll call of the session.",
    ),
    "vote_gaps": (
        "unga",
        PAIRS,
        "The three roll calls a year that set a pair apart most unexpectedly. No row: the two parted in none.",
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
    return pl.DataFrame(rows, schema=table("coverage").schema)


PROVENANCE: list[dict[str, Any]] = [asdict(one) for one in SHIPPED]
