"""Aid to Ukraine by donor and month, since January 2022, from the Ukraine Support Tracker of the Kiel Institute.

One row for each donor and month in which something is recorded::

    iso3, month                                       ISO 3166 alpha-3 code, or EU for the EU's institutions; YYYY-MM
    allocations_eur_bn                                sum of the three kinds, billion euros
    military_eur_bn, financial_eur_bn, humanitarian_eur_bn
    commitments_eur_bn                                pledges, also those not yet allocated

Traps:

- Allocations are aid set aside for a purpose, not deliveries, which may come years later or never.
- A commitment is allocated in later months: never add the two. What is still to be allocated is their difference, and
  is negative in months in which older pledges were allocated; it is not read.
- The EU's institutions are a donor of their own (EUE, no state's code), beside the member states: a member's share in
  them is not in its own figure.
- No row means that none was recorded, not that nothing was given: the tracker follows 41 states and the EU.
- The tracker revises earlier months in every release: a new file takes the place of the old one.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import ITSELF, FileChecks, Indicator
from detente.sources.shaping.months import month_dyad_figures, months
from detente.sources.shaping.states import states_of

__all__ = ["UKRAINE_AID", "read"]

NAME = "ukraine_aid"
INSTITUTIONS, ORGANISATION, RECIPIENT = "EU", "EUE", "UKR"
KINDS = ("allocations", "military", "financial", "humanitarian", "commitments")
FIGURES = tuple(Indicator(f"aid_{kind}", kind, "billion EUR") for kind in KINDS)
LAYOUTS = (Layout("Kiel, by month", {"iso3": "iso3", "month": "month"} | {kind: f"{kind}_eur_bn" for kind in KINDS}),)


def read(path: Path) -> ParsedFile:
    r"""Read the aid, one row for each donor and month.

    Parameters
    ----------
    path : pathlib.Path
        The table of donors and months, CSV or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``dyad_indicators`` by month, of the donor toward Ukraine: ``aid_allocations``, ``aid_military``,
        ``aid_financial``, ``aid_humanitarian`` and ``aid_commitments``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "ukraine_support.csv"
    ...     _ = file.write_text(",".join(LAYOUTS[0].columns.values()) + "\nEU,2022-03,1.5,0,1.2,0.3,2\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("name", "source", "target", "value").row(0)
    ('aid_allocations', 'EUE', 'UKR', 1.5)
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.numbers(dict.fromkeys(KINDS, pl.Float64()))
    for kind in KINDS:
        checks.reject(kind, pl.when(pl.col(kind) < 0).then(pl.lit("is less than zero")))
    checks.keep(months(checks.rows))
    donor = pl.when(pl.col("iso3") == INSTITUTIONS).then(pl.lit(ORGANISATION)).otherwise("code")
    checks.rows = states_of(checks.rows, "iso3", "iso3", "period").with_columns(source=donor, target=pl.lit(RECIPIENT))
    checks.reject("iso3", pl.when(pl.col("source").is_null()).then("why"))
    checks.reject("iso3", pl.when(pl.col("source") == RECIPIENT).then(pl.lit(ITSELF)))
    checks.once(["source", "period"], "iso3", "the donor and month")
    return checks.parsed(month_dyad_figures(checks.rows, NAME, FIGURES))


UKRAINE_AID = Source(
    name=NAME,
    title="Ukraine Support Tracker: aid to Ukraine by donor and month",
    origin="https://www.kielinstitut.de/topics/war-against-ukraine/ukraine-support-tracker/",
    licence="Free for research with citation; no terms for passing it on; not part of Detente",
    citation=(
        "Trebesch, C., Antezza, A., Bushnell, K., Bomprezzi, P., Dyussimbinov, Y., Frank, A., Frank, P., Franz, L., "
        "Kharitonov, I., Kumar, B., Rebinskaya, E., Schade, C., Schramm, S. & Weiser, L. (2023). The Ukraine Support "
        "Tracker: Which countries help Ukraine and how? Kiel Working Paper 2218."
    ),
    bibtex=(
        "@techreport{trebesch2023ukraine,\n"
        "  author = {Trebesch, Christoph and Antezza, Arianna and Bushnell, Katelyn and Bomprezzi, Pietro and "
        "Dyussimbinov, Yelmurat and Frank, Andr{\\'e} and Frank, Pascal and Franz, Lukas and Kharitonov, Ivan and "
        "Kumar, Bharath and Rebinskaya, Ekaterina and Schade, Christopher and Schramm, Stefan and Weiser, Leon},\n"
        "  title = {The {Ukraine Support Tracker}: Which countries help {Ukraine} and how?},\n"
        "  institution = {Kiel Institute for the World Economy},\n"
        "  number = {2218},\n"
        "  year = {2023}\n"
        "}"
    ),
    covers=(
        "Aid to Ukraine by 41 states and the EU's institutions, by month, January 2022 to April 2026. No row means "
        "that none was recorded in the month."
    ),
    covers_from=2022,
    covers_until=2026,
    no_row="none was recorded; some may have been given",
    tables=("dyad_indicators",),
    files=("ukraine_support*.csv", "ukraine_support*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand=(
        "The producer publishes a workbook: download it from the tracker's page and save the sums by donor and month "
        "with the columns iso3, month, allocations_eur_bn, military_eur_bn, financial_eur_bn, humanitarian_eur_bn and "
        "commitments_eur_bn."
    ),
)
