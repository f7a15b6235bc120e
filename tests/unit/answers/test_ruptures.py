"""Breaks of diplomatic relations: what stands on a day, what was restored, and what the brief says."""

from __future__ import annotations

from datetime import date

import pytest

from detente import assess, disputes, profile
from detente.answers.ruptures import read_ruptures, relations_between
from detente.documents.register import Register
from detente.store import Store


@pytest.mark.parametrize(
    ("pair", "day", "standing"),
    [
        (("IRN", "SAU"), "2015-12-31", []),
        (("IRN", "SAU"), "2018-01-01", ["sau-irn-2016"]),
        (("IRN", "SAU"), "2023-03-11", []),
        (("RUS", "UKR"), "2026-03-28", ["ukr-rus-2022"]),
    ],
)
def test_what_ended_does_not_stand(pair: tuple[str, str], day: str, standing: list[str]) -> None:
    rows = read_ruptures(Store.open(), pair, date.fromisoformat(day))
    assert rows.filter("standing")["id"].to_list() == standing


@pytest.mark.parametrize(("day", "end"), [("2018-01-01", ""), ("2023-03-11", "2023")])
def test_a_restoration_is_said_once_it_is_known(day: str, end: str) -> None:
    register = Register()
    text = relations_between(Store.open(), register, ("SAU", "IRN"), ("Saudi Arabia", "Iran"), date.fromisoformat(day))
    assert text is not None
    assert text.records == ("rupture.sau-irn-2016",)
    assert register.records["rupture.sau-irn-2016"].when.endswith(end)


def test_past_the_record_a_break_is_not_said_to_stand() -> None:
    text = relations_between(Store.open(), Register(), ("UKR", "RUS"), ("Ukraine", "Russia"), date(2026, 11, 1))
    assert text is not None
    assert "since" not in text.text
    assert "28 March 2026" in text.text


def test_the_verbs_show_ruptures() -> None:
    found = disputes("Saudi Arabia", "Iran", as_of="2018-01-01")
    assert found.as_dict()["ruptures"][-1]["start"] == "2016-01-03"
    assert "rupture" in found.frame()["what"].to_list()
    assert "IRN" in profile("Saudi Arabia", as_of="2018-01-01").ruptures["partner"].to_list()
    assert "IRN" not in profile("Saudi Arabia", as_of="2024-01-01").ruptures["partner"].to_list()
    brief = assess("Saudi Arabia", "Iran", as_of="2018-01-01", retrospect=False)
    assert "rupture.sau-irn-2016" in brief.records
