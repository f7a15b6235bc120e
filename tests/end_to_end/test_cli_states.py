from __future__ import annotations

import pytest

from cli_sample import Detente


def test_a_name_is_reported_with_codes_spells_and_names(detente: Detente) -> None:
    answer = detente("states", "Japan", "--on", "2014-03-18")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Japan (JPN), state\n")
    for part in ("Correlates of War  740", "FIPS 10-4          JA", "On the lists", "Nippon"):
        assert part in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_a_name_is_read_at_the_day(detente: Detente) -> None:
    answer = detente("states", "Soviet Union", "--on", "1985-03-11", "--json")
    assert (answer.data["code"], answer.data["name"]) == ("RUS", "Soviet Union")
    assert answer.data["codes"]["cow"] == 365
    late = detente("states", "Soviet Union", "--on", "2015-01-01")
    assert late.code == 2
    assert "Russia (RUS)" in late.err


def test_a_scheme_settles_what_is_ambiguous(detente: Detente) -> None:
    assert detente("states", "AS", "--scheme", "fips", "--json").data["code"] == "AUS"
    assert detente("states", "AS", "--scheme", "iso2", "--json").data["code"] == "ASM"
    answer = detente("states", "AS", "--json")
    assert answer.code == 2
    assert answer.data["error"] == "AmbiguousState"
    assert len(answer.data["candidates"]) == 2


def test_without_a_name_the_states_of_the_day_are_listed(detente: Detente) -> None:
    listed = detente("states", "--on", "1914-01-01")
    lines = listed.out.splitlines()
    assert lines[0].split() == ["code", "cow", "iso3", "name"]
    assert any(line.startswith("AUH") for line in lines)
    data = detente("states", "--on", "1914-01-01", "--json").data
    assert len(data) == len(lines) - 1
    wider = detente("states", "--on", "2014-01-01", "--system", "gw", "--json").data
    assert {"USA", "RUS"} <= {state["code"] for state in wider}


@pytest.mark.parametrize("on", ["2014", "2014-3-18", "18.03.2014", "20140318", "yesterday"])
def test_a_day_is_written_one_way(detente: Detente, on: str) -> None:
    answer = detente("states", "Japan", "--on", on)
    assert answer.code == 2
    assert f"{on!r}: expected YYYY-MM-DD" in answer.err


def test_a_name_that_is_none_names_candidates(detente: Detente) -> None:
    answer = detente("states", "Jappan", "--json")
    assert (answer.code, answer.data["error"]) == (2, "UnknownState")
    assert answer.data["candidates"] == ["Japan (JPN)"]
