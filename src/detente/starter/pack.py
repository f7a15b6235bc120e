"""Build the pack from a folder with the layout of the reference data, and write it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import check_choice
from detente.sources import source
from detente.sources.shipped import SHIPPED
from detente.starter.conduct_sources import FILES as CONDUCT_FILES
from detente.starter.conduct_sources import read_records
from detente.starter.coverage import coverage
from detente.starter.data_version import DATA
from detente.starter.ideal_points import ideal_points_of
from detente.starter.structural import capabilities_of, similarities_of, trade_shares_of
from detente.starter.temperatures import SCORES, Revisions, attention_of, parameters_of, temperatures_of, vintages
from detente.starter.votes import votes_of
from detente.starter.writing import write_starter
from detente.store.pack import Pack
from detente.store.store import DATA as RESOURCES
from detente.store.vote_series import COMPUTED

__all__ = ["FILES", "PARTS", "STARTER", "build"]

STARTER = RESOURCES / "starter"
REVISED = ("temperatures",)  # a vintage has only the rows that changed
# The file of each source in the folder
FILES = {
    **CONDUCT_FILES,
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
    if only:
        _ = Pack(folder).manifest  # a pack that can't be added to is an error before anything is computed
    frames: dict[str, pl.DataFrame] = {}
    for name, compute in PARTS.items():
        if not only or name in only:
            frames |= compute(reference, report)
    kept, stated = _kept(folder, frames) if only else ({}, [])
    rows = pl.concat([coverage(frames), *stated])
    return write_starter(
        folder,
        {**frames, "coverage": rows},
        {"sources": [asdict(one) for one in SHIPPED]},
        kept=kept,
        data=DATA,
        revised=REVISED,
    )


def _kept(folder: Path, frames: Mapping[str, pl.DataFrame]) -> tuple[dict[str, Any], list[pl.DataFrame]]:
    """Return the manifest's entries of the tables that are not computed again, and what states their coverage."""
    pack = Pack(folder)
    replaced = {*frames, *(COMPUTED if "votes" in frames else ()), "coverage"}
    kept = {name: entry for name, entry in pack.manifest["tables"].items() if name not in replaced}
    return kept, [pack.rows("coverage").filter(pl.col("table").is_in(list(kept))).collect()]


def _conduct(reference: Path, report: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    records = read_records(reference, report)
    temperatures, parameters = [], []
    for score in SCORES:
        revisions = Revisions()
        for day, estimate in vintages(records, score):
            report(f"{score}, as known on {day}: {len(estimate.dyads)} directed dyads")
            temperatures.append(revisions.of(temperatures_of(estimate, score, day, records)))
            parameters.append(parameters_of(estimate, score, day))
    return {
        "temperatures": pl.concat(temperatures),
        "trait_parameters": pl.concat(parameters),
        "attention": attention_of(records),
        "coded_acts": records.acts,
    }


def _votes(reference: Path, report: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    report("votes")
    return votes_of(reference)


def _ideal_points(reference: Path, report: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    return {"ideal_points": ideal_points_of(votes_of(reference), report)}


def _system(reference: Path, report: Callable[[str], None]) -> dict[str, pl.DataFrame]:
    report("capabilities, trade and pacts")
    return {
        "capabilities": capabilities_of(_read(reference, "cow_nmc")),
        "trade_shares": trade_shares_of(_read(reference, "cow_trade")),
        "similarities": similarities_of(_read(reference, "atop")),
    }


PARTS = {"conduct": _conduct, "votes": _votes, "ideal-points": _ideal_points, "system": _system}


def _read(reference: Path, name: str) -> pl.DataFrame:
    return source(name).read(reference / FILES[name]).frame
