"""Build the pack from a folder laid out like the reference data, and write it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from detente.sources import source
from detente.starter.assembly import POINT_VINTAGES, agreements_of, ideal_points_of, vote_gaps_of
from detente.starter.conduct import SCORES, attention_of, parameters_of, temperatures_of, vintages
from detente.starter.statements import PROVENANCE, coverage
from detente.starter.system import capabilities_of, similarities_of, trade_shares_of
from detente.starter.writing import write_starter
from detente.store.store import DATA

__all__ = ["FILES", "STARTER", "build", "members"]

STARTER = DATA / "starter"
# By source: its file in the folder
FILES = {
    "icews": Path("events/icews_dyadyear_2002_2014.parquet"),
    "unga_votes": Path("votes/un_votes_1946_2019.parquet"),
    "cow_nmc": Path("states/cow_nmc.parquet"),
    "cow_trade": Path("states/cow_trade_dyadyear_1946_2014.parquet"),
    "atop": Path("pacts/atop_dyadyear_1815_2018.parquet"),
}


def build(reference: Path, folder: Path, tell: Callable[[str], None] = lambda _: None) -> Path:
    """Compute the pack and write it.

    Parameters
    ----------
    reference : pathlib.Path
        Folder with `FILES`.
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
    frames = {
        **_conduct(reference, states, tell),
        **_votes(reference, states, tell),
        **_system(reference, states, tell),
    }
    return write_starter(folder, {**frames, "coverage": coverage(frames, states)}, {"sources": PROVENANCE})


def _conduct(reference: Path, states: tuple[str, ...], tell: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    counts = _read(reference, "icews")
    heat, parameters = [], []
    for score in SCORES:
        for year, found in vintages(counts, score):
            tell(f"{score}, as known at the end of {year}: {len(found.dyads)} directed dyads")
            heat.append(temperatures_of(found, score, year, states))
            parameters.append(parameters_of(found, score, year))
    return {
        "temperatures": pl.concat(heat),
        "trait_parameters": pl.concat(parameters),
        "attention": attention_of(counts, states),
    }


def _votes(reference: Path, states: tuple[str, ...], tell: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    tell("votes")
    reading = source("unga_votes").read(reference / FILES["unga_votes"])
    cast, calls = reading.frame, reading.frames["roll_calls"]
    points = []
    for year in POINT_VINTAGES:
        tell(f"ideal points, as known at the end of {year}")
        points.append(ideal_points_of(cast, calls, year, states))
    return {
        "agreements": agreements_of(cast, states),
        "ideal_points": pl.concat(points),
        "vote_gaps": vote_gaps_of(cast, calls, states),
    }


def _system(reference: Path, states: tuple[str, ...], tell: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    tell("capabilities, trade and pacts")
    return {
        "capabilities": capabilities_of(_read(reference, "cow_nmc"), states),
        "trade_shares": trade_shares_of(_read(reference, "cow_trade"), states),
        "similarities": similarities_of(_read(reference, "atop"), states),
    }


def _read(reference: Path, name: str) -> pl.DataFrame:
    return source(name).read(reference / FILES[name]).frame


def members() -> tuple[str, ...]:
    """Return the codes of the states in the pack."""
    return tuple(sorted(pl.read_csv(DATA / "facts" / "states.csv", glob=False)["code"]))
