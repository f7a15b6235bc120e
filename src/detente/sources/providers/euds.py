"""Extended Unified Democracy Scores, by state and year: one latent scale out of many indices of democracy.

From the file of the R package QuickUDS (``extended_uds.csv``)::

    GWn, year         number of the state in the list of Gleditsch and Ward, and year
    z1, se_z1         the score and its standard error (``euds``)
    z1_adj            the score moved so that 0 is the mean threshold between autocracy and democracy (``aeuds``)

Copies that hold ``ccode`` or ``gwcode`` (numbers of Gleditsch and Ward), ``year``, ``euds`` and ``aeuds`` are read too,
such as ``cw_democracy`` and ``gw_democracy`` of the R package isard; and ``ccode_democracy`` and ``gwcode_democracy``
of peacesciencer, which call the score ``xm_qudsest`` and have no ``aeuds``. They have no standard error.

Traps:

- The scale has no unit: a score ranks a state among all state-years that were scored together. Each version has its
  own scale.
- ``aeuds`` is ``euds`` less one constant.
- Scores continue for territories that were not states; those rows are rejected.
"""

from __future__ import annotations

from pathlib import Path

from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import Indicator, state_years

__all__ = ["EUDS", "read"]

NAME = "euds"
FIGURES = (
    Indicator("euds", "euds", "score", "sd"),
    Indicator("aeuds", "aeuds", "score", "sd"),
)
PRODUCER = "the producer's"
COPY = {"year": "year", "euds": "euds", "aeuds": "aeuds"}
EARLIER = {"year": "year", "euds": "xm_qudsest"}
SD = {"sd": "se_z1"}
LAYOUTS = (
    Layout(PRODUCER, {"number": "GWn", "year": "year", "euds": "z1", "aeuds": "z1_adj"}, {"sd": "se_z1"}),
    Layout("by ccode", {"number": "ccode", **COPY}, SD),
    Layout("by gwcode", {"number": "gwcode", **COPY}, SD),
    Layout("by ccode, earlier", {"number": "ccode", **EARLIER}, {"aeuds": "", **SD}),
    Layout("by gwcode, earlier", {"number": "gwcode", **EARLIER}, {"aeuds": "", **SD}),
)
OF_GW = (PRODUCER, "by gwcode", "by gwcode, earlier")


def read(path: Path) -> ParsedFile:
    r"""Read the scores into rows of the table ``indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        Two rows for each state and year with a score.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "extended_uds.csv"
    ...     _ = file.write_text("GWn,cown,year,z1,se_z1,z1_adj\n740,740,1990,1.2,.3,.9\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("name", "value", "sd").rows()
    [('euds', 1.2, 0.3), ('aeuds', 0.9, 0.3)]
    """
    content = read_layout(path, LAYOUTS)
    scheme = "gw" if content.layout in OF_GW else "cow"
    return state_years(content, NAME, FIGURES, code="number", scheme=scheme)


EUDS = Source(
    name=NAME,
    title="Extended Unified Democracy Scores (QuickUDS)",
    origin="https://github.com/xmarquez/QuickUDS",
    licence="GPL-3 with the package; not part of Detente",
    citation=(
        "Marquez, X. (2016). A Quick Method for Extending the Unified Democracy Scores. SSRN 2753830; after Pemstein, "
        "D., Meserve, S. A. & Melton, J. (2010). Democratic compromise. Political Analysis 18(4), 426–449."
    ),
    bibtex=(
        "@misc{marquez2016euds,\n"
        "  author = {Marquez, Xavier},\n"
        "  title = {A Quick Method for Extending the {Unified Democracy Scores}},\n"
        "  year = {2016},\n"
        "  howpublished = {SSRN},\n"
        "  doi = {10.2139/ssrn.2753830}\n"
        "}"
    ),
    covers=(
        "States of the list of Gleditsch and Ward from 1816 to 2025; the file of 2019 ends in 2016. No row means that "
        "no index of democracy scored the state that year."
    ),
    covers_from=1816,
    covers_until=2025,
    no_row="missing",
    tables=("indicators",),
    files=("extended_uds*.csv", "*democracy.csv", "*democracy.parquet"),
    fetch=Fetch(
        addresses=("https://raw.githubusercontent.com/xmarquez/QuickUDS/master/csvs-and-pdfs/extended_uds.csv",)
    ),
    parse=read,
    layouts=LAYOUTS,
)
