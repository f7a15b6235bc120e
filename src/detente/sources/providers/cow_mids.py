"""Militarised interstate disputes by the Correlates of War project, by pair and year, 1816–2014.

A dispute is a set of incidents in which states openly and officially threaten, display or use force against each
other. The files read are ``dyadic_mid_4.0x.csv`` (pairs once, A and B) and those of the R package peacesciencer
(both directions)::

    disno (dispnum)             number of the dispute
    statea, stateb (ccode1, 2)  the pair, by Correlates of War numbers
    year                        a year of the dispute; strtyr, or cowmidonset = 1, its first
    sideaa… (sidea1…)           1: on side A, which acted first
    orignata… (orig1…)          1: in it from the first day
    highmcaa… (hiact1…)         highest action, 0 none, 1 threat to use force … 20 use of weapons, 21 war
    hihosta… (hostlev1…)        1 none, 2 threat, 3 display, 4 use of force, 5 war
    fatleva… (fatality1…)       deaths, banded: 0 none … 6 more than 999; fatalpre1: their number

Traps:

- The table has both directions of each pair, as each state's part: JPN→RUS has Japan's action, RUS→JPN Russia's.
  Count pairs or directions, never rows as disputes.
- One file of peacesciencer (``cow_mid_ddydisps``) is reduced to one dispute per pair and year, by its rules of
  severity. If a pair had several in a year, the others are missing; ``cow_mid_dirdisps`` and the producer's file have
  them.
- −9 is missing: the number of deaths mostly is.
- Figures of a side are of the whole dispute, repeated in each of its years and toward each opponent: a state's
  highest action need not have been against this one, or in this year.
- Pairs are of opponents. Two states on opposite sides need not have fought each other.
- A state's number must be that of a member in the year.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.readers.layouts import Layout
from detente.sources.shaping.dispute_years import PERHAPS_REDUCED, parts_of, read_dispute_years

__all__ = ["COW_MIDS", "read"]

NAME = "cow_mids"
SIDES: dict[str, tuple[str, str] | str] = {
    "side_a": ("sidea1", "sidea2"),
    "originator": ("orig1", "orig2"),
    "action": ("hiact1", "hiact2"),
    "hostility": ("hostlev1", "hostlev2"),
    "fatality": ("fatality1", "fatality2"),
    "deaths": ("fatalpre1", "fatalpre2"),
}
DISPUTE: dict[str, tuple[str, str] | str] = {
    "dispute_hostility": "hostlev",
    "dispute_fatality": "fatality",
    "reciprocated": "recip",
    "days_least": "mindur",
    "days_most": "maxdur",
    "start_month": "stmon",
}
PAIR = {"dispute": "dispnum", "ccode1": "ccode1", "ccode2": "ccode2", "year": "year"}
LAYOUTS = (
    Layout(
        "Correlates of War",
        {"dispute": "disno", "ccode1": "statea", "ccode2": "stateb", "year": "year", "first_year": "strtyr"},
        {
            "onset": "",
            **parts_of(
                {
                    "side_a": ("sideaa", "sideab"),
                    "originator": ("orignata", "orignatb"),
                    "revisionist": ("revstata", "revstatb"),
                    "action": ("highmcaa", "highmcab"),
                    "hostility": ("hihosta", "hihostb"),
                    "fatality": ("fatleva", "fatlevb"),
                    "dispute_hostility": "hihost",
                    "dispute_fatality": "fatlev",
                    "reciprocated": "recip",
                    "start_month": "strtmnth",
                }
            ),
        },
    ),
    Layout(
        PERHAPS_REDUCED[0],
        {**PAIR, "onset": "cowmidonset"},
        {"first_year": "", **parts_of(SIDES | DISPUTE)},
    ),
    Layout("peacesciencer, all disputes", {**PAIR, "onset": "disponset"}, {"first_year": "", **parts_of(SIDES)}),
)


def read(path: Path) -> ParsedFile:
    r"""Read the disputes, one row for each state's part against each opponent in each year.

    Parameters
    ----------
    path : pathlib.Path
        ``dyadic_mid_4.0x.csv`` (or its archive), or CSV or Parquet of peacesciencer's ``cow_mid_ddydisps`` or
        ``cow_mid_dirdisps``.

    Returns
    -------
    ParsedFile
        Rows of ``mids``.

    Raises
    ------
    DataError
        If the file can't be read or has an unknown layout.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "dyadic_mid_4.03.csv"
    ...     head = "disno,statea,stateb,year,strtyr,highmcaa,highmcab"
    ...     _ = file.write_text(f"{head}\n4680,365,740,2013,2013,7,-9\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "onset", "action").rows()
    [('RUS', 'JPN', True, 7), ('JPN', 'RUS', True, None)]
    """
    onset = pl.coalesce(pl.col("onset") == 1, pl.col("year") == pl.col("first_year")).fill_null(value=False)
    return read_dispute_years(path, LAYOUTS, NAME, onset)


COW_MIDS = Source(
    name=NAME,
    title="Correlates of War: dyadic militarised interstate disputes",
    origin="https://correlatesofwar.org/data-sets/mids/",
    licence="Free for research with citation; no terms for passing it on; not part of Detente",
    citation=(
        "Maoz, Z., Johnson, P. L., Kaplan, J., Ogunkoya, F. & Shreve, A. (2019). The Dyadic Militarized Interstate "
        "Disputes (MIDs) Dataset Version 3.0. Journal of Conflict Resolution 63(3), 811–835; and Palmer, G. et al. "
        "(2022). The MID5 Dataset, 2011–2014. Conflict Management and Peace Science 39(4), 470–482."
    ),
    bibtex=(
        "@article{maoz2019dyadic,\n"
        "  author = {Maoz, Zeev and Johnson, Paul L. and Kaplan, Jasper and Ogunkoya, Fiona and Shreve, Aaron},\n"
        "  title = {The Dyadic Militarized Interstate Disputes ({MIDs}) Dataset Version 3.0: Logic, Characteristics, "
        "and Comparisons to Alternative Datasets},\n"
        "  journal = {Journal of Conflict Resolution},\n"
        "  volume = {63},\n"
        "  number = {3},\n"
        "  pages = {811--835},\n"
        "  year = {2019}\n"
        "}"
    ),
    covers=(
        "Militarised disputes between members of the state system, 1816 to 2014. No row means that the pair had no "
        "dispute in the year."
    ),
    covers_from=1816,
    covers_until=2014,
    quiet=(1819, 1820, 1824),
    no_row="zero",
    tables=("mids",),
    files=("dyadic_mid*.csv", "cow_mid*.parquet", "cow_mid*.csv"),
    parse=read,
    layouts=LAYOUTS,
    fetch=Fetch(addresses=("https://correlatesofwar.org/wp-content/uploads/dyadic_mid_4.03_update.zip",)),
)
