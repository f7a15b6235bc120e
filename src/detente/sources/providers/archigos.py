"""Changes of leaders, by state and year, from Archigos.

From the file by state and year that the R package peacesciencer makes (``gw_archigos``)::

    gwcode, year        number of the state in the list of Gleditsch and Ward, and year
    leadertransition    1 if the leader changed in the year
    irregular           1 if a leader lost or gained office irregularly
    n_leaders           how many held office in the year

Traps:

- The record ends on 31 December 2015: leaders in office then did not leave it.
- Numbers are those of Gleditsch and Ward, which differ from the Correlates of War list for Germany, Yemen and Serbia.
- A zero is a year without a change; a state or year that is missing is not covered.
"""

from __future__ import annotations

from pathlib import Path

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import Indicator, state_years

__all__ = ["ARCHIGOS", "read"]

NAME = "archigos"
FIGURES = (
    Indicator("leader_change", "leadertransition", "0 or 1"),
    Indicator("irregular_change", "irregular", "0 or 1"),
    Indicator("leaders", "n_leaders", "persons"),
)
LAYOUTS = (
    Layout(
        "by state and year",
        {
            "gwcode": "gwcode",
            "year": "year",
            "leadertransition": "leadertransition",
            "irregular": "irregular",
            "n_leaders": "n_leaders",
        },
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the changes into rows of the table ``indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        Three rows for each state and year.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "archigos.csv"
    ...     _ = file.write_text("gwcode,year,leadertransition,irregular,n_leaders\n740,2006,1,0,2\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("name", "value").rows()
    [('leader_change', 1.0), ('irregular_change', 0.0), ('leaders', 2.0)]
    """
    return state_years(read_layout(path, LAYOUTS), NAME, FIGURES, code="gwcode", scheme="gw")


ARCHIGOS = Source(
    name=NAME,
    title="Archigos 4.1: changes of political leaders, 1870–2015",
    origin="https://www.rochester.edu/college/faculty/hgoemans/data.htm",
    licence="free for research, cite; not part of Detente",
    citation=(
        "Goemans, H. E., Gleditsch, K. S. & Chiozza, G. (2009). Introducing Archigos: A Dataset of Political Leaders. "
        "Journal of Peace Research 46(2), 269–283."
    ),
    bibtex=(
        "@article{goemans2009archigos,\n"
        "  author = {Goemans, Henk E. and Gleditsch, Kristian Skrede and Chiozza, Giacomo},\n"
        "  title = {Introducing Archigos: A Dataset of Political Leaders},\n"
        "  journal = {Journal of Peace Research},\n"
        "  volume = {46}, number = {2}, pages = {269--283}, year = {2009}\n"
        "}"
    ),
    covers="States of the list of Gleditsch and Ward from 1870 to 2015. No row means that the state is not covered.",
    covers_from=1870,
    covers_until=2015,
    no_row="missing",
    tables=("indicators",),
    files=("archigos*.csv", "archigos*.parquet", "gw_archigos*.csv"),
    by_hand="make state-years with the R package peacesciencer, `add_archigos()`, and save them as CSV or Parquet",
    parse=read,
    layouts=LAYOUTS,
)
