"""Five indices of democracy of the Varieties of Democracy project, by state and year.

From the country-year files, which have thousands of columns; these are read::

    COWcode, year            number of the state, and year; else country_text_id, a code of three letters
    v2x_polyarchy            electoral democracy index, 0 to 1
    v2x_libdem, v2x_partipdem, v2x_delibdem, v2x_egaldem
                             liberal, participatory, deliberative and egalitarian democracy, where the file has them
    …_sd                     standard deviations, where the file has them

Copies that hold ``ccode, year, v2x_polyarchy`` are read too, or ``gwcode`` with numbers of Gleditsch and Ward, such as
``cw_democracy`` and ``gw_democracy`` of the R package isard, and ``ccode_democracy`` and ``gwcode_democracy`` of
peacesciencer.

Traps:

- The project follows countries, not members of a system: many years of colonies and of lands without an
  independent state are in the file. They are rejected, with the reason 'was not a state then'.
- It writes one number for a country through its changes where the Correlates of War list has two. `RENUMBERED` says
  whose figure it is: 255 is West Germany from 1949 to 1989, 679 North Yemen to 1989, 316 Czechoslovakia to 1992.
- A country that the list does not know (the Palestinian territories, Somaliland, Hong Kong) has no number.
- The index is an estimate from experts' codings; every version revises the past. Keep to one version.
- Small states (fewer than about 250,000 inhabitants) are not coded.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import FileRows, Layout, read_layout
from detente.sources.shaping.indicators import Indicator, state_years

__all__ = ["RENUMBERED", "VDEM", "NumberChange", "read"]

NAME = "vdem"
OTHERS = ("v2x_libdem", "v2x_partipdem", "v2x_delibdem", "v2x_egaldem")
FIGURES = tuple(Indicator(name, name, "index, 0 to 1", f"{name}_sd") for name in ("v2x_polyarchy", *OTHERS))
SD = {name: name for name in (*OTHERS, *(f"{figure.name}_sd" for figure in FIGURES))}
PRODUCER, BY_GWCODE, BY_TEXT = "the producer's", "by gwcode", "by the producer's codes of three letters"
LAYOUTS = (
    Layout(PRODUCER, {"ccode": "COWcode", "year": "year", "v2x_polyarchy": "v2x_polyarchy"}, SD),
    Layout("by ccode", {"ccode": "ccode", "year": "year", "v2x_polyarchy": "v2x_polyarchy"}, SD),
    Layout(BY_GWCODE, {"ccode": "gwcode", "year": "year", "v2x_polyarchy": "v2x_polyarchy"}, SD),
    Layout(BY_TEXT, {"ccode": "country_text_id", "year": "year", "v2x_polyarchy": "v2x_polyarchy"}, SD),
)
CZECHIA, CZECHOSLOVAKIA, DIVIDED = "CZE", "CSK", (1918, 1992)


class NumberChange(NamedTuple):
    """Years in which the producer's number for a country means the state of another one."""

    number: int
    first: int
    last: int
    means: int
    why: str


RENUMBERED = (
    NumberChange(255, 1949, 1989, 260, "Germany is West Germany while there are two."),
    NumberChange(316, 1918, 1992, 315, "The Czech Republic is Czechoslovakia until it divides."),
    NumberChange(679, 1918, 1989, 678, "Yemen is North Yemen until the two unite."),
)


def read(path: Path) -> ParsedFile:
    r"""Read the index into rows of the table ``indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        One row for each state, year and index that is not missing.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "V-Dem-CY-Core-v15.csv"
    ...     _ = file.write_text("country_text_id,COWcode,year,v2x_polyarchy\nDEU,255,1980,.86\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("state", "value").rows()
    [('BRD', 0.86)]
    """
    content = read_layout(path, LAYOUTS)
    if content.layout == PRODUCER:
        content = FileRows(_renumbered(content.rows), content.layout, content.rejects, content.rows_in)
    if content.layout == BY_TEXT:
        content = FileRows(_undivided(content.rows), content.layout, content.rejects, content.rows_in)
        return state_years(content, NAME, FIGURES, scheme="iso3")
    return state_years(content, NAME, FIGURES, scheme="gw" if content.layout == BY_GWCODE else "cow")


def _undivided(rows: pl.DataFrame) -> pl.DataFrame:
    """Give rows of the Czech Republic the code of Czechoslovakia in the years before it divided."""
    year = pl.col("year").cast(pl.Float64, strict=False)
    whole = (pl.col("ccode") == CZECHIA) & year.is_between(*DIVIDED)
    return rows.with_columns(ccode=pl.when(whole).then(pl.lit(CZECHOSLOVAKIA)).otherwise("ccode"))


def _renumbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Give rows the number of the state that they are about."""
    number = pl.col("ccode").cast(pl.Float64, strict=False)
    year = pl.col("year").cast(pl.Float64, strict=False)
    for one in RENUMBERED:
        meant = (number == one.number) & year.is_between(one.first, one.last)
        number = pl.when(meant).then(float(one.means)).otherwise(number)
    known = number.is_not_null() & number.is_finite()
    text = (
        pl.when(known)
        .then(number.cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(pl.col("ccode").cast(pl.String))
    )
    return rows.with_columns(text.alias("ccode"))


VDEM = Source(
    name=NAME,
    title="Varieties of Democracy: indices of democracy",
    origin="https://www.v-dem.net/data/the-v-dem-dataset/",
    licence="CC BY-SA 4.0; not part of Detente",
    citation=(
        "Coppedge, M. et al. (2026). V-Dem Country-Year Dataset v16. Varieties of Democracy Project. "
        "https://www.v-dem.net"
    ),
    bibtex=(
        "@misc{coppedge2026vdem,\n"
        "  author = {Coppedge, Michael and Gerring, John and Knutsen, Carl Henrik and Lindberg, Staffan I. and "
        "others},\n"
        "  title = {{V-Dem} Country-Year Dataset},\n"
        "  year = {2026},\n"
        "  note = {Version 16},\n"
        "  publisher = {Varieties of Democracy Project},\n"
        "  url = {https://www.v-dem.net}\n"
        "}"
    ),
    covers=(
        "Most states from 1789 to 2025, in the years for which experts have coded them. No row means that the state "
        "is not coded that year, whatever its level of democracy."
    ),
    covers_from=1816,
    covers_until=2025,
    no_row="missing",
    tables=("indicators",),
    files=("V-Dem-CY*.csv", "V-Dem-CY*.zip", "vdem*.parquet", "vdem*.csv", "*democracy.csv", "*democracy.parquet"),
    by_hand="the producer requires a name first: download the country-year file (CSV) from the page",
    parse=read,
    layouts=LAYOUTS,
)
