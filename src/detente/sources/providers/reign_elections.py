"""National elections and referendums, from REIGN (Rulers, Elections, and Irregular Governance), to March 2021.

A row for each event in the course of an election::

    ccode, elec_year, elec_month, elec_day   number of the state; the date, without a day in a quarter of the rows
    event                                    'Vote, As Scheduled', 'Vote, Early', 'Announced', …
    type                                     X executive, L legislative, R referendum

Traps:

- Only a row whose event begins with 'Vote' is a vote that was held. Announcements, deadlines, delays and votes that
  were still to come in March 2021 are rejected. Labels vary in spelling and spaces.
- A second round is a vote of its own.
- 2021 is covered in part, and of the years before 1945 there are single votes: these rows are rejected.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import FileChecks, Indicator, state_figures

__all__ = ["REIGN_ELECTIONS", "read"]

NAME = "reign_elections"
FIRST, LAST = 1945, 2020
HELD = r"(?i)^\s*vote\b"
KINDS = {"X": "executive_elections", "L": "legislative_elections", "R": "referendums"}
FIGURES = tuple(Indicator(name, name, "votes held") for name in ("elections", *KINDS.values()))
LAYOUTS = (
    Layout(
        "REIGN's",
        {"ccode": "ccode", "year": "elec_year", "month": "elec_month", "event": "event", "type": "type"},
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the votes held into rows of the table ``indicators``: numbers by state and year.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        ``elections`` (all votes), ``executive_elections``, ``legislative_elections`` and ``referendums`` of each state
        and year with a vote.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "reign_elections.csv"
    ...     head = "ccode,elec_year,elec_month,event,type"
    ...     _ = file.write_text(f'{head}\n365,2018,3,"Vote, As Scheduled",X\n365,2018,1,Announced,X\n')
    ...     parsed = read(file)
    >>> parsed.frame.filter(pl.col("value") > 0).select("name", "value").rows(), parsed.rejects["reason"].to_list()
    ([('elections', 1.0), ('executive_elections', 1.0)], ['is not a vote that was held'])
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.numbers({"ccode": pl.Int32(), "year": pl.Int32()}, needed=("ccode", "year"))
    held = pl.col("event").cast(pl.String).str.contains(HELD).fill_null(value=False)
    checks.reject("event", pl.when(~held).then(pl.lit("is not a vote that was held")))
    year = pl.col("year")
    early, late = pl.lit("is before 1945, where the record begins"), pl.lit("is in a year that is covered in part")
    checks.reject("year", pl.when(year < FIRST).then(early).when(year > LAST).then(late))
    kind = pl.col("type").cast(pl.String).str.strip_chars().str.to_uppercase()
    checks.reject("type", pl.when(~kind.is_in(list(KINDS)).fill_null(value=False)).then(pl.lit("is not X, L or R")))
    checks.states({"ccode": "state"}, "cow")
    counts = (
        checks.rows.group_by("state", "year", maintain_order=True)
        .agg(pl.len().alias("elections"), *((kind == code).sum().alias(name) for code, name in KINDS.items()))
        .sort("state", "year")
    )
    return checks.parsed(state_figures(counts, NAME, FIGURES))


REIGN_ELECTIONS = Source(
    name=NAME,
    title="REIGN: national elections and referendums, 1945–2020",
    origin="https://oefdatascience.github.io/REIGN.github.io/",
    licence="public; not part of Detente",
    citation="Bell, C. (2016). The Rulers, Elections, and Irregular Governance Dataset (REIGN). OEF Research.",
    bibtex=(
        "@misc{bell2016elections,\n"
        "  author = {Bell, Curtis},\n"
        "  title = {The Rulers, Elections, and Irregular Governance Dataset ({REIGN})},\n"
        "  howpublished = {OEF Research}, year = {2016}\n"
        "}"
    ),
    covers="Votes held from 1945 to 2020, of states of the Correlates of War list. No row means that no vote was held.",
    covers_from=FIRST,
    covers_until=LAST,
    no_row="zero",
    tables=("indicators",),
    files=("reign_elections*.csv", "reign_elections*.parquet"),
    by_hand="save REIGN's list of elections, with the columns ccode, elec_year, elec_month, event and type",
    parse=read,
    layouts=LAYOUTS,
)
