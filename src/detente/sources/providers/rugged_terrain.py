"""Ruggedness and mountains of today's states, constant over time.

From the file that the R package peacesciencer ships (``rugged``), a row for each state::

    ccode, gwcode   number of the state in the Correlates of War list; in that of Gleditsch and Ward
    rugged          mean difference in elevation between neighbouring cells, in hundreds of metres
    newlmtnest      natural logarithm of the percentage of the territory that is mountainous, plus 1

Traps:

- The figures are those of one map, with the borders of the 1990s. peacesciencer gives a state the same figure in every
  year, and so does this source: before 1990 that of Russia stands for the Soviet Union, and that of united Germany for
  Prussia. States that are gone without a successor of the same number have none.
- Germany and Yemen have other numbers in the list of Gleditsch and Ward; the Correlates of War number is read.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import FileChecks, Indicator, state_figures
from detente.sources.shaping.states import states_of

__all__ = ["FIRST", "LAST", "RUGGED_TERRAIN", "read"]

NAME = "rugged_terrain"
FIRST, LAST = 1816, 2024
FIGURES = (
    Indicator("rugged", "rugged", "hundred metres"),
    Indicator("mountainous", "newlmtnest", "log of percent, plus 1"),
)
LAYOUTS = (Layout("peacesciencer's", {"ccode": "ccode", "rugged": "rugged", "newlmtnest": "newlmtnest"}),)


def read(path: Path) -> ParsedFile:
    r"""Read the figures into rows of the table ``indicators``, one for each year of a state's membership.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        Two rows for each state and year from 1816 to 2024.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "ruggedness.csv"
    ...     _ = file.write_text("ccode,rugged,newlmtnest\n341,3.4,4.3\n")
    ...     parsed = read(file)
    >>> parsed.frame.filter(name="rugged").select("state", "period", "value").row(-1)
    ('MNE', datetime.date(2024, 1, 1), 3.4)
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.numbers({"ccode": pl.Int32()}, needed=("ccode",))
    checks.numbers({"rugged": pl.Float64(), "newlmtnest": pl.Float64()})
    checks.reject("rugged", pl.when(pl.col("rugged") < 0).then(pl.lit("is less than zero")))
    checks.once(["ccode"], "ccode", "the state")
    years = pl.DataFrame({"year": range(FIRST, LAST + 1)}, schema={"year": pl.Int32})
    every = states_of(checks.rows.join(years, how="cross"), "ccode", "cow", "year")
    known = every.filter(pl.col("code").is_not_null())
    strange = ~pl.col("ccode").is_in(known["ccode"].unique().implode())
    checks.reject("ccode", pl.when(strange).then(pl.lit("is not a state's name or code")))
    return checks.parsed(state_figures(known.rename({"code": "state"}), NAME, FIGURES))


RUGGED_TERRAIN = Source(
    name=NAME,
    title="Ruggedness and mountainous terrain of states",
    origin="https://diegopuga.org/data/rugged/",
    licence="free for research, cite; not part of Detente",
    citation=(
        "Nunn, N. & Puga, D. (2012). Ruggedness: The blessing of bad geography in Africa. Review of Economics and "
        "Statistics 94(1), 20–36."
    ),
    bibtex=(
        "@article{nunn2012ruggedness,\n"
        "  author = {Nunn, Nathan and Puga, Diego},\n"
        "  title = {Ruggedness: The Blessing of Bad Geography in {Africa}},\n"
        "  journal = {Review of Economics and Statistics},\n"
        "  volume = {94}, number = {1}, pages = {20--36}, year = {2012}\n"
        "}"
    ),
    covers="States of today, in every year of theirs: one map, borders of the 1990s. No row: not in the file.",
    covers_from=FIRST,
    covers_until=LAST,
    no_row="missing",
    tables=("indicators",),
    files=("rugged*.csv", "rugged*.parquet"),
    by_hand="save the data of the R package peacesciencer, `peacesciencer::rugged`, as CSV or Parquet",
    parse=read,
    layouts=LAYOUTS,
)
