"""Entities on the sanctions lists of the United States' OFAC, by country of address and month, since April 2022.

One row for each country and month::

    iso3, month                       ISO 3166 alpha-3 code; YYYY-MM
    levels                            entities listed at the end of the month with an address in the country
    additions, removals               entities that came onto the lists, or left them, in the month

Traps:

- The country is that of an address. Ships, banks and front companies stand in third countries: a high figure of the
  United Arab Emirates is no sanction against that state, and one of Russia is more than sanctions against its state.
- April 2022 is the opening stock. Its additions and removals are 0 in the file and mean nothing; they are left out.
- Entities without a country are in rows without a code; these are rejected.
- A figure is known on the last day of its month.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import FileChecks, Indicator
from detente.sources.shaping.months import month_state_figures, months

__all__ = ["OFAC_ENTITIES", "read"]

NAME = "ofac_entities"
OPENING = pl.date(2022, 4, 1)
COUNTS = ("levels", "additions", "removals")
FIGURES = tuple(
    Indicator(name, column, "entities")
    for name, column in zip(("ofac_entities", "ofac_additions", "ofac_removals"), COUNTS, strict=True)
)
LAYOUTS = (Layout("OFAC by country and month", {"iso3": "iso3", "month": "month"} | {name: name for name in COUNTS}),)


def read(path: Path) -> ParsedFile:
    r"""Read the entities by country and month.

    Parameters
    ----------
    path : pathlib.Path
        The table, CSV or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``indicators`` by month: ``ofac_entities``, ``ofac_additions`` and ``ofac_removals``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "ofac_entities.csv"
    ...     _ = file.write_text("iso3,month,levels,additions,removals\nRUS,2022-04,1469,0,0\nRUS,2022-05,1524,59,4\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("name", "period", "value").rows()[0]
    ('ofac_entities', datetime.date(2022, 4, 1), 1469.0)
    >>> parsed.frame.filter(name="ofac_additions")["value"].to_list()
    [59.0]
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.numbers(dict.fromkeys(COUNTS, pl.Int32()))
    for name in COUNTS:
        checks.reject(name, pl.when(pl.col(name) < 0).then(pl.lit("is less than zero")))
    checks.keep(months(checks.rows))
    checks.states({"iso3": "state"}, "iso3", "period")
    checks.once(["state", "period"], "iso3", "the state and month")
    flows = [pl.when(pl.col("period") != OPENING).then(name).alias(name) for name in COUNTS[1:]]
    return checks.parsed(month_state_figures(checks.rows.with_columns(flows), NAME, FIGURES))


OFAC_ENTITIES = Source(
    name=NAME,
    title="Entities on OFAC's sanctions lists, by country of address and month",
    origin="https://ofac.treasury.gov/sanctions-list-service",
    licence="The lists are a public record of the United States; a table of others' making has their terms",
    citation=(
        "Office of Foreign Assets Control (2026). Specially Designated Nationals and Consolidated Sanctions Lists. "
        "United States Department of the Treasury; counted by country of address and month."
    ),
    bibtex=(
        "@misc{ofac2026lists,\n"
        "  author = {{Office of Foreign Assets Control}},\n"
        "  title = {Specially Designated Nationals and Consolidated Sanctions Lists},\n"
        "  howpublished = {United States Department of the Treasury},\n"
        "  year = {2026}\n"
        "}"
    ),
    covers=(
        "Entities on the sanctions lists of the United States by country of address, April 2022 to March 2026. No row "
        "means that the country is not in the table."
    ),
    covers_from=2022,
    covers_until=2026,
    no_row="missing",
    tables=("indicators",),
    files=("ofac*.csv", "ofac*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand=(
        "OFAC publishes its lists, not this table: count the entities of each country of address by month, with the "
        "columns iso3, month, levels, additions and removals."
    ),
)
