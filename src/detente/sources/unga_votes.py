"""Recorded votes of the United Nations General Assembly, 1946–2019.

Two files, as the R package unvotes publishes Erik Voeten's data: who voted how, and what was voted on::

    votes        rcid, country_code (ISO alpha-2), country (in English), vote (yes, abstain, no)
    roll calls   rcid, session, date, unres (symbol of the text), amend, para (1: a separate vote on a part)

Traps:

- Only recorded votes; most resolutions are adopted without one. A state without a row was absent, did not
  take part, or was no member: the file does not tell these apart.
- The day is wrong before December 2003: it holds the day of the week, 1 to 7, give or take one. (The votes on
  the embargo of Cuba, of 3 November 1993 and 9 November 1999, are dated 4 and 3 November: a Wednesday and a
  Tuesday, counted from Sunday.) Such dates are read as their month: the first of it, ``precision`` 'month'. Days
  above 7 can't be days of the week, and are kept.
- Separate votes on paragraphs and amendments are marked, but not in the years 2014, 2015, 2018 and 2019. A
  motion to take no action may stand under the symbol of its text as another vote on the whole.
- Symbols are given as ``A/RES/68/262``; the file itself writes R/68/262 until 2016. Before session 31 the
  Assembly counted on without the session: A/RES/26/2758A is resolution 2758 (XXVI), and letters there may
  only number the votes on one text.
- The vote belongs to whoever held the seat. Some held one without being in the lists of states, or under a
  name that the lists have ended; `SEATS` says for each whose vote it is here, and why.
- Egypt's rows of 1958 to 1961 are those of the United Arab Republic; Syria has none then.
- Session 19 has one recorded vote, in February 1965: the Assembly avoided votes for want of agreement on dues.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl

from detente.catalog import table
from detente.errors import DataError
from detente.sources.contract import Fetch, Reading, Source, no_rejects, read_parquet, rejects_of, states_of

__all__ = ["SEATS", "UNGA_VOTES", "Seat", "read"]

NAME = "unga_votes"
VOTE_FILE, CALL_FILE = "un_votes_1946_2019.parquet", "un_roll_calls.parquet"
VOTES = {"yes": 1, "abstain": 0, "no": -1}
EXACT_FROM = pl.date(2003, 12, 1)  # from here every day is the day of the vote
LAST_WEEKDAY = 7


class Seat(NamedTuple):
    """Whose votes those of a delegation are when the lists of states do not have it under its name."""

    country: str
    code: str
    why: str


SEATS = (
    Seat("Belarus", "BLR", "The Byelorussian SSR was an original member of the UN, though in no list of states."),
    Seat("Ukraine", "UKR", "The Ukrainian SSR was an original member of the UN, though in no list of states."),
    Seat("India", "IND", "An original member of the UN before its independence in August 1947."),
    Seat("Philippines", "PHL", "An original member of the UN before its independence in July 1946."),
    Seat("Taiwan", "CHN", "Until December 1949 the delegation of the Republic of China was that of the one China."),
    Seat("Yugoslavia", "SRB", "The file keeps the name for Serbia and Montenegro and for Serbia after it."),
    Seat("Yemen Arab Republic", "YEM", "The file keeps the name to the end of 1990; Yemen united in May."),
)


def read(path: Path) -> Reading:
    """Read the votes, one row for each state and roll call.

    Parameters
    ----------
    path : pathlib.Path
        The Parquet file of votes; ``un_roll_calls.parquet`` must lie beside it.

    Returns
    -------
    Reading
        The tables ``votes`` and ``roll_calls``.

    Raises
    ------
    DataError
        If a file is not there, can't be read or lacks a column.

    Examples
    --------
    >>> import tempfile
    >>> call = {"rcid": 5309, "session": 68.0, "date": "2014-03-27", "unres": "R/68/262", "amend": None, "para": None}
    >>> vote = {"rcid": 5309, "country_code": "JP", "country": "Japan", "vote": "yes"}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pl.DataFrame([call]).write_parquet(Path(folder) / "un_roll_calls.parquet")
    ...     pl.DataFrame([vote]).write_parquet(Path(folder) / "votes.parquet")
    ...     reading = read(Path(folder) / "votes.parquet")
    >>> reading.frame.select("resolution", "state", "vote").rows()
    [('A/RES/68/262', 'JPN', 1)]
    """
    beside = path.with_name(CALL_FILE)
    if not beside.is_file():
        raise DataError(f"{beside} is no file; put the roll calls beside the votes", value=beside)
    rows = read_parquet(path, ["rcid", "country_code", "country", "vote"])
    text = rows.with_columns(pl.col("country_code", "country", "vote").cast(pl.String), pl.col("rcid").cast(pl.Int32))
    calls = _roll_calls(beside)
    kept, rejects = _checked(text, calls)
    votes = kept.with_columns(pl.lit(NAME).alias("dataset"), pl.col("vote").replace_strict(VOTES, return_dtype=pl.Int8))
    named = calls.filter(pl.col("date").is_not_null()).with_columns(
        pl.lit(NAME).alias("dataset"),
        pl.lit(None, pl.String).alias("title"),
        pl.lit(None, pl.String).alias("issues"),
        pl.lit(None, pl.Int32).alias("same_as"),
    )
    return Reading(
        votes.select(table("votes").names),
        rejects,
        rows_in=rows.height,
        rows_kept=kept.height,
        frames={"roll_calls": named.select(table("roll_calls").names)},
    )


def _roll_calls(path: Path) -> pl.DataFrame:
    """Return what was voted on, and the last day on which it can have been (``known_on``)."""
    rows = read_parquet(path, ["rcid", "session", "date", "unres", "amend", "para"])
    day = pl.col("date").cast(pl.String).str.to_date("%Y-%m-%d", strict=False)
    exact = (pl.col("day") >= EXACT_FROM) | (pl.col("day").dt.day() > LAST_WEEKDAY)
    calls = rows.with_columns(day=day, marked=pl.lit("1")).select(
        pl.col("rcid").cast(pl.Int32),
        pl.col("session").cast(pl.Int16),
        pl.when(exact).then("day").otherwise(pl.col("day").dt.month_start()).alias("date"),
        pl.when(exact).then("day").otherwise(pl.col("day").dt.month_end()).alias("known_on"),
        pl.when(exact).then(pl.lit("day")).otherwise(pl.lit("month")).alias("precision"),
        pl.col("unres").replace("", None).str.replace(r"^R/", "A/RES/").alias("resolution"),
        pl.when(pl.col("amend").cast(pl.String) == "1")
        .then(pl.lit("amendment"))
        .when(pl.col("para").cast(pl.String) == "1")
        .then(pl.lit("paragraph"))
        .otherwise(pl.lit("whole"))
        .alias("kind"),
    )
    if calls["rcid"].is_duplicated().any():
        twice = calls["rcid"].filter(calls["rcid"].is_duplicated())[0]
        raise DataError(f"{path} has the roll call {twice} twice; each may stand once", value=twice)
    return calls


def _checked(rows: pl.DataFrame, calls: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join the roll calls and name the states; set aside what can't be kept, each row for its first fault."""
    no_vote = pl.when(~pl.col("vote").is_in(list(VOTES)).fill_null(value=False)).then(
        pl.lit(f"is not one of {', '.join(VOTES)}")
    )
    rows, votes = rejects_of(rows, "vote", no_vote)
    rows = rows.join(calls, on="rcid", how="left", maintain_order="left")
    undated = pl.when(pl.col("date").is_null()).then(pl.lit("is no roll call with a date"))
    rows, dates = rejects_of(rows, "rcid", undated)
    rows, states = rejects_of(_stated(rows), "country", pl.col("why"))
    again = pl.col("line") != pl.col("line").first().over("rcid", "state")
    rows, twice = rejects_of(rows, "country", pl.when(again).then(pl.lit("has voted in the roll call already")))
    return rows, pl.concat([no_rejects(), votes, dates, states, twice]).sort("line")


