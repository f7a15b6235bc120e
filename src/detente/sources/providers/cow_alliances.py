"""Pacts by the Correlates of War project's Formal Alliances, version 4.1, 1816–2012.

One row for each alliance of a pair in each year, with its provisions::

    ccode1, ccode2     the pair, by Correlates of War numbers
    year
    defense            1: a pact of defence (type I)
    neutrality         1: of neutrality (type II)
    nonaggression      1: of non-aggression (type II)
    entente            1: an entente, to consult or co-operate (type III)

``alliance_v4.1_by_directed_yearly.csv``, ``alliance_v4.1_by_dyad_yearly.csv`` and the form of the R package
peacesciencer (cow_defense, cow_neutral, …) are read.

Traps:

- The 'directed' file repeats both directions. A pair has one undirected tie here.
- A pair with several alliances has several rows in a year; an obligation holds if one of them has it.
- The columns do not exclude each other: from version 4 on the provisions of a text are coded beside its type, so a
  pact of defence mostly has non-aggression and entente at 1 too (82,490 of 120,784 rows of the published form). Each
  column is read as a separate tie, and none is deduced from another.
- 2012 is the end of coverage, not of the alliances: a spell that reaches the last year of the file has no end.
- Dates of days are in other files of the release; these are exact to the year.
- ATOP codes consultation; the entente here is the closest equivalent, by other rules. Don't mix the two in one series.
"""

from __future__ import annotations

from pathlib import Path

from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.readers.layouts import Layout
from detente.sources.shaping.pact_spells import read_pact_years

__all__ = ["COW_ALLIANCES", "read"]

NAME = "cow_alliances"
KINDS = {"defense": "defence", "neutral": "neutrality", "nonagg": "nonaggression", "entente": "entente"}
PAIR = {"ccode1": "ccode1", "ccode2": "ccode2", "year": "year"}
LAYOUTS = (
    Layout(
        "Correlates of War",
        {
            **PAIR,
            "defense": "defense",
            "neutral": "neutrality",
            "nonagg": "nonaggression",
            "entente": "entente",
        },
    ),
    Layout("peacesciencer", {**PAIR, **{kind: f"cow_{kind}" for kind in KINDS}}),
)


def read(path: Path) -> ParsedFile:
    r"""Read the alliances, one row for each spell of each provision of each pair.

    Parameters
    ----------
    path : pathlib.Path
        A yearly CSV of the release (or the release's archive), or Parquet of peacesciencer's ``cow_alliance``.

    Returns
    -------
    ParsedFile
        Rows of ``ties``, not directed: kind 'defence', 'neutrality', 'nonaggression' or 'entente', exact to the
        year.

    Raises
    ------
    DataError
        If the file can't be read or has an unknown layout.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "alliance_v4.1_by_dyad_yearly.csv"
    ...     head = "ccode1,ccode2,defense,neutrality,nonaggression,entente,year"
    ...     _ = file.write_text(f"{head}\n365,740,0,1,0,0,1941\n365,740,0,0,0,0,1946\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("kind", "source", "target", "end").row(0)
    ('neutrality', 'JPN', 'RUS', datetime.date(1941, 12, 31))
    """
    return read_pact_years(path, LAYOUTS, KINDS, NAME, directed=())


COW_ALLIANCES = Source(
    name=NAME,
    title="Correlates of War Formal Alliances, version 4.1",
    origin="https://correlatesofwar.org/data-sets/formal-alliances/",
    licence="Free for research with citation; no terms for passing it on; not part of Detente",
    citation="Gibler, D. M. (2009). International Military Alliances, 1648–2008. Washington, DC: CQ Press.",
    bibtex=(
        "@book{gibler2009alliances,\n"
        "  author = {Gibler, Douglas M.},\n"
        "  title = {International Military Alliances, 1648--2008},\n"
        "  publisher = {CQ Press},\n"
        "  address = {Washington, DC},\n"
        "  year = {2009}\n"
        "}"
    ),
    covers=(
        "Formal alliances between members of the state system, 1816 to 2012. No row means that the pair had no "
        "alliance with the provision."
    ),
    covers_from=1816,
    covers_until=2012,
    no_row="zero",
    tables=("ties",),
    files=("alliance_v*_by_directed_yearly.csv", "alliance_v*_by_dyad_yearly.csv", "cow_alliance_*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    fetch=Fetch(addresses=("https://correlatesofwar.org/wp-content/uploads/version4.1_csv.zip",)),
)
