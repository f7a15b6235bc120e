"""Participants in militarised disputes by the Correlates of War project, MID 5.0, by day, 1816–2014.

One row for each state and each time that it takes part in a dispute (``MIDB``)::

    dispnum, ccode                     the dispute, and the state, a Correlates of War number
    stday, stmon, styear, endday, …    its first and last day in the dispute; −9 where it is not known
    sidea, orig, revstate              1: acted first; in it from the first day; wants a change
    fatality                           its deaths in bands, 0 none … 6 more than 999; fatalpre their number
    hiact, hostlev                     highest action and hostility, as in `cow_mids`

Traps:

- −9 is missing: the day of one participation in ten, and the number of deaths.
- A state may leave a dispute and come back: France and Finland have several rows in the Second World War (258).
- Who began, and from which month, stands here, not in the files by pair: `cow_mids` of peacesciencer has no days.
- Both sides are in one list; opponents are those of the other ``sidea``, whether or not they ever met.
- 31 December 2014 is where the record ends; disputes that went on have that as their last day.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.providers.cow_mid_incidents import COW_MID_INCIDENTS
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.day_parts import dated
from detente.sources.shaping.states import rejects_of, with_states
from detente.sources.shaping.ties import last_day

__all__ = ["COW_MID_PARTICIPANTS", "read"]

NAME = "cow_mid_participants"
MID_5 = "https://correlatesofwar.org/wp-content/uploads/MID-5-Data-and-Supporting-Materials.zip"
MISSING = -9
COLUMNS = {
    "dispute": "dispnum",
    "ccode": "ccode",
    "start_day": "stday",
    "start_month": "stmon",
    "start_year": "styear",
    "end_day": "endday",
    "end_month": "endmon",
    "end_year": "endyear",
    "side_a": "sidea",
    "revisionist": "revstate",
    "fatality": "fatality",
    "deaths": "fatalpre",
    "action": "hiact",
    "hostility": "hostlev",
    "originator": "orig",
}
NEEDED = ("dispute", "ccode", "start_month", "start_year")
LAYOUTS = (Layout("MID 5.0, participants", COLUMNS),)


def read(path: Path) -> ParsedFile:
    r"""Read the participants, one row for each time that a state takes part.

    Parameters
    ----------
    path : pathlib.Path
        ``MIDB 5.0.csv``, the archive with it, or the same as Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``mid_participants``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "MIDB 5.0.csv"
    ...     _ = file.write_text(",".join(COLUMNS.values()) + "\n2,2,-9,7,1902,24,1,1903,1,1,0,0,7,3,1\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("state", "start", "precision", "end", "side_a").row(0)
    ('USA', datetime.date(1902, 7, 1), 'month', datetime.date(1903, 1, 24), True)
    """
    content = read_layout(path, LAYOUTS)
    rows, faults = numbers(content.rows, dict.fromkeys(COLUMNS, pl.Int32()), missing=[MISSING], needed=NEEDED)
    rows, dates = dated(rows)
    rows = rows.with_columns(end=pl.col("end_known_on"), known_on=last_day("start", "precision"))
    rows, unnamed = with_states(rows, {"ccode": "state"}, "cow", "known_on")
    again = pl.col("line") != pl.col("line").min().over("dispute", "state", "start")
    rows, twice = rejects_of(rows, "ccode", pl.when(again).then(pl.lit("is in the dispute from this day already")))
    flags = {name: pl.col(name).cast(pl.Boolean) for name in ("side_a", "originator", "revisionist")}
    frame = rows.with_columns(dataset=pl.lit(NAME), **flags).select(table("mid_participants").names)
    return ParsedFile(frame, pl.concat([content.rejects, faults, dates, unnamed, twice]), content.rows_in, rows.height)


COW_MID_PARTICIPANTS = Source(
    name=NAME,
    title="Militarized Interstate Disputes, version 5.0: participants",
    origin=COW_MID_INCIDENTS.origin,
    licence=COW_MID_INCIDENTS.licence,
    citation=COW_MID_INCIDENTS.citation,
    bibtex=COW_MID_INCIDENTS.bibtex.replace("palmer2022mid5", "palmer2022participants"),
    covers=(
        "Participants in militarised disputes between members of the state system, 1816 to 2014. No row means that the "
        "state entered none."
    ),
    covers_from=1816,
    covers_until=2014,
    quiet=(1819, 1820, 1824, 1841, 1844, 1867, 1892),
    no_row="zero",
    tables=("mid_participants",),
    files=("midb*.csv", "mid5_midb*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    fetch=Fetch(addresses=(MID_5,)),
)
