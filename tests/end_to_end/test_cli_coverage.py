"""What files cover is measured from their rows: nothing is zero outside it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from cli_sample import Detente

MIDS = "disno,statea,stateb,year,strtyr,highmcaa,highmcab"
EVENTS = "date,source,target,cameo"


def mids(path: Path, years: list[int]) -> Path:
    rows = [f"{year},2,365,{year},{year},7,0" for year in years]
    path.write_text("\n".join([MIDS, *rows]) + "\n", encoding="utf-8")
    return path


def column(detente: Detente, folder: Path, name: str, *words: str) -> dict[int, object]:
    answer = detente("panel", "dyads", *words, "-o", folder / "panel.parquet")
    assert answer.code == 0, answer.err
    frame = pl.read_parquet(folder / "panel.parquet")
    return dict(frame.select("year", name).iter_rows())


def test_a_part_of_a_file_covers_its_own_years_only(detente: Detente, tmp_path: Path) -> None:
    assert detente("ingest", "cow_mids", mids(tmp_path / "dyadic_mid_4.03.csv", [1990, 1991, 1993, 1994])).code == 0
    words = (
        "--since",
        "1986",
        "--until",
        "1996",
        "--among",
        "USA,Russia",
        "--add",
        "mids",
        "--peace",
        "cow_mid_ongoing",
    )
    found = column(detente, tmp_path, "cow_mid_ongoing", *words)
    assert found == {1990: 1, 1991: 1, 1993: 1, 1994: 1, **dict.fromkeys((1986, 1987, 1988, 1989, 1992, 1995, 1996))}
    spell = column(detente, tmp_path, "cow_mid_ongoing_spell", *words)
    assert spell[1986] is None
    assert spell[1990] is None  # there may have been a dispute in 1989
    assert (spell[1991], spell[1993], spell[1994]) == (0, None, 0)
    rows = detente("data", "coverage", "cow_mids", "--json").data
    assert [(row["from"], row["until"]) for row in rows] == [
        ("1990-01-01", "1991-12-31"),
        ("1993-01-01", "1994-12-31"),
    ]


def test_years_in_which_the_whole_record_has_no_dispute_are_zero(detente: Detente, tmp_path: Path) -> None:
    file = mids(tmp_path / "dyadic_mid_4.03.csv", [1817, 1818, 1821, 1822])
    detente("ingest", "cow_mids", file)
    rows = detente("data", "coverage", "cow_mids", "--json").data
    assert [(row["from"], row["until"]) for row in rows] == [("1817-01-01", "1822-12-31")]


@pytest.mark.parametrize(("day", "until"), [("1990-06-30", None), ("1992-06-30", "1991-12-31"), ("2000-01-01", None)])
def test_coverage_is_known_when_its_years_are_over(
    detente: Detente, tmp_path: Path, day: str, until: str | None
) -> None:
    detente("ingest", "cow_mids", mids(tmp_path / "dyadic_mid_4.03.csv", [1990, 1991, 1992]))
    rows = detente("data", "--as-of", day, "--json").data["coverage"]
    mine = [row["until"] for row in rows if row["dataset"] == "cow_mids"]
    expected = {"1990-06-30": [], "2000-01-01": ["1992-12-31"]}.get(day, [until])
    assert mine == expected


def test_events_cover_the_days_on_which_somebody_has_a_row(detente: Detente, tmp_path: Path) -> None:
    late = "1979-01-01,Japan,Russia,040,2019-01-01"
    days = [f"{day},Japan,Russia,040,{day}" for day in ("2019-01-01", "2019-01-02", "2021-05-05")]
    (tmp_path / "own.csv").write_text("\n".join([f"{EVENTS},known_on", late, *days]) + "\n", encoding="utf-8")
    assert detente("ingest", tmp_path / "own.csv").code == 0
    rows = detente("data", "coverage", "own", "--json").data
    assert [(row["from"], row["until"]) for row in rows] == [
        ("2019-01-01", "2019-01-02"),
        ("2021-05-05", "2021-05-05"),
    ]
    then = detente("data", "--as-of", "2019-01-01", "--json").data["coverage"]
    assert [row["until"] for row in then if row["dataset"] == "own"] == ["2019-01-01"]


def test_a_file_most_of_whose_rows_are_rejected_ends_with_3(detente: Detente, tmp_path: Path) -> None:
    file = tmp_path / "dyadic_mid_4.03.csv"
    rows = ["1,2,365,1990,1990,7,0", "2,2,999,1990,1990,7,0", "3,2,2,1990,1990,7,0"]
    file.write_text("\n".join([MIDS, *rows]) + "\n", encoding="utf-8")
    answer = detente("ingest", "cow_mids", file)
    assert answer.code == 3
    assert "2 of 3 rows of dyadic_mid_4.03.csv were rejected" in " ".join(answer.out.split("\n\n")[0].split())


def test_years_that_a_file_leaves_out_are_named_by_the_ingest(detente: Detente, tmp_path: Path) -> None:
    answer = detente("ingest", "cow_mids", mids(tmp_path / "dyadic_mid_4.03.csv", [1990, 1991, 1993, 1994]))
    assert "They cover 1990–1991, 1993–1994." in answer.out


def test_years_of_which_no_vote_is_known_are_not_passed_over(detente: Detente, tmp_path: Path) -> None:
    rows = []
    for year in (2013, 2014, 2019):
        for call, (one, other, third) in enumerate(("YNN", "YYN", "NYY")):
            cast = ((one, "JPN,JAPAN"), (other, "RUS,RUSSIAN FEDERATION"), (third, "USA,UNITED STATES"))
            rows += [
                f"{year}{call},{name},{vote},{year}-12-1{call},{year - 1945},A/RES/{year - 1945}/{call + 1}"
                for vote, name in cast
            ]
    head = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution"
    file = tmp_path / "ga_voting.csv"
    file.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    assert detente("ingest", "undl_votes", file).code == 0
    answer = detente("votes", "Japan", "Russia", "--json").data
    assert [row["period"][:4] for row in answer["windows"]] == ["2013", "2014", "2019"]
    assert answer["covered"] == {"undl_votes": "2013–2014, 2019"}
    assert "2013–2014, 2019" in detente("votes", "Japan", "Russia").out
