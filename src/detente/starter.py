"""Build the starter pack: what Detente computes from the sources and ships, so that it answers offline.

One command rebuilds it, from a folder laid out like the reference data (``events/…``, ``votes/…``)::

    detente data starter --from FOLDER

Temperatures come in vintages: for each year-end the whole model is fitted again to what was reported by then, so an
older question is answered with the older estimate. Values are rounded to three decimals, well inside their intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

from detente.measures.temperature import Score, Temperatures, temperature
from detente.measures.votes import agreement
from detente.sources import source
from detente.store import write_starter
from detente.store.store import DATA

__all__ = ["LEAST", "STARTER", "VINTAGES", "build", "members"]

STARTER = DATA / "starter"

DATASET = "icews"
FIRST, LAST = 2002, 2014
VINTAGES = tuple(range(2005, 2015))
SCORES: tuple[Score, ...] = ("all", "words", "deeds")
LEAST = 26  # reports of a directed dyad by the vintage; below it a dyad is left out
LEAST_OF_KIND = 10  # of them words, or deeds, for a score of its own
SEED = 20150901
DIGITS = 3
ICEWS_FILE = Path("events/icews_dyadyear_2002_2014.parquet")
VOTES_FILE = Path("votes/un_votes_1946_2019.parquet")


def build(reference: Path, folder: Path, tell: Callable[[str], None] = lambda _: None) -> Path:
    """Compute the pack and write it.

    Parameters
    ----------
    reference : pathlib.Path
        Folder with `ICEWS_FILE` and `VOTES_FILE`.
    folder : pathlib.Path
        Where the pack goes.
    tell : callable
        Told of each step.

    Returns
    -------
    pathlib.Path
        The manifest.

    Raises
    ------
    DataError
        A source file is missing or can't be read.
    """
    states = members()
    counts = source("icews").read(reference / ICEWS_FILE).frame
    frames: dict[str, list[pl.DataFrame]] = {"temperatures": [], "trait_parameters": []}
    for score in SCORES:
        for year, found in _vintages(counts, score):
            tell(f"{score}, as known at the end of {year}: {len(found.dyads)} directed dyads")
            frames["temperatures"].append(_temperatures(found, score, year, states))
            frames["trait_parameters"].append(_parameters(found, score, year))
    tell("votes")
    votes = source("unga_votes").read(reference / VOTES_FILE).frame
    return write_starter(
        folder,
        {
            "temperatures": pl.concat(frames["temperatures"]),
            "trait_parameters": pl.concat(frames["trait_parameters"]),
            "attention": _attention(counts, states),
            "agreements": _agreements(votes, states),
            "coverage": _coverage(),
        },
        {"sources": PROVENANCE},
    )


def members() -> tuple[str, ...]:
    """Return the codes of the states in the pack."""
    return tuple(sorted(pl.read_csv(DATA / "facts" / "states.csv")["code"]))


def _vintages(counts: pl.DataFrame, score: Score) -> Iterator[tuple[int, Temperatures]]:
    """Fit each vintage, from the parameters of the one before."""
    start = None
    for year in VINTAGES:
        periods = [date(y, 1, 1) for y in range(FIRST, year + 1)]
        known = counts.filter(pl.col("period") <= periods[-1])
        enough = pl.col("reports").sum().over("source", "target") >= LEAST
        least = LEAST if score == "all" else LEAST_OF_KIND
        found = temperature(known.filter(enough), periods, score=score, least=least, start=start)
        start = (found.fit.loadings, found.fit.prior)
        yield year, found


def _temperatures(found: Temperatures, score: Score, year: int, states: tuple[str, ...]) -> pl.DataFrame:
    """One vintage's temperatures among the pack's states; the standing only for all acts."""
    frame = found.frame().filter(pl.col("source").is_in(states) & pl.col("target").is_in(states))
    if score != "all":
        nothing = pl.lit(None, pl.Float64)
        frame = frame.with_columns(standing=nothing, standing_sd=nothing)
    return frame.select(
        pl.lit(DATASET).alias("dataset"),
        pl.lit(score).alias("score"),
        pl.lit("year").alias("freq"),
        "source",
        "target",
        "period",
        *(pl.col(c).round(DIGITS) for c in ("mean", "sd", "link", "standing", "standing_sd", "scale")),
        pl.lit(date(year, 12, 31)).alias("known_on"),
    )


def _parameters(found: Temperatures, score: Score, year: int) -> pl.DataFrame:
    return found.parameters().select(
        pl.lit(DATASET).alias("dataset"),
        pl.lit(score).alias("score"),
        pl.lit("year").alias("freq"),
        "name",
        "cls",
        pl.col("value").round(5),
        pl.lit(date(year, 12, 31)).alias("known_on"),
    )


def _attention(counts: pl.DataFrame, states: tuple[str, ...]) -> pl.DataFrame:
    """Share of each state's reported acts that went to each other state, of those toward any state."""
    by = counts.group_by("source", "target", "period").agg(pl.col("reports").sum())
    return (
        by.with_columns(share=(pl.col("reports") / pl.col("reports").sum().over("source", "period")).round(4))
        .filter(pl.col("source").is_in(states) & pl.col("target").is_in(states) & (pl.col("share") > 0))
        .select(
            pl.lit(DATASET).alias("dataset"),
            "source",
            "target",
            "period",
            "share",
            known_on=pl.col("period").dt.offset_by("1y").dt.offset_by("-1d"),
        )
    )


