"""ICEWS directed dyad-years 2002–2014 as counts, and the forty dyads that the oracle was run on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from detente.measures.temperature import Cells, scheme

PERIODS = [date(year, 1, 1) for year in range(2002, 2015)]
LEAST = 26  # reports over all years; 9,196 dyads have as many
QUAD = {
    "verbCoop": "verbal_cooperation",
    "matlCoop": "material_cooperation",
    "verbConf": "verbal_conflict",
    "matlConf": "material_conflict",
}
NAMED = [("JPN", "RUS"), ("RUS", "JPN"), ("USA", "RUS"), ("RUS", "UKR"), ("CHN", "RUS"), ("CHN", "JPN")]


def counts(reference: Path) -> pl.DataFrame:
    """Reports by dyad, year and quad class."""
    wide = pl.read_parquet(reference / "events" / "icews_dyadyear_2002_2014.parquet")
    return (
        wide.filter(pl.col("i_iso3c") != pl.col("j_iso3c"))
        .unpivot(on=list(QUAD), index=["i_iso3c", "j_iso3c", "year"], variable_name="cls", value_name="reports")
        .group_by("i_iso3c", "j_iso3c", "year", "cls")
        .agg(pl.col("reports").sum())
        .filter(pl.col("reports") > 0)
        .select(
            pl.lit("icews").alias("dataset"),
            pl.col("i_iso3c").alias("source"),
            pl.col("j_iso3c").alias("target"),
            pl.date("year", 1, 1).alias("period"),
            pl.col("cls").replace_strict(QUAD),
            "reports",
        )
        .sort("source", "target", "period", "cls")
    )


def only(frame: pl.DataFrame, dyads: list[tuple[str, str]]) -> pl.DataFrame:
    """Rows of some dyads."""
    return frame.join(pl.DataFrame(dyads, schema=["source", "target"], orient="row"), on=["source", "target"])


def forty(frame: pl.DataFrame) -> list[tuple[str, str]]:
    """Six dyads by name and thirty-four spread evenly over the log of their reports."""
    cells = Cells.from_frame(frame, scheme("quad"), PERIODS, least=LEAST)
    volume = cells.volume.sum(1)
    order = np.argsort(volume, kind="stable")
    logs = np.log(volume[order])
    picked = list(NAMED)
    for level in np.linspace(logs[0], logs[-1], 36)[1:-1]:
        place = int(np.searchsorted(logs, level))
        while cells.dyads[order[place]] in picked:
            place += 1
        picked.append(cells.dyads[order[place]])
    return picked
