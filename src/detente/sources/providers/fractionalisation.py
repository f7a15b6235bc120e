"""Ethnic and religious fractionalisation and polarisation, by state and year.

From the file that the R package peacesciencer ships (``creg``): figures that it computed from the Composition of
Religious and Ethnic Groups project (CREG), and in later copies an index of the Historical Index of Ethnic
Fractionalization (HIEF)::

    ccode, gwcode, creg_ccode, year   the state in three lists of numbers, and year
    ethfrac, ethpol                   fractionalisation and polarisation of ethnic groups, 0 to 1
    relfrac, relpol                   the same of religious groups
    efindex                           fractionalisation of ethnic groups, HIEF, 0 to 1

Traps:

- The three lists differ for Germany, Yemen, Serbia and Russia. `ccode`, of the Correlates of War list, is read.
- A state that changed its shape has two rows in a year: Russia (365 and 393 of CREG) in every year from 1945, Serbia
  (345 and 340). The row with more figures is kept, then the one whose CREG number is that of the list; the other gives
  way.
- The shares behind the figures come from handbooks some years apart, with straight lines between.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import FileChecks, Indicator, state_figures

__all__ = ["FRACTIONALISATION", "read"]

NAME = "fractionalisation"
NAMES = ("ethfrac", "ethpol", "relfrac", "relpol", "efindex")
FIGURES = tuple(Indicator(name, name, "index, 0 to 1") for name in NAMES)
GIVES_WAY = "gives way: the state has another row for the year"
KEYS = {"ccode": "ccode", "creg_ccode": "creg_ccode", "year": "year"}
CREG = {name: name for name in NAMES if name != "efindex"}
LAYOUTS = (Layout("peacesciencer's", {**KEYS, **CREG}, {"efindex": "efindex"}),)


def read(path: Path) -> ParsedFile:
    r"""Read the figures into rows of the table ``indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        One row for each state, year and figure that is not missing.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "creg.csv"
    ...     _ = file.write_text("ccode,creg_ccode,year,ethfrac,ethpol,relfrac,relpol\n740,740,2000,.02,.04,.5,.8\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("name", "value").rows()[0]
    ('ethfrac', 0.02)
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.numbers({"ccode": pl.Int32(), "creg_ccode": pl.Int32(), "year": pl.Int32()}, needed=("ccode", "year"))
    checks.numbers(dict.fromkeys(NAMES, pl.Float64()))
    for name in NAMES:
        outside = pl.when(~pl.col(name).is_between(0, 1)).then(pl.lit("is not from 0 to 1"))
        checks.reject(name, outside)
    checks.states({"ccode": "state"}, "cow")
    found = pl.sum_horizontal(pl.col(name).is_not_null() for name in NAMES)
    own = (pl.col("creg_ccode") == pl.col("ccode")).fill_null(value=False)
    checks.rows = checks.rows.with_columns(rank=pl.struct(found=-found.cast(pl.Int32), other=~own, at="line"))
    first = pl.col("line").sort_by("rank").first().over("state", "year")
    checks.reject("creg_ccode", pl.when(pl.col("line") != first).then(pl.lit(GIVES_WAY)))
    return checks.parsed(state_figures(checks.rows, NAME, FIGURES))


FRACTIONALISATION = Source(
    name=NAME,
    title="Ethnic and religious fractionalisation and polarisation (CREG, HIEF)",
    origin="https://svmiller.com/peacesciencer/reference/add_creg_fractionalization.html",
    licence="see the producers; not part of Detente",
    citation=(
        "Nardulli, P. F., Wong, C. J., Singh, A., Peyton, B. & Bajjalieh, J. (2012). The Composition of Religious and "
        "Ethnic Groups (CREG) Project. Cline Center for Democracy, University of Illinois; figures by Miller, S. V. "
        "(2022). peacesciencer. Conflict Management and Peace Science 39(6), 755–779."
    ),
    bibtex=(
        "@misc{nardulli2012creg,\n"
        "  author = {Nardulli, Peter F. and Wong, Cara J. and Singh, Ajay and Peyton, Buddy and Bajjalieh, Joseph},\n"
        "  title = {The Composition of Religious and Ethnic Groups ({CREG}) Project},\n"
        "  year = {2012},\n"
        "  publisher = {Cline Center for Democracy, University of Illinois}\n"
        "}"
    ),
    covers="165 states from 1945 to 2013. No row means that the state is not coded that year.",
    covers_from=1945,
    covers_until=2013,
    no_row="missing",
    tables=("indicators",),
    files=("creg*.csv", "creg*.parquet", "fractionalisation*.parquet", "fractionalisation*.csv"),
    by_hand="save `peacesciencer::creg` from R as CSV or Parquet",
    parse=read,
    layouts=LAYOUTS,
)
