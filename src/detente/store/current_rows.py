"""Rows of files that several inputs share: those that no later version, and no file of the user's own, replaces."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from detente.lake.parts import Part
from detente.store.scan import current

if TYPE_CHECKING:
    from detente.store.store import Store

__all__ = ["still_current"]


def still_current(store: Store, part: Part, day: date) -> tuple[pl.Expr, ...]:
    """Return the condition that leaves out of a file what had been replaced by a day.

    Of a file of the user's these are older versions. Of the pack's coded acts, those of days that the user's own files
    of the same dataset cover.

    Parameters
    ----------
    store : Store
        The store.
    part : Part
        The file.
    day : datetime.date
        The as-of date.
    """
    if part.place != "starter":
        return current(part, store.lake.superseded(day))
    ingested = {span["dataset"] for own in store.lake.parts("texts") for span in own.spans}
    names = sorted({span["dataset"] for span in part.spans} & ingested)
    spells = [(name, spell.first, spell.last) for name in names for spell in store.days_covered(day, name)]
    return tuple((pl.col("dataset") != name) | ~pl.col("date").is_between(first, last) for name, first, last in spells)
