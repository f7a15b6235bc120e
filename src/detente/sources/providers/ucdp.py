"""Armed conflicts by UCDP and PRIO, 1946–2024: which states fought, in which years, and in which pairs.

The UCDP/PRIO Armed Conflict Dataset has one row for each conflict and year with at least 25 deaths in battle::

    conflict_id, year
    gwno_a, gwno_b              states of sides A and B, by Gleditsch–Ward numbers; several as '2, 200'
    gwno_a_2nd, gwno_b_2nd      states that support a side with troops
    incompatibility             1 territory, 2 government, 3 both
    intensity_level             1: 25 to 999 deaths in battle in the year, 2: 1,000 or more
    type_of_conflict            1 extrasystemic, 2 interstate, 3 intrastate, 4 internationalised intrastate
    start_date                  first death in battle of the conflict
    ep_end, ep_end_date         1 if the episode ended in the year, and its last day

The producer's CSV is read, and the form of the R package peacesciencer, which writes the types as words ('II' for the
fourth) and repeats a row for each combination of states.

The UCDP Dyadic Dataset parts each conflict by its pairs of opponents: a government and one group, or two states. It has
the same columns, with ``dyad_id``, which is the number of the conflict here, and without the end of an episode.

Traps:

- Rebels have no number. Side B of a civil war is empty and has no row.
- Gleditsch–Ward numbers are not those of the Correlates of War: 260 is the Federal Republic and Germany after it, 678
  Yemen after 1990, 340 Serbia. A state is named at the year.
- Hyderabad (751), which India annexed in 1948, has no code here. It is rejected as a part of the row; India's side of
  the conflict is kept.
- Serbia has Yugoslavia's number, 345, after 2006 too; the list gives it 340 then.
- A party that also appears as a supporter of its side has one row, as a party.
- Whoever supports with troops need not have fought; those that lent a base or arms are not there.
- ``start`` is of the conflict, which may be decades before the episode; it is exact to the day in form, but the
  producer marks many as less (start_prec). ``end`` is given only in the year in which an episode ended.
- A conflict below 25 deaths in a year has no row for it. No row is not peace. Pairs need 25 deaths of their own.
- The two datasets describe the same fighting: never add them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.readers.layouts import Layout, days, numbers, read_layout
from detente.sources.shaping.states import no_rejects, rejected_parts, rejects_of, states_of

__all__ = ["UCDP_ACD", "UCDP_DYADIC", "read_conflicts", "read_dyads"]

PARTS = {"gwno_a": ("a", False), "gwno_a_2nd": ("a", True), "gwno_b": ("b", False), "gwno_b_2nd": ("b", True)}
ISSUES = {"1": "territory", "2": "government", "3": "both"}
TYPES = {
    "1": "extrasystemic",
    "2": "interstate",
    "3": "intrastate",
    "4": "internationalized",
    "II": "internationalized",
}
# UCDP goes on to call Serbia by Yugoslavia's number, which the list ends in 2006
SERBIA_AS_YUGOSLAVIA = (pl.col("gwno") == "345") & (pl.col("year") > 2006)
SAME = {
    "year": "year",
    "issue": "incompatibility",
    "intensity": "intensity_level",
    "type": "type_of_conflict",
    "start": "start_date",
    **{name: name for name in PARTS},
}
EPISODES = {"ended": "ep_end", "end": "ep_end_date"}
CONFLICTS = (Layout("UCDP/PRIO", {"conflict": "conflict_id", **SAME, **EPISODES}),)
DYADS = (Layout("UCDP", {"conflict": "dyad_id", **SAME}, EPISODES),)


def read_conflicts(path: Path) -> ParsedFile:
    r"""Read the conflicts, one row for each state's part in each year.

    Parameters
    ----------
    path : pathlib.Path
        ``UcdpPrioConflict_v*.csv`` (or its archive), or CSV or Parquet of peacesciencer's ``ucdp_acd``.

    Returns
    -------
    ParsedFile
        Rows of ``armed_conflicts``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> head = "conflict_id,year,incompatibility,intensity_level,type_of_conflict,start_date,ep_end,ep_end_date"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "UcdpPrioConflict_v25_1.csv"
    ...     head = f"{head},gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd"
    ...     _ = file.write_text(f'{head}\n420,2003,2,2,2,2003-03-20,1,2003-05-01,"2, 200, 900",,645,\n')
    ...     parsed = read_conflicts(file)
    >>> parsed.frame.select("state", "side", "type").rows()
    [('AUS', 'a', 'interstate'), ('GBR', 'a', 'interstate'), ('IRQ', 'b', 'interstate'), ('USA', 'a', 'interstate')]
    """
    return _read(path, CONFLICTS, "ucdp_acd")


def read_dyads(path: Path) -> ParsedFile:
    r"""Read the pairs of opponents, one row for each state's part in each year.

    Parameters
    ----------
    path : pathlib.Path
        ``Dyadic_v*.csv`` (or its archive).

    Returns
    -------
    ParsedFile
        Rows of ``armed_conflicts``; ``conflict`` is the number of the pair.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> head = "dyad_id,year,incompatibility,intensity_level,type_of_conflict,start_date"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "Dyadic_v25_1.csv"
    ...     head = f"{head},gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd"
    ...     _ = file.write_text(f"{head}\n16009,2022,1,2,2,2022-02-24,365,,369,\n")
    ...     parsed = read_dyads(file)
    >>> parsed.frame.select("conflict", "state", "side").rows()
    [(16009, 'RUS', 'a'), (16009, 'UKR', 'b')]
    """
    return _read(path, DYADS, "ucdp_dyadic")


def _read(path: Path, layouts: Sequence[Layout], dataset: str) -> ParsedFile:
    content = read_layout(path, layouts)
    types = dict.fromkeys(("conflict", "year", "intensity", "ended"), pl.Int32())
    rows, faults = numbers(content.rows, types, needed=("conflict", "year", "intensity"))
    rows, words = _worded(rows)
    rows, starts = days(rows, "start")
    rows, ends = days(rows, "end")
    parts = _parts(rows)
    rejects = [content.rejects, faults, words, starts, ends]
    states = parts.filter(pl.col("state").is_not_null())
    unnamed = parts.filter(pl.col("state").is_null())
    some = pl.col("line").is_in(states["line"].unique().implode())
    for column in PARTS:
        reasons = unnamed.filter(~some, pl.col("column") == column).group_by("line").agg(pl.col("why").first())
        checked = rows.join(reasons, on="line", how="left", maintain_order="left")
        rows, nobody = rejects_of(checked, column, pl.col("why"))
        rows = rows.drop("why")
        rejects.append(nobody)
    rows, stateless = rejects_of(rows, "gwno_a", pl.when(~some).then(pl.lit("names no state")))
    left_out = unnamed.filter(some, pl.col("line").is_in(rows["line"].implode()))
    return ParsedFile(
        _conflicts(rows, states, dataset),
        pl.concat([*rejects, stateless]),
        content.rows_in,
        rows.height,
        parts_rejected=rejected_parts(left_out.rename({"gwno": "value", "why": "reason"})),
    )


def _worded(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return types and issues in words, whether the file has words or numbers."""
    content = [no_rejects()]
    for name, words in (("type", TYPES), ("issue", ISSUES)):
        known = {**words, **{word: word for word in words.values()}}
        text = pl.col(name).cast(pl.String).str.replace(r"\.0$", "")
        read = text.replace_strict(known, default=None, return_dtype=pl.String)
        rows, rejects = rejects_of(rows, name, pl.when(read.is_null()).then(pl.lit(f"is none of {', '.join(known)}")))
        rows = rows.with_columns(read.alias(name))
        content.append(rejects)
    return rows, pl.concat(content)


