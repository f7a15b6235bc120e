"""Names of states on the command line: every code is answered, every verb takes a scheme and refuses groups."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from itertools import product
from pathlib import Path
from string import ascii_uppercase

import polars as pl
import pytest

from cli_sample import Detente
from detente.errors import UsageError
from detente.identity.dyads import resolve_states

DAYS = (date(1816, 1, 1), date(1900, 1, 1), date(1980, 1, 1), date(2026, 1, 1))


def test_every_two_and_three_letters_mean_a_state_or_are_refused() -> None:
    found = set()
    for length in (2, 3):
        for letters in product(ascii_uppercase, repeat=length):
            for day in DAYS:
                with suppress(UsageError):
                    found.add(resolve_states(["".join(letters)], day))
    assert {("ZAF",), ("RUS",), ("AUH",), ("DDR",)} <= found


@pytest.mark.parametrize("verb", [["states"], ["profile"], ["pacts"], ["disputes"]])
def test_a_code_of_a_region_crashes_no_verb(shipped: Detente, verb: list[str]) -> None:
    assert shipped(*verb, "SAF").code in {0, 1}


@pytest.mark.parametrize(
    "command",
    [
        ["temperature", "EU", "Russia"], ["votes", "EU", "Russia"], ["profile", "EU"],
        ["profile", "Russia", "--beside", "EU"],
    ],
)  # fmt: skip
def test_an_organisation_is_reported_as_such(shipped: Detente, command: list[str]) -> None:
    answer = shipped(*command)
    assert answer.code == 2
    assert "is an organisation" in answer.err
    assert "France" in answer.err
    assert "--group" in answer.err


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["assess", "EU", "Russia"], 0), (["assess", "Russia", "NATO"], 1), (["pacts", "NATO"], 0),
        (["disputes", "EU", "Russia"], 0), (["disputes", "NATO", "Russia"], 1), (["chronicle", "EU", "Russia"], 0),
        (["assess", "EU", "NATO"], 2), (["assess", "UN", "Russia"], 2),
    ],
)  # fmt: skip
def test_an_organisation_is_a_party_of_sanctions_and_treaties(shipped: Detente, command: list[str], code: int) -> None:
    answer = shipped(*command)
    assert (answer.code, bool(answer.err)) == (code, code != 0)


@pytest.mark.parametrize(
    ("command", "states"),
    [
        (["votes", "740", "365", "--scheme", "cow", "--since", "2012", "--json"], ["JPN", "RUS"]),
        (["pacts", "CH", "--scheme", "fips", "--as-of", "2015-01-01", "--json"], ["CHN"]),
        (["disputes", "JA", "RS", "--scheme", "fips", "--as-of", "2015-01-01", "--json"], ["JPN", "RUS"]),
    ],
)
def test_a_scheme_says_how_states_are_written(shipped: Detente, command: list[str], states: list[str]) -> None:
    answer = shipped(*command)
    assert answer.code == 0
    assert sorted(answer.data["states"]) == states


@pytest.mark.parametrize(
    "command",
    [
        ["assess", "--scheme", "nato", "JP", "RU"],
        ["temperature", "--scheme", "nato", "JP", "RU"],
        ["profile", "--scheme", "nato", "JP"],
        ["panel", "states", "--scheme", "nato"],
        ["architecture", "--scheme", "nato"],
        ["ingest", "no.csv", "--scheme", "nato"],
    ],
)
def test_every_verb_of_states_knows_the_schemes(shipped: Detente, command: list[str]) -> None:
    answer = shipped(*command)
    assert answer.code == 2
    assert "cowabb" in answer.err


def test_a_profile_and_a_network_are_requested_by_codes(shipped: Detente) -> None:
    text = shipped("profile", "CH", "--beside", "RS", "--scheme", "fips", "--as-of", "2014-06-01", "--json").data
    assert text["state"] == "CHN"
    course = shipped(
        "architecture", "--group", "JA,RS,CH,US", "--scheme", "fips", "--since", "2010", "--until", "2012", "--json"
    )
    assert course.code == 0
    assert "JPN" in course.out
    assert "SVN" not in course.out


@pytest.mark.parametrize(
    ("among", "years", "codes"),
    [
        (["Soviet Union"], ("1950", "1960"), ["RUS"]),
        (["West Germany"], ("1960", "1961"), ["BRD"]),
        (["West Germany,East Germany"], ("1960", "1961"), ["BRD", "DDR"]),
        (["g7,South Korea"], ("2000", "2001"), ["CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "KOR", "USA"]),
    ],
)
def test_a_panel_reads_names_over_its_years(
    shipped: Detente, tmp_path: Path, among: list[str], years: tuple[str, str], codes: list[str]
) -> None:
    file = tmp_path / "p.csv"
    words = [word for name in among for word in ("--among", name)]
    answer = shipped("panel", "states", *words, "--since", years[0], "--until", years[1], "-o", file)
    assert answer.code == 0
    assert pl.read_csv(file)["state"].unique().sort().to_list() == codes


def test_a_panel_refuses_a_name_that_two_states_share(shipped: Detente) -> None:
    answer = shipped("panel", "states", "--among", "g7,Korea", "--since", "2000", "--until", "2001", "--json")
    assert answer.code == 2
    assert {candidate.rsplit("(", 1)[1][:3] for candidate in answer.data["candidates"]} == {"KOR", "PRK"}


def test_a_panel_reads_numbers_of_a_list(shipped: Detente) -> None:
    requested = [
        "panel",
        "dyads",
        "--system",
        "gw",
        "--among",
        "260,290",
        "--scheme",
        "gw",
        "--since",
        "1985",
        "--until",
        "1986",
    ]
    assert shipped(*requested, "--json").data["panel"]["rows"] == 2
