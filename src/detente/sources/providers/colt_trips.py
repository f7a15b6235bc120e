"""Trips of leaders between two states, by year, 2018–2024, from COLT.

Country and Organizational Leader Travel (COLT) records foreign trips of heads of state and government. Read is a table
of five states (China, Germany, Japan, Singapore, the United States) with all others, one row for each pair and year::

    iso3_a, iso3_b, year    the pair, ISO 3166 alpha-3 codes
    trips_both_ways         trips of either's leaders to the other

Traps:

- Both directions are added: a figure does not say who travelled.
- Trips to summits and organisations count as trips to the host.
- A pair without one of the five has no row, and neither has a pair that the table leaves out in a year: absent is not
  zero. A zero is a row.
- The five do not cover the same years: Germany and Singapore begin in 2020, Singapore ends in 2021, Japan in 2023.
- A pair of two of the five has two rows, one from either side, which agree; they are one.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import ITSELF, FileChecks, dyad_figures

__all__ = ["COLT_TRIPS", "read"]

NAME = "colt_trips"
LAYOUTS = (Layout("COLT, pairs", {"first": "iso3_a", "second": "iso3_b", "year": "year", "value": "trips_both_ways"}),)


def read(path: Path) -> ParsedFile:
    r"""Read the trips between two states, by year.

    Parameters
    ----------
    path : pathlib.Path
        The table of pairs, CSV or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``dyad_indicators``, not directed: ``leader_trips``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "colt_pairs.csv"
    ...     _ = file.write_text("iso3_a,iso3_b,year,trips_both_ways\nUSA,CHN,2023,1\nCHN,USA,2023,1\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "value").rows(), parsed.rows_kept
    ([('CHN', 'USA', 1.0)], 2)
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.numbers({"year": pl.Int32(), "value": pl.Int32()}, needed=("year",))
    checks.reject("value", pl.when(pl.col("value") < 0).then(pl.lit("is less than zero")))
    checks.states({"first": "source", "second": "target"}, "iso3")
    checks.reject("second", pl.when(pl.col("source") == pl.col("target")).then(pl.lit(ITSELF)))
    pair = {"low": pl.min_horizontal("source", "target"), "high": pl.max_horizontal("source", "target")}
    checks.rows = checks.rows.with_columns(**pair)
    checks.once(["source", "target", "year"], "year", "the pair and year")
    other = pl.col("value").ne_missing(pl.col("value").sort_by("line").first().over("low", "high", "year"))
    checks.reject("value", pl.when(other).then(pl.lit("differs from the row of the other side")))
    rows = checks.rows.unique(["low", "high", "year"], keep="first", maintain_order=True)
    return checks.parsed(dyad_figures(rows, NAME, "leader_trips", "trips", directed=False))


COLT_TRIPS = Source(
    name=NAME,
    title="Country and Organizational Leader Travel: trips between two states",
    origin="https://korbel.du.edu/pardee/",
    licence="Free for research with citation; no terms for passing it on; not part of Detente",
    citation=(
        "Pardee Institute for International Futures (2024). Country and Organizational Leader Travel (COLT) Dataset. "
        "Josef Korbel School of International Studies, University of Denver."
    ),
    bibtex=(
        "@misc{colt2024,\n"
        "  author = {{Pardee Institute for International Futures}},\n"
        "  title = {{Country and Organizational Leader Travel} ({COLT}) Dataset},\n"
        "  howpublished = {University of Denver},\n"
        "  year = {2024}\n"
        "}"
    ),
    covers=(
        "Trips of leaders between China, Germany, Japan, Singapore or the United States and any other state, 2018 to "
        "2024, each of the five in some of these years. No row means that the pair was not recorded in the year."
    ),
    covers_from=2018,
    covers_until=2024,
    no_row="missing",
    tables=("dyad_indicators",),
    files=("colt*.csv", "colt*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand=(
        "The producer shows the data in a dashboard: export the trips of a state and add them by pair and year, with "
        "the columns iso3_a, iso3_b, year and trips_both_ways."
    ),
)
