"""Sanctions and threats of sanctions by the EU, the United States and the UN (EUSANCT), by day, 1989–2015.

One row for each case against one state, with each sender's part in columns of its own (``EU``, ``US``, ``UN``)::

    caseid, targetstate                 number, whose first digits are a date; a Correlates of War number
    EU                                  1: a sender
    startdateEU, enddateEU              first and last day of its part; 'ongoing' where it went on at the end of 2015
    threatEU                            1: it threatened
    impositionEU, impositionEU_start    1: it imposed sanctions, and the first day
    impositionEU_type                   the measures, codes separated by semicolons

A part becomes ties of the sender toward the target: a 'sanction' from the first day of the imposition, and a
'sanction_threat' from the first day until the day before it.

Traps:

- The first day of a case is that of the threat, where there was one: 117 of 326 cases were never imposed, and one began
  15 years before the sanctions. Don't count cases as sanctions.
- 'ongoing' is text in a column of dates. The end is null then, and unknown after 2015.
- The EU's are ties of each state that was a member on the first day, as in `gsdb`; those of the UN are under UNO,
  not a state's code.
- One part has no last day and one ends before it starts: the part is rejected, and the others of the row are kept.
- Other senders (``sender2`` to ``sender5``) have no days and are not read.
- Cases of before 1989 are those that went on in 1989.
- `gsdb` records some of the same sanctions, by year. Compare the two, never add them.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.identity import group
from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, days, numbers, read_layout
from detente.sources.shaping.states import no_rejects, rejected_parts, rejects_of, with_states
from detente.sources.shaping.ties import tie_frame

__all__ = ["EUSANCT", "read"]

NAME = "eusanct"
ONGOING = "ongoing"
LAST = pl.date(2015, 12, 31)
SENDERS = {"EU": "eu", "US": "USA", "UN": "UNO"}
PARTS = {
    "sends": "{}",
    "start": "startdate{}",
    "end": "enddate{}",
    "threat": "threat{}",
    "imposition": "imposition{}",
    "imposed": "imposition{}_start",
    "measures": "imposition{}_type",
}
LAYOUTS = (
    Layout(
        "EUSANCT, cases",
        {"caseid": "caseid", "targetstate": "targetstate"}
        | {f"{part}_{sender}": form.format(sender) for sender in SENDERS for part, form in PARTS.items()},
    ),
)
FLAGS = ("sends", "threat", "imposition")


def read(path: Path) -> ParsedFile:
    r"""Read the cases, one row for each sender, and the threat and the sanction of each.

    Parameters
    ----------
    path : pathlib.Path
        The file of cases, CSV, Stata or Parquet.

    Returns
    -------
    ParsedFile
        Rows of ``ties``, of the sender toward the target: kinds 'sanction' and 'sanction_threat', exact to the day.
        ``level`` is the number of measures, null for threats; ``title`` names their codes.

    Raises
    ------
    DataError
        If the file can't be read, or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> case = {"caseid": 1, "targetstate": 365, "US": 1, "startdateUS": "2014-02-28", "enddateUS": "ongoing"}
    >>> case |= {"threatUS": 1, "impositionUS": 1, "impositionUS_start": "2014-03-06", "impositionUS_type": "8;9"}
    >>> names = list(LAYOUTS[0].columns.values())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "eusanct_cases.csv"
    ...     _ = file.write_text(",".join(names) + "\n" + ",".join(str(case.get(name, "")) for name in names) + "\n")
    ...     parsed = read(file)
    >>> parsed.frame.select("kind", "target", "start", "end").sort("start").rows()[0]
    ('sanction_threat', 'RUS', datetime.date(2014, 2, 28), datetime.date(2014, 3, 5))
    """
    content = read_layout(path, LAYOUTS)
    flags: dict[str, pl.DataType] = dict.fromkeys(
        (f"{flag}_{sender}" for sender in SENDERS for flag in FLAGS), pl.Int32()
    )
    codes: dict[str, pl.DataType] = {"caseid": pl.Int64(), "targetstate": pl.Int32()}
    rows, faults = numbers(content.rows, codes | flags, needed=tuple(codes))
    again = pl.col("line") != pl.col("line").min().over("caseid")
    rows, twice = rejects_of(rows, "caseid", pl.when(again).then(pl.lit("has a row already")))
    parts = pl.concat([_part(rows, sender) for sender in SENDERS])
    parts, wrong = _checked(parts)
    good = parts["line"].unique().implode()
    faulty = wrong.sort("line").unique("line", keep="first", maintain_order=True)
    lost = faulty.filter(~pl.col("line").is_in(good))
    rows = rows.filter(~pl.col("line").is_in(lost["line"].implode()))
    nobody = pl.when(~pl.col("line").is_in(good)).then(pl.lit("has no sender"))
    rows, idle = rejects_of(rows, "caseid", nobody)
    kept = rejected_parts(wrong.filter(pl.col("line").is_in(good)))
    rejects = pl.concat([content.rejects, faults, twice, lost, idle])
    return ParsedFile(_ties(parts), rejects, content.rows_in, rows.height, parts_rejected=kept)


def _part(rows: pl.DataFrame, sender: str) -> pl.DataFrame:
    """Return one sender's part of each case in which it is one."""
    own = rows.filter(pl.col(f"sends_{sender}") == 1)
    texts = ("start", "end", "imposed", "measures")
    return own.select(
        "line", "caseid", "targetstate", pl.lit(sender).alias("sender"),
        *(pl.col(f"{name}_{sender}").cast(pl.String).alias(name) for name in texts),
        *(pl.col(f"{name}_{sender}").alias(name) for name in ("threat", "imposition")),
    )  # fmt: skip


