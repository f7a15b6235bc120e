"""National Material Capabilities of the Correlates of War project: six components and their index, by state and year.

One row a state and year, in the producer's own file (versions 4 to 7) and in copies of it::

    ccode, year   number of the state, and year
    milex         military spending, in thousands of current US dollars; until 1913 of current pounds sterling
    milper        military personnel, in thousands
    irst          iron and steel production, in thousands of tons
    pec           primary energy consumption, in thousands of tons of coal
    tpop, upop    total population, and that in cities of more than 100,000, in thousands
    cinc          the state's mean share of the system's totals in the six, 0 to 1

Traps:

- A figure of −9 is missing. A component that is missing for a state is left out of its mean share, so its
  ``cinc`` can rest on fewer than six, and the shares of a year add up to between 1.00 and 1.08.
- Military spending changes its currency between 1913 and 1914, and is never deflated: compare within a year.
- ``cinc`` is a share of the states in that year's system: it moves when others join, leave, rise or fall.
- Figures are interpolated for many years, and estimated for states that publish none.
- Germany is 255 until 1945 and from 1990, and 260 from 1955 to 1990; in 1990 both have a row.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import Indicator, state_years

__all__ = ["COW_NMC", "read"]

NAME = "cow_nmc"
MISSING = -9.0
FIRST_IN_DOLLARS = 1914
CURRENCY = (
    pl.when(pl.col("year") < FIRST_IN_DOLLARS)
    .then(pl.lit("thousand pounds sterling, current"))
    .otherwise(pl.lit("thousand USD, current"))
)
FIGURES = (
    Indicator("milex", "milex", CURRENCY),
    Indicator("milper", "milper", "thousand persons"),
    Indicator("irst", "irst", "thousand tons"),
    Indicator("pec", "pec", "thousand tons of coal equivalent"),
    Indicator("tpop", "tpop", "thousand persons"),
    Indicator("upop", "upop", "thousand persons"),
    Indicator("cinc", "cinc", "share of the system"),
)
COLUMNS = {name: name for name in ("ccode", "year", *(one.column for one in FIGURES))}
LAYOUTS = (Layout("the producer's", COLUMNS),)


def read(path: Path) -> ParsedFile:
    r"""Read the capabilities into rows of the table ``indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        Up to seven rows for each state and year.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "NMC-70-abridged.csv"
    ...     _ = file.write_text(
    ...         "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"
    ...         "AFG,700,1919,-9,60,0,1,8000,200,.002,7.0\n"
    ...     )
    ...     parsed = read(file)
    >>> parsed.frame.select("name", "value").rows()[:2]
    [('milper', 60.0), ('irst', 0.0)]
    """
    return state_years(read_layout(path, LAYOUTS), NAME, FIGURES, missing=(MISSING,))


COW_NMC = Source(
    name=NAME,
    title="Correlates of War: National Material Capabilities, version 7.0",
    origin="https://correlatesofwar.org/data-sets/national-material-capabilities/",
    licence="Free for research with citation; not part of Detente",
    citation=(
        "Singer, J. D., Bremer, S. & Stuckey, J. (1972). Capability distribution, uncertainty, and major power war, "
        "1820–1965. In: Russett, B. (ed.), Peace, War, and Numbers. Sage; National Material Capabilities, version 7.0."
    ),
    bibtex=(
        "@incollection{singer1972capability,\n"
        "  author = {Singer, J. David and Bremer, Stuart and Stuckey, John},\n"
        "  title = {Capability Distribution, Uncertainty, and Major Power War, 1820--1965},\n"
        "  booktitle = {Peace, War, and Numbers},\n"
        "  editor = {Russett, Bruce},\n"
        "  publisher = {Sage},\n"
        "  year = {1972},\n"
        "  pages = {19--48},\n"
        "  note = {National Material Capabilities, version 7.0}\n"
        "}"
    ),
    covers=(
        "Members of the Correlates of War state system from 1816 to 2022. No row for a figure means that the producer "
        "has none for that state and year; states outside the system are not covered."
    ),
    covers_from=1816,
    covers_until=2022,
    no_row="missing",
    tables=("indicators",),
    files=("NMC*abridged*.csv", "NMC*.csv", "cow_nmc*.parquet"),
    by_hand=(
        "the producer packs an archive in an archive: download NMCv7.zip from the page, and unpack NMC-70-abridged.csv"
    ),
    parse=read,
    layouts=LAYOUTS,
)
