"""General Assembly votes: whose they are, when they were cast, and on what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import DataError
from detente.sources.providers.unga_votes import read

CALLS = {"rcid": pl.Int32, "session": pl.Float64, "date": pl.String, "unres": pl.String}
CALLS |= {"amend": pl.String, "para": pl.String}
VOTES = {"rcid": pl.Int32, "country_code": pl.String, "country": pl.String, "vote": pl.String}


def votes(folder: Path, day: str, *delegations: tuple[str | None, str], **call: str) -> pl.DataFrame:
    row = {"rcid": 1, "session": 1.0, "date": day, "unres": "R/1/1", "amend": None, "para": None} | call
    pl.DataFrame([row], schema=CALLS).write_parquet(folder / "un_roll_calls.parquet")
    rows = [(1, code, country, "yes") for code, country in delegations]
    pl.DataFrame(rows, schema=VOTES, orient="row").write_parquet(folder / "votes.parquet")
    return read(folder / "votes.parquet").frame


@pytest.mark.parametrize(
    ("code", "country", "day", "state"),
    [
        ("UA", "Ukraine", "1950-11-02", "UKR"),
        ("BY", "Belarus", "1946-12-02", "BLR"),
        ("IN", "India", "1946-12-02", "IND"),
        ("PH", "Philippines", "1946-02-02", "PHL"),
        ("TW", "Taiwan", "1946-12-02", "CHN"),
        ("TW", "Taiwan", "1949-12-02", "TWN"),
        ("TW", "Taiwan", "1971-10-02", "TWN"),
        ("CN", "China", "1971-11-02", "CHN"),
        ("RU", "Russia", "1985-11-02", "RUS"),
        ("YU", "Yugoslavia", "1960-11-02", "SRB"),
        ("YU", "Yugoslavia", "2019-12-20", "SRB"),
        (None, "Federal Republic of Germany", "1985-11-02", "BRD"),
        (None, "Federal Republic of Germany", "1990-12-02", "DEU"),
        ("DD", "German Democratic Republic", "1985-11-02", "DDR"),
        (None, "Yemen Arab Republic", "1985-11-02", "YAR"),
        (None, "Yemen Arab Republic", "1990-12-02", "YEM"),
        ("YD", "Yemen People's Republic", "1985-11-02", "YPR"),
        ("CS", "Czechoslovakia", "1985-11-02", "CSK"),
        ("GW", "Guinea-Bissau", "1974-09-02", "GNB"),  # a state from 10 September: only the month is known
    ],
)
def test_whose_vote_it_is(tmp_path: Path, code: str | None, country: str, day: str, state: str) -> None:
    assert votes(tmp_path, day, (code, country))["state"].to_list() == [state]


@pytest.mark.parametrize(
    ("day", "read_as", "precision"),
    [
        ("1993-11-04", date(1993, 11, 1), "month"),
        ("1997-11-25", date(1997, 11, 25), "day"),
        ("2003-11-05", date(2003, 11, 1), "month"),
        ("2003-12-03", date(2003, 12, 3), "day"),
        ("2014-03-27", date(2014, 3, 27), "day"),
    ],
)
def test_a_day_of_the_week_is_not_taken_for_a_date(tmp_path: Path, day: str, read_as: date, precision: str) -> None:
    assert votes(tmp_path, day, ("JP", "Japan")).select("date", "precision").row(0) == (read_as, precision)


@pytest.mark.parametrize(
    ("call", "kind", "symbol"),
    [
        ({"unres": "R/68/262"}, "whole", "A/RES/68/262"),
        ({"unres": "A/RES/71/40", "para": "1"}, "paragraph", "A/RES/71/40"),
        ({"unres": "", "amend": "1", "para": "1"}, "amendment", None),
        ({"unres": "ESS/5/100", "amend": "0", "para": "0"}, "whole", "ESS/5/100"),
    ],
)
def test_what_was_voted_on(tmp_path: Path, call: dict[str, str], kind: str, symbol: str | None) -> None:
    frame = votes(tmp_path, "2014-03-27", ("JP", "Japan"), **call)
    assert frame.select("kind", "resolution").row(0) == (kind, symbol)


def test_roll_calls_must_lie_beside_and_be_unique(tmp_path: Path) -> None:
    votes(tmp_path, "2014-03-27", ("JP", "Japan"))
    calls = tmp_path / "un_roll_calls.parquet"
    twice = pl.read_parquet(calls)
    pl.concat([twice, twice]).write_parquet(calls)
    with pytest.raises(DataError, match="roll call 1 twice"):
        read(tmp_path / "votes.parquet")
    calls.unlink()
    with pytest.raises(DataError, match="put the roll calls in the folder"):
        read(tmp_path / "votes.parquet")


def test_roll_calls_have_title_issues_and_the_first_on_the_same_text(tmp_path: Path) -> None:
    columns = ["rcid", "session", "date", "unres", "amend", "para", "short", "descr"]
    calls = [
        (1, 60.0, "2005-12-08", "R/60/1", None, None, None, "Peace : resolution / adopted by the General Assembly."),
        (2, 61.0, "2006-12-08", "R/61/1", None, None, None, "Peace again"),
        (3, 73.0, "2018-12-08", "R/73/1", None, None, "Peace for good", "A/73/251 38 - Question of Palestine"),
    ]  # fmt: skip
    pl.DataFrame(calls, schema=columns, orient="row").write_parquet(tmp_path / "un_roll_calls.parquet")
    issues = pl.DataFrame({"rcid": [1, 1, 2], "issue": ["Palestine", "Rights", "Palestine"]})
    issues.write_parquet(tmp_path / "un_issues.parquet")
    (tmp_path / "un_bridges.csv").write_text("v1,rcid1,rcid2\n1,1,2\n2,2,3\n3,7,3\n")
    pl.DataFrame([(1, "JP", "Japan", "yes")], schema=VOTES, orient="row").write_parquet(tmp_path / "votes.parquet")
    found = read(tmp_path / "votes.parquet").frames["roll_calls"].sort("rcid")
    assert found.select("title", "issues", "same_as").rows() == [
        ("Peace", "Palestine; Rights", None),
        ("Peace again", "Palestine", 1),
        ("Peace for good", None, 1),
    ]


def test_absence_is_neither_abstention_nor_being_no_member(tmp_path: Path) -> None:
    file = tmp_path / "UNVotes.csv"
    row = "5309,68,2014-03-27,R/68/262"
    file.write_text(
        f"rcid,session,date,unres,ccode,vote,me,nu\n{row},710,2,1,0\n{row},600,8,1,0\n{row},347,9,1,0\n{row},2.0,1,1,0\n"
    )
    parsed = read(file)
    assert parsed.frame.sort("state").select("state", "vote").rows() == [("CHN", 0), ("USA", 1)]
    assert parsed.frames["absences"].select("state", "known_on").rows() == [("MAR", date(2014, 3, 27))]
    assert parsed.frames["roll_calls"]["issues"].to_list() == ["Palestinian conflict"]
    assert (parsed.rows_in, parsed.rows_kept, parsed.rejects.height) == (4, 4, 0)


@pytest.mark.parametrize(
    ("session", "mark", "important"),
    [(72.0, "1", True), (72.0, "0", False), (72.0, None, None), (38.0, "0", False), (37.0, "0", None)],
)
def test_an_important_vote_is_marked_from_the_first_report(
    tmp_path: Path, session: float, mark: str | None, *, important: bool | None
) -> None:
    columns = ["rcid", "session", "date", "unres", "importantvote"]
    schema = dict.fromkeys(columns, pl.String) | {"rcid": pl.Int32, "session": pl.Float64}
    calls = pl.DataFrame([(1, session, "2017-12-21", "R/72/1", mark)], schema=schema, orient="row")
    calls.write_parquet(tmp_path / "un_roll_calls.parquet")
    pl.DataFrame([(1, "JP", "Japan", "yes")], schema=VOTES, orient="row").write_parquet(tmp_path / "votes.parquet")
    assert read(tmp_path / "votes.parquet").frames["roll_calls"]["important"].to_list() == [important]


def test_days_are_read_as_their_column_says_and_marks_are_booleans_too(tmp_path: Path) -> None:
    header = "rcid,session,date,unres,ccode,vote,amend\n"
    days = ("05/03/2014 00:00", "27/03/2014 00:00", "2014-03-28")
    rows = "".join(
        f"{5300 + n},68,{day},R/68/{n},740,1,{mark}\n" for n, (day, mark) in enumerate(zip(days, MARKS, strict=True))
    )
    (tmp_path / "UNVotes.csv").write_text(header + rows, encoding="utf-8")
    frame = read(tmp_path / "UNVotes.csv").frame.sort("rcid")
    assert [str(day) for day in frame["date"]] == ["2014-03-05", "2014-03-27", "2014-03-28"]
    assert frame["kind"].to_list() == ["amendment", "whole", "amendment"]


MARKS = ("TRUE", "FALSE", "1")


def test_united_germany_is_read_under_the_number_of_west_germany_until_the_end_of_1990(tmp_path: Path) -> None:
    file = tmp_path / "UNVotes.csv"
    calls = [(1, "1990-09-26"), (2, "1990-11-26"), (3, "1990-12-26")]
    rows = [
        f"{rcid},45,{day},R/45/{rcid},{code},1" for rcid, day in calls for code in ("260", "260.0")[: 1 + (rcid == 3)]
    ]
    file.write_text("\n".join(["rcid,session,date,unres,ccode,vote", *rows]) + "\n", encoding="utf-8")
    parsed = read(file)
    assert parsed.frame.sort("rcid").select("rcid", "state").rows() == [(1, "BRD"), (2, "DEU"), (3, "DEU")]
    assert parsed.rejects.select("line", "column", "value").rows() == [(5, "ccode", "260.0")]
