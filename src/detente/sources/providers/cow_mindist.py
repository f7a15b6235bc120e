"""Least distance between two states' territories, by year.

Computed by Steven Miller with the package cshapes from the borders of CShapes 2.0, and published in his R package
peacesciencer as ``cow_mindist`` and ``gw_mindist``. One row a pair and year, whichever of the two comes first::

    ccode1, ccode2     numbers of the Correlates of War list (gwcode1, gwcode2: of Gleditsch and Ward)
    year, mindist      kilometres on 1 January (older versions: on 31 December)

Traps:

- Zero means a common border on land. Water between two shores counts as distance, so neighbours across a strait
  are not at zero.
- Overseas territories that CShapes gives to a state count as its territory; its colonies do not.
- CShapes lacks many atolls. Kiribati, the Maldives, the Marshall Islands, Micronesia, Nauru and Tuvalu are up to
  3,300 km farther from others here than their capitals are: Kiribati and the Marshall Islands 3,780 km, of which
  their capitals are 665 km apart.
- A state that began during a year has no row before the next.
"""

from __future__ import annotations

from pathlib import Path

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import pair_years

__all__ = ["COW_MINDIST", "read"]

NAME = "cow_mindist"
LAYOUTS = (
    Layout("cow_mindist", {"first": "ccode1", "second": "ccode2", "year": "year", "value": "mindist"}),
    Layout("gw_mindist", {"first": "gwcode1", "second": "gwcode2", "year": "year", "value": "mindist"}),
)
SCHEMES = {"cow_mindist": "cow", "gw_mindist": "gw"}


def read(path: Path) -> ParsedFile:
    r"""Read the distances into rows of the table ``dyad_indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

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
    ...     file = Path(folder) / "cow_mindist.csv"
    ...     _ = file.write_text("ccode1,ccode2,year,mindist\n365,740,2014,4.2\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "value", "unit").rows()
    [('JPN', 'RUS', 4.2, 'km')]
    """
    content = read_layout(path, LAYOUTS)
    return pair_years(content, NAME, "mindist", "km", scheme=SCHEMES[content.layout])


COW_MINDIST = Source(
    name=NAME,
    title="Minimum distances between states, from CShapes 2.0",
    origin="https://svmiller.com/peacesciencer/reference/cow_mindist.html",
    licence="CShapes 2.0: CC BY-NC-SA 4.0; not part of Detente",
    citation=(
        "Schvitz, G., Girardin, L., Rüegger, S., Weidmann, N. B., Cederman, L.-E. & Gleditsch, K. S. (2022). Mapping "
        "the international system, 1886–2019: The CShapes 2.0 dataset. Journal of Conflict Resolution 66(1), 144–161; "
        "distances by Miller, S. V., peacesciencer (R package)."
    ),
    bibtex=(
        "@article{schvitz2022cshapes,\n"
        '  author = {Schvitz, Guy and Girardin, Luc and R{\\"u}egger, Seraina and Weidmann, Nils B. and '
        "Cederman, Lars-Erik and Gleditsch, Kristian Skrede},\n"
        "  title = {Mapping the International System, 1886--2019: The {CShapes} 2.0 Dataset},\n"
        "  journal = {Journal of Conflict Resolution},\n"
        "  year = {2022},\n"
        "  volume = {66},\n"
        "  number = {1},\n"
        "  pages = {144--161},\n"
        "  doi = {10.1177/00220027211013563}\n"
        "}"
    ),
    covers=(
        "Pairs of members of the Correlates of War state system from 1886 to 2019; some copies begin in 1946. No row "
        "for a pair means that one of the two was not a member, or has no borders in CShapes that year."
    ),
    covers_from=1886,
    covers_until=2019,
    no_row="missing",
    tables=("dyad_indicators",),
    files=("cow_mindist*.parquet", "cow_mindist*.csv", "gw_mindist*.csv"),
    by_hand=(
        "it is data of an R package: install peacesciencer in R, and write it with "
        'write.csv(peacesciencer::cow_mindist, "cow_mindist.csv", row.names = FALSE)'
    ),
    parse=read,
    layouts=LAYOUTS,
)
