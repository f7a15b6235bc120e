"""Democracy and autocracy after Polity5, by state and year.

From the producer's annual time series (``p5v2018``), of which three columns are read::

    ccode, year   the project's own number of the state, and year
    polity2       −10 (hereditary monarchy) to 10 (consolidated democracy), with the gaps of transitions filled

Copies that hold the same columns by the numbers of the Correlates of War list are read too: a file with a column
``scode`` is the producer's, one without it is not. So are copies by ``gwcode``, numbers of Gleditsch and Ward.

Traps:

- The project's numbers are not those of the Correlates of War list where a state changed: `NUMBERS` gives each its
  own (364 is the Soviet Union, 348 Montenegro, 341 Kosovo, 525 South Sudan).
- A year in which a state changed has two rows, under two numbers. `LEFT` names the rows that give way: the figure
  of the year is the one at its end.
- −66, −77 and −88 (foreign rule, no rule, transition) are not scores. In ``polity2`` the producer has replaced them:
  missing, zero, and a straight line; where one is left it is missing here.
- States of fewer than 500,000 inhabitants are not scored. The series ends in 2018; only the United States has
  scores for 2019 and 2020.
- The scale is ordinal. A mean of scores has no plain meaning.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import FileChecks, Indicator, state_figures

__all__ = ["LEFT", "NUMBERS", "POLITY", "read"]

NAME = "polity"
NO_SCORES = (-66.0, -77.0, -88.0)
LEAST, MOST = -10, 10
FIGURES = (Indicator("polity2", "polity2", "score, −10 to 10"),)
COLUMNS = {"ccode": "ccode", "year": "year", "polity2": "polity2"}
PRODUCER, BY_GWCODE = "the producer's", "by the numbers of Gleditsch and Ward's list"
LAYOUTS = (
    Layout(PRODUCER, {**COLUMNS, "scode": "scode"}),
    Layout("by the numbers of the Correlates of War list", COLUMNS),
    Layout(BY_GWCODE, {**COLUMNS, "ccode": "gwcode"}),
)
# The producer's numbers that the list gives to another state or to none, and the list's
NUMBERS = {
    324: 325,  # Sardinia
    341: 347,  # Kosovo
    342: 345,  # Serbia
    347: 345,  # Serbia and Montenegro
    348: 341,  # Montenegro
    364: 365,  # Soviet Union
    525: 626,  # South Sudan
    529: 530,  # Ethiopia since Eritrea left
    626: 625,  # Sudan since South Sudan left
    769: 770,  # Pakistan with Bangladesh
    818: 816,  # Vietnam since its unification
}
# Rows that give way: the state ended the year under the other number
LEFT = ((324, 1861), (365, 1922), (345, 1991), (347, 2006), (530, 1993), (625, 2011), (816, 1976))


def read(path: Path) -> ParsedFile:
    r"""Read the scores into rows of the table ``indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        One row for each state and year with a score.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "p5v2018.csv"
    ...     _ = file.write_text("ccode,scode,country,year,polity2\n364,USR,USSR,1980,-7\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("state", "value").rows()
    [('RUS', -7.0)]
    """
    content = read_layout(path, LAYOUTS)
    checks = FileChecks(content)
    checks.numbers({"ccode": pl.Int32(), "year": pl.Int32()}, needed=("ccode", "year"))
    checks.numbers({"polity2": pl.Float64()}, missing=NO_SCORES)
    out = pl.when(~pl.col("polity2").is_between(LEAST, MOST)).then(pl.lit(f"is not from {LEAST} to {MOST}"))
    checks.reject("polity2", out)
    checks.rows = checks.rows.with_columns(number=pl.col("ccode"))
    if content.layout == PRODUCER:
        gone = pl.any_horizontal(
            (pl.col("ccode") == code) & (pl.col("year") == year) & _has_both(code, year) for code, year in LEFT
        )
        checks.reject("ccode", pl.when(gone).then(pl.lit("gives way: the state ended the year under another number")))
        checks.rows = checks.rows.with_columns(number=pl.col("ccode").replace(NUMBERS))
    checks.states({"number": "state"}, "gw" if content.layout == BY_GWCODE else "cow")
    checks.once(["state", "year"], "ccode", "the state and year")
    return checks.parsed(state_figures(checks.rows, NAME, FIGURES))


def _has_both(code: int, year: int) -> pl.Expr:
    """Whether the file has another row of the same state and year, to which this one can give way."""
    state = NUMBERS.get(code, code)
    others = [other for other in (state, *NUMBERS) if NUMBERS.get(other, other) == state and other != code]
    return ((pl.col("year") == year) & pl.col("ccode").is_in(others)).any()


POLITY = Source(
    name=NAME,
    title="Polity5: political regime characteristics and transitions, 1800–2018",
    origin="https://www.systemicpeace.org/inscrdata.html",
    licence="Copyright of the Center for Systemic Peace, free for research; not part of Detente",
    citation=(
        "Marshall, M. G. & Gurr, T. R. (2020). Polity5: Political Regime Characteristics and Transitions, 1800–2018. "
        "Center for Systemic Peace."
    ),
    bibtex=(
        "@misc{marshall2020polity,\n"
        "  author = {Marshall, Monty G. and Gurr, Ted Robert},\n"
        "  title = {{Polity5}: Political Regime Characteristics and Transitions, 1800--2018},\n"
        "  year = {2020},\n"
        "  note = {Version 5},\n"
        "  publisher = {Center for Systemic Peace}\n"
        "}"
    ),
    covers=(
        "States of at least 500,000 inhabitants from 1800 to 2018. No row means that the state is not scored that "
        "year: it is too small, or was under foreign rule."
    ),
    covers_from=1816,
    covers_until=2018,
    no_row="missing",
    tables=("indicators",),
    files=("p5v*.csv", "polity*.csv", "*democracy.csv", "*democracy.parquet"),
    by_hand="the producer publishes a workbook: download p5v2018.xls from the page, and save its sheet as CSV",
    parse=read,
    layouts=LAYOUTS,
)
