"""Recorded votes of the United Nations General Assembly since 1946, as Erik Voeten and his colleagues collect them.

Two layouts. The producer's own file has one row for each state and roll call, with what was voted on in it::

    rcid, ccode (COW), vote: 1 yes, 2 abstain, 3 no, 8 absent, 9 no member
    session, date, unres (symbol of the text), amend, para (1: a separate vote on a part), short, descr, importantvote
    me, nu, di, hr, co, ec   1 where the text is put in an issue area

The R package unvotes splits it up; its files are in one folder::

    votes        rcid, country_code (ISO alpha-2), country (in English), vote (yes, abstain, no)
    roll calls   rcid, session, date, unres, amend, para, short, descr, importantvote
    issues       rcid, short_name, issue; may be absent
    bridges      rcid1, rcid2: a roll call, and a later one on the identical text; may be absent

Traps:

- Only recorded votes; most resolutions are adopted without one. The producer's file distinguishes an absent state,
  which goes to the table ``absences``, from a non-member, which has no row. In the files of unvotes a state without a
  row was absent, did not take part, or was not a member: they do not distinguish these.
- The day is wrong before December 2003: it holds the day of the week, 1 to 7, give or take one. (The votes on
  the embargo of Cuba, of 3 November 1993 and 9 November 1999, are dated 4 and 3 November: a Wednesday and a
  Tuesday, counted from Sunday.) Such dates are read as their month: the first of it, ``precision`` 'month'. Days
  above 7 can't be days of the week, and are kept.
- Separate votes on paragraphs and amendments are marked, but not in the years 2014, 2015, 2018 and 2019. A
  motion to take no action may have the symbol of its text as another vote on the whole.
- Symbols are given as ``A/RES/68/262``; the file itself writes R/68/262 until 2016. Before session 31 the
  Assembly counted on without the session: A/RES/26/2758A is resolution 2758 (XXVI), and letters there may
  only number the votes on one text.
- Which votes the United States' yearly report on voting at the United Nations calls important is marked from session
  38, the first that had one; earlier zeros are treated as missing. The mark lags: it ends with session 72.
- Issue areas come from a search for words in the descriptions, and may overlap or miss.
- The vote belongs to whoever held the seat. Some held one without being in the lists of states, or under a
  name that the lists have ended; `un_votes.DELEGATIONS` assigns each vote to a state, with the reason.
- Egypt's rows of 1958 to 1961 are those of the United Arab Republic; Syria has none then.
- Session 19 has one recorded vote, in February 1965: the Assembly avoided votes for want of agreement on dues.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.errors import DataError
from detente.identity.records import entities
from detente.sources.contract import Fetch, ParsedFile, Source
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.column_forms import DaysSeen
from detente.sources.shaping.states import no_rejects, rejects_of, states_of
from detente.sources.shaping.un_votes import known_from, seat_of, symbol, title

__all__ = ["UNGA_VOTES", "read"]

NAME = "unga_votes"
VOTE_FILE, CALL_FILE = "un_votes_1946_2019.parquet", "un_roll_calls.parquet"
ISSUE_FILE, BRIDGE_FILE = "un_issues.parquet", "un_bridges.csv"
ABSENT, NO_MEMBER = "absent", "no member"
VOTES = {"yes": 1, "abstain": 0, "no": -1}
CODES = {"1": "yes", "2": "abstain", "3": "no", "8": ABSENT, "9": NO_MEMBER}
ISSUES = {
    "me": "Palestinian conflict",
    "nu": "Nuclear weapons and nuclear material",
    "di": "Arms control and disarmament",
    "hr": "Human rights",
    "co": "Colonialism",
    "ec": "Economic development",
}
EXACT_FROM = pl.date(2003, 12, 1)  # from here every day is the day of the vote
LAST_WEEKDAY = 7

CALL = {"rcid": "rcid", "session": "session", "date": "date", "unres": "unres"}
ABOUT = {"amend": "amend", "para": "para", "important": "importantvote", "short": "short", "descr": "descr"}
REPORTED_FROM = 38  # the session of the first report that calls votes important
UNVOTES = Layout(
    "the R package unvotes",
    {"rcid": "rcid", "vote": "vote", "country_code": "country_code", "country": "country"},
    iso2=("country_code",),
)
VOETEN = Layout(
    "Voeten's UNVotes.csv",
    {**CALL, "vote": "vote", "ccode": "ccode"},
    {**ABOUT, **{area: area for area in ISSUES}},
    per="rcid",
    once=("session", "date", "unres", *ABOUT, *ISSUES),
)
CALLS = Layout("the R package unvotes", CALL, ABOUT)


def read(path: Path) -> ParsedFile:
    """Read the votes, one row for each state and roll call, the roll calls, and who was absent.

    Parameters
    ----------
    path : pathlib.Path
        The producer's file, or the Parquet file of votes with ``un_roll_calls.parquet`` beside it.

    Returns
    -------
    ParsedFile
        The tables ``votes``, ``roll_calls`` and ``absences``.

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
    ...     parsed = read(Path(folder) / "votes.parquet")
    >>> parsed.frame.select("resolution", "state", "vote").rows()
    [('A/RES/68/262', 'JPN', 1)]
    """
    content = read_layout(path, [UNVOTES, VOETEN])
    rows, rejects, rows_in = _narrow(content.rows), content.rejects, content.rows_in
    if content.layout == VOETEN.name:
        calls = _roll_calls(_calls_of(content.once), path)
    else:
        calls = _roll_calls(_calls_beside(path), path.with_name(CALL_FILE))
    del content  # its texts are the largest thing here
    kept, more = _checked(rows, calls)
    del rows
    roll_calls = _described(calls, path)
    return ParsedFile(
        _full(kept, roll_calls, "votes", VOTES),
        pl.concat([rejects, more]),
        rows_in=rows_in,
        rows_kept=kept.height,
        frames={
            "roll_calls": roll_calls.select(table("roll_calls").names),
            "absences": _full(kept, roll_calls, "absences", {ABSENT: 0}),
        },
    )


def _full(kept: pl.DataFrame, calls: pl.DataFrame, name: str, votes: Mapping[str, int]) -> pl.DataFrame:
    """Return the rows of a table, in the order of its key, with what they have from their roll calls."""
    rows = kept.filter(pl.col("meant").is_in(list(votes))).sort("rcid", "state")
    rows = rows.with_columns(pl.col("meant").cast(pl.String).replace_strict(votes, return_dtype=pl.Int8).alias("vote"))
    rows = rows.drop("meant").join(calls, on="rcid", how="left", maintain_order="left")
    return rows.select(table(name).names).with_columns(pl.col("state").cast(pl.String))


# What was voted on


def _calls_beside(path: Path) -> pl.DataFrame:
    beside = path.with_name(CALL_FILE)
    if not beside.is_file():
        raise DataError(f"{beside} does not exist; put the roll calls in the folder of the votes", value=beside)
    rows = read_layout(beside, [CALLS]).rows
    if rows["rcid"].is_duplicated().any():
        twice = rows["rcid"].filter(rows["rcid"].is_duplicated())[0]
        raise DataError(f"{beside} has the roll call {twice} twice; each must occur once", value=twice)
    issues = pl.DataFrame(schema={"rcid": pl.Int32, "issues": pl.String})
    named = path.with_name(ISSUE_FILE)
    if named.is_file():
        issues = read_layout(named, [Layout("the R package unvotes", {"rcid": "rcid", "issue": "issue"})]).rows
        issues = issues.group_by(pl.col("rcid").cast(pl.Int32)).agg(
            pl.col("issue").drop_nulls().unique().sort().str.join("; ").replace("", None).alias("issues")
        )
    return rows.with_columns(pl.col("rcid").cast(pl.Int32, strict=False)).join(issues, on="rcid", how="left")


def _calls_of(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the roll calls that rows of votes carry with them."""
    marked = [pl.when(_marked(area)).then(pl.lit(name)) for area, name in sorted(ISSUES.items(), key=lambda i: i[1])]
    issues = pl.concat_str(marked, separator="; ", ignore_nulls=True).replace("", None)
    number = pl.col("rcid").cast(pl.Float64, strict=False).cast(pl.Int32, strict=False)
    columns = ["session", "date", "unres", *ABOUT]
    calls = rows.select(number, *(pl.col(name).cast(pl.String) for name in columns), issues.alias("issues"))
    return calls.group_by("rcid").agg(pl.col(*columns, "issues").min()).filter(pl.col("rcid").is_not_null())


