"""Gross domestic product and population since 1500, estimated with their uncertainty, by state and year.

Fariss, Anders, Markowitz and Barnum combine the published series in one latent-variable model, and give its
predictions on the scale of each series. Three of them are read::

    Maddison2020_gdppc_ppp_bcbt   mrgdppc   income per head, in US dollars of 2011 at purchasing power
    PWT100_gdp_ppp_none_2017      pwtrgdp   gross domestic product, in millions of US dollars of 2017 at
                                            purchasing power
    PWT100_pop                    pwtpop    population, in millions

The producer's files have a row for each prediction: ``gwno`` (number in the list of Gleditsch and Ward), ``year``,
``indicator``, ``mean``, ``sd``. One CSV may hold the three indicators, or one of them. Copies with a row a state and
year (``ccode`` or ``gwcode``, the three names above, and ``sd_`` before each) are read too.

Traps:

- Each indicator has its own prices: income per head times population is not the product.
- The standard deviation is part of the figure: that of the product is about two fifths of it even in recent years,
  for it is of a prediction of one series and not of the mean.
- Series for today's territories enter the estimates of earlier ones: West Germany has 67 million people in 1960,
  eleven million more than its own count.
- Every version has its own levels. Compare a version with itself only.
- In copies by Correlates of War numbers Germany, Yemen and Serbia were matched from the other list's numbers.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import FileRows, Layout, read_layout
from detente.sources.shaping.indicators import FileChecks, Indicator, state_figures, state_years

__all__ = ["GDPPOP", "INDICATORS", "read"]

NAME = "gdppop"
FIGURES = (
    Indicator("mrgdppc", "mrgdppc", "USD of 2011 a head, purchasing power", "sd_mrgdppc"),
    Indicator("pwtrgdp", "pwtrgdp", "million USD of 2017, purchasing power", "sd_pwtrgdp"),
    Indicator("pwtpop", "pwtpop", "million persons", "sd_pwtpop"),
)
INDICATORS = {
    "Maddison2020_gdppc_ppp_bcbt": "mrgdppc",
    "PWT100_gdp_ppp_none_2017": "pwtrgdp",
    "PWT100_pop": "pwtpop",
}
WIDE = {"year": "year", **{name: name for one in FIGURES for name in (one.column, str(one.sd))}}
PRODUCER = "the producer's"
LONG = {"number": "gwno", "year": "year", "indicator": "indicator", "mean": "mean", "sd": "sd"}
LAYOUTS = (
    Layout(PRODUCER, LONG),
    Layout("by ccode", {"number": "ccode", **WIDE}),
    Layout("by gwcode", {"number": "gwcode", **WIDE}),
)
SCHEMES = {"by ccode": "cow", "by gwcode": "gw"}


def read(path: Path) -> ParsedFile:
    r"""Read the estimates into rows of the table ``indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        Up to three rows for each state and year, with ``sd``.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "estimates.csv"
    ...     _ = file.write_text("gwno,year,indicator,mean,sd\n740,2010,PWT100_pop,128.5,0.9\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("name", "state", "value", "sd").rows()
    [('pwtpop', 'JPN', 128.5, 0.9)]
    """
    content = read_layout(path, LAYOUTS)
    if content.layout == PRODUCER:
        return _predictions(content)
    return state_years(content, NAME, FIGURES, code="number", scheme=SCHEMES[content.layout])


def _predictions(content: FileRows) -> ParsedFile:
    """Read a file with a row for each prediction."""
    checks = FileChecks(content)
    other = pl.when(~pl.col("indicator").is_in(list(INDICATORS)).fill_null(value=False))
    checks.reject("indicator", other.then(pl.lit(f"is not one of {', '.join(INDICATORS)}")))
    checks.numbers({"number": pl.Int32(), "year": pl.Int32()}, needed=("number", "year"))
    checks.numbers({"mean": pl.Float64(), "sd": pl.Float64()})
    checks.states({"number": "state"}, "gw")
    checks.once(["indicator", "state", "year"], "number", "the indicator, state and year")
    parts = [
        state_figures(
            checks.rows.filter(pl.col("indicator").replace(INDICATORS) == one.name),
            NAME,
            [Indicator(one.name, "mean", one.unit, "sd")],
        )
        for one in FIGURES
    ]
    return checks.parsed(pl.concat(parts))


GDPPOP = Source(
    name=NAME,
    title="New Estimates of Over 500 Years of Historic GDP and Population Data",
    origin="https://doi.org/10.1177/00220027211054432",
    licence="Terms of the authors' archive; not part of Detente",
    citation=(
        "Fariss, C. J., Anders, T., Markowitz, J. N. & Barnum, M. (2022). New estimates of over 500 years of historic "
        "GDP and population data. Journal of Conflict Resolution 66(3), 553–591."
    ),
    bibtex=(
        "@article{fariss2022gdp,\n"
        "  author = {Fariss, Christopher J. and Anders, Therese and Markowitz, Jonathan N. and Barnum, Miriam},\n"
        "  title = {New Estimates of Over 500 Years of Historic {GDP} and Population Data},\n"
        "  journal = {Journal of Conflict Resolution},\n"
        "  year = {2022},\n"
        "  volume = {66},\n"
        "  number = {3},\n"
        "  pages = {553--591},\n"
        "  doi = {10.1177/00220027211054432}\n"
        "}"
    ),
    covers=(
        "Members of the state system from 1816 to 2019. No row means that the model has no estimate for the state "
        "that year: no published series speaks of it."
    ),
    covers_from=1816,
    covers_until=2019,
    no_row="missing",
    tables=("indicators",),
    files=("*gdppop.parquet", "*gdppop*.csv", "estimates_*.csv"),
    by_hand=(
        "the producer publishes files of R: download the three estimates_*.rds of one date from the archive that the "
        "article names, keep the three indicators, and write them to one file with "
        'write.csv(rbind(gdppc, gdp, pop), "gdppop.csv", row.names = FALSE)'
    ),
    parse=read,
    layouts=LAYOUTS,
)
