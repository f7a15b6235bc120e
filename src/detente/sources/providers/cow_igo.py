"""Intergovernmental organisations that two states share, by year, after the Correlates of War project.

The producer's file (``dyadic_formatv3.csv``) has a row for each pair and year, and a column for each of some 530
organisations::

    ccode1, country1, ccode2, country2, year, dyadid, version
    AALCO … 1: both are full members; 0: they are not; −9: missing; −1: it did not exist, or one was not a state

The ones are counted here. Copies that hold the count (``dyadigos``) are read too.

Traps:

- Only full members count: associates and observers do not.
- Only organisations of three members or more; a count does not show what they do. European states share by far the
  most, since they founded the most.
- A missing membership is not counted, so the count is a lower bound.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.readers.large_text import UNNAMED, columns_of, quoted, relation_of
from detente.sources.readers.layouts import FileRows, Layout, read_layout
from detente.sources.shaping.indicators import pair_years
from detente.sources.shaping.states import no_rejects

__all__ = ["COW_IGO", "read"]

NAME = "cow_igo"
PAIR = {"first": "ccode1", "second": "ccode2", "year": "year"}
LAYOUTS = (
    Layout("counted", {**PAIR, "value": "dyadigos"}),
    Layout("the producer's", {**PAIR, "value": "UN"}),
)
NOT_BODIES = {"ccode1", "country1", "ccode2", "country2", "year", "dyadid", "version"}
BOTH_FULL = 1


def read(path: Path) -> ParsedFile:
    r"""Read the counts into rows of the table ``dyad_indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV, plain or zipped, Parquet or Stata.

    Returns
    -------
    ParsedFile
        One row for each pair and year.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "dyadic_formatv3.csv"
    ...     _ = file.write_text("ccode1,ccode2,year,UN,WTO,APEC,EU\n365,740,2013,1,1,1,-1\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "value").rows()
    [('JPN', 'RUS', 3.0)]
    """
    content = _counted(path) or read_layout(path, LAYOUTS)
    return pair_years(content, NAME, "igos", "organisations")


def _counted(path: Path) -> FileRows | None:
    """Return the file with its ones counted, or None if it has counts or an unknown layout."""
    with relation_of(path) as relation:
        called = columns_of(relation)
        if "dyadigos" in called or not called.keys() >= {*PAIR.values(), "un"}:
            return None
        bodies = [theirs for name, theirs in called.items() if name not in NOT_BODIES and not name.startswith(UNNAMED)]
        ones = " + ".join(
            f"(coalesce(TRY_CAST({quoted(name)} AS DOUBLE), 0) = {BOTH_FULL})::SMALLINT" for name in bodies
        )
        keys = ", ".join(f"{quoted(called[theirs])} AS {ours}" for ours, theirs in PAIR.items())
        rows = pl.DataFrame(relation.project(f"{keys}, {ones} AS value"))
    return FileRows(rows.with_row_index("line", offset=2).cast({"line": pl.Int64}), "", no_rejects(), rows.height)


COW_IGO = Source(
    name=NAME,
    title="Correlates of War: Intergovernmental Organizations, version 3",
    origin="https://correlatesofwar.org/data-sets/IGOs/",
    licence="Free for research with citation; not part of Detente",
    citation=(
        "Pevehouse, J. C. W., Nordstrom, T., McManus, R. W. & Jamison, A. S. (2020). Tracking organizations in the "
        "world: The Correlates of War IGO version 3.0 datasets. Journal of Peace Research 57(3), 492–503."
    ),
    bibtex=(
        "@article{pevehouse2020igo,\n"
        "  author = {Pevehouse, Jon C. W. and Nordstrom, Timothy and McManus, Roseanne W. and Jamison, Anne Spencer},\n"
        "  title = {Tracking Organizations in the World: The {Correlates of War} {IGO} Version 3.0 Datasets},\n"
        "  journal = {Journal of Peace Research},\n"
        "  year = {2020},\n"
        "  volume = {57},\n"
        "  number = {3},\n"
        "  pages = {492--503},\n"
        "  doi = {10.1177/0022343319881175}\n"
        "}"
    ),
    covers=(
        "Pairs of members of the Correlates of War state system from 1816 to 2014; some copies begin in 1946. No row "
        "means that one of the two was not a member; a pair that shares no organisation has a row of 0."
    ),
    covers_from=1816,
    covers_until=2014,
    no_row="missing",
    tables=("dyad_indicators",),
    files=("dyadic_format*.csv", "dyadic_format*.zip", "cow_igo*.parquet"),
    fetch=Fetch(addresses=("https://correlatesofwar.org/wp-content/uploads/dyadic_formatv3.zip",)),
    parse=read,
    layouts=LAYOUTS,
)
