"""Territorial claims by the Issue Correlates of War project, 1816–2017.

One row for each claim of one challenger against one target::

    claimdy              number of the claim and the pair (claim × 100 + dyadnum)
    name                 the territory
    chal, tgt            the challenger, who wants a change, and the target; Correlates of War numbers
    begclaim, endclaim   first and last month, YYYYMM
    icowsal              salience, 0 to 12: six marks of value for each side

Traps:

- A claim needs an official demand. What is disputed in fact, but not claimed, is absent.
- Month 00 is an unknown month: the year alone is exact then. Month 99 (201799) means that the claim is open.
- Eleven claims have no last month at all, most with the note that it is not known. They are rejected: an end that
  is not known is not a claim that goes on.
- Eleven late claims (Crimea 2014, Preah Vihear 2008, Abyei 2011, …) were added without number and salience. Their
  id is the first month, their level null.
- Both sides may be challengers, in two rows. Japan claims 'Kuril Islands & South Sakhalin' from Russia since April
  1952; the Soviet Union claimed it from Japan from 1940 to 1945.
- The names are the project's. They recognise nothing.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.coverage import years_of
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.states import no_rejects, rejects_of
from detente.sources.shaping.ties import ITSELF, tie_frame, with_states_of_span

__all__ = ["ICOW_CLAIMS", "read"]

NAME = "icow_claims"
LASTING, UNKNOWN, DECEMBER = 99, 0, 12
LAYOUTS = (
    Layout(
        "ICOW",
        {"chal": "chal", "tgt": "tgt", "begclaim": "begclaim", "endclaim": "endclaim", "name": "name"},
        {"claimdy": "claimdy", "icowsal": "icowsal"},
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the claims, one row for each challenger and target.

    Parameters
    ----------
    path : pathlib.Path
        The file of claims by pair, CSV or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``ties``, of the challenger toward the target: kind 'claim', ``level`` the salience, exact to the
        month, or the year where the month is not known.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "ICOWclaimdy.csv"
    ...     head = "claimdy,name,chal,tgt,begclaim,endclaim,icowsal"
    ...     _ = file.write_text(f"{head}\n82804,Kuril Islands & South Sakhalin,740,365,195204,201799,12\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "start", "end", "level").row(0)
    ('JPN', 'RUS', datetime.date(1952, 4, 1), None, 12.0)
    """
    content = read_layout(path, LAYOUTS)
    codes = ("chal", "tgt", "begclaim", "endclaim")
    rows, faults = numbers(
        content.rows, dict.fromkeys((*codes, "claimdy", "icowsal"), pl.Int32()), missing=[-9], needed=codes
    )
    rows, months = _checked(rows)
    year, month = pl.col("endclaim") // 100, pl.col("endclaim") % 100
    rows = rows.with_columns(
        start=pl.date(pl.col("begclaim") // 100, pl.max_horizontal(pl.col("begclaim") % 100, 1), 1),
        until=pl.date(year, pl.when(month.is_between(1, DECEMBER)).then(month).otherwise(DECEMBER), 1).dt.month_end(),
    )
    rows, unnamed = with_states_of_span(rows, {"chal": "source", "tgt": "target"}, "cow", "start", "until")
    rows, selves = rejects_of(rows, "tgt", ITSELF)
    claims = rows.select(
        pl.coalesce("claimdy", "begclaim").cast(pl.String).alias("id"),
        pl.lit("claim").alias("kind"),
        "source",
        "target",
        "start",
        pl.when(pl.col("begclaim") % 100 == UNKNOWN).then(pl.lit("year")).otherwise(pl.lit("month")).alias("precision"),
        pl.when(pl.col("endclaim") % 100 != LASTING).then("until").alias("end"),
        pl.col("icowsal").alias("level"),
        pl.col("name").alias("title"),
        pl.min_horizontal("until", pl.col("until").max()).alias("level_known_on"),
    )
    rejects = pl.concat([content.rejects, faults, months, unnamed, selves])
    years = years_of(rows["start"], rows["until"])
    return ParsedFile(tie_frame(claims, NAME, directed=True), rejects, content.rows_in, rows.height, years=years)


def _checked(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Reject claims with invalid months, or months in the wrong order."""
    all_rejects = [no_rejects()]
    for column, most in (("begclaim", DECEMBER), ("endclaim", LASTING)):
        year, month = pl.col(column) // 100, pl.col(column) % 100
        sound = year.is_between(1500, 2100) & (month.is_between(UNKNOWN, DECEMBER) | (month == most))
        rows, rejects = rejects_of(rows, column, pl.when(~sound).then(pl.lit("is not a month")))
        all_rejects.append(rejects)
    ended = pl.when(pl.col("endclaim") % 100 == UNKNOWN).then(pl.col("endclaim") + DECEMBER).otherwise("endclaim")
    before = pl.when(ended < pl.col("begclaim")).then(pl.lit("is before the first month"))
    rows, rejects = rejects_of(rows, "endclaim", before)
    return rows, pl.concat([*all_rejects, rejects])


ICOW_CLAIMS = Source(
    name=NAME,
    title="Issue Correlates of War: territorial claims by pair of states",
    origin="https://www.paulhensel.org/icowterr.html",
    licence="Free for research with citation; no terms for passing it on; not part of Detente",
    citation=(
        "Hensel, P. R. & Mitchell, S. M. (2017). From territorial claims to identity claims: The Issue Correlates of "
        "War (ICOW) Project. Conflict Management and Peace Science 34(2), 126–140."
    ),
    bibtex=(
        "@article{hensel2017icow,\n"
        "  author = {Hensel, Paul R. and Mitchell, Sara McLaughlin},\n"
        "  title = {From territorial claims to identity claims: The {Issue Correlates of War} ({ICOW}) Project},\n"
        "  journal = {Conflict Management and Peace Science},\n"
        "  volume = {34},\n"
        "  number = {2},\n"
        "  pages = {126--140},\n"
        "  year = {2017}\n"
        "}"
    ),
    covers=(
        "Explicit territorial claims between members of the state system, 1816 to 2017. No row means that the project "
        "found no such claim."
    ),
    covers_from=1816,
    covers_until=2017,
    no_row="zero",
    tables=("ties",),
    files=("icow*claim*.csv", "icow_claims.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand=(
        "The file's name and address change with each version: download the claims by pair from "
        "https://www.paulhensel.org/icowterr.html."
    ),
)
