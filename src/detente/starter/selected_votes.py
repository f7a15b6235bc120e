"""Votes on 88 texts of January 2022 to June 2023, from within the time of which there is no complete record.

The source names each text by its title alone. Days and symbols were added by hand where they are publicly known
(``resources/votes/selected_texts.csv``): 74 texts have a day, 13 a month and one the year; 28 have a symbol, the others
stay without. One text, on the financing of the United Nations Interim Force in Lebanon, can't be placed in a year and
is left out.

A selection says nothing of how alike two states vote: these roll calls have a kind of their own, ``selected``, and
count in no agreement and no ideal point.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.sources.shaping.states import states_of
from detente.store.store import DATA

__all__ = ["DATASET", "SELECTED_FILE", "selected_votes_of"]

DATASET = "un_votes_2022_2023"
SELECTED_FILE = Path("votes/un_votes_89titles_2022_2023.parquet")
PLACED = DATA / "votes" / "selected_texts.csv"
LAST = date(2023, 6, 30)  # of the source
FIRST_NUMBER = 90_000_001  # beyond the numbers of the other datasets
VOTES = {"Y": 1, "A": 0, "N": -1}
FIRST_SESSION, OPENS = 1945, 9
CORRECTED = {"sraeli ": "Israeli ", " resolution  adopted by the General Assembly": ""}  # in the source's titles


def selected_votes_of(reference: Path) -> dict[str, pl.DataFrame]:
    """Return the rows of the tables ``votes`` and ``roll_calls``.

    Parameters
    ----------
    reference : pathlib.Path
        Folder with `SELECTED_FILE`.
    """
    placed = pl.read_csv(PLACED, glob=False, try_parse_dates=True, schema_overrides={"symbol": pl.String})
    month = pl.col("date").dt.month_end()
    calls = placed.sort("title").with_row_index("at").select(
        "title",
        dataset=pl.lit(DATASET),
        rcid=(pl.col("at") + FIRST_NUMBER).cast(pl.Int32),
        session=(pl.col("date").dt.year() - FIRST_SESSION - (pl.col("date").dt.month() < OPENS)).cast(pl.Int16),
        date="date",
        precision="precision",
        resolution="symbol",
        kind=pl.lit("selected"),
        issues=pl.lit(None, pl.String),
        important=pl.lit(None, pl.Boolean),
        same_as=pl.lit(None, pl.Int32),
        known_on=pl.when(pl.col("precision") == "day").then("date").when(pl.col("precision") == "month").then(month)
        .otherwise(pl.lit(LAST)),
    )  # fmt: skip
    cast = pl.read_parquet(reference / SELECTED_FILE, glob=False, hive_partitioning=False)
    cast = cast.select(
        pl.col("title", "iso3").cast(pl.String), pl.col("vote").replace_strict(VOTES, return_dtype=pl.Int8)
    )
    votes = states_of(cast.join(calls, on="title", how="inner"), "iso3", "iso3", "known_on").rename({"code": "state"})
    title = pl.col("title").str.strip_chars()
    for wrong, right in CORRECTED.items():
        title = title.str.replace(wrong, right, literal=True)
    return {
        "votes": votes.select(table("votes").names),
        "roll_calls": calls.with_columns(title).select(table("roll_calls").names),
    }