def _marked(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.to_lowercase().is_in(["1", "1.0", "true"])


def _given(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.to_lowercase().is_in(["0", "0.0", "false"])


def _roll_calls(rows: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Return what was voted on; the date is null where it can't be read."""
    text = pl.col("date").cast(pl.String).str.extract(r"^([^ T]+)")
    seen = DaysSeen().see(rows.select(text).to_series().drop_nulls().unique())
    turned = seen.day_first is not None and seen.month_first is None  # saved again with the day first
    forms = ("%Y-%m-%d", "%d/%m/%Y" if turned else "%m/%d/%Y")
    day = pl.coalesce(text.str.to_date(form, strict=False) for form in forms)
    exact = (pl.col("day") >= EXACT_FROM) | (pl.col("day").dt.day() > LAST_WEEKDAY)
    try:
        calls = rows.with_columns(
            day=day, session=pl.col("session").cast(pl.Float64).cast(pl.Int16), rcid=pl.col("rcid").cast(pl.Int32)
        )
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{path}: a roll call's number or session is not a whole number: {error}", value=path) from None
    important = (
        pl.when(_marked("important")).then(pl.lit(value=True)).when(_given("important")).then(pl.lit(value=False))
    )
    calls = calls.select(
        "rcid",
        "session",
        pl.when(exact).then("day").otherwise(pl.col("day").dt.month_start()).alias("date"),
        pl.when(exact).then(pl.lit("day")).otherwise(pl.lit("month")).alias("precision"),
        symbol("unres").alias("resolution"),
        pl.when(_marked("amend"))
        .then(pl.lit("amendment"))
        .when(_marked("para"))
        .then(pl.lit("paragraph"))
        .otherwise(pl.lit("whole"))
        .alias("kind"),
        title("short", "descr").alias("title"),
        "issues",
        pl.when(pl.col("session") >= REPORTED_FROM).then(important).alias("important"),
    )
    return known_from(calls)


def _described(calls: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Return the roll calls with a date as rows of their table, with the first on the identical text."""
    beside = path.with_name(BRIDGE_FILE)
    same = _firsts(beside) if beside.is_file() else {}
    first = pl.col("rcid").replace_strict(same, default=None, return_dtype=pl.Int32)
    first = pl.when(first.is_in(calls["rcid"].implode())).then(first)
    return calls.filter(pl.col("date").is_not_null(), pl.col("session").is_not_null()).with_columns(
        dataset=pl.lit(NAME), same_as=first
    )


def _firsts(path: Path) -> dict[int, int]:
    """Return, for each roll call on a text voted on before, the first on it: bridges lead from one to the next."""
    rows = read_layout(path, [Layout("pairs", {"rcid1": "rcid1", "rcid2": "rcid2"})]).rows
    pairs, _ = numbers(rows, {"rcid1": pl.Int32(), "rcid2": pl.Int32()}, needed=["rcid1", "rcid2"])
    first: dict[int, int] = {}
    for before, after in pairs.select("rcid1", "rcid2").sort("rcid2", "rcid1").iter_rows():
        first.setdefault(after, first.get(before, before))
    return first


# The state of each vote. A file has a million rows: until the last step rows are numbers, with text as list indices.


def _narrow(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with their text as indices into lists of distinct values."""
    texts = [name for name, dtype in rows.schema.items() if dtype == pl.String and name != "rcid"]
    return rows.with_columns(pl.col(texts).cast(pl.Categorical))


def _checked(rows: pl.DataFrame, calls: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return ``rcid``, ``state`` and ``meant``, the vote in words, of valid rows; reject the others.

    A row is rejected for its first error. Rows of non-members are kept without a state.
    """
    coded = "ccode" in rows.columns
    words = CODES if coded else {name: name for name in VOTES}
    rows, rejects = numbers(rows, {"rcid": pl.Int32()}, needed=["rcid"])
    text = pl.col("vote").cast(pl.String).str.strip_suffix(".0") if coded else pl.col("vote").cast(pl.String)
    meant = rows.select("vote").unique().with_columns(text.replace_strict(words, default=None).alias("meant"))
    rows = rows.join(
        meant.cast({"meant": pl.Enum(list(words.values()))}),
        on="vote",
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    no_vote = pl.when(pl.col("meant").is_null()).then(pl.lit(f"is not one of {', '.join(words)}"))
    rows, votes = rejects_of(rows, "vote", no_vote)
    dated = calls.filter(pl.col("date").is_not_null(), pl.col("session").is_not_null()).select("rcid", "known_on")
    rows = rows.drop("vote").join(dated, on="rcid", how="left", maintain_order="left")
    undated = pl.when(pl.col("known_on").is_null()).then(pl.lit("is not a roll call with a date"))
    rows, dates = rejects_of(rows, "rcid", undated)
    outside = rows.filter(pl.col("meant") == NO_MEMBER)  # whether a state or not: it has no row
    column = "ccode" if coded else "country"
    named = _named(rows.filter(pl.col("meant") != NO_MEMBER), ["ccode"] if coded else ["country_code", "country"])
    named, states = rejects_of(named, column, pl.col("why").cast(pl.String))
    cell = pl.col("rcid").cast(pl.Int64) * len(entities()) + pl.col("state").to_physical()
    again = ~cell.is_first_distinct()
    named, twice = rejects_of(named, column, pl.when(again).then(pl.lit("has voted in the roll call already")))
    kept = pl.concat(
        [one.select("rcid", "state", "meant") for one in (named, outside.with_columns(state=None))],
        how="vertical_relaxed",
    )
    return kept, pl.concat([no_rejects(), rejects, votes, dates, states, twice])


def _named(rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Add ``state``, or ``why`` there is none, worked out once for each delegation and day."""
    distinct = rows.select(*columns, "known_on").unique()
    texts = distinct.with_columns(pl.col(columns).cast(pl.String))
    translated = _by_number(texts) if columns == ["ccode"] else _by_name(texts)
    codes, reasons = pl.Enum(sorted(entities())), pl.Enum(sorted(translated["why"].drop_nulls().unique()))
    meant = distinct.with_columns(translated["state"].cast(codes), translated["why"].cast(reasons))
    return rows.join(meant, on=[*columns, "known_on"], how="left", nulls_equal=True, maintain_order="left")


def _by_name(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``state``: by the ISO code, where there is none by name, and where the lists fail by the seat."""
    by_iso = states_of(rows, "country_code", "iso2", "known_on").rename({"code": "iso"}).drop("why")
    by_name = states_of(by_iso, "country", "name", "known_on")
    state = pl.coalesce("iso", "code", seat_of("country", "country", "known_on"))
    return by_name.with_columns(state=state, why=pl.when(state.is_null()).then("why"))


def _by_number(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``state``: by the Correlates of War number, and where the list fails by the seat."""
    rows = rows.with_columns(pl.col("ccode").cast(pl.String).str.strip_suffix(".0"))
    translated = states_of(rows, "ccode", "cow", "known_on")
    state = pl.coalesce("code", seat_of("ccode", "cow", "known_on"))
    return translated.with_columns(state=state, why=pl.when(state.is_null()).then("why"))


UNGA_VOTES = Source(
    name=NAME,
    title="United Nations General Assembly Voting Data",
    origin="https://doi.org/10.7910/DVN/LEJUQZ",
    licence="CC0 1.0, as the Harvard Dataverse states; not part of Detente",
    citation=(
        "Voeten, E., Strezhnev, A. & Bailey, M. (2009). United Nations General Assembly Voting Data. Harvard Dataverse."
    ),
    bibtex=(
        "@misc{voeten2009unga,\n"
        "  author = {Voeten, Erik and Strezhnev, Anton and Bailey, Michael},\n"
        "  title = {{United Nations General Assembly} Voting Data},\n"
        "  year = {2009},\n"
        "  publisher = {Harvard Dataverse},\n"
        "  doi = {10.7910/DVN/LEJUQZ}\n"
        "}"
    ),
    covers=(
        "Recorded votes of the General Assembly since 1946. No row for a state in a roll call means that it was "
        "absent, took no part or was not a member; texts adopted without a vote are not covered."
    ),
    covers_from=1946,
    covers_until=2019,
    no_row="the state was absent, took no part or was not a member; see the table absences",
    quiet=(1964,),
    tables=("votes", "roll_calls", "absences"),
    files=("UNVotes*.csv", "UNVotes*.tab", VOTE_FILE),
    parse=read,
    layouts=(UNVOTES, VOETEN),
    beside=(CALL_FILE, ISSUE_FILE, BRIDGE_FILE),
    fetch=Fetch(doi="doi:10.7910/DVN/LEJUQZ", files=("UNVotes*.csv", "UNVotes*.tab")),
    redistributable=True,
)
