"""Latent external territorial threat, by state and year.

From the file that the R package peacesciencer ships (``terrthreat``)::

    ccode, year     number of the state, and year
    lterrthreat     the threat, a latent score
    sd              its standard deviation

Traps:

- The scale has no unit: a score ranks a state-year among all that were estimated together.
- The model uses disputes and rivalries coded in hindsight: it is not an input for a forecast of disputes.
- `m_lterrthreat` in the file is a mean over earlier years, missing for the first: it is not read.
"""

from __future__ import annotations

from pathlib import Path

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import Indicator, state_years

__all__ = ["TERRITORIAL_THREAT", "read"]

NAME = "territorial_threat"
FIGURES = (Indicator("lterrthreat", "lterrthreat", "score", "sd"),)
LAYOUTS = (Layout("peacesciencer's", {"ccode": "ccode", "year": "year", "lterrthreat": "lterrthreat"}, {"sd": "sd"}),)


def read(path: Path) -> ParsedFile:
    r"""Read the scores into rows of the table ``indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        One row for each state and year with a score.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "terrthreat.csv"
    ...     _ = file.write_text("ccode,year,lterrthreat,sd\n740,2000,.25,.05\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("state", "value", "sd").rows()
    [('JPN', 0.25, 0.05)]
    """
    return state_years(read_layout(path, LAYOUTS), NAME, FIGURES)


TERRITORIAL_THREAT = Source(
    name=NAME,
    title="Latent external territorial threat, 1816–2010",
    origin="https://svmiller.com/peacesciencer/reference/terrthreat.html",
    licence="see the author; not part of Detente",
    citation=(
        "Miller, S. V. (2022). A Random Item Response Model of External Territorial Threat, 1816–2010. Journal of "
        "Global Security Studies 7(4), ogac012."
    ),
    bibtex=(
        "@article{miller2022threat,\n"
        "  author = {Miller, Steven V.},\n"
        "  title = {A Random Item Response Model of External Territorial Threat, 1816--2010},\n"
        "  journal = {Journal of Global Security Studies},\n"
        "  volume = {7}, number = {4}, pages = {ogac012}, year = {2022}\n"
        "}"
    ),
    covers="States of the Correlates of War list from 1816 to 2010. No row means that the state has no score.",
    covers_from=1816,
    covers_until=2010,
    no_row="missing",
    tables=("indicators",),
    files=("terrthreat*.csv", "terrthreat*.parquet", "territorial_threat*.csv", "territorial_threat*.parquet"),
    by_hand="save `peacesciencer::terrthreat` from R as CSV or Parquet",
    parse=read,
    layouts=LAYOUTS,
)
