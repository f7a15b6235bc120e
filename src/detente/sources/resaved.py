"""Files of a producer that a spreadsheet has saved anew."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from detente.sources.column_forms import NUMERIC_DAY, DaysSeen, is_doubtful_code

__all__ = ["Resaved"]


class Resaved:
    """Finds files of a producer that a spreadsheet has saved anew: zeros lost, or day and month the other way round.

    Their producer writes one way, so each cell is read that way, and what doesn't fit is rejected. A file of which
    no cell shows the producer's way, and some show the other, is not what the producer published.

    Examples
    --------
    >>> rows = pl.DataFrame({"unit": [0, 0, 1, 1], "cameo": ["14", "190", "14", "042"], "date": "2014-03-18"})
    >>> found = Resaved()
    >>> found.see(rows)
    >>> found.fault(0) is None, found.fault(1) is None
    (False, True)
    """

    def __init__(self) -> None:
        self._kept_zero: set[int] = set()
        self._lost: dict[int, str] = {}
        self._days: dict[int, DaysSeen] = {}

    def see(self, rows: pl.DataFrame) -> None:
        """Look at more rows, of one or several files: ``unit``, ``cameo``, ``date``."""
        if rows.schema["cameo"] == pl.String:
            texts = rows["cameo"].drop_nulls().unique()
            if any(text.startswith("0") for text in texts):
                self._kept_zero |= set(rows.filter(pl.col("cameo").str.starts_with("0"))["unit"].unique())
            for unit, text in _cells(rows, "cameo", [text for text in texts if is_doubtful_code(text)]):
                self._lost.setdefault(unit, text)
        if rows.schema["date"] == pl.String:
            texts = rows["date"].drop_nulls().unique()
            for unit, text in _cells(rows, "date", [text for text in texts if NUMERIC_DAY.fullmatch(text)]):
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


def _cells(rows: pl.DataFrame, name: str, texts: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the files that have some texts in a column, and the texts."""
    if texts:
        found = rows.select("unit", pl.col(name)).filter(pl.col(name).is_in(texts))
        yield from found.unique(maintain_order=True).iter_rows()
