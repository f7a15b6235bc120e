"""The verb votes: on the facts and the pack that are shipped, and on a small record in the lake."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from cli_sample import Detente
from detente.catalog import table
from detente.store import Store

STATES = ("CHN", "JPN", "RUS", "USA")
CAST = {"y": 1, "a": 0, "n": -1}
# Votes of China, Japan, Russia and the United States; before and after 1 July 2014
CALLS = (
    (1, "A/RES/68/1", date(2014, 3, 1), "yyyn", "whole", "Colonialism", "Question of one island"),
    (2, "A/RES/68/2", date(2014, 3, 2), "ynyn", "whole", "Human rights", "Question of rights"),
    (3, "A/RES/68/3", date(2014, 3, 3), "yaan", "whole", None, None),
    (4, "A/RES/68/4", date(2014, 3, 4), "yyyn", "paragraph", None, "A paragraph"),
    (5, "A/RES/69/1", date(2014, 12, 1), "ynyn", "whole", "Colonialism", "Question of one island"),
    (6, "A/RES/69/2", date(2014, 12, 2), "nnyn", "whole", "Human rights", "Question of rights"),
    (7, "A/RES/69/3", date(2014, 12, 3), "nynn", "whole", None, "A third question"),
    (8, "A/RES/69/3", date(2014, 12, 4), "ayny", "whole", None, "A third question, again"),
)


def write_record(home: Path, *, absent: bool = False) -> None:
    """Keep a small record of votes in the lake."""
    calls = [
        ("unga_votes", rcid, 68 if rcid < 5 else 69, day, "day", symbol, kind, title, issues, rcid == 6, None, day)
        for rcid, symbol, day, _, kind, issues, title in CALLS
    ]
    votes = [
        ("unga_votes", rcid, 68 if rcid < 5 else 69, day, "day", symbol, kind, state, CAST[letter], day)
        for rcid, symbol, day, letters, kind, _, _ in CALLS
        for state, letter in zip(STATES, letters, strict=True)
    ]
    declared = {"votes": votes, "roll_calls": calls}
    if absent:
        declared["absences"] = [("unga_votes", 1, date(2014, 3, 1), "FRA", date(2014, 3, 1))]
    frames = {name: framed(name, rows) for name, rows in declared.items()}
    Store.open(home=home).write(frames, dataset="unga_votes", origin="a test")


def framed(name: str, rows: list[tuple]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=table(name).schema, orient="row")


# Without a record


def test_a_roll_call_is_reported_from_the_pack(shipped: Detente) -> None:
    answer = shipped("votes", "A/RES/68/262")
    assert (answer.code, answer.err) == (0, "")
    assert "A/RES/68/262, 27 March 2014" in answer.out
    assert "100 in favour, 11 against, 58 abstained, 24 absent" in answer.out
    against = answer.out.split("Against\n")[1].split("\n\n")[0]
    assert " ".join(against.split()) == (
        "Armenia, Belarus, Bolivia, Cuba, Nicaragua, North Korea, Russia, Sudan, Syria, Venezuela, Zimbabwe"
    )
    assert [line.split() for line in answer.out.splitlines() if line.startswith("  nato")] == [
        ["nato", "28", "28", "0", "0", "0"]
    ]
    assert max(map(len, answer.out.splitlines())) <= 80


@pytest.mark.parametrize("written", ["68/262", "a/res/68/262", "R/68/262"])
def test_a_symbol_may_be_written_in_several_ways(shipped: Detente, written: str) -> None:
    data = shipped("votes", written, "--json").data
    assert (data["yes"], data["no"], data["abstain"], len(data["states"]["absent"])) == (100, 11, 58, 24)
    assert "JPN" in data["states"]["yes"]
    assert "CHN" in data["states"]["abstain"]
    assert {"group": "g7", "members": 7, "yes": 7, "no": 0, "abstain": 0, "other": 0} in data["groups"]


def test_a_vote_is_not_known_before_its_day(shipped: Detente) -> None:
    assert shipped("votes", "68/262", "--as-of", "2014-03-26").code == 1
    assert shipped("votes", "68/262", "--as-of", "2014-03-27").code == 0


def test_absences_are_known_or_not(shipped: Detente) -> None:
    assert shipped("votes", "A/RES/75/192", "--json").data["states"]["absent"]
    recent = shipped("votes", "A/RES/ES-11/7", "--json").data
    assert (recent["yes"], recent["no"], recent["abstain"]) == (93, 18, 65)
    assert recent["states"]["absent"] is None
    assert {"USA", "RUS"} <= set(recent["states"]["no"])
    assert "CHN" in recent["states"]["abstain"]


def test_groups_may_be_chosen(shipped: Detente) -> None:
    answer = shipped("votes", "68/262", "--group", "baltic", "--group", "g7", "--json")
    assert [row["group"] for row in answer.data["groups"]] == ["baltic", "g7"]
    assert shipped("votes", "68/262", "--group", "nowhere").code == 2


def test_who_voted_how_goes_to_a_file(shipped: Detente, tmp_path: Path) -> None:
    answer = shipped("votes", "68/262", "-o", tmp_path / "v.csv")
    assert (answer.code, answer.out) == (0, "")
    with (tmp_path / "v.csv").open(encoding="utf-8") as file:
        rows = {row["state"]: row["vote"] for row in csv.DictReader(file)}
    assert (rows["RUS"], rows["CHN"], rows["JPN"], rows["ISR"], len(rows)) == ("no", "abstain", "yes", "absent", 193)


def test_a_pair_is_reported_from_the_pack(shipped: Detente, tmp_path: Path) -> None:
    answer = shipped("votes", "Japan", "Russia", "--since", "2012", "--until", "2014-12-31")
    assert (answer.code, answer.err) == (0, "")
    assert [line.split()[0] for line in answer.out.splitlines() if line.startswith("  20")] == ["2012", "2013", "2014"]
    assert max(map(len, answer.out.splitlines())) <= 80
    data = shipped("votes", "Japan", "Russia", "--since", "2012", "--json").data
    assert data["states"] == ["JPN", "RUS"]
    assert data["windows"][0]["raw_lo"] < data["windows"][0]["raw"] < data["windows"][0]["raw_hi"]
    shipped("votes", "Japan", "Russia", "--since", "2012", "-o", tmp_path / "a.parquet")
    assert pl.read_parquet(tmp_path / "a.parquet").height == len(data["windows"])


@pytest.mark.parametrize(
    "options", [("--by", "session"), ("--by", "issue"), ("--split", "2014-03-27"), ("--telling", "3")]
)
def test_a_pair_beyond_the_busiest_is_compared_in_every_way(shipped: Detente, options: tuple[str, ...]) -> None:
    answer = shipped("votes", "Venezuela", "Guyana", "--since", "2010", *options, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.data["not_covered"][0] == {"from": "2021-03-04", "until": "2025-02-23"}


def test_a_text_of_the_gap_is_found_by_symbol_and_by_title(shipped: Detente) -> None:
    data = shipped("votes", "A/RES/77/7", "--json").data
    assert (data["yes"], data["no"], data["abstain"], data["states"]["absent"]) == (185, 2, 2, None)
    assert data["states"]["no"] == ["ISR", "USA"]
    title = "Principles of the Charter of the United Nations underlying a comprehensive"
    assert shipped("votes", title, "--json").data["symbol"] == "A/RES/ES-11/6"


def test_days_without_a_record_are_named(shipped: Detente) -> None:
    data = shipped("votes", "Mali", "France", "--since", "2019", "--as-of", "2026-03-01", "--json").data
    assert [row["period"][:4] for row in data["windows"]] == ["2019", "2020", "2021", "2025"]
    assert data["not_covered"] == [
        {"from": "2021-03-04", "until": "2025-02-23"},
        {"from": "2025-12-19", "until": "2026-03-01"},
    ]
    assert "from 4 March 2021 to 23 February 2025" in " ".join(shipped("votes", "Mali", "France").out.split())
    within = shipped("votes", "Mali", "France", "--since", "2022", "--until", "2023")
    assert within.code == 1


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        ((), 2, ""),
        (("Japan", "Russia", "China"), 2, ""),
        (("68/262", "--telling", "3"), 2, "telling"),
        (("Japan", "Russia", "--group", "g7"), 2, "group"),
        (("Japan", "Russia", "--together"), 2, "--telling"),
        (("A/RES/77/1",), 1, "A/RES/77/1"),
        (("Japan",), 1, "Japan"),
        (("Japan", "Nowhere"), 2, "Nowhere"),
        (("Japan", "Japan"), 2, ""),
        (("Japan", "Russia", "--since", "2014", "--until", "2013"), 2, "2013-12-31"),
        (("Japan", "Russia", "--since", "14"), 2, "'14'"),
        (("Japan", "Russia", "--since", "2014-02-30"), 2, "'2014-02-30'"),
        (("Japan", "Russia", "--dataset", "nothing"), 1, "nothing"),
        (("Japan", "Russia", "--since", "2022", "--until", "2024"), 1, "JPN"),
    ],
)
def test_wrong_questions(shipped: Detente, words: tuple[str, ...], code: int, named: str) -> None:
    answer = shipped("votes", *words)
    assert (answer.code, answer.out) == (code, "")
    assert named in answer.err


def test_a_file_that_is_not_a_table_is_refused(shipped: Detente, tmp_path: Path) -> None:
    assert ".html, .pdf, .docx or .md" in shipped("votes", "68/262", "-o", tmp_path / "v.xlsx").err


# With a record


@pytest.fixture
def recorded(detente: Detente, tmp_path: Path) -> Detente:
    write_record(tmp_path / "home")
    return detente


def test_a_roll_call_by_symbol_and_number(recorded: Detente) -> None:
    answer = recorded("votes", "68/2")
    assert "A/RES/68/2, 2 March 2014, roll call 2" in answer.out
    assert "2 in favour, 2 against, 0 abstained" in answer.out
    data = recorded("votes", "4", "--json").data
    assert (data["rcid"], data["title"], data["states"]["no"]) == (4, "A paragraph", ["USA"])
    several = recorded("votes", "69/3")
    assert several.code == 2
    assert "7, 8" in several.err
    assert recorded("votes", "99").code == 1


def test_the_absent_are_named_where_the_producer_tells_them(detente: Detente, tmp_path: Path) -> None:
    write_record(tmp_path / "home", absent=True)
    assert detente("votes", "68/1", "--json").data["states"]["absent"] == ["FRA"]
    assert detente("votes", "68/2", "--json").data["states"]["absent"] is None


def test_landmarks_are_listed_with_the_record(shipped: Detente, tmp_path: Path) -> None:
    write_record(tmp_path / "home")
    assert shipped("votes", "A/RES/ES-11/1", "--json").data["yes"] == 141
    assert shipped("votes", "A/RES/ES-11/1", "--dataset", "unga_votes").code == 1


@pytest.mark.parametrize(
    ("by", "count"), [("year", 1), ("session", 2), ("issue", 3), ("window", 1)], ids=["year", "session", "issue", "all"]
)
def test_a_pairs_agreement_by_window(recorded: Detente, by: str, count: int) -> None:
    answer = recorded("votes", "China", "Russia", "--by", by, "--json")
    assert len(answer.data["windows"]) == count
    assert sum(row["votes"] for row in answer.data["windows"]) == 7
    assert all("pi" in row for row in answer.data["windows"])
    prose = recorded("votes", "China", "Russia", "--by", by)
    assert (prose.code, prose.err) == (0, "")
    assert max(map(len, prose.out.splitlines())) <= 80


def test_why_agreement_changed(recorded: Detente) -> None:
    answer = recorded("votes", "China", "Russia", "--split", "2014-07-01", "--json")
    change = answer.data["change"]
    assert (change["before"]["votes"], change["after"]["votes"]) == (3, 4)
    assert (change["before"]["end"], change["after"]["start"]) == ("2014-06-30", "2014-07-01")
    assert change["change"]["raw"][0] < 0
    assert "why agreement changed" in recorded("votes", "China", "Russia", "--split", "2014-07-01").out
    assert recorded("votes", "China", "Russia", "--split", "1990-01-01").code in (1, 2)


def test_telling_roll_calls(recorded: Detente) -> None:
    data = recorded("votes", "Japan", "Russia", "--telling", "9", "--json").data["telling"]
    assert [(row["title"], row["times"], abs(row["gap"])) for row in data if row["title"] == "Question of rights"] == [
        ("Question of rights", 2, 2)
    ]
    assert len(data) == 4
    text = recorded("votes", "Japan", "Russia", "--telling", "9")
    assert all(f"roll call {row['rcid']}" in text.out for row in data)
    assert max(map(len, text.out.splitlines())) <= 80
    requested = ("votes", "Japan", "Russia", "--telling", "9", "--together", "--json")
    together = recorded(*requested).data["telling"]
    assert all(row["vote_a"] == row["vote_b"] for row in together)


def test_nothing_known_later_is_used(recorded: Detente) -> None:
    early = recorded("votes", "China", "Russia", "--as-of", "2014-06-30", "--by", "window", "--json").data["windows"]
    assert [row["votes"] for row in early] == [3]


def test_a_whole_answer_goes_to_a_json_file(recorded: Detente, tmp_path: Path) -> None:
    answer = recorded("votes", "China", "Russia", "--telling", "2", "-o", tmp_path / "v.json")
    assert (answer.code, answer.out) == (0, "")
    written = json.loads((tmp_path / "v.json").read_text(encoding="utf-8"))
    assert written == recorded("votes", "China", "Russia", "--telling", "2", "--json").data


# Several datasets


def test_every_dataset_is_looked_in(recorded: Detente, tmp_path: Path) -> None:
    later = date(2025, 2, 24)
    head = ("undl_votes", 4076672, 79, later, "day", "A/RES/ES-11/7", "whole")
    again = ("undl_votes", 4076673, 69, date(2014, 12, 1), "day", "A/RES/69/1", "whole")
    frames = {
        "votes": [
            *((*head, state, vote, later) for state, vote in (("USA", -1), ("JPN", 1), ("RUS", -1))),
            *((*again, state, vote, again[3]) for state, vote in (("JPN", 1), ("RUS", -1))),
        ],
        "roll_calls": [
            (*head, "Advancing peace", None, None, None, later),
            (*again, "Anew", None, None, None, again[3]),
        ],
    }
    Store.open(home=tmp_path / "home").write(
        {name: framed(name, rows) for name, rows in frames.items()}, dataset="undl_votes", origin="a test"
    )
    found = recorded("votes", "A/RES/ES-11/7", "--json").data
    assert (found["yes"], found["no"]) == (1, 2)
    assert "UN Digital Library" in found["document"]
    data = recorded("votes", "Japan", "Russia", "--since", "2022", "--json").data
    assert [(row["votes"], row["dataset"]) for row in data["windows"]] == [(1, "undl_votes")]
    data = recorded("votes", "Japan", "Russia", "--since", "2014", "--until", "2014", "--json").data
    alone = recorded(
        "votes", "Japan", "Russia", "--since", "2014", "--until", "2014", "--dataset", "unga_votes", "--json"
    )
    assert data["windows"][0]["votes"] == alone.data["windows"][0]["votes"]  # a vote in both counts once
    assert data["windows"][0]["dataset"] == "undl_votes, unga_votes"
    assert recorded("votes", "69/1", "--json").data["title"] == "Anew"
    assert recorded("votes", "Japan", "Russia", "--until", "2006", "--dataset", "unga_votes").code == 1


def test_a_brief_titles_its_roll_calls(shipped: Detente) -> None:
    brief = shipped("assess", "Japan", "Russia", "--as-of", "2015-09-01", "--json")
    assert brief.code == 0
    calls = [record["text"] for record in brief.data["records"] if record["id"].startswith("roll-call.")]
    assert "A/RES/67/56 (Taking forward multilateral nuclear disarmament negotiations)" in calls
    assert all(" (" in text for text in calls)


def test_kappa_is_undefined_where_chance_leaves_nothing(shipped: Detente) -> None:
    """Afghanistan and Cambodia said yes throughout in several years."""
    requested = ("votes", "Afghanistan", "Cambodia")
    prose = shipped(*requested, "--json").data
    lists = [prose] if isinstance(prose, list) else list(prose.values())
    series = next(rows for rows in lists if isinstance(rows, list) and rows and "kappa" in rows[0])
    undefined = [row["period"][:4] for row in series if row["kappa"] is None]
    assert undefined
    lines = [
        line for line in shipped(*requested).out.splitlines() if line.startswith("  ") and line.split()[0] in undefined
    ]
    assert lines
    assert all("undefined" in line for line in lines)
