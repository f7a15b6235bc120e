"""Trade between two states, by year, after the Correlates of War project.

One row a pair and year in the producer's file (``Dyadic_COW_4.0.csv``); copies may have each pair twice, once from
either side::

    ccode1, ccode2, year
    flow1     imports of the first from the second, in millions of current US dollars
    flow2     imports of the second from the first

In the record a flow goes from the exporter to the importer: ``flow1`` has the second as its source.

Traps:

- −9 is missing; 0 is a reported or inferred zero, and more than half of all flows are 0.
- Imports are as the importer reports them, with freight and insurance; if it reports none the partner's exports
  are used. ``smoothflow1`` and ``smoothflow2`` fill gaps by straight lines, and are not read.
- Belgium's trade until 1999 is that of Belgium and Luxembourg. The trade of Taiwan is not part of China's.
- Goods only. Current prices: compare shares, or deflate.
- If both rows of a pair exist and differ, the later one is rejected.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import AGAIN, ITSELF, FileChecks, dyad_figures

__all__ = ["COW_TRADE", "read"]

NAME = "cow_trade"
MISSING = -9.0
FLOWS = ("flow1", "flow2")
CODES = ("ccode1", "ccode2", "year")
LAYOUTS = (Layout("the producer's", {name: name for name in (*CODES, *FLOWS)}),)


def read(path: Path) -> ParsedFile:
    r"""Read the flows into rows of the table ``dyad_indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        Up to two rows for each pair and year, one a direction.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "Dyadic_COW_4.0.csv"
    ...     _ = file.write_text("ccode1,ccode2,year,flow1,flow2\n2,740,2013,142148,-9\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "value").rows()
    [('JPN', 'USA', 142148.0)]
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.numbers(dict.fromkeys(CODES, pl.Int32()), needed=CODES)
    checks.numbers(dict.fromkeys(FLOWS, pl.Float64()), missing=(MISSING,))
    for flow in FLOWS:
        checks.reject(flow, pl.when(pl.col(flow) < 0).then(pl.lit("is less than zero")))
    checks.states({"ccode1": "one", "ccode2": "other"}, "cow")
    checks.reject("ccode2", pl.when(pl.col("ccode1") == pl.col("ccode2")).then(pl.lit(ITSELF)))
    return checks.parsed(_flows(_one_a_pair(checks)))


def _one_a_pair(checks: FileChecks) -> pl.DataFrame:
    """Order each row so that its first number is the lower; return one row per pair and year.

    A second row with the same flows is kept without being repeated; one with other flows is rejected.
    """
    turned = pl.col("ccode1") > pl.col("ccode2")

    def first_of(one: str, two: str) -> pl.Expr:
        return pl.when(turned).then(two).otherwise(one)

    low, high = first_of("ccode1", "ccode2"), first_of("ccode2", "ccode1")
    checks.rows = checks.rows.with_columns(
        low=first_of("one", "other"),
        high=first_of("other", "one"),
        into_low=first_of("flow1", "flow2"),
        into_high=first_of("flow2", "flow1"),
        pair=(low.cast(pl.Int64) * 1000 + high) * 10_000 + pl.col("year"),
    )
    first = checks.rows.unique("pair", keep="first", maintain_order=True)
    if first.height == checks.rows.height:
        return first
    earlier = first.select("pair", was_low="into_low", was_high="into_high", was_line="line")
    checks.rows = checks.rows.join(earlier, on="pair", how="left", maintain_order="left")
    same = pl.col("into_low").eq_missing(pl.col("was_low")) & pl.col("into_high").eq_missing(pl.col("was_high"))
    mirrored = pl.col("one") != pl.col("one").first().over("pair")
    wrong = (pl.col("line") != pl.col("was_line")) & ~(same & mirrored)
    checks.reject("year", pl.when(wrong).then(pl.lit(f"{AGAIN} for the pair and year")))
    return first


def _flows(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return both directions of each pair."""
    into_low = pairs.select(source="high", target="low", year="year", value="into_low")
    into_high = pairs.select(source="low", target="high", year="year", value="into_high")
    return dyad_figures(pl.concat([into_low, into_high]), NAME, "trade", "million USD, current", directed=True)


COW_TRADE = Source(
    name=NAME,
    title="Correlates of War: Trade, version 4.0",
    origin="https://correlatesofwar.org/data-sets/bilateral-trade/",
    licence="Free for research with citation; not part of Detente",
    citation=(
        "Barbieri, K., Keshk, O. M. G. & Pollins, B. (2009). Trading data: Evaluating our assumptions and coding "
        "rules. Conflict Management and Peace Science 26(5), 471–491; Correlates of War Trade, version 4.0."
    ),
    bibtex=(
        "@article{barbieri2009trading,\n"
        "  author = {Barbieri, Katherine and Keshk, Omar M. G. and Pollins, Brian M.},\n"
        "  title = {Trading Data: Evaluating our Assumptions and Coding Rules},\n"
        "  journal = {Conflict Management and Peace Science},\n"
        "  year = {2009},\n"
        "  volume = {26},\n"
        "  number = {5},\n"
        "  pages = {471--491},\n"
        "  doi = {10.1177/0738894209343887},\n"
        "  note = {Correlates of War Trade, version 4.0}\n"
        "}"
    ),
    covers=(
        "Pairs of members of the Correlates of War state system from 1870 to 2014; some copies begin in 1946. No row "
        "for a direction means that the flow is not known, which is not zero."
    ),
    covers_from=1870,
    covers_until=2014,
    no_row="missing",
    tables=("dyad_indicators",),
    files=("Dyadic_COW*.csv", "COW_Trade*.zip", "cow_trade*.parquet"),
    fetch=Fetch(addresses=("https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip",)),
    parse=read,
    layouts=LAYOUTS,
)
