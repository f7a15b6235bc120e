"""Dyads whose relation is known from elsewhere: strategic rivals, disputants, and partners in a defence pact."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu

FIRST, LAST = 2002, 2014
Flags = NDArray[np.bool_]


def known(reference: Path, dyads: tuple[tuple[str, str], ...]) -> tuple[Flags, Flags, Flags]:
    """Which directed dyads are rivals (TSS), had a militarised dispute (GML), or share a defence pact (ATOP)."""
    codes = (
        pl.read_parquet(reference / "votes" / "bsv_idealpoints_apr2020.parquet")
        .filter(pl.col("session") > 60)
        .select("iso3c", "ccode")
        .unique()
    )
    code = {**dict(codes.iter_rows()), "TWN": 713}

    def pairs(frame: pl.DataFrame, a: str, b: str) -> Flags:
        held = {frozenset((int(x), int(y))) for x, y in frame.select(a, b).iter_rows()}
        return np.array([frozenset((code.get(s, -1), code.get(t, -2))) in held for s, t in dyads])

    rivals = pl.read_parquet(reference / "disputes" / "tss_rivalries.parquet")
    disputes = pl.read_parquet(reference / "disputes" / "gml_mid_dyadyear.parquet")
    pacts = pl.read_parquet(reference / "pacts" / "atop_dyadyear_1815_2018.parquet")
    years = pl.col("year").is_between(FIRST, LAST)
    return (
        pairs(rivals.filter((pl.col("start") <= LAST) & (pl.col("end") >= FIRST)), "ccode1", "ccode2"),
        pairs(disputes.filter(years), "ccode1", "ccode2"),
        pairs(pacts.filter(years & (pl.col("atop_defense") == 1)), "ccode1", "ccode2"),
    )


def auc(score: NDArray[np.float64], hostile: Flags, friendly: Flags) -> float:
    """Chance that a friendly dyad scores above a hostile one; dyads that are both are left out."""
    low, high = score[hostile & ~friendly], score[friendly & ~hostile]
    return float(mannwhitneyu(high, low).statistic / (len(low) * len(high)))
