"""Sanctions by the Global Sanctions Data Base, version 4, 1949–2023.

One row for each case::

    case_id
    sanctioned_state, sanctioning_state   names, several separated by commas
    begin, end                            years
    trade, arms, military, financial, travel, other   1: a measure of the kind
    descr_trade                           exports or imports, in part or completely

A case becomes a tie of each sender toward each target, under the case's number. Senders and targets are read so:

- a state, by its name in the year in which the case begins;
- the EU, EEC, EEU, G7, G8 or NATO: each member at the end of the year in which the case begins. Who joined
  later is not added, who left is not taken away;
- an organisation that has a code of its own here (the UN, the African Union and the OAU before it, the Arab League,
  the OSCE): a sender or target of its own, UNO, AFU, ARL or OSC, not a state's;
- any other group (ECOWAS, the Commonwealth, 'Western countries') has neither. A case of which no sender, or no target,
  can be named is rejected; one that has others beside it is kept for the others, and the name is listed among the
  rejects as a part. The title then has the text of the file, so that nobody is left out unsaid.

Traps:

- Years, not days: a case of 2014 began some day in 2014.
- A case that reaches 2023, the last year, goes on or ended in it: it has no end here.
- Cases overlap. A policy that was changed may be several cases, and a programme stands beside its parts: count
  pairs, not cases.
- Sanctions of the UN bind all its members; as ties of each they would drown the rest. Don't read a pair without a tie
  as one without UN sanctions: look for those from UNO.
- Commas also stand within names: 'Korea, South', 'Egypt, Arab Rep.', 'Yemen, North'.
- Some names are out of date in their year, or mean another state in it (Ceylon in 1980; Germany before 1990 is the
  Federal Republic). `KNOWN_AS` gives the meaning of such names; it is used only where the name itself is unknown.
- The producer sends the file on request; it does not allow passing it on.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.identity import group
from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.states import rejected_parts, rejects_of
from detente.sources.shaping.ties import tie_frame, with_states_by_name

__all__ = ["GSDB", "KNOWN_AS", "read"]

NAME = "gsdb"
WITH_COMMAS = {
    "Korea, South": "South Korea",
    "Korea, North": "North Korea",
    "Egypt, Arab Rep.": "Egypt",
    "Congo, Democratic Republic of the": "Democratic Republic of the Congo",
    "Gambia, The": "Gambia",
    "Yemen, North": "North Yemen",
    "Yemen, South": "South Yemen",
}
KNOWN_AS = {
    "Germany": "Federal Republic of Germany",
    "Ethiopia (excludes Eritrea)": "Ethiopia",
    "Malagasy Republic": "Madagascar",
    "Ceylon": "Sri Lanka",
    "Transjordan": "Jordan",
    "Malaya": "Malaysia",
    "Rhodesia": "Zimbabwe",
    "North Yemen": "Yemen",
    "Soviet Union": "Russia",
    "Yugoslavia": "Serbia",
    "FRY": "Serbia",
    "South Vietnam": "Vietnam",
}
GROUPS = {"EU": "eu", "EEC": "eu", "EEU": "eaeu", "G7": "g7", "G8": "g8", "NATO": "nato"}
MEASURES = ("trade", "arms", "military", "financial", "travel", "other")
TRADE = {
    "exp_part": "exports in part",
    "exp_compl": "all exports",
    "imp_part": "imports in part",
    "imp_compl": "all imports",
    ",": ", ",
}
SIDES = {"sanctioning_state": "source", "sanctioned_state": "target"}
LAYOUTS = (
    Layout(
        "GSDB",
        {name: name for name in ("case_id", *SIDES, "begin", "end", *MEASURES)},
        {"descr_trade": "descr_trade"},
    ),
)


def read(path: Path) -> ParsedFile:
    r"""Read the cases, one row for each sender and target of each.

    Parameters
    ----------
    path : pathlib.Path
        ``GSDB_V4.csv``, or the same as Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``ties``, of the sender toward the target: kind 'sanction', exact to the year, ``level`` the number
        of kinds of measures, named in ``title``.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "GSDB_V4.csv"
    ...     head = "case_id,sanctioned_state,sanctioning_state,begin,end,trade,arms,military,financial,travel,other"
    ...     _ = file.write_text(f'{head}\n7,Russia,"Japan, Norway",2014,2023,0,1,0,1,0,0\n')
    ...     parsed = read(file)
    >>> parsed.frame.select("source", "target", "end", "level", "title").row(0)
    ('JPN', 'RUS', None, 2.0, 'arms, financial; by Japan, Norway')
    """
    content = read_layout(path, LAYOUTS)
    codes = ("case_id", "begin", "end")
    rows, faults = numbers(content.rows, dict.fromkeys((*codes, *MEASURES), pl.Int32()), needed=codes)
    rows, order = rejects_of(rows, "end", pl.when(pl.col("end") < pl.col("begin")).then(pl.lit("is before the begin")))
    sides, unnamed = {}, []
    for column, ours in SIDES.items():
        sides[ours], nameless = _states(rows, column, ours)
        unnamed.append(nameless)
    nobody = []
    for column, ours in SIDES.items():
        named_lines = sides[ours]["line"].unique().implode()
        none = pl.when(~pl.col("line").is_in(named_lines)).then(
            pl.lit("names neither a state nor a group with recorded members")
        )
        rows, rejects = rejects_of(rows, column, none)
        nobody.append(rejects)
    pairs = sides["source"].join(sides["target"], on="line").filter(pl.col("source") != pl.col("target"))
    alone = pl.when(~pl.col("line").is_in(pairs["line"].unique().implode())).then(pl.lit("is the sender itself"))
    rows, selves = rejects_of(rows, "sanctioned_state", alone)
    cases = rows.select(
        "line",
        pl.col("case_id").cast(pl.String).alias("id"),
        pl.lit("sanction").alias("kind"),
        pl.date("begin", 1, 1).alias("start"),
        pl.lit("year").alias("precision"),
        pl.when(pl.col("end") < pl.col("end").max()).then(pl.date("end", 12, 31)).alias("end"),
        pl.sum_horizontal(pl.col(MEASURES) == 1).alias("level"),
        _title().alias("title"),
        *(pl.date("end", 12, 31).alias(f"{name}_known_on") for name in ("level", "title")),
    )
    rejects = pl.concat([content.rejects, faults, order, *nobody, selves])
    frame = tie_frame(cases.join(pairs, on="line"), NAME, directed=True)
    left_out = pl.concat(unnamed).filter(pl.col("line").is_in(rows["line"].implode()))
    parts = rejected_parts(left_out)
    return ParsedFile(frame, rejects, content.rows_in, rows.height, parts_rejected=parts)


def _states(rows: pl.DataFrame, column: str, ours: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return ``line`` and our code of each state that a column of names names, groups by their members.

    And, as rejects, the names that are of no state.
    """
    parts = rows.select(
        "line",
        "begin",
        pl.col(column)
        .str.replace_many(WITH_COMMAS)
        .str.split(",")
        .list.eval(pl.element().str.strip_chars())
        .alias("part"),
    ).explode("part")
    states, nameless = with_states_by_name(
        parts.filter(~pl.col("part").is_in(list(GROUPS))), {"part": ours}, "begin", KNOWN_AS
    )
    groups = parts.filter(pl.col("part").is_in(list(GROUPS)))
    members = pl.DataFrame(
        [
            (part, begin, code)
            for part, begin in groups.select("part", "begin").unique().rows()
            for code in group(GROUPS[part], f"{begin}-12-31")
        ],
        schema={"part": pl.String, "begin": pl.Int32, ours: pl.String},
        orient="row",
    )
    joined = groups.join(members, on=["part", "begin"])
    resolved = pl.concat([states.select("line", ours), joined.select("line", ours)]).unique(maintain_order=True)
    return resolved, nameless.with_columns(column=pl.lit(column))


