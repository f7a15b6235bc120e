"""Regimes of the World, by state and year: closed and electoral autocracies, electoral and liberal democracies.

From the file of Our World in Data, which has them from V-Dem's data::

    code, year       ISO 3166 code, or one that begins with OWID_, and year
    row_regime       0 closed autocracy, 1 electoral autocracy, 2 electoral democracy, 3 liberal democracy

Traps:

- The file gives today's states a regime in years in which they were part of another state (Ukraine from 1946, Slovakia
  from 1789): these rows are rejected, with the reason 'was not a state then'.
- The Czech Republic stands for Czechoslovakia from 1918 to 1992, as in V-Dem.
- Some states have a code of the producer's, which `CODES` translates; German and Italian states of the nineteenth
  century are rejected.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import FileChecks, Indicator, state_figures

__all__ = ["CODES", "REGIMES", "read"]

NAME = "row_regimes"
FIGURES = (Indicator("row_regime", "row_regime", "0 closed autocracy to 3 liberal democracy"),)
MOST = 3
# The producer's codes, in ISO 3166 as it was then
CODES = {
    "OWID_KOS": "XKX",
    "OWID_GFR": "DEU",
    "OWID_GDR": "DDR",
    "OWID_YAR": "YEM",
    "OWID_YPR": "YMD",
    "OWID_DRV": "VNM",
    "OWID_RVN": "VNM",
}
SOUTH_VIETNAM = {"OWID_RVN": "RVN"}  # which has no code in ISO 3166
DIVIDED = (1918, 1992)  # Czechoslovakia
LAYOUTS = (
    Layout("Our World in Data's", {"entity": "code", "year": "year", "row_regime": "row_regime"}),
    Layout("Our World in Data's, by its names", {"entity": "Code", "year": "Year", "row_regime": "Political regime"}),
)


def read(path: Path) -> ParsedFile:
    r"""Read the regimes into rows of the table ``indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        One row for each state and year with a regime.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "row_regime.csv"
    ...     _ = file.write_text("code,year,row_regime\nJPN,2020,3\nOWID_GDR,1980,0\nUKR,1980,0\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("state", "value").rows(), parsed.rejects["reason"].to_list()
    ([('JPN', 3.0), ('DDR', 0.0)], ['was not a state then'])
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.numbers({"year": pl.Int32(), "row_regime": pl.Float64()}, needed=("year",))
    level = pl.col("row_regime")
    known = level.is_between(0, MOST) & (level == level.round())
    checks.reject("row_regime", pl.when(~known).then(pl.lit(f"is not a whole number from 0 to {MOST}")))
    whole = (pl.col("entity") == "CZE") & pl.col("year").is_between(*DIVIDED)
    meant = pl.when(whole).then(pl.lit("CSK")).otherwise(pl.col("entity").replace(CODES))
    checks.rows = checks.rows.with_columns(iso3=meant)
    checks.states({"iso3": "state"}, "iso3")
    checks.reject(
        "entity",
        pl.when((pl.col("entity") == "OWID_RVN") & (pl.col("year") < 1954)).then(pl.lit("was not a state then")),
    )
    state = pl.col("entity").replace_strict(SOUTH_VIETNAM, default=pl.col("state"))
    checks.rows = checks.rows.with_columns(state=state)
    checks.once(["state", "year"], "entity", "the state and year")
    return checks.parsed(state_figures(checks.rows, NAME, FIGURES))


REGIMES = Source(
    name=NAME,
    title="Regimes of the World, 1789–2025",
    origin="https://ourworldindata.org/grapher/political-regime",
    licence="CC BY 4.0; not part of Detente",
    citation=(
        "Lührmann, A., Tannenberg, M. & Lindberg, S. I. (2018). Regimes of the World (RoW): Opening New Avenues for "
        "the Comparative Study of Political Regimes. Politics and Governance 6(1), 60–77; Our World in Data, after "
        "V-Dem."
    ),
    bibtex=(
        "@article{luhrmann2018regimes,\n"
        '  author = {L{\\"u}hrmann, Anna and Tannenberg, Marcus and Lindberg, Staffan I.},\n'
        "  title = {Regimes of the World ({RoW}): Opening New Avenues for the Comparative Study of Political "
        "Regimes},\n"
        "  journal = {Politics and Governance},\n"
        "  volume = {6}, number = {1}, pages = {60--77}, year = {2018}\n"
        "}"
    ),
    covers="Most states from 1816 to 2025. No row means that the state is not coded that year.",
    covers_from=1816,
    covers_until=2025,
    no_row="missing",
    tables=("indicators",),
    files=("row_regime*.csv", "row_regime*.parquet", "political-regime*.csv"),
    by_hand="download the chart's data (CSV) from the page",
    parse=read,
    layouts=LAYOUTS,
)
