"""Strategic rivalries by William Thompson and colleagues, in two editions: to 2010, and to 2020.

A rivalry is strategic where decision-makers name each other as competitors, as sources of threat and as enemies.
Its types are the issues: *spatial* (territory), *positional* (influence), *ideological*, *interventionary*.

The lists of 2012 (Thompson and Dreyer, `td_rivalries`) and 2021 (Thompson, Sakuwa and Suhas, `tss_rivalries`) are
printed in books; they are read in the form of the R packages peacesciencer and isard::

    td    rivalryno, rivalryname, ccode1, ccode2, styear (start), endyear (end), type1, type2, type3
    tss   tssr_id, rivalry, ccode1, ccode2, start, end, and 1 or nothing under each type

Traps:

- Rivalries are coded in hindsight. ``known_on`` is the end of the first year, as for every record of a year, but
  the list did not exist then: forecasters could not have used it.
- Many began before 1816, some in 1494; the year is kept. Those that ended before the state lists begin are
  rejected.
- A state is named by its number in the last year of the rivalry, or in the first if it was not a state then: some
  rivalries are older than the states of the list that carry them on, or outlive them.
- The last year of an edition is the end of its coverage: a rivalry that reaches it has no end here.
- 679 and 816 stand for states that the lists give other numbers or none: Yemen before 1990 (North, but once South),
  Vietnam before 1954. Such rows are rejected.
- The editions differ in dates and in what they count: China and Russia until 1949, and again from 1958 to 1989, in
  both; Russia and the United States again from 2007 in both; Russia and Ukraine in the later one only.
- The type *principal* (and *asymmetric principal*) of the later edition marks the rival that a state plans for first.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile, Source
from detente.sources.coverage import years_of
from detente.sources.readers.layouts import FileRows, Layout, numbers, read_layout
from detente.sources.shaping.states import rejects_of
from detente.sources.shaping.ties import ITSELF, tie_frame, with_states_of_span

__all__ = ["RIVALRY_TYPES", "TD_RIVALRIES", "TSS_RIVALRIES", "read_td", "read_tss", "types_of"]

RIVALRY_TYPES = ("spatial", "positional", "ideological", "interventionary")
BEGINNING = 1816  # the first year of the state lists
PAIR = {"ccode1": "ccode1", "ccode2": "ccode2"}
TD = (
    Layout(
        "peacesciencer",
        {"id": "rivalryno", "name": "rivalryname", **PAIR, "start": "styear", "end": "endyear"},
        {f"type{rank}": f"type{rank}" for rank in (1, 2, 3)},
    ),
    Layout(
        "peacesciencer, later",
        {"id": "rivalryno", "name": "rivalryname", **PAIR, "start": "start", "end": "end"},
        {f"type{rank}": f"type{rank}" for rank in (1, 2, 3)},
    ),
)
TYPES = {
    "positional": "positional",
    "spatial": "spatial",
    "ideological": "ideological",
    "interventionary": "interventionary",
    "principal": "principal",
    "aprin": "asymmetric principal",
}
TSS = (
    Layout(
        "peacesciencer",
        {"id": "tssr_id", "name": "rivalry", **PAIR, "start": "start", "end": "end"},
        {name: name for name in TYPES},
    ),
)


def read_td(path: Path) -> ParsedFile:
    r"""Read the rivalries of the edition of 2012.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet of peacesciencer's ``td_rivalries``.

    Returns
    -------
    ParsedFile
        Rows of ``ties``, not directed: kind 'rivalry', exact to the year; ``title`` has the name and the types, the
        most important first; ``level`` is null.

    Raises
    ------
    DataError
        If the file can't be read or has an unknown layout.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "td_rivalries.csv"
    ...     head = "rivalryno,rivalryname,ccode1,ccode2,styear,endyear,type1,type2,type3"
    ...     _ = file.write_text(f"{head}\n75,Japan-Russia,365,740,1894,1945,positional,spatial,\n")
    ...     parsed = read_td(file)
    >>> parsed.frame.select("source", "target", "title").row(0)
    ('JPN', 'RUS', 'Japan-Russia: positional, spatial')
    """
    types = pl.concat_list(f"type{rank}" for rank in (1, 2, 3)).list.drop_nulls()
    return _read(read_layout(path, TD), types, "td_rivalries")


def read_tss(path: Path) -> ParsedFile:
    r"""Read the rivalries of the edition of 2021.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet of peacesciencer's ``tss_rivalries``.

    Returns
    -------
    ParsedFile
        As from `read_td`.

    Raises
    ------
    DataError
        If the file can't be read or has an unknown layout.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "tss_rivalries.csv"
    ...     head = "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial"
    ...     _ = file.write_text(f"{head}\n72,Japan-Russia,365,740,1894,1945,1,1\n1,A-B,2,200,1900,2020,1,\n")
    ...     parsed = read_tss(file)
    >>> parsed.frame.select("id", "title", "end").row(0)
    ('72', 'Japan-Russia: positional, spatial', datetime.date(1945, 12, 31))
    """
    content = read_layout(path, TSS)
    marked = (
        pl.when(pl.col(name).cast(pl.Float64, strict=False) == 1).then(pl.lit(text)) for name, text in TYPES.items()
    )
    return _read(content, pl.concat_list(*marked).list.drop_nulls(), "tss_rivalries")


def types_of(title: pl.Expr) -> pl.Expr:
    """Return the types that a rivalry's ``title`` lists, null where it lists none.

    Examples
    --------
    >>> pl.select(types_of(pl.lit("Japan-Russia: positional, spatial"))).item().to_list()
    ['positional', 'spatial']
    """
    return title.str.extract(r": ([a-z, ]+)$").str.split(", ")


def _read(content: FileRows, types: pl.Expr, dataset: str) -> ParsedFile:
    codes = ("id", "ccode1", "ccode2", "start", "end")
    rows, faults = numbers(content.rows.with_columns(types=types), dict.fromkeys(codes, pl.Int32()), needed=codes)
    early = pl.when(pl.col("end") < BEGINNING).then(pl.lit("is before the state lists begin, in 1816"))
    rows, before = rejects_of(rows, "end", early)
    rows = rows.with_columns(since=pl.max_horizontal("start", pl.lit(BEGINNING, pl.Int32)))
    rows, unnamed = with_states_of_span(rows, {"ccode1": "source", "ccode2": "target"}, "cow", "since", "end")
    rows, selves = rejects_of(rows, "ccode2", ITSELF)
    types_text = pl.when(pl.col("types").list.len() > 0).then(pl.lit(": ") + pl.col("types").list.join(", "))
    ties = rows.select(
        pl.col("id").cast(pl.String),
        pl.lit("rivalry").alias("kind"),
        "source",
        "target",
        pl.date("start", 1, 1).alias("start"),
        pl.lit("year").alias("precision"),
        pl.when(pl.col("end") < pl.col("end").max()).then(pl.date("end", 12, 31)).alias("end"),
        pl.lit(None).alias("level"),
        (pl.col("name") + types_text.fill_null("")).alias("title"),
        pl.date("end", 12, 31).alias("title_known_on"),
    )
    rejects = pl.concat([content.rejects, faults, before, unnamed, selves])
    years = years_of(rows["since"], rows["end"])
    return ParsedFile(tie_frame(ties, dataset, directed=False), rejects, content.rows_in, rows.height, years=years)


HOW = (
    "The list is printed in the book, which has no file: save `{0}` of the R package peacesciencer (or isard) "
    "as CSV or Parquet and give that."
)

TD_RIVALRIES = Source(
    name="td_rivalries",
    title="Strategic rivalries of the Handbook of International Rivalries, 1494–2010",
    origin="https://doi.org/10.4135/9781608718597",
    licence="The book's copyright; no terms for its list; not part of Detente",
    citation="Thompson, W. R. & Dreyer, D. (2012). Handbook of International Rivalries. Washington, DC: CQ Press.",
    bibtex=(
        "@book{thompson2012handbook,\n"
        "  author = {Thompson, William R. and Dreyer, David},\n"
        "  title = {Handbook of International Rivalries, 1494--2010},\n"
        "  publisher = {CQ Press},\n"
        "  address = {Washington, DC},\n"
        "  year = {2012}\n"
        "}"
    ),
    covers=(
        "Strategic rivalries between members of the state system that lasted into 1816 or later, to 2010. No row "
        "means that the authors saw no rivalry."
    ),
    covers_from=1816,
    covers_until=2010,
    no_row="zero",
    tables=("ties",),
    files=("td_rivalries*.csv", "td_rivalries*.parquet"),
    parse=read_td,
    layouts=TD,
    by_hand=HOW.format("td_rivalries"),
)

TSS_RIVALRIES = Source(
    name="tss_rivalries",
    title="Strategic rivalries of Thompson, Sakuwa and Suhas, 1494–2020",
    origin="https://doi.org/10.1007/978-981-16-1671-8",
    licence="The book's copyright; no terms for its list; not part of Detente",
    citation=(
        "Thompson, W. R., Sakuwa, K. & Suhas, P. H. (2021). Analyzing Strategic Rivalries in World Politics. Springer."
    ),
    bibtex=(
        "@book{thompson2021rivalries,\n"
        "  author = {Thompson, William R. and Sakuwa, Kentaro and Suhas, Prashant Hosur},\n"
        "  title = {Analyzing Strategic Rivalries in World Politics: Types of Rivalry, Regional Variation, and "
        "Escalation/De-escalation},\n"
        "  publisher = {Springer},\n"
        "  year = {2021}\n"
        "}"
    ),
    covers=(
        "Strategic rivalries between members of the state system that lasted into 1816 or later, to 2020. No row "
        "means that the authors saw no rivalry."
    ),
    covers_from=1816,
    covers_until=2020,
    no_row="zero",
    tables=("ties",),
    files=("tss_rivalries*.csv", "tss_rivalries*.parquet"),
    parse=read_tss,
    layouts=TSS,
    by_hand=HOW.format("tss_rivalries"),
)
