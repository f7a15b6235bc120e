"""The geopolitical risk index of 44 countries by month since 1985, from shares of newspaper articles.

A row for each month, a column for each country::

    month              YYYY-MM-DD, the first of the month
    GPRC_ARG …         articles on geopolitical risk that name the country, in percent of all articles
    GPR, GPRT, GPRA    the world's index, of threats and of acts; not read

Traps:

- It counts what newspapers in the United States, Canada and the United Kingdom print. It is of one country, not of a
  pair, and does not say who threatens whom.
- Newer files revise earlier months: a file takes the place of the one before and is never added to it.
- Hong Kong and Taiwan are countries of their own.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import FileChecks, Indicator
from detente.sources.shaping.months import month_state_figures, months

__all__ = ["COUNTRIES", "GPR", "read"]

NAME = "gpr"
COUNTRIES = (
    "ARG", "AUS", "BEL", "BRA", "CAN", "CHE", "CHL", "CHN", "COL", "DEU", "DNK", "EGY", "ESP", "FIN", "FRA",
    "GBR", "HKG", "HUN", "IDN", "IND", "ISR", "ITA", "JPN", "KOR", "MEX", "MYS", "NLD", "NOR", "PER", "PHL",
    "POL", "PRT", "RUS", "SAU", "SWE", "THA", "TUN", "TUR", "TWN", "UKR", "USA", "VEN", "VNM", "ZAF",
)  # fmt: skip
FIGURES = (Indicator("gpr", "value", "percent of articles"),)
LAYOUTS = (
    Layout(
        "by month",
        {"month": "month", "GPRC_USA": "GPRC_USA"},
        {f"GPRC_{code}": f"GPRC_{code}" for code in COUNTRIES if code != "USA"},
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the index into rows of the table ``indicators``, by country and month.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        The indicator ``gpr`` of each country and month.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "gpr.csv"
    ...     _ = file.write_text("month,GPR,GPRC_RUS,GPRC_USA\n2022-03-01,318.9,3.9,4.1\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("state", "freq", "value").rows()
    [('RUS', 'month', 3.9), ('USA', 'month', 4.1)]
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    columns = [name for name in checks.rows.columns if name.startswith("GPRC_")]
    checks.rows = checks.rows.with_columns(pl.col("month").cast(pl.String).str.slice(0, 7))
    checks.numbers(dict.fromkeys(columns, pl.Float64()))
    for name in columns:
        checks.reject(name, pl.when(pl.col(name) < 0).then(pl.lit("is less than zero")))
    checks.keep(months(checks.rows))
    checks.once(["period"], "month", "the month")
    long = checks.rows.unpivot(columns, index=["period", "year"], variable_name="state", value_name="value")
    rows = long.with_columns(pl.col("state").str.strip_prefix("GPRC_")).sort("period", "state", maintain_order=True)
    return checks.parsed(month_state_figures(rows, NAME, FIGURES))


GPR = Source(
    name=NAME,
    title="Geopolitical Risk Index of 44 countries, by month",
    origin="https://www.matteoiacoviello.com/gpr.htm",
    licence="free for research, cite; not part of Detente",
    citation=(
        "Caldara, D. & Iacoviello, M. (2022). Measuring Geopolitical Risk. American Economic Review 112(4), 1194–1225."
    ),
    bibtex=(
        "@article{caldara2022gpr,\n"
        "  author = {Caldara, Dario and Iacoviello, Matteo},\n"
        "  title = {Measuring Geopolitical Risk},\n"
        "  journal = {American Economic Review},\n"
        "  volume = {112}, number = {4}, pages = {1194--1225}, year = {2022}\n"
        "}"
    ),
    covers="44 countries by month from January 1985 to July 2026. No row means that the country is not covered.",
    covers_from=1985,
    covers_until=2026,
    no_row="missing",
    tables=("indicators",),
    files=("gpr_country*.csv", "gpr_country*.parquet"),
    by_hand="save the producer's workbook as CSV, with the columns month and GPRC_ and the country's code",
    parse=read,
    layouts=LAYOUTS,
)
