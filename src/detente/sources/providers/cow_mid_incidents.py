"""Incidents of militarised disputes by the Correlates of War project, MID 5.0, by day, 1992–2014.

One row for each state that takes part in an incident (``MIDIP``)::

    dispnum, incidnum                  the dispute, and the incident in it
    ccode                              the state, a Correlates of War number
    stday, stmon, styear, endday, …    its first and last day in the incident; −9 where it is not known
    insidea                            1: on the side that acts in the incident
    sidea                              1: on the side that acted first in the dispute
    fatality                           its deaths in bands, 0 none … 6 more than 999; fatalpre their number
    action                             0 none, 1 threat to use force … 16 attack, 17 clash … 20 join war
    hostlev                            1 none, 2 threat, 3 display, 4 use of force, 5 war

An incident becomes rows of ``incidents``: each state that acts, toward each on the other side.

Traps:

- A state on the other side has action 0 unless it acts too, as in a clash: such a state is a target, and no row of its
  own follows. The row is kept, without a row of the table.
- ``insidea`` changes from incident to incident, ``sidea`` does not.
- −9 is missing, in days and in deaths. The month of two participations is missing; these are rejected.
- Incidents are coded since 1993. Those of 1992 are of eight disputes that went on.
- Deaths are of the state in the incident, against all others in it: a sum over opponents counts them several times.
- The project corrects incidents in releases of their own (5.01), beside those of disputes. Both have several files in
  one archive; the incidents' participants are recognised by their columns.
- Numbers of disputes agree with `cow_mids`. Incidents of `mie` describe the same disputes anew: compare the two, never
  add them.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.day_parts import dated
from detente.sources.shaping.states import rejects_of, with_states
from detente.sources.shaping.ties import last_day

__all__ = ["COW_MID_INCIDENTS", "read"]

NAME = "cow_mid_incidents"
INCIDENTS_5 = "https://correlatesofwar.org/wp-content/uploads/Incident_Level_5.01.zip"
MISSING = -9
COLUMNS = {
    "dispute": "dispnum",
    "incident": "incidnum",
    "ccode": "ccode",
    "start_day": "stday",
    "start_month": "stmon",
    "start_year": "styear",
    "end_day": "endday",
    "end_month": "endmon",
    "end_year": "endyear",
    "acts": "insidea",
    "side_a": "sidea",
    "deaths": "fatalpre",
    "action": "action",
    "hostility": "hostlev",
}
NEEDED = ("dispute", "incident", "ccode", "start_month", "start_year", "acts")
LAYOUTS = (Layout("MID 5.0, participants in incidents", COLUMNS),)


def read(path: Path) -> ParsedFile:
    r"""Read the incidents, one row of the table for each state that acts and each on the other side.

    Parameters
    ----------
    path : pathlib.Path
        ``MIDIP_5.01.csv``, the archive with it, or the same as Parquet.

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
    >>> rows = "4186,1,365,1,10,1998,1,10,1998,1,1,0,14,4\n4186,1,740,1,10,1998,1,10,1998,0,0,1,0,1"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "MIDIP 5.0.csv"
    ...     _ = file.write_text(",".join(COLUMNS.values()) + f"\n{rows}\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "start", "action", "target_deaths_most").rows()
    [('RUS', 'JPN', datetime.date(1998, 10, 1), 14, 1)]
    """
    content = read_layout(path, LAYOUTS)
    rows, faults = numbers(content.rows, dict.fromkeys(COLUMNS, pl.Int32()), missing=[MISSING], needed=NEEDED)
    rows, dates = dated(rows)
    rows = rows.with_columns(known_on=last_day("start", "precision"))
    rows, unnamed = with_states(rows, {"ccode": "state"}, "cow", "known_on")
    again = pl.col("line") != pl.col("line").min().over("dispute", "incident", "state")
    rows, twice = rejects_of(rows, "ccode", pl.when(again).then(pl.lit("is in the incident already")))
    frame = _directed(rows)
    rejects = pl.concat([content.rejects, faults, dates, unnamed, twice])
    years = frozenset(rows["start_year"].to_list())
    return ParsedFile(frame, rejects, content.rows_in, rows.height, years=years)


def _directed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return each state's act toward each state on the other side."""
    acting = rows.filter(pl.col("action") > 0).rename({"state": "source"})
    others = rows.select(
        "dispute", "incident", pl.col("state").alias("target"), pl.col("acts").alias("they_act"),
        pl.col("deaths").alias("target_deaths"),
    )  # fmt: skip
    pairs = acting.join(others, on=["dispute", "incident"]).filter(pl.col("acts") != pl.col("they_act"))
    return pairs.with_columns(
        dataset=pl.lit(NAME),
        side_a=pl.col("side_a").cast(pl.Boolean),
        **{f"deaths_{end}": pl.col("deaths") for end in ("least", "most")},
        **{f"target_deaths_{end}": pl.col("target_deaths") for end in ("least", "most")},
    ).select(table("incidents").names)


COW_MID_INCIDENTS = Source(
    name=NAME,
    title="Militarized Interstate Disputes, version 5.0: incidents and their participants",
    origin="https://correlatesofwar.org/data-sets/mids/",
    licence="Free for research with citation; not part of Detente",
    citation=(
        "Palmer, G., McManus, R. W., D'Orazio, V., Kenwick, M. R., Karstens, M., Bloch, C., Dietrich, N., Kahn, K., "
        "Ritter, K. & Soules, M. J. (2022). The MID5 dataset, 2011–2014: Procedures, coding rules, and description. "
        "Conflict Management and Peace Science 39(4), 470–482."
    ),
    bibtex=(
        "@article{palmer2022mid5,\n"
        "  author = {Palmer, Glenn and McManus, Roseanne W. and D'Orazio, Vito and Kenwick, Michael R. and Karstens, "
        "Mikaela and Bloch, Chase and Dietrich, Nick and Kahn, Kayla and Ritter, Kellan and Soules, Michael J.},\n"
        "  title = {The {MID5} dataset, 2011--2014: Procedures, coding rules, and description},\n"
        "  journal = {Conflict Management and Peace Science},\n"
        "  volume = {39},\n"
        "  number = {4},\n"
        "  pages = {470--482},\n"
        "  year = {2022}\n"
        "}"
    ),
    covers=(
        "Threats, displays and uses of force in militarised disputes between members of the state system, 1993 to "
        "2014. No row means that none was found."
    ),
    covers_from=1993,
    covers_until=2014,
    no_row="zero",
    tables=("incidents",),
    files=("midip*.csv", "mid5_midip*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    fetch=Fetch(addresses=(INCIDENTS_5,)),
)
