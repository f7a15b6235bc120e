from __future__ import annotations

from datetime import date, datetime

import pytest

from detente.errors import UnknownState, UsageError
from detente.identity import demonym, display_name, resolve, states


def test_display_names_follow_the_date() -> None:
    assert display_name("RUS", "1950-01-01") == "Soviet Union"
    assert display_name("RUS", "1900-01-01") == "Russia"
    assert display_name("RUS") == "Russia"
    assert display_name("SRB", "1950-01-01") == "Yugoslavia"
    assert display_name("SRB", "2004-01-01") == "Serbia and Montenegro"
    assert display_name("LKA", "1960-01-01") == "Ceylon"
    assert display_name("VNM", "1960-01-01") == "North Vietnam"
    assert display_name("DEU", "1850-01-01") == "Prussia"
    assert display_name("DDR", "2020-01-01") == "East Germany"


def test_official_names_follow_the_date() -> None:
    assert resolve("RUS", "1950-01-01").official == "Union of Soviet Socialist Republics"
    assert resolve("RUS", "2020-01-01").official == "Russian Federation"


def test_demonyms() -> None:
    assert demonym("JPN") == "Japanese"
    assert demonym("RUS", "1960-01-01") == "Soviet"
    assert demonym("UNO") == "United Nations"


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(UnknownState, match="QQQ"):
        display_name("QQQ")


def test_the_day_may_be_a_date_a_moment_or_iso_text() -> None:
    assert display_name("RUS", date(1950, 1, 1)) == display_name("RUS", "1950-01-01")
    moment = datetime(1950, 1, 1, 12)  # noqa: DTZ001 - any moment stands for its day
    assert display_name("RUS", moment) == "Soviet Union"


def test_state_lists_at_a_date() -> None:
    cow = {state.code for state in states("1816-01-01")}
    assert len(cow) == 23
    assert {"RUS", "GBR", "FRA", "AUH", "DEU"} <= cow
    assert len(states("2016-06-01")) == 195
    assert "JPN" not in {state.code for state in states("1950-01-01")}
    assert "JPN" in {state.code for state in states("1950-01-01", system="gw")}
    assert [state.cow for state in states("1900-01-01")] == sorted(s.cow or 0 for s in states("1900-01-01"))


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(UsageError, match="'cow' or 'gw'"):
        states(system="un")  # type: ignore[arg-type]


def test_spells_tell_the_whole_history() -> None:
    cuba = resolve("Cuba", "2000-01-01")
    cow = [spell for spell in cuba.spells if spell.system == "cow"]
    assert [(s.start, s.end) for s in cow] == [
        (date(1902, 5, 20), date(1906, 9, 25)),
        (date(1909, 1, 23), None),
    ]
    assert cow[0].covers(date(1906, 9, 25))
    assert not cow[0].covers(date(1906, 9, 26))
    assert cow[1].covers(date(2100, 1, 1))
