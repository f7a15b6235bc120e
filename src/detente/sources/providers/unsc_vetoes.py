"""Vetoes in the United Nations Security Council, by draft and permanent member, 1946 to July 2022.

One row for each draft that was vetoed::

    date, draft                        day of the vote, and the draft's symbol
    agenda_item, crisis_topic          what it was about
    member_veto1, …2, …3               the members that cast a veto
    China, France, Russia, USSR, …     1: cast one

Traps:

- In 26 rows the marks of members are 0 although ``member_veto1`` to ``3`` name them: read are the names alone.
- Early drafts have no symbol. The meeting's stands there, so that up to three votes share symbol and day.
- The Soviet Union's seat is Russia's. No veto of the Republic of China, which held China's seat until 25 October 1971,
  is in the file, though it cast one (13 December 1955): a veto by China before that day would be Taiwan's (TWN).
- The file ends in the middle of 2022: the year is covered to its last row.
- A veto is a vote against a draft that would have passed: two members may veto one draft, and it counts for each.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, days, read_layout
from detente.sources.shaping.states import no_rejects, rejects_of

__all__ = ["UNSC_VETOES", "read"]

NAME = "unsc_vetoes"
SEAT_OF_CHINA = date(1971, 10, 25)
MEMBERS = {"China": "CHN", "France": "FRA", "Russia": "RUS", "USSR": "RUS", "UK": "GBR", "USA": "USA"}
NAMES = ("member_veto1", "member_veto2", "member_veto3")
LAYOUTS = (
    Layout(
        "vetoes by draft",
        {"date": "date", "draft": "draft", "title": "agenda_item"} | {name: name for name in NAMES},
        {"topic": "crisis_topic"},
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the vetoes, one row for each draft and member.

    Parameters
    ----------
    path : pathlib.Path
        The table of vetoes, CSV or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``vetoes``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "unsc_vetoes.csv"
    ...     row = "2014-05-22,S/2014/348,Middle East,China,Russia,"
    ...     _ = file.write_text(",".join(LAYOUTS[0].columns.values()) + f"\n{row}\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("draft", "state").rows()
    [('S/2014/348', 'CHN'), ('S/2014/348', 'RUS')]
    """
    content = read_layout(path, LAYOUTS)
    rows, dates = days(content.rows, "date", needed=True)
    rows, unnamed = rejects_of(rows, "draft", pl.when(pl.col("draft").is_null()).then(pl.lit("is missing")))
    strange = [no_rejects()]
    for name in NAMES:
        known = pl.col(name).is_in(list(MEMBERS))
        rows, rejects = rejects_of(rows, name, pl.when(~known).then(pl.lit("is not a permanent member")))
        strange.append(rejects)
    nobody = pl.when(pl.all_horizontal(pl.col(name).is_null() for name in NAMES)).then(pl.lit("is missing"))
    rows, idle = rejects_of(rows, NAMES[0], nobody)
    votes = rows.sort("date", "draft", "title", "topic", *NAMES, nulls_last=True).with_columns(
        vote=pl.int_range(1, pl.len() + 1).over("date", "draft").cast(pl.Int16)
    )
    cast = votes.with_columns(member=pl.concat_list(NAMES)).explode("member").drop_nulls("member")
    code = pl.col("member").replace_strict(MEMBERS, return_dtype=pl.String)
    early = (pl.col("member") == "China") & (pl.col("date") < SEAT_OF_CHINA)
    frame = (
        cast.with_columns(
            state=pl.when(early).then(pl.lit("TWN")).otherwise(code), dataset=pl.lit(NAME), known_on=pl.col("date")
        )
        .select(table("vetoes").names)
        .unique(table("vetoes").key, keep="first", maintain_order=True)
    )
    rejects = pl.concat([content.rejects, dates, unnamed, *strange, idle])
    return ParsedFile(frame, rejects, content.rows_in, rows.height)


UNSC_VETOES = Source(
    name=NAME,
    title="Vetoes in the United Nations Security Council",
    origin="https://research.un.org/en/docs/sc/quick",
    licence="How members voted is a public record; a table of others' making has their terms; not part of Detente",
    citation=(
        "United Nations, Dag Hammarskjöld Library (2022). Security Council Data: Vetoes Since 1946. Table of drafts "
        "and members."
    ),
    bibtex=(
        "@misc{un2022vetoes,\n"
        '  author = {{Dag Hammarskj{\\"o}ld Library}},\n'
        "  title = {Security Council Data: Vetoes Since 1946},\n"
        "  howpublished = {United Nations},\n"
        "  year = {2022}\n"
        "}"
    ),
    covers=(
        "Vetoes of the permanent members of the Security Council, 16 February 1946 to 8 July 2022. No row means that "
        "the member cast none."
    ),
    covers_from=1946,
    covers_until=2021,
    quiet=(1951, 1953, 1959, 1965, 1967, 1969, 1978, 1991, 1992, 1996, 1998, 2000, 2005, 2010, 2013),
    no_row="zero",
    tables=("vetoes",),
    files=("unsc_vetoes*.csv", "unsc_vetoes*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand=(
        "The library shows the vetoes as a web page: save a table of them with the columns date, draft, agenda_item "
        "and member_veto1 to member_veto3."
    ),
)