def _agreements(votes: pl.DataFrame, states: tuple[str, ...]) -> pl.DataFrame:
    """Vote agreement of all pairs of the pack's states, by calendar year."""
    frame = agreement(votes, by="year", seed=SEED, pairs=list(combinations(states, 2)))
    figures = [c for c in frame.columns if c.startswith(("raw", "kappa"))]
    return frame.with_columns(pl.col(figures).round(DIGITS)).select(
        "a", "b", "period", "votes", "raw", "raw_lo", "raw_hi", "kappa", "kappa_lo", "kappa_hi", "known_on"
    )


def _coverage() -> pl.DataFrame:
    """Say what the pack covers, and what a missing row means."""
    scope = "directed pairs among the pack's states"
    rows = [
        (
            DATASET, "temperatures", scope, date(FIRST, 1, 1), date(LAST, 12, 31),
            (
                f"A pair with fewer than {LEAST} reported acts by a vintage has no row in it: too few reports, not "
                "peace. A year without reports has a row with a wide interval. Not covered: Brunei, Taiwan and Turkey, "
                "which the source leaves out, and the years before 2002 and after 2014."
            ),
            date(VINTAGES[0], 12, 31),
        ),
        (
            DATASET, "attention", scope, date(FIRST, 1, 1), date(LAST, 12, 31),
            "No row: no act of the one toward the other was reported that year.", date(FIRST, 12, 31),
        ),
        (
            "unga", "agreements", "pairs among the pack's states", date(1946, 1, 1), date(2019, 12, 31),
            "No row: the two took part in no divided roll call together that year, or one was no member.",
            date(1946, 12, 31),
        ),
    ]  # fmt: skip
    names = ("dataset", "table", "scope", "from", "until", "note", "known_on")
    return pl.DataFrame(rows, schema=list(names), orient="row")


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
        "tables": ["agreements"],
        "datasets": ["unga"],
    },
    {
        "id": "facts",
        "title": "Pacts, disputes, sanctions and a chronicle of acts, compiled by hand",
        "origin": "the public document named beside each record",
        "licence": "Apache-2.0",
        "citation": "Detente, concepts/facts",
        "covers": "64 states: pacts since 1945, disputes and their rungs, sanctions 2005–2022, acts 2005–2022",
        "tables": ["pacts", "pact_members", "disputes", "dispute_rungs", "sanctions", "chronicle"],
        "datasets": [],
    },
]
