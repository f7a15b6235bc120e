"""Russia's joint military exercises, 2009–2018, from notices of its Ministry of Defence and the press.

One row for each foreign participant of each exercise::

    id, name         number and Russian name of the exercise
    yr               year
    participant      a state, by its English name
    source           address of the notice

Traps:

- Only exercises in which Russia took part, and only its ties with the others: that two others met there says nothing
  of what they did without Russia.
- It has gaps: of the naval exercises with China ('Морское взаимодействие', Joint Sea), those of 2012, 2013, 2016 and
  2017 are missing. No row does not mean no exercise.
- Far fewer rows from 2013 on (61 in 2012, 17 in 2013, 6 to 18 a year after): the search was narrower, or the relations
  worse. Don't read the decline as a trend.
- Who compiled it is not known; the address in each row is the evidence.
- ``level`` counts the participants, Russia included.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.states import rejects_of, with_states
from detente.sources.shaping.ties import ITSELF, tie_frame

__all__ = ["JME_RUSSIA", "read"]

NAME = "jme_russia"
RUSSIA = "RUS"
LAYOUTS = (Layout("as compiled", {"id": "id", "name": "name", "year": "yr", "participant": "participant"}),)


def read(path: Path) -> ParsedFile:
    r"""Read the exercises, one row for each participant beside Russia.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``ties``, not directed: kind 'exercise', exact to the year, ``level`` the number of participants.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "jme_russia.csv"
    ...     _ = file.write_text("id,name,yr,participant\n1,Indra-2018,2018,India\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "start", "title").row(0)
    ('IND', 'RUS', datetime.date(2018, 1, 1), 'Indra-2018')
    """
    content = read_layout(path, LAYOUTS)
    rows, faults = numbers(content.rows, {"id": pl.Int32(), "year": pl.Int32()}, needed=["id", "year"])
    rows, unnamed = with_states(rows, {"participant": "target"}, "name", "year")
    rows = rows.with_columns(source=pl.lit(RUSSIA))
    rows, selves = rejects_of(rows, "participant", ITSELF)
    ties = rows.select(
        pl.col("id").cast(pl.String),
        pl.lit("exercise").alias("kind"),
        "source",
        "target",
        pl.date("year", 1, 1).alias("start"),
        pl.lit("year").alias("precision"),
        pl.date("year", 12, 31).alias("end"),
        (pl.col("target").n_unique().over("id", "year") + 1).alias("level"),
        pl.col("name").alias("title"),
        pl.date("year", 12, 31).alias("level_known_on"),
    )
    rejects = pl.concat([content.rejects, faults, unnamed, selves])
    return ParsedFile(tie_frame(ties, NAME, directed=False), rejects, content.rows_in, rows.height)


JME_RUSSIA = Source(
    name=NAME,
    title="Joint military exercises of Russia, 2009–2018, with the address of each notice",
    origin="https://structure.mil.ru/mission/practice/all.htm",
    licence="No terms are known; not part of Detente",
    citation=(
        "Ministry of Defence of the Russian Federation, notices of exercises, 2009–2018; compiled by an unnamed hand "
        "from these and the press."
    ),
    bibtex=(
        "@misc{jme_russia,\n"
        "  author = {{Ministry of Defence of the Russian Federation}},\n"
        "  title = {Notices of joint military exercises, 2009--2018},\n"
        "  note = {Compiler unknown},\n"
        "  year = {2018}\n"
        "}"
    ),
    covers=(
        "Exercises of Russia with other states for which a notice was found, 2009 to 2018. No row means that none was "
        "found; pairs without Russia are not covered."
    ),
    covers_from=2009,
    covers_until=2018,
    no_row="no notice was found; an exercise may still have been held",
    tables=("ties",),
    files=("jme_russia*.csv", "jme_russia*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand="The table has no lasting address: give your own copy, or one of your making in its columns.",
)
