"""The UN Digital Library's votes: whose they are, in which session, and who cast none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from detente.sources.providers.undl_votes import read

if TYPE_CHECKING:
    import polars as pl

HEADER = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,title,subjects\n"


def votes(folder: Path, *rows: str) -> dict[str, pl.DataFrame]:
    path = folder / "ga_voting.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    parsed = read(path)
    return {"votes": parsed.frame, "rejects": parsed.rejects, **parsed.frames}


@pytest.mark.parametrize(
    ("code", "name", "day", "state"),
    [
        ("CHN", "CHINA", "1948-12-01", "CHN"),
        ("CHN", "CHINA", "1960-12-01", "TWN"),
        ("CHN", "CHINA", "1971-10-24", "TWN"),
        ("CHN", "CHINA", "1971-10-25", "CHN"),
        ("SUN", "USSR", "1980-12-01", "RUS"),
        ("DEU", "GERMANY, FEDERAL REPUBLIC OF", "1980-12-01", "BRD"),
        ("DDR", "GERMAN DEMOCRATIC REPUBLIC", "1980-12-01", "DDR"),
        ("BLR", "BYELORUSSIAN SSR", "1960-12-01", "BLR"),
        ("EAZ", "ZANZIBAR", "1964-01-15", "ZAN"),
    ],
)
def test_whose_vote_it_is(tmp_path: Path, code: str, name: str, day: str, state: str) -> None:
    assert votes(tmp_path, f'1,{code},"{name}",Y,{day},1,A/RES/1,T,')["votes"]["state"].to_list() == [state]


@pytest.mark.parametrize(
    ("session", "day", "read_as"),
    [("68", "2014-03-27", 68), ("11emsp", "2022-03-02", 76), ("ES-11", "2022-10-12", 77), ("", "1946-12-14", 1)],
)
def test_special_sessions_count_for_the_regular_one(tmp_path: Path, session: str, day: str, read_as: int) -> None:
    assert votes(tmp_path, f"1,USA,UNITED STATES,Y,{day},{session},A/RES/1,T,")["votes"]["session"].to_list() == [
        read_as
    ]


@pytest.mark.parametrize("cast", ["X", "NV", "", "x"])
def test_who_cast_no_vote_is_absent(tmp_path: Path, cast: str) -> None:
    found = votes(tmp_path, f"1,MAR,MOROCCO,{cast},2014-03-27,68,A/RES/68/262,T,A|B")
    assert found["votes"].is_empty()
    assert found["absences"].select("state", "date").rows() == [("MAR", date(2014, 3, 27))]
    assert found["roll_calls"].select("resolution", "title", "issues").rows() == [("A/RES/68/262", "T", "A; B")]
