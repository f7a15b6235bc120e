"""Multinational military exercises, 1980–2010, by D'Orazio and Galambos.

The dataset MME, version 7, in the long form of the R package troopdata (``mme_long``): one row for each participant
of each exercise in each year::

    MMEID                       number of the exercise
    Ex_Name, Series_Name        its name, -9 where it has none
    gwcode, country             a participant: Gleditsch–Ward number, and name
    s.year, s.month, s.day      first day; 'xx' for an unknown day
    e.year, e.month, e.day      last day, likewise

An exercise becomes a tie of each two of its participants.

Traps:

- The number of the state is missing for small states and for territories, and wrong for Vietnam (817); these are read
  by name. 'NATO', 'Baltic States' and -9 (a participant not named) are rejected, so a large exercise may lack pairs.
- An exercise of one named participant gives no tie; its row counts as kept.
- An exercise over New Year has its participants in both years; it is one exercise.
- Reports of the press, better in later years and in English: a rise over time is partly one of reporting.
- An exercise of twenty gives 190 ties, one of two a single one. ``level``, the number of participants, is there to
  weigh by.
- One row in five is known only to the month, as its precision shows.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.states import rejects_of, states_of
from detente.sources.shaping.ties import last_day, tie_frame

__all__ = ["MME", "read"]

NAME = "mme"
NO_NAME, NO_DAY = "-9", "xx"
GROUPS = ("NATO", "Baltic States")
PARTS = ("year", "month", "day")
LAYOUTS = (
    Layout(
        "troopdata",
        {
            "id": "MMEID",
            "name": "Ex_Name",
            "series": "Series_Name",
            "gwcode": "gwcode",
            "country": "country",
            **{f"{end}_{part}": f"{end}.{part}" for end in "se" for part in PARTS},
        },
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the exercises, one row for each two participants of each.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet of troopdata's ``mme_long``.

    Returns
    -------
    ParsedFile
        Rows of ``ties``, not directed: kind 'exercise', exact to the day or the month, ``level`` the number of
        participants that are states.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mme_long.csv"
    ...     head = "MMEID,Ex_Name,Series_Name,gwcode,country,s.year,s.month,s.day,e.year,e.month,e.day"
    ...     rows = ["mme1,Keen Sword,-9,2,United States,1986,10,xx,1986,10,31"]
    ...     rows += ["mme1,Keen Sword,-9,740,Japan,1986,10,xx,1986,10,31"]
    ...     _ = file.write_text("\n".join([head, *rows]))
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "precision", "end", "level").row(0)
    ('JPN', 'USA', 'month', datetime.date(1986, 10, 31), 2.0)
    """
    content = read_layout(path, LAYOUTS)
    dates = [f"{end}_{part}" for end in "se" for part in PARTS]
    known = content.rows.with_columns(pl.col("s_day", "e_day").cast(pl.String).replace(NO_DAY, None))
    rows, faults = numbers(
        known,
        dict.fromkeys(("gwcode", *dates), pl.Int32()),
        missing=[-9],
        needed=[one for one in dates if not one.endswith("day")],
    )
    rows, starts = _dated(rows, "s", "start")
    rows, ends = _dated(rows, "e", "end")
    rows = rows.with_columns(on=last_day("start", "start_precision"), until=last_day("end", "end_precision"))
    before = pl.when(pl.col("until") < pl.col("start")).then(pl.lit("is before the start"))
    rows, order = rejects_of(rows, "end", before)
    rows, unnamed = _with_states(rows)
    rejects = pl.concat([content.rejects, faults, starts, ends, order, unnamed])
    return ParsedFile(tie_frame(_pairs(rows), NAME, directed=False), rejects, content.rows_in, rows.height)


def _dated(rows: pl.DataFrame, prefix: str, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make a date, and how exact it is, of a year, a month and perhaps a day."""
    year, month, day = (pl.col(f"{prefix}_{part}").cast(pl.String) for part in PARTS)
    text = year + "-" + month.str.zfill(2) + "-" + day.fill_null("1").str.zfill(2)
    rows = rows.with_columns(
        text.alias(name),
        pl.when(day.is_null()).then(pl.lit("month")).otherwise(pl.lit("day")).alias(f"{name}_precision"),
    )
    date = pl.col(name).str.to_date("%Y-%m-%d", strict=False)
    rows, rejects = rejects_of(rows, name, pl.when(date.is_null()).then(pl.lit("is not a date")))
    return rows.with_columns(date.alias(name)), rejects


def _with_states(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Name the participant by its number; where that is none of the time, by its name."""
    numbered = states_of(rows, "gwcode", "gw", "on")["code"]
    both = states_of(rows, "country", "name", "on").with_columns(state=pl.coalesce(numbered, "code"))
    group = pl.when(pl.col("country").is_in(GROUPS)).then(pl.lit("is a group, not a state"))
    why = pl.when(pl.col("state").is_null()).then(pl.coalesce(group, "why")).otherwise(group)
    rows, rejects = rejects_of(both, "country", why)
    return rows.drop("code", "why"), rejects


def _pairs(rows: pl.DataFrame) -> pl.DataFrame:
    """Return each two participants of each exercise."""
    exercises = (
        rows.sort("start", "start_precision", "name", "series")
        .group_by("id", maintain_order=True)
        .agg(
            pl.col("start").first(),
            pl.col("start_precision").first().alias("precision"),
            pl.col("until").max().alias("end"),
            pl.coalesce(pl.col("name", "series").replace(NO_NAME, None)).first().alias("title"),
            level=pl.col("state").n_unique(),
        )
    )
    states = rows.select("id", "state").unique()
    both = states.join(states, on="id", suffix="_other").filter(pl.col("state") < pl.col("state_other"))
    return (
        both.rename({"state": "source", "state_other": "target"})
        .join(exercises, on="id")
        .with_columns(kind=pl.lit("exercise"), level_known_on="end")
    )


MME = Source(
    name=NAME,
    title="Multinational Military Exercises, version 7",
    origin="https://www.vitodorazio.com/data.html",
    licence="No terms given; the R package troopdata passes it on; not part of Detente",
    citation="D'Orazio, V. & Galambos, K. (2021). Multinational Military Exercises, 1980–2010. Dataset.",
    bibtex=(
        "@misc{dorazio2021mme,\n"
        "  author = {D'Orazio, Vito and Galambos, Kevin},\n"
        "  title = {{Multinational Military Exercises}, 1980--2010},\n"
        "  note = {Version 7},\n"
        "  year = {2021}\n"
        "}"
    ),
    covers=(
        "Exercises of the armed forces of two or more states that the press reported, 1980 to 2010. No row means that "
        "none was reported."
    ),
    covers_from=1980,
    covers_until=2010,
    no_row="no exercise was reported, which is not that none was held",
    tables=("ties",),
    files=("mme*long*.csv", "mme_v7_long*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand="It comes with the R package troopdata: save `mme_long` (get_exercises()) as CSV or Parquet and give that.",
)
