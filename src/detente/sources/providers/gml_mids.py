"""Militarised interstate disputes as reviewed by Gibler, Miller and Little, by pair and year, 1816–2010.

The authors went through the sources of the Correlates of War project's list, dropped or merged disputes that they
could not confirm and corrected most others. Read are ``gml-ddy-disputes-2.x.csv`` of their release and the form of
the R package peacesciencer. The columns are those of `cow_mids`, under the names of the R package; ``revstate1`` says
whether the first state wanted a change.

Traps:

- As for `cow_mids`: both directions are there, as each state's part; −9 is missing; figures of a side are of the whole
  dispute; ``gml_mid_ddydisps`` of peacesciencer has been cut to one dispute a pair and year, and the release has all.
- Numbers of disputes agree with the Correlates of War project's for disputes in both, so the two lists can be
  compared, but not added: they describe the same disputes.
- They end four years earlier, in 2010.
- Five disputes have a first month of 13, which is none; the month is null.
- Deaths are given exactly where they can be, up to 7.5 million for a side of a world war.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.providers.cow_mids import DISPUTE, PAIR, SIDES
from detente.sources.readers.layouts import Layout
from detente.sources.shaping.dispute_years import PERHAPS_REDUCED, parts_of, read_dispute_years

__all__ = ["GML_MIDS", "read"]

NAME = "gml_mids"
PARTS = parts_of(SIDES | DISPUTE | {"revisionist": ("revstate1", "revstate2")})
LAYOUTS = (
    Layout("Gibler, Miller and Little", {**PAIR, "onset": "midonset"}, {"first_year": "", **PARTS}),
    Layout(
        "Gibler, Miller and Little, earlier",
        {**PAIR, "dispute": "dispnum3", "onset": "midonset"},
        {"first_year": "", **PARTS},
    ),
    Layout(PERHAPS_REDUCED[1], {**PAIR, "onset": "gmlmidonset"}, {"first_year": "", **PARTS}),
)


def read(path: Path) -> ParsedFile:
    r"""Read the disputes, one row for each state's part against each opponent in each year.

    Parameters
    ----------
    path : pathlib.Path
        ``gml-ddy-disputes-2.x.csv`` (or its archive), or CSV or Parquet of peacesciencer's ``gml_dirdisp`` or
        ``gml_mid_ddydisps``.

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
    ...     file = Path(folder) / "gml-ddy-disputes-2.2.csv"
    ...     head = "dispnum,ccode1,ccode2,year,midonset,hiact1,hiact2,revstate1"
    ...     _ = file.write_text(f"{head}\n4477,365,740,2006,1,16,0,0\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "action", "revisionist").sort("source").rows()
    [('JPN', 0, None), ('RUS', 16, False)]
    """
    return read_dispute_years(path, LAYOUTS, NAME, (pl.col("onset") == 1).fill_null(value=False))


GML_MIDS = Source(
    name=NAME,
    title="Gibler, Miller and Little: militarised interstate disputes",
    origin="https://svmiller.com/gml-mid-data/",
    licence="Free for research with citation; no terms for passing it on; not part of Detente",
    citation=(
        "Gibler, D. M., Miller, S. V. & Little, E. K. (2016). An Analysis of the Militarized Interstate Dispute (MID) "
        "Dataset, 1816–2001. International Studies Quarterly 60(4), 719–730."
    ),
    bibtex=(
        "@article{gibler2016analysis,\n"
        "  author = {Gibler, Douglas M. and Miller, Steven V. and Little, Erin K.},\n"
        "  title = {An Analysis of the Militarized Interstate Dispute ({MID}) Dataset, 1816--2001},\n"
        "  journal = {International Studies Quarterly},\n"
        "  volume = {60},\n"
        "  number = {4},\n"
        "  pages = {719--730},\n"
        "  year = {2016}\n"
        "}"
    ),
    covers=(
        "Militarised disputes between members of the state system, 1816 to 2010. No row means that the pair had no "
        "dispute in the year."
    ),
    covers_from=1816,
    covers_until=2010,
    quiet=(1817, 1819, 1820, 1824, 1825),
    no_row="zero",
    tables=("mids",),
    files=("gml-ddy*.csv", "gml_mid*.parquet", "gml*.csv"),
    parse=read,
    layouts=LAYOUTS,
    by_hand=(
        "The address changes with each release: download the directed dispute-years from "
        "https://svmiller.com/gml-mid-data/ and give gml-ddy-disputes-2.x.csv."
    ),
)
