"""Ids that a user gave to events: one event for each, in the whole dataset."""

from __future__ import annotations

import polars as pl

from detente.ingestion.ingest_unit import EVENTS, IngestUnit
from detente.lake.batches import Batch
from detente.lake.integrity import damaged_files
from detente.lake.lake import Lake
from detente.sources.readers.line_format import REJECTS
from detente.sources.readers.literal_paths import scan_parquet

__all__ = ["RepeatedIds"]

SEEN = {"id": pl.String(), "batch": pl.String(), "line": pl.Int64()}


class RepeatedIds:
    """Finds rows whose id another row of their dataset has.

    The first row of a file keeps an id, and so does a file ingested before, unless the new one is a version of it.
    Damaged files are left out, so that each can be ingested again; their ids are compared then.
    """

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.seen: dict[str, pl.DataFrame] = {}  # by dataset: who has which id

    def split(self, frame: pl.DataFrame, unit: IngestUnit) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the rows whose ids are new, and the others as rejects.

        Parameters
        ----------
        frame : polars.DataFrame
            Of `detente.sources.events.event_rows.EventRows`, rows of one input.
        unit : IngestUnit
            The input.
        """
        if frame["id"].null_count() == frame.height:
            return frame, pl.DataFrame(schema=REJECTS)
        mine = unit.batch.batch
        if unit.batch.dataset not in self.seen:
            self.seen[unit.batch.dataset] = self._in_lake(unit.batch.dataset)
        past = [batch.batch for batch in (unit.replaces, unit.removes) if batch is not None and batch.batch != mine]
        seen = self.seen[unit.batch.dataset].filter(~pl.col("batch").is_in(past)).unique("id", keep="first")
        ids = frame.select(pl.col("id").cast(pl.String), "line").with_row_index("row")
        ids = ids.with_columns(pl.col("line").first().over("id").alias("first"))
        found = ids.join(seen.rename({"line": "earlier"}), on="id", how="left", maintain_order="left")
        reason = (
            pl.when(pl.col("id").is_null())
            .then(None)
            .when(pl.col("batch").is_not_null() & (pl.col("batch") != mine))
            .then(pl.format("is already in the dataset, from batch {}", "batch"))
            .when(pl.col("earlier").is_not_null())
            .then(pl.format("is already that of line {}", "earlier"))
            .when(pl.col("line") != pl.col("first"))
            .then(pl.format("is already that of line {}", "first"))
        )
        why = found.select(reason.alias("why")).to_series()
        new = ids.filter(why.is_null(), pl.col("id").is_not_null())
        self.seen[unit.batch.dataset] = pl.concat(
            [self.seen[unit.batch.dataset], new.select("id", pl.lit(mine).alias("batch"), "line")]
        )
        bad = why.is_not_null()
        rejects = frame.filter(bad).select(
            "unit",
            "line",
            pl.lit(unit.file.format.conventions.columns.get("id", "id")).alias("column"),
            pl.col("id").cast(pl.String).alias("value"),
            why.filter(bad).alias("reason"),
        )
        return frame.filter(~bad), rejects

    def forget(self, batch: Batch) -> None:
        """Forget an input that is refused."""
        if batch.dataset in self.seen:
            self.seen[batch.dataset] = self.seen[batch.dataset].filter(pl.col("batch") != batch.batch)

    def _in_lake(self, dataset: str) -> pl.DataFrame:
        """Return the ids of the dataset's current batches."""
        records = self.lake.records
        listed = [stored.file for stored in records.files('"table" = ? AND dataset = ?', (EVENTS, dataset))]
        whole = sorted({*listed} - {*damaged_files(records, listed)})
        none = pl.LazyFrame(schema=SEEN)
        line = pl.lit(None, pl.Int64).alias("line")
        ids = [
            scan_parquet(self.lake.home / file).select(pl.col("id", "batch").cast(pl.String), line) for file in whole
        ]
        query = "SELECT batch FROM batches WHERE dataset = ? AND superseded_on IS NOT NULL"
        past = [batch for (batch,) in records.ask(query, (dataset,))]
        return pl.concat([none, *ids]).filter(~pl.col("batch").is_in(past)).collect()
