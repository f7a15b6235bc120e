"""Direct contiguity by the Correlates of War project, version 3.2, 1816–2016.

One row for each pair of states and each period of one type of contiguity by land or water::

    state1no, state2no (ccode1, ccode2)   the pair, by Correlates of War numbers
    conttype                              1 a land border; across water of at most 2: 12, 3: 24, 4: 150, 5: 400 miles
    begin, end (stdate, enddate)          first and last month, YYYYMM

``contdir.csv`` of the release and the forms of the R package peacesciencer are read: the one on CRAN has months, the
later one days.

Traps:

- Dates are months. Copies with days (the first of each month) are no more precise: precision is 'month'.
- Relations of one pair that follow each other may share the month of the change.
- Types are categories, not a distance: a land border and a strait differ in more than miles.
- Contiguity is between homelands. Dependencies are in another file of the release.
- Type 0 is 'none within 400 miles', recorded between two periods of contiguity: a covered zero, not a tie.
- Some relations begin weeks before the state is listed (Mongolia in 1921, North Korea in 1948); the month is kept, and
  a state's number is resolved at the end of the relation, otherwise at its beginning.
- The month in which the file ends is the end of its coverage: such a relation has no end here.
- peacesciencer has each pair in both directions; here it occurs once.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.coverage import years_of
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.states import rejects_of
from detente.sources.shaping.ties import ITSELF, tie_frame, with_states_of_span

__all__ = ["COW_CONTIGUITY", "read"]

NAME = "cow_contiguity"
NONE, FARTHEST = 0, 5  # miles grow with the type; 0 is none at all
LAYOUTS = (
    Layout(
        "Correlates of War",
        {"ccode1": "state1no", "ccode2": "state2no", "conttype": "conttype", "begin": "begin", "end": "end"},
    ),
    Layout(
        "peacesciencer, earlier",
        {"ccode1": "ccode1", "ccode2": "ccode2", "conttype": "conttype", "begin": "begin", "end": "end"},
    ),
    Layout(
        "peacesciencer",
        {"ccode1": "ccode1", "ccode2": "ccode2", "conttype": "conttype", "begin": "stdate", "end": "enddate"},
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the relations, one row for each pair and time.

    Parameters
    ----------
    path : pathlib.Path
        ``contdir.csv`` (or the release's archive), or Parquet of peacesciencer's ``cow_contdir``.

    Returns
    -------
    ParsedFile
        Rows of ``ties``, not directed: kind 'contiguity', ``level`` the type 1 to 5, exact to the month.

    Raises
    ------
    DataError
        If the file can't be read or has an unknown layout.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "contdir.csv"
    ...     head = "state1no,state2no,conttype,begin,end"
    ...     _ = file.write_text(f"{head}\n365,740,3,186001,194508\n365,740,2,195204,201612\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "level", "end").rows()
    [('JPN', 'RUS', 3.0, datetime.date(1945, 8, 31)), ('JPN', 'RUS', 2.0, None)]
    """
    content = read_layout(path, LAYOUTS)
    codes = ("ccode1", "ccode2", "conttype")
    rows, faults = numbers(content.rows, dict.fromkeys(codes, pl.Int32()), needed=codes)
    strange = ~pl.col("conttype").is_between(NONE, FARTHEST)
    rows, types = rejects_of(rows, "conttype", pl.when(strange).then(pl.lit("is none of the types 0 to 5")))
    rows, begins = _months(rows, "begin")
    rows, ends = _months(rows, "end")
    rows, unnamed = with_states_of_span(rows, {"ccode1": "source", "ccode2": "target"}, "cow", "begin", "end")
    rows, selves = rejects_of(rows, "ccode2", ITSELF)
    last = pl.col("end").max().dt.month_end()
    ties = rows.filter(pl.col("conttype") != NONE).select(
        pl.col("begin").dt.strftime("%Y%m").alias("id"),
        pl.lit("contiguity").alias("kind"),
        "source",
        "target",
        pl.col("begin").alias("start"),
        pl.lit("month").alias("precision"),
        pl.when(pl.col("end").dt.month_end() < last).then(pl.col("end").dt.month_end()).alias("end"),
        pl.col("conttype").alias("level"),
        pl.lit(None).alias("title"),
    )
    rejects = pl.concat([content.rejects, faults, types, begins, ends, unnamed, selves])
    years = years_of(rows["begin"], rows["end"])
    return ParsedFile(tie_frame(ties, NAME, directed=False), rejects, content.rows_in, rows.height, years=years)


def _months(rows: pl.DataFrame, column: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read YYYYMM, or a date whose day has no meaning, as the first of the month."""
    digits = pl.col(column).cast(pl.String).str.replace_all("-", "").str.slice(0, 6)
    rows, rejects = rejects_of(
        rows,
        column,
        pl.when((digits + "01").str.to_date("%Y%m%d", strict=False).is_null()).then(pl.lit("is not a month")),
    )
    return rows.with_columns((digits + "01").str.to_date("%Y%m%d", strict=False).alias(column)), rejects


COW_CONTIGUITY = Source(
    name=NAME,
    title="Correlates of War Direct Contiguity, version 3.2",
    origin="https://correlatesofwar.org/data-sets/direct-contiguity/",
    licence="Free for research with citation; no terms for passing it on; not part of Detente",
    citation=(
        "Stinnett, D. M., Tir, J., Schafer, P., Diehl, P. F. & Gochman, C. (2002). The Correlates of War Project "
        "Direct Contiguity Data, Version 3. Conflict Management and Peace Science 19(2), 58–66."
    ),
    bibtex=(
        "@article{stinnett2002contiguity,\n"
        "  author = {Stinnett, Douglas M. and Tir, Jaroslav and Schafer, Philip and Diehl, Paul F. and Gochman, "
        "Charles},\n"
        "  title = {The {Correlates of War} Project Direct Contiguity Data, Version 3},\n"
        "  journal = {Conflict Management and Peace Science},\n"
        "  volume = {19},\n"
        "  number = {2},\n"
        "  pages = {58--66},\n"
        "  year = {2002}\n"
        "}"
    ),
    covers=(
        "All pairs of members of the state system within 400 miles of each other, 1816 to 2016. No row means that "
        "the pair's homelands were farther apart."
    ),
    covers_from=1816,
    covers_until=2016,
    no_row="zero",
    tables=("ties",),
    files=("contdir.csv", "cow_contdir*.csv", "cow_contdir*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    fetch=Fetch(addresses=("https://correlatesofwar.org/wp-content/uploads/DirectContiguity320.zip",)),
)
