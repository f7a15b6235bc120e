from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cli_sample import Detente

AS_OF = ("--as-of", "2015-09-01")


def test_a_profile_has_attention_and_pacts(shipped: Detente) -> None:
    answer = shipped("profile", "Russia", *AS_OF)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.index("Ukraine") < answer.out.index("Defence pacts in force")
    assert "Kazakhstan  1994-04-20  Collective Security Treaty (CSTO)" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_nothing_known_later_is_reported(shipped: Detente) -> None:
    early = shipped("profile", "Japan", "--as-of", "2010-06-01", "--json").data
    assert max(row["period"] for row in early["attention"]) == "2009-01-01"
    assert max(row["known_on"] for part in ("attention", "votes") for row in early[part]) < "2010-06-01"


def test_two_states_are_set_side_by_side(shipped: Detente) -> None:
    found = shipped("profile", "China", "--beside", "Russia", *AS_OF, "--since", "2010", "--json").data
    assert {row["period"] for row in found["attention"]} == {f"{y}-01-01" for y in range(2010, 2015)}


def test_the_pull_on_third_states_goes_to_a_file(shipped: Detente, tmp_path: Path) -> None:
    file = tmp_path / "pull.csv"
    answer = shipped("profile", "Russia", "--beside", "China", "--over", "central-asia", *AS_OF, "-o", str(file))
    assert (answer.code, answer.out) == (0, "")
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    votes = {
        (row["state"], row["power"]): float(row["value"])
        for row in rows
        if row["channel"] == "votes" and row["period"] == "2014-01-01"
    }
    assert votes["KAZ", "CHN"] > votes["KAZ", "RUS"]
    named = shipped("profile", "Russia", "--beside", "China", "--over", "Kazakhstan, Uzbekistan", *AS_OF, "--json").data
    assert {row["state"] for row in named} == {"KAZ", "UZB"}


def test_a_pact_with_a_state_whose_pacts_are_not_compiled_is_not_told_as_none(shipped: Detente) -> None:
    over = ("--beside", "China", "--over", "Saudi Arabia, Kuwait", *AS_OF, "--json")
    found = shipped("profile", "Russia", *over).data
    assert {row["state"] for row in found if row["channel"] == "pacts"} == {"SAU"}


@pytest.mark.parametrize(
    ("requested", "code", "message"),
    [
        (("Russia", "--over", "central-asia"), 2, "--beside"),
        (("Russia", "--beside", "Soviet Union"), 2, "Soviet Union"),
        (("Russia", "--beside", "Russian Federation"), 2, "are the same state"),
        (("Atlantis",), 2, "Atlantis"),
        (("Russia", "--beside", "China", "--over", "middle-earth"), 2, "middle-earth"),
        (("Russia", "-o", "profile.xlsx"), 2, ".csv, .parquet, .json, .html, .pdf, .docx or .md"),
    ],
)
def test_an_invalid_request_is_stated(shipped: Detente, requested: tuple[str, ...], code: int, message: str) -> None:
    answer = shipped("profile", *requested, *AS_OF)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err
