"""Militarised interstate events by Gibler and Miller, 1816–2014: each threat, display or use of force, by day.

One row for each action of one state against one other::

    micnum, eventnum                   the confrontation, and the event in it
    ccode1, ccode2                     the state that acts, and its target; Correlates of War numbers
    stmon, stday, styear, endmon, …    first and last day; day −9 where it is not known
    sidea1                             1: the actor is on the side that acted first
    action                             1 threat to use force … 16 clash … 22 interstate war
    hostlev                            2 threat, 3 display, 4 use of force, 5 war
    fatalmin1, fatalmax1, …2           least and greatest deaths of the actor (1) and the target (2)

Traps:

- An event is directed. A clash, which nobody is known to have begun, is of ccode1 toward ccode2 like the others.
- One event in fourteen has no day: its month is exact then, and an end without a day is null.
- Actions lasted: deaths are of the whole event, which may be years of war. A war is one event (action 22) for each
  pair, after the events that led to it.
- Confrontations are numbered as the disputes of `gml_mids` where they are the same, but were recoded.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.day_parts import dated
from detente.sources.shaping.states import rejects_of, with_states
from detente.sources.shaping.ties import ITSELF, last_day

__all__ = ["MIE", "read"]

NAME = "mie"
MISSING = -9
COLUMNS = {
    "dispute": "micnum",
    "incident": "eventnum",
    "ccode1": "ccode1",
    "ccode2": "ccode2",
    "start_month": "stmon",
    "start_day": "stday",
    "start_year": "styear",
    "end_month": "endmon",
    "end_day": "endday",
    "end_year": "endyear",
    "side_a": "sidea1",
    "action": "action",
    "hostility": "hostlev",
    "deaths_least": "fatalmin1",
    "deaths_most": "fatalmax1",
    "target_deaths_least": "fatalmin2",
    "target_deaths_most": "fatalmax2",
}
NEEDED = ("dispute", "incident", "ccode1", "ccode2", "start_month", "start_year")
LAYOUTS = (Layout("Gibler and Miller", COLUMNS),)


def read(path: Path) -> ParsedFile:
    r"""Read the events.

    Parameters
    ----------
    path : pathlib.Path
        ``mie-1.0.csv`` (or its archive), or the same as Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``incidents``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> row = "2,1,2,200,5,-9,1902,5,-9,1902,1,7,3,0,0,0,0"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mie-1.0.csv"
    ...     _ = file.write_text(",".join(COLUMNS.values()) + f"\n{row}\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "start", "precision", "end").row(0)
    ('USA', 'GBR', datetime.date(1902, 5, 1), 'month', None)
    """
    content = read_layout(path, LAYOUTS)
    rows, faults = numbers(content.rows, dict.fromkeys(COLUMNS, pl.Int32()), missing=[MISSING], needed=NEEDED)
    rows, dates = dated(rows)
    rows = rows.with_columns(known_on=last_day("start", "precision"))
    rows, unnamed = with_states(rows, {"ccode1": "source", "ccode2": "target"}, "cow", "known_on")
    rows, selves = rejects_of(rows, "ccode2", ITSELF)
    incidents = table("incidents")
    key = [name for name in incidents.key if name != "dataset"]
    again = pl.col("line") != pl.col("line").first().over(key)
    rows, twice = rejects_of(rows, "incident", pl.when(again).then(pl.lit("has a row for the pair already")))
    frame = rows.with_columns(dataset=pl.lit(NAME), side_a=pl.col("side_a").cast(pl.Boolean)).select(incidents.names)
    return ParsedFile(
        frame, pl.concat([content.rejects, faults, dates, unnamed, selves, twice]), content.rows_in, rows.height
    )


MIE = Source(
    name=NAME,
    title="Militarized Interstate Events, version 1.0",
    origin="https://internationalconflict.ua.edu/data-download/",
    licence="Not for commerce; may be passed on for replication only; not part of Detente",
    citation=(
        "Gibler, D. M. & Miller, S. V. (2024). The Militarized Interstate Events (MIE) dataset, 1816–2014. Conflict "
        "Management and Peace Science 41(4), 463–481."
    ),
    bibtex=(
        "@article{gibler2024mie,\n"
        "  author = {Gibler, Douglas M. and Miller, Steven V.},\n"
        "  title = {The {Militarized Interstate Events} ({MIE}) dataset, 1816--2014},\n"
        "  journal = {Conflict Management and Peace Science},\n"
        "  volume = {41},\n"
        "  number = {4},\n"
        "  pages = {463--481},\n"
        "  year = {2024}\n"
        "}"
    ),
    covers=(
        "Threats, displays and uses of force between members of the state system, 1816 to 2014. No row means that "
        "none was content."
    ),
    covers_from=1816,
    covers_until=2014,
    quiet=(1817, 1819, 1820, 1824, 1825, 1832, 1834),
    no_row="zero",
    tables=("incidents",),
    files=("mie*.csv", "mie_events*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand=(
        "The producer requires users to accept its terms: download the Militarized Interstate Events from "
        "https://internationalconflict.ua.edu/data-download/."
    ),
)
