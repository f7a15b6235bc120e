"""Transfers of major arms between states, by year, summed from the trade register of SIPRI.

The register, exported as CSV from the Arms Transfers Database, has a row for each deal and year of delivery, below
some lines about the export::

    Supplier, Recipient     names in English; * marks a non-state group, ** an organisation
    Delivery year           a year, or years separated by semicolons
    TIV delivery values     value of the weapons delivered in each of those years, in millions of trend-indicator units

Older exports write ``Year(s) of delivery`` and ``SIPRI TIV of delivered weapons``. In the record arms go from the
supplier to the recipient, and a year's deals are summed.

Traps:

- The trend-indicator value measures military capability, from known production costs. It is not a price, and its sums
  are not sums of money.
- Years marked as estimates (by a column of the export, by '?' or by brackets) are used like the others.
- One value for several years can't be divided by year: such a row is rejected. Newer exports have none.
- Rebels, organisations and unknown parties are rejected, and so is the supply of Southern Sudan before 2011.
- SIPRI revises the register every March, back to its beginning. Small arms are not covered.
- Licensed production in the recipient's country counts as a transfer.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import polars as pl

from detente.errors import DataError
from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.large_text import is_parquet, largest_member
from detente.sources.readers.layouts import FileRows, Layout, read_layout
from detente.sources.readers.stata_files import is_stata
from detente.sources.shaping.indicators import ITSELF, FileChecks, dyad_figures
from detente.sources.shaping.ties import with_states_by_name

__all__ = ["SIPRI_REGISTER", "read"]

NAME = "sipri_register"
LAYOUTS = (
    Layout(
        "the producer's",
        {
            "supplier": "Supplier",
            "recipient": "Recipient",
            "years": "Delivery year",
            "values": "TIV delivery values",
        },
    ),
    Layout(
        "the producer's, until 2023",
        {
            "supplier": "Supplier",
            "recipient": "Recipient",
            "years": "Year(s) of delivery",
            "values": "SIPRI TIV of delivered weapons",
        },
    ),
)
SIDES = {"supplier": "source", "recipient": "target"}
NO_STATE = r"\*\s*$|^unknown "
MARKS = r"[?()\[\]\s]"  # of estimates
# Names with a special meaning in the register: ambiguous or former names elsewhere
KNOWN_AS = {
    "Congo": "Republic of the Congo",
    "Germany": "West Germany",
    "German Democratic Republic (GDR)": "East Germany",
    "East Germany (GDR)": "East Germany",
    "Viet Nam": "Vietnam",
    "North Viet Nam": "North Vietnam",
    "South Viet Nam": "South Vietnam",
    "Soviet Union": "Russia",
    "Turkiye": "Turkey",
}


def read(path: Path) -> ParsedFile:
    r"""Read the deliveries into rows of the table ``dyad_indicators``.

    Parameters
    ----------
    path : pathlib.Path
        CSV as exported, or Parquet.

    Returns
    -------
    ParsedFile
        One row for each supplier, recipient and year with a delivery.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "trade-register.csv"
    ...     _ = file.write_text(
    ...         "Trade register\n\nSupplier,Recipient,Delivery year,TIV delivery values\n"
    ...         "Russia,China,2004; 2005?,10; 20\nRussia,China,2005,5.5\n"
    ...     )
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", pl.col("period").dt.year(), "value").rows()
    [('RUS', 'CHN', 2004, 10.0), ('RUS', 'CHN', 2005, 25.5)]
    """
    checks = FileChecks(_read_rows(path))
    for side in SIDES:
        group = pl.col(side).str.contains(NO_STATE)
        checks.reject(side, pl.when(group).then(pl.lit("is a group, an organisation or an unknown party")))
    _split(checks)
    _place(checks)
    deliveries = checks.rows.explode("years", "values", empty_as_null=True).rename({"years": "year", "values": "value"})
    summed = deliveries.group_by("source", "target", "year", maintain_order=True).agg(pl.col("value").sum())
    return checks.parsed(dyad_figures(summed, NAME, "arms", "million TIV", directed=True))


def _split(checks: FileChecks) -> None:
    """Parse the lists of years and values in each row; reject rows in which their lengths differ."""

    def listed(column: str) -> pl.Expr:
        return pl.col(column).cast(pl.String).str.replace_all(MARKS, "").str.split(";")

    years = listed("years").list.eval(pl.element().cast(pl.Int32, strict=False))
    values = listed("values").list.eval(pl.element().cast(pl.Float64, strict=False))
    checks.rows = checks.rows.with_columns(listed_years=years, listed_values=values)
    for column, reason in (("years", "is not a year"), ("values", "is not a number")):
        absent = pl.col(column).is_null() | (pl.col(f"listed_{column}").list.eval(pl.element().is_null()).list.any())
        checks.reject(column, pl.when(absent).then(pl.lit(reason)))
    differ = pl.col("listed_years").list.len() != pl.col("listed_values").list.len()
    checks.reject("values", pl.when(differ).then(pl.lit("has not one value for each year of delivery")))
    checks.reject("values", pl.when(pl.col("listed_values").list.min() < 0).then(pl.lit("is less than zero")))
    checks.rows = checks.rows.drop("years", "values").rename({"listed_years": "years", "listed_values": "values"})


def _place(checks: FileChecks) -> None:
    """Name the two states, at the last year of delivery."""
    checks.rows = checks.rows.with_columns(last=pl.col("years").list.max())
    checks.keep(with_states_by_name(checks.rows, SIDES, "last", KNOWN_AS))
    checks.reject("recipient", pl.when(pl.col("source") == pl.col("target")).then(pl.lit(ITSELF)))


def _read_rows(path: Path) -> FileRows:
    """Read the file from its header on."""
    if is_parquet(path) or is_stata(path):
        return read_layout(path, LAYOUTS)
    data = b"".join(largest_member(path).blocks())
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    lines = [line.rstrip("\r;") for line in text.split("\n")]
    header = next((number for number, line in enumerate(lines) if "Supplier" in line and "Recipient" in line), 0)
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        below = Path(folder) / "register.csv"
        below.write_text("\n".join(lines[header:]), encoding="utf-8")
        try:
            content = read_layout(below, LAYOUTS)
        except DataError as error:
            raise DataError(error.message.replace(str(below), str(path)), value=error.value) from None
    above = pl.col("line") + header  # lines of title before the header
    return replace(content, rows=content.rows.with_columns(above), rejects=content.rejects.with_columns(above))


SIPRI_REGISTER = Source(
    name=NAME,
    title="SIPRI Arms Transfers Database: trade register",
    origin="https://www.sipri.org/databases/armstransfers",
    licence="Copyright of SIPRI, fair use with citation; not part of Detente",
    citation="Stockholm International Peace Research Institute. SIPRI Arms Transfers Database. https://www.sipri.org",
    bibtex=(
        "@misc{sipri2025arms,\n"
        "  author = {{Stockholm International Peace Research Institute}},\n"
        "  title = {{SIPRI Arms Transfers Database}},\n"
        "  year = {2025},\n"
        "  note = {Trade register, exported in the year given},\n"
        "  publisher = {SIPRI},\n"
        "  url = {https://www.sipri.org/databases/armstransfers}\n"
        "}"
    ),
    covers=(
        "Transfers of major conventional arms between states from 1950 to 2024, or in the years that were exported. "
        "No row means that no transfer is known."
    ),
    covers_from=1950,
    covers_until=2024,
    no_row="zero",
    tables=("dyad_indicators",),
    files=("trade-register*.csv", "sipri*.csv", "sipri_register*.parquet"),
    by_hand=(
        "the producer makes the file on request: choose all suppliers, all recipients and all years in the trade "
        "register on the page, and export it as CSV"
    ),
    parse=read,
    layouts=LAYOUTS,
)
