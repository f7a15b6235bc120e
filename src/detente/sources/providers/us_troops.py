"""Military personnel of the United States abroad, by host and year.

From the file of the R package troopdata (``troopdata_rebuild``)::

    countryname, iso3c, year   the host, and year
    troops_ad                  personnel on active duty
    total_civilian             civilian personnel, where the file has it

Traps:

- Hosts under two names have two rows in a year, one of them zero (Trinidad and Tobago, Czechia): the other is kept.
- Places that are not states have no code (Guam, Diego Garcia): they are rejected. States of the past have none
  either and are known by their names: `NAMED`.
- Vietnam has one code throughout: from 1954 to 1974 the personnel were in South Vietnam, the year with 537,377 among
  them, and are read so.
- Civilians and reserves are 0 in every row before 2008: they were not recorded, and are read as missing.
- The United States are among the hosts.
- Forces on rotation, exercises and operations are largely not counted: figures of wars are far too low.
- Figures are those of one day of a year, in most years 30 September.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import FileChecks, Indicator, state_figures

__all__ = ["US_TROOPS", "read"]

NAME = "us_troops"
FIGURES = (
    Indicator("us_troops", "troops_ad", "persons"),
    Indicator("us_civilians", "total_civilian", "persons"),
)
# Hosts without a code in the file, and their codes in ISO 3166 as it was
NAMED = {
    "Czechoslovakia": "CSK",
    "German Democratic Republic": "DDR",
    "Hong Kong": "HKG",
    "Kosovo": "XKX",
    "Yemen Arab Republic": "YEM",
    "Yemen People's Republic": "YMD",
    "Yugoslavia": "YUG",
}
SOUTH_VIETNAM, IN_SOUTH_VIETNAM = "RVN", (1954, 1974)
CIVILIANS_SINCE = 2008
TWICE = "gives way: the host has a row with personnel under another name"
LAYOUTS = (
    Layout(
        "troopdata's",
        {"countryname": "countryname", "iso3c": "iso3c", "year": "year", "troops_ad": "troops_ad"},
        {"total_civilian": "total_civilian"},
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the numbers into rows of the table ``indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        One row for each host, year and kind of personnel.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "us_troops.csv"
    ...     _ = file.write_text("countryname,iso3c,year,troops_ad\nJapan,JPN,2020,53938\nAfloat,XXX,2020,6000\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("state", "value").rows(), parsed.rejects["reason"].to_list()
    ([('JPN', 53938.0)], ["is not a state's name or code"])
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.numbers({"year": pl.Int32(), "troops_ad": pl.Float64()}, needed=("year",))
    checks.numbers({"total_civilian": pl.Float64()})
    for name in ("troops_ad", "total_civilian"):
        checks.reject(name, pl.when(pl.col(name) < 0).then(pl.lit("is less than zero")))
    named = pl.col("countryname").replace_strict(NAMED, default=None, return_dtype=pl.String)
    counted = pl.when(pl.col("year") >= CIVILIANS_SINCE).then("total_civilian")
    checks.rows = checks.rows.with_columns(iso3c=pl.coalesce("iso3c", named), total_civilian=counted)
    checks.states({"iso3c": "state"}, "iso3")
    south = (pl.col("iso3c") == "VNM") & pl.col("year").is_between(*IN_SOUTH_VIETNAM)
    checks.rows = checks.rows.with_columns(state=pl.when(south).then(pl.lit(SOUTH_VIETNAM)).otherwise("state"))
    most = pl.col("troops_ad").max().over("state", "year")
    checks.reject("countryname", pl.when((pl.col("troops_ad") == 0) & (most > 0)).then(pl.lit(TWICE)))
    checks.once(["state", "year"], "iso3c", "the state and year")
    return checks.parsed(state_figures(checks.rows, NAME, FIGURES))


US_TROOPS = Source(
    name=NAME,
    title="Military personnel of the United States abroad, 1950–2024",
    origin="https://github.com/meflynn/troopdata",
    licence="MIT with the package; not part of Detente",
    citation=(
        "Allen, M. A., Flynn, M. E. & Martinez Machain, C. (2022). US global military deployments, 1950–2020. Conflict "
        "Management and Peace Science 39(3), 351–370."
    ),
    bibtex=(
        "@article{allen2022troops,\n"
        "  author = {Allen, Michael A. and Flynn, Michael E. and Martinez Machain, Carla},\n"
        "  title = {{US} Global Military Deployments, 1950--2020},\n"
        "  journal = {Conflict Management and Peace Science},\n"
        "  volume = {39}, number = {3}, pages = {351--370}, year = {2022}\n"
        "}"
    ),
    covers="Hosts of personnel from 1950 to 2024. No row means that the report of that year does not name the state.",
    covers_from=1950,
    covers_until=2024,
    no_row="missing",
    tables=("indicators",),
    files=("us_troops*.csv", "us_troops*.parquet", "troopdata*.csv"),
    by_hand="save the country-years of the R package troopdata as CSV or Parquet",
    parse=read,
    layouts=LAYOUTS,
)