def _parts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return ``line``, ``column``, and our code of each state that the row lists, or ``why`` there is none."""
    listed = rows.select("line", "year", *(pl.col(name).cast(pl.String) for name in PARTS))
    long = listed.unpivot(list(PARTS), index=["line", "year"], variable_name="column", value_name="gwno")
    single = (
        long.drop_nulls("gwno")
        .with_columns(pl.col("gwno").str.split(","))
        .explode("gwno")
        .with_columns(pl.col("gwno").str.strip_chars().str.replace(r"\.0$", "").replace("", None))
        .drop_nulls("gwno")
        .with_columns(gwno=pl.when(SERBIA_AS_YUGOSLAVIA).then(pl.lit("340")).otherwise("gwno"))
    )
    return states_of(single, "gwno", "gw", "year").rename({"code": "state"})


def _conflicts(rows: pl.DataFrame, parts: pl.DataFrame, dataset: str) -> pl.DataFrame:
    side = {column: side for column, (side, _) in PARTS.items()}
    secondary = {column: second for column, (_, second) in PARTS.items()}
    conflicts = table("armed_conflicts")
    return (
        rows.join(parts.select("line", "column", "state"), on="line")
        .with_columns(
            dataset=pl.lit(dataset),
            period=pl.date("year", 1, 1),
            side=pl.col("column").replace_strict(side, return_dtype=pl.String),
            secondary=pl.col("column").replace_strict(secondary, return_dtype=pl.Boolean),
            end=pl.when(pl.col("ended") == 1).then("end"),
            known_on=pl.date("year", 12, 31),
        )
        .select(conflicts.names)
        .sort(*conflicts.key, "secondary")
        .unique(conflicts.key, keep="first", maintain_order=True)
    )


UCDP_ACD = Source(
    name="ucdp_acd",
    title="UCDP/PRIO Armed Conflict Dataset, version 25.1",
    origin="https://ucdp.uu.se/downloads/",
    licence="Creative Commons Attribution 4.0",
    citation=(
        "Gleditsch, N. P., Wallensteen, P., Eriksson, M., Sollenberg, M. & Strand, H. (2002). Armed Conflict "
        "1946–2001: A New Dataset. Journal of Peace Research 39(5), 615–637."
    ),
    bibtex=(
        "@article{gleditsch2002armed,\n"
        "  author = {Gleditsch, Nils Petter and Wallensteen, Peter and Eriksson, Mikael and Sollenberg, Margareta and "
        "Strand, H{\\aa}vard},\n"
        "  title = {Armed Conflict 1946--2001: A New Dataset},\n"
        "  journal = {Journal of Peace Research},\n"
        "  volume = {39},\n"
        "  number = {5},\n"
        "  pages = {615--637},\n"
        "  year = {2002}\n"
        "}"
    ),
    covers=(
        "Conflicts over government or territory with a state as a party and 25 deaths in battle in the year, 1946 to "
        "2024. No row means that the state was in none; armed groups are not covered."
    ),
    covers_from=1946,
    covers_until=2024,
    no_row="zero",
    tables=("armed_conflicts",),
    files=("ucdpprioconflict*.csv", "ucdp-prio-acd*.csv", "ucdp_acd*.parquet"),
    parse=read_conflicts,
    layouts=CONFLICTS,
    fetch=Fetch(addresses=("https://ucdp.uu.se/downloads/ucdpprio/ucdp-prio-acd-251-csv.zip",)),
    redistributable=True,
)

UCDP_DYADIC = Source(
    name="ucdp_dyadic",
    title="UCDP Dyadic Dataset, version 25.1",
    origin="https://ucdp.uu.se/downloads/",
    licence="Creative Commons Attribution 4.0",
    citation=(
        "Harbom, L., Melander, E. & Wallensteen, P. (2008). Dyadic Dimensions of Armed Conflict, 1946–2007. Journal of "
        "Peace Research 45(5), 697–710."
    ),
    bibtex=(
        "@article{harbom2008dyadic,\n"
        "  author = {Harbom, Lotta and Melander, Erik and Wallensteen, Peter},\n"
        "  title = {Dyadic Dimensions of Armed Conflict, 1946--2007},\n"
        "  journal = {Journal of Peace Research},\n"
        "  volume = {45},\n"
        "  number = {5},\n"
        "  pages = {697--710},\n"
        "  year = {2008}\n"
        "}"
    ),
    covers=(
        "Pairs of opponents of which one is a government, with 25 deaths in battle of the two in the year, 1946 to "
        "2024. No row means that the state was in none; armed groups are not covered."
    ),
    covers_from=1946,
    covers_until=2024,
    no_row="zero",
    tables=("armed_conflicts",),
    files=("dyadic_v*.csv", "ucdp-dyadic*.csv"),
    parse=read_dyads,
    layouts=DYADS,
    fetch=Fetch(addresses=("https://ucdp.uu.se/downloads/dyadic/ucdp-dyadic-251-csv.zip",)),
    redistributable=True,
)
