"""Build the pack from a folder with the layout of the reference data, and write it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import check_choice
from detente.sources import source
from detente.starter.ideal_points import ideal_points_of
from detente.starter.provenance import PROVENANCE, coverage
from detente.starter.structural import capabilities_of, similarities_of, trade_shares_of
from detente.starter.temperatures import SCORES, attention_of, parameters_of, temperatures_of, vintages
from detente.starter.votes import votes_of
from detente.starter.writing import write_starter
from detente.store.pack import Pack
from detente.store.store import DATA
from detente.store.vote_series import COMPUTED

__all__ = ["FILES", "PARTS", "STARTER", "build", "members"]

STARTER = DATA / "starter"
# The file of each source in the folder
FILES = {
    "icews-yearly": Path("events/icews_dyadyear_2002_2014.parquet"),
    "cow_nmc": Path("states/cow_nmc.parquet"),
    "cow_trade": Path("states/cow_trade_dyadyear_1946_2014.parquet"),
    "atop": Path("pacts/atop_dyadyear_1815_2018.parquet"),
}


def build(
    reference: Path, folder: Path, report: Callable[[str], None] = lambda _: None, *, only: Collection[str] = ()
) -> Path:
    """Compute the pack and write it.

    Parameters
    ----------
    reference : pathlib.Path
        Folder with `FILES`.
    folder : pathlib.Path
        Folder to write the pack to.
    report : callable
        Called with a line on each step.
    only : collection of str, optional
        Some of `PARTS`: only their tables are computed, and the others in the folder are left as they are.

    Returns
    -------
    pathlib.Path
        The manifest.

    Raises
    ------
    DataError
        If a source file is missing or can't be read.
    UsageError
        If there is no such part.
    """
    for part in only:
        check_choice("only", part, tuple(PARTS))
    states = members()
    frames: dict[str, pl.DataFrame] = {}
    for name, compute in PARTS.items():
        if not only or name in only:
            frames |= compute(reference, states, report)
    kept, stated = _kept(folder, frames) if only else ({}, [])
    rows = pl.concat([coverage(frames, states), *stated])
    return write_starter(folder, {**frames, "coverage": rows}, {"sources": PROVENANCE}, kept=kept)


def _kept(folder: Path, frames: Mapping[str, pl.DataFrame]) -> tuple[dict[str, Any], list[pl.DataFrame]]:
    """Return the manifest's entries of the tables that are not computed again, and what states their coverage."""
    pack = Pack(folder)
    replaced = {*frames, *(COMPUTED if "votes" in frames else ()), "coverage"}
    kept = {name: entry for name, entry in pack.manifest["tables"].items() if name not in replaced}
    return kept, [pack.rows("coverage").filter(pl.col("table").is_in(list(kept))).collect()]


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


def _votes(reference: Path, states: tuple[str, ...], report: Callable[[str], None]) -> dict[str, pl.DataFrame]:  # noqa: ARG001 - all states
    report("votes")
    return votes_of(reference)


def _ideal_points(reference: Path, states: tuple[str, ...], report: Callable[[str], None]) -> dict[str, pl.DataFrame]:  # noqa: ARG001 - all states
    return {"ideal_points": ideal_points_of(votes_of(reference), report)}


def _system(reference: Path, states: tuple[str, ...], report: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    report("capabilities, trade and pacts")
    return {
        "capabilities": capabilities_of(_read(reference, "cow_nmc"), states),
        "trade_shares": trade_shares_of(_read(reference, "cow_trade"), states),
        "similarities": similarities_of(_read(reference, "atop"), states),
    }


PARTS = {"conduct": _conduct, "votes": _votes, "ideal-points": _ideal_points, "system": _system}


def _read(reference: Path, name: str) -> pl.DataFrame:
    return source(name).read(reference / FILES[name]).frame


def members() -> tuple[str, ...]:
    """Return the codes of the states in the pack."""
    return tuple(sorted(pl.read_csv(DATA / "facts" / "states.csv", glob=False)["code"]))
