"""Leaders in office by state and year, from REIGN (Rulers, Elections, and Irregular Governance), to March 2021.

A row for each leader's time in office::

    ccode, leader          number of the state; name
    sday, smonth, syear    first day
    emonth, eyear          last month; empty: in office in March 2021

Traps:

- Ends have no day. A leader without an end was in office when the file was made; 2021 is covered in part and left out.
- The list begins with those in office on 1 January 1945, or when the state was recognised: that a state's first leader
  took office counts as a change.
- A leader who leaves and returns in one year is counted twice.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import FileChecks, Indicator, state_figures
from detente.sources.shaping.states import states_of

__all__ = ["REIGN_LEADERS", "read"]

NAME = "reign_leaders"
FIRST, LAST = 1945, 2020
FIGURES = (Indicator("leader_change", "change", "0 or 1"), Indicator("leaders", "leaders", "persons"))
LAYOUTS = (
    Layout(
        "REIGN's",
        {
            "ccode": "ccode",
            "leader": "leader",
            "year": "syear",
            "month": "smonth",
            "eyear": "eyear",
            "emonth": "emonth",
        },
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the leaders into rows of the table ``indicators``: changes and numbers by state and year.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        ``leader_change`` (1 where a leader took office in the year) and ``leaders`` (how
        many held office in it) of each state and year from 1945 to 2020.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> from datetime import date
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "reign_leaders.csv"
    ...     head = "ccode,leader,syear,smonth,eyear,emonth"
    ...     _ = file.write_text(f"{head}\n365,Putin,2012,5,,\n365,Medvedev,2008,5,2012,5\n")
    ...     parsed = read(file)
    >>> parsed.frame.filter(period=date(2012, 1, 1)).select("name", "value").rows()
    [('leader_change', 1.0), ('leaders', 2.0)]
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.numbers({"ccode": pl.Int32(), "year": pl.Int32(), "eyear": pl.Int32()}, needed=("ccode", "year"))
    checks.reject("eyear", pl.when(pl.col("eyear") < pl.col("year")).then(pl.lit("is before the first year")))
    checks.reject("year", pl.when(pl.col("year") > LAST).then(pl.lit("is in a year that is covered in part")))
    until = pl.min_horizontal(pl.col("eyear").fill_null(LAST), LAST)
    spans = checks.rows.with_columns(served=pl.int_ranges(pl.max_horizontal("year", pl.lit(FIRST)), until + 1))
    every = spans.explode("served", empty_as_null=False).with_columns(pl.col("served").cast(pl.Int32))
    every = states_of(every, "ccode", "cow", "served")
    nobody = ~pl.col("ccode").is_in(every.filter(pl.col("code").is_not_null())["ccode"].unique().implode())
    checks.reject("ccode", pl.when(nobody).then(pl.lit("is not a state's name or code")))
    known = every.filter(pl.col("code").is_not_null()).rename({"code": "state"})
    took = pl.col("year") == pl.col("served")
    counts = (
        known.group_by("state", "served", maintain_order=True)
        .agg(took.any().cast(pl.Int8).alias("change"), pl.len().alias("leaders"))
        .rename({"served": "year"})
        .sort("state", "year")
    )
    return checks.parsed(state_figures(counts, NAME, FIGURES))


REIGN_LEADERS = Source(
    name=NAME,
    title="REIGN: leaders in office, 1945–2020",
    origin="https://oefdatascience.github.io/REIGN.github.io/",
    licence="public; not part of Detente",
    citation="Bell, C. (2016). The Rulers, Elections, and Irregular Governance Dataset (REIGN). OEF Research.",
    bibtex=(
        "@misc{bell2016leaders,\n"
        "  author = {Bell, Curtis},\n"
        "  title = {The Rulers, Elections, and Irregular Governance Dataset ({REIGN})},\n"
        "  howpublished = {OEF Research}, year = {2016}\n"
        "}"
    ),
    covers="Leaders of states of the Correlates of War list from 1945 to 2020. No row means that none is recorded.",
    covers_from=FIRST,
    covers_until=LAST,
    no_row="missing",
    tables=("indicators",),
    files=("reign_leaders*.csv", "reign_leaders*.parquet"),
    by_hand="save REIGN's list of leaders, with the columns ccode, leader, syear, smonth, eyear and emonth",
    parse=read,
    layouts=LAYOUTS,
)
