"""What the pack's temperatures are computed from: two files of ICEWS, and acts coded from Wikipedia's current events.

Sources differ in what a count is. ICEWS by year counts reports; ICEWS by month counts distinct facts of a day, two
actors and a code; a coded act is one a day, pair and type, and a meeting of several states counts in part toward each.
So each is a source of its own in the model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.coding import code
from detente.errors import DataError
from detente.identity.records import entities
from detente.sources import source
from detente.sources.providers.current_events import page_title

__all__ = ["COVERED", "LAST_DAY", "MONTHLY", "NEWS", "YEARLY", "Records", "coded_acts_of", "read_records"]

YEARLY, MONTHLY, NEWS = "icews-yearly", "icews-monthly", "news"
FILES = {
    YEARLY: Path("events/icews_dyadyear_2002_2014.parquet"),
    MONTHLY: Path("events/icews_dyadmonth_quads_2018_2023.parquet"),
    NEWS: Path("text/wiki_current_events_items_2002_2026.parquet"),
}
# Collections of ICEWS by month that are used, and the day from which each is. Two overlap: the first is used until it
# ends. The collections of October 2022 to April 2023 are kept back, so that forecasts can be tried on them.
SETS = {"icews18": date(2018, 1, 1), "icews_raw": date(2018, 11, 1), "icews21": date(2021, 1, 1),
        "icews22": date(2022, 1, 1)}  # fmt: skip
# ICEWS gives each person one country. In its raw events of late 2018, whose actors are named, Emmanuel Macron, who is a
# co-prince of Andorra, has Andorra: 99 of 100 acts of "Andorra" toward other states are his, so they are France's. Two
# thirds or more of the acts of three other states are those of one actor who does not speak for it: António Guterres of
# the United Nations, Jean-Claude Juncker of the European Commission, and India's Bahujan Samaj Party. Counts by month
# do not name actors, so these states are left out of them.
ANOTHERS = {"AND": "FRA"}
LEFT_OUT = ("PRT", "LUX", "NPL")
LAST_DAY = date(2026, 3, 28)
# The days that each source covers
COVERED: dict[str, tuple[tuple[date, date], ...]] = {
    YEARLY: ((date(2002, 1, 1), date(2014, 12, 31)),),
    MONTHLY: (
        (date(2018, 1, 1), date(2019, 3, 26)),
        (date(2021, 1, 1), date(2021, 8, 31)),
        (date(2022, 1, 1), date(2022, 8, 31)),
    ),
    NEWS: ((date(2002, 7, 1), LAST_DAY),),
}
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
CELL = ("source", "target", "period", "cls")


@dataclass(frozen=True)
class Records:
    """Counts of ICEWS and coded acts, by state code.

    Parameters
    ----------
    counts : polars.DataFrame
        ``dataset``, ``source``, ``target``, ``period`` (year), ``cls`` and ``reports`` of both files of ICEWS.
    acts : polars.DataFrame
        The table ``coded_acts``.
    """

    counts: pl.DataFrame
    acts: pl.DataFrame

    def states(self, day: date) -> dict[str, frozenset[str]]:
        """By file of ICEWS, the states known on a day to be covered: all that act or are acted toward up to then."""
        known = self.counts.filter(pl.col("period") <= day)
        by = known.group_by("dataset").agg("source", "target").iter_rows()
        return {name: frozenset({*sources, *targets}) for name, sources, targets in by}

    def known(self, day: date) -> pl.DataFrame:
        """Return the counts of all three sources by year, as known on a day; acts count for their weight.

        An act is known on the day after: one of 31 December is not among those known at the year's end.
        """
        acts = self.acts.filter(pl.col("known_on") <= day)
        year = pl.col("date").dt.truncate("1y").alias("period")
        news = acts.group_by("source", "target", year, pl.col("quad").alias("cls")).agg(reports=pl.col("weight").sum())
        icews = self.counts.filter(pl.col("period") <= day)
        rows = pl.concat([icews, news.select(pl.lit(NEWS).alias("dataset"), *CELL, "reports")])
        return rows.sort("dataset", *CELL)


def read_records(reference: Path, report: Callable[[str], None] = lambda _: None) -> Records:
    """Read both files of ICEWS, without organisations, and code the news items.

    Parameters
    ----------
    reference : pathlib.Path
        Folder with `FILES`.
    report : callable
        Called with a line on each step.

    Raises
    ------
    DataError
        If a file is missing or can't be read.
    """
    yearly = source(YEARLY).read(reference / FILES[YEARLY]).frame
    yearly = yearly.select("dataset", *CELL, pl.col("reports").cast(pl.Float64))
    report("ICEWS after 2014")
    monthly = _monthly(reference / FILES[MONTHLY])
    counts = pl.concat([yearly, monthly])
    organisations = [code for code, entity in entities().items() if entity.kind == "organisation"]
    counts = counts.filter(~pl.col("source").is_in(organisations), ~pl.col("target").is_in(organisations))
    report("acts from news items")
    return Records(counts, coded_acts_of(reference / FILES[NEWS]))


def _monthly(path: Path) -> pl.DataFrame:
    """Return the counts of ICEWS by month, added up to years; gaps between the collections make no rows."""
    rows = _read(path).with_columns(pl.col("set", "source", "target").cast(pl.String))
    rows = rows.with_columns(pl.col("source", "target").replace(ANOTHERS))
    rows = rows.filter(~pl.col("source").is_in(LEFT_OUT), ~pl.col("target").is_in(LEFT_OUT))
    first = pl.col("set").replace_strict(SETS, default=None, return_dtype=pl.Date)
    rows = rows.filter(pl.col("month") >= first, pl.col("source") != pl.col("target"))
    return (
        rows.unpivot(QUADS, index=["source", "target", "month"], variable_name="cls", value_name="reports")
        .group_by("source", "target", pl.col("month").dt.truncate("1y").alias("period"), "cls")
        .agg(pl.col("reports").cast(pl.Float64).sum())
        .filter(pl.col("reports") > 0)
        .select(pl.lit(MONTHLY).alias("dataset"), *CELL, "reports")
    )


def coded_acts_of(path: Path) -> pl.DataFrame:
    """Return the acts coded from news items, each with its page; their sentences are left out.

    The items' file does not say which revision of a page it was made from. An act is known on the day after its
    page's day.
    """
    items = _read(path).filter(~pl.col("is_topic_label")).select(pl.col("date").dt.date(), "text")
    acts = code(items).acts.filter(pl.col("source") != pl.col("target"), pl.col("date") <= LAST_DAY)
    titles = {day: page_title(day) for day in acts["date"].unique()}
    missing = [pl.lit(None, pl.String).alias(name) for name in ("sentence", "text_id", "topic", "revision")]
    return acts.with_columns(
        *missing,
        id=pl.concat_str(
            [pl.col("date").dt.strftime("%Y%m%d"), "source", "target", pl.col("plover").str.to_lowercase()],
            separator="-",
        ),
        known_on=pl.col("date") + timedelta(days=1),
        page=pl.col("date").replace_strict(titles, return_dtype=pl.String),
        dataset=pl.lit(NEWS),
        batch=pl.lit("starter"),
    ).select(table("coded_acts").names)


def _read(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path, glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"{path} can't be read: {error}", value=path) from None