def _stated(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``state``: by the ISO code, where there is none by name, and where the lists fail by the seat."""
    by_iso = states_of(rows, "country_code", "iso2", "known_on").rename({"code": "iso"}).drop("why")
    by_name = states_of(by_iso, "country", "name", "known_on")
    seat = pl.col("country").replace_strict(
        {seat.country: seat.code for seat in SEATS}, default=None, return_dtype=pl.String
    )
    state = pl.coalesce("iso", "code", seat)
    return by_name.with_columns(state=state, why=pl.when(state.is_null()).then("why")).drop("iso", "code")


UNGA_VOTES = Source(
    name=NAME,
    title="United Nations General Assembly Voting Data",
    origin="https://doi.org/10.7910/DVN/LEJUQZ",
    licence="Terms of the Harvard Dataverse entry; not part of Detente",
    citation=(
        "Voeten, E., Strezhnev, A. & Bailey, M. (2009). United Nations General Assembly Voting Data. "
        "Harvard Dataverse; in the form of Robinson, D., unvotes (R package)."
    ),
    covers=(
        "Recorded votes of the General Assembly from 1946 to 2019. No row for a state in a roll call means that "
        "it was absent, took no part or was no member; texts adopted without a vote are not covered."
    ),
    bibtex=(
        "@data{voeten2009unga,\n"
        "  author = {Voeten, Erik and Strezhnev, Anton and Bailey, Michael},\n"
        "  title = {United Nations General Assembly Voting Data},\n"
        "  year = {2009},\n"
        "  publisher = {Harvard Dataverse},\n"
        "  doi = {10.7910/DVN/LEJUQZ}\n"
        "}"
    ),
    covers_from=1946,
    covers_until=2019,
    no_row="the state was absent, took no part or was no member",
    tables=("votes", "roll_calls"),
    files=(VOTE_FILE,),
    beside=(CALL_FILE,),
    fetch=Fetch(doi="doi:10.7910/DVN/LEJUQZ", files=("UNVotes*",)),
    parse=read,
)
