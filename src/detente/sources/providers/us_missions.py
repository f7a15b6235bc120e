"""The level at which the United States are represented in another state, with days, 1776–2024.

A row for each spell of one level::

    ccode                  number of the state
    date_start, date_end   first and last day, YYYY-MM-DD
    us_mission_status      None, Interests, Consul Nonresident, Consulate, Liaison, Envoy Nonresident, Legation,
                           Ambassador Nonresident, Embassy

Traps:

- The file names no address; the pages of the Office of the Historian at the Department of State, which it follows, do.
- 'None' is a level, and not a missing value: relations without a mission, or no relations.
- The level is that of representation. A closed building, or a vacant post, does not show.
- Spells that last to the end of the file, 31 December 2024, have no end.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.coverage import years_of
from detente.sources.readers.layouts import Layout, days, numbers, read_layout
from detente.sources.shaping.states import rejects_of
from detente.sources.shaping.ties import tie_frame, with_states_of_span

__all__ = ["LEVELS", "US_MISSIONS", "read"]

NAME = "us_missions"
SENDER = "USA"
END = date(2024, 12, 31)
LEVELS = (
    "None", "Interests", "Consul Nonresident", "Consulate", "Liaison", "Envoy Nonresident", "Legation",
    "Ambassador Nonresident", "Embassy",
)  # fmt: skip
LAYOUTS = (
    Layout(
        "spells by state",
        {"ccode": "ccode", "start": "date_start", "end": "date_end", "status": "us_mission_status"},
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the spells into rows of the table ``ties``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``ties``, of the United States toward the state: kind 'us_mission', ``level`` the place in `LEVELS`,
        ``title`` the level in words, exact to the day. Spells of 'None' have a row too, with level 0.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "us_missions.csv"
    ...     head = "ccode,date_start,date_end,us_mission_status"
    ...     rows = "630,1955-06-24,1980-04-07,Embassy\n630,1980-04-08,2024-12-31,None\n"
    ...     _ = file.write_text(f"{head}\n{rows}")
    ...     parsed = read(file)
    >>> parsed.frame.select("target", "level", "title", "end").rows()
    [('IRN', 8.0, 'Embassy', datetime.date(1980, 4, 7)), ('IRN', 0.0, 'None', None)]
    """
    content = read_layout(path, LAYOUTS)
    rows, faults = numbers(content.rows, {"ccode": pl.Int32()}, needed=("ccode",))
    rejects = [content.rejects, faults]
    for column in ("start", "end"):
        rows, wrong = days(rows, column, needed=True)
        rejects.append(wrong)
    rows = rows.with_columns(status=pl.col("status").cast(pl.String).str.strip_chars())
    level = pl.col("status").replace_strict({name: n for n, name in enumerate(LEVELS)}, default=None)
    early = pl.when(pl.col("end") < pl.col("start")).then(pl.lit("is before the start"))
    for column, reason in (
        ("status", pl.when(level.is_null()).then(pl.lit("is not a level of representation"))),
        ("end", early),
    ):
        rows, wrong = rejects_of(rows, column, reason)
        rejects.append(wrong)
    rows, unnamed = with_states_of_span(rows, {"ccode": "target"}, "cow", "start", "end")
    last = pl.min_horizontal(pl.col("end").max(), pl.lit(END))
    ties = rows.select(
        pl.format("{}/{}", "ccode", pl.col("start").dt.strftime("%Y%m%d")).alias("id"),
        pl.lit("us_mission").alias("kind"),
        pl.lit(SENDER).alias("source"),
        "target",
        "start",
        pl.lit("day").alias("precision"),
        pl.when(pl.col("end") < last).then("end").alias("end"),
        level.alias("level"),
        pl.col("status").alias("title"),
    )
    years = years_of(rows["start"], rows["end"])
    return ParsedFile(
        tie_frame(ties, NAME, directed=True), pl.concat([*rejects, unnamed]), content.rows_in, rows.height, years=years
    )


US_MISSIONS = Source(
    name=NAME,
    title="Representation of the United States abroad, 1776–2024",
    origin="https://history.state.gov/countries",
    licence="CC BY 4.0; not part of Detente",
    citation=(
        "US Missions (2025). Representation of the United States by spell and Correlates of War number, version 0.1."
    ),
    bibtex=(
        "@misc{usmissions2025,\n"
        "  author = {{US Missions}},\n"
        "  title = {Representation of the {United States} by spell and {Correlates of War} number},\n"
        "  note = {Version 0.1}, year = {2025}\n"
        "}"
    ),
    covers="Levels of representation of the United States in each state, 1776 to 2024. No row: not covered.",
    covers_from=1776,
    covers_until=2024,
    no_row="missing",
    tables=("ties",),
    files=("us_missions*.csv", "us_missions*.parquet"),
    by_hand="save the list of spells, with the columns ccode, date_start, date_end and us_mission_status",
    parse=read,
    layouts=LAYOUTS,
)
