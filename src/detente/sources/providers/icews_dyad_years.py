"""ICEWS by dyad and year: reports of one state's acts toward another in four classes.

The Integrated Crisis Early Warning System codes acts from news stories by machine. This file sums them for
every ordered pair of 152 states and each year from 2002 to 2014::

    i_iso3c, j_iso3c   the state that acts and the state acted toward, ISO 3166 alpha-3
    year
    verbCoop           words of cooperation     (CAMEO roots 01–05)
    matlCoop           deeds of cooperation     (06–08)
    verbConf           words of conflict        (09–13)
    matlConf           deeds of conflict        (14–20)

Traps:

- Every pair has a row in every year, and its zeros are zeros: nothing was reported. Zeros make no rows here,
  so 'no row' among the 152 states means zero, and outside them means not covered.
- A count is of coded reports, several of which may be of one act; the acts are not known, so `events` is
  null. RUS→UKR material conflict goes from 46 in 2013 to 2,547 in 2014.
- More stories are coded in later years, and more of some states than of others. Compare shares, not counts.
- Domestic acts (i = j) are rejected.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.catalog import QUADS
from detente.sources.contract import ParsedFile, Source, no_rejects, read_parquet, rejects_of, shape, states_of
from detente.sources.readers.layouts import Layout

__all__ = ["ICEWS_DYAD_YEARS", "read"]

NAME = "icews-yearly"
SIDES = {"i_iso3c": "source", "j_iso3c": "target"}
COUNT = shape("counts").column("reports")
CLASSES = dict(zip(("verbCoop", "matlCoop", "verbConf", "matlConf"), QUADS, strict=True))
LAYOUTS = (Layout("as compiled", {name: name for name in (*SIDES, "year", *CLASSES)}),)


def read(path: Path) -> ParsedFile:
    """Read the dyad-years into rows of the table ``counts``.

    Parameters
    ----------
    path : pathlib.Path
        The Parquet file.

    Returns
    -------
    ParsedFile
        One row for each dyad, year and class with at least one report.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> row = {"i_iso3c": "RUS", "j_iso3c": "JPN", "year": 2014}
    >>> row |= {"verbCoop": 9, "matlCoop": 0, "verbConf": 2, "matlConf": 0}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "years.parquet"
    ...     pl.DataFrame([row]).write_parquet(file)
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "cls", "reports").rows()
    [('RUS', 'JPN', 'verbal_cooperation', 9), ('RUS', 'JPN', 'verbal_conflict', 2)]
    """
    rows = read_parquet(path, [*SIDES, "year", *CLASSES])
    kept, rejects = _checked(rows)
    return ParsedFile(_counts(kept), rejects, rows_in=rows.height, rows_kept=kept.height)


def _checked(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Resolve the states; reject other rows, each for its first error."""
    all_rejects = [no_rejects()]
    for name in CLASSES:
        no_count = pl.when(~COUNT.holds(pl.col(name)).fill_null(value=False)).then(pl.lit(f"is not {COUNT.allowed}"))
        rows, rejects = rejects_of(rows, name, no_count)
        all_rejects.append(rejects)
    for column, side in SIDES.items():
        rows, rejects = rejects_of(states_of(rows, column, "iso3", "year"), column, pl.col("why"))
        rows = rows.rename({"code": side}).drop("why")
        all_rejects.append(rejects)
    itself = pl.when(pl.col("source") == pl.col("target")).then(pl.lit("is the same state as the source"))
    rows, rejects = rejects_of(rows, "j_iso3c", itself)
    again = pl.col("line") != pl.col("line").first().over("source", "target", "year")
    rows, more = rejects_of(rows, "year", pl.when(again).then(pl.lit("has a row for the dyad already")))
    return rows, pl.concat([*all_rejects, rejects, more]).sort("line")


def _counts(rows: pl.DataFrame) -> pl.DataFrame:
    long = rows.unpivot(list(CLASSES), index=["source", "target", "year"], variable_name="column", value_name="reports")
    return long.filter(pl.col("reports") > 0).select(
        pl.lit(NAME).alias("dataset"),
        "source",
        "target",
        pl.date("year", 1, 1).alias("period"),
        pl.lit("year").alias("freq"),
        pl.lit("quad").alias("scheme"),
        pl.col("column").replace_strict(CLASSES, return_dtype=pl.String).alias("cls"),
        pl.col("reports").cast(pl.Int64),
        pl.lit(None, pl.Int64).alias("events"),
    )


ICEWS_DYAD_YEARS = Source(
    name=NAME,
    title="ICEWS event counts by directed dyad and year, 2002–2014",
    origin="https://doi.org/10.7910/DVN/28075",
    licence="Terms of the ICEWS Dataverse; not part of Detente",
    citation=(
        "Boschee, E., Lautenschlager, J., O'Brien, S., Shellman, S., Starz, J. & Ward, M. (2015). "
        "ICEWS Coded Event Data. Harvard Dataverse."
    ),
    covers=(
        "Acts reported between each two of 152 states in each year from 2002 to 2014. No row for a class means "
        "that no act of it was reported; other states and years are not covered."
    ),
    bibtex=(
        "@misc{boschee2015icews,\n"
        "  author = {Boschee, Elizabeth and Lautenschlager, Jennifer and O'Brien, Sean and Shellman, Steve and Starz, "
        "James and Ward, Michael},\n"
        "  title = {{ICEWS} Coded Event Data},\n"
        "  year = {2015},\n"
        "  note = {Events of 1995 to 2014},\n"
        "  publisher = {Harvard Dataverse},\n"
        "  doi = {10.7910/DVN/28075}\n"
        "}"
    ),
    covers_from=2002,
    covers_until=2014,
    no_row="zero",
    tables=("counts",),
    by_hand=(
        "The producer publishes events, not these yearly counts: `detente pull icews` fetches the events, and "
        "`detente cube` counts them."
    ),
    files=("icews_dyadyear_2002_2014.parquet",),
    parse=read,
    layouts=LAYOUTS,
)