def _checked(parts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the parts with valid days and a target, and the rejected ones."""
    rejected = [no_rejects()]
    lasts = pl.col("end").str.to_lowercase() == ONGOING
    parts = parts.with_columns(ongoing=lasts.fill_null(value=False), end=pl.when(~lasts).then("end"))
    for column in ("start", "end", "imposed"):
        parts, wrong = days(parts, column, needed=column == "start")
        rejected.append(wrong)
    begun = pl.when(pl.col("imposition") == 1).then(pl.coalesce("imposed", "start"))
    parts = parts.with_columns(imposed=begun)
    early = pl.when(pl.col("end") < pl.max_horizontal("start", "imposed")).then(pl.lit("is before the start"))
    over = pl.when(~pl.col("ongoing") & pl.col("end").is_null()).then(pl.lit("is missing")).otherwise(early)
    parts, wrong = rejects_of(parts, "end", over)
    parts, nobody = with_states(parts, {"targetstate": "target"}, "cow", "start")
    return parts, pl.concat([*rejected, wrong, nobody])


def _ties(parts: pl.DataFrame) -> pl.DataFrame:
    """Return the ties of each sender: the threat, and the sanction."""
    threat = parts.filter(
        pl.col("threat") == 1, pl.col("imposed").is_null() | (pl.col("imposed") > pl.col("start"))
    ).with_columns(
        kind=pl.lit("sanction_threat"),
        end=pl.coalesce(pl.col("imposed") - pl.duration(days=1), "end"),
        measures=pl.lit(None, pl.String),
    )
    sanction = parts.filter(pl.col("imposed").is_not_null()).with_columns(
        kind=pl.lit("sanction"), start=pl.col("imposed")
    )
    both = pl.concat([threat, sanction])
    listed = pl.col("measures").str.split(";")
    known = pl.coalesce(pl.col("end"), LAST)
    rows = both.join(_senders(parts), on=["line", "sender"]).filter(pl.col("source") != pl.col("target"))
    return tie_frame(
        rows.with_columns(
            id=pl.format("{}/{}", "caseid", "sender"),
            precision=pl.lit("day"),
            level=listed.list.len(),
            title=pl.lit("measures ") + pl.col("measures"),
            level_known_on=pl.when(pl.col("measures").is_not_null()).then(known),
            title_known_on=pl.when(pl.col("measures").is_not_null()).then(known),
        ),
        NAME,
        directed=True,
    )


def _senders(parts: pl.DataFrame) -> pl.DataFrame:
    """Return the code of each sender of each part: of the EU its members on the first day."""
    found = [
        (line, sender, code)
        for line, sender, start in parts.select("line", "sender", "start").unique().rows()
        for code in (group(SENDERS[sender], start) if sender == "EU" else (SENDERS[sender],))
    ]
    return pl.DataFrame(found, schema={"line": pl.Int64, "sender": pl.String, "source": pl.String}, orient="row")


EUSANCT = Source(
    name=NAME,
    title="EUSANCT: sanctions and threats of the EU, the United States and the UN",
    origin="https://www.plus.ac.at/political-science-and-sociology/eusanct/",
    licence="Free for research with citation; no terms for passing it on; not part of Detente",
    citation=(
        "Weber, P. M. & Schneider, G. (2022). Post-Cold War sanctioning by the EU, the UN, and the US: Introducing the "
        "EUSANCT Dataset. Conflict Management and Peace Science 39(1), 97–114."
    ),
    bibtex=(
        "@article{weber2022postcoldwar,\n"
        "  author = {Weber, Patrick M. and Schneider, Gerald},\n"
        "  title = {Post-{Cold War} sanctioning by the {EU}, the {UN}, and the {US}: Introducing the {EUSANCT} "
        "Dataset},\n"
        "  journal = {Conflict Management and Peace Science},\n"
        "  volume = {39},\n"
        "  number = {1},\n"
        "  pages = {97--114},\n"
        "  year = {2022}\n"
        "}"
    ),
    covers=(
        "Sanctions and threats of sanctions by the EU, the United States and the UN, 1989 to 2015. No row means that "
        "no case of these three is known; those of other states are not recorded."
    ),
    covers_from=1989,
    covers_until=2015,
    begins_yearly=True,
    no_row="none of the three senders had a case; other senders are not recorded",
    tables=("ties",),
    files=("eusanct*case*.csv", "eusanct*case*.dta", "eusanct*case*.parquet"),
    parse=read,
    layouts=LAYOUTS,
    by_hand=(
        "The address changes with each release: download the case-level file of EUSANCT from the page of its authors, "
        "or from the supplement of their article, https://doi.org/10.1177/0738894220948729."
    ),
)
