"""What is said of pacts, disputes and sanctions where the facts compiled by hand do not reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from cli_sample import Detente

ENDS = "the record ends on 28 March 2026"
LEAVES_OUT = "the record does not cover"
ABSENT = re.compile(
    r"\bno (defence |territorial )?(pact|text|dispute|sanction)s?\b|\bnone on record\b|\bsanctions stand\b",
    re.IGNORECASE,
)
PAIRS = (("Russia", "North Korea"), ("Brazil", "Japan"), ("USA", "China"))
LATE = ("2026-04-01", "2026-06-01")


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=\.)\s|\n\n", text)


def message(part: Any) -> Iterator[str]:
    """Yield the prose of a brief's plain data."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name not in {"figures", "records", "sources", "test"}:
                yield from message(value)
    elif isinstance(part, list):
        for value in part:
            yield from message(value)
    elif isinstance(part, str):
        yield from sentences(part)


@pytest.mark.parametrize("day", LATE)
@pytest.mark.parametrize("pair", PAIRS)
def test_an_absence_past_the_record_says_how_far_it_goes(shipped: Detente, pair: tuple[str, str], day: str) -> None:
    brief = shipped("assess", *pair, "--as-of", day, "--json").data
    absent = []
    for section in brief["sections"]:  # each states once how far its records go
        prose = list(message(section))
        limits = [one for one in prose if ENDS in one or LEAVES_OUT in one or "not compiled" in one]
        absences = [at for at, one in enumerate(prose) if ABSENT.search(one)]
        absent += absences
        assert not absences or prose.index(limits[0]) <= absences[0]
    assert absent
    facts = [one for one in brief["sources"] if one["id"] == "facts"]
    assert all(one["known_on"] <= day for one in facts)


@pytest.mark.parametrize("verb", ["pacts", "disputes"])
@pytest.mark.parametrize("pair", [*PAIRS, ("Brazil", "Cuba")])
def test_the_verbs_say_it_too(shipped: Detente, pair: tuple[str, str], verb: str) -> None:
    answer = shipped(verb, *pair, "--as-of", "2026-06-01")
    text = " ".join(f"{answer.out} {answer.err}".split())
    assert ENDS in text
    assert ("has only" in text) == ("Cuba" in pair)
    inside = shipped(verb, *pair, "--as-of", "2015-09-01")
    assert ENDS not in " ".join(f"{inside.out} {inside.err}".split())


def test_a_profile_says_how_far_its_pacts_go(shipped: Detente) -> None:
    assert ENDS in " ".join(shipped("profile", "India", "--as-of", "2026-06-01").out.split())
    assert shipped("profile", "India", "--as-of", "2026-06-01", "--json").data["pacts_reach"] == ENDS
    assert shipped("profile", "India", "--as-of", "2015-09-01", "--json").data["pacts_reach"] is None


def test_no_pact_past_the_record_draws_on_third_states(shipped: Detente) -> None:
    """A pact of 1992 without an end is not known to be in force in 2025."""
    requested = ("profile", "Russia", "--beside", "China", "--over", "central-asia", "--as-of", "2026-06-01", "--json")
    pacts = [row for row in shipped(*requested).data if row["channel"] == "pacts"]
    assert max(row["period"] for row in pacts) == "2025-01-01"


def test_a_rung_past_the_record_is_the_last_one_recorded(shipped: Detente) -> None:
    brief = shipped("assess", "Japan", "Russia", "--as-of", "2026-06-01", "--json").data
    (ties,) = (section for section in brief["sections"] if section["key"] == "ties")
    prose = " ".join(message(ties))
    assert "It stood at rung" in prose
    assert ENDS in prose
    ahead = {one["id"]: one["value"] for one in brief["figures"] if one["id"].endswith("unsettled.2028")}
    assert ahead
    earlier = shipped("assess", "Japan", "Russia", "--as-of", "2026-03-28", "--json").data
    same = {one["id"]: one["value"] for one in earlier["figures"] if one["id"].endswith("unsettled.2028")}
    assert ahead == same  # what is known of the dispute is of the end of the record in both


def test_a_state_without_a_seat_is_not_said_to_have_stayed_away(shipped: Detente) -> None:
    brief = shipped("assess", "Taiwan", "Japan", "--as-of", "2023-06-01", "--json").data
    prose = [one for one in message(brief) if "landmark vote" in one or "Taiwan" in one]
    assert [one for one in prose if "Taiwan had no seat" in one]
    assert not [one for one in prose if "Taiwan did not vote" in one]


def test_a_network_of_pacts_has_no_years_before_the_record(shipped: Detente) -> None:
    requested = ("--group", "Japan,USA,Russia,China,France", "--since", "1900", "--until", "1960")
    measured = shipped("architecture", *requested, "--json").data
    assert min(row["year"] for row in measured["indices"]) == 1945
    assert any("earlier years are left out" in note for note in measured["notes"])
    late = shipped("architecture", "--group", "asean", "--since", "2010", "--until", "2015", "--json").data
    assert not [note for note in late["notes"] if "only in part" in note]
