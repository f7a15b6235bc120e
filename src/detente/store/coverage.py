"""What the files that were ingested cover, told from the manifest alone.

A file's name often says which days it is about; where it does not, the days of its first and last act stand in.
Stretches without a gap are told as one. What lies between two stretches is not covered: no row there means
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import polars as pl

from detente.catalog import table
from detente.sources.event_files import FORMATS
from detente.store.lake import Lake

__all__ = ["Spell", "coverage_of", "spells"]

UNSTATED = (
    "The files do not say what they cover: no row may mean that nothing happened, that nothing was reported or that "
    "nothing was collected"
)


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of days that a dataset covers without a gap.

    Parameters
    ----------
    dataset : str
        The dataset.
    format : str
        The format of its files.
    first, last : datetime.date
        Its ends.
    inputs : int
        Files behind it.
    """

    dataset: str
    format: str
    first: date
    last: date
    inputs: int


def spells(lake: Lake, dataset: str | None = None) -> list[Spell]:
    """Return the stretches of days that the ingested files of each dataset cover, in order.

    Parameters
    ----------
    lake : Lake
        Where the files are.
    dataset : str, optional
        Only this one.

    Examples
    --------
    >>> from pathlib import Path
    >>> spells(Lake(Path("nowhere")))
    []
    """
    rows = lake.records.ask(
        "SELECT dataset, format, covers_from, covers_until, count(*) FROM batches WHERE covers_from IS NOT NULL "
        "AND format IS NOT NULL AND superseded_on IS NULL AND (?1 IS NULL OR dataset = ?1) "
        "GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 4",
        (dataset,),
    )
    found: list[Spell] = []
    for name, mine in groupby(rows, key=lambda row: str(row[0])):
        for _, form, start, end, count in mine:
            first, last = date.fromisoformat(start), date.fromisoformat(end)
            before = found[-1] if found and found[-1].dataset == name else None
            if before is not None and first <= before.last + timedelta(days=1):
                found[-1] = Spell(name, form, before.first, max(before.last, last), before.inputs + count)
            else:
                found.append(Spell(name, form, first, last, count))
    return found


def coverage_of(lake: Lake) -> pl.DataFrame:
    """Return the stretches as rows of the table ``coverage``."""
    declared = table("coverage")
    rows = []
    for spell in spells(lake):
        form = FORMATS.get(spell.format)
        rows.append(
            {
                "dataset": spell.dataset,
                "table": "events",
                "scope": f"Acts of all actors in {form.title if form else 'the ingested files'}",
                "from": spell.first,
                "until": spell.last,
                "note": form.note if form else UNSTATED,
                "known_on": spell.first,
            }
        )
    return pl.DataFrame(rows, schema=declared.schema)
