"""The published ideal points (Bailey, Strezhnev & Voeten, April 2020, sessions 1 to 74) beside ours."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.identity.records import spell_index


def published(folder: Path) -> pl.DataFrame:
    """Return ``state``, ``session``, ``published``, ``q05``, ``q95``."""
    code = {number: rows[0].code for (system, number), rows in spell_index().items() if system == "cow"}
    return pl.read_parquet(folder / "bsv_idealpoints_apr2020.parquet").select(
        pl.col("ccode").replace_strict(code, return_dtype=pl.String).alias("state"),
        pl.col("session").cast(pl.Int16),
        pl.col("IdealPoint").alias("published"),
        pl.col("Q5%").alias("q05"),
        pl.col("Q95%").alias("q95"),
    )


def comparison(frame: pl.DataFrame, folder: Path) -> dict[str, float]:
    """Return how the frame of ideal points agrees with the published ones."""
    both = frame.join(published(folder), on=["state", "session"])
    centred = both.with_columns(
        (pl.col(c) - pl.col(c).mean().over("session")).alias(f"{c}_centred") for c in ("mean", "published")
    ).with_columns(aligned=pl.col("mean_centred") + pl.col("published").mean().over("session"))
    within = both.group_by("session").agg(r=pl.corr("mean", "published"))["r"]
    found = {
        "positions in both": float(both.height),
        "r pooled": both.select(pl.corr("mean", "published")).item(),
        "r pooled, from session 10": both.filter(pl.col("session") >= 10).select(pl.corr("mean", "published")).item(),
        "r pooled, session means aligned": centred.select(pl.corr("aligned", "published")).item(),
        "r within session, median": float(within.median() or 0),
        "r within session, least": float(within.min() or 0),
    }
    if both["lo"].null_count() == 0:
        inside = pl.col("published").is_between("lo", "hi")
        found["published means in our 90% interval"] = both.select(inside.mean()).item()
        width = (pl.col("hi") - pl.col("lo")).mean() / (pl.col("q95") - pl.col("q05")).mean()
        found["mean width over the published"] = both.select(width).item()
    return found