def _title() -> pl.Expr:
    """Return the measures in words, and the sides as in the file if they are more than one state."""
    words = {name: pl.lit(name) for name in MEASURES}
    detail = pl.col("descr_trade").str.replace_many(TRADE)
    words["trade"] = pl.lit("trade") + pl.when(detail.is_not_null()).then(" (" + detail + ")").otherwise(pl.lit(""))
    measures = pl.concat_str(
        [pl.when(pl.col(name) == 1).then(text) for name, text in words.items()], separator=", ", ignore_nulls=True
    )
    sides = []
    for column, word in (("sanctioning_state", "by"), ("sanctioned_state", "on")):
        plain = pl.col(column).str.replace_many(WITH_COMMAS)
        several = plain.str.contains(",") | plain.is_in(list(GROUPS))
        sides.append(pl.when(several).then(pl.lit(f"; {word} ") + pl.col(column)).otherwise(pl.lit("")))
    return measures + sides[0] + sides[1]


GSDB = Source(
    name=NAME,
    title="Global Sanctions Data Base, version 4",
    origin="https://www.globalsanctionsdatabase.com",
    licence="On request, for research; may not be passed on; not part of Detente",
    citation=(
        "Yalcin, E., Felbermayr, G., Kariem, H., Kirilakha, A., Kwon, O., Syropoulos, C. & Yotov, Y. V. (2025). The "
        "Global Sanctions Data Base – Release 4: The heterogeneous effects of the sanctions on Russia. The World "
        "Economy 48(3)."
    ),
    bibtex=(
        "@article{yalcin2025gsdb,\n"
        "  author = {Yalcin, Erdal and Felbermayr, Gabriel and Kariem, Heider and Kirilakha, Aleksandra and Kwon, "
        "Ohyun and Syropoulos, Constantinos and Yotov, Yoto V.},\n"
        "  title = {The {Global Sanctions Data Base} -- Release 4: The heterogeneous effects of the sanctions on "
        "{Russia}},\n"
        "  journal = {The World Economy},\n"
        "  volume = {48},\n"
        "  number = {3},\n"
        "  year = {2025}\n"
        "}"
    ),
    covers=(
        "Publicly traceable sanctions of states and groups, 1949 to 2023. No row means that no case of the pair's own, "
        "or of a group with recorded members, is known; those of the UN are under UNO."
    ),
    covers_from=1949,
    covers_until=2023,
    begins_yearly=True,
    no_row="zero",
    tables=("ties",),
    files=("gsdb*.csv", "gsdb*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand=(
        "The producer sends the file on request: use the form on https://www.globalsanctionsdatabase.com for the "
        "case-specific version."
    ),
)
