"""What datasets cover, as known on a day.

**Records** (votes, ties, disputes, figures): each file's coverage is measured when it is ingested (see
`detente.sources.coverage`) and stored in the table ``coverage``. That of a store that an older Detente wrote was stated
and not measured; it is measured from the store's rows when it is read. Covered zeros of such a file are lost, so that a
year of zeros alone is not covered.

**Events**: see `detente.lake.covered_days`.

Nothing is covered beyond the as-of date, or beyond the last full year where a dataset is known by year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from detente.catalog import table
from detente.identity.records import entities
from detente.lake.covered_days import CoveredPeriod
from detente.lake.dataset_descriptions import about_of
from detente.lake.lake import Lake

__all__ = ["as_known", "coverage_of", "is_covered", "measured"]

UNSTATED = (
    "The files do not say what they cover: no row may mean that nothing happened, that nothing was reported or that "
    "nothing was collected"
)


def is_covered() -> pl.Expr:
    """Return whether a row of temperatures is of a period that a source covers, in part or in whole, or may cover.

    Of a period that no source covers, a row has what the model expects: the standing, with a wide interval.

    Examples
    --------
    >>> pl.DataFrame({"covered": [0.0, 0.2, None]}).filter(is_covered())["covered"].to_list()
    [0.2, None]
    """
    return pl.col("covered").is_null() | (pl.col("covered") > 0)


def coverage_of(found: Sequence[CoveredPeriod], lake: Lake) -> pl.DataFrame:
    """Return the days covered by events as rows of the table ``coverage``."""
    if not found:
        return table("coverage").empty()
    from detente.sources.events.known_formats import known_formats  # noqa: PLC0415 - only for ingested events

    rows, formats = [], known_formats()
    for spell in found:
        form = formats.get(spell.format)
        about = {} if form else about_of(lake, spell.dataset)
        rows.append(
            {
                "dataset": spell.dataset,
                "table": "events",
                "scope": f"Acts of all actors in {form.title if form else about.get('title', 'the files')}",
                "from": spell.first,
                "until": spell.last,
                "note": form.note if form else about.get("note", UNSTATED),
                "without": None,
                "by": "day",
                "known_on": spell.first,
            }
        )
    return pl.DataFrame(rows, schema=table("coverage").schema)


def measured(stated: pl.DataFrame, read: Callable[[str, str], pl.DataFrame]) -> pl.DataFrame:
    """Return coverage with what an older Detente stated of a source's file measured from the rows in the store.

    Parameters
    ----------
    stated : polars.DataFrame
        Rows of the table ``coverage`` in files.
    read : callable
        From a table and a dataset to its rows.
    """
    stated = stated.filter(pl.col("table") != "events")  # measured from their rows: see `detente.lake.covered_days`
    if not stated["by"].null_count():
        return stated
    from detente.sources.coverage import covered  # noqa: PLC0415 - only for a store that an older Detente wrote
    from detente.sources.registry import SOURCES  # noqa: PLC0415 - likewise

    old = pl.col("by").is_null() & pl.col("dataset").is_in(list(SOURCES))
    found = [stated.filter(~old)]
    for dataset in stated.filter(old)["dataset"].unique().sort():
        tables = stated.filter(old, pl.col("dataset") == dataset)["table"].unique().sort()
        found.append(covered(SOURCES[dataset], {name: read(name, dataset) for name in tables}))
    return pl.concat(found)


def as_known(coverage: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return coverage as known on a day: what began by then, up to that day or to the last full year.

    Examples
    --------
    >>> row = {"dataset": "atop", "table": "ties", "scope": "", "from": date(1816, 1, 1), "until": date(2018, 12, 31)}
    >>> row |= {"note": "", "without": None, "by": "year", "known_on": date(1816, 12, 31)}
    >>> rows = pl.DataFrame([row], schema=table("coverage").schema)
    >>> as_known(rows, date(1950, 6, 1))["until"].item()
    datetime.date(1949, 12, 31)
    """
    year_end = date(day.year if (day.month, day.day) == (12, 31) else day.year - 1, 12, 31)
    last = pl.when(pl.col("by") == "year").then(pl.lit(year_end)).otherwise(pl.lit(day))
    cut = coverage.with_columns(until=pl.when(pl.col("until") > day).then(last).otherwise("until"))
    known = cut.filter(pl.col("known_on") <= day, pl.col("until") >= pl.col("from"))
    return known.with_columns(
        pl.struct("without", "until").map_elements(_members_by, return_dtype=pl.String).alias("without")
    )


def _members_by(row: Mapping[str, Any]) -> str | None:
    """Return the states left out that were members by the last day covered."""
    begun = _first_days()
    codes = [code for code in (row["without"] or "").split(";") if begun.get(code, date.max) <= row["until"]]
    return ";".join(codes) or None


@cache
def _first_days() -> dict[str, date]:
    """Return the first day of membership of each state that was ever a member of the Correlates of War list."""
    return {
        code: min(spell.period.start for spell in entity.spells if spell.system == "cow")
        for code, entity in entities().items()
        if any(spell.system == "cow" for spell in entity.spells)
    }
