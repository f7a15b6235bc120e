"""Pacts by the Alliance Treaty Obligations and Provisions project, 1815–2018.

ATOP codes the obligations in the texts of alliance treaties. Its files by pair and year have one row for each pair
with at least one treaty in force in the year::

    stateA, stateB (mem1, mem2)   the pair, by Correlates of War numbers
    year
    defense, offense, neutral, nonagg, consul   1: a treaty in force has this obligation

Three forms are read: ``atop5_1ddyr`` (stateA's obligations toward stateB), ``atop5_1dy`` (the pair's, mem1 and mem2),
and the directed dyad-years of the R package peacesciencer (ccode1, ccode2, atop_defense, …).

Traps:

- An obligation may bind only one side: in 492 pair-years one state must defend the other without reciprocity. The file
  of pairs (mem1, mem2) does not show which side is bound and gives undirected ties.
- A row combines all treaties of the pair. A spell is a run of years in which some treaty had the obligation; a change
  from one treaty to another does not show. Years are joined by kind, so defence and consultation in one treaty are two
  ties.
- A treaty counts for every calendar year in which it was in force for a day: a spell may be a year too long at
  either end.
- The last year of a file is the end of its coverage, not of its treaties: a spell that reaches it has no end.
- Kinds do not imply each other. China and North Korea have defence and non-aggression; Japan and Russia have had
  only non-aggression since 2004, by a treaty that both joined.
- ATOP begins in 1815, a year before the state lists; rows of 1815 are rejected as 'was not a state then'.
"""

from __future__ import annotations

from pathlib import Path

from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.readers.layouts import Layout
from detente.sources.shaping.pact_spells import read_pact_years

__all__ = ["ATOP", "read"]

NAME = "atop"
KINDS = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}
OWN = {kind: kind for kind in KINDS}
DIRECTED, PAIRS, PEACESCIENCER = "ATOP's directed dyad-years", "ATOP's dyad-years", "peacesciencer"
LAYOUTS = (
    Layout(DIRECTED, {"ccode1": "stateA", "ccode2": "stateB", "year": "year", **OWN}),
    Layout(PAIRS, {"ccode1": "mem1", "ccode2": "mem2", "year": "year", **OWN}),
    Layout(
        PEACESCIENCER,
        {"ccode1": "ccode1", "ccode2": "ccode2", "year": "year", **{kind: f"atop_{kind}" for kind in KINDS}},
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the pacts, one row for each spell of each obligation of each pair.

    Parameters
    ----------
    path : pathlib.Path
        ``atop5_1ddyr.csv``, ``atop5_1dy.csv``, or Parquet of peacesciencer's ``atop_alliance``.

    Returns
    -------
    ParsedFile
        Rows of ``ties``: kind 'defence', 'offence', 'neutrality', 'nonaggression' or 'consultation', exact to the
        year.

    Raises
    ------
    DataError
        If the file can't be read or has an unknown layout.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "atop5_1ddyr.csv"
    ...     head = "stateA,stateB,year,defense,offense,neutral,nonagg,consul"
    ...     _ = file.write_text(f"{head}\n740,365,2017,0,0,0,1,0\n740,365,2018,0,0,0,1,0\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("kind", "source", "target", "start", "end").row(0)
    ('nonaggression', 'JPN', 'RUS', datetime.date(2017, 1, 1), None)
    """
    return read_pact_years(path, LAYOUTS, KINDS, NAME, directed=(DIRECTED, PEACESCIENCER))


ATOP = Source(
    name=NAME,
    title="Alliance Treaty Obligations and Provisions, version 5.1",
    origin="https://www.atopdata.org",
    licence="Free for research with citation; no terms for passing it on; not part of Detente",
    citation=(
        "Leeds, B. A., Ritter, J. M., Mitchell, S. M. & Long, A. G. (2002). Alliance Treaty Obligations and "
        "Provisions, 1815–1944. International Interactions 28(3), 237–260."
    ),
    bibtex=(
        "@article{leeds2002atop,\n"
        "  author = {Leeds, Brett Ashley and Ritter, Jeffrey M. and Mitchell, Sara McLaughlin and Long, Andrew G.},\n"
        "  title = {{Alliance Treaty Obligations and Provisions}, 1815--1944},\n"
        "  journal = {International Interactions},\n"
        "  volume = {28},\n"
        "  number = {3},\n"
        "  pages = {237--260},\n"
        "  year = {2002}\n"
        "}"
    ),
    covers=(
        "Obligations of written alliance treaties between all members of the state system, 1816 to 2018. No row "
        "means that no treaty known to ATOP had the obligation."
    ),
    covers_from=1816,
    covers_until=2018,
    no_row="zero",
    tables=("ties",),
    files=("atop*ddyr*.csv", "atop*dy*.csv", "atop_dyadyear*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    fetch=Fetch(addresses=("https://www.atopdata.org/uploads/6/9/1/3/69134503/atop_5.1__.csv_.zip",)),
)
