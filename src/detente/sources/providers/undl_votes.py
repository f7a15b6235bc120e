"""Recorded votes of the United Nations General Assembly, as the UN Digital Library exports them.

One CSV file, a row for each member and adopted resolution::

    undl_id                    number of the record in the library; here the number of the roll call
    ms_code, ms_name           the member: ISO alpha-3, and its official name at the time
    ms_vote                    Y yes, N no, A abstention, X or NV no vote cast
    date                       day of the vote
    session, resolution, title, agenda_title, subjects, and others that are not read

Traps:

- Votes on resolutions adopted, and on the whole text: no paragraphs, no amendments, no drafts that failed. The
  votes of `detente.sources.providers.unga_votes` have these too and number the roll calls otherwise: never add the
  two up.
- Every member has a row. One that cast no vote is in the table ``absences``; a state without a row was not a member.
- Until 24 October 1971 the delegation of China was that of the Republic of China; the file gives it the code of
  China all along. Its votes from December 1949 on are Taiwan's here.
- Some members were in no list of states, or are under a name that the lists have ended: see `un_votes.DELEGATIONS`.
- Special and emergency sessions have their own numbers. Here a vote counts for the regular session that opened
  in the September before it.
- A member that later informed the Secretariat of its intended vote is recorded as it voted.
- A few thousand resolutions before 1983 have no record of who voted how, and no rows.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.sources.contract import ParsedFile, Source
from detente.sources.readers.layouts import Layout, days, numbers, read_layout
from detente.sources.shaping.states import rejects_of, states_of
from detente.sources.shaping.un_votes import CHINA_UNTIL, seat_of, symbol, title

__all__ = ["UNDL_VOTES", "read"]

NAME = "undl_votes"
ABSENT = "absent"
VOTES = {"Y": 1, "A": 0, "N": -1}
FIRST_SESSION = 1945  # session s opens in September of 1945 + s
OPENS = 9  # September
REGULAR = r"^\d{1,3}$"

TEXTS = ["text", "agenda", "subjects"]
EXPORT = Layout(
    "the UN Digital Library's export",
    {"rcid": "undl_id", "iso3": "ms_code", "vote": "ms_vote", "date": "date", "session": "session"},
    {"name": "ms_name", "resolution": "resolution", "text": "title", "agenda": "agenda_title", "subjects": "subjects"},
)


def read(path: Path) -> ParsedFile:
    r"""Read the votes, one row for each state and roll call, the roll calls, and who cast no vote.

    Parameters
    ----------
    path : pathlib.Path
        The CSV file.

    Returns
    -------
    ParsedFile
        The tables ``votes``, ``roll_calls`` and ``absences``.

    Raises
    ------
    DataError
        If the file can't be read or has no required column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "ga_voting.csv"
    ...     _ = file.write_text(
    ...         "undl_id,ms_code,ms_name,ms_vote,date,session,resolution\n"
    ...         "767565,JPN,JAPAN,Y,2014-03-27,68,A/RES/68/262\n"
    ...         "767565,MAR,MOROCCO,X,2014-03-27,68,A/RES/68/262\n"
    ...     )
    ...     parsed = read(file)
    >>> parsed.frame.select("resolution", "state", "vote").rows(), parsed.frames["absences"]["state"].to_list()
    ([('A/RES/68/262', 'JPN', 1)], ['MAR'])
    """
    content = read_layout(path, [EXPORT])
    about = _about(content.rows)  # text repeated in every row is kept once
    rows, rejects = _checked(content.rows.drop(TEXTS))
    rows = rows.with_columns(
        pl.lit(NAME).alias("dataset"),
        pl.lit("day").alias("precision"),
        pl.lit("whole").alias("kind"),
        pl.col("date").alias("known_on"),
        symbol("resolution").alias("resolution"),
    )
    votes = rows.filter(pl.col("vote") != ABSENT)
    votes = votes.with_columns(pl.col("vote").replace_strict(VOTES, return_dtype=pl.Int8))
    return ParsedFile(
        votes.select(table("votes").names),
        pl.concat([content.rejects, rejects]),
        rows_in=content.rows_in,
        rows_kept=rows.height,
        frames={
            "roll_calls": _roll_calls(rows, about),
            "absences": rows.filter(pl.col("vote") == ABSENT).select(table("absences").names),
        },
    )


def _checked(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Convert the cells and resolve the states; reject other rows, each for its first error."""
    rows = rows.with_columns(pl.col("vote").str.to_uppercase().fill_null("X").replace({"X": ABSENT, "NV": ABSENT}))
    unknown = pl.when(~pl.col("vote").is_in([*VOTES, ABSENT])).then(pl.lit("is not one of Y, N, A, X, NV"))
    rows, votes = rejects_of(rows, "vote", unknown)
    rows, numbered = numbers(rows, {"rcid": pl.Int32()}, needed=["rcid"])
    rows, dated = days(rows, "date", needed=True)
    rows, named = rejects_of(_stated(rows), "iso3", pl.col("why"))
    again = pl.col("line") != pl.col("line").first().over("rcid", "state")
    rows, twice = rejects_of(rows, "iso3", pl.when(again).then(pl.lit("has voted in the roll call already")))
    return rows.with_columns(_session()), pl.concat([votes, numbered, dated, named, twice])


