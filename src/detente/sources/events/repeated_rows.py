"""Rows of events that repeat an earlier row of their file."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import polars as pl

from detente.sources.readers.line_format import REJECTS

__all__ = ["Repeats"]

SAME = ("unit", "id", "date", "source_actor", "target_actor", "cameo", "plover", "intensity", "reports", "text", "also")


class Repeats:
    """Finds rows that repeat an earlier row of their file in all columns read.

    Only rows with an id of the dataset can be duplicates: without ids, two equal rows are two reports.
    """

    def __init__(self) -> None:
        self._seen: dict[int, list[np.ndarray]] = {}

    def split(self, frame: pl.DataFrame, spanning: Collection[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the rows without duplicates, and the duplicates as rejects.

        Parameters
        ----------
        frame : polars.DataFrame
            Of `EventRows`.
        spanning : collection of int
            The units that other frames also have rows of.
        """
        copies = self._within(frame)
        for unit in spanning:
            copies = copies | self._before(frame, unit)
        if not copies.any():
            return frame, pl.DataFrame(schema=REJECTS)
        rejects = frame.filter(copies).select(
            "unit",
            "line",
            pl.lit(None, pl.String).alias("column"),
            pl.col("id").cast(pl.String).alias("value"),
            pl.lit("repeats an earlier row of the file").alias("reason"),
        )
        return frame.filter(~copies), rejects

    def forget(self, unit: int) -> None:
        """Drop the state of a unit that has been read to its end."""
        self._seen.pop(unit, None)

    @staticmethod
    def _within(frame: pl.DataFrame) -> pl.Series:
        copies = pl.zeros(frame.height, dtype=pl.Boolean, eager=True)
        if frame["id"].drop_nulls().n_unique() == frame.height - frame["id"].null_count():
            return copies
        twice = frame.select("unit", "id").is_duplicated() & frame["id"].is_not_null()
        if not twice.any():
            return copies
        at = twice.arg_true()
        later = ~frame[at].select(pl.struct(SAME).is_first_distinct()).to_series()
        return copies.scatter(at.filter(later), True)

    def _before(self, frame: pl.DataFrame, unit: int) -> pl.Series:
        mine = (frame["unit"] == unit) & frame["id"].is_not_null()
        marks = frame.filter(mine).select(SAME).hash_rows(seed=1).to_numpy()
        seen = self._seen.setdefault(unit, [])
        again = np.zeros(marks.size, bool)
        for earlier in seen:
            again |= np.isin(marks, earlier)
        seen.append(np.unique(marks))
        return pl.zeros(frame.height, dtype=pl.Boolean, eager=True).scatter(mine.arg_true(), pl.Series(again))
