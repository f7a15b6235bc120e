"""The pack's coverage, the meaning of a missing row, and the provenance of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from detente.catalog import table
from detente.sources.coverage import runs_of, years_of
from detente.starter.conduct import DATASET, FIRST, LAST, LEAST

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


PROVENANCE: list[dict[str, Any]] = [
    {
        "id": "icews-temperature",
        "title": "Temperatures computed by Detente from ICEWS event counts",
        "origin": "ICEWS coded event data, yearly counts of directed dyads by quad class, 2002–2014",
        "licence": "figures computed by Detente: Apache-2.0; the event data are the producer's",
        "citation": "Boschee, Lautenschlager, O'Brien, Shellman, Starz & Ward (2015), ICEWS Coded Event Data, "
        "Harvard Dataverse; model: Detente, concepts/temperature",
        "covers": "directed pairs of 64 states, 2002–2014, in vintages by year-end from 2005",
        "tables": ["temperatures", "trait_parameters", "attention"],
        "datasets": [DATASET],
    },
    {
        "id": "unga-votes",
        "title": "Vote agreement computed by Detente from United Nations roll calls",
        "origin": "United Nations General Assembly voting data, 1946–2019",
        "licence": "figures computed by Detente: Apache-2.0; the roll calls are public records",
        "citation": "Voeten, Strezhnev & Bailey (2009), United Nations General Assembly Voting Data, Harvard "
        "Dataverse; Bailey, Strezhnev & Voeten (2017), Journal of Conflict Resolution 61(2)",
        "covers": "pairs of 64 states by calendar year, divided roll calls",
        "tables": ["agreements", "vote_gaps"],
        "datasets": ["unga"],
    },
    {
        "id": "ideal-points",
        "title": "Ideal points computed by Detente from United Nations roll calls",
        "origin": "United Nations General Assembly voting data, 1946–2019",
        "licence": "figures computed by Detente: Apache-2.0; the roll calls are public records",
        "citation": "Bailey, Strezhnev & Voeten (2017), Estimating dynamic state preferences from UN voting "
        "data, Journal of Conflict Resolution 61(2); model: Detente, concepts/ideal-points",
        "covers": "64 states by session from the 45th (1990), in vintages by year-end from 2005 to 2019",
        "tables": ["ideal_points"],
        "datasets": ["unga"],
    },
    {
        "id": "capabilities",
        "title": "Shares of the world's capabilities computed by Detente",
        "origin": "National Material Capabilities of the Correlates of War project, 1990–2022",
        "licence": "figures computed by Detente: Apache-2.0; the components are the producer's",
        "citation": "Singer, Bremer & Stuckey (1972), Capability distribution, uncertainty, and major power war; "
        "Singer (1987), International Interactions 14(2)",
        "covers": "64 states by year; the world is all states of the source",
        "tables": ["capabilities"],
        "datasets": ["cow_nmc"],
    },
    {
        "id": "trade-shares",
        "title": "Shares of states' trade by partner computed by Detente",
        "origin": "Correlates of War trade data, version 4.0, 1990–2014",
        "licence": "figures computed by Detente: Apache-2.0; the flows are the producer's",
        "citation": "Barbieri, Keshk & Pollins (2009), Trading data, Conflict Management and Peace Science 26(5)",
        "covers": "64 states and their partners among them, goods, both directions; shares of trade with all states",
        "tables": ["trade_shares"],
        "datasets": ["cow_trade"],
    },
    {
        "id": "similarities",
        "title": "Similarity of pact portfolios computed by Detente",
        "origin": "Alliance Treaty Obligations and Provisions, 1990–2018",
        "licence": "figures computed by Detente: Apache-2.0; the coding of treaties is the producer's",
        "citation": "Leeds, Ritter, Mitchell & Long (2002), Alliance Treaty Obligations and Provisions, "
        "International Interactions 28(3); Häge (2011), Political Analysis 19(3)",
        "covers": "pairs of 64 states by year",
        "tables": ["similarities"],
        "datasets": ["atop"],
    },
    {
        "id": "facts",
        "title": "Pacts, disputes, sanctions and a chronicle of acts, compiled by hand",
        "origin": "the public document named beside each record",
        "licence": "Apache-2.0",
        "citation": "Detente, concepts/facts",
        "covers": "64 states: pacts since 1945, disputes and their rungs, sanctions 2005–2022, acts 2005–2022",
        "tables": ["pacts", "pact_members", "disputes", "dispute_rungs", "sanctions", "chronicle", "assembly_votes"],
        "datasets": [],
    },
]