def _session() -> pl.Expr:
    """Return the regular session: the file's own, or by the day where that is a special one."""
    opened = pl.col("date").dt.year() - FIRST_SESSION - (pl.col("date").dt.month() < OPENS).cast(pl.Int32)
    regular = pl.col("session").cast(pl.String).str.strip_suffix(".0")
    given = pl.when(regular.str.contains(REGULAR)).then(regular).cast(pl.Int32, strict=False)
    return pl.coalesce(given, opened).cast(pl.Int16).alias("session")


def _stated(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``state``: by the code, where there is none by name, and where the lists fail by the seat."""
    by_code = states_of(rows, "iso3", "iso3", "date").rename({"code": "coded"})
    by_name = states_of(by_code.rename({"why": "why not"}), "name", "name", "date")
    state = pl.coalesce("coded", "code", seat_of("iso3", "iso3", "date"))
    republic = (state == "CHN") & (pl.col("date") <= CHINA_UNTIL) & (pl.col("date") >= pl.date(1949, 12, 8))
    state = pl.when(republic).then(pl.lit("TWN")).otherwise(state)
    return by_name.with_columns(state=state, why=pl.when(state.is_null()).then("why not")).drop("coded", "code")


def _about(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what each roll call was about."""
    texts = rows.select(pl.col("rcid").cast(pl.String), *TEXTS).group_by("rcid").agg(pl.col(TEXTS).min())
    return texts.select(
        pl.col("rcid").cast(pl.Int32, strict=False),
        title("agenda", "text").alias("title"),
        pl.col("subjects").cast(pl.String).str.replace_all(r"\s*\|\s*", "; ").alias("issues"),
    ).filter(pl.col("rcid").is_not_null())


def _roll_calls(rows: pl.DataFrame, about: pl.DataFrame) -> pl.DataFrame:
    columns = ["dataset", "session", "date", "precision", "resolution", "kind", "known_on"]
    calls = rows.group_by("rcid").agg(pl.col(columns).min()).join(about.unique("rcid"), on="rcid", how="left")
    names = table("roll_calls").names
    absent = [name for name in names if name not in calls.columns]
    return calls.with_columns(pl.lit(None).alias(name) for name in absent).select(names)


UNDL_VOTES = Source(
    name=NAME,
    title="General Assembly Voting Data of the UN Digital Library",
    origin="https://digitallibrary.un.org/record/4060887",
    licence="Copyright United Nations; use that is not commercial, with attribution; not part of Detente",
    citation="United Nations, Dag Hammarskjöld Library (2024). General Assembly Voting Data. UN Digital Library.",
    bibtex=(
        "@misc{undl_ga_votes,\n"
        '  author = {{United Nations, Dag Hammarskj\\"old Library}},\n'
        "  title = {{General Assembly} Voting Data},\n"
        "  year = {2024},\n"
        "  url = {https://digitallibrary.un.org/record/4060887}\n"
        "}"
    ),
    covers=(
        "Recorded votes of the General Assembly on resolutions adopted since 1946. No row for a state in a roll "
        "call means that it was not a member then; members that cast no vote are in the table absences."
    ),
    covers_from=1946,
    covers_until=2025,
    no_row="the state was not a member; one that cast no vote is in the table absences",
    tables=("votes", "roll_calls", "absences"),
    files=("*ga*voting*.csv",),
    parse=read,
    layouts=(EXPORT,),
    by_hand=(
        "The library's file has a new name with each edition, and its site makes visitors confirm that they are "
        "human. Download the newest CSV file from https://digitallibrary.un.org/record/4060887 (about 360 MB)."
    ),
)
