"""International crises by the International Crisis Behavior project (ICB), version 14, by actor, 1918–2017.

One row for each state that is an actor in a crisis (``icb2``)::

    crisno, crisname, cracno           number and name of the crisis, and of the actor in it
    cracid                             the state, a Correlates of War number
    yrtrig, motrig, datrig             the day on which the crisis was triggered for it
    yrterm, moterm, daterm             the day on which it ended for it
    trigent                            who triggered it
    gravty                             gravest threat: 0 economic, 1 limited military, 2 political, 3 territory,
                                       4 influence, 5 grave damage, 6 existence, 7 other
    viol                               1 no violence, 2 minor clashes, 3 serious clashes, 4 war

Traps:

- A crisis is one for each actor: three states in one crisis are three rows, with days of their own.
- 66, 77 and 88 in a day say that it was early, in the middle or late in the month: the month is exact then.
- 995 to 997 in ``trigent`` are several states, non-state parties and the like: ``trigger`` is null, not a state.
- Numbers are of the project's own years: Germany is 260 since 1990, Yemen 678 in 1995, and the Hejaz and Najd have
  numbers of their own. Such actors are rejected; a trigger that was not a state then is null.
- One row has no date. One actor has no year of its end.
- Actors of one crisis need not be opponents.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.day_parts import dated
from detente.sources.shaping.states import rejects_of, states_of, with_states
from detente.sources.shaping.ties import last_day

__all__ = ["ICB_CRISES", "read"]

NAME = "icb_crises"
PARTLY = [66, 77, 88, 99]
WHOLE = {
    "crisis": "crisno",
    "actor": "cracno",
    "ccode": "cracid",
    "start_month": "motrig",
    "start_year": "yrtrig",
    "end_month": "moterm",
    "end_year": "yrterm",
    "triggered": "trigent",
    "threat": "gravty",
    "violence": "viol",
}
DAYS = {"start_day": "datrig", "end_day": "daterm"}
NEEDED = ("crisis", "actor", "ccode", "start_year", "start_month")
LAYOUTS = (Layout("ICB, actors", WHOLE | DAYS | {"title": "crisname"}),)


def read(path: Path) -> ParsedFile:
    r"""Read the crises, one row for each actor.

    Parameters
    ----------
    path : pathlib.Path
        ``icb2v14.csv``, or the same as Stata or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``crises``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> row = "196,454,2,10,1962,11,1962,365,5,2,16,20,CUBAN MISSILES"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "icb2v14.csv"
    ...     _ = file.write_text(",".join(LAYOUTS[0].columns.values()) + f"\n{row}\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("state", "trigger", "start", "end").row(0)
    ('USA', 'RUS', datetime.date(1962, 10, 16), datetime.date(1962, 11, 20))
    """
    content = read_layout(path, LAYOUTS)
    rows, faults = numbers(content.rows, dict.fromkeys(WHOLE, pl.Int32()), needed=NEEDED)
    rows, wrong = numbers(rows, dict.fromkeys(DAYS, pl.Int32()), missing=PARTLY)
    rows, dates = dated(rows)
    rows = rows.with_columns(end=pl.col("end_known_on"), known_on=last_day("start", "precision"))
    rows, unnamed = with_states(rows, {"ccode": "state"}, "cow", "known_on")
    rows = states_of(rows, "triggered", "cow", "known_on").rename({"code": "trigger"})
    rows, untitled = rejects_of(rows, "title", pl.when(pl.col("title").is_null()).then(pl.lit("is missing")))
    again = pl.col("line") != pl.col("line").min().over("crisis", "actor")
    rows, twice = rejects_of(rows, "actor", pl.when(again).then(pl.lit("has a row already")))
    frame = rows.with_columns(dataset=pl.lit(NAME)).select(table("crises").names)
    rejects = pl.concat([content.rejects, faults, wrong, dates, unnamed, untitled, twice])
    return ParsedFile(frame, rejects, content.rows_in, rows.height)


ICB_CRISES = Source(
    name=NAME,
    title="International Crisis Behavior, version 14: crises by actor",
    origin="https://sites.duke.edu/icbdata/data-collections/",
    licence="Free for research with citation; no terms for passing it on; not part of Detente",
    citation=(
        "Brecher, M., Wilkenfeld, J., Beardsley, K., James, P. & Quinn, D. (2021). International Crisis Behavior Data "
        "Codebook, Version 14."
    ),
    bibtex=(
        "@misc{brecher2021icb,\n"
        "  author = {Brecher, Michael and Wilkenfeld, Jonathan and Beardsley, Kyle and James, Patrick and Quinn, "
        "David},\n"
        "  title = {International Crisis Behavior Data Codebook, Version 14},\n"
        "  howpublished = {https://sites.duke.edu/icbdata/},\n"
        "  year = {2021}\n"
        "}"
    ),
    covers=(
        "International crises of states, 1918 to 2017, by the day on which each state's crisis began. No row means "
        "that the state entered none."
    ),
    covers_from=1918,
    covers_until=2017,
    quiet=(1930, 2000),
    no_row="zero",
    tables=("crises",),
    files=("icb2*.csv", "icb2*.dta", "icb*actors*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand=(
        "The address changes with each release: download the actor-level data (icb2) from "
        "https://sites.duke.edu/icbdata/data-collections/."
    ),
)
