"""Files of a producer that a spreadsheet has saved anew."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from detente.sources.events.acts import EventRows
from detente.sources.shaping.column_forms import LOST, NUMERIC_DAY, TWO_WAYS, DaysSeen

__all__ = ["Resaved"]


class Resaved:
    """Finds files of a producer that a spreadsheet has saved anew: zeros lost, or day and month the other way round.

    Their producer writes one way, so each cell is read that way, and what doesn't fit is rejected. A file of which
    no cell shows the producer's way, and some show the other, is not what the producer published.
    """

    def __init__(self) -> None:
        self._kept_zero: set[int] = set()
        self._lost: dict[int, str] = {}
        self._days: dict[int, DaysSeen] = {}

    def see(self, raw: pl.DataFrame, acts: EventRows, spanning: Collection[int]) -> None:
        """Look at more rows, of one or several files.

        Parameters
        ----------
        raw : polars.DataFrame
            As the files have them: see `detente.sources.events.acts.RAW`.
        acts : EventRows
            What became of them.
        spanning : collection of int
            The files that other frames bring rows of too.
        """
        doubtful = acts.rejects.filter(pl.col("reason").is_in([TWO_WAYS, LOST]))
        for unit, text in doubtful.select("unit", "value").iter_rows():
            self._lost.setdefault(unit, text)
        unknown = (self._lost.keys() | set(spanning)) - self._kept_zero
        if unknown:
            kept = acts.frame.filter(pl.col("unit").is_in(list(unknown)), pl.col("cameo").str.starts_with("0"))
            self._kept_zero |= set(kept["unit"].unique())
        if raw.schema["date"] == pl.String:
            texts = [text for text in raw["date"].drop_nulls().unique() if NUMERIC_DAY.fullmatch(text)]
            rows = raw.select("unit", "date").filter(pl.col("date").is_in(texts)) if texts else raw.clear()
            for unit, text in rows.select("unit", "date").unique(maintain_order=True).iter_rows():
                self._days.setdefault(unit, DaysSeen()).see([text])

    def fault(self, unit: int) -> str | None:
        """Return what is wrong with a file that was read to its end; None where nothing is."""
        if unit in self._lost and unit not in self._kept_zero:
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
        self._kept_zero.discard(unit)
        self._lost.pop(unit, None)
        self._days.pop(unit, None)
