"""A date is written no more exactly than it is known, in every verb that prints it."""

from __future__ import annotations

import csv
import json
from datetime import date
from importlib.resources import files

import pytest

from cli_sample import Detente
from detente.catalog import at_precision

Row = dict[str, str]


def facts(table: str) -> list[Row]:
    text = (files("detente") / "resources" / "facts" / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def with_coarse_starts() -> list[tuple[str, str, str]]:
    """Return a pair of states of each pact of which only the year is known, and its date."""
    pacts = {row["id"]: row for row in facts("pacts")}
    found: dict[str, tuple[str, str, str]] = {}
    members = facts("pact_members")
    for row in members:
        if row["from_precision"] == "year":
            others = [m for m in members if m["pact"] == row["pact"] and m["state"] != row["state"]]
            same = [m for m in others if m["from"] == row["from"]]
            if same:
                found.setdefault(pacts[row["pact"]]["name"], (row["state"], same[0]["state"], row["from"]))
    return list(found.values())


@pytest.mark.parametrize(("a", "b", "day"), with_coarse_starts())
def test_a_pact_of_a_year_is_reported_by_its_year(shipped: Detente, a: str, b: str, day: str) -> None:
    as_of = ("--as-of", "2022-12-31")
    text = shipped("pacts", a, b, *as_of)
    assert text.code == 0
    assert f"since {day[:4]}" in text.out or f"{day[:4]} to" in text.out
    data = shipped("pacts", a, b, *as_of, "--json").data
    dates = [partner["since"] for shown in (*data["texts"], *data["ended"]) for partner in shown["partners"]]
    assert day[:4] in dates
    assert day not in dates
    assert f"since {day}" not in text.out


def test_a_pact_that_others_joined_on_a_day_keeps_that_day(shipped: Detente) -> None:
    (shown,) = [
        one for one in shipped("pacts", "Indonesia", "--as-of", "2022-12-31", "--json").data["texts"]
        if one["title"].startswith("Treaty of Amity")
    ]  # fmt: skip
    since = {partner["state"]: partner["since"] for partner in shown["partners"]}
    assert (since["THA"], since["USA"]) == ("1976", "2009-07-22")


def test_an_end_is_reported_at_its_own_precision(shipped: Detente) -> None:
    data = shipped("pacts", "United Kingdom", "Türkiye", "--as-of", "2015-09-01", "--json").data
    ended = {partner["since"]: partner["until"] for shown in data["ended"] for partner in shown["partners"]}
    assert ended["1955"] == "1979"


@pytest.mark.parametrize(("a", "b"), [("India", "China"), ("Philippines", "China"), ("Japan", "South Korea")])
def test_rungs_are_reported_at_their_precision(shipped: Detente, a: str, b: str) -> None:
    data = shipped("disputes", a, b, "--all", "--as-of", "2022-12-31", "--json").data
    text = shipped("disputes", a, b, "--all", "--as-of", "2022-12-31").out
    letters = {"day": 10, "month": 7, "year": 4}
    rungs = [rung for dispute in data["disputes"] for rung in dispute["rungs"]]
    assert {rung["precision"] for rung in rungs} > {"day"}
    for rung in rungs:
        assert len(rung["start"]) == letters[rung["precision"]]
        assert f"  {rung['start']}  " in text
    for dispute in data["disputes"]:
        assert len(dispute["since"]) == letters[dispute["since_precision"]]


@pytest.mark.parametrize(
    ("pair", "as_of", "day", "words"),
    [
        (("Russia", "Kazakhstan"), "2013-06-30", "1992-05-25", "since 1992"),
        (("China", "Philippines"), "2012-09-01", "2012-07-01", "July 2012"),
        (("Russia", "Iran"), "2013-06-30", "2002-01-01", "since 2002"),
    ],
)
def test_a_brief_tells_dates_at_their_precision(
    shipped: Detente, pair: tuple[str, str], as_of: str, day: str, words: str
) -> None:
    data = shipped("assess", *pair, "--as-of", as_of, "--no-retrospect", "--json").data
    whens = [record["when"] for record in data["records"]]  # the ids of records may hold the whole date
    assert any(words in when for when in whens)
    shown = json.dumps([data["sections"], whens])
    assert at_precision(date.fromisoformat(day), "day", prose=True) not in shown


def test_acts_on_a_chart_are_reported_at_their_precision() -> None:
    from detente.publish import render, terminal  # noqa: PLC0415 - heavy
    from publish_sample import sample  # noqa: PLC0415 - a sample of documents

    brief = sample()
    chart = brief.charts[0]
    first = dict(chart.marks[0])
    object.__setattr__(chart, "marks", ({**first, "when": "August 2006"}, *chart.marks[1:]))
    assert "August 2006" in terminal(brief, width=100)
    for form in ("html", "md"):
        text = render(brief, form).decode()  # type: ignore[arg-type]
        assert str(first["label"]) in text.split("August 2006", 1)[1][:200]
