"""Build the pack from a folder with the layout of the reference data, and write it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from detente.sources import source
from detente.starter.provenance import PROVENANCE, coverage
from detente.starter.structural import capabilities_of, similarities_of, trade_shares_of
from detente.starter.temperatures import SCORES, attention_of, parameters_of, temperatures_of, vintages
from detente.starter.votes import POINT_VINTAGES, agreements_of, ideal_points_of, vote_gaps_of
from detente.starter.writing import write_starter
from detente.store.store import DATA

__all__ = ["FILES", "STARTER", "build", "members"]

STARTER = DATA / "starter"
# The file of each source in the folder
FILES = {
    "icews-yearly": Path("events/icews_dyadyear_2002_2014.parquet"),
    "unga_votes": Path("votes/un_votes_1946_2019.parquet"),
    "cow_nmc": Path("states/cow_nmc.parquet"),
    "cow_trade": Path("states/cow_trade_dyadyear_1946_2014.parquet"),
    "atop": Path("pacts/atop_dyadyear_1815_2018.parquet"),
}


def build(reference: Path, folder: Path, report: Callable[[str], None] = lambda _: None) -> Path:
    """Compute the pack and write it.

    Parameters
    ----------
    reference : pathlib.Path
        Folder with `FILES`.
    folder : pathlib.Path
        Folder to write the pack to.
    report : callable
        Called with a line on each step.

    Returns
    -------
    pathlib.Path
        The manifest.

    Raises
    ------
    DataError
        If a source file is missing or can't be read.
    """
    states = members()
    frames = {
        **_conduct(reference, states, report),
        **_votes(reference, states, report),
        **_system(reference, states, report),
    }
    return write_starter(folder, {**frames, "coverage": coverage(frames, states)}, {"sources": PROVENANCE})


def _conduct(reference: Path, states: tuple[str, ...], report: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    counts = _read(reference, "icews-yearly")
    temperatures, parameters = [], []
    for score in SCORES:
        for year, estimate in vintages(counts, score):
            report(f"{score}, as known at the end of {year}: {len(estimate.dyads)} directed dyads")
            temperatures.append(temperatures_of(estimate, score, year, states))
            parameters.append(parameters_of(estimate, score, year))
    return {
        "temperatures": pl.concat(temperatures),
        "trait_parameters": pl.concat(parameters),
        "attention": attention_of(counts, states),
    }


def _votes(reference: Path, states: tuple[str, ...], report: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    report("votes")
    content = source("unga_votes").read(reference / FILES["unga_votes"])
    votes, roll_calls = content.frame, content.frames["roll_calls"]
    points = []
    for year in POINT_VINTAGES:
        report(f"ideal points, as known at the end of {year}")
        points.append(ideal_points_of(votes, roll_calls, year, states))
    return {
        "agreements": agreements_of(votes, states),
        "ideal_points": pl.concat(points),
        "vote_gaps": vote_gaps_of(votes, roll_calls, states),
    }


def _system(reference: Path, states: tuple[str, ...], report: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    report("capabilities, trade and pacts")
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
