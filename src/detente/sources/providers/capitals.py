"""Great-circle distance between the capitals of two states, by year, from Detente's own list of capitals.

The list, ``capitals.csv``, has a row for each spell in which a state had one capital::

    code               our code of the state
    capital, lat, lon  the place, and its coordinates in degrees, to two decimals (about a kilometre)
    from, until        first and last day; empty if open, or from the beginning of the state
    precision          how exact these dates are; a move known only to the year is dated 1 January
    note               remarks

A user's list with these columns is read in the same way.

Traps:

- A year's distance is between the capitals at its end, or at the end of the state that ended within it.
- The capital is the legal one (Amsterdam, Sucre, Yamoussoukro), or the seat of government if the law names none. If
  the government sits elsewhere, the note says so.
- A state counts in a year if either list, of the Correlates of War or of Gleditsch and Ward, has it on any day.
- Capitals are a poor measure for large states: Moscow is 7,500 km from Tokyo, and Russia 4 km from Japan. See
  ``cow_mindist``.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from detente.identity import state_table
from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, days, read_layout
from detente.sources.shaping.indicators import FileChecks, dyad_figures

__all__ = ["CAPITALS", "LIST", "capital_distances", "read"]

NAME = "capitals"
LIST = Path(__file__).resolve().parents[2] / "resources" / "states" / "capitals.csv"
EARTH_RADIUS = 6371.0088  # km, the mean of its three axes
FIRST, LAST = 1816, 2025
COLUMNS = {name: name for name in ("code", "capital", "lat", "lon", "from", "until")}
LAYOUTS = (Layout("Detente's", COLUMNS),)


def read(path: Path) -> ParsedFile:
    """Read a list of capitals into distances, rows of the table ``dyad_indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        One row for each two states and year from 1816 to 2025 of which the list has both capitals. The rows counted
        are those of the list.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> frame = read(LIST).frame
    >>> frame.filter(
    ...     pl.col("source") == "JPN", pl.col("target") == "RUS", pl.col("period") == date(2014, 1, 1)
    ... ).select(pl.col("value").round(0)).item()
    7478.0
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.numbers({"lat": pl.Float64(), "lon": pl.Float64()}, needed=("lat", "lon"))
    for column, most in (("lat", 90), ("lon", 180)):
        checks.reject(column, pl.when(pl.col(column).abs() > most).then(pl.lit("is not a valid coordinate")))
    for column in ("from", "until"):
        checks.keep(days(checks.rows, column))
    listed = state_table().get_column("code").unique().to_list()
    unlisted = pl.when(~pl.col("code").is_in(listed).fill_null(value=False)).then(pl.lit("is not a state's code"))
    checks.reject("code", unlisted)
    since, until = pl.col("from").fill_null(date.min), pl.col("until").fill_null(date.max)
    checks.rows = checks.rows.with_columns(since=since, until=until).sort("code", "since", "line")
    overlaps = pl.col("since") <= pl.col("until").shift(1).over("code")
    checks.reject("from", pl.when(overlaps).then(pl.lit("is before the last capital's end")))
    return checks.parsed(capital_distances(checks.rows))


def capital_distances(capitals: pl.DataFrame, first: int = FIRST, last: int = LAST) -> pl.DataFrame:
    """Return the distance between the capitals of every two states in every year.

    Parameters
    ----------
    capitals : polars.DataFrame
        ``code``, ``lat``, ``lon`` (degrees), ``since`` and ``until`` (days), no two spells of a state overlapping.
    first, last : int, optional
        The years.

    Returns
    -------
    polars.DataFrame
        Rows of the table ``dyad_indicators``, in kilometres.

    Examples
    --------
    >>> rows = {"code": ["JPN", "RUS"], "lat": [35.69, 55.76], "lon": [139.69, 37.62]}
    >>> frame = pl.DataFrame(rows).with_columns(since=date.min, until=date.max)
    >>> capital_distances(frame, 2014, 2014).select("source", "target", pl.col("value").round(0)).rows()
    [('JPN', 'RUS', 7478.0)]
    """
    places = _places(capitals, first, last)
    pairs = places.join(places, on="year", suffix="_other").filter(pl.col("code") < pl.col("code_other"))
    rows = pairs.select(source="code", target="code_other", year="year", value=_great_circle())
    return dyad_figures(rows, NAME, "capital_distance", "km", directed=False)


def _places(capitals: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """Return each state's capital at the end of each year, or at the end of a state that ended in the year."""
    lived = state_table().select("code", "valid_from", valid_to=pl.col("valid_to").fill_null(date(last, 12, 31)))
    years = pl.DataFrame({"year": range(first, last + 1)}, schema={"year": pl.Int32})
    end = pl.date("year", 12, 31)
    there = lived.join(years, how="cross").filter(
        pl.col("valid_from") <= end, pl.col("valid_to") >= pl.date("year", 1, 1)
    )
    last_days = there.group_by("code", "year").agg(on=pl.min_horizontal("valid_to", end).max())
    held = last_days.join(capitals.select("code", "lat", "lon", "since", "until"), on="code")
    return held.filter(pl.col("on").is_between("since", "until")).select("code", "year", "lat", "lon")


def _great_circle() -> pl.Expr:
    """Return kilometres between (lat, lon) and (lat_other, lon_other) by the haversine formula."""
    lat, lat_other = pl.col("lat").radians(), pl.col("lat_other").radians()
    across = (pl.col("lon_other") - pl.col("lon")).radians()
    chord = ((lat_other - lat) / 2).sin().pow(2) + lat.cos() * lat_other.cos() * (across / 2).sin().pow(2)
    return 2 * EARTH_RADIUS * chord.clip(0, 1).sqrt().arcsin()


CAPITALS = Source(
    name=NAME,
    title="Distances between capitals, from Detente's list of capitals",
    origin="https://unstats.un.org/unsd/demographic-social/products/dyb/",
    licence="Apache-2.0, as all of Detente",
    citation=(
        "Compiled for Detente from the United Nations Demographic Yearbook, table 8, national gazetteers, and the "
        "constitutions and acts that name a capital."
    ),
    bibtex=(
        "@misc{detente-capitals,\n"
        "  author = {{The Detente developers}},\n"
        "  title = {Capitals of states since 1816},\n"
        "  year = {2026},\n"
        "  note = {With Detente; after the United Nations Demographic Yearbook, table 8, and national gazetteers}\n"
        "}"
    ),
    covers=(
        "Every two states in the lists of the Correlates of War and of Gleditsch and Ward from 1816 to 2025. No row "
        "means that one of the two was not a state that year."
    ),
    covers_from=FIRST,
    covers_until=LAST,
    no_row="missing",
    tables=("dyad_indicators",),
    files=("capitals.csv",),
    shipped=LIST,
    redistributable=True,
    parse=read,
    layouts=LAYOUTS,
)
