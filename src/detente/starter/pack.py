"""Build the pack from a folder laid out like the reference data, and write it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from detente.sources import source
from detente.starter.assembly import agreements_of
from detente.starter.conduct import SCORES, attention_of, parameters_of, temperatures_of, vintages
from detente.starter.statements import PROVENANCE, coverage
from detente.store import write_starter
from detente.store.store import DATA

__all__ = ["ICEWS_FILE", "STARTER", "VOTES_FILE", "build", "members"]

STARTER = DATA / "starter"
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
        for year, found in vintages(counts, score):
            tell(f"{score}, as known at the end of {year}: {len(found.dyads)} directed dyads")
            frames["temperatures"].append(temperatures_of(found, score, year, states))
            frames["trait_parameters"].append(parameters_of(found, score, year))
    tell("votes")
    votes = source("unga_votes").read(reference / VOTES_FILE).frame
    return write_starter(
        folder,
        {
            "temperatures": pl.concat(frames["temperatures"]),
            "trait_parameters": pl.concat(frames["trait_parameters"]),
            "attention": attention_of(counts, states),
            "agreements": agreements_of(votes, states),
            "coverage": coverage(),
        },
        {"sources": PROVENANCE},
    )


def members() -> tuple[str, ...]:
    """Return the codes of the states in the pack."""
    return tuple(sorted(pl.read_csv(DATA / "facts" / "states.csv")["code"]))
