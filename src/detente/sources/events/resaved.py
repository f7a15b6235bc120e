"""Detection of provider files that were saved again by a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from detente.sources.events.event_rows import EventRows
from detente.sources.shaping.column_forms import LOST, NUMERIC_DAY, TWO_WAYS, DaysSeen

__all__ = ["ResavedFileCheck"]


class ResavedFileCheck:
    """Detects provider files that a spreadsheet saved again: leading zeros lost, or day and month swapped.

    Their producer writes one way, so each cell is read that way, and what doesn't fit is rejected. A file of which
    no cell shows the producer's way, and some show the other, is not what the producer published.
    """

    def __init__(self) -> None:
        self._with_zeros: set[int] = set()
        self._lost: dict[int, str] = {}
        self._days: dict[int, DaysSeen] = {}

    def see(self, raw: pl.DataFrame, rows: EventRows, spanning: Collection[int]) -> None:
        """Examine more rows, of one or several files.

        Parameters
        ----------
        raw : polars.DataFrame
            Values as in the files: see `detente.sources.events.event_rows.RAW`.
        rows : EventRows
            The rows after checks.
        spanning : collection of int
            Files of which other frames have rows, too.
        """
        doubtful = rows.rejects.filter(pl.col("reason").is_in([TWO_WAYS, LOST]))
        for unit, text in doubtful.select("unit", "value").iter_rows():
            self._lost.setdefault(unit, text)
        unknown = (self._lost.keys() | set(spanning)) - self._with_zeros
        if unknown:
            kept = rows.frame.filter(pl.col("unit").is_in(list(unknown)), pl.col("cameo").str.starts_with("0"))
            self._with_zeros |= set(kept["unit"].unique())
        if raw.schema["date"] == pl.String:
            texts = [text for text in raw["date"].drop_nulls().unique() if NUMERIC_DAY.fullmatch(text)]
            dates = raw.select("unit", "date").filter(pl.col("date").is_in(texts)) if texts else raw.clear()
            for unit, text in dates.select("unit", "date").unique(maintain_order=True).iter_rows():
                self._days.setdefault(unit, DaysSeen()).see([text])

    def fault(self, unit: int) -> str | None:
        """Return the error of a file that was read to its end, or None."""
        if unit in self._lost and unit not in self._with_zeros:
            return (
                f"its CAMEO codes have lost their leading zeros, as in {self._lost[unit]}; take the producer's own "
                'file, or read this one by a mapping (--map) that says codes = "without_zeros"'
            )
        days = self._days.get(unit)
        if days and days.day_first and not days.month_first:
            return (
                f"its days are written day first, as in {days.day_first}, and the producer's month first; take the "
                'producer\'s own file, or read this one by a mapping (--map) that says day = "%d/%m/%Y"'
            )
        return None

    def forget(self, unit: int) -> None:
        """Forget a file."""
        self._with_zeros.discard(unit)
        self._lost.pop(unit, None)
        self._days.pop(unit, None)
