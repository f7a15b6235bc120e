"""AI-GPR by directed pair and month: articles on geopolitical risk from the first country toward the second.

A row for each pair and month::

    month            YYYY-MM-DD, the first of the month
    iso3_a, iso3_b   ISO 3166 alpha-3 codes: who is a risk, and to whom
    ai_gpr           the index

Traps:

- An index of newspaper articles, read by a language model; no acts. 0 means that a few newspapers of the United States
  printed none, and not that nothing happened.
- The file that this reader knows has 100 pairs: none of Japan, and not Armenia and Azerbaijan. A pair without a row
  is not covered.
- It is a check on temperatures, and is never a source of them.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, read_layout
from detente.sources.shaping.indicators import ITSELF, FileChecks, Indicator
from detente.sources.shaping.months import month_dyad_figures, months

__all__ = ["AI_GPR", "read"]

NAME = "ai_gpr"
FIGURES = (Indicator("ai_gpr", "ai_gpr", "index"),)
LAYOUTS = (Layout("by pair and month", {"month": "month", "iso3_a": "iso3_a", "iso3_b": "iso3_b", "ai_gpr": "ai_gpr"}),)


def read(path: Path) -> ParsedFile:
    r"""Read the index into rows of the table ``dyad_indicators``, by directed pair and month.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet.

    Returns
    -------
    ParsedFile
        The indicator ``ai_gpr``, of the first country toward the second.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "ai_gpr.csv"
    ...     _ = file.write_text("month,iso3_a,iso3_b,ai_gpr\n2023-04-01,RUS,UKR,51.7\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "freq", "value").row(0)
    ('RUS', 'UKR', 'month', 51.7)
    """
    checks = FileChecks(read_layout(path, LAYOUTS))
    checks.rows = checks.rows.with_columns(pl.col("month").cast(pl.String).str.slice(0, 7))
    checks.numbers({"ai_gpr": pl.Float64()})
    checks.reject("ai_gpr", pl.when(pl.col("ai_gpr") < 0).then(pl.lit("is less than zero")))
    checks.keep(months(checks.rows))
    checks.states({"iso3_a": "source", "iso3_b": "target"}, "iso3", "period")
    checks.reject("iso3_b", pl.when(pl.col("source") == pl.col("target")).then(pl.lit(ITSELF)))
    checks.once(["source", "target", "period"], "month", "the pair and month")
    return checks.parsed(month_dyad_figures(checks.rows, NAME, FIGURES))


AI_GPR = Source(
    name=NAME,
    title="AI-GPR: newspaper articles on risk, by directed pair and month",
    origin="https://www.matteoiacoviello.com/ai_gpr.html",
    licence="see the producer; not part of Detente",
    citation=(
        "Iacoviello, M. & Tong, J. (2026). The AI-GPR Index: Measuring Geopolitical Risk using Artificial Intelligence."
    ),
    bibtex=(
        "@misc{iacoviello2026aigpr,\n"
        "  author = {Iacoviello, Matteo and Tong, Jonathan},\n"
        "  title = {The {AI-GPR} Index: Measuring Geopolitical Risk using Artificial Intelligence},\n"
        "  year = {2026}\n"
        "}"
    ),
    covers="100 directed pairs by month, April 2023 to December 2025. No row means that the pair is not covered.",
    covers_from=2023,
    covers_until=2025,
    no_row="missing",
    tables=("dyad_indicators",),
    files=("ai_gpr*.csv", "ai_gpr*.parquet"),
    by_hand="save the index by pair and month, with the columns month, iso3_a, iso3_b and ai_gpr",
    parse=read,
    layouts=LAYOUTS,
)
