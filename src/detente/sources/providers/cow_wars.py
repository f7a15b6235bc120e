"""Wars by the Correlates of War project, version 4: between states, and within states.

Read are the yearly files of the R package peacesciencer. Between states, one row for each directed pair and year::

    warnum                     number of the war
    ccode1, ccode2, year       a state, and an opponent; Correlates of War numbers
    cowinteronset              1: the first year of fighting of the two
    initiator1                 1: on the side that began the war
    outcome1                   1 won, 2 lost, 3 compromise, 4 transformed, 6 stalemate, 8 changed sides …
    batdeath1                  deaths in battle in the whole war

Within states, one row for each pair of parties and year (``ccodea``, ``ccodeb``, ``warname``, ``wartype``,
``cowintraonset``, ``primary_state``, ``outcome``, ``sideadeaths``, ``sidebdeaths``).

Traps:

- −9 is missing and −8 not applicable: a non-state party. A row has a state on one side at least.
- A war within a state that others join has a row for each of them: ``primary_state`` says which state it is fought in.
- Outcomes within states are of the sides: what side A won, side B lost.
- Deaths and outcomes are of the whole war, repeated in its years and toward each opponent: never add them.
- A war that ended and began again in one year (the Second Schleswig-Holstein War, Palestine in 1948) has two rows, of
  which one has no outcome; they are one here.
- One war within states (938, Somalia) has rows of 2008, after the record's end: 2008 is not covered. Later years count
  only in a file in which a war begins in them.
- Wars outside the state system (extra-state) and between other parties are in files that are not read.
- A pair at war need not have fought each other: pairs are of opposite sides.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.states import no_rejects, rejects_of, states_of, with_states
from detente.sources.shaping.ties import ITSELF

__all__ = ["COW_INTRA_WARS", "COW_WARS", "read", "read_intra"]

NAME, INTRA = "cow_wars", "cow_intra_wars"
MISSING, NO_STATE, LAST = -9, -8, 2007
OUTCOMES = {
    1: "won", 2: "lost", 3: "compromise", 4: "transformed", 5: "ongoing", 6: "stalemate", 7: "low", 8: "changed sides",
}  # fmt: skip
OF_SIDE_B = OUTCOMES | {1: "lost", 2: "won"}
LAYOUTS = (
    Layout(
        "peacesciencer, wars between states",
        {
            "war": "warnum", "ccode1": "ccode1", "ccode2": "ccode2", "year": "year", "onset": "cowinteronset",
            "initiator": "initiator1", "outcome": "outcome1", "deaths": "batdeath1",
        },
    ),
)  # fmt: skip
INTRA_LAYOUTS = (
    Layout(
        "peacesciencer, wars within states",
        {
            "war": "warnum", "title": "warname", "issue": "wartype", "year": "year", "onset": "cowintraonset",
            "primary": "primary_state", "a": "ccodea", "b": "ccodeb", "outcome": "outcome", "deaths_a": "sideadeaths",
            "deaths_b": "sidebdeaths",
        },
    ),
)  # fmt: skip


def read(path: Path) -> ParsedFile:
    r"""Read the wars between states, one row for each state and opponent in each year.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet of peacesciencer's directed dyad-years of wars.

    Returns
    -------
    ParsedFile
        Rows of ``wars``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "cow_war_inter.csv"
    ...     _ = file.write_text(",".join(LAYOUTS[0].columns.values()) + "\n85,740,365,1904,1,1,1,51000\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("state", "opponent", "outcome", "deaths").row(0)
    ('JPN', 'RUS', 'won', 51000)
    """
    content = read_layout(path, LAYOUTS)
    names = LAYOUTS[0].columns
    needed = ("war", "ccode1", "ccode2", "year", "onset")
    rows, faults = numbers(content.rows, dict.fromkeys(names, pl.Int32()), missing=[MISSING, NO_STATE], needed=needed)
    rows, unnamed = with_states(rows, {"ccode1": "source", "ccode2": "target"}, "cow", "year")
    rows, selves = rejects_of(rows, "ccode2", ITSELF)
    parts = rows.with_columns(
        state=pl.col("source"),
        opponent=pl.col("target"),
        initiator=pl.col("initiator").cast(pl.Boolean),
        outcome=pl.col("outcome").replace_strict(OUTCOMES, default=None, return_dtype=pl.String),
        **dict.fromkeys(("title", "issue"), pl.lit(None, pl.String)),
        primary=pl.lit(None, pl.Boolean),
    )
    frame = _wars(parts, NAME, "interstate")
    return ParsedFile(frame, pl.concat([content.rejects, faults, unnamed, selves]), content.rows_in, rows.height)


def read_intra(path: Path) -> ParsedFile:
    r"""Read the wars within states, one row for each state that takes part, and opponent, in each year.

    Parameters
    ----------
    path : pathlib.Path
        CSV or Parquet of peacesciencer's years of wars within states.

    Returns
    -------
    ParsedFile
        Rows of ``wars``; ``opponent`` is null where the other side is a non-state party.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> row = "938,Third Somalia,central control,2007,0,0,530,-8,1,-9,-8"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "cow_war_intra.csv"
    ...     _ = file.write_text(",".join(INTRA_LAYOUTS[0].columns.values()) + f"\n{row}\n")
    ...     parsed = read_intra(file)
    >>> parsed.frame.select("state", "opponent", "primary", "outcome", "deaths").row(0)
    ('ETH', None, False, 'won', None)
    """
    content = read_layout(path, INTRA_LAYOUTS)
    whole = ("war", "year", "onset", "primary", "outcome", "deaths_a", "deaths_b")
    rows, faults = numbers(
        content.rows, dict.fromkeys(whole, pl.Int32()), missing=[MISSING, NO_STATE], needed=("war", "year", "onset")
    )
    rows, wrong = numbers(rows, dict.fromkeys(("a", "b"), pl.Int32()), missing=[MISSING, NO_STATE])
    nobody = pl.when(pl.col("a").is_null() & pl.col("b").is_null()).then(pl.lit("names no state"))
    rows, stateless = rejects_of(rows, "a", nobody)
    unnamed = [no_rejects()]
    for side in ("a", "b"):
        rows = states_of(rows, side, "cow", "year").rename({"code": f"state_{side}"})
        rows, rejects = rejects_of(rows, side, pl.when(pl.col(side).is_not_null()).then("why"))
        rows = rows.drop("why")
        unnamed.append(rejects)
    rows, selves = rejects_of(rows, "b", pl.when(pl.col("state_a") == pl.col("state_b")).then(pl.lit("is both sides")))
    parts = []
    for side, other, meant in (("a", "b", OUTCOMES), ("b", "a", OF_SIDE_B)):
        own = rows.filter(pl.col(f"state_{side}").is_not_null())
        parts.append(
            own.with_columns(
                state=pl.col(f"state_{side}"),
                opponent=pl.col(f"state_{other}"),
                deaths=pl.col(f"deaths_{side}"),
                initiator=pl.lit(None, pl.Boolean),
                primary=(pl.col("primary") == 1) if side == "a" else pl.lit(value=False),
                outcome=pl.col("outcome").replace_strict(meant, default=None, return_dtype=pl.String),
            )
        )
    frame = _wars(pl.concat(parts), INTRA, "intrastate")
    begun = rows.filter(pl.col("onset") == 1)["year"].max()
    last = max(LAST, begun) if isinstance(begun, int) else LAST
    years = frozenset(year for year in rows["year"].to_list() if year <= last)
    rejects = pl.concat([content.rejects, faults, wrong, stateless, *unnamed, selves])
    return ParsedFile(frame, rejects, content.rows_in, rows.height, years=years)


def _wars(parts: pl.DataFrame, dataset: str, kind: str) -> pl.DataFrame:
    """Return rows of ``wars``, a war that began again in a year once."""
    key = ["war", "state", "opponent", "year"]
    rows = parts.with_columns(
        dataset=pl.lit(dataset),
        type=pl.lit(kind),
        period=pl.date("year", 1, 1),
        onset=(pl.col("onset") == 1).any().over(key),
        outcome=pl.col("outcome").sort_by("outcome", nulls_last=True).first().over(key),
        known_on=pl.date("year", 12, 31),
        end_known_on=pl.date(pl.col("year").max().over("war"), 12, 31),
    )
    return rows.sort("line").unique(key, keep="first", maintain_order=True).select(table("wars").names)


BIBTEX = (
    "@book{{{key},\n"
    "  author = {{Sarkees, Meredith Reid and Wayman, Frank Whelon}},\n"
    "  title = {{Resort to War: A Data Guide to Inter-State, Extra-State, Intra-State, and Non-State Wars, "
    "1816--2007}},\n"
    "  publisher = {{CQ Press}},\n"
    "  year = {{2010}}\n"
    "}}"
)
CITATION = (
    "Sarkees, M. R. & Wayman, F. W. (2010). Resort to War: A Data Guide to Inter-State, Extra-State, Intra-State, and "
    "Non-State Wars, 1816–2007. CQ Press."
)
BY_HAND = (
    "Read is the yearly form of the R package peacesciencer, which makes it from the project's files on "
    "https://correlatesofwar.org/data-sets/cow-war/: write its {frame} as CSV."
)
COW_WARS = Source(
    name=NAME,
    title="Correlates of War: wars between states, version 4.0",
    origin="https://correlatesofwar.org/data-sets/cow-war/",
    licence="Free for research with citation; not part of Detente",
    citation=CITATION,
    bibtex=BIBTEX.format(key="sarkees2010resort"),
    covers=(
        "Wars between members of the state system with 1,000 deaths in battle, 1816 to 2007. No row means that the "
        "pair was in no war."
    ),
    covers_from=1816,
    covers_until=2007,
    quiet=(
        *range(1816, 1823), 1824, 1825, 1826, 1827, *range(1830, 1846), 1850, 1858, *range(1872, 1876),
        *range(1886, 1894), 1896, 1899, 1901, 1902, 1903, 1908, *range(1923, 1929), 1930, 1946, 1959, 1960, 1961, 1963,
        1964, 1989, 1996, 1997, 2002, *range(2004, 2008),
    ),
    no_row="zero",
    tables=("wars",),
    files=("cow_war_inter*.csv", "cow_war_inter*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand=BY_HAND.format(frame="cow_war_inter"),
)  # fmt: skip
COW_INTRA_WARS = Source(
    name=INTRA,
    title="Correlates of War: wars within states, version 4.1",
    origin="https://correlatesofwar.org/data-sets/cow-war/",
    licence="Free for research with citation; not part of Detente",
    citation=CITATION,
    bibtex=BIBTEX.format(key="sarkees2010intra"),
    covers=(
        "Wars within members of the state system with 1,000 deaths in battle a year, 1818 to 2007. No row means that "
        "the state was in none."
    ),
    covers_from=1816,
    covers_until=2007,
    quiet=(1816, 1817, 1878, 1881, 1882, *range(1886, 1890), 1898, *range(1940, 1944)),
    no_row="zero",
    tables=("wars",),
    files=("cow_war_intra*.csv", "cow_war_intra*.parquet"),
    parse=read_intra,
    layouts=INTRA_LAYOUTS,
    by_hand=BY_HAND.format(frame="cow_war_intra"),
)
